/* command_send.c -- tcpchat send: every message stored, or it says which not. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/command.h"
#include "cli/job.h"
#include "cli/options.h"
#include "cli/send.h"
#include "session/session.h"

#include "base/banned.h"

enum {
	LINE_MAX_BYTES = SESSION_OUTBOX_BYTES,
	INPUT_BYTES = 2 * LINE_MAX_BYTES	/* read ahead */
};

struct sending {
	struct job job;
	struct buf input;
	char *target;		/* owned; NULL: not known yet */
	size_t next;		/* number of the next message of the input */
	size_t unconfirmed;	/* gone to a server that never confirms */
	bool has_ended;		/* the input */
	bool is_taking;		/* pieces of the last message are coming */
	bool is_failed;		/* nothing more is fed */
	int status;
	char reason[512];
};

/* --- The state file -------------------------------------------------------- */

static struct buf *
keep(struct cli *cli)
{
	return cli->options->state != NULL ? &cli->keep : NULL;
}

bool
send_restore(struct cli *cli, const char *text, size_t len, size_t *good)
{
	struct sending *d = cli->self;
	struct buf outbox;
	bool ok;

	if (!job_read(&d->job, text, len, good))
		return false;
	if (*good == 0)
		ok = buf_add_str(&cli->keep, "tcpchat-send 1\n");
	buf_init(&outbox, CLI_TEXT_MAX);
	ok = job_outbox(&d->job, &outbox) && session_outbox_restore(
	    cli->session, buf_str(&outbox), outbox.len, cli->now);
	buf_release(&outbox);
	return ok;
}

/* --- Input ----------------------------------------------------------------- */

static void
start(struct cli *cli)
{
	struct sending *d = xcalloc(1, sizeof *d);

	buf_init(&d->input, CLI_TEXT_MAX);
	cli->self = d;
	if (cli->options->text == NULL)
		return;
	if (!buf_add_str(&d->input, cli->options->text))
		abort();
	d->has_ended = true;
}

static void
input(struct cli *cli, const char *data, size_t len)
{
	struct sending *d = cli->self;

	if (len == 0)
		d->has_ended = true;
	else if (!buf_add(&d->input, data, len))
		abort();	/* we stop reading long before */
}

static bool
is_whole(const struct cli *cli)
{
	return cli->options->multiline || cli->options->text != NULL;
}

static void
fail(struct cli *cli, int status, const char *reason)
{
	struct sending *d = cli->self;

	if (d->is_failed)
		return;
	d->is_failed = true;
	d->status = status;
	str_copy(d->reason, sizeof d->reason, reason);
}

/* Bytes of the next message; *used: with what ends it. False: not all there. */
static bool
next_message(struct cli *cli, size_t *len, size_t *used)
{
	struct sending *d = cli->self;
	const char *eol = is_whole(cli) ? NULL :
	    memchr(d->input.data, '\n', d->input.len);

	*len = *used = d->input.len;
	if (eol != NULL) {
		*len = (size_t)(eol - d->input.data);
		*used = *len + 1;
	} else if (!d->has_ended) {
		return false;
	}
	while (*len > 0 && (d->input.data[*len - 1] == '\r' ||
	    d->input.data[*len - 1] == '\n'))
		--*len;
	return true;
}

/* --- Feeding --------------------------------------------------------------- */

/* Was it taken by an earlier run? Where the input differs, all is new. */
static bool
is_known(struct cli *cli, uint64_t hash)
{
	struct sending *d = cli->self;

	if (d->next >= d->job.count)
		return false;
	if (d->job.messages[d->next].hash == hash)
		return true;
	job_forget(&d->job, d->next, keep(cli));
	return false;
}

/* False: it must wait until the outbox has room. */
static bool
feed(struct cli *cli, const char *text, size_t len)
{
	struct sending *d = cli->self;
	uint64_t hash = job_hash(d->target, text, len);
	char *copy;
	bool ok;

	if (is_known(cli, hash)) {
		d->next++;
		return true;
	}
	copy = xstrndup(text, len);
	ok = session_send(cli->session, SESSION_LINE_TEXT, d->target, copy,
	    cli->now) != NULL;
	free(copy);
	if (ok) {
		job_take(&d->job, hash);
		d->is_taking = true;
		d->next++;
	} else if (d->job.npieces == 0) {
		fail(cli, STATUS_REFUSED, session_refusal(cli->session));
	}
	return ok;
}

/* A line of blanks is nothing that could be said; it is passed over. */
static bool
is_empty(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if ((unsigned char)text[i] > ' ')
			return false;
	return true;
}

