/*
 * state.h -- what the client keeps between two starts, in the state folder:
 * $XDG_STATE_HOME/tcpchat/tui, for its owner alone.
 *
 *	place			the last one: host, port, name, channels
 *	inputs-HOST-PORT	what was typed there
 *	outbox-HOST-PORT	what was written and not yet confirmed
 */
#ifndef TUI_STATE_H
#define TUI_STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

struct buf;
struct err;

struct state_place {
	char *host;		/* owned; NULL: nothing is saved */
	uint16_t port;
	char *nick;		/* owned */
	char *channels;		/* owned; "#a,#b", may be empty */
};

/* A file that is missing or damaged leaves `p` empty. */
void state_read_place(struct state_place *p);
void state_release_place(struct state_place *p);
bool state_write_place(const char *host, uint16_t port, const char *nick,
    const char *channels, struct err *e) ATTR_USE_RESULT;

/* The text kept of a place under `kind` ("inputs", "outbox"); NULL: none.
 * Owned by the caller. */
char *state_read(const char *kind, const char *host, uint16_t port);

/* Keeps it; no text: the file goes. */
bool state_write(const char *kind, const char *host, uint16_t port,
    const struct buf *text, struct err *e) ATTR_USE_RESULT;

#endif
