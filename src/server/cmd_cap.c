/* cmd_cap.c -- CAP: ircv3.net/specs/extensions/capability-negotiation */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/authentication.h"
#include "server/cmd_cap.h"
#include "server/command.h"
#include "server/metadata.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* A list of capabilities is broken into lines of so many bytes. */
enum { LIST_BYTES = 380, ITEM_SIZE = 128 };

/* They tell a client something, and cannot be had: a REQ is answered by NAK. */
static const uint64_t told = CAP_STS | CAP_TLS;

/*
 * Where to find TLS is of use to who has not found it. To say so for sts is
 * of no use without its value, which version 302 alone is told:
 * ircv3.net/specs/extensions/sts
 */
static uint64_t
told_to(const struct client *c, const struct server_config *cfg)
{
	bool upgrade = !c->is_secure && cfg->tls_port != 0;
	uint64_t set = 0;

	if (!c->cap_302)
		return 0;
	if (upgrade)
		set |= CAP_TLS;
	if (cfg->sts_duration_ms != 0 && (upgrade || c->is_secure))
		set |= CAP_STS;
	return set;
}

/* What the settings leave nothing to do is not offered. */
static uint64_t
offered(const struct server_config *cfg)
{
	uint64_t caps = CAP_ALL & ~told;

	if (!cfg->history)
		caps &= ~(uint64_t)(CAP_CHATHISTORY | CAP_EVENT_PLAYBACK |
		    CAP_MESSAGE_REDACTION | CAP_SEARCH | CAP_STORED);
	if (cfg->history_in_memory)
		caps &= ~(uint64_t)CAP_STORED;
	if (cfg->registration != SERVER_REGISTRATION_ON)
		caps &= ~(uint64_t)CAP_ACCOUNT_REGISTRATION;
	if (cfg->resume_hold_ms == 0)
		caps &= ~(uint64_t)CAP_RESUME;
	return caps;
}

static void
say(struct answer *a, const char *verb, bool more, const char *list)
{
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "CAP", .colon = true };

	m.params[m.nparams++] = client_nick(a->client);
	m.params[m.nparams++] = verb;
	if (more)
		m.params[m.nparams++] = "*";
	m.params[m.nparams++] = list;
	answer_send(a, &m, 0);
}

static const char *
setting_value(const struct client *c, const struct server_config *cfg,
    uint64_t bit, char *out, size_t size)
{
	if (bit == CAP_STORED)
		return cfg->durability;
	if (bit == CAP_STS && c->is_secure)
		snprintf(out, size, "duration=%lld",
		    (long long)(cfg->sts_duration_ms / 1000));
	else
		snprintf(out, size, "%s%u", bit == CAP_STS ? "port=" : "",
		    cfg->tls_port);
	return out;
}

static void
item_text(const struct client *c, const struct server_config *cfg,
    const struct cap *cap, char out[ITEM_SIZE])
{
	char mechanisms[SASL_MECHANISMS_SIZE];
	const char *value = cap->value;
	char text[48];

	if (cap->bit == CAP_SASL) {
		authentication_mechanisms(c, cfg, mechanisms);
		value = mechanisms;
	} else if (cap->bit == CAP_ACCOUNT_REGISTRATION) {
		value = cfg->password != NULL ?
		    "custom-account-name" :
		    "before-connect,custom-account-name";
	} else if (value == CAP_VALUE_SETTING)
		value = setting_value(c, cfg, cap->bit, text, sizeof text);
	if (value != NULL)
		snprintf(out, ITEM_SIZE, "%s=%s", cap->name, value);
	else
		snprintf(out, ITEM_SIZE, "%s", cap->name);
}

/*
 * What was asked for, word by word: behind our own source it may need more
 * lines than it came in. (Capability negotiation 3.1, on ACK: the client waits
 * for the last of them; it has no sign of its own.)
 */
static void
say_back(struct client *c, const char *verb, const char *list)
{
	struct irc_msg m = { .source = c->server->config.name,
	    .command = "CAP", .params = { client_nick(c), verb, "" },
	    .nparams = 3, .colon = true };
	size_t room = irc_msg_room(&m, 0), len = 0;
	char line[IRC_LINE_BODY_MAX] = "";
	struct str_span word;

	while (str_next_word(&list, &word)) {
		if (len > 0 && len + 1 + word.len > room) {
			say(c->server->answer, verb, false, line);
			len = 0;
		}
		if (len > 0)
			line[len++] = ' ';
		(void)str_copy_span(line + len, sizeof line - len, word);
		len += strlen(line + len);
	}
	say(c->server->answer, verb, false, line);
}

/* The "*" is of these two alone; what comes and goes needs none. */
static bool
has_more(const char *verb)
{
	return str_eq(verb, "LS") || str_eq(verb, "LIST");
}

/* Those of `set`; several lines only for who knows the "*"
 * of version 302. Others are not offered drafts, which are younger than it, so
 * that one line holds all the rest. */
