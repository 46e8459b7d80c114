/* locator.c -- reads names of servers, and options about them. */
#include "config.h"

#include "client/locator.h"

#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/settings.h"

#include "base/banned.h"

static void
set(char **field, const char *value, size_t len)
{
	free(*field);
	*field = xstrndup(value, len);
}

static bool
add_host(struct locator *l, const char *host, size_t len, struct err *e)
{
	if (len == 0) {
		err_set(e, _("a server's name or address is missing"));
		return false;
	}
	if (l->nhosts == LOCATOR_HOSTS) {
		err_set(e, _("more than %d servers"), (int)LOCATOR_HOSTS);
		return false;
	}
	l->hosts[l->nhosts++] = xstrndup(host, len);
	return true;
}

static bool
set_port(struct locator *l, const char *text, size_t len, struct err *e)
{
	char *copy = xstrndup(text, len);
	int64_t port;
	bool ok = str_to_int64(copy, 1, 65535, &port);

	if (ok)
		l->port = (uint16_t)port;
	else
		err_set(e, _("a port is a number from 1 to 65535, not '%s'"),
		    copy);
	free(copy);
	return ok;
}

/* "HOST", "HOST:PORT", "[::1]:PORT", "::1"; a path is all host. */
static bool
host_and_port(struct locator *l, const char *text, size_t len, struct err *e)
{
	const char *end = text + len;
	const char *colon = memchr(text, ':', len);

	if (len > 0 && text[0] == '[') {
		const char *close = memchr(text, ']', len);

		if (close == NULL || (close + 1 < end && close[1] != ':')) {
			err_set(e, _("'%.*s' is no address"), (int)len, text);
			return false;
		}
		return add_host(l, text + 1, (size_t)(close - text) - 1, e) &&
		    (close + 1 == end || set_port(l, close + 2,
		    (size_t)(end - close) - 2, e));
	}
	if (text[0] == '/' || colon == NULL ||
	    memchr(colon + 1, ':', (size_t)(end - colon) - 1) != NULL)
		return add_host(l, text, len, e);
	return add_host(l, text, (size_t)(colon - text), e) &&
	    set_port(l, colon + 1, (size_t)(end - colon) - 1, e);
}

static bool
nick_and_host(struct locator *l, const char *text, size_t len, struct err *e)
{
	const char *at = text[0] == '/' ? NULL : memchr(text, '@', len);

	if (at == NULL)
		return host_and_port(l, text, len, e);
	if (at == text) {
		err_set(e, _("the name before '@' is missing"));
		return false;
	}
	set(&l->nick, text, (size_t)(at - text));
	return host_and_port(l, at + 1, (size_t)(text + len - at) - 1, e);
}

