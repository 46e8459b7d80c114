/* options.h -- the command line of tcpchat: places, a command, its words. */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "client/locator.h"

struct buf;
struct err;

enum options_command {
	OPTIONS_CHAT,		/* none was named */
	OPTIONS_SEND,
	OPTIONS_LIST,
	OPTIONS_LISTEN,
	OPTIONS_HISTORY
};

/* A point in the history. All empty: none. */
struct options_point {
	char *msgid;		/* owned; NULL: a time */
	int64_t time_ms;	/* Unix time; 0: not given */
};

struct options {
	enum options_command command;
	struct locator to;		/* what is said of the server */
	char *config;			/* owned; NULL: not given */
	char *dest;			/* owned; of --to, --from or a word; NULL */
	char *text;			/* owned; the words of send; NULL: none */
	char *state;			/* owned; NULL: not given */
	struct options_point since, before;
	int64_t timeout_ms;
	int64_t count, limit;		/* 0: not given */
	bool multiline, json, plain;
	bool version, help;
};

/*
 * `wall_ms` is now: "--since=10m" is a time before that. False: `e` says what
 * is wrong. Release `o` in either case.
 */
bool options_parse(struct options *o, int argc, char *const *argv,
    int64_t wall_ms, struct err *e) ATTR_USE_RESULT;
void options_release(struct options *o);

/* The text of --help. */
void options_help(struct buf *out);

#endif
