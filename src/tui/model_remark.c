/*
 * model_remark.c -- what is said about messages: answers, reactions, that one
 * is taken back; what others say, and what the person does.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/emoji.h"
#include "tui/model_internal.h"
#include "tui/remark.h"
#include "tui/request.h"
#include "tui/select.h"

#include "base/banned.h"

enum { SEARCH_LINES = 5000 };	/* how far back what is answered is sought */

static struct line_text
text_of(const char *s)
{
	return (struct line_text){ s, strlen(s) };
}

/* --- What others say --- */

void
remark_answer(struct destination *d, const char *msgid, bool seeks)
{
	struct remark *r;
	struct line_ref ref;
	struct line line;

	if (msgid[0] == '\0')
		return;
	r = remark_get(&d->remarks, text_of(msgid));
	r->is_answered = true;
	if (!seeks || r->words != NULL || r->deleted_by != NULL)
		return;
	ref = buffer_find_msgid(&d->lines, text_of(msgid), SEARCH_LINES);
	if (ref.chunk == NULL) {
		d->lacks_quotes = d->lacks_quotes || !r->is_sought;
		return;
	}
	buffer_get(ref, &line);
	remark_quote(r, &line);
}

/* What `ref` answers is asked for, once. */
static void
seek_quote(struct model *m, struct destination *d, struct line_ref ref)
{
	struct model_request want = {
		.kind = REQUEST_QUOTE, .place = d->place, .target = d->target,
	};
	struct remark *r;
	struct line line;

	buffer_get_brief(ref, &line);
	if (!(line.flags & LINE_REPLY))
		return;
	buffer_get(ref, &line);
	r = remark_find(&d->remarks, line.reply);
	if (r == NULL || r->is_sought || r->words != NULL ||
	    r->deleted_by != NULL)
		return;
	r->is_sought = true;
	want.id = r->msgid;
	request_add(m, &want);
}

void
remark_seek_quotes(struct model *m)
{
	struct destination *d = m->here;
	const struct place *p = model_place(m);
	struct line_ref ref;
	struct layout l;

	if (d == NULL || !d->lacks_quotes || !p->has_history ||
	    (p->state != SESSION_ONLINE && p->state != SESSION_SYNCING))
		return;
	model_layout(m, &l);
	ref = d->is_scrolled ? d->lines.marks[MARK_TOP] :
	    buffer_last(&d->lines);
	for (int i = 0; i < l.pane_rows && ref.chunk != NULL; i++) {
		seek_quote(m, d, ref);
		ref = d->is_scrolled ? buffer_next(ref) : buffer_prev(ref);
	}
}

void
remark_aside(struct model *m, struct destination *d,
    const struct session_line *lines, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct remark *r = remark_find(&d->remarks,
		    text_of(lines[i].msgid));
		struct line line;

		if (r == NULL || !r->is_answered || r->words != NULL)
			continue;
		model_make_line(m, d, &lines[i], &line);
		if (r->words == NULL)	/* else it has just been taken */
			remark_quote(r, &line);
	}
	model_touch(m, d);
}


static void
make_deleted(struct line *line, const struct remark *r)
{
	line->kind = LINE_TEXT;
	line->flags = (line->flags & LINE_OWN) | LINE_DELETED;
	line->object = text_of(r->deleted_by);
	line->text = text_of(r->reason);
	line->reply = (struct line_text){ NULL, 0 };
}

void
remark_line(struct destination *d, struct line *line)
{
	struct remark *r = remark_find(&d->remarks, line->msgid);
	const struct remark *to = remark_find(&d->remarks, line->reply);

	if (to != NULL && to->own && !(line->flags & LINE_OWN))
		line->flags |= LINE_MENTION;
	if (r != NULL && r->deleted_by != NULL)
		make_deleted(line, r);
	else if (r != NULL && r->is_answered && r->words == NULL)
		remark_quote(r, line);
}

void
model_on_reaction(struct model *m, struct destination *d,
    const struct session_event *e)
{
	remark_react(remark_get(&d->remarks, text_of(e->reaction.msgid)),
	    e->reaction.text, e->reaction.nick, e->reaction.own,
	    e->reaction.is_gone, e->reaction.time_ms);
	model_touch(m, d);
}

