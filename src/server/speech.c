/* speech.c -- who may say something, and where. */
#include "config.h"
#include "server/speech.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/attr.h"
#include "base/str.h"
#include "server/member.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

static const struct refusal none = { .why = 0 };

static struct refusal
refusal(enum numeric why)
{
	struct refusal r = { .why = why };

	str_copy(r.text, sizeof r.text, numeric_text(why));
	return r;
}

static struct refusal refusal_text(enum numeric why, const char *format, ...)
    ATTR_PRINTF(2, 3);

static struct refusal
refusal_text(enum numeric why, const char *format, ...)
{
	struct refusal r = { .why = why };
	va_list args;

	va_start(args, format);
	vsnprintf(r.text, sizeof r.text, format, args);
	va_end(args);
	return r;
}

/* How long `m` has still to wait in a slow channel; 0: not at all. */
static int64_t
slow_wait_ms(const struct server *s, const struct channel *ch,
    const struct member *m)
{
	int64_t since = s->now.wall_ms - m->posted_ms;

	if (ch->slow_s == 0 || m->posted_ms == 0 || since < 0)
		return 0;
	return ch->slow_s * INT64_C(1000) - since;
}

static struct refusal
slow_refusal(const struct server *s, const struct channel *ch,
    const struct member *m)
{
	int64_t wait_ms = slow_wait_ms(s, ch, m);
	char wait[TIME_DURATION_SIZE];

	if (wait_ms <= 0)
		return none;
	time_format_duration(wait, wait_ms + 999);
	return refusal_text(ERR_CANNOTSENDTOCHAN, "This channel is in slow mode "
	    "(one message in %u s): wait another %s", ch->slow_s, wait);
}

/* Operators are not silenced: they could take it back. */
static struct refusal
mute_refusal(const struct server *s, const struct user *u, enum numeric why)
{
	const struct ban *b = user_is_operator(u) ? NULL :
	    ban_of_speaker(s, u, s->now.wall_ms);
	struct refusal r = { .why = why };
	char text[BAN_TEXT_SIZE];

	if (b == NULL)
		return none;
	ban_text(b, "You may not speak on this server", text);
	(void)str_copy(r.text, sizeof r.text, text);
	return r;
}

bool
speech_is_muted(const struct server *s, const struct user *u)
{
	return mute_refusal(s, u, ERR_CANNOTSENDTOUSER).why != 0;
}

struct refusal
speech_in_topic(const struct server *s, const struct user *u)
{
	return mute_refusal(s, u, ERR_CANNOTSENDTOCHAN);
}

struct refusal
speech_to_channel(const struct server *s, const struct channel *ch,
    const struct user *u, bool passing)
{
	const struct member *m = channel_member(ch, u);
	struct refusal muted = mute_refusal(s, u, ERR_CANNOTSENDTOCHAN);

	if (muted.why != 0)
		return muted;
	if (m == NULL && (ch->modes & (CHANNEL_NO_OUTSIDE | CHANNEL_SECRET)))
		return refusal(ERR_CANNOTSENDTOCHAN);
	if (member_rank(m) > 0)
		return none;
	if ((ch->modes & CHANNEL_MODERATED) ||
	    channel_is_banned(ch, u, CHANNEL_SPEAK))
		return refusal(ERR_CANNOTSENDTOCHAN);
	if ((ch->modes & CHANNEL_REGISTERED_SPEAK) && u->account == NULL)
		return refusal_text(ERR_CANNOTSENDTOCHAN, "Only people who are "
		    "logged in to an account may speak here (+M)");
	return passing || m == NULL ? none : slow_refusal(s, ch, m);
}

struct refusal
speech_to_user(const struct server *s, const struct user *from,
    const struct user *to)
{
	if (from == to)
		return none;
	if ((to->modes & USER_REGISTERED_ONLY) && from->account == NULL &&
	    !user_is_operator(from))
		return refusal_text(ERR_CANNOTSENDTOUSER, "%s takes messages "
		    "only from people who are logged in to an account (+R)",
		    to->nick);
	return user_is_operator(to) ? none :
	    mute_refusal(s, from, ERR_CANNOTSENDTOUSER);
}

void
speech_posted(const struct server *s, const struct channel *ch,
    const struct user *u)
{
	struct member *m = channel_member(ch, u);

	if (m != NULL)
		m->posted_ms = s->now.wall_ms;
}
