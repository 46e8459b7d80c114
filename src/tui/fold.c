/* fold.c -- people who came, went and changed their names, in one line. */
#include "config.h"

#include "tui/fold.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "tui/compose.h"
#include "tui/dates.h"
#include "tui/model_internal.h"
#include "tui/pane.h"

#include "base/banned.h"

enum {
	SPOKE_MS = 30 * 60 * 1000,	/* who spoke since then stays visible */
	SPOKE_LINES = 200,	/* how far back that is looked for */
	RUN_NAMES = 2,		/* a run of so many is told by name */
	RENAMED_NAMES = 2,	/* so many new names are told */
};

#define SPAN(t) (int)(t).len, (t).len > 0 ? (t).p : ""
#define ADD(b, ...) ((void)!buf_addf(&(b)->composed, __VA_ARGS__))

bool
fold_is_kind(enum line_kind kind)
{
	return kind == LINE_JOIN || kind == LINE_PART || kind == LINE_QUIT ||
	    kind == LINE_NICK;
}

/* --- On and off --- */

bool
fold_is_on(const struct model *m, const struct destination *d)
{
	bool is_on = d->fold == FOLD_USUAL ? !m->config.no_fold :
	    d->fold == FOLD_ON;

	return is_on != d->is_fold_peeked;
}

/* The line on top stays there, as far as it is still one. */
static void
fold_anew(struct model *m, struct destination *d)
{
	d->top_row = 0;
	if (d == m->here)
		model_scroll(m, 0);
	m->is_dirty = true;
}

void
fold_peek(struct model *m, struct destination *d)
{
	d->is_fold_peeked = !d->is_fold_peeked;
	fold_anew(m, d);
}

void
fold_set(struct model *m, struct destination *d, bool is_on)
{
	d->fold = is_on == !m->config.no_fold ? FOLD_USUAL :
	    is_on ? FOLD_ON : FOLD_OFF;
	d->is_fold_peeked = false;
	model_note_level(m, d);
	fold_anew(m, d);
	model_say(m, false, is_on ? _("%s: who comes and goes is one line") :
	    _("%s: who comes and goes is told one by one"),
	    destination_label(m, d));
}

/* --- Who had spoken --- */

static bool
is_nick(struct line_text a, struct line_text b)
{
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (str_lower(a.p[i]) != str_lower(b.p[i]))
			return false;
	return true;
}

static bool
spoke_here(const struct destination *d, const struct line *line)
{
	char nick[256];
	const struct member *p;

	if (!str_copy_span(nick, sizeof nick,
	    (struct str_span){ line->nick.p, line->nick.len }))
		return false;
	p = nicklist_find(&d->members, nick);
	return p != NULL && p->spoke_ms > 0 &&
	    line->time_ms - p->spoke_ms <= SPOKE_MS;
}

/* Said under the name of then, if it was changed meanwhile. */
static bool
spoke_before(struct line_ref ref, const struct line *line)
{
	struct line_text nick = line->nick;
	struct line before;

	for (int i = 0; i < SPOKE_LINES; i++) {
		ref = buffer_prev(ref);
		if (ref.chunk == NULL)
			return false;
		buffer_get(ref, &before);
		if (line->time_ms - before.time_ms > SPOKE_MS)
			return false;
		if (line_is_said(before.kind) && is_nick(before.nick, nick))
			return true;
		if (before.kind == LINE_NICK && is_nick(before.object, nick))
			nick = before.nick;
	}
	return false;
}

/* The one whom a private talk is with is never folded, nor are we. */
static bool
stands_alone(const struct destination *d, struct line_ref ref,
    const struct line *line)
{
	return d->kind == DESTINATION_PERSON || (line->flags & LINE_OWN) ||
	    spoke_here(d, line) || spoke_before(ref, line);
}

void
fold_note(struct destination *d, struct line_ref last, size_t n)
{
	struct line line;

	for (; n > 0 && last.chunk != NULL; n--, last = buffer_prev(last)) {
		buffer_get(last, &line);
		if (fold_is_kind(line.kind) && stands_alone(d, last, &line))
			buffer_add_flags(last, LINE_ALONE);
	}
}

/* --- Runs --- */

/* What belongs together, from the point of view of one of its lines. */
struct run {
	int64_t begin_ms, end_ms;	/* of that day */
};

