/* logbook.c -- what is said, to files and back. */
#include "config.h"

#include "tui/logbook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/files.h"
#include "client/logfile.h"
#include "client/logline.h"
#include "client/machine.h"
#include "client/settings.h"
#include "session/session.h"
#include "tui/model.h"

#include "base/banned.h"

enum {
	WRITE_MS = 1000,
	FIRST_LINES = 200,	/* shown at once: some screens full */
	LINES_MAX = 5000,	/* read at once */
	DOUBLE_LINES = 64	/* so far apart two copies of a line may be */
};

struct logbook_file {
	UT_hash_handle hh;
	char *key;		/* owned: "PLACE TARGET" */
	struct logfile *file;	/* owned */
	bool is_shown;		/* its end was */
};

void
logbook_init(struct logbook *b, struct model *m,
    const struct settings *settings)
{
	*b = (struct logbook){
		.model = m, .settings = settings, .due_ms = INT64_MAX,
	};
}

/* --- Files ----------------------------------------------------------------- */

static void
file_free(struct logbook *b, struct logbook_file *f)
{
	HASH_DEL(b->files, f);
	logfile_free(f->file);
	free(f->key);
	free(f);
}

static char *
path_of(const struct logbook_place *p, const char *target)
{
	char host[LOGLINE_NAME_SIZE], name[LOGLINE_NAME_SIZE];
	char path[2 * LOGLINE_NAME_SIZE + 32];

	logline_file_name(p->host, host);
	logline_file_name(target, name);
	snprintf(path, sizeof path, "log/%s-%u/%s.log", host,
	    (unsigned)p->port, name);
	return files_path("XDG_STATE_HOME", ".local/state", path);
}

/* Whether the settings want `target` logged. */
static bool
is_wanted(const struct logbook *b, const char *target)
{
	const char *at = b->settings->no_log;
	struct str_span name;

	if (!b->settings->log)
		return false;
	while (str_next_item(&at, ',', &name)) {
		char word[256];

		while (name.len > 0 && name.p[0] == ' ')
			name = (struct str_span){ name.p + 1, name.len - 1 };
		if (str_copy_span(word, sizeof word, name) &&
		    str_eq_nocase(word, target))
			return false;
	}
	return true;
}

/* NULL: it is not logged. */
static struct logbook_file *
file_of(struct logbook *b, const struct logbook_place *p, const char *target)
{
	struct logbook_file *f;
	char key[600], *path;

	if (!is_wanted(b, target))
		return NULL;
	snprintf(key, sizeof key, "%d %.550s", p->number, target);
	HASH_FIND_STR(b->files, key, f);
	path = f == NULL ? path_of(p, target) : NULL;
	if (path == NULL)
		return f;
	f = xcalloc(1, sizeof *f);
	f->key = xstrdup(key);
	f->file = logfile_new(path);
	HASH_ADD_KEYPTR(hh, b->files, f->key, strlen(f->key), f);
	return f;
}

static void
write_file(struct logbook *b, struct logbook_file *f)
{
	struct err why = { "" };

	if (logfile_write(f->file, &why)) {
		b->has_failed = false;
		return;
	}
	if (!b->has_failed)
		model_note(b->model, true, why.text);
	b->has_failed = true;
}

static void
write_all(struct logbook *b)
{
	struct logbook_file *f, *next;

	b->due_ms = INT64_MAX;
	HASH_ITER(hh, b->files, f, next)
		if (logfile_is_waiting(f->file))
			write_file(b, f);
}

void
logbook_turn(struct logbook *b, struct now now)
{
	struct logbook_file *f, *next;

	if (now.mono_ms < b->due_ms)
		return;
	write_all(b);
	HASH_ITER(hh, b->files, f, next)
		if (logfile_is_waiting(f->file))	/* in vain so far */
			b->due_ms = now.mono_ms + 10 * WRITE_MS;
}

void
logbook_release(struct logbook *b)
{
	struct logbook_file *f, *next;

	write_all(b);
	HASH_ITER(hh, b->files, f, next)
		file_free(b, f);
}

void
logbook_forget(struct logbook *b, const struct logbook_place *p,
    const char *target)
{
	struct logbook_file *f = file_of(b, p, target);

	if (f == NULL)
		return;
	write_file(b, f);
	file_free(b, f);
}

/* --- Writing --------------------------------------------------------------- */

/* NickServ, ChanServ, Q@a.server: what they are told may be a password. */
static bool
is_service(const char *name)
{
	size_t len = strlen(name);

	return (len > 4 && str_eq_nocase(name + len - 4, "serv")) ||
	    strchr(name, '@') != NULL || str_eq_nocase(name, "ns");
}

static bool
is_logged(const struct logbook_place *p, const char *target,
    const struct session_line *s)
{
	bool is_said = s->kind == SESSION_LINE_TEXT ||
	    s->kind == SESSION_LINE_ACTION || s->kind == SESSION_LINE_NOTICE;

	return is_said && s->nick[0] != '\0' &&
	    !(s->own && is_service(target)) &&
	    !session_is_secret(p->session, s->text);
}

