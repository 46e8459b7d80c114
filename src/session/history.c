/* history.c -- gaps: opened by a break, filled by CHATHISTORY, never doubled. */
#include "config.h"

#include "session/history.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "session/search.h"
#include "session/session_internal.h"
#include "session/talks.h"

#include "base/banned.h"

/* --- Lines and marks ------------------------------------------------------- */

static uint64_t
hash_bytes(uint64_t h, const char *text)
{
	const unsigned char *p = (const unsigned char *)text;

	for (; *p != '\0'; p++)
		h = (h ^ *p) * UINT64_C(0x100000001b3);	/* FNV-1a */
	return (h ^ 0xff) * UINT64_C(0x100000001b3);
}

uint64_t
history_key(const struct session_line *line)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);

	if (line->msgid[0] != '\0')
		return hash_bytes(h, line->msgid);
	h = (h ^ (uint64_t)line->time_ms) * UINT64_C(0x100000001b3);
	return hash_bytes(hash_bytes(h, line->nick), line->text);
}

/* What people say is kept by servers; who came and went by some. */
static bool
is_kept(const struct session *s, const struct target *t,
    const struct session_line *line)
{
	if (session_has(s, HAS_EVENTS) && t->is_channel &&
	    line->msgid[0] != '\0')
		return true;
	return line->kind == SESSION_LINE_TEXT ||
	    line->kind == SESSION_LINE_ACTION ||
	    line->kind == SESSION_LINE_NOTICE;
}

static void
count_newest(struct target *t, const struct session_line *line, uint64_t key)
{
	mark_at(&t->newest, line);
	if (t->oldest.time_ms == 0)
		t->oldest = t->newest;
	keyring_add(&t->recent, key);
}

/* --- Breaks and returns ---------------------------------------------------- */

/*
 * The first live lines end the last gap. The echo of a message that was sent
 * again may be older than that: it stands somewhere in a gap as well.
 */
static void
end_gap_at(struct target *t, const struct session_line *line, uint64_t key)
{
	struct gap *last = t->gaps != NULL ? t->gaps->prev : NULL, *g;

	if (last == NULL)
		return;
	if (line->own && line->time_ms < t->joined_ms) {
		DL_FOREACH(t->gaps, g)
			keyring_add(&g->before, key);
		return;
	}
	if (last->behind.count == 0)
		mark_at(&last->to, line);
	if (last->behind.count < KEYS_MAX)
		keyring_add(&last->behind, key);
}

void
history_live(struct session *s, struct target *t,
    const struct session_line *line)
{
	struct gap *g = gap_untold(t);
	uint64_t key;

	t->hole = 0;
	if (g != NULL)
		gap_tell(s, t, g, true, true);
	if (!is_kept(s, t, line))
		return;
	key = session_has(s, HAS_HISTORY) ? history_key(line) : 0;
	end_gap_at(t, line, key);
	if (key != 0)
		count_newest(t, line, key);
	else
		mark_at(&t->newest, line);
}

void
history_lost(struct session *s)
{
	struct target *t, *next;

	HASH_ITER(hh, s->targets, t, next) {
		t->was_joined = t->is_joined;
		t->is_joined = false;
		t->has_members = false;
		t->roster.is_listing = false;
		t->read_told_ms = 0;
		gap_suspend(t);
	}
}

void
history_parted(struct target *t)
{
	gap_suspend(t);
}

/* Nobody will tell what was said meanwhile. */
static void
tell_hole(struct session *s, struct target *t)
{
	struct gap hole = { .from = t->newest };

	if (t->hole == 0)
		t->hole = ++s->gap_number;
	hole.number = t->hole;
	gap_tell(s, t, &hole, true, false);
}

void
history_joined(struct session *s, struct target *t, bool is_return)
{
	if (session_has(s, HAS_HISTORY)) {
		gap_open(s, t);
		gap_resume(s, t);
		return;
	}
	if (is_return && t->newest.time_ms != 0)
		tell_hole(s, t);
	delivery_decide(s, t);
}

void
history_synced(struct session *s)
{
	struct target *t, *next;

	HASH_ITER(hh, s->targets, t, next)
		if (!gap_is_filling(t))
			delivery_decide(s, t);
}

void
history_forget(struct target *t)
{
	struct gap *g, *next;

	DL_FOREACH_SAFE(t->gaps, g, next)
		gap_free(t, g);
	keyring_release(&t->recent);
}