static bool
is_run_line(struct line_ref ref, const struct run *run)
{
	struct line line;

	buffer_get_brief(ref, &line);
	return fold_is_kind(line.kind) && !(line.flags & LINE_ALONE) &&
	    line.time_ms >= run->begin_ms &&
	    line.time_ms < run->end_ms;
}

/* False: `ref` is shown for itself. */
static bool
begin_run(const struct pane *p, struct line_ref ref, struct run *run)
{
	struct line line;

	if (!fold_is_kind(buffer_kind(ref)) || !fold_is_on(p->m, p->d))
		return false;
	buffer_get(ref, &line);
	dates_day_of(p->m, line.time_ms, &run->begin_ms, &run->end_ms);
	return is_run_line(ref, run);
}

struct line_ref
fold_first(const struct pane *p, struct line_ref ref)
{
	struct line_ref prev;
	struct run run;

	if (!begin_run(p, ref, &run))
		return ref;
	while (!buffer_is_milestone(ref)) {
		prev = buffer_prev(ref);
		if (prev.chunk == NULL || !is_run_line(prev, &run))
			break;
		ref = prev;
	}
	return ref;
}

struct line_ref
fold_last(const struct pane *p, struct line_ref ref)
{
	struct line_ref next;
	struct run run;

	if (!begin_run(p, ref, &run))
		return ref;
	for (;;) {
		next = buffer_next(ref);
		if (next.chunk == NULL || buffer_is_milestone(next) ||
		    !is_run_line(next, &run))
			return ref;
		ref = next;
	}
}

/* --- What it says --- */

struct counts {
	unsigned joined, left, renamed;
};

static struct counts
count(struct line_ref at, struct line_ref last)
{
	struct counts n = { 0, 0, 0 };

	for (;; at = buffer_next(at)) {
		enum line_kind kind = buffer_kind(at);

		if (kind == LINE_JOIN)
			n.joined++;
		else if (kind == LINE_NICK)
			n.renamed++;
		else
			n.left++;
		if (line_ref_equal(at, last))
			return n;
	}
}

static void
add_name(struct block *b, const struct line *line)
{
	if (line->kind == LINE_NICK) {
		ADD(b, _("%.*s is now %.*s"), SPAN(line->nick),
		    SPAN(line->object));
		return;
	}
	ADD(b, line->kind == LINE_JOIN ? _("%.*s joined") : _("%.*s left"),
	    SPAN(line->nick));
	if (line->kind != LINE_JOIN && line->text.len > 0)
		ADD(b, " (%.*s)", SPAN(line->text));
}

/* Those of `kinds` (a bit each) by name. */
static void
add_names(struct block *b, struct line_ref at, struct line_ref last,
    unsigned kinds)
{
	const char *before = "";
	struct line line;

	for (;; at = buffer_next(at)) {
		buffer_get(at, &line);
		if (kinds & 1u << line.kind) {
			ADD(b, "%s", before);
			add_name(b, &line);
			before = ", ";
		}
		if (line_ref_equal(at, last))
			return;
	}
}

static void
add_counts(const struct pane *p, struct block *b, const struct counts *n,
    struct line_ref first, struct line_ref last)
{
	if (n->joined > 0)
		ADD(b, i18n_count("%u joined", "%u joined", n->joined),
		    n->joined);
	if (n->joined > 0 && n->left > 0)
		ADD(b, ", ");
	if (n->left > 0)
		ADD(b, i18n_count("%u left", "%u left", n->left), n->left);
	if (n->renamed == 0)
		return;
	if (n->joined + n->left > 0)
		ADD(b, " %s ", p->m->theme.signs->dot);
	if (n->renamed <= RENAMED_NAMES)
		add_names(b, first, last, 1u << LINE_NICK);
	else
		ADD(b, i18n_count("%u has a new name", "%u have new names",
		    n->renamed), n->renamed);
}

void
fold_compose(const struct pane *p, struct line_ref first, struct block *b)
{
	struct line_ref last = fold_last(p, first);
	struct counts n = count(first, last);

	ADD(b, "%s ", p->m->theme.signs->event);
	if (n.joined + n.left + n.renamed <= RUN_NAMES)
		add_names(b, first, last, ~0u);
	else
		add_counts(p, b, &n, first, last);
}
