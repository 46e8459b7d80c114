/* relay.c -- requests of the model to calls of a session. */
#include "config.h"

#include "tui/relay.h"

#include <stddef.h>

#include "base/time.h"
#include "session/session.h"
#include "tui/model.h"

#include "base/banned.h"

enum { RELAY_WORDS = 2048 };	/* of a list, which is cut then */

static void
say(struct model *m, struct session *s, enum session_line_kind kind,
    const struct model_request *r, struct now now)
{
	const char *id = session_reply(s, kind, r->target, r->id, r->text,
	    now);

	model_sent(m, id, id == NULL ? session_refusal(s) : NULL);
}

static void
ignore(struct model *m, struct session *s, const struct model_request *r)
{
	char words[RELAY_WORDS];

	if (session_ignoring(s, r->kind == REQUEST_IGNORE, r->text, words,
	    sizeof words) == SESSION_IGNORING_REFUSED)
		model_note(m, true, words);
	else
		model_tell(m, words);
}

/* Own messages: said, said again, given up; what is said about others. */
static bool
relay_message(struct model *m, struct session *s,
    const struct model_request *r, struct now now)
{
	switch (r->kind) {
	case REQUEST_SEND:
		say(m, s, SESSION_LINE_TEXT, r, now);
		return true;
	case REQUEST_ACTION:
		say(m, s, SESSION_LINE_ACTION, r, now);
		return true;
	case REQUEST_NOTICE:
		say(m, s, SESSION_LINE_NOTICE, r, now);
		return true;
	case REQUEST_REACT:
		session_react(s, r->target, r->id, r->text, r->count > 0);
		return true;
	case REQUEST_REDACT:
		session_redact(s, r->target, r->id, r->text);
		return true;
	case REQUEST_TYPING:
		session_typing(s, r->target, (enum session_typing)r->count,
		    now);
		return true;
	case REQUEST_RETRY:
		session_retry(s, r->id, now);
		return true;
	case REQUEST_DROP:
		session_drop(s, r->id);
		return true;
	default:
		return false;
	}
}

/* Channels and who is in them. */
static bool
relay_channel(struct session *s, const struct model_request *r)
{
	switch (r->kind) {
	case REQUEST_JOIN:
		session_join(s, r->target, r->text);
		return true;
	case REQUEST_PART:
		session_part(s, r->target, r->text);
		return true;
	case REQUEST_TOPIC:
		session_topic(s, r->target, r->text);
		return true;
	case REQUEST_KICK:
		session_kick(s, r->target, r->id, r->text);
		return true;
	case REQUEST_INVITE:
		session_invite(s, r->text, r->target);
		return true;
	case REQUEST_MODE:
		session_mode(s, r->target, r->text);
		return true;
	case REQUEST_REFRESH:
		session_refresh(s, r->target);
		return true;
	default:
		return false;
	}
}

/* What is looked at, and its lines. */
static bool
relay_lines(struct session *s, const struct model_request *r)
{
	switch (r->kind) {
	case REQUEST_VISIBLE:
		session_set_visible(s, r->target);
		return true;
	case REQUEST_OLDER:
		session_older(s, r->target, (unsigned)r->count);
		return true;
	case REQUEST_FIND:
		session_search(s, r->target, r->text, r->time_ms);
		return true;
	case REQUEST_QUOTE:
		session_quote(s, r->target, r->id);
		return true;
	case REQUEST_AROUND:
		session_around(s, r->target, r->id, r->time_ms);
		return true;
	case REQUEST_FILL:
		session_fill(s, r->target, (uint32_t)r->count);
		return true;
	case REQUEST_MARK_READ:
		session_mark_read(s, r->target, r->time_ms);
		return true;
	case REQUEST_TALK:
		session_talk(s, r->target);
		return true;
	case REQUEST_FORGET:
		session_forget(s, r->target);
		return true;
	default:
		return false;
	}
}

bool
relay_request(struct model *m, struct session *s,
    const struct model_request *r, struct now now)
{
	switch (r->kind) {
	case REQUEST_NICK:
		session_nick(s, r->text);
		return true;
	case REQUEST_AWAY:
		session_away(s, r->text);
		return true;
	case REQUEST_WHOIS:
		session_whois(s, r->text);
		return true;
	case REQUEST_WHOWAS:
		session_whowas(s, r->text);
		return true;
	case REQUEST_LIST:
		session_list(s, r->text);
		return true;
	case REQUEST_MOTD:
		session_motd(s);
		return true;
	case REQUEST_IGNORE:
	case REQUEST_UNIGNORE:
		ignore(m, s, r);
		return true;
	case REQUEST_RAW:
		session_raw(s, r->text);
		return true;
	default:
		return relay_message(m, s, r, now) || relay_channel(s, r) ||
		    relay_lines(s, r);
	}
}