static void
add(struct logbook *b, struct logbook_file *f, const struct session_line *s)
{
	struct logline l = {
		.time_ms = s->time_ms, .own = s->own,
		.is_action = s->kind == SESSION_LINE_ACTION,
		.is_notice = s->kind == SESSION_LINE_NOTICE,
		.nick = s->nick, .text = s->text, .text_len = s->text_len,
		.msgid = s->msgid,
	};

	if (logfile_add(f->file, &l, machine_zone_seconds(s->time_ms)) ||
	    b->has_failed)
		return;
	write_file(b, f);	/* it came faster than once a second */
	(void)!logfile_add(f->file, &l, machine_zone_seconds(s->time_ms));
}

static void
add_lines(struct logbook *b, const struct logbook_place *p,
    const char *target, const struct session_line *lines, size_t n,
    struct now now)
{
	struct logbook_file *f = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!is_logged(p, target, &lines[i]))
			continue;
		if (f == NULL && (f = file_of(b, p, target)) == NULL)
			return;
		add(b, f, &lines[i]);
		if (b->due_ms == INT64_MAX)
			b->due_ms = now.mono_ms + WRITE_MS;
	}
}

/* Taken back: what it said goes from the disk as well. */
static void
forget(struct logbook *b, const struct logbook_place *p, const char *target,
    const char *msgid)
{
	struct logbook_file *f = file_of(b, p, target);

	if (f != NULL)
		(void)logfile_forget(f->file, msgid);
}

/* --- Reading --------------------------------------------------------------- */

static struct session_line
line_of(const struct logline *l)
{
	return (struct session_line){
		.kind = l->is_action ? SESSION_LINE_ACTION :
		    l->is_notice ? SESSION_LINE_NOTICE : SESSION_LINE_TEXT,
		.own = l->own, .time_ms = l->time_ms, .msgid = l->msgid,
		.id = "", .reply_to = "", .nick = l->nick, .source = "",
		.object = "", .text = l->text, .text_len = l->text_len,
	};
}

/* Two clients of one person log everything twice. */
static bool
is_double(const struct session_line *lines, size_t n,
    const struct session_line *l)
{
	for (size_t i = n; l->msgid[0] != '\0' && i > 0 &&
	    n - i < DOUBLE_LINES; i--)
		if (str_eq(lines[i - 1].msgid, l->msgid))
			return true;
	return false;
}

/* Puts the last line where its time says: what came into a gap was written
 * behind it. */
static void
settle_last(struct session_line *lines, size_t n)
{
	struct session_line last = lines[n - 1];

	for (n--; n > 0 && lines[n - 1].time_ms > last.time_ms; n--)
		lines[n] = lines[n - 1];
	lines[n] = last;
}

/* Reads the lines in `text`, which is changed and borrowed. Returns how many. */
static size_t
read_lines(char *text, struct session_line lines[LINES_MAX])
{
	struct session_line s;
	struct logline l;
	size_t n = 0;
	char *end;

	for (; n < LINES_MAX && (end = strchr(text, '\n')) != NULL;
	    text = end + 1) {
		*end = '\0';
		if (!logline_read(text, &l))
			continue;
		s = line_of(&l);
		if (is_double(lines, n, &s))
			continue;
		lines[n++] = s;
		settle_last(lines, n);
	}
	return n;
}

/* Shows the lines before those that were read; false: there are none. */
static bool
show(struct logbook *b, const struct logbook_place *p, const char *target,
    struct logbook_file *f, size_t wanted)
{
	struct session_line *lines = xcalloc(LINES_MAX, sizeof *lines);
	bool is_newest = !f->is_shown;
	size_t n = 0;
	char *text;

	f->is_shown = true;
	do {
		text = logfile_older(f->file, wanted);
		n = text != NULL ? read_lines(text, lines) : 0;
		if (n > 0) {
			model_log_lines(b->model, p->number, target, lines, n,
			    is_newest);
			session_remember(p->session, target, lines, n);
		}
		free(text);
	} while (text != NULL && n == 0);
	free(lines);
	return n > 0;
}

bool
logbook_older(struct logbook *b, const struct logbook_place *p,
    const char *target, int n)
{
	struct logbook_file *f = file_of(b, p, target);

	return f != NULL && f->is_shown && show(b, p, target, f,
	    n < LINES_MAX ? (size_t)n : LINES_MAX);
}

void
logbook_open(struct logbook *b, const struct logbook_place *p,
    const char *target)
{
	struct logbook_file *f = file_of(b, p, target);

	if (f != NULL && !f->is_shown)
		(void)show(b, p, target, f, FIRST_LINES);
}

void
logbook_event(struct logbook *b, const struct logbook_place *p,
    const struct session_event *e, struct now now)
{
	char target[600];

	if (e->target == NULL)
		return;
	str_copy(target, sizeof target, e->target);
	switch (e->type) {
	case SESSION_EVENT_MESSAGE:
		add_lines(b, p, target, &e->line, 1, now);
		break;
	case SESSION_EVENT_LINES:
		if (e->lines.where != SESSION_OLDEST)
			add_lines(b, p, target, e->lines.lines,
			    e->lines.count, now);
		break;
	case SESSION_EVENT_REDACTED:
		forget(b, p, target, e->redacted.msgid);
		return;
	case SESSION_EVENT_JOINED:
		break;
	case SESSION_EVENT_PARTED:
		if (e->parted.by[0] == '\0')
			logbook_forget(b, p, target);
		return;
	default:
		return;
	}
	logbook_open(b, p, target);
}
