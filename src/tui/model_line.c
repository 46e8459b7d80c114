/* model_line.c -- what was said, and what becomes of what we say. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_format.h"
#include "tui/fold.h"
#include "tui/mention.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	LINES_AT_ONCE = 1024,	/* of one page; the wire's limit is 100 */
	ID_SEARCH_LINES = 500,	/* how far back an own line is looked for */
};

/* --- Lines --- */

static struct line_text
text_of(const char *s)
{
	return (struct line_text){ s, strlen(s) };
}

static enum line_kind
kind_of(enum session_line_kind kind)
{
	static const enum line_kind kinds[] = {
		[SESSION_LINE_TEXT] = LINE_TEXT,
		[SESSION_LINE_ACTION] = LINE_ACTION,
		[SESSION_LINE_NOTICE] = LINE_NOTICE,
		[SESSION_LINE_JOIN] = LINE_JOIN,
		[SESSION_LINE_PART] = LINE_PART,
		[SESSION_LINE_QUIT] = LINE_QUIT,
		[SESSION_LINE_KICK] = LINE_KICK,
		[SESSION_LINE_MODE] = LINE_MODE,
		[SESSION_LINE_NICK] = LINE_NICK,
		[SESSION_LINE_TOPIC] = LINE_TOPIC,
		[SESSION_LINE_INVITE] = LINE_INVITE,
	};

	return kinds[kind];
}

bool
model_is_news(const struct line *line)
{
	return line_is_said(line->kind) && !(line->flags & LINE_OWN);
}

/* Without codes of formatting; *owned is to be freed. */
static struct line_text
plain_text(struct line_text t, char **owned)
{
	*owned = NULL;
	if (irc_format_find(t.p, t.len) == t.len)
		return t;
	*owned = xmalloc(t.len);
	return (struct line_text){ *owned,
	    irc_format_strip(*owned, t.p, t.len) };
}

static bool
is_named(const struct model *m, const char *nick, struct line_text said)
{
	char *owned;
	struct line_text t = plain_text(said, &owned);
	bool is_named = mention_found(t.p, t.len, nick) ||
	    mention_any(t.p, t.len, m->config.highlight);

	free(owned);
	return is_named;
}

static bool
names_us(const struct model *m, const struct destination *d,
    const struct session_line *s)
{
	return !s->own && line_is_said(kind_of(s->kind)) &&
	    destination_is_channel(d) &&
	    is_named(m, m->places[d->place].nick,
	    (struct line_text){ s->text, s->text_len });
}

/* `line` borrows from `s`, and from what is said about it. */
static void
make_line(const struct model *m, struct destination *d,
    const struct session_line *s, struct line *line)
{
	*line = (struct line){
		.kind = kind_of(s->kind), .time_ms = s->time_ms,
		.nick = text_of(s->nick), .msgid = text_of(s->msgid),
		.text = { s->text, s->text_len },
		.reply = text_of(s->reply_to),
	};
	if (s->object[0] != '\0')
		line->object = text_of(s->object);
	else if (s->own && s->id[0] != '\0')
		line->object = text_of(s->id);	/* to find it again */
	else if (!s->own && line_is_said(line->kind) &&
	    strchr(s->source, '!') != NULL)
		line->object = text_of(strchr(s->source, '!') + 1);
	line->flags = (s->own ? LINE_OWN : 0) |
	    (names_us(m, d, s) ? LINE_MENTION : 0);
	if (s->own && line_is_said(line->kind) && m->places[d->place].has_echo)
		line->state = LINE_STORED;
	remark_line(d, line);
}

/* Who comes and goes in the own name is not told. */
static bool
is_told(const struct session_line *s)
{
	return !s->own || (s->kind != SESSION_LINE_JOIN &&
	    s->kind != SESSION_LINE_PART && s->kind != SESSION_LINE_QUIT);
}

/* --- What is new --- */

/* Counts a line that nobody has seen; `ref` is where it stands. */
static void
count_news(struct model *m, struct destination *d, struct line_ref ref,
    const struct line *line)
{
	if (!model_is_news(line))
		return;
	if (d->is_marker_armed) {
		d->lines.marks[MARK_UNREAD] = ref;
		d->is_marker_armed = false;
		d->marker_count = 0;
	}
	if (d->lines.marks[MARK_UNREAD].chunk != NULL)
		d->marker_count++;
	if (d == m->here && m->is_attended && !d->is_scrolled)
		return;
	d->unseen++;
	d->unseen_mine += model_is_for_us(m, d, line);
	m->is_dirty = true;	/* the status line has it */
}

