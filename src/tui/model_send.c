/* model_send.c -- what Enter does: sending, commands, words, answers. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/slip.h"
#include "tui/format.h"
#include "tui/model_internal.h"
#include "tui/request.h"
#include "tui/slash.h"

#include "base/banned.h"

/* --- Leaving --- */

/* Messages that would be lost or stay behind. */
static size_t
model_unsent(const struct model *m)
{
	size_t n = request_messages(m);	/* typed in this very turn */

	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];

		for (size_t j = 0; d != NULL && j < d->pending_count; j++)
			n += d->pending[j].state != LINE_REFUSED;
	}
	return n;
}

void
model_leave(struct model *m, const char *text, bool at_once)
{
	size_t unsent = model_unsent(m);
	const char *dot = m->theme.signs->dot;
	char words[MODEL_WORDS];

	if (at_once && unsent == 0) {
		model_want(m, REQUEST_QUIT, 0, NULL, text);
		return;
	}
	if (unsent > 0)
		snprintf(words, sizeof words, i18n_count(
		    "leave? %zu message is not sent %s y = leave %s "
		    "Esc = stay",
		    "leave? %zu messages are not sent %s y = leave %s "
		    "Esc = stay", unsent), unsent, dot, dot);
	else
		snprintf(words, sizeof words,
		    _("leave? y = leave %s Esc = stay"), dot);
	model_ask(m, QUESTION_LEAVE, 0, words);
	m->question.at_once = at_once;
	m->question.unsent = unsent;
	str_copy(m->question.target, sizeof m->question.target,
	    text != NULL ? text : "");
}

bool
model_asks_in_vain(const struct model *m)
{
	return m->question.kind == QUESTION_LEAVE &&
	    m->question.unsent > 0 && m->question.unsent != model_unsent(m);
}

void
model_ask_anew(struct model *m)
{
	struct question q = m->question;

	model_drop_question(m);
	model_leave(m, q.target, q.at_once);
}

/* --- The words of the first client --- */

static bool
is_one_of(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_eq_nocase(text, *words))
			return true;
	return false;
}

/* The word stays in the input until the next key says what it was. */
static void
hold_word(struct model *m, const char *word, bool leaves)
{
	const struct signs *s = m->theme.signs;
	char words[MODEL_WORDS];

	if (leaves)
		snprintf(words, sizeof words, _("leave? y = leave %s "
		    "Enter = send %s%s%s as text %s Esc = stay"), s->dot,
		    s->quotes[0], word, s->quotes[1], s->dot);
	else
		snprintf(words, sizeof words,
		    _("Enter = send %s%s%s as text %s Esc = drop it"),
		    s->quotes[0], word, s->quotes[1], s->dot);
	model_ask(m, QUESTION_WORD, m->here->place, words);
	m->question.leaves = leaves;
}

static bool
take_old_word(struct model *m, const char *text)
{
	static const char *const leave[] = { "Q", "QUIT", "EXIT", NULL };
	static const char *const list[] = { "L", NULL };
	static const char *const help[] = { "H", NULL };

	if (m->config.no_old_words)
		return false;
	if (is_one_of(text, leave)) {
		hold_word(m, text, true);
	} else if (is_one_of(text, list)) {
		slash_list_users(m);
		hold_word(m, text, false);
	} else if (is_one_of(text, help)) {
		hold_word(m, text, false);
		help_open(m);
	} else {
		return false;
	}
	return true;
}

/* --- Sending --- */

/* The failed message that what is sent now replaces; NULL: none. */
static struct pending *
replaced(struct destination *d)
{
	struct pending *p = d->edited_id[0] != '\0' ?
	    destination_pending(d, d->edited_id) : NULL;

	d->edited_id[0] = '\0';
	return p;
}

static void
want_id(struct model *m, const struct destination *d, enum request_kind kind,
    const char *id)
{
	struct model_request r = { .kind = kind, .place = d->place, .id = id };

	request_add(m, &r);
}

static void
model_send_text(struct model *m, struct destination *d, const char *text)
{
	struct pending *old = replaced(d);

	if (old != NULL && old->state == LINE_UNKNOWN &&
	    strcmp(old->text, text) == 0) {
		want_id(m, d, REQUEST_RETRY, old->id);
		return;
	}
	if (old != NULL) {
		want_id(m, d, REQUEST_DROP, old->id);
		destination_drop_pending(d, old);
	}
	if (d->reply_to != NULL)
		model_send_reply(m, d, text);
	else
		model_want(m, REQUEST_SEND, d->place, d->target, text);
}

/* What was an answer is one again. */
static void
take_reply(struct destination *d, const char *msgid)
{
	const struct remark *r = remark_find(&d->remarks,
	    (struct line_text){ msgid, strlen(msgid) });

	if (r != NULL && r->nick != NULL)
		destination_set_reply(d, msgid, r->nick, strlen(r->nick));
}

