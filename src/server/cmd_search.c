/*
 * cmd_search.c -- SEARCH: soju.im/search, doc/ext/search.md of soju.
 *
 * Searched is what the asker may read: the channels it is in and its own
 * private talks (reading.h). How a text is matched: store/search.h.
 */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "server/command.h"
#include "server/history_answer.h"
#include "server/reading.h"
#include "server/server_internal.h"

#include "base/banned.h"

static const char type[] = "soju.im/search";

/* What is asked for, and where its strings are until it is asked. */
struct wanted {
	struct question q;
	struct question_channel channels[CHANNELS_PER_USER];
	char text[IRC_LINE_BODY_MAX];
	char nick[IRC_LINE_BODY_MAX];
	char folded[NICK_LEN + 1];
};

/* What `then` must know of the question. */
struct asked {
	uint64_t user;		/* user_identity() of the asker */
};

/* --- attributes --- */

static bool
set_in(const struct client *c, struct wanted *w, const char *value)
{
	if (irc_is_channel(value))
		return reading_channel(c, channel_find(c->server, value),
		    &w->q.channel);
	return reading_talk(c, value, &w->q, w->folded);
}

static bool
set_from(const struct client *c, struct wanted *w, const char *value)
{
	(void)c;
	w->q.nick = w->nick;
	return str_copy(w->nick, sizeof w->nick, value);
}

static bool
set_text(const struct client *c, struct wanted *w, const char *value)
{
	(void)c;
	w->q.text = w->text;
	return str_copy(w->text, sizeof w->text, value);
}

static bool
set_after(const struct client *c, struct wanted *w, const char *value)
{
	(void)c;
	w->q.from.type = HISTORY_REF_TIME;
	return time_parse_iso(value, &w->q.from.time_ms);
}

static bool
set_before(const struct client *c, struct wanted *w, const char *value)
{
	(void)c;
	w->q.to.type = HISTORY_REF_TIME;
	return time_parse_iso(value, &w->q.to.time_ms);
}

static bool
set_limit(const struct client *c, struct wanted *w, const char *value)
{
	int64_t n;

	(void)c;
	if (!str_to_int64(value, 1, INT64_MAX, &n))
		return false;
	w->q.limit = n > CHATHISTORY_MAX ? CHATHISTORY_MAX : (unsigned)n;
	return true;
}

static const struct attribute {
	const char *name;
	bool (*set)(const struct client *c, struct wanted *w,
	    const char *value);
} attributes[] = {
	{ "after", set_after },
	{ "before", set_before },
	{ "from", set_from },
	{ "in", set_in },
	{ "limit", set_limit },
	{ "text", set_text },
};

static bool
set(const struct client *c, struct wanted *w, const char *name,
    const char *value)
{
	size_t i;

	for (i = 0; i < sizeof attributes / sizeof attributes[0]; i++)
		if (str_eq(attributes[i].name, name))
			return attributes[i].set(c, w, value);
	return false;
}

/* They are written as tags are. False: one is wrong, which was said. */
static bool
parse(struct client *c, struct wanted *w, const char *list)
{
	char name[IRC_LINE_BODY_MAX], value[IRC_LINE_BODY_MAX];
	struct irc_tag tag;

	while (irc_tags_next(&list, &tag)) {
		(void)str_copy_span(name, sizeof name, tag.key);
		(void)irc_tags_unescape(tag.value, value, sizeof value);
		if (set(c, w, name, value))
			continue;
		client_fail(c, "SEARCH", "INVALID_PARAMS",
		    "Invalid parameters", name, NULL);
		return false;
	}
	return true;
}

/* --- question and answer --- */

static void
then(struct client *c, const struct result *r, void *ctx)
{
	const struct asked *asked = ctx;

	if (r->code != RESULT_OK || asked->user != user_identity(c->user))
		client_fail(c, "SEARCH", "INTERNAL_ERROR", r->why != NULL ?
		    r->why : "The search could not be run", NULL);
	else
		history_answer_start(c->server->answer, r, type, NULL);
	if (r->stopped)
		client_warn(c, "SEARCH", "INCOMPLETE",
		    "The search took too long: there may be more", NULL);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct wanted w = { .q = { .kind = QUESTION_SEARCH,
	    .user = user_identity(c->user), .limit = CHATHISTORY_MAX,
	    .upto = bus_applied(c->server->bus) } };
	struct asked *asked;

	if (!client_has_cap(c, CAP_SEARCH)) {
		client_reply(c, ERR_UNKNOWNCOMMAND, "SEARCH", NULL);
		return;
	}
	if (!parse(c, &w, msg->params[0]))
		return;
	w.q.channels = w.channels;
	w.q.nchannels = reading_channels(c, w.channels);
	asked = xcalloc(1, sizeof *asked);
	asked->user = w.q.user;
	client_ask(c, &w.q, then, asked);
}

const struct command cmd_search = {
	.name = "SEARCH", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 4, .asks = true,
	.run = run,
};
