/* cmd_lusers.c -- LUSERS: modern.ircdocs.horse/#lusers-message */
#include "config.h"

#include <stdio.h>

#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

static void
number(char out[16], size_t n)
{
	snprintf(out, 16, "%zu", n);
}

static void
say_local(struct answer *a, enum numeric code, const char *what, unsigned now,
    unsigned most)
{
	char n[16], max[16], text[80];

	number(n, now);
	number(max, most);
	snprintf(text, sizeof text, "Current %s users %s, max %s", what, n,
	    max);
	answer_reply_text(a, code, text, n, max, NULL);
}

void
lusers_send(struct answer *a)
{
	const struct server *s = a->server;
	char text[80], n[16];

	snprintf(text, sizeof text,
	    "There are %zu users and %u invisible on 1 servers",
	    s->users.count - s->ninvisible, s->ninvisible);
	answer_reply_text(a, RPL_LUSERCLIENT, text, NULL);
	number(n, s->noperators);
	answer_reply(a, RPL_LUSEROP, n, NULL);
	number(n, s->nclients - s->nregistered);
	answer_reply(a, RPL_LUSERUNKNOWN, n, NULL);
	number(n, s->channels.count);
	answer_reply(a, RPL_LUSERCHANNELS, n, NULL);
	snprintf(text, sizeof text, "I have %u clients and 0 servers",
	    s->nregistered);
	answer_reply_text(a, RPL_LUSERME, text, NULL);
	say_local(a, RPL_LOCALUSERS, "local", s->nregistered, s->nclients_max);
	say_local(a, RPL_GLOBALUSERS, "global", s->nregistered,
	    s->nclients_max);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	(void)msg;
	lusers_send(c->server->answer);
}

const struct command cmd_lusers = {
	.name = "LUSERS", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
