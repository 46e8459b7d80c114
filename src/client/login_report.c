/* login_report.c -- as whom and how one is there: /cert, and /status. */
#include "config.h"

#include "client/login.h"

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
#include "client/login_internal.h"
#include "client/own.h"
#include "client/uplink.h"
#include "session/session.h"

#include "base/banned.h"

enum { LINE_SIZE = 1024 };

static void tell(const struct login *l, const char *fmt, ...)
    ATTR_PRINTF(2, 3);

static void
tell(const struct login *l, const char *fmt, ...)
{
	char line[LINE_SIZE];
	va_list args;

	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	l->calls->tell(l->arg, line);
}

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
show_certificate(const struct login *l)
{
	char fingerprint[TLS_FINGERPRINT_SIZE];
	struct err why = { "" };

	if (l->certificate == NULL) {
		tell(l, "%s", _("you have no certificate of your own here; "
		    "/cert new makes one"));
		return;
	}
	if (!fingerprint_of(l, fingerprint, &why)) {
		l->calls->note(l->arg, true, why.text);
		return;
	}
	tell(l, _("your certificate: SHA-256 %s, in %s"), fingerprint,
	    l->certificate);
	tell(l, _("once you are logged in, /msg NickServ CERT ADD %s registers "
	    "it; from the next connection on it logs you in"), fingerprint);
}

static bool
make_certificate(struct login *l, struct err *e)
{
	char *certificate = files_place_path("cert", l->host, l->port);
	char *key = files_place_path("key", l->host, l->port);
	struct tls_pair pair = { certificate, key };
	bool ok = certificate != NULL && key != NULL;

	if (ok && !files_make_folders(certificate)) {
		err_set(e, _("cannot write '%s': %s"), certificate,
		    strerror(errno));
		ok = false;
	}
	ok = ok && own_make(&pair, e);
	if (ok) {
		login_forget_certificate(l);
		l->certificate = certificate;
		l->key = key;
		l->is_own_certificate = true;
		uplink_show_certificate(l->uplink, &pair);
		return true;
	}
	free(certificate);
	free(key);
	return false;
}

/* The old one would be lost, and with it the way in where no password is. */
void
login_certificate(struct login *l, const char *words)
{
	struct err why = { "" };

	if (str_eq(words, "new") && l->certificate != NULL)
		l->calls->note(l->arg, true, _("there is one already; "
		    "/cert replace makes another one in its place"));
	else if (words[0] != '\0' && !str_eq(words, "new") &&
	    !str_eq(words, "replace"))
		l->calls->note(l->arg, true, _("it is used like this: /cert, "
		    "/cert new, /cert replace"));
	else if (words[0] != '\0' && !make_certificate(l, &why))
		l->calls->note(l->arg, true, why.text);
	else
		show_certificate(l);
}

/* --- /status --------------------------------------------------------------- */

static void
tell_connection(const struct login *l)
{
	struct tls_peer peer;

	if (!uplink_is_connected(l->uplink)) {
		tell(l, _("no connection: %s"), uplink_reason(l->uplink));
		return;
	}
	if (!uplink_peer(l->uplink, &peer)) {
		tell(l, "%s", _("connected in clear: others may read along"));
		return;
	}
	tell(l, peer.verified ?
	    _("connected by %s, signed by an authority") :
	    _("connected by %s, known by its fingerprint"), peer.version);
	tell(l, _("the server's certificate: SHA-256 %s"),
	    peer.certificate.fingerprint);
}

static void
tell_account(const struct login *l)
{
	const struct session *s = uplink_session(l->uplink);
	char fingerprint[TLS_FINGERPRINT_SIZE];
	struct err why = { "" };

	if (session_account(s)[0] != '\0')
		tell(l, _("logged in as %s"), session_account(s));
	else
		tell(l, "%s", _("a guest: not logged in to any account"));
	if (l->certificate != NULL && fingerprint_of(l, fingerprint, &why))
		tell(l, _("your certificate: SHA-256 %s, in %s"), fingerprint,
		    l->certificate);
}

static void
tell_rest(const struct login *l)
{
	const struct session *s = uplink_session(l->uplink);
	size_t unsent = session_unsent(s);
	struct buf caps;

	if (session_lag_ms(s) >= 0)
		tell(l, _("answers take %lld ms"),
		    (long long)session_lag_ms(s));
	buf_init(&caps, LINE_SIZE);
	session_capabilities(s, &caps);
	if (caps.len > 0)
		tell(l, _("capabilities: %s"), buf_str(&caps));
	buf_release(&caps);
	if (unsent == 0)
		tell(l, "%s", _("nothing waits to be sent or confirmed"));
	else
		tell(l, i18n_count("%zu message waits to be sent or confirmed",
		    "%zu messages wait to be sent or confirmed", unsent),
		    unsent);
}

void
login_status(const struct login *l)
{
	tell_connection(l);
	tell_account(l);
	tell_rest(l);
}