void
model_sent(struct model *m, const char *id, const char *why)
{
	struct destination *d;

	if (id != NULL || m->taken == NULL)
		return;
	if (why != NULL)
		model_say(m, true, "%s", why);
	d = request_taken(m)->kind == REQUEST_SEND ?
	    model_find(m, request_taken(m)->place,
	    request_taken(m)->target) : NULL;
	if (d != NULL && input_is_empty(&d->input)) {
		input_set(&d->input, request_taken(m)->text);
		take_reply(d, request_taken(m)->id);
	}
	m->is_dirty = true;
}

static bool
has_held(const struct model *m, int place)
{
	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];

		for (size_t j = 0; d != NULL && j < d->pending_count; j++)
			if (d->place == place && d->pending[j].is_held)
				return true;
	}
	return false;
}

/* Takes back what waits; nobody need be asked about it any more. */
static void
take_back(struct model *m, struct destination *d, struct pending *p)
{
	bool is_held = p->is_held;

	want_id(m, d, REQUEST_DROP, p->id);
	destination_drop_pending(d, p);
	if (is_held && !has_held(m, d->place) &&
	    m->question.kind == QUESTION_HELD && m->question.place == d->place)
		model_drop_question(m);
}

/* Whether it waits and does not go out in the next moment. */
static bool
stays(const struct model *m, const struct destination *d,
    const struct pending *p)
{
	return p->state == LINE_WAITS &&
	    (p->is_held || place_is_down(&m->places[d->place]));
}

bool
model_edit_last(struct model *m)
{
	struct destination *d = m->here;
	struct pending *p;

	if (d->pending_count == 0)
		return false;
	p = &d->pending[d->pending_count - 1];
	if (p->state != LINE_REFUSED && p->state != LINE_UNKNOWN &&
	    !stays(m, d, p))
		return false;
	input_set(&d->input, p->text);
	take_reply(d, p->reply_to);
	if (stays(m, d, p))
		take_back(m, d, p);
	else
		(void)str_copy(d->edited_id, sizeof d->edited_id, p->id);
	return true;
}

static void
remember(struct destination *d, const char *line)
{
	if (!slip_may_hold_secret(line))
		input_remember(&d->input, line);
}

/* The input is done with: it goes to the history, the pane to its end. */
static void
finish_input(struct model *m, struct destination *d)
{
	remember(d, input_text(&d->input));
	input_clear(&d->input);
	vi_reset(&m->vi);	/* a new line begins by writing */
	m->is_dirty = true;
}

/*
 * "//x" and " /x" are the text "/x"; so is "/x" itself, where somebody was
 * asked and said that it is text.
 */
static const char *
unescape(const char *text)
{
	return (text[0] == '/' || text[0] == ' ') && text[1] == '/' ?
	    text + 1 : text;
}

void
model_send_input(struct model *m)
{
	struct destination *d = m->here;

	if (guard_refuses(m))
		return;
	if (d->kind == DESTINATION_SERVER) {
		model_say(m, true, "%s", _("nobody would read it here: "
		    "/join #channel, or Ctrl-t"));
		return;
	}
	if (destination_is_channel(d) && !d->is_joined) {
		model_say(m, true, _("you are not in %s: /join comes back"),
		    destination_label(m, d));
		return;
	}
	model_send_text(m, d, unescape(input_text(&d->input)));
	finish_input(m, d);
	destination_drop_marker(d);
	model_scroll_bottom(m);
}

/* Pasted, so a text that would be several messages opens the guard. */
static void
offer_here(struct model *m, const char *text)
{
	struct input *in = &m->here->input;

	in->cursor = strlen(input_text(in));
	m->paste_start = in->cursor;
	if (!input_insert(in, text, strlen(text)))
		model_say(m, true, "%s", _("the input is full"));
	guard_check_paste(m);
}

void
model_offer(struct model *m, int place, const char *target, const char *text)
{
	struct destination *d = model_find(m, place, target);
	bool is_free;

	if (d == NULL || m->popup.kind != POPUP_NONE || d != m->here) {
		if (d != NULL && input_insert(&d->input, text, strlen(text)))
			model_say(m, false, _("the output waits in the input "
			    "of %s"), destination_label(m, d));
		return;
	}
	is_free = input_is_empty(&d->input);
	offer_here(m, text);
	m->is_dirty = true;
	if (!is_free || m->popup.kind != POPUP_NONE || guard_refuses(m) ||
	    (destination_is_channel(d) && !d->is_joined))
		return;
	/* As text, whatever it begins with. */
	model_send_text(m, d, input_text(&d->input));
	input_clear(&d->input);
	model_scroll_bottom(m);
}

/* A command is the first character of an input of one line. */
bool
model_is_command(const char *text)
{
	return text[0] == '/' && text[1] != '/' && text[1] != '\0' &&
	    text[1] != ' ' && strchr(text, '\n') == NULL;
}

