/*
 * cmd_chathistory.c -- CHATHISTORY: ircv3.net/specs/extensions/chathistory
 *
 * A channel's history is for its members, the private talks of a user for
 * that user (DESIGN.md, chapter 2). It is asked when the question is put, and
 * again when the store has answered.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/history_answer.h"
#include "server/question.h"
#include "server/reading.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { NOT_A_PART = -1 };

/* CHATHISTORY <name> [<target>] <references> <limit> */
static const struct subcommand {
	const char *name;
	int part;			/* enum history_part; TARGETS has none */
	size_t references;
	bool takes_star;
} subcommands[] = {
	{ "AFTER", HISTORY_AFTER, 1, false },
	{ "AROUND", HISTORY_AROUND, 1, false },
	{ "BEFORE", HISTORY_BEFORE, 1, false },
	{ "BETWEEN", HISTORY_BETWEEN, 2, false },
	{ "LATEST", HISTORY_LATEST, 1, true },
	{ "TARGETS", NOT_A_PART, 2, false },
};

/* What `then` must know of the question. */
struct asked {
	const struct subcommand *sub;
	uint64_t channel;		/* its number; 0: a private talk */
	uint64_t user;			/* user_identity() of the asker */
	char target[CHANNEL_LEN + 1];
};

static const char not_retrieved[] = "Messages could not be retrieved";

/* --- what was asked for --- */

static const struct subcommand *
find_subcommand(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof subcommands / sizeof subcommands[0]; i++)
		if (str_eq_nocase(subcommands[i].name, name))
			return &subcommands[i];
	return NULL;
}

static void
invalid(struct client *c, const char *command, const char *what,
    const char *why)
{
	client_fail(c, "CHATHISTORY", "INVALID_PARAMS", why, command, what,
	    NULL);
}

/* A msgid that is none of ours can't be known: as for one that is not. */
static bool
parse_msgid(struct client *c, const struct subcommand *sub,
    const char *target, const char *text, struct history_ref *ref)
{
	if (!id_valid(text)) {
		client_fail(c, "CHATHISTORY", "MESSAGE_ERROR", not_retrieved,
		    sub->name, target, NULL);
		return false;
	}
	ref->type = HISTORY_REF_MSGID;
	str_copy(ref->msgid, sizeof ref->msgid, text);
	return true;
}

/* One place; false: wrong, which was said. */
static bool
parse_reference(struct client *c, const struct subcommand *sub,
    const char *target, const char *text, struct history_ref *ref)
{
	bool is_targets = sub->part == NOT_A_PART;

	if (sub->takes_star && str_eq(text, "*")) {
		ref->type = HISTORY_REF_NONE;
		return true;
	}
	if (!is_targets && str_starts_nocase(text, "msgid="))
		return parse_msgid(c, sub, target, text + strlen("msgid="),
		    ref);
	if (!str_starts_nocase(text, "timestamp=")) {
		if (strchr(text, '=') != NULL && !is_targets)
			client_fail(c, "CHATHISTORY", "INVALID_MSGREFTYPE",
			    "This kind of reference is not known", sub->name,
			    target, text, NULL);
		else
			invalid(c, sub->name, text, "Invalid reference");
		return false;
	}
	ref->type = HISTORY_REF_TIME;
	if (time_parse_iso(text + strlen("timestamp="), &ref->time_ms))
		return true;
	invalid(c, sub->name, text, "Invalid timestamp");
	return false;
}

static bool
parse_limit(struct client *c, const struct subcommand *sub, const char *text,
    unsigned *limit)
{
	int64_t n;

	if (!str_to_int64(text, 1, INT64_MAX, &n)) {
		invalid(c, sub->name, text, "Invalid limit");
		return false;
	}
	*limit = n > CHATHISTORY_MAX ? CHATHISTORY_MAX : (unsigned)n;
	return true;
}

/* All but the target. */
static bool
parse(struct client *c, const struct subcommand *sub,
    const struct irc_msg *msg, struct question *q)
{
	bool has_target = sub->part != NOT_A_PART;
	size_t first = 1 + has_target, wanted = first + sub->references + 1;
	const char *target = has_target ? msg->params[1] : "*";

	if (msg->nparams != wanted) {
		client_fail(c, "CHATHISTORY", "INVALID_PARAMS",
		    msg->nparams < wanted ? "Insufficient parameters" :
		    "Too many parameters", sub->name, NULL);
		return false;
	}
	if (!parse_reference(c, sub, target, msg->params[first], &q->from) ||
	    (sub->references == 2 && !parse_reference(c, sub, target,
	    msg->params[first + 1], &q->to)))
		return false;
	return parse_limit(c, sub, msg->params[wanted - 1], &q->limit);
}

static void
say_invalid_target(struct client *c, const struct subcommand *sub,
    const char *target)
{
	client_fail(c, "CHATHISTORY", "INVALID_TARGET", not_retrieved,
	    sub->name, target, NULL);
}

/* --- the answers --- */

/* Whether whoever has asked may read there still. */
static bool
may_still(const struct client *c, const struct asked *asked)
{
	struct question_channel now;

	if (asked->channel == 0)
		return asked->user == user_identity(c->user);
	return reading_channel(c, channel_by_number(c->server,
	    asked->channel), &now);
}

static void
then_history(struct client *c, const struct result *r, void *ctx)
{
	const struct asked *asked = ctx;

	if (!may_still(c, asked))
		say_invalid_target(c, asked->sub, asked->target);
	else if (r->code != RESULT_OK)
		client_fail(c, "CHATHISTORY", "MESSAGE_ERROR",
		    r->why != NULL ? r->why : not_retrieved, asked->sub->name,
		    asked->target, NULL);
	else
		history_answer_start(c->server->answer, r, "chathistory",
		    asked->target);
}

