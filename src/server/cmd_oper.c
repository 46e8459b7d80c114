/*
 * cmd_oper.c -- OPER: modern.ircdocs.horse/#oper-message
 *
 * A password is compared outside the loop (QUESTION_HASH). The event says how
 * it went: a failure is one too, since operators are told of it.
 */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/mode_user.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* event->flags */
enum outcome { BAD_PASSWORD, BAD_PLACE, RIGHT };

/* What waits for the hash. */
struct attempt {
	struct sasl_verifier verifier;
	char name[IRC_LINE_BODY_MAX];
};

static void
post_outcome(struct client *c, const char *name, enum outcome outcome)
{
	struct event_text text = { .source = c->user->source, .text = name };
	struct event *e = event_new(EVENT_OPER, &text);

	e->flags = outcome;
	post(c, e);
}

static void
then_hashed(struct client *c, const struct result *r, void *ctx)
{
	const struct attempt *at = ctx;
	bool ok = r->code == RESULT_OK &&
	    sasl_verifier_matches(&at->verifier, r->hash);

	if (r->code != RESULT_OK)
		client_fail(c, "OPER", "TEMPORARILY_UNAVAILABLE",
		    "The password cannot be checked now, try again later",
		    NULL);
	else
		post_outcome(c, at->name, ok ? RIGHT : BAD_PASSWORD);
}

static void
ask_hash(struct client *c, const struct oper_config *o, const char *password)
{
	struct question q = { .kind = QUESTION_HASH, .password = password,
	    .iterations = o->verifier.iterations };
	struct attempt *at = xcalloc(1, sizeof *at);

	memcpy(q.salt, o->verifier.salt, sizeof q.salt);
	at->verifier = o->verifier;
	str_copy(at->name, sizeof at->name, o->name);
	client_ask(c, &q, then_hashed, at);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const struct oper_config *o = oper_find(c->server, msg->params[0]);
	const char *password = irc_msg_param(msg, 1);

	if (user_is_operator(c->user))
		client_reply(c, RPL_YOUREOPER, NULL);
	else if (o == NULL)
		post_outcome(c, msg->params[0], BAD_PASSWORD);
	else if (!oper_is_allowed(o, c))
		post_outcome(c, o->name, BAD_PLACE);
	else if (o->verifier.iterations == 0)
		post_outcome(c, o->name, RIGHT);
	else if (password == NULL)
		client_reply(c, ERR_NEEDMOREPARAMS, "OPER", NULL);
	else
		ask_hash(c, o, password);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);

	if (u == NULL)
		return;
	if (e->flags != RIGHT) {
		answer_reply(a, e->flags == BAD_PLACE ? ERR_NOOPERHOST :
		    ERR_PASSWDMISMATCH, NULL);
		oper_note(s, e, NULL, "action=oper-failed by=%s why=%s "
		    "name=%s", u->source, e->flags == BAD_PLACE ? "place" :
		    "password", e->s.text);
		return;
	}
	answer_reply(a, RPL_YOUREOPER, NULL);
	mode_user_set(s, e, u, u->modes | USER_OPERATOR | USER_WALLOPS, a);
	oper_note(s, e, a, "action=oper by=%s name=%s", u->source, e->s.text);
}

/* A whole bucket: who guesses waits for the next one. */
const struct command cmd_oper = {
	.name = "OPER", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = FLOOD_TOKENS, .asks = true,
	.run = run,
	.event = EVENT_OPER, .apply = apply,
};
