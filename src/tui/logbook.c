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
#include "tui/logpage.h"
#include "tui/model.h"

#include "base/banned.h"

enum {
	WRITE_MS = 1000,
	FIRST_LINES = 200,	/* shown at once: some screens full */
};

/* A hole that the log has a mark of. */
struct logbook_hole {
	uint32_t number;	/* the session's */
	int64_t until_ms;
};

struct logbook_file {
	UT_hash_handle hh;
	char *key;		/* owned: "PLACE TARGET" */
	struct logfile *file;	/* owned */
	bool is_shown;		/* its end was */
	int64_t end_ms;		/* Unix time of its last line at the start; or 0 */
	bool is_begun;		/* something was added since */
	struct logbook_hole *holes;	/* owned array */
	size_t nholes;
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
	free(f->holes);
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

static bool
is_logged(const struct logbook_place *p, const char *target,
    const struct session_line *s)
{
	bool is_said = s->kind == SESSION_LINE_TEXT ||
	    s->kind == SESSION_LINE_ACTION || s->kind == SESSION_LINE_NOTICE;

	return is_said && s->nick[0] != '\0' &&
	    !(s->own && session_is_service(target)) &&
	    !session_is_secret(p->session, s->text);
}

static void
add(struct logbook *b, struct logbook_file *f, const struct logline *l)
{
	int32_t zone = machine_zone_seconds(l->time_ms);

	if (b->due_ms == INT64_MAX)
		b->due_ms = b->now_ms + WRITE_MS;
	if (logfile_add(f->file, l, zone) || b->has_failed)
		return;
	write_file(b, f);	/* it came faster than once a second */
	(void)!logfile_add(f->file, l, zone);
}

/* What is said where nobody keeps a history: before it something is missing. */
static void
mark_begin(struct logbook *b, const struct logbook_place *p,
    const char *target, struct logbook_file *f, int64_t time_ms)
{
	bool is_begun = f->is_begun;

	f->is_begun = true;
	if (!is_begun && f->end_ms != 0 && f->end_ms < time_ms &&
	    session_is_channel(p->session, target) &&
	    !session_keeps_history(p->session))
		add(b, f, &(struct logline){ .mark = LOGLINE_LOST,
		    .time_ms = f->end_ms, .until_ms = time_ms, .msgid = "" });
}

static void
add_lines(struct logbook *b, const struct logbook_place *p,
    const char *target, const struct session_line *lines, size_t n)
{
	struct logbook_file *f = NULL;

	for (size_t i = 0; i < n; i++) {
		const struct session_line *s = &lines[i];

		if (!is_logged(p, target, s))
			continue;
		if (f == NULL && (f = file_of(b, p, target)) == NULL)
			return;
		mark_begin(b, p, target, f, s->time_ms);
		add(b, f, &(struct logline){
			.time_ms = s->time_ms, .own = s->own,
			.is_action = s->kind == SESSION_LINE_ACTION,
			.is_notice = s->kind == SESSION_LINE_NOTICE,
			.nick = s->nick, .text = s->text,
			.text_len = s->text_len, .msgid = s->msgid,
		});
	}
}

/* --- Holes ----------------------------------------------------------------- */

static struct logbook_hole *
find_hole(const struct logbook_file *f, uint32_t number)
{
	for (size_t i = 0; i < f->nholes; i++)
		if (f->holes[i].number == number)
			return &f->holes[i];
	return NULL;
}

static void
note_hole(struct logbook_file *f, uint32_t number, int64_t until_ms)
{
	struct logbook_hole *hole = find_hole(f, number);

	if (number == 0)
		return;
	if (hole == NULL) {
		f->holes = xreallocarray(f->holes, f->nholes + 1,
		    sizeof *f->holes);
		hole = &f->holes[f->nholes++];
	}
	*hole = (struct logbook_hole){ number, until_ms };
}

/* Of a hole that begins with the log nothing has to be said. */
static void
mark_hole(struct logbook *b, const struct logbook_place *p,
    const char *target, const struct session_event *e)
{
	struct logbook_file *f = file_of(b, p, target);
	const struct logbook_hole *hole = f == NULL ? NULL :
	    find_hole(f, e->gap.gap);
	struct logline l = {
		.mark = !e->gap.is_open ? LOGLINE_FILLED :
		    e->gap.is_fillable ? LOGLINE_MISSING : LOGLINE_LOST,
		.time_ms = e->gap.from_ms, .until_ms = e->gap.to_ms,
		.msgid = e->gap.from_msgid,
	};

	if (f == NULL || (hole == NULL &&
	    (!e->gap.is_open || e->gap.from_ms == 0)))
		return;
	if (hole != NULL && !e->gap.is_open)
		l.until_ms = hole->until_ms;
	note_hole(f, e->gap.gap, l.until_ms);
	add(b, f, &l);
}

/* What comes into one; not into a hole before all that is logged. */
static void
add_found(struct logbook *b, const struct logbook_place *p,
    const char *target, const struct session_event *e)
{
	struct logbook_file *f = file_of(b, p, target);
	const struct logbook_hole *hole = f == NULL ? NULL :
	    find_hole(f, e->lines.gap);

	if (hole == NULL || e->lines.count == 0)
		return;
	add(b, f, &(struct logline){ .mark = LOGLINE_FOUND,
	    .time_ms = e->lines.lines[0].time_ms,
	    .until_ms = hole->until_ms, .msgid = "" });
	add_lines(b, p, target, e->lines.lines, e->lines.count);
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

/* Those of the session, which are asked for when they are seen. */
static size_t
remember_holes(const struct logbook_place *p, const char *target,
    struct logbook_file *f, const struct logpage *page,
    struct model_hole *out)
{
	for (size_t i = page->nholes; i-- > 0;) {
		const struct logpage_hole *hole = &page->holes[i];

		out[i] = (struct model_hole){
			.at = hole->at, .from_ms = hole->from_ms,
			.until_ms = hole->until_ms,
		};
		if (hole->is_lost)
			continue;
		out[i].number = session_remember_hole(p->session, target,
		    page->lines, page->count, hole->at, hole->msgid,
		    hole->from_ms);
		note_hole(f, out[i].number, hole->until_ms);
	}
	return page->nholes;
}

static void
give(struct logbook *b, const struct logbook_place *p, const char *target,
    struct logbook_file *f, const struct logpage *page)
{
	struct model_hole holes[LOGPAGE_HOLES];
	struct model_log log = {
		.lines = page->lines, .n = page->count, .holes = holes,
		.is_newest = !f->is_shown,
	};

	for (size_t i = 0; i < page->count; i++)
		page->lines[i].ignored = !page->lines[i].own &&
		    session_ignores(p->session, page->lines[i].nick);
	if (!f->is_shown)
		f->end_ms = page->lines[page->count - 1].time_ms;
	session_remember(p->session, target, page->lines, page->count);
	log.nholes = remember_holes(p, target, f, page, holes);
	model_log_lines(b->model, p->number, target, &log);
}

/* Shows the lines before those that were read; false: there are none. */
static bool
show(struct logbook *b, const struct logbook_place *p, const char *target,
    struct logbook_file *f, size_t wanted)
{
	struct logpage page;
	bool any = false;

	while (!any && logpage_read(&page, f->file, wanted)) {
		any = page.count > 0;
		if (any)
			give(b, p, target, f, &page);
		logpage_release(&page);
	}
	f->is_shown = true;
	return any;
}

bool
logbook_older(struct logbook *b, const struct logbook_place *p,
    const char *target, int n)
{
	struct logbook_file *f = file_of(b, p, target);

	return f != NULL && f->is_shown && show(b, p, target, f,
	    n < LOGPAGE_LINES ? (size_t)n : LOGPAGE_LINES);
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

	b->now_ms = now.mono_ms;
	if (e->target == NULL)
		return;
	str_copy(target, sizeof target, e->target);
	switch (e->type) {
	case SESSION_EVENT_MESSAGE:
		add_lines(b, p, target, &e->line, 1);
		break;
	case SESSION_EVENT_LINES:
		if (e->lines.where == SESSION_NEWEST)
			add_lines(b, p, target, e->lines.lines,
			    e->lines.count);
		else if (e->lines.where == SESSION_INTO_GAP)
			add_found(b, p, target, e);
		break;
	case SESSION_EVENT_GAP:
		mark_hole(b, p, target, e);
		return;
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
