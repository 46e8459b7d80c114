/* place_report.c -- how one is there: /status, and /cert. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "client/files.h"
#include "client/own.h"
#include "client/uplink.h"
#include "session/session.h"
#include "tui/model.h"
#include "tui/places_internal.h"
#include "tui/state.h"

#include "base/banned.h"

enum { HOST_SIZE = 300, LINE_SIZE = 1024 };

/* --- /cert ----------------------------------------------------------------- */

static bool
fingerprint_of(const struct login *l, char out[TLS_FINGERPRINT_SIZE],
    struct err *e)
{
	return own_fingerprint(&(struct tls_pair){ l->certificate, l->key },
	    out, e);
}

/* What it is known by, and how a server gets to know it. */
static void
show_certificate(struct places *ps, const struct login *l)
{
	char fingerprint[TLS_FINGERPRINT_SIZE], line[LINE_SIZE];
	struct err why = { "" };

	if (l->certificate == NULL) {
		model_tell(ps->model, _("you have no certificate of your own "
		    "here; /cert new makes one"));
		return;
	}
	if (!fingerprint_of(l, fingerprint, &why)) {
		model_note(ps->model, true, why.text);
		return;
	}
	snprintf(line, sizeof line, _("your certificate: SHA-256 %s, in %s"),
	    fingerprint, l->certificate);
	model_tell(ps->model, line);
	snprintf(line, sizeof line, _("once you are logged in, /msg NickServ "
	    "CERT ADD %s registers it; from the next connection on it logs "
	    "you in"), fingerprint);
	model_tell(ps->model, line);
}

static bool
make_certificate(struct place_link *p, struct err *e)
{
	char *certificate = state_path("cert", p->host, p->port);
	char *key = state_path("key", p->host, p->port);
	struct tls_pair pair = { certificate, key };
	bool ok = certificate != NULL && key != NULL;

	if (ok && !files_make_folders(certificate)) {
		err_set(e, _("cannot write '%s': %s"), certificate,
		    strerror(errno));
		ok = false;
	}
	ok = ok && own_make(&pair, e);

	if (ok) {
		login_forget_certificate(&p->login);
		p->login.certificate = certificate;
		p->login.key = key;
		p->login.is_own_certificate = true;
		uplink_show_certificate(p->uplink, &pair);
		return true;
	}
	free(certificate);
	free(key);
	return false;
}

/* The old one would be lost, and with it the way in where no password is. */
void
places_certificate(struct places *ps, int number, const char *words)
{
	struct place_link *p = ps->all[number];
	struct err why = { "" };

	if (str_eq(words, "new") && p->login.certificate != NULL)
		model_note(ps->model, true, _("there is one already; "
		    "/cert replace makes another one in its place"));
	else if (words[0] != '\0' && !str_eq(words, "new") &&
	    !str_eq(words, "replace"))
		model_note(ps->model, true, _("it is used like this: /cert, "
		    "/cert new, /cert replace"));
	else if (words[0] != '\0' && !make_certificate(p, &why))
		model_note(ps->model, true, why.text);
	else
		show_certificate(ps, &p->login);
}

/* --- /status --------------------------------------------------------------- */

static void tell(struct places *ps, const char *fmt, ...) ATTR_PRINTF(2, 3);

static void
tell(struct places *ps, const char *fmt, ...)
{
	char line[LINE_SIZE];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	model_tell(ps->model, line);
}

static void
tell_connection(struct places *ps, const struct place_link *p)
{
	struct tls_peer peer;

	if (!uplink_is_connected(p->uplink)) {
		tell(ps, _("no connection: %s"), uplink_reason(p->uplink));
		return;
	}
	if (!uplink_peer(p->uplink, &peer)) {
		tell(ps, "%s", _("connected in clear: others may read along"));
		return;
	}
	tell(ps, peer.verified ?
	    _("connected by %s, signed by an authority") :
	    _("connected by %s, known by its fingerprint"), peer.version);
	tell(ps, _("the server's certificate: SHA-256 %s"),
	    peer.certificate.fingerprint);
}

static void
tell_account(struct places *ps, const struct place_link *p)
{
	const struct session *s = uplink_session(p->uplink);
	char fingerprint[TLS_FINGERPRINT_SIZE];
	struct err why = { "" };

	if (session_account(s)[0] != '\0')
		tell(ps, _("logged in as %s"), session_account(s));
	else
		tell(ps, "%s", _("a guest: not logged in to any account"));
	if (p->login.certificate != NULL &&
	    fingerprint_of(&p->login, fingerprint, &why))
		tell(ps, _("your certificate: SHA-256 %s, in %s"), fingerprint,
		    p->login.certificate);
}

static void
tell_rest(struct places *ps, const struct session *s)
{
	size_t unsent = session_unsent(s);
	struct buf caps;

	if (session_lag_ms(s) >= 0)
		tell(ps, _("answers take %lld ms"),
		    (long long)session_lag_ms(s));
	buf_init(&caps, LINE_SIZE);
	session_capabilities(s, &caps);
	if (caps.len > 0)
		tell(ps, _("capabilities: %s"), buf_str(&caps));
	buf_release(&caps);
	if (unsent == 0)
		tell(ps, "%s", _("nothing waits to be sent or confirmed"));
	else
		tell(ps, i18n_count("%zu message waits to be sent or confirmed",
		    "%zu messages wait to be sent or confirmed", unsent),
		    unsent);
}

void
places_status(struct places *ps, int number)
{
	const struct place_link *p = ps->all[number];
	const struct session *s = uplink_session(p->uplink);
	char host[HOST_SIZE];

	place_host_words(p->host, p->port, host, sizeof host);
	tell(ps, _("%s: %s as %s"), model_place_name(ps->model, number), host,
	    session_own_nick(s));
	tell_connection(ps, p);
	tell_account(ps, p);
	tell_rest(ps, s);
}
