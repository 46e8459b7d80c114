/* format.c -- a message as a line of text or JSON. */
#include "config.h"

#include "cli/format.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "session/session.h"

#include "base/banned.h"

enum { QUOTE_BYTES = 40 };	/* of a message that is answered */

/* The ceiling of what waits for a pipe is far beyond one line. */
static void
add(struct buf *out, const char *text)
{
	if (!buf_add_str(out, text))
		abort();
}

void
format_text(struct buf *out, const char *text)
{
	size_t left = strlen(text), n;
	char name[16];
	uint32_t cp;

	for (; left > 0; text += n, left -= n) {
		n = utf8_decode(text, left, &cp);
		if (n == 0)
			return;
		if (!utf8_is_steering(cp)) {
			if (!buf_add(out, text, n))
				abort();
			continue;
		}
		snprintf(name, sizeof name, "<U+%04X>", (unsigned)cp);
		add(out, name);
	}
}

bool
format_is_message(const struct session_line *line)
{
	return line->kind == SESSION_LINE_TEXT ||
	    line->kind == SESSION_LINE_ACTION ||
	    line->kind == SESSION_LINE_NOTICE;
}

static void
add_time(struct buf *out, const struct format *f, int64_t time_ms)
{
	char iso[TIME_ISO_SIZE];

	time_format_iso(iso, time_ms + (int64_t)f->zone_s * 1000);
	iso[10] = ' ';
	iso[16] = '\0';		/* "2026-11-20 09:20" */
	add(out, f->with_date ? iso : iso + 11);
	add(out, " ");
}

/* "frank to you", "you to frank", "frank in #ops", "frank" */
static void
add_names(struct buf *out, const struct format *f, const char *target,
    const struct session_line *line)
{
	char names[600];
	const char *nick = line->own ? f->own : line->nick;

	if (f->is_private)
		snprintf(names, sizeof names, _("%s to %s"), nick,
		    line->own ? target : f->own);
	else if (!str_eq(target, f->lobby))
		snprintf(names, sizeof names, _("%s in %s"), nick, target);
	else
		snprintf(names, sizeof names, "%s", nick);
	format_text(out, names);
}

void
format_quote(struct buf *out, const struct session_line *line)
{
	char words[QUOTE_BYTES + 1];
	size_t end = strcspn(line->text, "\n");
	size_t len = utf8_cut(line->text, end, QUOTE_BYTES);

	(void)str_copy_span(words, sizeof words,
	    (struct str_span){ line->text, len });
	add(out, "\"");
	format_text(out, words);
	add(out, line->text[len] != '\0' ? " ...\"" : "\"");
}

/* (to dana: "did you see") */
static void
add_answered(struct buf *out, const struct format *f)
{
	char names[300];

	if (f->answered == NULL)
		return;
	snprintf(names, sizeof names, _("to %s"),
	    f->answered->own ? f->own : f->answered->nick);
	add(out, "(");
	format_text(out, names);
	add(out, ": ");
	format_quote(out, f->answered);
	add(out, ") ");
}

void
format_line(struct buf *out, const struct format *f, const char *target,
    const struct session_line *line)
{
	add_time(out, f, line->time_ms);
	if (line->kind == SESSION_LINE_ACTION)
		add(out, "* ");
	add_names(out, f, target, line);
	if (line->kind == SESSION_LINE_NOTICE)
		add(out, _(" (notice)"));
	add(out, line->kind == SESSION_LINE_ACTION ? " " : ": ");
	add_answered(out, f);
	format_text(out, line->text);
	add(out, "\n");
}

static const char *
kind_word(enum session_line_kind kind)
{
	switch (kind) {
	case SESSION_LINE_ACTION:
		return "action";
	case SESSION_LINE_NOTICE:
		return "notice";
	default:
		return "message";
	}
}

void
format_json(struct buf *out, const struct format *f, const char *target,
    const struct session_line *line)
{
	char iso[TIME_ISO_SIZE], *text;
	json_t *object;

	time_format_iso(iso, line->time_ms);
	object = json_pack("{ss ss ss ss ss sb ss}", "time", iso,
	    "id", line->msgid, "from", line->nick,
	    "to", str_eq(target, f->lobby) ? "ALL" : target,
	    "kind", kind_word(line->kind), "own", (int)line->own,
	    "text", line->text);
	text = object != NULL ? json_dumps(object,
	    JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
	if (text == NULL)
		abort();	/* out of memory: all strings are UTF-8 */
	add(out, text);
	add(out, "\n");
	free(text);
	json_decref(object);
}