void
model_run(struct model *m, const char *text)
{
	struct destination *d = m->here;
	char *line = xstrdup(text);
	char *end = line + strlen(line);

	if (guard_refuses(m)) {
		free(line);
		return;
	}

	while (end > line && end[-1] == ' ')
		*--end = '\0';
	/* First out of the input: the command may look at it or fill it. */
	remember(d, line);
	input_clear(&d->input);
	vi_reset(&m->vi);
	if (!slash_run(m, line))
		input_set(&d->input, line);
	free(line);
	m->is_dirty = true;
}

/* --- Answers --- */

static void
retry_held(struct model *m, int place)
{
	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d == NULL || d->place != place)
			continue;
		for (size_t j = 0; j < d->pending_count; j++)
			if (d->pending[j].is_held)
				want_id(m, d, REQUEST_RETRY,
				    d->pending[j].id);
	}
}

/* The message that nobody got goes to the name that was meant. */
static void
resend(struct model *m, const struct question *q)
{
	struct destination *from = model_find(m, q->place, q->subject);
	struct pending *p;

	if (from == NULL || from->pending_count == 0)
		return;
	p = &from->pending[from->pending_count - 1];
	if (p->state != LINE_REFUSED)
		return;
	model_want(m, REQUEST_SEND, q->place, q->target, p->text);
	want_id(m, from, REQUEST_DROP, p->id);
	destination_drop_pending(from, p);
	model_go(m, model_talk(m, q->place, q->target));
	if (from->kind == DESTINATION_PERSON && from->pending_count == 0 &&
	    buffer_first(&from->lines).chunk == NULL) {
		model_want(m, REQUEST_FORGET, q->place, from->target, NULL);
		model_close(m, from);	/* there is nobody */
	}
}

static void
answer(struct model *m)
{
	struct question q = m->question;
	struct place *p = &m->places[q.place];

	model_drop_question(m);
	switch (q.kind) {
	case QUESTION_HELD:
		retry_held(m, q.place);
		break;
	case QUESTION_RESEND:
		resend(m, &q);
		break;
	case QUESTION_JOIN:
		free(p->going);
		p->going = xstrdup(q.target);
		model_want(m, REQUEST_JOIN, q.place, q.target, NULL);
		break;
	case QUESTION_TYPING:
		model_answer_typing(m, true);
		break;
	case QUESTION_NONE:
	case QUESTION_LEAVE:
	case QUESTION_WORD:
	case QUESTION_SLIP:
	case QUESTION_FORMAT:
	case QUESTION_REDACT:
		break;
	}
}

static void
enter_empty(struct model *m)
{
	const struct place *p = model_place(m);

	if (m->question.kind != QUESTION_NONE)
		answer(m);
	else if (p->state == SESSION_WAITING || p->state == SESSION_CLOSED)
		model_want(m, REQUEST_RECONNECT, m->here->place, NULL, NULL);
}

void
model_enter(struct model *m)
{
	bool was_word = m->question.kind == QUESTION_WORD;
	const char *text = input_text(&m->here->input);

	if (text[0] == '\0') {
		enter_empty(m);
		return;
	}
	if (was_word) {
		model_drop_question(m);
		model_send_input(m);
	} else if (!m->is_allowed && guard_holds(m)) {
		return;
	} else if (model_is_command(text)) {
		model_run(m, text);
	} else if (m->is_allowed || !take_old_word(m, text)) {
		model_send_input(m);
	}
}

void
model_ask_format(struct model *m)
{
	const char *dot = m->theme.signs->dot;
	char words[MODEL_WORDS];

	snprintf(words, sizeof words, _("b bold %s i italic %s u underline "
	    "%s s strike %s c colour %s o off"), dot, dot, dot, dot, dot);
	model_ask(m, QUESTION_FORMAT, m->here->place, words);
}

static bool
answer_format(struct model *m, const char *utf8, size_t len)
{
	struct input *in = &m->here->input;
	char code[2] = { len == 1 ? format_code(utf8[0]) : '\0', '\0' };

	model_drop_question(m);
	if (code[0] != '\0')
		input_replace(in, in->cursor, in->cursor, code);
	return code[0] != '\0';
}

bool
model_answer_key(struct model *m, const char *utf8, size_t len)
{
	struct question q = m->question;
	bool is_yes = len == 1 && (utf8[0] == 'y' || utf8[0] == 'Y');

	if (q.kind == QUESTION_SLIP)
		return guard_answer_key(m, utf8, len);
	if (q.kind == QUESTION_FORMAT)
		return answer_format(m, utf8, len);
	if (q.kind == QUESTION_REDACT)
		return model_answer_redact(m, is_yes);
	if (q.kind != QUESTION_WORD && q.kind != QUESTION_LEAVE)
		return false;
	model_drop_question(m);
	if (q.kind == QUESTION_WORD)	/* any other key replaces it */
		input_clear(&m->here->input);
	if (is_yes && (q.kind == QUESTION_LEAVE || q.leaves)) {
		model_want(m, REQUEST_QUIT, 0, NULL,
		    q.kind == QUESTION_LEAVE ? q.target : NULL);
		return true;
	}
	return false;
}
