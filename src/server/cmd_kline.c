/* cmd_kline.c -- KLINE, UNKLINE: who may not come in, by user@host. */
#include "config.h"

#include "server/ban_command.h"

#include "base/banned.h"

static void
run(struct client *c, const struct irc_msg *msg)
{
	ban_command_run(c, msg, BAN_KLINE);
}

static void
run_un(struct client *c, const struct irc_msg *msg)
{
	unban_command_run(c, msg, BAN_KLINE);
}

const struct command cmd_kline = {
	.name = "KLINE", .when = COMMAND_REGISTERED, .cost = 2,
	.for_operators = true,
	.run = run,
	.event = EVENT_BAN, .apply = ban_apply,
};

const struct command cmd_unkline = {
	.name = "UNKLINE", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2, .for_operators = true,
	.run = run_un,
	.event = EVENT_UNBAN, .apply = unban_apply,
};