void
session_remember(struct session *s, const char *target,
    const struct session_line *lines, size_t n)
{
	struct target *t = target_get(s, target);
	struct gap *g;

	if (t == NULL || n == 0)
		return;
	t->is_at_end = false;
	if (t->newest.time_ms != 0) {
		mark_at(&t->oldest, &lines[0]);
		return;
	}
	for (size_t i = 0; i < n; i++)
		count_newest(t, &lines[i], history_key(&lines[i]));
	g = gap_untold(t);
	if (g == NULL)
		return;
	g->from = t->newest;	/* so far it began nowhere */
	keyring_copy(&g->before, &t->recent);
}

/* The lines at the edges of a hole tell doubles in what fills it. */
static void
know_edges(struct gap *g, const struct session_line *lines, size_t n,
    size_t at)
{
	for (size_t i = at > KEYS_MAX ? at - KEYS_MAX : 0; i < at; i++)
		keyring_add(&g->before, history_key(&lines[i]));
	for (size_t i = at; i < n && i < at + KEYS_MAX; i++)
		keyring_add(&g->behind, history_key(&lines[i]));
}

uint32_t
session_remember_hole(struct session *s, const char *target,
    const struct session_line *lines, size_t n, size_t at,
    const char *msgid, int64_t time_ms)
{
	struct target *t = target_get(s, target);
	const struct session_line last = { .time_ms = time_ms,
	    .msgid = msgid, .nick = "", .text = "" };
	struct mark from, to;
	struct gap *g;

	if (t == NULL || at >= n)
		return 0;
	mark_at(&from, &last);
	mark_at(&to, &lines[at]);
	g = gap_before(s, t, &from, &to);
	if (g == NULL)
		return 0;
	know_edges(g, lines, n, at);
	return g->number;
}

/* --- Answers --------------------------------------------------------------- */

void
history_tell(struct session *s, struct target *t, enum session_where where,
    const struct session_line *lines, size_t count, uint32_t gap, bool is_end)
{
	size_t all = count;
	struct session_event *ev;

	if (where != SESSION_ASIDE)	/* what somebody answers to is shown */
		lines = ignore_thin(s, lines, &count);
	if (count == 0 && all > 0 && where == SESSION_NEWEST)
		return;			/* it would open a talk */
	ev = emit(s, SESSION_EVENT_LINES, t);
	ev->lines.where = where;
	ev->lines.lines = lines;
	ev->lines.count = count;
	ev->lines.gap = gap;
	ev->lines.is_end = is_end;
}

/* An own line among them may be a message that we knew nothing of. */
static void
tell_stored(struct session *s, struct target *t,
    const struct session_line *lines, size_t count)
{
	struct message *m;
	size_t i;

	for (i = 0; i < count; i++)
		if ((m = delivery_match(s, t, &lines[i], true)) != NULL)
			delivery_stored(s, m, &lines[i]);
}

static void
name_own(struct session *s, struct target *t, struct session_line *lines,
    size_t count)
{
	struct message *m;
	size_t i;

	for (i = 0; i < count; i++) {
		m = delivery_match(s, t, &lines[i], true);
		if (m == NULL)
			continue;
		lines[i].own = true;	/* perhaps under another name */
		lines[i].id = emit_text(s, m->id);
		m->is_unsure = false;	/* the next such text is another one */
		m->state = SESSION_STORED;
	}
}

/* What was behind a hole may have been deleted since. */
static bool
is_behind(const struct gap *g, const struct session_line *line)
{
	return g->to.time_ms != 0 && !g->is_latest &&
	    line->time_ms > g->to.time_ms + HISTORY_OVERLAP_MS;
}

/*
 * Keeps of a page what is new: doubles at its front go, and from the first
 * live line on all is known. Returns how many; *met: it reached live lines.
 * The next page begins behind the last one, double or not.
 */
static size_t
take_new(struct target *t, struct gap *g, struct session_line *lines,
    size_t count, bool *met)
{
	uint64_t key;
	size_t i, n = 0;

	*met = false;
	for (i = 0; i < count; i++) {
		key = history_key(&lines[i]);
		*met = keyring_has(&g->behind, key) || is_behind(g, &lines[i]);
		if (*met)
			break;
		mark_at(&g->from, &lines[i]);
		if (keyring_has(&g->before, key))
			continue;
		keyring_add(&g->before, key);
		if (g->behind.count == 0)	/* nothing newer is known */
			count_newest(t, &lines[i], key);
		else if (t->oldest.time_ms == 0)
			mark_at(&t->oldest, &lines[i]);
		if (lines[i].kind != SESSION_LINE_REMARK)
			lines[n++] = lines[i];
	}
	return n;
}

