/* compose.c -- what a line says on the screen, before it is wrapped. */
#include "config.h"

#include "tui/compose.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "tui/dates.h"
#include "tui/emoji.h"
#include "tui/fold.h"
#include "tui/layout.h"
#include "tui/model_internal.h"
#include "tui/pane.h"

#include "base/banned.h"

#define SPAN(t) (int)(t).len, (t).len > 0 ? (t).p : ""

enum { RULE_MARGIN = 6 };	/* of a rule: not its words */

/* A line longer than COMPOSE_MAX is cut; the wire's is a tenth of that. */
#define ADD(b, ...) ((void)!buf_addf(&(b)->composed, __VA_ARGS__))

const char *
compose_sign(const struct pane *p, const struct line *line)
{
	const struct signs *s = p->m->theme.signs;

	switch (line->state) {
	case LINE_WAITS:
		return s->waits;
	case LINE_WRITTEN:
	case LINE_LATE:
		return s->written;
	case LINE_STORED:
		return s->stored;
	case LINE_REFUSED:
		return s->refused;
	case LINE_UNKNOWN:
		return s->unknown;
	case LINE_SETTLED:
		break;
	}
	return line->flags & LINE_MENTION ? s->mention : "";
}

/*
 * Where there are no columns: "@frank: ", "you ✓: ", and for what people do
 * "@* frank ", "* you ✓ ".
 */
static void
add_head(const struct pane *p, struct block *b)
{
	const char *sign = compose_sign(p, &b->line);
	bool is_own = b->line.flags & LINE_OWN;
	bool is_action = b->line.kind == LINE_ACTION;

	if (b->is_chosen)
		ADD(b, "> ");
	ADD(b, "%s%s%.*s%s%s%s ", is_own ? "" : sign, is_action ? "* " : "",
	    SPAN(b->line.nick), is_own && sign[0] != '\0' ? " " : "",
	    is_own ? sign : "", is_action ? "" : ":");
	b->head_len = b->composed.len;
}

static void
add_span(struct block *b, const struct irc_format *f)
{
	struct span span = { b->composed.len, *f };

	(void)!buf_add(&b->spans, &span, sizeof span);
}

/* What somebody has said: its formatting becomes spans, its codes go. */
static void
add_text(const struct pane *p, struct block *b, struct line_text text)
{
	struct irc_format f = irc_format_none;
	size_t at = 0, n;

	while (at < text.len) {
		n = irc_format_find(text.p + at, text.len - at);
		(void)!buf_add(&b->composed, text.p + at, n);
		at += n;
		n = irc_format_code(text.p + at, text.len - at);
		irc_format_apply(&f, text.p + at, n);
		at += n;
		if (n > 0 && !p->m->config.no_formats)
			add_span(b, &f);
	}
	if (!irc_format_is_none(&f))
		add_span(b, &irc_format_none);
}

/* Columns behind the head, in the first row. */
static int
first_cols(const struct pane *p, const struct block *b)
{
	int cols = p->l->text_end - (p->l->has_time ? p->l->text_col : 0);

	return cols - text_width(b->composed.data != NULL ?
	    b->composed.data : "", b->composed.len, p->m->width);
}

/* "↳ dana: first words", as much as fits into one row. */
static void
add_quote(const struct pane *p, struct block *b)
{
	const struct remark *r = remark_find(&p->d->remarks, b->line.reply);
	const struct signs *signs = p->m->theme.signs;
	int cols = first_cols(p, b), used;
	struct buf words;
	const char *all;
	size_t n;

	buf_init(&words, MODEL_WORDS + QUOTE_BYTES);
	if (r != NULL && r->words != NULL)
		(void)!buf_addf(&words, "%s %s: %s", signs->reply, r->nick,
		    r->words);
	else
		(void)!buf_addf(&words, "%s %s", signs->reply,
		    r != NULL && r->deleted_by != NULL ?
		    _("a deleted message") : _("an earlier message"));
	all = buf_str(&words);
	n = text_fit(all, words.len, cols, p->m->width, &used);
	if (n < words.len) {
		cols -= text_width(signs->more, strlen(signs->more),
		    p->m->width);
		n = text_fit(all, words.len, cols, p->m->width, &used);
		ADD(b, "%.*s%s\n", (int)n, all, signs->more);
	} else {
		ADD(b, "%s\n", all);
	}
	b->quote_end = b->composed.len;
	buf_release(&words);
}

/* "👍2 ✅1"; where there are no pictures "[+1 x2] [check x1]". One
 * with ours among them is marked. */
static void
add_reactions(const struct pane *p, const struct remark *r, struct block *b)
{
	bool is_plain = p->m->theme.colours == 0 || p->m->theme.set == SIGNS_ASCII;
	struct reaction_count c;
	const char *name;
	size_t at = 0, start = b->composed.len;

	while (r != NULL && remark_next_count(r, &at, &c)) {
		if (b->marks_from == 0) {
			ADD(b, "%s", p->l->has_time ? "\n" : "  ");
			b->marks_from = start + 1;
		} else {
			ADD(b, " ");
		}
		name = is_plain ? emoji_name(c.text) : NULL;
		ADD(b, is_plain ? "[%s x%u%s]" : "%s%u%s",
		    name != NULL ? name : c.text, c.n, c.own ? "*" : "");
	}
}

/* Nothing is left of what it said. */
static void
add_deleted(const struct pane *p, struct block *b)
{
	const struct line *line = &b->line;

	if (!p->l->has_time)
		add_head(p, b);
	if (line->text.len > 0)
		ADD(b, _("deleted by %.*s (%.*s)"), SPAN(line->object),
		    SPAN(line->text));
	else
		ADD(b, _("deleted by %.*s"), SPAN(line->object));
	b->quote_end = b->composed.len;
}

