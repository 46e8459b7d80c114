/*
 * syslog.h -- log lines on their way to syslog, and to standard error.
 *
 * syslog(3) may block for as long as the log daemon likes, so a thread calls
 * it. Lines wait in a buffer of fixed size; what does not fit is counted, and
 * the count is logged. Whoever logs never waits.
 */
#ifndef DAEMON_SYSLOG_H
#define DAEMON_SYSLOG_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/log.h"

struct err;
struct syslog;

struct syslog_config {
	const char    *name;		/* of the program; borrowed for good */
	bool           to_syslog;
	bool           to_stderr;
	enum log_level least;		/* lower lines are dropped */
};

/* Lines wait until syslog_start(): a program that cannot start has said why in
 * one sentence, and nothing else. */
struct syslog *syslog_new(struct syslog_config config);

/* Starts the thread. False: it could not be started. */
bool syslog_start(struct syslog *l, struct err *e) ATTR_USE_RESULT;

/* A log_sink; `self` is the struct syslog. Any thread may call it. */
void syslog_line(void *self, enum log_level level, const char *line);

/* Once started: writes what waits, for at most a second. No other thread may
 * log any more. NULL is fine. */
void syslog_free(struct syslog *l);

#endif
