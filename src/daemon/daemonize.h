/*
 * daemonize.h -- into the background, with a report to whoever started us.
 *
 * The fork comes first: no descriptor, thread or database handle crosses it.
 */
#ifndef DAEMON_DAEMONIZE_H
#define DAEMON_DAEMONIZE_H

#include <stdbool.h>

/*
 * The command's process does not return from it: it waits for the report of
 * its child, prints what went wrong if anything did, and ends with 0 or 1. The
 * child returns, in a session of its own, in "/", its standard descriptors on
 * /dev/null, with the descriptor for daemonize_report(); -1: no child could
 * be made (errno).
 */
int daemonize(const char *program);

/* Says how the start went: it serves, with a `text` to print for whoever
 * started it, or the `text` says why not. Closes `fd`; -1: nothing. */
void daemonize_report(int fd, bool serves, const char *text);

#endif
