/*
 * state.h -- what the client keeps between two starts, in the state folder:
 * $XDG_STATE_HOME/tcpchat/tui, for its owner alone.
 *
 *	place			all that a person was at, one block each
 *	ignored-HOST-PORT	who is ignored there (client/ignored.h)
 *	inputs-HOST-PORT	what was typed there
 *	outbox-HOST-PORT	what was written and not yet confirmed
 *
 * No password is ever among it.
 */
#ifndef TUI_STATE_H
#define TUI_STATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "client/locator.h"

struct buf;
struct err;

enum { STATE_PLACES = 64 };	/* the oldest ones are forgotten */

struct state_place {
	char *name;		/* owned; what it is called */
	char *host;		/* owned */
	uint16_t port;
	char *nick;		/* owned */
	char *channels;		/* owned; "#a,#b", may be empty */
	char *account;		/* owned; to log in to, or empty */
	char *levels;		/* owned; of /notify: "#ops=none", or empty */
	int64_t seen_ms;	/* Unix time: the person was there last; or 0 */
	enum locator_dialect dialect;
	bool tls;
	bool is_open;		/* gone back to by a start that names none */
};

/* The one left last comes last. */
struct state {
	struct state_place *places;	/* owned */
	size_t count;
};

/* A file that is missing leaves `s` empty; damaged blocks are left out. */
void state_read_places(struct state *s);
bool state_write_places(const struct state *s, struct err *e) ATTR_USE_RESULT;
void state_release(struct state *s);

/* NULL: there is none. A port of 0 is any. */
struct state_place *state_find(const struct state *s, const char *host,
    uint16_t port);
struct state_place *state_find_name(const struct state *s, const char *name);

/* Copies it to the end; one of the same host and port goes. */
void state_put(struct state *s, const struct state_place *p);

/* Takes it out, with what was kept of it. */
void state_forget(struct state *s, struct state_place *p);

/* The text kept of a place under `kind` ("inputs", "outbox"); NULL: none.
 * Owned by the caller. */
char *state_read(const char *kind, const char *host, uint16_t port);

/* Keeps it; no text: the file goes. */
bool state_write(const char *kind, const char *host, uint16_t port,
    const struct buf *text, struct err *e) ATTR_USE_RESULT;

#endif
