/* copy.c -- copy mode. */
#include "config.h"

#include "tui/copy.h"

#include <stdio.h>

#include "base/i18n.h"
#include "proto/irc_format.h"
#include "tui/dates.h"
#include "tui/model_internal.h"
#include "tui/request.h"
#include "tui/select.h"

#include "base/banned.h"

enum { COPY_MAX = 1024 * 1024 };	/* bytes; a terminal takes less */

/* What was said, and what we told; not who came and went. */
static bool
fits(const struct model *m, const struct line *line)
{
	(void)m;
	return !(line->flags & LINE_DELETED) &&
	    (line_is_said(line->kind) || line->kind == LINE_INFO);
}

static bool
add_text(struct buf *out, struct line_text t)
{
	size_t start = out->len;

	if (t.len == 0)
		return true;
	if (!buf_add(out, t.p, t.len))
		return false;
	out->len = start + irc_format_strip(out->data + start,
	    out->data + start, t.len);
	return true;
}

/* "09:12 frank: did you see that", "09:12 * frank waves". */
static bool
add_line(const struct model *m, const struct line *line, struct buf *out)
{
	char time[DATES_TIME_SIZE];

	dates_time(m, line->time_ms, time);
	if (!buf_addf(out, "%s ", time))
		return false;
	if (line->nick.len > 0 && !(
	    buf_add_str(out, line->kind == LINE_ACTION ? "* " : "") &&
	    add_text(out, line->nick) &&
	    buf_add_str(out, line->kind == LINE_ACTION ? " " : ": ")))
		return false;
	return add_text(out, line->text) && buf_add_str(out, "\n");
}

/* False: there is more of it than anybody takes. */
static bool
add_range(const struct model *m, struct line_ref at, struct line_ref last,
    struct buf *out)
{
	struct line line;

	for (; at.chunk != NULL; at = buffer_next(at)) {
		buffer_get(at, &line);
		if (fits(m, &line) && !add_line(m, &line, out))
			return false;
		if (line_ref_equal(at, last))
			break;
	}
	return true;
}

static void
ask_to_copy(struct model *m, struct buf *text)
{
	if (text == NULL)
		model_say(m, true, "%s", _("that is too much to copy"));
	else
		model_want(m, REQUEST_COPY, m->here->place, NULL,
		    buf_str(text));
}

/* One message is its text alone; of several it is said when and by whom. */
static void
copy(struct model *m)
{
	struct line_ref first, last;
	struct line line;
	struct buf text;
	bool is_whole;

	if (!select_range(m, &first, &last))
		return;
	buf_init(&text, COPY_MAX);
	if (select_has_anchor(m)) {
		is_whole = add_range(m, first, last, &text);
	} else {
		buffer_get(first, &line);
		is_whole = add_text(&text, line.text);
	}
	ask_to_copy(m, is_whole ? &text : NULL);
	buf_release(&text);
}

static bool
on_action(struct model *m, enum action a)
{
	switch (a) {
	case ACTION_SEND:
		copy(m);
		select_end(m);
		return true;
	case ACTION_SCROLL_UP:
	case ACTION_SCROLL_DOWN:	/* Shift and an arrow */
		if (!select_has_anchor(m))
			select_set_anchor(m, true);
		(void)select_action(m, a == ACTION_SCROLL_UP ? ACTION_UP :
		    ACTION_DOWN);
		return true;
	default:
		return false;
	}
}

/* Space marks, y copies, b leaves it to the terminal; nothing else is meant for the input. */
static bool
on_text(struct model *m, const char *utf8, size_t len)
{
	if (len != 1)
		return true;
	if (utf8[0] == ' ') {
		select_set_anchor(m, !select_has_anchor(m));
	} else if (utf8[0] == 'y') {
		copy(m);
		select_end(m);
	} else if (utf8[0] == 'b') {
		select_end(m);
		copy_bare(m, true);
	}
	return true;
}

static void
words(const struct model *m, char *out, size_t size)
{
	const char *dot = m->theme.signs->dot;

	snprintf(out, size, select_has_anchor(m) ?
	    _("Enter copies these %s Esc leaves") :
	    _("Up Down choose %s space marks %s Enter copies"), dot, dot);
}

static const struct select_use use = {
	.fits = fits, .words = words, .action = on_action,
	.text = on_text,
};

bool
copy_is_on(const struct model *m)
{
	return m->choosing == &use;
}

void
copy_begin(struct model *m)
{
	if (copy_is_on(m))
		select_end(m);
	else
		(void)select_begin(m, &use);
}

/* --- By the terminal itself --- */

void
copy_give_mouse(struct model *m, bool is_ours)
{
	struct model_request r = {
		.kind = REQUEST_MOUSE, .count = is_ours,
	};

	m->mouse_is_ours = is_ours;
	m->is_dirty = true;
	request_add(m, &r);
}

void
copy_bare(struct model *m, bool is_bare)
{
	if (m->is_bare == is_bare)
		return;
	m->is_bare = is_bare;
	m->here->top_row = 0;
	model_scroll(m, 0);
	copy_give_mouse(m, is_bare ? false : !m->config.no_mouse);
	model_drop_notice(m);
	if (is_bare)
		model_say(m, false, _("select with the mouse %s Esc ends it"),
		    m->theme.signs->dot);
}
