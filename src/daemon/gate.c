/* gate.c -- what a newcomer meets. */
#include "config.h"

#include "daemon/gate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "daemon/file.h"
#include "daemon/settings.h"
#include "net/cidr.h"
#include "net/tls.h"

#include "base/banned.h"

enum { NAMES_MAX = 16, HOST_SIZE = 256 };

static const int64_t SOON_MS = INT64_C(21) * 24 * 60 * 60 * 1000;

struct webirc {
	struct cidr_list addresses;
	char *password;		/* owned */
};

struct gate {
	struct tls_context *tls;	/* owned; NULL: not yet */
	bool has_own;
	struct cidr_list proxies;
	struct webirc *webirc;		/* owned */
	size_t nwebirc;
};

static bool
read_addresses(struct gate *g, const struct settings *s, struct err *e)
{
	if (!cidr_list_parse(&g->proxies, s->proxies, e)) {
		err_prefix(e, "proxies: ");
		return false;
	}
	g->webirc = xcalloc(s->webirc.n, sizeof *g->webirc);
	for (size_t i = 0; i < s->webirc.n; i++) {
		struct webirc *w = &g->webirc[g->nwebirc++];

		w->password = xstrdup(s->webirc.block[i].password);
		if (!cidr_list_parse(&w->addresses, s->webirc.block[i].address,
		    e))
			return false;
	}
	return true;
}

static bool
read_keys(struct gate *g, const struct settings *s, struct err *e)
{
	struct tls_pair *pairs;

	if (s->tls.n == 0)
		return true;
	pairs = xcalloc(s->tls.n, sizeof *pairs);
	for (size_t i = 0; i < s->tls.n; i++)
		pairs[i] = (struct tls_pair){ s->tls.block[i].certificate,
		    s->tls.block[i].key };
	g->tls = tls_server_new(pairs, s->tls.n, e);
	free(pairs);
	return g->tls != NULL;
}

struct gate *
gate_new(const struct settings *s, struct err *e)
{
	struct gate *g = xcalloc(1, sizeof *g);

	if (read_addresses(g, s, e) && read_keys(g, s, e))
		return g;
	gate_free(g);
	return NULL;
}

void
gate_free(struct gate *g)
{
	if (g == NULL)
		return;
	tls_context_free(g->tls);
	cidr_list_release(&g->proxies);
	for (size_t i = 0; i < g->nwebirc; i++) {
		cidr_list_release(&g->webirc[i].addresses);
		free(g->webirc[i].password);
	}
	free(g->webirc);
	free(g);
}

/* --- a certificate of our own --- */

struct names {
	char   text[NAMES_MAX][HOST_SIZE];
	size_t n;
};

static bool
is_plain(const char *name)
{
	for (const char *p = name; *p != '\0'; p++)
		if (!str_is_alpha(*p) && !str_is_digit(*p)
		    && strchr("-.:_", *p) == NULL)
			return false;
	return name[0] != '\0';
}

/* A name that stands for all addresses stands for nobody. */
static void
add_name(struct names *names, const char *name)
{
	if (names->n == NAMES_MAX || !is_plain(name) || str_eq(name, "::")
	    || str_eq(name, "0.0.0.0"))
		return;
	for (size_t i = 0; i < names->n; i++)
		if (str_eq_nocase(names->text[i], name))
			return;
	(void)str_copy(names->text[names->n++], HOST_SIZE, name);
}

static void
add_names(struct names *names, const char *list)
{
	char one[HOST_SIZE];

	for (;;) {
		struct str_span word;

		list += strspn(list, " \t,");
		word = (struct str_span){ list, strcspn(list, " \t,") };
		if (word.len == 0)
			return;
		if (str_copy_span(one, sizeof one, word))
			add_name(names, one);
		list += word.len;
	}
}

static bool
make_own(const struct tls_pair *pair, const struct settings *s,
    const char *name, int64_t now_ms, struct err *e)
{
	static const char *const here[] = { "localhost", "127.0.0.1", "::1" };
	struct names *names = xcalloc(1, sizeof *names);
	const char *list[NAMES_MAX];
	char host[HOST_SIZE] = "";
	bool ok;

	(void)gethostname(host, sizeof host - 1);
	add_name(names, name);
	add_name(names, host);
	for (size_t i = 0; i < sizeof here / sizeof *here; i++)
		add_name(names, here[i]);
	add_names(names, s->machine_name);
	for (size_t i = 0; i < names->n; i++)
		list[i] = names->text[i];
	ok = tls_make_pair(pair, list, names->n, now_ms, e);
	free(names);
	if (ok)
		log_line(LEVEL_NOTICE, "tls: made certificate=%s key=%s",
		    pair->certificate, pair->key);
	return ok;
}