static void
add_said(const struct pane *p, struct block *b)
{
	const struct line *line = &b->line;

	if (!p->l->has_time)
		add_head(p, b);
	if (line->reply.len > 0)
		add_quote(p, b);
	if (p->l->has_time && line->kind == LINE_ACTION)
		ADD(b, "* %.*s ", SPAN(line->nick));
	if (line->kind == LINE_NOTICE)
		ADD(b, "%s ", _("(notice)"));
	add_text(p, b, line->text);
}

/* The second half of an own message that went wrong: what to do. */
static void
add_remedy(const struct pane *p, struct block *b)
{
	const char *dot = p->m->theme.signs->dot;

	if (b->line.state == LINE_REFUSED) {
		ADD(b, "\n");
		b->bad_from = b->composed.len;
		ADD(b, _("! refused: \"%.*s\" %s Up = edit and send again"),
		    SPAN(b->line.object), dot);
	} else if (b->line.state == LINE_UNKNOWN) {
		ADD(b, "\n");
		b->bad_from = b->composed.len;
		ADD(b, _("? nobody knows whether it arrived %s "
		    "Up = edit and send again"), dot);
	}
}

static void
add_reason(struct block *b)
{
	if (b->line.text.len > 0)
		ADD(b, " (%.*s)", SPAN(b->line.text));
}

static void
add_event(const struct pane *p, struct block *b)
{
	const struct line *line = &b->line;
	const char *sign = p->m->theme.signs->event;

	switch (line->kind) {
	case LINE_KICK:
		ADD(b, _("%s %.*s was removed by %.*s"), sign,
		    SPAN(line->object), SPAN(line->nick));
		add_reason(b);
		break;
	case LINE_MODE:
		ADD(b, _("%s %.*s sets %.*s"), sign, SPAN(line->nick),
		    SPAN(line->text));
		break;
	case LINE_TOPIC:
		ADD(b, line->text.len > 0 ?
		    _("%s %.*s changed the topic: %.*s") :
		    _("%s %.*s took the topic away%.*s"), sign,
		    SPAN(line->nick), SPAN(line->text));
		break;
	case LINE_INVITE:
		ADD(b, _("%s %.*s invites %.*s"), sign, SPAN(line->nick),
		    SPAN(line->object));
		break;
	default:
		add_text(p, b, line->text);
		break;
	}
}

static void
add_missing(const struct pane *p, struct block *b, bool has_dates,
    bool has_hint)
{
	const struct line *gap = &b->line;
	int64_t to_ms = gap->until_ms;
	char from[DATES_DAY_SIZE], to[DATES_DAY_SIZE];

	dates_moment(p->m, gap->time_ms, has_dates ? to_ms : gap->time_ms,
	    from);
	dates_moment(p->m, to_ms, has_dates ? gap->time_ms : to_ms, to);
	buf_reset(&b->composed);
	if (gap->time_ms == to_ms && !(gap->flags & LINE_FILLABLE))
		ADD(b, _("before %s something may be missing"), to);
	else if (str_eq(from, to))
		ADD(b, _("something of %s is missing"), from);
	else
		ADD(b, has_hint && (gap->flags & LINE_FILLABLE) ?
		    _("%s to %s is missing, and fetched when you scroll up") :
		    _("%s to %s is missing"), from, to);
}

/* Of a hole across days the days, and what can be done, if there is room. */
static void
add_gap(const struct pane *p, struct block *b)
{
	int room = p->l->pane_cols - RULE_MARGIN;

	for (int less = 0; less < 4; less++) {
		add_missing(p, b, !(less & 2), !(less & 1));
		if (text_width(buf_str(&b->composed), b->composed.len,
		    p->m->width) <= room)
			return;
	}
}

static void
add_log_end(const struct pane *p, struct block *b)
{
	if (p->m->places[p->d->place].has_history)
		ADD(b, _("end of your log %s older: from the server"),
		    p->m->theme.signs->dot);
	else
		ADD(b, "%s", _("end of your log"));
}

static void
finish(struct block *b)
{
	b->text = buf_str(&b->composed);
	b->len = b->composed.len;
	if (b->bad_from == 0)
		b->bad_from = b->len;
	if (b->marks_from == 0)
		b->marks_from = b->len;
}

/* Nearly always: it is shown as it stands in the buffer. */
static bool
is_bare(const struct pane *p, const struct line *line, const struct remark *r)
{
	return line->kind == LINE_TEXT && p->l->has_time &&
	    line->state != LINE_REFUSED && line->state != LINE_UNKNOWN &&
	    !(line->flags & (LINE_DELETED | LINE_REPLY)) &&
	    line->reply.len == 0 && (r == NULL || r->count == 0) &&
	    irc_format_find(line->text.p, line->text.len) == line->text.len;
}

void
compose_line(const struct pane *p, struct line_ref ref, struct block *b)
{
	const struct line *line = &b->line;
	const struct remark *r = remark_find(&p->d->remarks, line->msgid);

	if (is_bare(p, line, r)) {
		b->text = line->text.p;
		b->len = b->bad_from = b->marks_from = line->text.len;
		return;
	}
	if (line->flags & LINE_DELETED) {
		add_deleted(p, b);
	} else if (!b->is_quiet) {
		add_said(p, b);
		add_remedy(p, b);
		add_reactions(p, r, b);
	} else if (line->kind == LINE_GAP) {
		add_gap(p, b);
	} else if (line->kind == LINE_LOG) {
		add_log_end(p, b);
	} else if (ref.chunk != NULL && fold_is_kind(line->kind)) {
		fold_compose(p, ref, b);
	} else {
		add_event(p, b);
	}
	finish(b);
}