static void
say_list(struct answer *a, const char *verb, uint64_t set, bool values)
{
	const struct client *c = a->client;
	char line[IRC_LINE_BODY_MAX] = "", item[ITEM_SIZE];
	size_t i, len = 0;

	for (i = 0; i < CAP_COUNT; i++) {
		const struct cap *cap = &cap_table[i];

		if (!(set & cap->bit) || (!c->cap_302 &&
		    str_eq(verb, "LS") && str_starts(cap->name, "draft/")))
			continue;
		if (values)
			item_text(c, &c->server->config, cap, item);
		else
			(void)str_copy(item, sizeof item, cap->name);
		if (len + strlen(item) + 1 > LIST_BYTES) {
			if (!c->cap_302)
				break;	/* its list of all it has asked for */
			say(a, verb, has_more(verb), line);
			len = 0;
		}
		len += (size_t)snprintf(line + len, sizeof line - len, "%s%s",
		    len == 0 ? "" : " ", item);
	}
	say(a, verb, false, line);
}

static void
list_offered(struct client *c, const struct irc_msg *msg)
{
	const struct server_config *cfg = &c->server->config;
	int64_t version;

	if (c->registration != NULL)
		c->registration->negotiates = true;
	if (msg->nparams > 1 &&
	    str_to_int64(msg->params[1], 302, INT64_MAX, &version)) {
		c->cap_302 = true;
		c->caps |= CAP_CAP_NOTIFY;	/* implied by 302 */
	}
	say_list(c->server->answer, "LS", offered(cfg) | told_to(c, cfg),
	    c->cap_302);
}

/* All of it or nothing. False: one is not known. */
static bool
change(const struct client *c, const char *list, uint64_t *caps)
{
	struct str_span word;

	while (str_next_word(&list, &word)) {
		bool drop = word.p[0] == '-';
		const struct cap *cap = cap_find(word.p + drop,
		    word.len - drop);

		if (cap == NULL || !(cap->bit & offered(&c->server->config)))
			return false;
		if (!drop)
			*caps |= cap->bit;
		else if (!(cap->bit == CAP_CAP_NOTIFY && c->cap_302))
			*caps &= ~cap->bit;
	}
	return true;
}

/* What it gives back it no longer hears of; what it takes it is shown. */
static void
take_caps(struct answer *a, uint64_t caps)
{
	struct client *c = a->client;
	bool had = client_has_cap(c, CAP_METADATA);

	c->caps = caps;
	if (had && !client_has_cap(c, CAP_METADATA))
		metadata_unsubscribe(c);
	else if (!had && c->user != NULL)
		metadata_show_own(a);
}

static void
request(struct client *c, const struct irc_msg *msg)
{
	const char *list = msg->nparams > 1 ? msg->params[1] : "";
	uint64_t caps = c->caps;

	if (c->registration != NULL)
		c->registration->negotiates = true;
	if (change(c, list, &caps)) {
		say_back(c, "ACK", list);
		take_caps(c->server->answer, caps);
	} else {
		say_back(c, "NAK", list);
	}
}

static void
end(struct client *c)
{
	if (c->registration == NULL)
		return;
	c->registration->negotiates = false;
	registration_advance(c);
}

/* --- other settings --- */

/* What of `set` reads otherwise by `old` than it does now. */
static uint64_t
changed_values(const struct client *c, const struct server_config *old,
    uint64_t set)
{
	char before[ITEM_SIZE], now[ITEM_SIZE];
	uint64_t changed = 0;
	size_t i;

	for (i = 0; c->cap_302 && i < CAP_COUNT; i++) {
		if (!(set & cap_table[i].bit))
			continue;
		item_text(c, old, &cap_table[i], before);
		item_text(c, &c->server->config, &cap_table[i], now);
		if (!str_eq(before, now))
			changed |= cap_table[i].bit;
	}
	return changed;
}

/* What is no longer offered ends, whether the client hears of it or not. An
 * sts policy ends by its own time alone: ircv3.net/specs/extensions/sts. */
static void
tell_changes(struct client *c, const struct server_config *old)
{
	const struct server_config *cfg = &c->server->config;
	struct answer *a = answer_find(c, 0);
	uint64_t was = offered(old) | told_to(c, old);
	uint64_t is = offered(cfg) | told_to(c, cfg);
	uint64_t come = (is & ~was) | changed_values(c, old, is & was);
	uint64_t gone = was & ~is & ~(uint64_t)CAP_STS;

	if (client_has_cap(c, CAP_CAP_NOTIFY) && gone != 0)
		say_list(a, "DEL", gone, false);
	if (client_has_cap(c, CAP_CAP_NOTIFY) && come != 0)
		say_list(a, "NEW", come, c->cap_302);
	take_caps(a, c->caps & ~gone);
}

void
caps_tell_changes(struct server *s, const struct server_config *old)
{
	struct client *c;

	TAILQ_FOREACH(c, &s->clients, all)
		tell_changes(c, old);
	TAILQ_FOREACH(c, &s->newcomers, all)
		tell_changes(c, old);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *verb = msg->params[0];

	if (str_eq_nocase(verb, "LS"))
		list_offered(c, msg);
	else if (str_eq_nocase(verb, "LIST"))
		say_list(c->server->answer, "LIST", c->caps, false);
	else if (str_eq_nocase(verb, "REQ"))
		request(c, msg);
	else if (str_eq_nocase(verb, "END"))
		end(c);
	else
		client_reply(c, ERR_INVALIDCAPCMD, verb, NULL);
}

const struct command cmd_cap = {
	.name = "CAP", .when = COMMAND_ANY, .min_params = 1, .cost = 1,
	.run = run,
};
