/*
 * monitor.h -- who wants to know when a nick comes and goes.
 *
 * ircv3.net/specs/extensions/monitor. A table by nick holds those that are
 * watched and nothing else, so an event that nobody watches costs one look-up.
 * It is this node's own: a watcher is a client, not a user.
 */
#ifndef SERVER_MONITOR_H
#define SERVER_MONITOR_H

#include <stdbool.h>
#include <sys/queue.h>

#include "base/attr.h"

struct client;
struct event;
struct fanout;
struct server;
struct user;
struct watch;

/* That a client watches a nick: in the list of both. */
struct watching {
	LIST_ENTRY(watching) of_client, of_watch;
	struct client *client;
	struct watch  *watch;
};

/* The nick of a watch, as the first who asked for it wrote it. */
const char *monitor_nick(const struct watching *w);

/* Watches `nick`, a valid one. False: it has MONITOR_MAX others already.
 * `added` says whether it is new to the list. */
bool monitor_add(struct client *c, const char *nick, bool *added)
    ATTR_USE_RESULT;
bool monitor_watches(const struct client *c, const char *nick);
void monitor_remove(struct client *c, const char *nick);
void monitor_clear(struct client *c);	/* also at the client's end */

/* In apply: the user is there under that nick now, is no longer. */
void monitor_tell_online(struct server *s, const struct event *e,
    const struct user *u);
void monitor_tell_offline(struct server *s, const struct event *e,
    const char *nick);

/*
 * ircv3.net/specs/extensions/extended-monitor: what neighbours are told of `u`
 * its watchers are, too, if they asked for it. Comes right behind
 * fanout_to_neighbours(): nobody is told twice.
 */
void monitor_fanout(struct fanout *f, const struct user *u);

#endif
