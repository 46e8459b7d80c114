/*
 * client.h -- one connection: its input, its state, what it is answered.
 *
 * For src/server; the edge sees server.h. A handler never frees a client: it
 * calls client_close(), nothing more runs for it, the edge frees it.
 */
#ifndef SERVER_CLIENT_H
#define SERVER_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/attr.h"
#include "base/buf.h"
#include "proto/irc_numeric.h"
#include "server/outq.h"

struct answer;
struct asking;
struct authentication;
struct client;
struct client_batch;
struct client_metadata;
struct codec;
struct command;
struct dialect;
struct held_line;
struct irc_msg;
struct long_answer;
struct paced;
struct password_check;
struct question;
struct registration;
struct replay;
struct result;
struct server;
struct user;

struct client {
	/* What each line to it looks at comes first: one or two cache lines. */
	uint64_t caps;			/* CAP_... bits */
	struct client *next_of_user;
	struct outq out;
	unsigned stamp;			/* see fanout.c */
	bool is_local : 1;
	bool is_silent : 1;		/* unknown so far, and may stay so */
	bool is_secure : 1;		/* by TLS, or a proxy says so */
	bool may_be_silent : 1;		/* where it came in, it may */
	bool is_closed : 1;
	bool is_ended : 1;		/* end of input seen */
	bool is_waiting : 1;
	bool is_dirty : 1;		/* in server->dirty */
	bool pinged : 1;
	bool makes_piece : 1;		/* in server->producing */
	bool cap_302 : 1;

	uint64_t number;		/* never used twice on this node */
	struct server *server;
	void    *edge;			/* the edge's own */
	TAILQ_ENTRY(client) all, waiting;
	const char *host;		/* borrowed from server->hosts */
	struct user *user;		/* NULL: not registered */
	struct registration *registration;	/* owned; NULL once registered */
	/* Given when CONNECT was posted, else 0: its attachment to the user that
	 * it is; a user that comes to be with it has the same number. */
	uint64_t attachment;

	struct codec *codec;		/* owned: bytes read and not yet handled;
					   NULL: nothing said yet */
	struct paced *paced;		/* owned; NULL: it speaks IRC */
	struct client_tls *tls;		/* owned: what it has shown; NULL: plain */
	struct held_line *held;		/* owned: the line that must wait; NULL */

	struct answer *answers;		/* owned: labelled, still open */
	struct long_answer *longs;	/* owned: being produced, in order */
	struct password_check *check;	/* owned: under way; NULL */
	struct authentication *authentication;	/* owned: by SASL; NULL */
	struct asking *question;	/* owned; NULL: none, see question.h */
	struct replay *replays;		/* owned: still to come, in order */
	struct client_batch *batch;	/* owned: it is sending one; NULL */
	struct client_metadata *metadata;	/* owned; NULL: nothing yet */
	LIST_HEAD(, watching) watchings;	/* owned: see monitor.h */
	int64_t  heard_ms;		/* monotonic: last byte read */
	int64_t  flood_us;		/* monotonic: when the bucket is full again */
	/* Pending on the bus: see client_must_wait(). */
	unsigned pending_stored, pending_other;
	unsigned pending_bytes;
	unsigned batches;		/* made so far: their references */
};

/* 10,000 idle ones are kept: what few have is one pointer here, not its own
 * fields. doc/PERFORMANCE.md has the budget of all that a client costs. */
_Static_assert(sizeof(struct client) <= 280, "a client is small");

/* Low bits of a client's number, and of its questions': its place in a table. */
enum { CLIENT_SLOT_BITS = 24 };

struct client *client_by_number(const struct server *s, uint64_t number);

/* It speaks for somebody at another address, who counts there. */
void client_set_host(struct client *c, const char *host);

/* The nick, or "*" before one is known. */
const char *client_nick(const struct client *c);
bool client_has_cap(const struct client *c, uint64_t cap);

/*
 * A numeric with up to 14 parameters, the last argument NULL; the table's own
 * text (irc_numeric.def) follows where it has one. Tells the answer of the
 * call that runs now.
 */
void client_reply(struct client *c, enum numeric n, ...) ATTR_SENTINEL;
/* The same with a text of one's own as trailing parameter. */
void client_reply_text(struct client *c, enum numeric n, const char *text, ...)
    ATTR_SENTINEL;
/* FAIL, WARN or NOTE by standard-replies, else a NOTICE. `context` NULL-ended. */
void client_fail(struct client *c, const char *command, const char *code,
    const char *text, ...) ATTR_SENTINEL;
void client_warn(struct client *c, const char *command, const char *code,
    const char *text, ...) ATTR_SENTINEL;
void client_note(struct client *c, const char *command, const char *code,
    const char *text, ...) ATTR_SENTINEL;
/* Any line from the server to this client. */
void client_send(struct client *c, const struct irc_msg *m);

/* Puts rendered bytes into its queue; `live` counts against its limit. */
void client_push(struct client *c, const void *data, size_t len, bool live);

/* There is a long answer and room for a piece of it: with the next turn. */
void client_want_piece(struct client *c);
/* Past its limit of live lines: closes it and says so in the log. */
void client_close_behind(struct client *c);
/* From now on it has its time to say who it is. */
void client_start_deadline(struct client *c);
/* Says PING when it was silent, closes it when it stayed so. */
void client_check_alive(struct client *c);
/* Takes it off its user's list. */
void client_detach(struct client *c);

/* A line outside any answer, with m->tags as its tags. */
void client_push_msg(struct client *c, const struct irc_msg *m);

/* In a handler: `then` runs once with the result, unless the client is gone.
 * `ctx_take` is heap memory without pointers into the state. (question.c) */
void client_ask(struct client *c, const struct question *q,
    void (*then)(struct client *c, const struct result *r, void *ctx),
    void *ctx_take);

/* Flood control: takes `cost` tokens; true while any are left. */
void client_charge(struct client *c, unsigned cost);
/* In how many ms it has a token again; 0: now. */
int64_t client_flood_wait_ms(const struct client *c);

#endif
