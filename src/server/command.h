/*
 * command.h -- what a line asks for: one file per command, one row here.
 *
 * What can be checked before the handler is a field; the handler starts from
 * what is true. A command that changes shared state has an event and its
 * apply beside it (STYLE.md, chapter 5a).
 */
#ifndef SERVER_COMMAND_H
#define SERVER_COMMAND_H

#include <stdbool.h>

#include "server/event.h"

struct answer;
struct client;
struct irc_msg;
struct server;

enum command_when {
	COMMAND_REGISTERED,	/* else ERR_NOTREGISTERED */
	COMMAND_ANY,
	COMMAND_UNREGISTERED,	/* else ERR_ALREADYREGISTERED */
};

typedef void apply_fn(struct server *s, const struct event *e,
    struct answer *a);

struct command {
	const char *name;	/* NULL: an event that no command posts */
	enum command_when when;
	unsigned min_params;	/* else ERR_NEEDMOREPARAMS */
	unsigned cost;		/* flood tokens */
	bool is_message;	/* may be taken behind pending messages */
	bool for_operators;	/* of the server, else ERR_NOPRIVILEGES */
	bool asks;		/* the store: waits while too many questions do */
	bool has_secrets;	/* parameters are wiped when it has run */
	void (*run)(struct client *c, const struct irc_msg *msg);
	enum event_kind event;	/* EVENT_ANSWER: none */
	apply_fn *apply;
};

/* By name, in either case; NULL: unknown. */
const struct command *command_find(const char *name);
/* How many there are. */
unsigned command_count(void);
/* By position, sorted by name; NULL: no more. For HELP and tests. */
const struct command *command_at(unsigned i);
apply_fn *command_apply(enum event_kind kind);

/* Whether a command that names a server means this one; if not, 402 is said. */
bool command_is_for_us(struct client *c, const char *server);

/* Runs one line: checks what the row says, then the handler, with its answer. */
void command_run(struct client *c, const struct command *cmd,
    const struct irc_msg *msg);

#endif