static void
say_target(struct answer *a, const char *ref, const char *name,
    int64_t latest_ms)
{
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "CHATHISTORY", .params = { "TARGETS", name },
	    .nparams = 2 };
	char when[TIME_ISO_SIZE], tags[32];

	time_format_iso(when, latest_ms);
	m.params[m.nparams++] = when;
	if (ref[0] != '\0') {
		str_copy(tags, sizeof tags, "batch=");
		str_copy(tags + strlen(tags), sizeof tags - strlen(tags), ref);
		m.tags = tags;
	}
	answer_send(a, &m, 0);
}

static void
then_targets(struct client *c, const struct result *r, void *ctx)
{
	const struct asked *asked = ctx;
	struct answer *a = c->server->answer;
	struct question_channel now;
	char ref[16] = "";
	size_t i;

	if (r->code != RESULT_OK) {
		client_fail(c, "CHATHISTORY", "MESSAGE_ERROR",
		    r->why != NULL ? r->why : not_retrieved, asked->sub->name,
		    NULL);
		return;
	}
	if (client_has_cap(c, CAP_BATCH))
		answer_batch_start(a, ref, "draft/chathistory-targets", NULL);
	for (i = 0; i < r->ntargets; i++) {
		const struct target_row *t = &r->targets[i];
		const struct channel *ch = channel_by_number(c->server,
		    t->channel);

		if (t->channel == 0 && asked->user == user_identity(c->user))
			say_target(a, ref, t->name, t->latest_ms);
		else if (reading_channel(c, ch, &now))
			say_target(a, ref, ch->name, t->latest_ms);
	}
	if (ref[0] != '\0')
		answer_batch_end(a, ref);
}

/* --- the questions --- */

/*
 * Without draft/event-playback nothing but PRIVMSG and NOTICE is told
 * (chathistory, "Returned message notes").
 */
static unsigned
wanted_verbs(const struct client *c)
{
	unsigned verbs = 1 << EVENT_PRIVMSG | 1 << EVENT_NOTICE;

	if (!client_has_cap(c, CAP_EVENT_PLAYBACK))
		return verbs;
	verbs |= 1 << EVENT_VERB_JOIN | 1 << EVENT_VERB_PART |
	    1 << EVENT_VERB_QUIT | 1 << EVENT_VERB_KICK |
	    1 << EVENT_VERB_NICK | 1 << EVENT_VERB_TOPIC |
	    1 << EVENT_VERB_MODE;
	if (client_has_cap(c, CAP_MESSAGE_TAGS))
		verbs |= 1 << EVENT_TAGMSG;
	if (client_has_cap(c, CAP_MESSAGE_REDACTION))
		verbs |= 1 << EVENT_VERB_REDACT;
	return verbs;
}

static struct asked *
asked_new(const struct client *c, const struct subcommand *sub,
    const char *target)
{
	struct asked *asked = xcalloc(1, sizeof *asked);

	asked->sub = sub;
	asked->user = user_identity(c->user);
	str_copy(asked->target, sizeof asked->target, target);
	return asked;
}

static void
ask_channel(struct client *c, const struct subcommand *sub,
    const char *target, struct question *q)
{
	const struct channel *ch = channel_find(c->server, target);
	struct asked *asked;

	if (!reading_channel(c, ch, &q->channel)) {
		say_invalid_target(c, sub, target);
		return;
	}
	asked = asked_new(c, sub, ch->name);
	asked->channel = ch->number;
	client_ask(c, q, then_history, asked);
}

static void
ask_talk(struct client *c, const struct subcommand *sub, const char *target,
    struct question *q)
{
	const struct user *peer = user_find(c->server, target);
	char folded[NICK_LEN + 1];

	if (!reading_talk(c, target, q, folded))
		say_invalid_target(c, sub, target);
	else
		client_ask(c, q, then_history, asked_new(c, sub,
		    peer == NULL ? target : peer->nick));
}

static void
ask_targets(struct client *c, const struct subcommand *sub,
    struct question *q)
{
	struct question_channel channels[CHANNELS_PER_USER];

	q->kind = QUESTION_TARGETS;
	q->channels = channels;
	q->nchannels = reading_channels(c, channels);
	client_ask(c, q, then_targets, asked_new(c, sub, "*"));
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct subcommand *sub = find_subcommand(msg->params[0]);
	struct question q = { .kind = QUESTION_HISTORY,
	    .user = user_identity(c->user), .upto = bus_applied(c->server->bus) };

	if (!c->server->config.history) {
		client_reply(c, ERR_UNKNOWNCOMMAND, "CHATHISTORY", NULL);
		return;
	}
	if (sub == NULL) {
		client_fail(c, "CHATHISTORY", "INVALID_PARAMS",
		    "Unknown command", msg->params[0], NULL);
		return;
	}
	if (!parse(c, sub, msg, &q))
		return;
	if (sub->part == NOT_A_PART) {
		ask_targets(c, sub, &q);
		return;
	}
	q.part = (enum history_part)sub->part;
	q.verbs = wanted_verbs(c);
	if (irc_is_channel(msg->params[1]))
		ask_channel(c, sub, msg->params[1], &q);
	else
		ask_talk(c, sub, msg->params[1], &q);
}

const struct command cmd_chathistory = {
	.name = "CHATHISTORY", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2, .asks = true,
	.run = run,
};