void
model_on_redacted(struct model *m, struct destination *d,
    const struct session_event *e)
{
	struct line_text msgid = text_of(e->redacted.msgid);
	struct remark *r = remark_get(&d->remarks, msgid);
	struct line_ref ref;
	struct line line;

	remark_delete(r, e->redacted.by, e->redacted.reason);
	ref = buffer_find_msgid(&d->lines, msgid, SIZE_MAX);
	if (ref.chunk != NULL) {
		buffer_get(ref, &line);
		make_deleted(&line, r);
		buffer_replace(&d->lines, ref, &line);
	}
	model_touch(m, d);
}

/* --- Which one? --- */

static bool
is_there(const struct model *m, const struct line *line)
{
	(void)m;
	return line_is_said(line->kind) && !(line->flags & LINE_DELETED);
}

static bool
has_msgid(const struct model *m, const struct line *line)
{
	return is_there(m, line) && line->msgid.len > 0;
}

static void
no_one_here(struct model *m)
{
	model_say(m, true, "%s", _("nobody would read it here: "
	    "/join #channel, or Ctrl-t"));
}

/* --- Answering --- */

static void
answer_words(const struct model *m, char *out, size_t size)
{
	const char *dot = m->theme.signs->dot;

	snprintf(out, size, _("Up Down choose %s Enter answers it %s Esc"),
	    dot, dot);
}

static void
take_to_answer(struct model *m, struct line_ref ref)
{
	struct destination *d = m->here;
	struct line line;
	char *msgid;

	buffer_get(ref, &line);
	msgid = xstrndup(line.msgid.p, line.msgid.len);
	destination_set_reply(d, msgid, line.nick.p, line.nick.len);
	remark_answer(d, msgid, true);
	free(msgid);
	m->is_dirty = true;
}

/* Once more: the message that the chosen one answers, if it is here. */
static bool
go_to_answered(struct model *m, enum action a)
{
	struct line_ref ref = select_line(m);
	struct line line;

	if (a != ACTION_REPLY || ref.chunk == NULL)
		return false;
	buffer_get(ref, &line);
	if (line.reply.len > 0)
		(void)select_go_to(m, buffer_find_msgid(&m->here->lines,
		    line.reply, SIZE_MAX));
	return true;
}

static const struct select_use to_answer = {
	.fits = is_there, .words = answer_words, .take = take_to_answer,
	.action = go_to_answered,
};

void
model_reply(struct model *m)
{
	if (m->here->kind == DESTINATION_SERVER)
		no_one_here(m);
	else
		(void)select_begin(m, &to_answer);
}

/* "dana: ..." for servers that pass no tags on, and messages without ids. */
static char *
with_name(const struct destination *d, const char *text)
{
	size_t size = strlen(d->reply_nick) + strlen(text) + sizeof ": ";
	char *named;

	if (str_starts_nocase(text, d->reply_nick))
		return xstrdup(text);
	named = xmalloc(size);
	snprintf(named, size, "%s: %s", d->reply_nick, text);
	return named;
}

void
model_send_reply(struct model *m, struct destination *d, const char *text)
{
	bool tagged = d->reply_to[0] != '\0' &&
	    m->places[d->place].has_replies;
	char *said = tagged ? xstrdup(text) : with_name(d, text);
	struct model_request r = {
		.kind = REQUEST_SEND, .place = d->place, .target = d->target,
		.text = said, .id = tagged ? d->reply_to : "",
	};

	request_add(m, &r);
	free(said);
	destination_set_reply(d, NULL, NULL, 0);
}

/* --- Reacting --- */

/* What the keys 1 to 6 stand for; Enter is the first. */
static const char *const quick[] = { "+1", "heart", "joy", "tada",
	"check", "eyes" };

enum { QUICK = sizeof quick / sizeof *quick };

static bool
is_plain(const struct model *m)
{
	return m->theme.colours == 0 || m->theme.set == SIGNS_ASCII;
}

static void
react_words(const struct model *m, char *out, size_t size)
{
	const char *dot = m->theme.signs->dot;
	size_t len;

	if (m->react_with[0] != '\0') {
		snprintf(out, size, _("%s: Up Down choose the message %s Enter "
		    "%s Esc"), m->react_with, dot, dot);
		return;
	}
	len = (size_t)snprintf(out, size, "%s", _("Up Down choose"));
	for (size_t i = 0; i < QUICK && len < size; i++)
		len += (size_t)snprintf(out + len, size - len, " %s %zu %s",
		    i == 0 ? dot : "", i + 1,
		    is_plain(m) ? quick[i] : emoji_sign(quick[i]));
}

