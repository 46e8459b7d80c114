/* known.c -- the servers that were spoken to by TLS. */
#include "config.h"

#include "client/known.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/files.h"

#include "base/banned.h"

enum { FILE_MAX_BYTES = 1024 * 1024 };

static const char by_authorities[] = "authorities";

struct known {
	char *path;		/* owned; NULL: no file */
	struct known_server *servers;	/* owned */
	size_t n;
};

static struct known_server *
find(const struct known *k, const char *host, uint16_t port)
{
	for (size_t i = 0; i < k->n; i++)
		if (k->servers[i].port == port
		    && str_eq_nocase(k->servers[i].host, host))
			return &k->servers[i];
	return NULL;
}

const struct known_server *
known_find(const struct known *k, const char *host, uint16_t port)
{
	return find(k, host, port);
}

static void
put(struct known *k, const struct known_server *server)
{
	struct known_server *s = find(k, server->host, server->port);

	if (s == NULL) {
		k->servers = xreallocarray(k->servers, k->n + 1,
		    sizeof *k->servers);
		s = &k->servers[k->n++];
		s->host = xstrdup(server->host);
		s->port = server->port;
	}
	s->tls_port = server->tls_port;
	memcpy(s->fingerprint, server->fingerprint, sizeof s->fingerprint);
}

static bool
take_port(const char **rest, uint16_t *port)
{
	struct str_span word;
	char text[8];
	int64_t n;

	if (!str_next_word(rest, &word)
	    || !str_copy_span(text, sizeof text, word)
	    || !str_to_int64(text, 0, 65535, &n))
		return false;
	*port = (uint16_t)n;
	return true;
}

static bool
is_fingerprint(struct str_span word)
{
	size_t i = 0;

	while (i < word.len && (str_is_digit(word.p[i])
	    || (word.p[i] >= 'a' && word.p[i] <= 'f')))
		i++;
	return i == word.len && word.len == TLS_FINGERPRINT_SIZE - 1;
}

static void
read_line(struct known *k, const char *line)
{
	struct known_server s = { .host = NULL };
	struct str_span host, how;
	char name[1024];

	if (!str_next_word(&line, &host) || host.p[0] == '#'
	    || !str_copy_span(name, sizeof name, host)
	    || !take_port(&line, &s.port) || !take_port(&line, &s.tls_port)
	    || !str_next_word(&line, &how))
		return;
	if (is_fingerprint(how))
		(void)str_copy_span(s.fingerprint, sizeof s.fingerprint, how);
	else if (!str_span_eq(how, by_authorities))
		return;
	s.host = name;
	put(k, &s);
}

static void
read_file(struct known *k)
{
	char *text = k->path != NULL ? files_read(k->path) : NULL;
	char *line, *end;

	for (line = text; line != NULL && *line != '\0'; line = end) {
		end = line + strcspn(line, "\n");
		if (*end == '\n')
			*end++ = '\0';
		read_line(k, line);
	}
	free(text);
}

struct known *
known_open(const char *path)
{
	struct known *k = xcalloc(1, sizeof *k);

	k->path = xstrdup(path);
	read_file(k);
	return k;
}

struct known *
known_open_default(void)
{
	char *path = files_path("XDG_STATE_HOME", ".local/state",
	    "known-servers");
	struct known *k = known_open(path);

	free(path);
	return k;
}

void
known_close(struct known *k)
{
	if (k == NULL)
		return;
	for (size_t i = 0; i < k->n; i++)
		free(k->servers[i].host);
	free(k->servers);
	free(k->path);
	free(k);
}

/* Names have no blanks: a path with one is not written. */
static bool
write_file(const struct known *k, struct err *e)
{
	struct buf out;
	bool ok = true;

	buf_init(&out, FILE_MAX_BYTES);
	for (size_t i = 0; ok && i < k->n; i++) {
		const struct known_server *s = &k->servers[i];

		if (strpbrk(s->host, " \t\n") != NULL)
			continue;
		ok = buf_addf(&out, "%s %" PRIu16 " %" PRIu16 " %s\n", s->host,
		    s->port, s->tls_port, s->fingerprint[0] != '\0'
		    ? s->fingerprint : by_authorities);
	}
	if (!ok)
		err_set(e, _("the file '%s' would be too large"), k->path);
	ok = ok && files_write(k->path, out.data, out.len, e);
	buf_release(&out);
	return ok;
}

bool
known_remember(struct known *k, const struct known_server *server,
    struct err *e)
{
	read_file(k);	/* another client of the person's may have written it */
	put(k, server);
	return k->path == NULL || write_file(k, e);
}

/* An authority's word counts for more than what was seen before: a server may
 * get a signed certificate one day. It never counts for less. */
enum known_verdict
known_judge(const struct known_server *server, const struct tls_peer *peer,
    bool is_local)
{
	if (peer->verified)
		return KNOWN_TRUSTED;
	if (server == NULL)
		return is_local ? KNOWN_FIRST : KNOWN_ASK;
	return str_eq(server->fingerprint, peer->certificate.fingerprint)
	    ? KNOWN_TRUSTED : KNOWN_CHANGED;
}
