/* model_page.c -- pages of history: the server's, the log's, and the holes. */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "tui/fold.h"
#include "tui/model_internal.h"

#include "base/banned.h"

enum { LINES_AT_ONCE = 1024 };	/* of one page; the wire's limit is 100 */

/* --- Pages --- */

/* Whether a line of a page was said while we were away. */
static bool
was_missed(const struct model *m, const struct destination *d,
    const struct session_event *e, const struct line *line)
{
	int64_t since = m->places[d->place].break_ms;

	if (since == 0 && d->log_ms > 0)
		since = d->log_ms + 1;
	if (since == 0)
		since = m->places[d->place].seen_ms;
	return model_is_news(line) && e->lines.where != SESSION_OLDEST &&
	    since > 0 && line->time_ms >= since;
}

/* The unread line stands before the first that is unread: a gap may bring
 * some from before it. */
static void
lift_marker(struct destination *d, struct line_ref at,
    const struct line *line)
{
	struct line marked;

	if (d->lines.marks[MARK_UNREAD].chunk == NULL)
		return;
	buffer_get(d->lines.marks[MARK_UNREAD], &marked);
	if (line->time_ms < marked.time_ms)
		d->lines.marks[MARK_UNREAD] = at;
}

/* Of the `n` lines that end at `last`, those that were missed are unread. */
static void
count_missed(struct model *m, struct destination *d,
    const struct session_event *e, struct line_ref last, size_t n)
{
	struct line_ref at = last;
	struct line line;

	for (size_t i = 1; i < n; i++)
		at = buffer_prev(at);
	for (size_t i = 0; i < n; i++, at = buffer_next(at)) {
		buffer_get(at, &line);
		if (!was_missed(m, d, e, &line))
			continue;
		model_count_news(m, d, at, &line);
		lift_marker(d, at, &line);
	}
}

/* Where the page that has just been put in ends; `oldest` was the first line
 * before that. */
static struct line_ref
last_of_page(const struct destination *d, const struct session_event *e,
    struct line_ref oldest)
{
	struct line_ref gap;

	if (e->lines.where == SESSION_OLDEST && oldest.chunk != NULL)
		return buffer_prev(oldest);
	gap = e->lines.where == SESSION_INTO_GAP ?
	    buffer_find_gap(&d->lines, e->lines.gap) :
	    (struct line_ref){ NULL, 0 };
	return gap.chunk != NULL ? buffer_prev(gap) : buffer_last(&d->lines);
}

/* Between a page of long ago, which `gap` follows, and the oldest line. */
static void
make_gap_before(struct line_ref oldest, uint32_t number, struct line *gap)
{
	int64_t from_ms = gap[-1].time_ms;
	struct line first;

	buffer_get(oldest, &first);
	*gap = (struct line){
		.kind = LINE_GAP, .number = number, .flags = LINE_FILLABLE,
		.time_ms = from_ms, .until_ms = first.time_ms,
	};
}

/* What the lines of a page answer: stands in it, or else in the buffer. */
static void
note_answers(struct destination *d, const struct session_line *lines,
    size_t n, bool seeks)
{
	for (size_t i = 0; i < n; i++)
		remark_answer(d, lines[i].reply_to, seeks);
}

static void
say_fetched(struct model *m, const struct destination *d)
{
	if (d->fetched == 0 || d != m->here)
		return;
	if (m->places[d->place].break_ms == 0)
		model_say(m, false, i18n_count("%u message fetched",
		    "%u messages fetched", d->fetched), d->fetched);
	else
		model_say(m, false, i18n_count(
		    "connected again, %u message fetched",
		    "connected again, %u messages fetched", d->fetched),
		    d->fetched);
}

/* What was asked for at the top has come, or has not. */
static void
end_older(struct model *m, struct destination *d,
    const struct session_event *e, size_t told)
{
	const struct place *p = &m->places[d->place];
	bool was_asked = d->is_older_asked;

	d->is_older_asked = false;
	d->has_no_older = e->lines.is_end;
	if (!was_asked || told > 0 || d != m->here || e->lines.is_end)
		return;
	if (place_is_down(p))
		model_say(m, false, "%s", _("what is older comes from the "
		    "server, once you are connected"));
	else
		model_say(m, true, _("the server did not send older lines: "
		    "%s asks again"), model_hint(m, ACTION_PAGE_UP));
}

/* When the log ended, if what comes now stands directly behind it; else 0. */
static int64_t
end_of_log(const struct destination *d, const struct session_event *e)
{
	struct line last = { .kind = LINE_TEXT };

	if (e->lines.where == SESSION_NEWEST && d->lines.last != NULL)
		buffer_get(buffer_last(&d->lines), &last);
	return last.kind == LINE_LOG ? last.time_ms : 0;
}

/* Events are not logged: one from before the end of the log would be told
 * behind what was said after it. */
static bool
is_out_of_time(const struct session_line *s, int64_t log_ms)
{
	return s->time_ms <= log_ms && s->kind > SESSION_LINE_NOTICE;
}