bool
gate_add_own(struct gate *g, const struct settings *s, const char *state_dir,
    const char *name, int64_t now_ms, struct err *e)
{
	char *certificate, *key;
	struct tls_pair pair;
	bool ok = true;

	if (g->tls != NULL)
		return true;
	certificate = file_join(state_dir, "/tls.crt");
	key = file_join(state_dir, "/tls.key");
	pair = (struct tls_pair){ certificate, key };
	/* The key is written first: without a certificate it was never used. */
	if (access(certificate, F_OK) != 0 && errno == ENOENT)
		ok = make_own(&pair, s, name, now_ms, e);
	if (ok)
		g->tls = tls_server_new(&pair, 1, e);
	g->has_own = true;
	free(certificate);
	free(key);
	return g->tls != NULL;
}

/* --- what others ask --- */

bool
gate_has_own(const struct gate *g)
{
	return g->has_own;
}

struct tls_context *
gate_tls(const struct gate *g)
{
	return g->tls;
}

/* Certificate number `i`; false: there is none. */
static bool
gate_certificate(const struct gate *g, size_t i, struct tls_certificate *out)
{
	return tls_context_certificate(g->tls, i, out);
}

static void
warn_of(const struct tls_certificate *c, int64_t now_ms)
{
	if (c->not_after_ms < now_ms)
		log_line(LEVEL_ERROR, "tls: subject=%s has expired: clients "
		    "will not trust it; renew it, then send SIGHUP",
		    c->subject);
	else if (c->not_after_ms - now_ms < SOON_MS)
		log_line(LEVEL_WARNING, "tls: subject=%s expires in %lld days; "
		    "renew it, then send SIGHUP", c->subject,
		    (long long)((c->not_after_ms - now_ms) / 86400000));
	else if (c->not_before_ms > now_ms)
		log_line(LEVEL_WARNING, "tls: subject=%s is not valid yet",
		    c->subject);
}

void
gate_warn(const struct gate *g, int64_t now_ms)
{
	struct tls_certificate c;

	for (size_t i = 0; gate_certificate(g, i, &c); i++)
		warn_of(&c, now_ms);
}

void
gate_log(const struct gate *g)
{
	struct tls_certificate c;
	char until[TIME_ISO_SIZE];

	for (size_t i = 0; gate_certificate(g, i, &c); i++) {
		time_format_iso(until, c.not_after_ms);
		log_line(LEVEL_NOTICE, "tls: subject=%s until=%s sha256=%s",
		    c.subject, until, c.fingerprint);
	}
}

/* 9f:1c:22 ...: as clients show it. */
static void
with_colons(char out[3 * 32], const char *hex)
{
	for (size_t i = 0; hex[i] != '\0'; i++) {
		*out++ = hex[i];
		if (i % 2 == 1)
			*out++ = hex[i + 1] != '\0' ? ':' : '\0';
	}
}

void
gate_describe(const struct gate *g, char *out, size_t size)
{
	struct tls_certificate c;
	char fingerprint[3 * 32];
	size_t len = 0;

	out[0] = '\0';
	for (size_t i = 0; len < size && gate_certificate(g, i, &c); i++) {
		with_colons(fingerprint, c.fingerprint);
		len += (size_t)snprintf(out + len, size - len,
		    _("TLS certificate of %s: SHA-256 %s\n"), c.subject,
		    fingerprint);
	}
}

bool
gate_is_proxy(const struct gate *g, const struct sockaddr *peer)
{
	return cidr_list_has(&g->proxies, peer);
}

const char *
gate_webirc(const struct gate *g, const struct sockaddr *peer)
{
	for (size_t i = 0; i < g->nwebirc; i++)
		if (cidr_list_has(&g->webirc[i].addresses, peer))
			return g->webirc[i].password;
	return NULL;
}
