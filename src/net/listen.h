/*
 * listen.h -- the listening sockets of one server.
 *
 * Out of descriptors, a reserve accepts the next client, tells it why and
 * closes; accepting then pauses for 100 ms, because the kernel would report
 * the same client again and again.
 */
#ifndef NET_LISTEN_H
#define NET_LISTEN_H

#include <sys/socket.h>

#include "base/attr.h"

struct err;
struct event_base;
struct listeners;

struct listen_config {
	int fd_max;		/* higher ones are turned away; 0: none is */
	const char *sorry;	/* borrowed: what they are told; whole lines */
};

struct listen_calls {
	/* `fd_take` is connected and non-blocking; `peer` has its address;
	 * `tag` is that of the socket it came in by. */
	void (*accepted)(void *arg, const void *tag, int fd_take,
	    const struct sockaddr *peer);
	/* Somebody was turned away for want of a descriptor. NULL: fine. */
	void (*turned_away)(void *arg);
};

enum listen_result {
	LISTEN_OK,
	LISTEN_NO_SUCH_ADDRESS,	/* this machine has none like it */
	LISTEN_FAILED,
};

/* Nothing is accepted before listeners_start(). Pointers are borrowed. */
struct listeners *listeners_new(struct event_base *base,
    struct listen_config config, const struct listen_calls *calls, void *arg);

/* `tag` is borrowed, and handed to accepted(). `e` says why it is not
 * LISTEN_OK: a reason without a subject. Opens the same only once. */
enum listen_result listeners_add(struct listeners *l,
    const struct sockaddr *address, socklen_t length, const void *tag,
    struct err *e) ATTR_USE_RESULT;

/* A unix socket; one that a dead server has left at `path` is replaced. */
enum listen_result listeners_add_path(struct listeners *l, const char *path,
    const void *tag, struct err *e) ATTR_USE_RESULT;

void listeners_start(struct listeners *l);

/* Closes all of them; those who knock from now on are refused by the kernel. */
void listeners_free(struct listeners *l);	/* NULL is fine */

#endif
