/* scripts.c -- other programs: /exec, hooks, the control socket. */
#include "config.h"

#include "tui/scripts.h"

#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "client/settings.h"
#include "session/session.h"
#include "tui/control.h"
#include "tui/mention.h"
#include "tui/model.h"
#include "tui/places.h"
#include "tui/tell_json.h"

#include "base/banned.h"

enum { LINE_MAX_BYTES = 256 * 1024 };

void
scripts_init(struct scripts *s)
{
	event_hook_init(&s->event_hook);
	s->exec = (struct exec){ .model = s->model, .base = s->base,
	    .turn = s->turn, .arg = s->arg };
}

void
scripts_release(struct scripts *s)
{
	control_free(s->control);
	exec_release(&s->exec);
	event_hook_release(&s->event_hook);
	hook_end(&s->hook);
}

/* --- The control socket --- */

static void
begin_turn(void *arg)
{
	struct scripts *s = arg;

	(void)s->turn(s->arg);
}

static const char *
send_message(void *arg, int place, const char *target, const char *text,
    const char **why)
{
	struct scripts *s = arg;
	struct session *session = places_session(s->places, place);
	const char *id = session == NULL ? NULL : session_send(session,
	    SESSION_LINE_TEXT, target, text, s->turn(s->arg));

	*why = id == NULL && session != NULL ? session_refusal(session) : NULL;
	return id;
}

bool
scripts_listen(struct scripts *s, const char *path, struct err *e)
{
	s->control = control_new(path, &(struct control_edge){
	    .base = s->base, .model = s->model, .priority = s->priority,
	    .turn = begin_turn, .send = send_message, .arg = s }, e);
	return s->control != NULL;
}

/* --- What happens --- */

/* As the model has it: private, or one of the person's words. */
static bool
is_for_us(const struct scripts *s, const struct session *session,
    const struct session_event *e)
{
	const struct session_line *l = &e->line;

	if (e->type != SESSION_EVENT_MESSAGE || l->own ||
	    l->kind > SESSION_LINE_NOTICE)
		return false;
	return !session_is_channel(session, e->target) ||
	    mention_found(l->text, l->text_len, session_own_nick(session)) ||
	    mention_any(l->text, l->text_len, s->settings->highlight);
}

static bool
has_hook(const struct scripts *s)
{
	return s->settings->event_hook[0] != '\0';
}

void
scripts_told(struct scripts *s, int place, const struct session_event *e)
{
	const struct session *session = places_session(s->places, place);
	struct buf line;

	if (session == NULL || (s->control == NULL && !has_hook(s)))
		return;
	buf_init(&line, LINE_MAX_BYTES);
	if (tell_json(&line, &(struct tell_facts){
	    .place = model_place_name(s->model, place),
	    .lobby = session_lobby(session),
	    .is_for_us = is_for_us(s, session, e) }, e)) {
		if (s->control != NULL)
			control_tell(s->control, e, line.data, line.len);
		if (has_hook(s))
			event_hook_add(&s->event_hook, line.data, line.len);
	}
	buf_release(&line);
}

/* --- Commands --- */

void
scripts_exec(struct scripts *s, const struct model_request *r,
    const char *words)
{
	exec_command(&s->exec, r->place, r->target, words,
	    s->settings->exec_seconds * 1000);
}

void
scripts_notify(struct scripts *s, const struct model_request *r,
    struct now now)
{
	struct err why = { "" };
	const struct hook_facts facts = {
		.place = model_place_name(s->model, r->place),
		.target = r->target, .text = r->text, .count = r->count,
	};

	if (s->settings->notify_command[0] != '\0' && !hook_start(&s->hook,
	    s->settings->notify_command, &facts, now.mono_ms, &why))
		model_note(s->model, true, why.text);
}

void
scripts_turn(struct scripts *s, struct now now)
{
	struct err why = { "" };

	hook_turn(&s->hook, now.mono_ms);
	exec_turn(&s->exec, now.mono_ms);
	if (!event_hook_turn(&s->event_hook, s->settings->event_hook,
	    now.mono_ms, &why))
		model_note(s->model, true, why.text);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int64_t
scripts_due_ms(const struct scripts *s)
{
	return earlier(hook_due_ms(&s->hook), earlier(exec_due_ms(&s->exec),
	    event_hook_due_ms(&s->event_hook)));
}