void
model_on_lines(struct model *m, struct destination *d,
    const struct session_event *e)
{
	size_t n = e->lines.count < LINES_AT_ONCE ? e->lines.count :
	    LINES_AT_ONCE;
	struct line *lines;
	struct line_ref where = { NULL, 0 };
	struct line_ref oldest = buffer_first(&d->lines), last;
	int64_t log_ms = end_of_log(d, e);
	size_t told = 0;

	if (e->lines.where == SESSION_ASIDE) {
		remark_aside(m, d, e->lines.lines, n);
		return;
	}
	lines = xcalloc(n + 1, sizeof *lines);
	note_answers(d, e->lines.lines, n, false);
	for (size_t i = 0; i < n; i++) {
		const struct session_line *s = &e->lines.lines[i];

		if (!model_is_told(s) || is_out_of_time(s, log_ms))
			continue;
		if (s->own && s->id[0] != '\0')
			model_confirm(m, d, s);
		model_make_line(m, d, s, &lines[told++]);
	}
	if (e->lines.where == SESSION_INTO_GAP)
		where = buffer_find_gap(&d->lines, e->lines.gap);
	if (e->lines.where == SESSION_OLDEST && told > 0 &&
	    oldest.chunk != NULL && e->lines.gap != 0)
		make_gap_before(oldest, e->lines.gap, &lines[told++]);
	if (e->lines.where == SESSION_OLDEST || where.chunk != NULL)
		buffer_insert(&d->lines, where, lines, told);
	else
		for (size_t i = 0; i < told; i++)
			buffer_append(&d->lines, &lines[i]);
	note_answers(d, e->lines.lines, n, true);
	last = last_of_page(d, e, oldest);
	fold_note(d, last, told);
	if (told > 0 && e->lines.where != SESSION_OLDEST) {
		d->fetched += (unsigned)told;
		count_missed(m, d, e, last, told);
	}
	if (e->lines.where == SESSION_NEWEST && told > 0 &&
	    m->places[d->place].break_ms > 0)
		say_fetched(m, d);
	if (e->lines.where == SESSION_OLDEST)
		end_older(m, d, e, told);
	if (told > 0 || e->lines.where == SESSION_OLDEST)
		search_lines_came(m, d, e->lines.where == SESSION_OLDEST);
	free(lines);
	if (told > 0 && e->lines.where != SESSION_OLDEST && !d->had_lines) {
		d->had_lines = true;
		model_first_lines(m, d);
	}
	if (d == m->here)
		model_note_seen(m);
	model_trim(m, d);
	model_touch(m, d);
}

/* --- The log --- */

static struct line
hole_line(const struct model_hole *hole)
{
	return (struct line){
		.kind = LINE_GAP, .number = hole->number,
		.flags = hole->number != 0 ? LINE_FILLABLE : 0,
		.time_ms = hole->from_ms, .until_ms = hole->until_ms,
	};
}

/* Its lines, with those for its holes between them. Returns how many. */
static size_t
make_log(const struct model *m, struct destination *d,
    const struct model_log *log, struct line *made)
{
	const struct model_hole *hole = log->holes;
	size_t told = 0;

	for (size_t i = 0; i <= log->n; i++) {
		for (; hole < log->holes + log->nholes && hole->at == i;
		    hole++)
			made[told++] = hole_line(hole);
		if (i < log->n && !log->lines[i].ignored)
			model_make_line(m, d, &log->lines[i], &made[told++]);
	}
	return told;
}

/* Behind its newest line. */
static struct line
end_log(struct destination *d, const struct model_log *log)
{
	d->log_ms = log->lines[log->n - 1].time_ms;
	if (d->read_ms == 0)	/* unless the server knows better */
		d->read_ms = d->log_ms;
	return (struct line){ .kind = LINE_LOG, .time_ms = d->log_ms };
}

void
model_log_lines(struct model *m, int place, const char *target,
    const struct model_log *log)
{
	struct destination *d = model_open(m, place, target,
	    DESTINATION_PERSON);
	struct line *made;
	size_t told;

	if (d == NULL)
		return;
	if (log->n > 0)
		d->log_from_ms = log->lines[0].time_ms;
	made = xcalloc(log->n + log->nholes + 1, sizeof *made);
	told = make_log(m, d, log, made);
	if (log->n > 0 && log->is_newest)
		made[told++] = end_log(d, log);
	buffer_insert(&d->lines, (struct line_ref){ NULL, 0 }, made, told);
	d->is_older_asked = false;
	search_lines_came(m, d, true);
	model_trim(m, d);
	model_touch(m, d);
	free(made);
}

/* --- Holes --- */

static void
close_gap(struct model *m, struct destination *d, struct line_ref ref)
{
	buffer_remove(&d->lines, ref);
	say_fetched(m, d);
	d->fetched = 0;
}

/* Nothing was said since the hole before it: the two are one. */
static void
add_gap(struct destination *d, const struct line *line)
{
	struct line_ref last = buffer_last(&d->lines);
	struct line before, whole = *line;

	if (last.chunk != NULL) {
		buffer_get(last, &before);
		if (before.kind == LINE_GAP &&
		    !((before.flags | line->flags) & LINE_FILLABLE)) {
			whole.time_ms = before.time_ms;
			buffer_set_gap(last, &whole);
			return;
		}
	}
	buffer_append(&d->lines, line);
}

void
model_on_gap(struct model *m, struct destination *d, const struct session_event *e)
{
	struct line_ref ref = buffer_find_gap(&d->lines, e->gap.gap);
	struct line line = {
		.kind = LINE_GAP, .number = e->gap.gap,
		.flags = e->gap.is_fillable ? LINE_FILLABLE : 0,
		.time_ms = e->gap.from_ms > 0 ? e->gap.from_ms : e->gap.to_ms,
		.until_ms = e->gap.to_ms,
	};

	if (ref.chunk == NULL && e->gap.is_open)
		add_gap(d, &line);
	else if (ref.chunk != NULL && e->gap.is_open)
		buffer_set_gap(ref, &line);
	else if (ref.chunk != NULL)
		close_gap(m, d, ref);
	if (d->gap_asked == e->gap.gap)
		d->gap_asked = 0;
	model_touch(m, d);
}
