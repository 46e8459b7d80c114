/* cmd_mute.c -- MUTE, UNMUTE: who may not speak on the whole server. */
#include "config.h"

#include "server/ban_command.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	ban_command_run(c, msg, BAN_MUTE);
}

static void
run_un(struct client *c, const struct irc_msg *msg)
{
	unban_command_run(c, msg, BAN_MUTE);
}

const struct command cmd_mute = {
	.name = "MUTE", .when = COMMAND_REGISTERED, .cost = 2,
	.for_operators = true,
	.run = run,
};

const struct command cmd_unmute = {
	.name = "UNMUTE", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2, .for_operators = true,
	.run = run_un,
};
