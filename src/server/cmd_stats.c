/* cmd_stats.c -- STATS: modern.ircdocs.horse/#stats-message */
#include "config.h"

#include <stdio.h>

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/ban_command.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { DAY_S = 86400, HOUR_S = 3600, MINUTE_S = 60 };

static void
say_commands(struct client *c)
{
	const struct command *cmd;
	char count[24];
	unsigned i;

	for (i = 0; (cmd = command_at(i)) != NULL; i++) {
		uint64_t n = c->server->commands_run[i];

		if (n == 0)
			continue;
		snprintf(count, sizeof count, "%llu", (unsigned long long)n);
		client_reply(c, RPL_STATSCOMMANDS, cmd->name, count, NULL);
	}
}

static void
say_uptime(struct client *c)
{
	const struct server *s = c->server;
	long long up = (long long)(s->now.wall_ms - s->created_ms) / 1000;
	char text[80];

	snprintf(text, sizeof text, "Server Up %lld days %lld:%02lld:%02lld",
	    up / DAY_S, up % DAY_S / HOUR_S, up % HOUR_S / MINUTE_S,
	    up % MINUTE_S);
	client_reply_text(c, RPL_STATSUPTIME, text, NULL);
}

/* What a letter shows; any other shows nothing. */
static const struct {
	char letter;
	void (*say)(struct client *c);
} queries[] = {
	{ 'm', say_commands },
	{ 'u', say_uptime },
};

/* Of operators, and by a long answer: its end numeric comes with the last. */
static bool
say_bans(struct client *c, const char *letter)
{
	if (str_lower(letter[0]) == 'k')
		ban_list_start(c, BAN_KLINE, letter);
	else if (str_lower(letter[0]) == 'd')
		ban_list_start(c, BAN_DLINE, letter);
	else
		return false;
	return true;
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char letter[2] = { msg->params[0][0], '\0' };
	size_t i;

	if (msg->nparams > 1 && !command_is_for_us(c, msg->params[1]))
		return;
	if (say_bans(c, letter))
		return;
	for (i = 0; i < sizeof queries / sizeof queries[0]; i++)
		if (queries[i].letter == str_lower(letter[0]))
			queries[i].say(c);
	client_reply(c, RPL_ENDOFSTATS, letter[0] == '\0' ? "*" : letter,
	    NULL);
}

const struct command cmd_stats = {
	.name = "STATS", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 3, .run = run,
};
