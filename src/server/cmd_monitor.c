/* cmd_monitor.c -- MONITOR: ircv3.net/specs/extensions/monitor */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/metadata.h"
#include "server/monitor.h"
#include "server/server_internal.h"

#include "base/banned.h"

#define NUMBER_TEXT_(n) #n
#define NUMBER_TEXT(n) NUMBER_TEXT_(n)

/* What fits a line behind ":server 730 nick :". */
enum { NAMES_BYTES = IRC_LINE_BODY_MAX - 2 - (1 + SERVER_NAME_LEN) - 5 -
    (NICK_LEN + 1) - 1 };

/* Names gathered for one numeric, said as lines that fit. */
struct names {
	struct client *client;
	enum numeric numeric;
	size_t len;
	char line[NAMES_BYTES + 1];
};

static void
say(struct names *n)
{
	if (n->len > 0)
		client_reply_text(n->client, n->numeric, n->line, NULL);
	n->len = 0;
}

static void
add(struct names *n, const char *name)
{
	if (n->len + 1 + strlen(name) > NAMES_BYTES)
		say(n);
	n->len += (size_t)snprintf(n->line + n->len, sizeof n->line - n->len,
	    "%s%s", n->len == 0 ? "" : ",", name);
}

/* Who is here with all of the source, who is not by the nick. */
static void
add_state(struct names *online, struct names *offline, const char *nick)
{
	const struct user *u = user_find(online->client->server, nick);

	if (u != NULL)
		add(online, u->source);
	else
		add(offline, nick);
}

/* "a,b": each valid nick of it in turn. False: no more. */
static bool
next_nick(const char **rest, char nick[NICK_LEN + 1])
{
	char item[IRC_LINE_BODY_MAX];
	struct str_span span;

	while (str_next_item(rest, ',', &span)) {
		str_copy_span(item, sizeof item, span);
		if (irc_nick_make(item, nick))
			return true;
	}
	return false;
}

/* `targets`: as the client sent them, from the first there is no room for. */
static void
say_full(struct client *c, const char *targets)
{
	struct irc_msg m = { .source = c->server->config.name,
	    .command = "734", .colon = true };

	m.params[m.nparams++] = c->user->nick;
	m.params[m.nparams++] = NUMBER_TEXT(MONITOR_MAX);
	m.params[m.nparams++] = targets[0] == ':' ||
	    strchr(targets, ' ') != NULL ? "*" : targets;
	m.params[m.nparams++] = numeric_text(ERR_MONLISTFULL);
	client_send(c, &m);
}

/* draft/metadata-2: whoever is watched is known at once. */
static void
show_metadata(struct client *c, const char *targets)
{
	char nick[NICK_LEN + 1];
	struct user *u;

	while (metadata_wants_any(c) && next_nick(&targets, nick))
		if ((u = user_find(c->server, nick)) != NULL)
			metadata_show_user(c->server->answer, u);
}

/* From the first for which there is no room on all are refused. */
static void
watch(struct client *c, const char *targets)
{
	struct names online = { .client = c, .numeric = RPL_MONONLINE };
	struct names offline = { .client = c, .numeric = RPL_MONOFFLINE };
	const char *rest = targets, *before = targets;
	char nick[NICK_LEN + 1];
	bool added;

	while (next_nick(&rest, nick)) {
		if (!monitor_add(c, nick, &added)) {
			say(&online);
			say(&offline);
			say_full(c, before);
			return;
		}
		if (added)
			add_state(&online, &offline, nick);
		before = rest != NULL && *rest == ',' ? rest + 1 : rest;
	}
	say(&online);
	say(&offline);
	show_metadata(c, targets);
}

static void
unwatch(struct client *c, const char *targets)
{
	char nick[NICK_LEN + 1];

	while (next_nick(&targets, nick))
		monitor_remove(c, nick);
}

static void
show_list(struct client *c)
{
	struct names n = { .client = c, .numeric = RPL_MONLIST };
	const struct watching *w;

	LIST_FOREACH(w, &c->watchings, of_client)
		add(&n, monitor_nick(w));
	say(&n);
	client_reply(c, RPL_ENDOFMONLIST, NULL);
}

static void
show_states(struct client *c)
{
	struct names online = { .client = c, .numeric = RPL_MONONLINE };
	struct names offline = { .client = c, .numeric = RPL_MONOFFLINE };
	const struct watching *w;

	LIST_FOREACH(w, &c->watchings, of_client)
		add_state(&online, &offline, monitor_nick(w));
	say(&online);
	say(&offline);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *what = msg->params[0];
	const char *targets = irc_msg_param(msg, 1);
	bool changes = str_eq(what, "+") || str_eq(what, "-");

	if (changes && targets == NULL)
		client_reply(c, ERR_NEEDMOREPARAMS, "MONITOR", NULL);
	else if (str_eq(what, "+"))
		watch(c, targets);
	else if (str_eq(what, "-"))
		unwatch(c, targets);
	else if (str_eq_nocase(what, "C"))
		monitor_clear(c);
	else if (str_eq_nocase(what, "L"))
		show_list(c);
	else if (str_eq_nocase(what, "S"))
		show_states(c);
}

const struct command cmd_monitor = {
	.name = "MONITOR", .when = COMMAND_REGISTERED, .min_params = 1,
	.cost = 2, .run = run,
};