/* A message of ours may stand in any gap that is still being filled. */
static void
decide_if_done(struct session *s, struct target *t)
{
	if (!gap_is_filling(t))
		delivery_decide(s, t);
}

static void
gap_filled(struct session *s, struct target *t, struct gap *g)
{
	if (g->is_told)
		gap_tell(s, t, g, false, false);
	gap_free(t, g);
	decide_if_done(s, t);
}

/* Whether one of the lines stands before the hole, too. */
static bool
meets_front(const struct gap *g, const struct session_line *lines,
    size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (keyring_has(&g->before, history_key(&lines[i])))
			return true;
	return false;
}

/*
 * The newest lines do not reach down to those we knew: they stand behind a
 * hole, which is filled from its front. If live lines have ended the hole
 * meanwhile, they wait for that as well.
 */
static void
leave_hole(struct session *s, struct target *t, struct gap *g,
    struct session_line *lines, size_t count)
{
	g->is_latest = g->is_asked = false;
	if (!g->is_told) {
		g->told_ms = lines[0].time_ms;
		g->is_told = true;
		gap_tell(s, t, g, true, true);
		mark_at(&g->to, &lines[0]);
		for (size_t i = 0; i < count; i++) {
			uint64_t key = history_key(&lines[i]);

			if (i < KEYS_MAX)
				keyring_add(&g->behind, key);
			count_newest(t, &lines[i], key);
		}
		name_own(s, t, lines, count);
		history_tell(s, t, SESSION_NEWEST, lines, count, 0, false);
		tell_stored(s, t, lines, count);
	}
	if (g->pages < GAP_PAGES_AT_ONCE)
		gap_ask(s, t, g);
	else
		decide_if_done(s, t);
}

static void
fill(struct session *s, struct target *t, struct gap *g,
    struct session_line *lines, size_t count, bool is_short)
{
	struct mark from = g->from;
	bool met, is_stuck, has_front = from.time_ms != 0;
	size_t n;

	if (g->is_latest && has_front && !is_short &&
	    !meets_front(g, lines, count)) {
		leave_hole(s, t, g, lines, count);
		return;
	}
	n = take_new(t, g, lines, count, &met);
	is_stuck = n == 0 && mark_is(&from, &g->from);
	if (count > 0)
		g->by_time = false;	/* these msgids it knows */

	if (g->is_latest && !has_front && n > 0)
		mark_at(&t->oldest, &lines[0]);
	if (g->is_latest && !has_front && is_short)
		t->is_at_end = true;
	if (t->newest.time_ms == 0)	/* what comes, comes from now on */
		t->newest.time_ms = t->joined_ms;
	name_own(s, t, lines, n);
	if (n > 0)
		history_tell(s, t, g->is_told ? SESSION_INTO_GAP :
		    SESSION_NEWEST, lines, n, g->number, false);
	tell_stored(s, t, lines, n);
	g->is_asked = false;
	if (met || is_short || is_stuck || g->is_latest) {
		gap_filled(s, t, g);
	} else if (++g->pages < GAP_PAGES_AT_ONCE) {
		gap_ask(s, t, g);
	} else if (!g->is_told) {
		g->is_latest = true;	/* the newest are worth more */
		gap_ask(s, t, g);
	} else {
		gap_tell(s, t, g, true, true);
		decide_if_done(s, t);
	}
}

static void
give_older(struct session *s, struct target *t, struct session_line *lines,
    size_t count, bool is_short)
{
	size_t i, n = 0;

	t->is_at_end = is_short;
	for (i = 0; i < count && t->newest.time_ms == 0; i++)
		count_newest(t, &lines[i], history_key(&lines[i]));
	if (count > 0)
		mark_at(&t->oldest, &lines[0]);
	for (i = 0; i < count; i++)
		if (lines[i].kind != SESSION_LINE_REMARK)
			lines[n++] = lines[i];
	history_tell(s, t, SESSION_OLDEST, lines, n, 0, is_short);
}

/* Around a line of long ago: between these and what is there lies a hole,
 * unless they reach that. */
