/* cmd_help.c -- HELP, HELPOP: modern.ircdocs.horse/#help-message */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

static const struct topic {
	const char *name, *syntax, *text;
} topics[] = {
#define HELP_TOPIC(name, syntax, text) { name, syntax, text },
#include "server/help.def"
#undef HELP_TOPIC
};

enum {
	TOPICS = sizeof topics / sizeof topics[0],
	TEXT_BYTES = 300,	/* of one line */
	INDEX_BYTES = 70,
};

static const struct topic *
find(const char *name)
{
	size_t i;

	for (i = 0; i < TOPICS; i++)
		if (str_eq_nocase(topics[i].name, name))
			return &topics[i];
	return NULL;
}

static void
say_end(struct client *c, const char *subject)
{
	client_reply(c, RPL_ENDOFHELP, subject, NULL);
}

static void
say_topic(struct client *c, const struct topic *t)
{
	char line[TEXT_BYTES];
	const char *rest = t->text;
	struct str_span part;

	client_reply_text(c, RPL_HELPSTART, t->syntax, t->name, NULL);
	while (str_next_item(&rest, '\n', &part)) {
		str_copy_span(line, sizeof line, part);
		client_reply_text(c, RPL_HELPTXT, line, t->name, NULL);
	}
	say_end(c, t->name);
}

static void
say_index(struct client *c)
{
	char line[INDEX_BYTES + 1] = "";
	size_t len = 0, i;

	client_reply_text(c, RPL_HELPSTART,
	    "HELP <command> says more of one of these:", "*", NULL);
	for (i = 0; i < TOPICS; i++) {
		if (len + strlen(topics[i].name) + 1 > INDEX_BYTES) {
			client_reply_text(c, RPL_HELPTXT, line, "*", NULL);
			len = 0;
		}
		len += (size_t)snprintf(line + len, sizeof line - len, "%s%s",
		    len == 0 ? "" : " ", topics[i].name);
	}
	client_reply_text(c, RPL_HELPTXT, line, "*", NULL);
	say_end(c, "*");
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *subject = irc_msg_param(msg, 0);
	const struct topic *t;

	if (subject == NULL || subject[0] == '\0' || str_eq(subject, "*"))
		say_index(c);
	else if ((t = find(subject)) != NULL)
		say_topic(c, t);
	else
		client_reply(c, ERR_HELPNOTFOUND, subject, NULL);
}

const struct command cmd_help = {
	.name = "HELP", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};

const struct command cmd_helpop = {
	.name = "HELPOP", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
