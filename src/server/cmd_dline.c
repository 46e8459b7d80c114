/* cmd_dline.c -- DLINE, UNDLINE: who may not come in, by address. */
#include "config.h"

#include "server/ban_command.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	ban_command_run(c, msg, BAN_DLINE);
}

static void
run_un(struct client *c, const struct irc_msg *msg)
{
	unban_command_run(c, msg, BAN_DLINE);
}

const struct command cmd_dline = {
	.name = "DLINE", .when = COMMAND_REGISTERED, .cost = 2,
	.for_operators = true,
	.run = run,
};

const struct command cmd_undline = {
	.name = "UNDLINE", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2, .for_operators = true,
	.run = run_un,
};
