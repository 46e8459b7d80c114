/*
 * logpage.h -- some lines of a log as they were said: in the order of time,
 * each once, with what is missing between them.
 *
 * What came into a hole was written behind what ended it. So a page reaches
 * back to where each hole that it has something of began.
 */
#ifndef TUI_LOGPAGE_H
#define TUI_LOGPAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session/session.h"

struct logfile;

enum {
	LOGPAGE_LINES = 5000,	/* at most */
	LOGPAGE_HOLES = 64
};

struct logpage_hole {
	size_t at;		/* before that line */
	bool is_lost;		/* nobody can tell what is missing */
	int64_t from_ms, until_ms;	/* Unix time */
	const char *msgid;	/* the message before it; or "" */
};

struct logpage {
	char *text;		/* owned; what the lines borrow from */
	struct session_line *lines;	/* owned array, oldest first */
	size_t count;
	struct logpage_hole holes[LOGPAGE_HOLES];	/* in that order, too */
	size_t nholes;
};

/* The lines before those read last: `wanted` or some more. False: there are
 * none. */
bool logpage_read(struct logpage *p, struct logfile *f, size_t wanted);
void logpage_release(struct logpage *p);

#endif
