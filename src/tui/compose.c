/* compose.c -- what a line says on the screen, before it is wrapped. */
#include "config.h"

#include "tui/compose.h"

#include <string.h>

#include "base/i18n.h"
#include "tui/dates.h"
#include "tui/fold.h"
#include "tui/layout.h"
#include "tui/model_internal.h"
#include "tui/pane.h"

#include "base/banned.h"

#define SPAN(t) (int)(t).len, (t).len > 0 ? (t).p : ""

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

static void
add_said(const struct pane *p, struct block *b)
{
	const struct line *line = &b->line;

	if (!p->l->has_time)
		add_head(p, b);
	else if (line->kind == LINE_ACTION)
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
add_gap(const struct pane *p, struct block *b)
{
	char from[DATES_TIME_SIZE], to[DATES_TIME_SIZE];

	dates_time(p->m, b->line.time_ms, from);
	dates_time(p->m, b->line.until_ms, to);
	if (b->line.flags & LINE_FILLABLE)
		ADD(b, _("%s to %s is missing, and fetched when you scroll up"),
		    from, to);
	else if (b->line.time_ms == b->line.until_ms)
		ADD(b, _("before %s something may be missing"), to);
	else
		ADD(b, _("%s to %s is missing"), from, to);
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
}

void
compose_line(const struct pane *p, struct line_ref ref, struct block *b)
{
	const struct line *line = &b->line;
	bool is_wrong = line->state == LINE_REFUSED ||
	    line->state == LINE_UNKNOWN;

	if (line->kind == LINE_TEXT && p->l->has_time && !is_wrong &&
	    irc_format_find(line->text.p, line->text.len) == line->text.len) {
		b->text = line->text.p;	/* nearly always: nothing to do */
		b->len = b->bad_from = line->text.len;
		return;
	}
	if (!b->is_quiet) {
		add_said(p, b);
		add_remedy(p, b);
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
