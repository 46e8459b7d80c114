/* batch.c -- lines that belong together: BATCH of IRCv3. */
#include "config.h"

#include "session/batch.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "base/buf.h"
#include "base/xalloc.h"
#include "session/clean.h"
#include "session/message.h"
#include "session/presence.h"
#include "session/remark.h"
#include "session/search.h"
#include "session/session_internal.h"

#include "base/banned.h"

/* A message of several lines: what its beginning said, and the lines so far. */
struct multiline {
	struct received begin;	/* its strings in the arena of the batch */
	struct irc_msg msg;
	struct buf text;	/* owned */
	size_t lines;
	bool is_notice;
};

enum {
	TEXT_MAX = 65000,	/* bytes of a message of several lines */
	OPEN_MAX_BATCHES = 16,	/* at once */
	LINES_MAX = 1000	/* of one; we ask for 100 */
};

static void
batch_free(struct batch *b)
{
	if (b->whole != NULL)
		buf_release(&b->whole->text);
	arena_release(&b->arena);
	free(b->lines);
	free(b);
}

struct batch *
batch_find(struct session *s, const char *ref)
{
	struct batch *b;

	LL_FOREACH(s->batches, b)
		if (strcmp(b->ref, ref) == 0)
			return b;
	return NULL;
}

void
batch_clear(struct session *s)
{
	struct batch *b, *next;

	LL_FOREACH_SAFE(s->batches, b, next)
		batch_free(b);
	s->batches = NULL;
}

void
batch_free_spent(struct session *s)
{
	struct batch *b, *next;

	LL_FOREACH_SAFE(s->spent, b, next)
		batch_free(b);
	s->spent = NULL;
}

static enum batch_kind
kind_of(const char *type)
{
	if (str_eq(type, "chathistory") || str_eq(type, "draft/chathistory"))
		return BATCH_HISTORY;
	if (str_eq(type, "draft/chathistory-targets") ||
	    str_eq(type, "chathistory-targets"))
		return BATCH_TARGETS;
	if (str_eq(type, "draft/multiline") || str_eq(type, "multiline"))
		return BATCH_MULTILINE;
	if (str_eq(type, "soju.im/search"))
		return BATCH_SEARCH;
	return BATCH_OTHER;
}

/* --- Messages of several lines: draft/multiline --- */

/* The tags of the beginning are those of the message. */
static void
begin_whole(struct batch *b, const struct received *r)
{
	struct multiline *w = arena_take(&b->arena, sizeof *w);
	struct arena *a = &b->arena;

	memset(w, 0, sizeof *w);
	buf_init(&w->text, TEXT_MAX);
	w->begin = *r;
	w->begin.msgid = arena_dup(a, r->msgid);
	w->begin.label = b->label;
	w->begin.batch = arena_dup(a, r->batch);
	w->begin.id = arena_dup(a, r->id);
	w->begin.reply_to = arena_dup(a, r->reply_to);
	w->begin.nick = arena_dup(a, r->nick);
	w->begin.typing = w->begin.account = "";
	w->msg.source = r->m->source != NULL ? arena_dup(a, r->m->source) :
	    NULL;
	w->msg.nparams = 2;
	w->msg.params[0] = b->target;
	w->msg.params[1] = "";
	b->whole = w;
}

static void
add_to_whole(struct session *s, struct batch *b, const struct received *r)
{
	struct multiline *w = b->whole;
	const struct irc_msg *m = r->m;

	if (m->nparams < 2 || (!irc_msg_is(m, "PRIVMSG") &&
	    !irc_msg_is(m, "NOTICE")))
		return;
	w->is_notice = irc_msg_is(m, "NOTICE");
	if (w->lines++ > 0 && !r->is_concat)
		(void)!buf_add_char(&w->text, '\n');
	(void)!buf_add_str(&w->text, clean_said(&s->arena, m->params[1],
	    s->config.formats));
}

/* All of it is one line: of the history it came in, or said now. */
static void
finish_whole(struct session *s, struct batch *b)
{
	struct multiline *w = b->whole;
	struct batch *around = batch_find(s, w->begin.batch);

	if (w->lines == 0)
		return;
	w->msg.command = w->is_notice ? "NOTICE" : "PRIVMSG";
	w->begin.m = &w->msg;
	w->begin.lines = buf_str(&w->text);
	if (around != NULL && (around->kind == BATCH_HISTORY ||
	    around->kind == BATCH_SEARCH))
		batch_add(s, around, &w->begin);
	else
		message_on_text(s, &w->begin);
}

