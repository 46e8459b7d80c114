/*
 * model_typing.c -- who is typing: others, and whether they see that we are
 * (ircv3.net/specs/client-tags/typing).
 *
 * Marks come and go at full seconds only, so that nothing flickers.
 */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	SECOND_MS = 1000,
	PAUSE_MS = 5000,	/* without a key: we have paused */
};

/* --- Others --- */

static int64_t
full_second(int64_t mono_ms)
{
	return (mono_ms + SECOND_MS - 1) / SECOND_MS * SECOND_MS;
}

void
model_on_typing(struct model *m, struct destination *d,
    const struct session_event *e)
{
	struct member_facts f = { .nick = e->typing.nick };
	struct member *p = nicklist_find(&d->members, e->typing.nick);
	int64_t now_ms = full_second(m->mono_ms);

	if (p == NULL && d->kind == DESTINATION_PERSON)
		p = nicklist_set(&d->members, &f, m->mono_ms, m->wall_ms);
	if (p == NULL)
		return;
	if (p->typing_until_ms <= m->mono_ms)
		p->typing_from_ms = now_ms;
	p->is_paused = e->typing.state == SESSION_TYPING_PAUSED;
	if (e->typing.state == SESSION_TYPING_DONE)
		p->typing_until_ms = now_ms;
	else
		p->typing_until_ms = now_ms + (p->is_paused ?
		    TYPING_PAUSED_MS : TYPING_SHOWN_MS);
	if (d->members.typing_until_ms < p->typing_until_ms)
		d->members.typing_until_ms = p->typing_until_ms;
	if (now_ms == m->mono_ms)
		model_touch(m, d);
}

bool
member_is_typing(const struct member *p, int64_t mono_ms)
{
	return p->typing_from_ms <= mono_ms && mono_ms < p->typing_until_ms;
}

/* Something may appear or go at the next full second. */
static bool
any_is_typing(const struct model *m, const struct destination *d)
{
	return d != NULL && d->members.typing_until_ms + SECOND_MS >
	    m->mono_ms;
}

/* --- We --- */

/* May they see it there? */
static bool
is_seen_in(const struct model *m, const struct destination *d)
{
	const struct place *p = &m->places[d->place];

	if (!p->has_typing || p->state != SESSION_ONLINE ||
	    d->kind == DESTINATION_SERVER)
		return false;
	return d->kind == DESTINATION_PERSON || (d->is_joined &&
	    d->members.count <= m->config.typing_max);
}

/* Commands and passwords are nobody's business. */
static bool
is_text(const struct model *m, const struct destination *d)
{
	const struct session *s = m->places[d->place].session;
	const char *text = input_text(&d->input);

	while (*text == ' ')
		text++;
	return *text != '\0' && (*text != '/' || text[1] == '/') &&
	    (s == NULL || !session_is_secret(s, text));
}

static void
say(struct model *m, const struct destination *d, enum session_typing state)
{
	struct model_request r = {
		.kind = REQUEST_TYPING, .place = d->place,
		.target = d->target, .count = (int)state,
	};

	m->typing_said = state;
	m->typing_ms = m->mono_ms;
	request_add(m, &r);
}

static void
stop(struct model *m, const struct destination *d)
{
	if (m->typing_said != SESSION_TYPING_DONE)
		say(m, d, input_is_empty(&d->input) ? SESSION_TYPING_DONE :
		    SESSION_TYPING_PAUSED);
}

/* Anything else in the status line is more than this question. */
static bool
is_anything_said(const struct model *m, const struct destination *d)
{
	return m->notice != NULL ||
	    m->places[d->place].state != SESSION_ONLINE;
}

/* Once, when something has been said and nothing else is asked. */
static void
ask(struct model *m, const struct destination *d)
{
	char words[MODEL_WORDS];

	if (m->config.typing != TYPING_ASK || m->is_typing_asked ||
	    m->question.kind != QUESTION_NONE || is_anything_said(m, d) ||
	    !is_seen_in(m, d))
		return;
	m->is_typing_asked = true;
	snprintf(words, sizeof words, _("may others see that you are typing? "
	    "Enter = yes %s Esc = no"), m->theme.signs->dot);
	model_ask(m, QUESTION_TYPING, d->place, words);
	(void)str_copy(m->question.brief, sizeof m->question.brief,
	    _("seen typing? Enter/Esc"));
}

void
model_answer_typing(struct model *m, bool is_yes)
{
	m->config.typing = is_yes ? TYPING_ON : TYPING_OFF;
	model_want(m, REQUEST_COMMAND, m->here->place, NULL,
	    is_yes ? "set typing on" : "set typing off");
}

/* The length tells whether something was typed since. */
void
model_typing_update(struct model *m)
{
	struct destination *d = m->here, *old = m->typing_in;
	size_t len = d != NULL ? d->input.text.len : 0, before;

	if (d != old) {
		if (old != NULL)
			stop(m, old);
		m->typing_in = d;
		m->typing_len = len;
		m->typing_said = SESSION_TYPING_DONE;
		return;
	}
	before = m->typing_len;
	m->typing_len = len;
	if (d == NULL || len == before)
		return;
	if (len == 0 && m->typing_was_text)
		ask(m, d);
	m->typing_was_text = is_text(m, d);
	if (m->config.typing != TYPING_ON || !is_seen_in(m, d))
		return;
	if (is_text(m, d))
		say(m, d, SESSION_TYPING_ACTIVE);
	else if (m->typing_said != SESSION_TYPING_DONE)
		say(m, d, SESSION_TYPING_DONE);
}

void
model_typing_forget(struct model *m, const struct destination *d)
{
	if (m->typing_in != d)
		return;
	m->typing_in = NULL;
	m->typing_said = SESSION_TYPING_DONE;
}

/* --- Time --- */

void
model_typing_turn(struct model *m, bool is_new_second)
{
	if (m->question.kind == QUESTION_TYPING && m->here != NULL &&
	    is_anything_said(m, m->here)) {
		model_drop_question(m);
		m->is_typing_asked = false;	/* another time */
	}
	if (m->typing_in != NULL && m->typing_said == SESSION_TYPING_ACTIVE &&
	    m->mono_ms - m->typing_ms >= PAUSE_MS)
		say(m, m->typing_in, SESSION_TYPING_PAUSED);
	if (is_new_second && (any_is_typing(m, m->here) ||
	    any_is_typing(m, m->here != NULL ? model_side(m) : NULL)))
		m->is_dirty = true;
}

int64_t
model_typing_wait_ms(const struct model *m)
{
	int64_t wait = -1;

	if (any_is_typing(m, m->here) ||
	    any_is_typing(m, m->here != NULL ? model_side(m) : NULL))
		wait = SECOND_MS - m->mono_ms % SECOND_MS;
	if (m->typing_in != NULL && m->typing_said == SESSION_TYPING_ACTIVE) {
		int64_t pause = m->typing_ms + PAUSE_MS - m->mono_ms;

		if (wait < 0 || pause < wait)
			wait = pause > 0 ? pause : 0;
	}
	return wait;
}
