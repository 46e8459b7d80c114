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

/* There is one for each client: 10,000 of them wait in memory. */
struct conn {
	struct event   event;
	struct stream  stream;
	struct loop   *loop;		/* borrowed */
	struct client *client;		/* owned */
	struct pace   *pace;		/* owned; NULL: it speaks IRC */
	TAILQ_ENTRY(conn) link;		/* of the loop's `conns` or `closing` */
	TAILQ_ENTRY(conn) again_link;
	SLIST_ENTRY(conn) touched_link;
	int64_t cut_ms;		/* monotonic, on `closing`: its last moment */
	bool is_closing, is_again, is_touched;	/* on which lists it is */
	bool is_ended;			/* the peer has ended its side */
	bool is_blocked;		/* the kernel took less than there is */
};

TAILQ_HEAD(conn_list, conn);
SLIST_HEAD(conn_stack, conn);

/* A new client, or a sentence to it and its end. */
void conn_accepted(struct loop *loop, const struct protocol *protocol,
    int fd_take, const struct sockaddr *peer);

/* Reads a chunk: its turn came round again (loop_again). */
void conn_read(struct conn *c);

/* At the end of a turn: writes, and waits for what it must, or is freed. */
void conn_update(struct conn *c);

/* Ends it as it is, whatever waits to be written. */
void conn_free(struct conn *c);

#endif
