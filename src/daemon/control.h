/*
 * control.h -- the control socket: how the running server is asked and told.
 *
 * A unix socket DIR/control, for the owner of the state folder alone (0600).
 * A request is a few words, each a line of its own, ended by an empty line;
 * the answer is "ok" or "failed" on a line of its own and then text, to the
 * end of the connection. One request a connection.
 */
#ifndef DAEMON_CONTROL_H
#define DAEMON_CONTROL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct control;
struct control_request;
struct err;
struct loop;

enum {
	CONTROL_WORDS_MAX = 8,		/* of a request, its command included */
	CONTROL_REQUEST_MAX = 4096,	/* bytes */
	CONTROL_CONNECTIONS_MAX = 16,	/* at a time; further ones are refused */
	CONTROL_PATIENCE_S = 30,	/* for a request, and for its reader */
};

/* What can be asked. `run` ends with control_answer(), now or later. */
struct control_command {
	const char *name;
	unsigned words_min, words_max;	/* behind the name */
	void (*run)(void *arg, struct control_request *r);
};

/* Listens. `table` ends with a row of zeros; `table` and `arg` are borrowed.
 * NULL: `e` says why not. */
struct control *control_new(struct loop *l, const char *state_dir,
    const struct control_command *table, void *arg, struct err *e)
    ATTR_USE_RESULT;
/* Whoever waits for an answer is cut off. NULL is fine. */
void control_free(struct control *c);

/* The path of the socket in a state folder; owned by the caller. */
char *control_path(const char *state_dir);

/* Word `i` behind the command's name, or NULL; good until the answer. */
const char *control_word(const struct control_request *r, unsigned i);

/* Ends `r_take`. `text`: whole lines without the last line end; may be "". The
 * asker may be gone: then nobody is told. */
void control_answer(struct control_request *r_take, bool ok, const char *text);
/* The same, but the connection stays open until the server has ended. */
void control_answer_at_end(struct control_request *r_take, const char *text);

#endif
