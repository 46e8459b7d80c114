/* state.c -- the client's files of the state folder. */
#include "config.h"

#include "tui/state.h"

#include <errno.h>
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

static void
take(struct state_place *p, const char *word, const char *value)
{
	int64_t port;

	if (!utf8_valid(value, strlen(value)))
		return;
	if (str_eq(word, "host"))
		p->host = xstrdup(value);
	else if (str_eq(word, "nick"))
		p->nick = xstrdup(value);
	else if (str_eq(word, "channels"))
		p->channels = xstrdup(value);
	else if (str_eq(word, "port") && str_to_int64(value, 1, 65535, &port))
		p->port = (uint16_t)port;
}

static void
take_lines(struct state_place *p, char *text)
{
	while (*text != '\0') {
		char *end = text + strcspn(text, "\n");
		char *next = *end == '\n' ? end + 1 : end;
		char *blank;

		*end = '\0';
		blank = strchr(text, ' ');
		if (blank != NULL) {
			*blank = '\0';
			take(p, text, blank + 1);
		}
		text = next;
	}
}

void
state_read_place(struct state_place *p)
{
	char *path = path_of("tui/place");
	char *text = path != NULL ? files_read(path) : NULL;

	memset(p, 0, sizeof *p);
	if (text != NULL)
		take_lines(p, text);
	if (p->host == NULL || p->nick == NULL || p->port == 0)
		state_release_place(p);
	else if (p->channels == NULL)
		p->channels = xstrdup("");
	free(text);
	free(path);
}

void
state_release_place(struct state_place *p)
{
	free(p->host);
	free(p->nick);
	free(p->channels);
	memset(p, 0, sizeof *p);
}

bool
state_write_place(const char *host, uint16_t port, const char *nick,
    const char *channels, struct err *e)
{
	char *path = path_of("tui/place");
	struct buf text;
	bool ok;

	if (path == NULL)
		return no_home(e);
	buf_init(&text, 64 * 1024);
	ok = buf_addf(&text, "host %s\nport %u\nnick %s\nchannels %s\n",
	    host, (unsigned)port, nick, channels) &&
	    files_write(path, text.data, text.len, e);
	buf_release(&text);
	free(path);
	return ok;
}

/* "tui/inputs-chat.example.org-6667"; a path of a socket loses its '/'. */
static char *
place_path(const char *kind, const char *host, uint16_t port)
{
	char name[NAME_MAX];
	char *c;

	snprintf(name, sizeof name, "tui/%s-%.200s-%u", kind, host,
	    (unsigned)port);
	for (c = name + strlen("tui/"); *c != '\0'; c++)
		if (*c == '/')
			*c = '+';
	return path_of(name);
}

char *
state_read(const char *kind, const char *host, uint16_t port)
{
	char *path = place_path(kind, host, port);
	char *text = path != NULL ? files_read(path) : NULL;

	free(path);
	return text;
}

bool
state_write(const char *kind, const char *host, uint16_t port,
    const struct buf *text, struct err *e)
{
	char *path = place_path(kind, host, port);
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
