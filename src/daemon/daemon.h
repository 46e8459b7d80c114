/* daemon.h -- a server from its start to its end. */
#ifndef DAEMON_DAEMON_H
#define DAEMON_DAEMON_H

struct options;
struct settings;

/*
 * Opens everything, says through `report_fd` (daemonize.h; -1: on standard
 * error) how that went, serves, and closes everything. `settings` are the
 * loaded ones and change when they are read again; `state_dir` is absolute.
 * Returns the exit status.
 */
int daemon_run(const struct options *options, struct settings *settings,
    const char *state_dir, int report_fd);

#endif