/* Who spoke, and to whom, ranks the names that Tab offers. */
static void
note_speaker(struct destination *d, const struct line *line,
    const char *nick)
{
	struct member *p;

	if (!model_is_news(line))
		return;
	d->last_text_ms = line->time_ms;
	p = nicklist_find(&d->members, nick);
	if (p == NULL)
		return;
	p->spoke_ms = line->time_ms;
	p->typing_until_ms = 0;
	if (line->flags & LINE_MENTION)
		p->spoke_to_me_ms = line->time_ms;
}

/* --- Own messages --- */

static enum line_state
state_of(enum session_delivery state)
{
	switch (state) {
	case SESSION_WAITS:
		return LINE_WAITS;
	case SESSION_WRITTEN:
		return LINE_WRITTEN;
	case SESSION_STORED:
		return LINE_STORED;
	case SESSION_REFUSED:
		return LINE_REFUSED;
	case SESSION_UNKNOWN:
		return LINE_UNKNOWN;
	case SESSION_DROPPED:
		break;
	}
	return LINE_SETTLED;
}

static bool
has_failed(const struct pending *p)
{
	return p->state == LINE_REFUSED || p->state == LINE_UNKNOWN;
}

/* What failed before a message that got through takes its place in time. */
static void
settle_failed(struct model *m, struct destination *d,
    const struct pending *before)
{
	size_t n = (size_t)(before - d->pending);

	for (size_t i = 0; i < n;) {
		struct pending *p = &d->pending[i];
		struct model_request r = {
			.kind = REQUEST_DROP, .place = d->place, .id = p->id,
		};
		struct line line = {
			.kind = p->kind, .state = p->state,
			.flags = LINE_OWN, .time_ms = p->time_ms,
			.nick = text_of(m->places[d->place].nick),
			.text = text_of(p->text),
			.reply = text_of(p->reply_to),
		};

		if (!has_failed(p)) {
			i++;
			continue;
		}
		if (p->reason != NULL)
			line.object = text_of(p->reason);
		buffer_append(&d->lines, &line);
		request_add(m, &r);
		destination_drop_pending(d, p);
		n--;
	}
}

/* An own message has found its place among the lines. */
static void
confirm(struct model *m, struct destination *d,
    const struct session_line *s)
{
	struct pending *p = destination_pending(d, s->id);

	if (p == NULL)
		return;
	settle_failed(m, d, p);
	p = destination_pending(d, s->id);
	destination_drop_pending(d, p);
}

/* Finds an own line by the id it was sent under. */
static struct line_ref
find_sent(const struct destination *d, const char *id)
{
	struct line_ref ref = buffer_last(&d->lines);
	size_t len = strlen(id);
	struct line line;

	for (int i = 0; ref.chunk != NULL && i < ID_SEARCH_LINES; i++) {
		buffer_get(ref, &line);
		if ((line.flags & LINE_OWN) && line.object.len == len &&
		    memcmp(line.object.p, id, len) == 0)
			return ref;
		ref = buffer_prev(ref);
	}
	return (struct line_ref){ NULL, 0 };
}

void
model_on_message(struct model *m, struct destination *d,
    const struct session_line *s)
{
	struct line line;
	struct line_ref ref;
	char *owned;

	if (!is_told(s))
		return;
	if (s->own && s->id[0] != '\0')
		confirm(m, d, s);
	remark_answer(d, s->reply_to, true);
	make_line(m, d, s, &line);
	ref = buffer_append(&d->lines, &line);
	fold_note(d, ref, 1);
	count_news(m, d, ref, &line);
	search_line_came(m, d, &line);
	note_speaker(d, &line, s->nick);
	line.text = plain_text(line.text, &owned);
	model_alert(m, d, &line);
	free(owned);
	if (d == m->here && !d->is_scrolled)
		model_note_seen(m);
	model_trim(m, d);
	model_touch(m, d);
}

static struct pending *
add_pending(struct destination *d, const struct session_event *e)
{
	struct pending *p = destination_add_pending(d);

	str_copy(p->id, sizeof p->id, e->delivery.id);
	p->kind = kind_of(e->delivery.kind);
	p->time_ms = e->delivery.time_ms;
	p->text = xstrdup(e->delivery.text);
	p->reply_to = xstrdup(e->delivery.reply_to);
	remark_answer(d, p->reply_to, true);
	return p;
}

