/* cmd_whois.c -- WHOIS: modern.ircdocs.horse/#whois-message */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "proto/irc_case.h"
#include "server/command.h"
#include "server/member.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* What fits a line behind ":server 319 nick nick :". */
enum { CHANNELS_BYTES = IRC_LINE_BODY_MAX - 2 - (1 + SERVER_NAME_LEN) - 5 -
    2 * (NICK_LEN + 1) - 1 };

/* +s and +p hide a channel, and +i all the channels, from who is not in them. */
static bool
is_shown(const struct member *m, const struct user *to)
{
	if (m->user == to || channel_member(m->channel, to) != NULL)
		return true;
	return channel_is_listed(m->channel, to) &&
	    !(m->user->modes & USER_INVISIBLE);
}

static void
say_channels(struct answer *a, const struct user *u)
{
	bool multi = client_has_cap(a->client, CAP_MULTI_PREFIX);
	char line[CHANNELS_BYTES + 1], prefix[3];
	const struct member *m;
	size_t len = 0;

	for (m = u->members; m != NULL; m = m->next_of_user) {
		if (!is_shown(m, a->client->user))
			continue;
		member_prefix(m, multi, prefix);
		if (len + strlen(prefix) + strlen(m->channel->name) + 1 >
		    CHANNELS_BYTES) {
			answer_reply_text(a, RPL_WHOISCHANNELS, line, u->nick,
			    NULL);
			len = 0;
		}
		len += (size_t)snprintf(line + len, sizeof line - len,
		    "%s%s%s", len == 0 ? "" : " ", prefix, m->channel->name);
	}
	if (len > 0)
		answer_reply_text(a, RPL_WHOISCHANNELS, line, u->nick, NULL);
}

static void
say_times(struct answer *a, const struct user *u)
{
	int64_t idle_ms = a->server->now.wall_ms - u->spoke_ms;
	char idle[24], since[24];

	snprintf(idle, sizeof idle, "%lld",
	    idle_ms < 0 ? 0LL : (long long)(idle_ms / 1000));
	snprintf(since, sizeof since, "%lld",
	    (long long)(u->connected_ms / 1000));
	answer_reply(a, RPL_WHOISIDLE, u->nick, idle, since, NULL);
}

/* All of its terminals are; one that is not would be enough to listen at. */
static bool
is_secure(const struct user *u)
{
	const struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user)
		if (!c->is_secure)
			return false;
	return u->clients != NULL;
}

/* What names a key is shown to its owner and to operators. */
static void
say_certificates(struct answer *a, const struct user *u)
{
	const struct client *c;
	char text[128];

	if (a->client->user != u &&
	    !(a->client->user->modes & USER_OPERATOR))
		return;
	for (c = u->clients; c != NULL; c = c->next_of_user) {
		if (c->tls == NULL || c->tls->fingerprint[0] == '\0')
			continue;
		snprintf(text, sizeof text,
		    "has client certificate fingerprint %s",
		    c->tls->fingerprint);
		answer_reply_text(a, RPL_WHOISCERTFP, text, u->nick, NULL);
	}
}

/* Where somebody is whose host says something else: as certificates. */
static void
say_real_host(struct answer *a, const struct user *u)
{
	if (u->real_host != NULL && (a->client->user == u ||
	    user_is_operator(a->client->user)))
		answer_reply(a, RPL_WHOISACTUALLY, u->nick, u->real_host, NULL);
}

static void
say(struct answer *a, const struct user *u)
{
	const struct server_config *cfg = &a->server->config;

	answer_reply_text(a, RPL_WHOISUSER, u->realname, u->nick, u->username,
	    u->host, "*", NULL);
	say_channels(a, u);
	answer_reply_text(a, RPL_WHOISSERVER, cfg->network, u->nick,
	    cfg->name, NULL);
	if (u->account != NULL)
		answer_reply(a, RPL_WHOISACCOUNT, u->nick, u->account->name,
		    NULL);
	if (u->modes & USER_OPERATOR)
		answer_reply(a, RPL_WHOISOPERATOR, u->nick, NULL);
	if (u->modes & USER_BOT)
		answer_reply(a, RPL_WHOISBOT, u->nick, NULL);
	if (u->away != NULL)
		answer_reply_text(a, RPL_AWAY, u->away, u->nick, NULL);
	if (is_secure(u))
		answer_reply(a, RPL_WHOISSECURE, u->nick, NULL);
	say_certificates(a, u);
	say_real_host(a, u);
	say_times(a, u);
}

/* WHOIS [<server or nick>] <nick>: the first one says who is to be asked. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *nick = irc_msg_param(msg, msg->nparams > 1);
	const struct user *u;

	if (nick == NULL || nick[0] == '\0') {
		client_reply(c, ERR_NONICKNAMEGIVEN, NULL);
		return;
	}
	/* "WHOIS al al" asks the server that al is on: here, if there is none. */
	if (msg->nparams > 1 && !irc_case_eq(msg->params[0], nick) &&
	    user_find(c->server, msg->params[0]) == NULL &&
	    !command_is_for_us(c, msg->params[0]))
		return;
	u = user_find(c->server, nick);
	if (u == NULL)
		client_reply(c, ERR_NOSUCHNICK, nick, NULL);
	else
		say(c->server->answer, u);
	client_reply(c, RPL_ENDOFWHOIS, u == NULL ? nick : u->nick, NULL);
}

const struct command cmd_whois = {
	.name = "WHOIS", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
