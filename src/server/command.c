/* command.c -- the table of commands, and what is checked before each. */
#include "config.h"
#include "server/command.h"

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "proto/digest.h"
#include "proto/irc_cap.h"
#include "proto/irc_mask.h"
#include "proto/irc_msg.h"
#include "proto/irc_tags.h"
#include "server/cmd_batch.h"
#include "server/connect.h"
#include "server/login.h"
#include "server/mode_user.h"
#include "server/oper.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* COMMAND(variable): each is defined in the file of its name. */
#define COMMAND(name) extern const struct command name;
#include "server/command.def"
#undef COMMAND

static const struct command *const commands[] = {
#define COMMAND(name) &name,
#include "server/command.def"
#undef COMMAND
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

/* Events that no command posts. */
extern const struct command event_channel, event_channel_end,
    event_hold_end, event_lobby,
    event_start;

static const struct command *const other_events[] = {
	&event_account, &event_account_end, &event_channel,
	&event_channel_end, &event_connect, &event_hold_end, &event_lobby, &event_login, &event_logout,
	&event_start, &event_user_mode,
};

static int
compare(const void *name, const void *row)
{
	const char *a = name, *b = (*(const struct command *const *)row)->name;

	while (*a != '\0' && str_upper(*a) == *b) {
		a++;
		b++;
	}
	return (unsigned char)str_upper(*a) - (unsigned char)*b;
}

const struct command *
command_find(const char *name)
{
	const struct command *const *row = bsearch(name, commands, COMMANDS,
	    sizeof commands[0], compare);

	return row == NULL ? NULL : *row;
}

unsigned
command_count(void)
{
	return COMMANDS;
}

/* STATS m tells. */
static void
count(struct server *s, const struct command *cmd)
{
	const struct command *const *row = bsearch(cmd->name, commands,
	    COMMANDS, sizeof commands[0], compare);

	s->commands_run[row - commands]++;
}

const struct command *
command_at(unsigned i)
{
	return i < COMMANDS ? commands[i] : NULL;
}

apply_fn *
command_apply(enum event_kind kind)
{
	size_t i;

	for (i = 0; i < COMMANDS; i++)
		if (commands[i]->event == kind && commands[i]->apply != NULL)
			return commands[i]->apply;
	for (i = 0; i < sizeof other_events / sizeof other_events[0]; i++)
		if (other_events[i]->event == kind)
			return other_events[i]->apply;
	assert(!"every event has an apply");
	return NULL;
}

/* Room for a character more than fits, so that too long is seen as such. */
enum { LABEL_SIZE = LABEL_LEN + 4 + 1 };

bool
command_is_for_us(struct client *c, const char *server)
{
	const char *name = c->server->config.name;

	if (server[0] == '\0' || irc_mask_match(server, name))
		return true;
	client_reply(c, ERR_NOSUCHSERVER, server, NULL);
	return false;
}

/* Why this line can't be run now, said; false: it can. */
static bool
refused(struct client *c, const struct command *cmd, const struct irc_msg *msg)
{
	if (cmd == NULL) {
		if (c->user == NULL)
			client_reply(c, ERR_NOTREGISTERED, NULL);
		else
			client_reply(c, ERR_UNKNOWNCOMMAND, msg->command, NULL);
		return true;
	}
	if (cmd->when == COMMAND_REGISTERED && c->user == NULL)
		client_reply(c, ERR_NOTREGISTERED, NULL);
	else if (cmd->when == COMMAND_UNREGISTERED && c->user != NULL)
		client_reply(c, ERR_ALREADYREGISTERED, NULL);
	else if (cmd->for_operators && !user_is_operator(c->user))
		client_reply(c, ERR_NOPRIVILEGES, NULL);
	else if (msg->nparams < cmd->min_params)
		client_reply(c, ERR_NEEDMOREPARAMS, cmd->name, NULL);
	else
		return false;
	return true;
}

/* Wipes the parameters of a line that had a secret. */
static void
command_forget(const struct irc_msg *msg)
{
	unsigned i;

	for (i = 0; i < msg->nparams; i++)	/* of the codec: ours to write */
		digest_wipe((char *)msg->params[i], strlen(msg->params[i]));
}

/* One that breaks the rules of the specification (a value, of LABEL_LEN bytes
 * at most) is none: cut it would be another. */
static bool
take_label(const struct client *c, const struct irc_msg *msg,
    char label[LABEL_SIZE])
{
	return msg->tags != NULL && client_has_cap(c, CAP_LABELED_RESPONSE) &&
	    client_has_cap(c, CAP_BATCH) &&
	    irc_tags_get(msg->tags, "label", label, LABEL_SIZE) &&
	    label[0] != '\0' && strlen(label) <= LABEL_LEN;
}

void
command_run(struct client *c, const struct command *cmd,
    const struct irc_msg *msg)
{
	char label[LABEL_SIZE];
	bool has_label = take_label(c, msg, label);
	struct answer *a = answer_begin(c, has_label ? label : NULL);

	client_charge(c, cmd == NULL ? 1 : cmd->cost);
	if (cmd != NULL)
		count(c->server, cmd);
	if (!refused(c, cmd, msg) && !batch_take(c, cmd, msg))
		cmd->run(c, msg);
	if (cmd != NULL && cmd->has_secrets)
		command_forget(msg);
	answer_end(a);
}
