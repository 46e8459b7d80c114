/* search.c -- SEARCH: soju.im/search, doc/ext/search.md of soju. */
#include "config.h"

#include "session/search.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "proto/irc_tags.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum { HITS = 100 };	/* asked for at once */

static void
tell(struct session *s, const struct target *t, const char *text,
    const struct session_line *lines, size_t count, bool is_asked,
    bool is_failed)
{
	struct session_event *ev = emit(s, SESSION_EVENT_FOUND, t);

	ev->found.text = emit_text(s, text);
	ev->found.lines = lines;
	ev->found.count = count;
	ev->found.is_asked = is_asked;
	ev->found.is_failed = is_failed;
}

void
session_search(struct session *s, const char *target, const char *text,
    int64_t before_ms)
{
	struct target *t = target_get(s, target);
	struct ask *a;

	if (t == NULL)
		return;
	if (!session_is_on(s) || !session_has(s, HAS_SEARCH | HAS_BATCH)) {
		tell(s, t, text, NULL, 0, session_has(s, HAS_SEARCH | HAS_BATCH) &&
		    !session_is_on(s), true);
		return;
	}
	a = ask_add(s, ASK_SEARCH, t);
	free(a->text);
	a->text = xstrdup(text);
	a->to_ms = before_ms;
}

/* SEARCH in=...;text=...;limit=...[;before=...] */
bool
search_write(struct session *s, struct ask *a)
{
	char number[16], iso[TIME_ISO_SIZE];
	struct irc_msg m = { .command = "SEARCH", .nparams = 1 };
	struct buf tags, words;
	bool ok;

	if (a->target == NULL)
		return false;
	buf_init(&tags, LABEL_SIZE * 2);
	buf_init(&words, 4096);
	snprintf(number, sizeof number, "%d", (int)HITS);
	time_format_iso(iso, a->to_ms - 1);
	ok = irc_tags_add(&words, "in", a->target->name) &&
	    irc_tags_add(&words, "limit", number) &&
	    (a->to_ms <= 0 || irc_tags_add(&words, "before", iso)) &&
	    irc_tags_add(&words, "text", a->text);
	if (session_has(s, HAS_LABELS) && irc_tags_add(&tags, "label",
	    a->label))
		m.tags = buf_str(&tags);
	m.params[0] = buf_str(&words);
	ok = ok && wire_send(s, &m);
	if (!ok)
		tell(s, a->target, a->text, NULL, 0, true, true);
	buf_release(&tags);
	buf_release(&words);
	return ok;
}

void
search_answered(struct session *s, const struct session_line *lines,
    size_t count)
{
	struct ask *a = s->asks.out;

	if (a == NULL || a->kind != ASK_SEARCH)
		return;
	lines = ignore_thin(s, lines, &count);
	if (a->target != NULL)
		tell(s, a->target, a->text, lines, count, true, false);
	ask_done(s);
}

void
search_failed(struct session *s, const struct ask *a)
{
	if (a->target != NULL)
		tell(s, a->target, a->text, NULL, 0, true, true);
}
