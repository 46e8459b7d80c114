/*
 * connect.h -- from "host, port" to a connected socket, without blocking.
 *
 * Every address of the host is tried in the resolver's order; the next one
 * starts when the one before has failed or has not answered for 250 ms, and
 * the first that connects wins (RFC 8305). A host that begins with '/' is the
 * path of a unix socket.
 */
#ifndef NET_CONNECT_H
#define NET_CONNECT_H

#include <stdint.h>

struct event_base;
struct connect;

/* One of the two is called, once, from the loop; the connect then frees
 * itself. Both strings are borrowed for the call. */
struct connect_calls {
	/* `fd_take` is non-blocking; `address` is what it connected to, in
	 * figures: "127.0.0.1", "::1", or the path. */
	void (*connected)(void *arg, int fd_take, const char *address);
	/* `reason`: a phrase such as "Connection refused". */
	void (*failed)(void *arg, const char *reason);
};

/* Neither call comes before this returns. Copies `host`; `calls` is borrowed
 * and usually constant. `timeout_ms` is for all addresses together. */
struct connect *connect_start(struct event_base *base, const char *host,
    uint16_t port, int timeout_ms, const struct connect_calls *calls,
    void *arg);

/* Neither call will come any more. NULL is fine. */
void connect_cancel(struct connect *c);

#endif
