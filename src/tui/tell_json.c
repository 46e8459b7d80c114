/* tell_json.c -- events of a session as lines of JSON. */
#include "config.h"

#include "tui/tell_json.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "session/session.h"
#include "tui/model_json.h"

#include "base/banned.h"

static const char *
line_word(enum session_line_kind kind)
{
	static const char *const words[] = {
		[SESSION_LINE_TEXT] = "message",
		[SESSION_LINE_ACTION] = "action",
		[SESSION_LINE_NOTICE] = "notice",
		[SESSION_LINE_JOIN] = "join",
		[SESSION_LINE_PART] = "part",
		[SESSION_LINE_QUIT] = "quit",
		[SESSION_LINE_KICK] = "kick",
		[SESSION_LINE_MODE] = "mode",
		[SESSION_LINE_NICK] = "nick",
		[SESSION_LINE_TOPIC] = "topic",
		[SESSION_LINE_INVITE] = "invite",
	};

	return words[kind];
}

static const char *
state_word(enum session_state state)
{
	static const char *const words[] = {
		[SESSION_IDLE] = "idle",
		[SESSION_CONNECTING] = "connecting",
		[SESSION_REGISTERING] = "registering",
		[SESSION_SYNCING] = "syncing",
		[SESSION_ONLINE] = "online",
		[SESSION_WAITING] = "waiting",
		[SESSION_CLOSED] = "closed",
	};

	return words[state];
}

/* The word for it: "stored". */
static const char *
tell_delivery_word(int delivery)
{
	static const char *const words[] = {
		[SESSION_WAITS] = "waits",
		[SESSION_WRITTEN] = "written",
		[SESSION_STORED] = "stored",
		[SESSION_REFUSED] = "refused",
		[SESSION_UNKNOWN] = "unknown",
		[SESSION_DROPPED] = "dropped",
	};

	return words[delivery];
}

static const char *
name_of(const struct tell_facts *f, const char *target)
{
	if (target == NULL)
		return "";
	return f->lobby[0] != '\0' && str_eq(target, f->lobby) ? "ALL" :
	    target;
}

static json_t *
of_line(const struct tell_facts *f, const struct session_event *e)
{
	const struct session_line *l = &e->line;
	char iso[TIME_ISO_SIZE];

	time_format_iso(iso, l->time_ms);
	return json_pack("{si ss ss ss ss ss ss ss ss sb sb so}", "v", 1,
	    "event", "line", "place", f->place, "to", name_of(f, e->target),
	    "kind", line_word(l->kind), "time", iso, "msgid", l->msgid,
	    "from", l->nick, "object", l->object, "own", (int)l->own,
	    "for_me", (int)(f->is_for_us && !l->own),
	    "text", model_json_text(l->text, l->text_len));
}

static json_t *
of_delivery(const struct tell_facts *f, const struct session_event *e)
{
	return json_pack("{si ss ss ss ss ss ss ss}", "v", 1,
	    "event", "delivery", "place", f->place,
	    "to", name_of(f, e->target), "message", e->delivery.id,
	    "state", tell_delivery_word(e->delivery.state),
	    "msgid", e->delivery.msgid != NULL ? e->delivery.msgid : "",
	    "reason", e->delivery.reason != NULL ? e->delivery.reason : "");
}

static json_t *
of_event(const struct tell_facts *f, const struct session_event *e)
{
	switch (e->type) {
	case SESSION_EVENT_MESSAGE:
		return of_line(f, e);
	case SESSION_EVENT_DELIVERY:
		return of_delivery(f, e);
	case SESSION_EVENT_STATE:
		return json_pack("{si ss ss ss ss}", "v", 1, "event", "state",
		    "place", f->place, "state", state_word(e->state.state),
		    "reason", e->state.reason != NULL ? e->state.reason : "");
	case SESSION_EVENT_NOTE:
		return json_pack("{si ss ss ss ss ss}", "v", 1,
		    "event", "note", "place", f->place,
		    "from", e->note.sender, "subject", e->note.subject,
		    "text", e->note.text);
	case SESSION_EVENT_JOINED:
	case SESSION_EVENT_PARTED:
		return json_pack("{si ss ss ss}", "v", 1, "event",
		    e->type == SESSION_EVENT_JOINED ? "joined" : "parted",
		    "place", f->place, "to", name_of(f, e->target));
	default:
		return NULL;
	}
}

bool
tell_json(struct buf *out, const struct tell_facts *f,
    const struct session_event *e)
{
	json_t *object = of_event(f, e);
	char *text = object != NULL ? json_dumps(object,
	    JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;
	size_t len = text != NULL ? strlen(text) : 0;
	bool ok = false;

	if (text != NULL) {
		text[len] = '\n';	/* for its NUL, which nobody needs now */
		ok = buf_add(out, text, len + 1);
	}
	free(text);
	json_decref(object);
	return ok;
}
