/*
 * keeping.c -- telling people that, and for how long, messages are kept.
 *
 * Once on arrival, as a NOTICE: it must be seen without being looked for, and
 * a MOTD is the administrator's own text. Not the state of a channel decides
 * here but the settings, so each node tells of what it keeps itself.
 */
#include "config.h"
#include "server/keeping.h"

#include <inttypes.h>
#include <stdio.h>

#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/channel.h"
#include "server/server_internal.h"
#include "store/store.h"

#include "base/banned.h"

enum { FOR_SIZE = 40 };

static int64_t
age_of(const struct server *s, const char *channel)
{
	const struct store_keep *k = s->config.keep;

	for (size_t i = 0; k != NULL && channel != NULL && i < k->nchannels;
	    i++)
		if (irc_case_eq(k->channels[i].name, channel))
			return k->channels[i].age_ms;
	return k == NULL ? 0 : k->age_ms;
}

/* "for 30 days": in the biggest unit that says it exactly. */
static void
say_for(const struct server *s, char out[FOR_SIZE], int64_t ms)
{
	static const struct { int64_t s; const char *name; } units[] = {
		{ 86400, "day" }, { 3600, "hour" }, { 60, "minute" },
		{ 1, "second" },
	};
	int64_t seconds = ms / 1000, n;
	size_t i = 0;

	if (ms == 0) {
		snprintf(out, FOR_SIZE, s->config.history_in_memory ?
		    "while the server runs" : "for good");
		return;
	}
	while (seconds % units[i].s != 0)
		i++;
	n = seconds / units[i].s;
	snprintf(out, FOR_SIZE, "for %" PRId64 " %s%s", n, units[i].name,
	    n == 1 ? "" : "s");
}

const char *
keeping_token(const struct server *s, char *buf, size_t size)
{
	int64_t ms = age_of(s, NULL);

	if (!s->config.history)
		return "0";
	if (ms == 0)
		return s->config.history_in_memory ? "memory" : "forever";
	snprintf(buf, size, "%" PRId64, ms / 1000);
	return buf;
}

/* The older dialects have no line for what the server says. */
static bool
is_told(const struct answer *a)
{
	return a->client != NULL && a->client->paced == NULL;
}

static void
notice(struct answer *a, const char *text)
{
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "NOTICE", .colon = true };

	m.params[m.nparams++] = client_nick(a->client);
	m.params[m.nparams++] = text;
	answer_send(a, &m, 0);
}

/* The log is a copy, too, and is not pruned by us. */
static const char *
say_log(const struct server *s)
{
	switch (s->config.log_messages) {
	case SERVER_LOG_CHANNELS:
		return " The log of the server has what is said in channels "
		    "that anyone may join.";
	case SERVER_LOG_ALL:
		return " The log of the server has what is said in channels.";
	case SERVER_LOG_NONE:
		break;
	}
	return "";
}

void
keeping_tell(struct answer *a)
{
	const struct server *s = a->server;
	const struct store_keep *k = s->config.keep;
	char text[IRC_LINE_BODY_MAX], time[FOR_SIZE];

	if (!is_told(a))
		return;
	say_for(s, time, age_of(s, NULL));
	if (s->config.history)
		snprintf(text, sizeof text, "Messages are kept here%s %s%s.%s",
		    s->config.history_in_memory ? " in memory only," : "",
		    time, k != NULL && k->size_bytes > 0 ?
		    ", or as long as there is room for them" : "",
		    say_log(s));
	else
		snprintf(text, sizeof text, "Messages are not kept here.%s",
		    say_log(s));
	notice(a, text);
}

void
keeping_tell_of(struct answer *a, const struct channel *ch)
{
	const struct server *s = a->server;
	int64_t ms = age_of(s, ch->name);
	char text[IRC_LINE_BODY_MAX], time[FOR_SIZE];

	if (!is_told(a) || !s->config.history || ms == age_of(s, NULL))
		return;
	say_for(s, time, ms);
	snprintf(text, sizeof text, "Messages in %s are kept %s.", ch->name,
	    time);
	notice(a, text);
}
