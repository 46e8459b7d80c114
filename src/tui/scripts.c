/* scripts.c -- other programs: /exec, hooks, the control socket. */
#include "config.h"

#include "tui/scripts.h"

#include <stdio.h>

#include "base/str.h"
#include "client/child.h"
#include "client/errand.h"
#include "client/settings.h"
#include "session/session.h"
#include "tui/control.h"
#include "tui/mention.h"
#include "tui/model.h"
#include "tui/places.h"
#include "tui/tell_json.h"

#include "base/banned.h"

enum {
	LINE_MAX_BYTES = 256 * 1024,
	NOTIFY_LIMIT_MS = 10 * 1000
};

/* No hook's failure but this one is told: its words go nowhere. */
static void
say_not_started(void *arg, const char *why)
{
	struct scripts *s = arg;

	(void)s->turn(s->arg);
	model_note(s->model, true, why);
}

void
scripts_init(struct scripts *s)
{
	event_hook_init(&s->event_hook, s->base, say_not_started, s);
	s->exec = (struct exec){ .model = s->model, .base = s->base,
	    .turn = s->turn, .arg = s->arg };
}

void
scripts_release(struct scripts *s)
{
	control_free(s->control);
	exec_release(&s->exec);
	event_hook_release(&s->event_hook);
	errand_cancel(s->hook);
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

static void
on_notified(void *arg, const struct errand_end *end)
{
	struct scripts *s = arg;

	s->hook = NULL;
	if (end->fate == ERRAND_NOT_STARTED)
		say_not_started(s, end->why);
}

void
scripts_notify(struct scripts *s, const struct model_request *r)
{
	char count[16];
	const struct child_variable variables[] = {
		{ "TCPCHAT_PLACE", model_place_name(s->model, r->place) },
		{ "TCPCHAT_TARGET", r->target },
		{ "TCPCHAT_TEXT", r->text },
		{ "TCPCHAT_COUNT", count },
		{ NULL, NULL },
	};

	if (s->settings->notify_command[0] == '\0' || s->hook != NULL)
		return;
	snprintf(count, sizeof count, "%d", r->count);
	s->hook = errand_start(s->base, &(struct errand_order){
		.command = s->settings->notify_command,
		.variables = variables, .limit_ms = NOTIFY_LIMIT_MS,
		.output = ERRAND_UNHEARD, .done = on_notified, .arg = s,
	});
}

void
scripts_turn(struct scripts *s, struct now now)
{
	event_hook_turn(&s->event_hook, s->settings->event_hook, now.mono_ms);
}

int64_t
scripts_due_ms(const struct scripts *s)
{
	return event_hook_due_ms(&s->event_hook);
}
