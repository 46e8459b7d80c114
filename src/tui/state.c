/* state.c -- the client's files of the state folder. */
#include "config.h"

#include "tui/state.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "client/files.h"

#include "base/banned.h"

static char *
path_of(const char *name)
{
	return files_path("XDG_STATE_HOME", ".local/state", name);
}

static bool
no_home(struct err *e)
{
	err_set(e, _("neither XDG_STATE_HOME nor HOME is set"));
	return false;
}

/* --- Places ---------------------------------------------------------------- */

static const char *const dialects[] = {
	[LOCATOR_IRC] = "irc",
	[LOCATOR_JSON] = "json",
	[LOCATOR_TEXT] = "text",
};

enum { DIALECTS = sizeof dialects / sizeof *dialects };

static void
release_place(struct state_place *p)
{
	free(p->name);
	free(p->host);
	free(p->nick);
	free(p->channels);
	free(p->account);
	free(p->levels);
	memset(p, 0, sizeof *p);
}

static void
set(char **field, const char *value)
{
	free(*field);
	*field = xstrdup(value);
}

static void
take_dialect(struct state_place *p, const char *value)
{
	for (int i = 0; i < DIALECTS; i++)
		if (str_eq(dialects[i], value))
			p->dialect = (enum locator_dialect)i;
}

static void
take(struct state_place *p, const char *word, const char *value)
{
	int64_t port;

	if (!utf8_valid(value, strlen(value)))
		return;
	if (str_eq(word, "name"))
		set(&p->name, value);
	else if (str_eq(word, "host"))
		set(&p->host, value);
	else if (str_eq(word, "nick"))
		set(&p->nick, value);
	else if (str_eq(word, "channels"))
		set(&p->channels, value);
	else if (str_eq(word, "account"))
		set(&p->account, value);
	else if (str_eq(word, "notify"))
		set(&p->levels, value);
	else if (str_eq(word, "port") && str_to_int64(value, 1, 65535, &port))
		p->port = (uint16_t)port;
	else if (str_eq(word, "seen"))
		(void)!str_to_int64(value, 0, INT64_MAX, &p->seen_ms);
	else if (str_eq(word, "dialect"))
		take_dialect(p, value);
	else if (str_eq(word, "tls"))
		p->tls = str_eq(value, "on");
	else if (str_eq(word, "open"))
		p->is_open = str_eq(value, "on");
}

/* A block has ended: it counts if it says where and as whom. */
static void
take_place(struct state *s, struct state_place *p)
{
	if (p->host != NULL && p->nick != NULL && p->port != 0)
		state_put(s, p);
	release_place(p);
	p->is_open = true;	/* where the next block says nothing */
}

static void
take_lines(struct state *s, char *text)
{
	struct state_place p = { .is_open = true };

	while (*text != '\0') {
		char *end = text + strcspn(text, "\n");
		char *next = *end == '\n' ? end + 1 : end;
		char *blank;

		*end = '\0';
		blank = strchr(text, ' ');
		if (blank != NULL) {
			*blank = '\0';
			take(&p, text, blank + 1);
		} else if (text == end) {
			take_place(s, &p);
		}
		text = next;
	}
	take_place(s, &p);
}

void
state_read_places(struct state *s)
{
	char *path = path_of("tui/place");
	char *text = path != NULL ? files_read(path) : NULL;

	memset(s, 0, sizeof *s);
	if (text != NULL)
		take_lines(s, text);
	free(text);
	free(path);
}

void
state_release(struct state *s)
{
	while (s->count > 0)
		release_place(&s->places[--s->count]);
	free(s->places);
	memset(s, 0, sizeof *s);
}

struct state_place *
state_find(const struct state *s, const char *host, uint16_t port)
{
	for (size_t i = s->count; i-- > 0;)
		if (str_eq_nocase(s->places[i].host, host) &&
		    (port == 0 || s->places[i].port == port))
			return &s->places[i];
	return NULL;
}

struct state_place *
state_find_name(const struct state *s, const char *name)
{
	for (size_t i = s->count; i-- > 0;)
		if (str_eq_nocase(s->places[i].name, name))
			return &s->places[i];
	return NULL;
}

static void
remove_place(struct state *s, struct state_place *p)
{
	size_t at = (size_t)(p - s->places);

	release_place(p);
	memmove(p, p + 1, (s->count - at - 1) * sizeof *p);
	s->count--;
}

void
state_put(struct state *s, const struct state_place *p)
{
	struct state_place copy = *p;
	struct state_place *old = state_find(s, p->host, p->port);

	copy.name = xstrdup(p->name != NULL ? p->name : p->host);
	copy.host = xstrdup(p->host);
	copy.nick = xstrdup(p->nick);
	copy.channels = xstrdup(p->channels != NULL ? p->channels : "");
	copy.account = xstrdup(p->account != NULL ? p->account : "");
	copy.levels = xstrdup(p->levels != NULL ? p->levels : "");
	if (old == NULL && s->count == STATE_PLACES)
		old = &s->places[0];
	if (old != NULL)
		remove_place(s, old);
	s->places = xreallocarray(s->places, s->count + 1,
	    sizeof *s->places);
	s->places[s->count++] = copy;
}

void
state_forget(struct state *s, struct state_place *p)
{
	static const char *const kinds[] = {
		"ignored", "inputs", "outbox"
	};
	struct buf nothing;

	buf_init(&nothing, 0);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		(void)!state_write(kinds[i], p->host, p->port, &nothing,
		    NULL);
	remove_place(s, p);
}

bool
state_write_places(const struct state *s, struct err *e)
{
	char *path = path_of("tui/place");
	struct buf text;
	bool ok = path != NULL || no_home(e);

	buf_init(&text, 1024 * 1024);
	for (size_t i = 0; i < s->count; i++) {
		const struct state_place *p = &s->places[i];

		ok = ok && buf_addf(&text, "%sname %s\nhost %s\nport %u\n"
		    "nick %s\naccount %s\nchannels %s\nnotify %s\nseen %" PRId64
		    "\ndialect %s\ntls %s\nopen %s\n",
		    i > 0 ? "\n" : "", p->name, p->host, (unsigned)p->port,
		    p->nick, p->account, p->channels, p->levels, p->seen_ms,
		    dialects[p->dialect],
		    p->tls ? "on" : "off", p->is_open ? "on" : "off");
	}
	ok = ok && files_write(path, text.data, text.len, e);
	buf_release(&text);
	free(path);
	return ok;
}

/* --- What is kept of one --------------------------------------------------- */

char *
state_read(const char *kind, const char *host, uint16_t port)
{
	char *path = files_place_path(kind, host, port);
	char *text = path != NULL ? files_read(path) : NULL;

	free(path);
	return text;
}

bool
state_write(const char *kind, const char *host, uint16_t port,
    const struct buf *text, struct err *e)
{
	char *path = files_place_path(kind, host, port);
	bool ok = true;

	if (path == NULL)
		return no_home(e);
	if (text->len > 0) {
		ok = files_write(path, text->data, text->len, e);
	} else if (unlink(path) != 0 && errno != ENOENT) {
		err_set(e, _("cannot remove '%s': %s"), path, strerror(errno));
		ok = false;
	}
	free(path);
	return ok;
}
