/*
 * stage.h -- a whole server in one process: no kernel, no thread, its clock a
 * number. For the .chat player, unit tests and the fuzzer.
 *
 * A peer is the far end of a connection. What it types lies in its `input`
 * until the server reads it; what the server wrote lies in its `output` until
 * the test takes it, line by line.
 */
#ifndef SUPPORT_STAGE_H
#define SUPPORT_STAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rand.h"
#include "server/server.h"

struct bus;
struct dialect;
struct store;

enum { PEER_NAME_SIZE = 32 };

struct peer {
	char name[PEER_NAME_SIZE];
	struct client *client;	/* NULL: the connection has ended */
	struct buf input;	/* typed and not yet read */
	struct buf output;	/* written; */
	size_t taken;		/* bytes of it that the test took */
	bool ends;		/* end of input behind what it typed */
	bool ended;		/* the server was told */
	size_t segments;	/* written to it, if it is paced */
	bool is_deaf;		/* takes nothing from the kernel */
	bool end_seen;		/* the test knows that it has ended */
	const char *refused;	/* why it was not let in; NULL: it was */
};

struct stage_hash {
	struct stage_hash *next;
	uint64_t number;
	unsigned char hash[32];
};

enum stage_bus {
	STAGE_LOCAL,	/* bus_local */
	STAGE_HELD,	/* bus_held: the test releases while `holds` */
	STAGE_RANDOM,	/* bus_held: chance releases */
};

struct stage {
	struct server_config config;	/* strings borrowed */
	enum stage_bus kind;
	bool holds;		/* STAGE_HELD: what is posted waits */
	struct store *store;
	struct bus *bus;
	bool bus_is_given;	/* borrowed from the test: STAGE_LOCAL else */
	struct server *server;
	struct now now;
	struct rand rand;
	bool cuts;		/* input is read in pieces of random length */
	unsigned questions;	/* asked and not yet answered */
	uint64_t rehash;	/* number of the question; 0: nobody asks */
	const char *rehash_fault;	/* borrowed; why it fails; NULL: it works */
	struct stage_hash *hashes;	/* owned: of passwords, likewise */
	struct peer **peers;	/* owned, all that ever came */
	size_t npeers;
	struct buf log;		/* all log lines so far */
};

/* A store_mem and the settings to begin with, which may be changed before
 * stage_open(). `seed` is that of whatever chance decides. */
void stage_init(struct stage *st, enum stage_bus kind, uint64_t seed);
/* Makes the bus and the server; brings back what the store has kept. */
void stage_open(struct stage *st);
void stage_release(struct stage *st);
/* Tells the server that st->config has changed. */
void stage_configure(struct stage *st);
/* Ends the server and starts it again on the same store. */
void stage_restart(struct stage *st);

/* A connection. `host` NULL: this machine. The peer is the stage's. */
struct peer *stage_connect(struct stage *st, const char *name,
    const char *host);
/* One as `facts` say; `edge` is the stage's, a host that is NULL this machine. */
struct peer *stage_connect_as(struct stage *st, const char *name,
    struct client_facts facts);
/* One of another dialect, or (NULL) what its first bytes say. Its output is
 * what was written, a segment after the other. */
struct peer *stage_connect_dialect(struct stage *st, const char *name,
    const struct dialect *dialect);
/* One that has not to say anything for a while (client_facts.silent_ok). */
struct peer *stage_connect_silent(struct stage *st, const char *name,
    const char *host);
/* Frees the peer that came last; its connection has ended. */
void stage_forget(struct stage *st, struct peer *p);
struct peer *stage_peer(const struct stage *st, const char *name);

/* Types a line, without CR LF, or any bytes. */
void peer_type(struct peer *p, const char *line);
void peer_type_bytes(struct peer *p, const void *data, size_t len);
/* The connection breaks: an error of the socket. */
void peer_break(struct stage *st, struct peer *p);
/* Its kernel takes what is sent again, or no longer. */
void peer_hear(struct stage *st, struct peer *p, bool hears);
/* The kernel of one that stopped reading takes at most `n` bytes after all. */
void peer_take(struct stage *st, struct peer *p, size_t n);

/* One turn of a loop: everyone who may be read is read, and written. */
void stage_turn(struct stage *st);
/* Turns until nothing more happens by itself; false: it never ends. */
bool stage_settle(struct stage *st) ATTR_USE_RESULT;
/* Lets so much time pass, with the server's own timers. */
bool stage_wait(struct stage *st, int64_t ms) ATTR_USE_RESULT;

/* The next line without CR LF; NULL: none. Valid until the next call. */
const char *peer_next_line(struct peer *p);
/* Forgets what it got; returns how many bytes that were. */
size_t peer_forget(struct peer *p);
/* NICK, USER and, unless NULL, a request for capabilities; forgets what came
 * up to the end of the MOTD. False: no such end. */
bool peer_register(struct stage *st, struct peer *p, const char *nick,
    const char *caps) ATTR_USE_RESULT;

/* Whether a line of the log has `text` in it. */
bool stage_logged(struct stage *st, const char *text);

#endif
