/*
 * resolve.h -- a name and a port to addresses, without making the loop wait.
 *
 * The system's own resolver is asked (hosts file, DNS, mDNS: what nsswitch
 * says), in a thread of its own: it may take as long as it likes. An address
 * in figures needs no thread.
 */
#ifndef NET_RESOLVE_H
#define NET_RESOLVE_H

#include <stdint.h>

struct addrinfo;
struct event_base;
struct resolve;

/*
 * `list` is borrowed for the call and NULL if the name could not be resolved;
 * then `reason` says why. The resolve has ended: it frees itself.
 */
typedef void resolve_done(void *arg, const struct addrinfo *list,
    const char *reason);

/* `done` is called exactly once, from the loop and never before this returns,
 * unless the resolve is cancelled. Copies `host`. */
struct resolve *resolve_start(struct event_base *base, const char *host,
    uint16_t port, resolve_done *done, void *arg);

/* `done` will not be called any more. NULL is fine. */
void resolve_cancel(struct resolve *r);

#endif
