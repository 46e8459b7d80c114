/* cmd_stats.c -- STATS: modern.ircdocs.horse/#stats-message */
#include "config.h"

#include <stdio.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"
#include "server/ban_command.h"
#include "server/long_answer.h"
#include "server/oper.h"
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

/* What is in the settings: who may say OPER, and from where. */
static void
say_operators(struct client *c)
{
	const struct server_config *cfg = &c->server->config;
	size_t i;

	for (i = 0; i < cfg->nopers; i++) {
		const struct oper_config *o = &cfg->opers[i];
		char account[sizeof "$a:" + ACCOUNT_LEN];

		snprintf(account, sizeof account, "$a:%s",
		    o->account == NULL ? "" : o->account);
		client_reply_text(c, RPL_STATSOLINE, NULL, "O",
		    o->account != NULL ? account :
		    o->masks != NULL ? o->masks : "*", "*", o->name, NULL);
	}
}

/* What a letter shows; any other shows nothing. There are no links to other
 * servers, and so no lines for `c`. */
static const struct {
	char letter;
	bool for_operators;
	void (*say)(struct client *c);
} queries[] = {
	{ 'm', false, say_commands },
	{ 'o', true,  say_operators },
	{ 'u', false, say_uptime },
};

/* --- l: connections --- */

/* Bytes that wait for it, and since how many seconds its user is here: what
 * else 211 would tell is not counted. */
static void
say_connection(struct answer *a, const struct client *c)
{
	char name[SOURCE_LEN + 1], queue[24], here[24];

	snprintf(name, sizeof name, "%s[%s@%s]", c->user->nick,
	    c->user->username, user_real_host(c->user));
	snprintf(queue, sizeof queue, "%zu", (size_t)c->out.bytes);
	snprintf(here, sizeof here, "%lld", (long long)
	    (c->server->now.wall_ms - c->user->connected_ms) / 1000);
	answer_reply_text(a, RPL_STATSLINKINFO, NULL, name, queue, "0", "0",
	    "0", "0", here, NULL);
}

static void
say_connections(struct answer *a, const struct user *u)
{
	const struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user)
		say_connection(a, c);
}

static bool
more(struct long_answer *la, struct answer *a)
{
	struct list_node *n;

	while (!long_answer_is_full(la, a)) {
		if ((n = cursor_next(&la->cursor)) == NULL) {
			answer_reply(a, RPL_ENDOFSTATS, "l", NULL);
			return false;
		}
		say_connections(a, list_item(n, struct user, node));
	}
	return true;
}

/* One's own; operators are shown all. */
static void
show_connections(struct client *c)
{
	struct long_answer *la;

	if (!user_is_operator(c->user)) {
		say_connections(c->server->answer, c->user);
		client_reply(c, RPL_ENDOFSTATS, "l", NULL);
		return;
	}
	la = xcalloc(1, sizeof *la);
	la->more = more;
	cursor_start(&la->cursor, &c->server->users);
	long_answer_start(c, c->server->answer, la);
}

/* --- */

/* What is made piece by piece: its end numeric comes with the last. */
static bool
show_long(struct client *c, const char *letter)
{
	switch (str_lower(letter[0])) {
	case 'd':
		ban_list_start(c, BAN_DLINE, letter);
		return true;
	case 'k':
		ban_list_start(c, BAN_KLINE, letter);
		return true;
	case 'l':
		show_connections(c);
		return true;
	default:
		return false;
	}
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char letter[2] = { msg->params[0][0], '\0' };
	size_t i;

	if (msg->nparams > 1 && !command_is_for_us(c, msg->params[1]))
		return;
	if (show_long(c, letter))
		return;
	for (i = 0; i < sizeof queries / sizeof queries[0]; i++)
		if (queries[i].letter != str_lower(letter[0]))
			continue;
		else if (queries[i].for_operators &&
		    !user_is_operator(c->user))
			client_reply(c, ERR_NOPRIVILEGES, NULL);
		else
			queries[i].say(c);
	client_reply(c, RPL_ENDOFSTATS, letter[0] == '\0' ? "*" : letter,
	    NULL);
}

const struct command cmd_stats = {
	.name = "STATS", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 3, .run = run,
};
