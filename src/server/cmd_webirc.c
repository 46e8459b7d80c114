/*
 * cmd_webirc.c -- WEBIRC: a gateway says for whom it connects.
 * ircv3.net/specs/extensions/webirc
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* "0:0:0:0:0:ffff:255.255.255.255" is the longest. */
enum { ADDRESS_MAX = 45, V4_PARTS = 4, V6_PARTS = 8 };

static bool
is_v4(const char *text)
{
	struct str_span part;
	char number[4];
	int64_t value;
	int parts = 0;

	while (str_next_item(&text, '.', &part)) {
		if (!str_copy_span(number, sizeof number, part) ||
		    !str_to_int64(number, 0, 255, &value))
			return false;
		parts++;
	}
	return parts == V4_PARTS;
}

/* It need not be a possible one: it is a name for whoever comes from there. */
static bool
is_v6(const char *text)
{
	size_t len = strspn(text, "0123456789abcdefABCDEF:.");
	int colons = 0;

	if (text[len] != '\0')
		return false;
	for (; *text != '\0'; text++)
		colons += *text == ':';
	return colons >= 2 && colons <= V6_PARTS;
}

static bool
is_address(const char *text)
{
	if (strlen(text) > ADDRESS_MAX)
		return false;
	return strchr(text, ':') != NULL ? is_v6(text) :
	    strspn(text, "0123456789.") == strlen(text) && is_v4(text);
}

/* Without the option, or from a gateway that itself came in the clear, the
 * way is not secure from end to end. */
static bool
is_secure(const struct client *c, const struct irc_msg *msg)
{
	const char *options = msg->nparams > 4 ? msg->params[4] : "";
	struct str_span word;

	while (str_next_word(&options, &word))
		if (str_span_eq(word, "secure"))
			return c->is_secure || c->is_local;
	return false;
}

/* WEBIRC <word> <gateway> <hostname> <address> [:<options>]: the host name is
 * not looked at, as nobody's is. */
static void
run(struct client *c, const struct irc_msg *msg)
{
	struct registration *r = c->registration;

	if (r->webirc == NULL || c->attachment != 0 ||
	    !str_eq_secret(r->webirc, msg->params[0])) {
		log_line(LEVEL_WARNING, "webirc: refused host=%s", c->host);
		client_close(c, "WEBIRC is not for you, or the word is wrong");
		return;
	}
	if (!is_address(msg->params[3])) {
		client_close(c, "WEBIRC without an address");
		return;
	}
	log_line(LEVEL_INFO, "webirc: gateway=%s for=%s", c->host,
	    msg->params[3]);
	free(r->webirc);
	r->webirc = NULL;
	c->is_secure = is_secure(c, msg);
	client_set_host(c, msg->params[3]);
}

const struct command cmd_webirc = {
	.name = "WEBIRC", .when = COMMAND_UNREGISTERED, .min_params = 4,
	.cost = 1, .run = run,
};