/* A line that had been taken for sent was not: it is pending again. */
static struct pending *
take_back(struct destination *d, struct line_ref ref,
    const struct session_event *e)
{
	struct pending *p = destination_add_pending(d);
	struct line line;

	buffer_get(ref, &line);
	str_copy(p->id, sizeof p->id, e->delivery.id);
	p->kind = line.kind;
	p->time_ms = line.time_ms;
	p->text = xstrndup(line.text.p != NULL ? line.text.p : "",
	    line.text.len);
	p->reply_to = xstrndup(line.reply.len > 0 ? line.reply.p : "",
	    line.reply.len);
	buffer_remove(&d->lines, ref);
	return p;
}

static void
set_pending(struct model *m, struct destination *d, struct pending *p,
    const struct session_event *e)
{
	p->state = state_of(e->delivery.state);
	p->is_held = e->delivery.is_held;
	if (p->state == LINE_WRITTEN)
		p->written_ms = m->mono_ms;
	if (p->state == LINE_REFUSED) {
		free(p->reason);
		p->reason = xstrdup(e->delivery.reason);
		model_say(m, true, _("to %s: %s"),
		    destination_label(m, d), e->delivery.reason);
	}
}

void
model_on_delivery(struct model *m, struct destination *d,
    const struct session_event *e)
{
	struct pending *p = destination_pending(d, e->delivery.id);
	enum line_state state = state_of(e->delivery.state);
	struct line_ref ref;

	model_touch(m, d);
	if (e->delivery.is_first && p == NULL)
		p = add_pending(d, e);
	if (p != NULL && e->delivery.state == SESSION_DROPPED) {
		destination_drop_pending(d, p);
	} else if (p != NULL) {
		set_pending(m, d, p, e);
	} else if ((ref = find_sent(d, e->delivery.id)).chunk != NULL) {
		if (state == LINE_REFUSED || state == LINE_UNKNOWN)
			set_pending(m, d, take_back(d, ref, e), e);
		else
			buffer_set_state(ref, state == LINE_STORED ?
			    LINE_STORED : LINE_SETTLED);
	}
}

/* --- Pages and gaps --- */

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
		count_news(m, d, at, &line);
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
	return s->time_ms <= log_ms && !line_is_said(kind_of(s->kind));
}

void
model_on_lines(struct model *m, struct destination *d,
    const struct session_event *e)
{
	size_t n = e->lines.count < LINES_AT_ONCE ? e->lines.count :
	    LINES_AT_ONCE;
	struct line *lines = xcalloc(n + 1, sizeof *lines);
	struct line_ref where = { NULL, 0 };
	struct line_ref oldest = buffer_first(&d->lines), last;
	int64_t log_ms = end_of_log(d, e);
	size_t told = 0;

	note_answers(d, e->lines.lines, n, false);
	for (size_t i = 0; i < n; i++) {
		const struct session_line *s = &e->lines.lines[i];

		if (!is_told(s) || is_out_of_time(s, log_ms))
			continue;
		if (s->own && s->id[0] != '\0')
			confirm(m, d, s);
		make_line(m, d, s, &lines[told++]);
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

void
model_log_lines(struct model *m, int place, const char *target,
    const struct session_line *lines, size_t n, bool is_newest)
{
	struct destination *d = model_open(m, place, target,
	    DESTINATION_PERSON);
	struct line *made = xcalloc(n + 1, sizeof *made);

	for (size_t i = 0; d != NULL && i < n; i++)
		make_line(m, d, &lines[i], &made[i]);
	if (d != NULL && n > 0 && is_newest) {
		d->log_ms = lines[n - 1].time_ms;
		if (d->read_ms == 0)	/* unless the server knows better */
			d->read_ms = d->log_ms;
		made[n] = (struct line){ .kind = LINE_LOG,
		    .time_ms = d->log_ms };
	}
	if (d != NULL) {
		buffer_insert(&d->lines, (struct line_ref){ NULL, 0 }, made,
		    n + (n > 0 && is_newest));
		d->is_older_asked = false;
		search_lines_came(m, d, true);
		model_trim(m, d);
		model_touch(m, d);
	}
	free(made);
}

static void
close_gap(struct model *m, struct destination *d, struct line_ref ref)
{
	buffer_remove(&d->lines, ref);
	say_fetched(m, d);
	d->fetched = 0;
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
		buffer_append(&d->lines, &line);
	else if (ref.chunk != NULL && e->gap.is_open)
		buffer_set_gap(ref, &line);
	else if (ref.chunk != NULL)
		close_gap(m, d, ref);
	if (d->gap_asked == e->gap.gap)
		d->gap_asked = 0;
	model_touch(m, d);
}
