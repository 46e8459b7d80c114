/* details.c -- all that is known of the chosen message. */
#include "config.h"

#include "tui/details.h"

#include <string.h>

#include "base/i18n.h"
#include "proto/irc_format.h"
#include "tui/dates.h"
#include "tui/model_internal.h"
#include "tui/select.h"

#include "base/banned.h"

enum { LABEL_COLS = 8 };

#define ADD(out, ...) ((void)!buf_addf(out, __VA_ARGS__))
#define SPAN(t) (int)(t).len, (t).len > 0 ? (t).p : ""

static void
add_label(const struct model *m, struct buf *out, const char *label)
{
	int cols = text_width(label, strlen(label), m->width);

	ADD(out, "%s", label);
	for (; cols < LABEL_COLS; cols++)
		ADD(out, " ");
	ADD(out, " \t");
}

static void
add_time(const struct model *m, const struct line *line, struct buf *out)
{
	char day[DATES_DAY_SIZE], time[DATES_TIME_SIZE];

	dates_name(m, line->time_ms, day);
	dates_time(m, line->time_ms, time);
	add_label(m, out, _("when"));
	ADD(out, "%s %s:%02d\n", day, time,
	    (int)(line->time_ms / 1000 % 60));
}

static void
add_sender(const struct model *m, const struct line *line, struct buf *out)
{
	bool has_host = !(line->flags & LINE_OWN) && line->object.len > 0;

	if (line->nick.len == 0)
		return;
	add_label(m, out, _("from"));
	ADD(out, "%.*s%s%.*s\n", SPAN(line->nick), has_host ? "!" : "",
	    has_host ? (int)line->object.len : 0,
	    has_host ? line->object.p : "");
}

static const char *
state_words(const struct line *line)
{
	switch (line->state) {
	case LINE_STORED:
		return _("the server has it");
	case LINE_REFUSED:
		return _("refused");
	case LINE_UNKNOWN:
		return _("nobody knows whether it arrived");
	default:
		return _("sent");
	}
}

/* What its text is made of besides letters. */
static void
add_formats(const struct model *m, const struct line *line, struct buf *out)
{
	static const struct {
		char code;
		const char *name;
	} names[] = {
		{ IRC_CODE_BOLD, N_("bold") },
		{ IRC_CODE_ITALIC, N_("italic") },
		{ IRC_CODE_UNDERLINE, N_("underlined") },
		{ IRC_CODE_STRIKE, N_("struck out") },
		{ IRC_CODE_REVERSE, N_("reverse") },
		{ IRC_CODE_MONOSPACE, N_("monospace") },
		{ IRC_CODE_COLOUR, N_("coloured") },
		{ IRC_CODE_HEX, N_("coloured") },
	};
	bool is_first = true;

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		if (line->text.len == 0 || memchr(line->text.p,
		    names[i].code, line->text.len) == NULL)
			continue;
		if (is_first)
			add_label(m, out, _("formats"));
		ADD(out, "%s%s", is_first ? "" : ", ", _(names[i].name));
		is_first = false;
	}
	if (!is_first)
		ADD(out, "\n");
}

void
details_words(const struct model *m, struct buf *out)
{
	struct line_ref ref = select_line(m);
	struct line line;

	if (ref.chunk == NULL)
		return;
	buffer_get(ref, &line);
	add_time(m, &line, out);
	add_sender(m, &line, out);
	if (line.flags & LINE_OWN) {
		add_label(m, out, _("state"));
		ADD(out, "%s\n", state_words(&line));
	}
	if (line.msgid.len > 0) {
		add_label(m, out, _("number"));
		ADD(out, "%.*s\n", SPAN(line.msgid));
	}
	add_formats(m, &line, out);
}
