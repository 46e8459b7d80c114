/* event.c -- what happened: a record in names and numbers. */
#include "config.h"
#include "server/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

static const struct {
	enum event_way way;
	const char *name;
} kinds[EVENT_KINDS] = {
#define EVENT(kind, way) [EVENT_##kind] = { EVENT_WAY_##way, #kind },
#include "server/event.def"
#undef EVENT
};

enum event_way
event_way(enum event_kind kind)
{
	return kinds[kind].way;
}

const char *
event_name(enum event_kind kind)
{
	return kinds[kind].name;
}

bool
event_is_replayed(enum event_kind kind)
{
	switch (kind) {
	case EVENT_JOIN:
	case EVENT_KICK:
	case EVENT_MODE:
	case EVENT_NICK:
	case EVENT_PART:
	case EVENT_QUIT:
	case EVENT_TOPIC:
		return true;
	default:
		return false;
	}
}

const char *
event_verb_name(enum event_verb verb)
{
	static const char *const names[] = {
		[EVENT_PRIVMSG] = "PRIVMSG", [EVENT_NOTICE] = "NOTICE",
		[EVENT_TAGMSG] = "TAGMSG", [EVENT_VERB_REDACT] = "REDACT",
		[EVENT_VERB_JOIN] = "JOIN", [EVENT_VERB_PART] = "PART",
		[EVENT_VERB_QUIT] = "QUIT", [EVENT_VERB_KICK] = "KICK",
		[EVENT_VERB_NICK] = "NICK", [EVENT_VERB_TOPIC] = "TOPIC",
		[EVENT_VERB_MODE] = "MODE", [EVENT_REDACTED] = "",
	};

	return names[verb];
}

struct event *
event_new(enum event_kind kind, const struct event_text *text)
{
	size_t size = sizeof(struct event) + str_room(text->source) +
	    str_room(text->account) + str_room(text->target) +
	    str_room(text->text) + str_room(text->tags) + str_room(text->id) +
	    str_room(text->extra) + str_room(text->host);
	struct event *e = xmalloc(size);
	char *at = (char *)(e + 1);

	memset(e, 0, sizeof *e);
	e->kind = kind;
	e->size = size;
	e->s.source = str_keep(&at, text->source);
	e->s.account = str_keep(&at, text->account);
	e->s.target = str_keep(&at, text->target);
	e->s.text = str_keep(&at, text->text);
	e->s.tags = str_keep(&at, text->tags);
	e->s.id = str_keep(&at, text->id);
	e->s.extra = str_keep(&at, text->extra);
	e->s.host = str_keep(&at, text->host);
	return e;
}

struct event *
event_copy(const struct event *e)
{
	return event_copy_with(e, &e->s);
}

struct event *
event_copy_with(const struct event *e, const struct event_text *strings)
{
	struct event *copy = event_new(e->kind, strings);
	struct event_text text = copy->s;
	size_t size = copy->size;

	*copy = *e;
	copy->s = text;
	copy->size = size;
	copy->next = NULL;
	copy->outcome = EVENT_OK;
	copy->first = NULL;
	copy->why = NULL;
	return copy;
}

void
event_free(struct event *e)
{
	if (e == NULL)
		return;
	event_clear_first(e);
	free(e);
}

void
event_clear_first(struct event *e)
{
	if (e->first == NULL)
		return;
	free(e->first->source);
	free(e->first);
	e->first = NULL;
}

void
event_set_first(struct event *e, const char *msgid, int64_t time_ms,
    const char *source)
{
	struct event_first *first = xcalloc(1, sizeof *first);

	str_copy(first->msgid, sizeof first->msgid, msgid);
	first->time_ms = time_ms;
	first->source = xstrdup(source);
	e->first = first;
	e->outcome = EVENT_DUPLICATE;
}