/* One message of the input; returns whether the session has got it. */
static bool
feed_next(struct cli *cli)
{
	struct sending *d = cli->self;
	size_t len, used;

	while (d->input.len > 0 && !d->is_failed &&
	    next_message(cli, &len, &used)) {
		if (!is_empty(d->input.data, len) &&
		    !feed(cli, d->input.data, len))
			return false;
		buf_consume(&d->input, used);
		if (d->is_taking)
			return true;
	}
	if (d->input.len >= LINE_MAX_BYTES + 2 && !d->has_ended)
		fail(cli, STATUS_REFUSED, _("a line is longer than 64 kB"));
	return false;
}

/* --- What becomes of it ---------------------------------------------------- */

static void
take_delivery(struct cli *cli, const struct session_event *ev)
{
	struct sending *d = cli->self;
	struct piece *p = job_find(&d->job, ev->delivery.id);

	if (p == NULL && ev->delivery.is_first && d->is_taking) {
		job_add_piece(&d->job, ev->delivery.id, ev->target,
		    ev->delivery.text, keep(cli));
		return;
	}
	if (p == NULL)
		return;
	switch (ev->delivery.state) {
	case SESSION_STORED:
		job_stored(&d->job, p, keep(cli));
		cli->progress_ms = cli->now.mono_ms;
		break;
	case SESSION_REFUSED:
		p->is_done = true;
		fail(cli, STATUS_REFUSED, ev->delivery.reason);
		break;
	case SESSION_UNKNOWN:
		p->is_done = true;
		fail(cli, STATUS_CANNOT, ev->delivery.reason);
		break;
	case SESSION_WRITTEN:
		if (ev->delivery.is_final && !p->is_done) {
			p->is_done = true;
			d->unconfirmed++;
			cli->progress_ms = cli->now.mono_ms;
		}
		break;
	default:
		break;
	}
}

static void
retry_held(struct cli *cli, const struct session_event *ev)
{
	size_t i;

	for (i = 0; i < ev->ask.count; i++)
		(void)session_retry(cli->session, ev->ask.ids[i], cli->now);
}

static void
event(struct cli *cli, const struct session_event *ev)
{
	if (ev->type == SESSION_EVENT_DELIVERY)
		take_delivery(cli, ev);
	else if (ev->type == SESSION_EVENT_ASK)
		retry_held(cli, ev);
}

/* --- The end --------------------------------------------------------------- */

/* Nothing is on its way any more. */
static bool
is_settled(const struct cli *cli)
{
	const struct sending *d = cli->self;
	struct buf left;
	bool is_empty_now;
	size_t i;

	for (i = 0; i < d->job.npieces; i++)
		if (!d->job.pieces[i].is_done)
			return false;
	if (d->unconfirmed == 0 || d->is_failed)
		return true;
	/* A server without echoes: refusals come before the outbox is empty. */
	buf_init(&left, CLI_TEXT_MAX);
	is_empty_now = session_outbox_save(cli->session, &left) &&
	    left.len == 0;
	buf_release(&left);
	return is_empty_now;
}

static void
say_part(struct cli *cli)
{
	const struct sending *d = cli->self;
	size_t n = d->job.stored;

	cli_say(cli, i18n_count("%zu message was stored",
	    "%zu messages were stored", n), n);
}

static void
finish(struct cli *cli)
{
	const struct sending *d = cli->self;

	if (d->is_failed) {
		cli_end(cli, d->status, "%s: %s", d->target, d->reason);
		say_part(cli);
	} else if (d->unconfirmed > 0) {
		cli_end(cli, STATUS_CANNOT, _("all is sent, but this server "
		    "does not confirm that it is stored"));
	} else {
		cli_end(cli, STATUS_OK, NULL);
	}
}

static void
choose_target(struct cli *cli)
{
	struct sending *d = cli->self;
	const char *target = cli_target(cli, cli->options->dest);

	if (target != NULL)
		d->target = xstrdup(target);
	else
		cli_end(cli, STATUS_REFUSED, _("there is no ALL on this "
		    "server: name a destination by --to"));
}

static bool
turn(struct cli *cli)
{
	struct sending *d = cli->self;
	bool fed;

	if (d->is_taking) {
		job_taken(&d->job, keep(cli));
		d->is_taking = false;
	}
	if (cli->is_welcome && d->target == NULL)
		choose_target(cli);
	if (d->target == NULL || cli->is_over)
		return false;
	fed = feed_next(cli);
	cli->wants_input = !d->has_ended && !d->is_failed &&
	    d->input.len < INPUT_BYTES;
	if (!fed && is_settled(cli) &&
	    (d->is_failed || (d->has_ended && d->input.len == 0)))
		finish(cli);
	cli->is_idle = d->job.npieces == 0;
	return fed;
}

static void
stopped(struct cli *cli)
{
	say_part(cli);
}

static void
release(struct cli *cli)
{
	struct sending *d = cli->self;

	job_release(&d->job);
	buf_release(&d->input);
	free(d->target);
	free(d);
}

const struct command command_send = {
	.start = start, .event = event, .input = input, .turn = turn,
	.stopped = stopped, .release = release,
};
