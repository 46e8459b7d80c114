/*
 * cmd_resume.c -- RESUME <token>: tcpchat/resume, tcpchat-proto(7).
 *
 * Said before registering: the client goes on as the user whose client was
 * given that token. A token is "user-secret": the number, so that it is found
 * without a search, and what nobody can guess.
 */
#include "config.h"

#include <stdlib.h>

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

const char resume_refused[] = "There is no such user any more, or the token "
    "is not its newest; you come as a new one";

static void
run(struct client *c, const struct irc_msg *msg)
{
	struct registration *r = c->registration;
	char *secret;
	uint64_t user = strtoull(msg->params[0], &secret, 16);

	r->resume_user = 0;
	if (*secret++ == '-' && attachment_by_token(c->server, user, secret)
	    != NULL && str_copy(r->resume_token, sizeof r->resume_token,
	    secret))
		r->resume_user = user;
	else
		client_fail(c, "RESUME", "INVALID_TOKEN", resume_refused,
		    NULL);
}

const struct command cmd_resume = {
	.name = "RESUME", .when = COMMAND_UNREGISTERED, .min_params = 1,
	.cost = 4, .run = run,
};
