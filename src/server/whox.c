/* whox.c -- the lines of WHO: 352, and 354 with the fields one asked for. */
#include "config.h"
#include "server/whox.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* In the order in which they are sent. */
static const char field_letters[] = "tcuihsnfdlaor";

enum { TOKEN_DIGITS = WHOX_TOKEN_SIZE - 1, FLAGS_SIZE = 8 };

static void
parse_token(struct whox *w, const char *token)
{
	size_t len = strspn(token, "0123456789");

	if (len > 0 && len <= TOKEN_DIGITS && token[len] == '\0')
		str_copy(w->token, sizeof w->token, token);
}

void
whox_parse(struct whox *w, const char *options)
{
	const char *at = options == NULL ? "" : options;

	*w = (struct whox){ .token = "0" };
	for (; *at != '\0' && *at != '%'; at++)
		if (*at == 'o')
			w->only_operators = true;
	if (*at != '%')
		return;
	w->is_used = true;
	for (at++; *at != '\0' && *at != ','; at++) {
		const char *field = strchr(field_letters, *at);

		if (field != NULL)
			w->fields |= 1u << (field - field_letters);
	}
	if (*at == ',')
		parse_token(w, at + 1);
}

/* "H" here, "G" gone, "*" an operator, "B" a bot, and the signs of the member. */
static void
flags_of(const struct answer *a, const struct user *u, const struct member *m,
    char out[FLAGS_SIZE])
{
	char prefix[3] = "";

	if (m != NULL)
		member_prefix(m, client_has_cap(a->client, CAP_MULTI_PREFIX),
		    prefix);
	snprintf(out, FLAGS_SIZE, "%c%s%s%s", u->away == NULL ? 'H' : 'G',
	    u->modes & USER_OPERATOR ? "*" : "", u->modes & USER_BOT ? "B" : "", prefix);
}

static const char *
channel_of(const struct member *m)
{
	return m == NULL ? "*" : m->channel->name;
}

/* Nothing is looked up, so a host is an address, but that of a local socket. */
static const char *
address_of(const struct user *u)
{
	bool is_address = strchr(u->host, ':') != NULL ||
	    u->host[strspn(u->host, "0123456789.")] == '\0';

	return is_address ? u->host : "255.255.255.255";
}

static void
idle_of(const struct answer *a, const struct user *u, char out[24])
{
	int64_t ms = a->server->now.wall_ms - u->spoke_ms;

	snprintf(out, 24, "%lld", ms < 0 ? 0LL : (long long)(ms / 1000));
}

/* What stands for one field. `room` may be used for it. */
static const char *
field_text(const struct answer *a, const struct whox *w, char field,
    const struct user *u, const struct member *m, char room[24])
{
	switch (field) {
	case 't':
		return w->token;
	case 'c':
		return channel_of(m);
	case 'u':
		return u->username;
	case 'i':
		return address_of(u);
	case 'h':
		return u->host;
	case 's':
		return a->server->config.name;
	case 'n':
		return u->nick;
	case 'f':
		flags_of(a, u, m, room);
		return room;
	case 'd':	/* hops: there is no tree of servers */
		return "0";
	case 'l':
		idle_of(a, u, room);
		return room;
	case 'a':
		return u->account == NULL ? "0" : u->account->name;
	case 'o':	/* operators have no levels */
		return "n/a";
	default:
		return u->realname;
	}
}

static void
say_fields(struct answer *a, const struct whox *w, const struct user *u,
    const struct member *m)
{
	struct irc_msg line = { .source = a->server->config.name,
	    .command = "354" };
	char rooms[sizeof field_letters][24];
	unsigned i;

	line.params[line.nparams++] = client_nick(a->client);
	for (i = 0; field_letters[i] != '\0'; i++)
		if (w->fields & 1u << i)
			line.params[line.nparams++] = field_text(a, w,
			    field_letters[i], u, m, rooms[i]);
	line.colon = (w->fields & 1u << (i - 1)) != 0;	/* the real name */
	answer_send(a, &line, 0);
}

static void
say_reply(struct answer *a, const struct user *u, const struct member *m)
{
	char flags[FLAGS_SIZE], last[REALNAME_LEN + 3];

	flags_of(a, u, m, flags);
	snprintf(last, sizeof last, "0 %s", u->realname);
	answer_reply_text(a, RPL_WHOREPLY, last, channel_of(m), u->username,
	    u->host, a->server->config.name, u->nick, flags, NULL);
}

void
whox_say(struct answer *a, const struct whox *w, const struct user *u,
    const struct member *m)
{
	if (a->client == NULL)
		return;
	if (w->is_used)
		say_fields(a, w, u, m);
	else
		say_reply(a, u, m);
}