/* "+ref type [params]"; one inside a labelled one inherits its label. */
static void
start(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	struct batch *b;
	size_t open;

	LL_COUNT(s->batches, b, open);
	if (open >= OPEN_MAX_BATCHES || m->nparams < 2 ||
	    strlen(m->params[0] + 1) >= sizeof b->ref)
		return;
	b = xcalloc(1, sizeof *b);
	str_copy(b->ref, sizeof b->ref, m->params[0] + 1);
	str_copy(b->label, sizeof b->label, r->label);
	b->kind = kind_of(m->params[1]);
	if (m->nparams > 2)
		str_copy(b->target, sizeof b->target,
		    clean_name(&s->arena, m->params[2]));
	if (b->kind == BATCH_MULTILINE)
		begin_whole(b, r);
	LL_PREPEND(s->batches, b);
}

static void
finish(struct session *s, struct batch *b)
{
	struct target *t;

	LL_DELETE(s->batches, b);
	LL_PREPEND(s->spent, b);
	if (b->kind == BATCH_MULTILINE) {
		finish_whole(s, b);
	} else if (b->kind == BATCH_SEARCH) {
		search_answered(s, b->lines, b->count);
	} else if (b->kind == BATCH_TARGETS) {
		history_lines(s, NULL, b->lines, b->count, b->sent);
	} else if (b->kind == BATCH_HISTORY) {
		t = target_find(s, b->target);
		if (t != NULL)
			history_lines(s, t, b->lines, b->count, b->sent);
	}
}

void
batch_on_batch(struct session *s, const struct received *r)
{
	const char *ref = r->m->params[0];
	struct batch *b;

	if (ref[0] == '+')
		start(s, r);
	else if (ref[0] == '-' && (b = batch_find(s, ref + 1)) != NULL)
		finish(s, b);
}

static struct session_line *
add_line(struct batch *b)
{
	if (b->count == b->cap) {
		b->cap = b->cap == 0 ? 32 : 2 * b->cap;
		b->lines = xreallocarray(b->lines, b->cap, sizeof *b->lines);
	}
	return &b->lines[b->count++];
}

/* The strings of a line must live as long as the batch. */
static void
keep_line(struct batch *b, const struct session_line *line)
{
	struct session_line *kept = add_line(b);
	struct arena *a = &b->arena;

	*kept = *line;
	kept->msgid = arena_dup(a, line->msgid);
	kept->id = arena_dup(a, line->id);
	kept->reply_to = arena_dup(a, line->reply_to);
	kept->nick = arena_dup(a, line->nick);
	kept->source = arena_dup(a, line->source);
	kept->object = arena_dup(a, line->object);
	kept->text = arena_copy(a, line->text, line->text_len);
}

/*
 * A line of a history. What is no line of the pane is told at once, and
 * kept all the same: the next page begins behind it.
 */
static void
add_past(struct session *s, struct batch *b, const struct received *r,
    struct session_line *line)
{
	struct target *t;
	bool is_text = r->m->nparams >= 2 && (irc_msg_is(r->m, "PRIVMSG") ||
	    irc_msg_is(r->m, "NOTICE"));

	if (is_text && !message_line(s, r, line))
		return;
	if (!is_text && !presence_past(s, r, line)) {
		line->kind = SESSION_LINE_REMARK;
		line->time_ms = r->time_ms;
		line->msgid = r->msgid;
		t = target_find(s, b->target);
		if (t != NULL)
			remark_heard(s, t, r);
	}
	keep_line(b, line);
}

void
batch_add(struct session *s, struct batch *b, const struct received *r)
{
	const struct irc_msg *m = r->m;
	struct session_line line = {
		.msgid = "", .id = "", .reply_to = "", .nick = "",
		.source = "", .object = "", .text = "",
	};

	if (b->kind == BATCH_MULTILINE) {
		add_to_whole(s, b, r);
		return;
	}
	if (b->count >= LINES_MAX)
		return;
	b->sent++;
	if (b->kind == BATCH_TARGETS) {
		if (m->nparams < 2)
			return;
		line.nick = clean_name(&s->arena, m->params[1]);
		if (m->nparams > 2)
			(void)!time_parse_iso(m->params[2], &line.time_ms);
		keep_line(b, &line);
	} else {
		add_past(s, b, r, &line);
	}
}