static int
hex(char c)
{
	c = str_lower(c);
	if (str_is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The path of an URL: "room,%23other" is "#room,#other". */
static bool
set_channels(struct locator *l, const char *path, struct err *e)
{
	char *out = xcalloc(2, strlen(path) + 1);
	size_t n = 0;
	bool begins = true;

	for (; *path != '\0' && *path != '?'; path++) {
		unsigned char c = (unsigned char)*path;

		if (c == '%' && hex(path[1]) >= 0 && hex(path[2]) >= 0) {
			c = (unsigned char)(hex(path[1]) * 16 + hex(path[2]));
			path += 2;
		}
		if (c <= ' ' || c == 0x7f) {
			err_set(e, _("a channel of the URL holds a blank"));
			free(out);
			return false;
		}
		if (begins && c != '#' && c != '&' && c != ',')
			out[n++] = '#';
		begins = c == ',';
		out[n++] = (char)c;
	}
	out[n] = '\0';
	free(l->channels);
	l->channels = out;
	return true;
}

/* What stands behind "irc://": no channels in the other dialects. */
static bool
url(struct locator *l, const char *rest, enum locator_dialect dialect,
    struct err *e)
{
	bool is_path = rest[0] == '/';
	size_t len = is_path ? strlen(rest) : strcspn(rest, "/");

	l->dialect = dialect;
	if (!nick_and_host(l, rest, len, e))
		return false;
	if (rest[len] == '\0' || rest[len + 1] == '\0')
		return true;
	if (dialect != LOCATOR_IRC) {
		err_set(e, _("'%s': such a server has one room only"), rest);
		return false;
	}
	return set_channels(l, rest + len + 1, e);
}

static const struct {
	const char *start;
	enum locator_dialect dialect;
	bool tls;
} schemes[] = {
	{ "irc://", LOCATOR_IRC, false },
	{ "ircs://", LOCATOR_IRC, true },
	{ "json://", LOCATOR_JSON, false },
	{ "text://", LOCATOR_TEXT, false },
};

bool
locator_parse(struct locator *l, const char *text, struct err *e)
{
	size_t i;

	for (i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		if (!str_starts_nocase(text, schemes[i].start))
			continue;
		l->tls = l->tls || schemes[i].tls;
		return url(l, text + strlen(schemes[i].start),
		    schemes[i].dialect, e);
	}
	return nick_and_host(l, text, strlen(text), e);
}

/* "9F:1C:..." or without colons. */
static bool
set_trust(struct locator *l, const char *text, struct err *e)
{
	char out[64 + 1];
	size_t n = 0;

	for (; *text != '\0' && n < sizeof out - 1; text++) {
		if (*text == ':' || *text == ' ')
			continue;
		if (hex(*text) < 0)
			break;
		out[n++] = str_lower(*text);
	}
	if (*text != '\0' || n != sizeof out - 1) {
		err_set(e, _("a fingerprint has 64 hexadecimal digits"));
		return false;
	}
	set(&l->trust, out, n);
	return true;
}

bool
locator_option(struct locator *l, const char *name, const char *value,
    struct err *e)
{
	if (str_eq(name, "no-tls"))
		return arguments_flag(&l->no_tls, name, value, e);
	if (str_eq(name, "trust"))
		return set_trust(l, value, e);
	if (str_eq(name, "port"))
		return set_port(l, value, strlen(value), e);
	if (str_eq(name, "machine-name"))
		return add_host(l, value, strlen(value), e);
	if (value[0] == '\0') {
		err_set(e, _("option '--%s' needs a value"), name);
		return false;
	}
	set(str_eq(name, "account") ? &l->account :
	    str_eq(name, "password-command") ? &l->password_command :
	    str_eq(name, "certificate") ? &l->certificate : &l->nick, value,
	    strlen(value));
	return true;
}

static const char *
said(const char *option, const char *setting)
{
	const char *what = option != NULL ? option : setting;

	return what[0] != '\0' ? what : NULL;
}

const char *
locator_account(const struct locator *l, const struct settings *s)
{
	return said(l->account, s->account);
}

const char *
locator_password_command(const struct locator *l, const struct settings *s)
{
	return said(l->password_command, s->password_command);
}

const char *
locator_certificate(const struct locator *l, const struct settings *s)
{
	return said(l->certificate, s->certificate);
}

/* Puts what `from` says behind what is said already. */
static void
take_over(struct locator *l, struct locator *from)
{
	while (l->nhosts < from->nhosts) {
		l->hosts[l->nhosts] = from->hosts[l->nhosts];
		from->hosts[l->nhosts++] = NULL;
	}
	if (l->port == 0)
		l->port = from->port;
	if (l->nick == NULL) {
		l->nick = from->nick;
		from->nick = NULL;
	}
	if (l->channels == NULL) {
		l->channels = from->channels;
		from->channels = NULL;
	}
	l->dialect = from->dialect;
	l->tls = from->tls;
}

bool
locator_complete(struct locator *l, const char *url_text,
    const struct settings *s, struct err *e)
{
	struct locator other = { .port = 0 };
	bool is_url = url_text != NULL && url_text[0] != '\0', ok;

	if (l->nhosts > 0 || (!is_url && s->machine_name[0] == '\0'))
		return true;
	ok = locator_parse(&other, is_url ? url_text : s->machine_name, e);
	if (ok)
		take_over(l, &other);
	else
		err_prefix(e, "%s: ", is_url ? "TCPCHAT_URL" :
		    "machine-name");
	locator_release(&other);
	return ok;
}

uint16_t
locator_port(const struct locator *l, uint16_t irc_port)
{
	if (l->port != 0)
		return l->port;
	if (l->tls)
		return 6697;
	switch (l->dialect) {
	case LOCATOR_JSON:
		return 7002;
	case LOCATOR_TEXT:
		return 8080;
	case LOCATOR_IRC:
		break;
	}
	return irc_port;
}

void
locator_release(struct locator *l)
{
	size_t i;

	for (i = 0; i < l->nhosts; i++)
		free(l->hosts[i]);
	free(l->nick);
	free(l->channels);
	free(l->trust);
	free(l->account);
	free(l->password_command);
	free(l->certificate);
	memset(l, 0, sizeof *l);
}
