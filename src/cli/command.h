/*
 * command.h -- a subcommand of tcpchat, and what the edge hands it.
 *
 * Commands are pure: they are told events and input, and leave bytes for
 * standard output, standard error and the state file. The edge writes them
 * after each turn, the state file before anything goes to the server.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/time.h"

struct options;
struct session;
struct session_event;

/* sysexits.h, where it fits. */
enum {
	STATUS_OK = 0,
	STATUS_USAGE = 64,
	STATUS_REFUSED = 65,	/* the server does not want it */
	STATUS_NO_INPUT = 66,
	STATUS_CANNOT = 69,	/* this kind of server can't, or can't tell */
	STATUS_FAULT = 74,	/* a file of ours */
	STATUS_LATER = 75,	/* try again: the server can't be reached */
	STATUS_NO_ENTRY = 77	/* password, ban, name: not without a person */
};

enum { CLI_TEXT_MAX = 64 * 1024 * 1024 };

struct cli {
	const struct options *options;	/* borrowed */
	struct session *session;	/* borrowed */
	const char *channel;	/* borrowed; the first asked for; NULL: none */
	struct now now;
	int32_t (*zone_seconds)(int64_t wall_ms);	/* east of Greenwich */
	struct buf out, err;
	struct buf keep;	/* for the end of the state file */
	bool is_welcome;	/* was, at least once */
	bool has_history;	/* this server */
	bool wants_input;	/* standard input may be read */
	bool rings;		/* the terminal, for messages to us */
	bool is_over;		/* leave with `status` */
	int status;
	int64_t due_ms;		/* wants a turn then; INT64_MAX: no */
	int64_t progress_ms;	/* something went on last */
	bool is_idle;		/* nothing is expected of the server */
	/* What only the edge can do: "login", "cert" ..., and what follows. */
	void (*edge)(void *arg, const char *name, const char *args);
	void *edge_arg;
	void *self;		/* the command's own */
};

struct command {
	/* Before the session is opened. */
	void (*start)(struct cli *cli);
	void (*event)(struct cli *cli, const struct session_event *ev);
	/* `len` 0: its end. NULL: it reads nothing. */
	void (*input)(struct cli *cli, const char *data, size_t len);
	/* After all events; returns whether the session was asked for more. */
	bool (*turn)(struct cli *cli);
	/* The end comes from outside (SIGINT, the time-out): say how far it
	 * got. NULL: nothing is to be said. */
	void (*stopped)(struct cli *cli);
	void (*release)(struct cli *cli);
};

extern const struct command command_send, command_list, command_listen,
    command_history;

/* Ends with `status`; a sentence for standard error, or NULL. */
void cli_end(struct cli *cli, int status, const char *fmt, ...)
    ATTR_PRINTF(3, 4);

/* A line for standard error: "tcpchat: ...". */
void cli_say(struct cli *cli, const char *fmt, ...) ATTR_PRINTF(2, 3);

/*
 * The target that `dest` names: "ALL" and NULL are the lobby, or on a server
 * without one the first channel that was asked for. NULL: there is none.
 * Borrowed from `dest`, the session or the options. Only when welcome.
 */
const char *cli_target(const struct cli *cli, const char *dest);

/* Whether `dest` looks like a channel's name before any server has spoken. */
bool cli_is_channel(const char *dest);

#endif