static void
give_around(struct session *s, struct target *t, struct session_line *lines,
    size_t count)
{
	size_t n = 0;
	struct gap *gap = NULL;
	struct mark from;

	while (n < count && history_key(&lines[n]) != t->oldest.key &&
	    (t->oldest.time_ms == 0 || lines[n].time_ms <= t->oldest.time_ms))
		n++;
	if (n > 0 && n == count && t->oldest.time_ms != 0) {
		mark_at(&from, &lines[n - 1]);
		gap = gap_before(s, t, &from, &t->oldest);
	}
	for (size_t i = 0; i < n && t->newest.time_ms == 0; i++)
		count_newest(t, &lines[i], history_key(&lines[i]));
	if (n > 0)
		mark_at(&t->oldest, &lines[0]);
	history_tell(s, t, SESSION_OLDEST, lines, n,
	    gap != NULL ? gap->number : 0, false);
}

/* Not asked for: some bouncers play history by themselves. */
static void
give_played(struct session *s, struct target *t, struct session_line *lines,
    size_t count)
{
	size_t i, n = 0;
	uint64_t key;

	for (i = 0; i < count; i++) {
		key = history_key(&lines[i]);
		if (keyring_has(&t->recent, key))
			continue;
		count_newest(t, &lines[i], key);
		if (lines[i].kind != SESSION_LINE_REMARK)
			lines[n++] = lines[i];
	}
	if (n == 0)
		return;
	name_own(s, t, lines, n);
	history_tell(s, t, SESSION_NEWEST, lines, n, 0, false);
	tell_stored(s, t, lines, n);
}

void
history_lines(struct session *s, struct target *t,
    struct session_line *lines, size_t count, size_t sent)
{
	struct ask *a = s->asks.out;
	struct gap *g;
	bool is_short;

	if (a != NULL && a->kind == ASK_TARGETS && t == NULL) {
		talks_told(s, a, lines, count, sent);
		ask_done(s);
		return;
	}
	if (t == NULL)
		return;
	if (a == NULL || a->target != t ||
	    (a->kind != ASK_GAP && a->kind != ASK_OLDER &&
	    a->kind != ASK_AROUND && a->kind != ASK_QUOTE)) {
		give_played(s, t, lines, count);
		return;
	}
	is_short = sent < a->count;
	g = a->kind == ASK_GAP ? gap_find(t, a->gap) : NULL;
	if (a->kind == ASK_QUOTE)
		history_tell(s, t, SESSION_ASIDE, lines, count, 0, false);
	else if (a->kind == ASK_AROUND)
		give_around(s, t, lines, count);
	else if (a->kind == ASK_OLDER)
		give_older(s, t, lines, count, is_short);
	else if (g != NULL)
		fill(s, t, g, lines, count, is_short);
	ask_done(s);
}

static void
gap_failed(struct session *s, struct target *t, struct gap *g,
    enum history_failure why)
{
	g->is_asked = false;
	if (g->is_latest && g->from.time_ms != 0) {
		g->is_latest = false;	/* a hole in any case */
		why = HISTORY_NO_ANSWER;
	}
	if (why == HISTORY_NO_MSGID && !g->by_time && !g->is_latest) {
		g->by_time = true;
		gap_ask(s, t, g);
		return;
	}
	if (g->is_told || !g->is_latest)
		gap_tell(s, t, g, true, why == HISTORY_NO_ANSWER);
	if (why != HISTORY_NO_ANSWER || !g->is_told)
		gap_free(t, g);
	decide_if_done(s, t);
}

void
history_failed(struct session *s, const struct ask *a,
    enum history_failure why)
{
	struct target *t = a->target;
	struct gap *g;

	if (a->kind == ASK_SEARCH) {
		search_failed(s, a);
	} else if (a->kind == ASK_TARGETS) {
		talks_failed(s);
	} else if (t != NULL && a->kind == ASK_AROUND) {
		history_tell(s, t, SESSION_OLDEST, NULL, 0, 0, false);
	} else if (t != NULL && a->kind == ASK_OLDER) {
		history_tell(s, t, SESSION_OLDEST, NULL, 0, 0,
		    why == HISTORY_REFUSED);
	} else if (t != NULL && a->kind == ASK_GAP) {
		g = gap_find(t, a->gap);
		if (g != NULL)
			gap_failed(s, t, g, why);
	}
}
