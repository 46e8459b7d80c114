/*
 * log.h -- log lines; where they go is decided by the program.
 *
 * A line starts with a stable word and is never translated:
 * "listen: port=6697 tls=yes". Lines are for operators; what a peer did wrong
 * is never above LEVEL_DEBUG.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/attr.h"

enum log_level {
	LEVEL_DEBUG,
	LEVEL_INFO,
	LEVEL_NOTICE,
	LEVEL_WARNING,
	LEVEL_ERROR,
};

enum { LOG_LINE_MAX_BYTES = 1024 };	/* longer ones are cut */

/* `line`: one line, no control characters, borrowed for the call. */
typedef void log_sink(void *self, enum log_level level, const char *line);

/*
 * Sends every later line to `sink`; NULL (as at the start): nowhere. Set
 * before threads are started; the sink must then bear being called by them.
 */
void log_set_sink(log_sink *sink, void *self);

/* Formats nothing when there is no sink. Control characters become '?'. */
void log_line(enum log_level level, const char *fmt, ...) ATTR_PRINTF(2, 3);

#endif
