/* cmd_rehash.c -- REHASH: modern.ircdocs.horse/#rehash-message */
#include "config.h"

#include "base/log.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* All or nothing: what is refused has changed nothing. */
static void
then(struct client *c, const struct result *r, void *ctx)
{
	(void)ctx;
	log_line(LEVEL_NOTICE, "oper: action=rehash by=%s done=%s",
	    c->user->source, r->code == RESULT_OK ? "yes" : "no");
	if (r->code == RESULT_OK)
		client_note(c, "REHASH", "DONE", "The settings were read again",
		    NULL);
	else
		client_fail(c, "REHASH", "REFUSED", r->why == NULL ?
		    "The settings cannot be read; nothing has changed" :
		    r->why, NULL);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct question q = { .kind = QUESTION_REHASH };

	(void)msg;
	client_reply(c, RPL_REHASHING, "tcpchatd.conf", NULL);
	client_ask(c, &q, then, NULL);
}

const struct command cmd_rehash = {
	.name = "REHASH", .when = COMMAND_REGISTERED, .cost = 10,
	.for_operators = true, .asks = true,
	.run = run,
};
