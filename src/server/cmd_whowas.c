/* cmd_whowas.c -- WHOWAS: modern.ircdocs.horse/#whowas-message */
#include "config.h"

#include "base/str.h"
#include "proto/irc_mask.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"
#include "server/whowas.h"

#include "base/banned.h"

static void
say(struct client *c, const struct whowas_entry *e)
{
	const char *server = c->server->config.name;
	char nick[NICK_LEN + 1], user[USER_LEN + 1], host[HOST_LEN + 1];
	char when[TIME_ISO_SIZE];
	struct irc_source parts;

	irc_source_split(e->source, &parts);
	str_copy_span(nick, sizeof nick, parts.nick);
	str_copy_span(user, sizeof user, parts.user);
	str_copy_span(host, sizeof host, parts.host);
	client_reply_text(c, RPL_WHOWASUSER, e->realname, nick, user, host,
	    "*", NULL);
	time_format_iso(when, e->left_ms);
	client_reply_text(c, RPL_WHOISSERVER, when, nick, server, NULL);
}

/* WHOWAS <nick> [<count>]: a count that is not positive means all. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *nick = irc_msg_param(msg, 0);
	const char *number = irc_msg_param(msg, 1);
	const struct whowas_entry *e;
	int64_t count;
	unsigned skip = 0, said = 0;

	if (nick == NULL || nick[0] == '\0') {
		client_reply(c, ERR_NONICKNAMEGIVEN, NULL);
		return;
	}
	if (number == NULL || !str_to_int64(number, 1, WHOWAS_MAX, &count))
		count = WHOWAS_MAX;
	while (said < count &&
	    (e = whowas_next(&c->server->whowas, nick, &skip)) != NULL) {
		say(c, e);
		said++;
	}
	if (said == 0)
		client_reply(c, ERR_WASNOSUCHNICK, nick, NULL);
	client_reply(c, RPL_ENDOFWHOWAS, nick, NULL);
}

const struct command cmd_whowas = {
	.name = "WHOWAS", .when = COMMAND_REGISTERED, .cost = 4, .run = run,
};
