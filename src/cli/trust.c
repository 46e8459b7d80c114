/* trust.c -- a server that nobody vouches for: the person is asked. */
#include "config.h"

#include "cli/app.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/str.h"
#include "client/uplink.h"

#include "base/banned.h"

static const struct uplink_question *
question(const struct app *a)
{
	return a->uplink != NULL ? uplink_question(a->uplink) : NULL;
}

bool
trust_is_asked(const struct app *a)
{
	const struct uplink_question *q = question(a);

	return a->is_asked && q != NULL && !q->has_changed;
}

const char *
trust_prompt(void)
{
	return _("[t] trust from now on, [o] only this time, [n] no> ");
}

/* What comes from the server is shown as it is, but makes no rows. */
static void
one_line(const char *text, char *out, size_t size)
{
	(void)str_copy(out, size, text);
	for (; *out != '\0'; out++)
		if ((unsigned char)*out < 0x20 || *out == 0x7f)
			*out = '?';
}

static void
ask_again(struct app *a)
{
	if (a->editor == NULL)
		(void)!buf_add_str(&a->cli.err, trust_prompt());
}

/* What the dialogue of tcpchat-tui says. */
static void
ask(struct app *a, const struct uplink_question *q)
{
	const struct tls_certificate *c = &q->peer.certificate;
	time_t until = (time_t)(c->not_after_ms / 1000);
	char subject[sizeof c->subject], day[32] = "";
	struct tm tm;

	a->is_asked = true;
	one_line(c->subject, subject, sizeof subject);
	if (gmtime_r(&until, &tm) != NULL)
		(void)strftime(day, sizeof day, "%Y-%m-%d", &tm);
	cli_say(&a->cli, _("%s:%u: the server's certificate is not signed by "
	    "anyone this computer knows (%s)"), q->host, (unsigned)q->port,
	    _(q->peer.fault));
	cli_say(&a->cli, _("it is issued to %s, until %s"), subject, day);
	cli_say(&a->cli, _("its fingerprint is SHA-256 %s"), c->fingerprint);
	cli_say(&a->cli, "%s", _("nothing has been sent yet; if you got this "
	    "fingerprint from the server's owner, you can trust it"));
	ask_again(a);
}

static void
refuse(struct app *a, const struct uplink_question *q)
{
	if (q->has_changed)
		cli_end(&a->cli, STATUS_NO_ENTRY, _("%s: the certificate is "
		    "not the one it was: somebody may be listening. Its "
		    "fingerprint is now %s. If its owner says that this is "
		    "right, take the server off the file known-servers"),
		    q->host, q->peer.certificate.fingerprint);
	else
		cli_end(&a->cli, STATUS_NO_ENTRY, _("%s: the certificate is "
		    "not signed by anyone this computer knows (%s); nothing "
		    "was sent. If its owner says that its fingerprint is "
		    "right, add --trust=%s"), q->host, q->peer.fault,
		    q->peer.certificate.fingerprint);
	uplink_answer(a->uplink, UPLINK_REFUSE, a->cli.now);
}

void
trust_check(struct app *a)
{
	const struct uplink_question *q = question(a);

	if (q == NULL)
		a->is_asked = false;
	else if (q->has_changed || !isatty(STDIN_FILENO) ||
	    !isatty(STDERR_FILENO))
		refuse(a, q);
	else if (!a->is_asked)
		ask(a, q);
}

void
trust_typed(struct app *a, const char *line)
{
	const struct uplink_question *q = question(a);
	char key = line != NULL ? str_lower(line[0]) : 'n';

	if (key != 't' && key != 'o' && key != 'n') {
		ask_again(a);
		return;
	}
	a->is_asked = false;
	if (key == 'n')
		refuse(a, q);
	else
		uplink_answer(a->uplink, key == 't' ? UPLINK_TRUST :
		    UPLINK_TRUST_ONCE, a->cli.now);
}
