/* cmd_lusers.c -- LUSERS: modern.ircdocs.horse/#lusers-message */
#include "config.h"

#include <stdio.h>

#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { NUMBER_SIZE = sizeof "18446744073709551615" };

/* By hand: LUSERS is part of each registration. */
static void
number(char out[NUMBER_SIZE], size_t n)
{
	char digits[NUMBER_SIZE];
	size_t len = 0;

	do
		digits[len++] = (char)('0' + n % 10);
	while ((n /= 10) > 0);
	while (len > 0)
		*out++ = digits[--len];
	*out = '\0';
}

static void
say_most(struct answer *a, enum numeric code, const char *what, const char *n,
    const char *max)
{
	char text[80];

	snprintf(text, sizeof text, "Current %s users %s, max %s", what, n,
	    max);
	answer_reply_text(a, code, text, n, max, NULL);
}

void
lusers_send(struct answer *a)
{
	const struct server *s = a->server;
	char text[80], n[NUMBER_SIZE], max[NUMBER_SIZE];

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
	number(n, s->nregistered);
	number(max, s->nclients_max);
	say_most(a, RPL_LOCALUSERS, "local", n, max);
	say_most(a, RPL_GLOBALUSERS, "global", n, max);
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
