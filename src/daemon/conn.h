/*
 * conn.h -- one connection: a stream on one side, a client on the other.
 *
 * It decides nothing. It reads one chunk a turn unless the client waits, and
 * writes what the client's queue holds as far as the kernel takes it.
 */
#ifndef DAEMON_CONN_H
#define DAEMON_CONN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "net/stream.h"

struct client;
struct loop;
struct pace;
struct protocol;
struct sockaddr;

/* A closed peer may take so long for its last bytes, and a proxy for its
 * header. */
enum { CONN_LAST_BYTES_MS = 3000 };

/* What its bytes are. */
enum conn_tls {
	CONN_PLAIN,
	CONN_MAY_BE_TLS,	/* the first one tells */
	CONN_MUST_BE_TLS,	/* the first one must tell */
	CONN_SHAKES,		/* in the handshake */
	CONN_TLS,
};

/* Where it stands in the loop. */
enum conn_list {
	CONN_NOWHERE,
	CONN_SERVED,
	CONN_CLOSING,	/* in the order of cut_ms */
	CONN_SHAKING,	/* in a TLS handshake, in the order of their last steps */
	CONN_LISTS
};

/* There is one for each client: 10,000 of them wait in memory. */
struct conn {
	struct event   event;
	struct stream  stream;
	struct loop   *loop;		/* borrowed */
	struct client *client;		/* owned; NULL: not yet, see `opening` */
	struct opening *opening;	/* owned; NULL: its peer is known */
	struct pace   *pace;		/* owned; NULL: it speaks IRC */
	TAILQ_ENTRY(conn) link, again_link;
	int64_t cut_ms;		/* monotonic, on CONN_CLOSING: its last moment */
	enum conn_list list : 8;	/* of the loop: where `link` hangs */
	enum conn_tls tls : 8;
	bool is_again : 1;		/* again_link hangs, too */
	bool is_ended : 1;		/* the peer has ended its side */
	bool is_blocked : 1;		/* the kernel took less than there is */
	bool is_read_blocked : 1;	/* a read waits for that, too */
};

/* 128 of them are libevent's. */
_Static_assert(sizeof(struct conn) <= 232, "a connection is small");

TAILQ_HEAD(conns, conn);

/* A new client, or a sentence to it and its end. */
void conn_accepted(struct loop *loop, const struct protocol *protocol,
    int fd_take, const struct sockaddr *peer);

/* Reads a chunk: its turn came round again (loop_again). */
void conn_read(struct conn *c);

/* At the end of a turn: writes, and waits for what it must, or is freed. */
void conn_update(struct conn *c);

/* Ends it as it is, whatever waits to be written. */
void conn_free(struct conn *c);

/* --- conn_open.c --- */

/* A step of the handshake, if this turn has one left. */
void conn_shake(struct conn *c);
/* What was read is for the client; else it is the beginning of TLS, or of
 * something that must not be here, and dealt with. */
bool conn_is_for_client(struct conn *c, const void *data, size_t len);
/* What a proxy says of the peer, before there is a client. */
void conn_read_header(struct conn *c);
/* Nothing may be written yet. */
bool conn_is_opening(const struct conn *c);
/* Before it waits for anything. */
void conn_watch(struct conn *c);
void conn_wait_for(struct conn *c, short what);

#endif