static void
react(struct model *m, struct line_ref ref, const char *text)
{
	struct destination *d = m->here;
	const struct remark *r;
	struct line line;
	char msgid[256];
	struct model_request want = {
		.kind = REQUEST_REACT, .place = d->place,
		.target = d->target, .text = text, .id = msgid,
	};

	buffer_get(ref, &line);
	(void)str_copy_span(msgid, sizeof msgid,
	    (struct str_span){ line.msgid.p, line.msgid.len });
	r = remark_find(&d->remarks, line.msgid);
	want.count = r != NULL && remark_is_ours(r, text);
	request_add(m, &want);
}

static void
take_to_react(struct model *m, struct line_ref ref)
{
	react(m, ref, m->react_with[0] != '\0' ? m->react_with :
	    emoji_sign(quick[0]));
}

/* A digit chooses one; nothing else is meant for the input. */
static bool
react_text(struct model *m, const char *utf8, size_t len)
{
	struct line_ref ref = select_line(m);
	size_t i = len == 1 ? (size_t)(utf8[0] - '1') : QUICK;

	if (i < QUICK && m->react_with[0] == '\0' && ref.chunk != NULL) {
		select_end(m);
		react(m, ref, emoji_sign(quick[i]));
	}
	return true;
}

static const struct select_use to_react = {
	.fits = has_msgid, .words = react_words, .take = take_to_react,
	.text = react_text,
};

void
model_react(struct model *m, const char *text)
{
	const struct place *p = model_place(m);
	const char *sign = emoji_sign(text);

	if (m->here->kind == DESTINATION_SERVER) {
		no_one_here(m);
	} else if (p->was_online && !p->has_reactions) {
		model_say(m, true, "%s", _("this server passes no reactions "
		    "on: answer with words"));
	} else {
		(void)str_copy(m->react_with, sizeof m->react_with,
		    sign != NULL ? sign : text);
		(void)select_begin(m, &to_react);
	}
}

/* --- Taking back --- */

/* Operators take back what anybody said; the server has the last word. */
static bool
may_redact(const struct model *m, const struct line *line)
{
	const struct destination *d = m->here;
	const struct member *us = nicklist_find(&d->members,
	    m->places[d->place].nick);

	return has_msgid(m, line) && ((line->flags & LINE_OWN) ||
	    (us != NULL && us->sign == m->places[d->place].prefixes[0]));
}

static void
redact_words(const struct model *m, char *out, size_t size)
{
	const char *dot = m->theme.signs->dot;

	snprintf(out, size, _("Up Down choose %s Enter deletes it %s Esc"),
	    dot, dot);
}

static void
take_to_redact(struct model *m, struct line_ref ref)
{
	struct destination *d = m->here;
	struct question *q = &m->question;
	char words[MODEL_WORDS];
	struct line line;

	snprintf(words, sizeof words,
	    _("delete it for everybody? y = delete %s Esc"),
	    m->theme.signs->dot);
	model_ask(m, QUESTION_REDACT, d->place, words);
	buffer_get(ref, &line);
	(void)str_copy_span(q->subject, sizeof q->subject,
	    (struct str_span){ line.msgid.p, line.msgid.len });
	(void)str_copy(q->target, sizeof q->target, d->target);
	(void)str_copy(q->reason, sizeof q->reason, m->redact_reason);
}

static const struct select_use to_redact = {
	.fits = may_redact, .words = redact_words, .take = take_to_redact,
	.text = NULL,
};

void
model_redact(struct model *m, const char *reason)
{
	const struct place *p = model_place(m);

	if (m->here->kind == DESTINATION_SERVER) {
		no_one_here(m);
	} else if (p->was_online && !p->has_redaction) {
		model_say(m, true, "%s",
		    _("this server takes no message back"));
	} else {
		(void)str_copy(m->redact_reason, sizeof m->redact_reason,
		    reason);
		(void)select_begin(m, &to_redact);
	}
}

bool
model_answer_redact(struct model *m, bool is_yes)
{
	struct question q = m->question;
	struct model_request r = {
		.kind = REQUEST_REDACT, .place = q.place, .target = q.target,
		.id = q.subject, .text = q.reason,
	};

	model_drop_question(m);
	if (is_yes)
		request_add(m, &r);
	return is_yes;
}
