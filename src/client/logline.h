/*
 * logline.h -- a line of the log: what was said, as text on the disk.
 *
 * Five fields, a TAB between two of them; tcpchat-tui(1) documents them:
 *
 *	2026-11-20 09:21:44.123 +0100	>	alice	good morning	msgid
 *
 * the time with its zone; signs (`>`: said by us, `*`: an action, `-`: a
 * notice); who said it; what, with "\n", "\t" and "\\" for what would break
 * the line, and "\xNN" for other control characters, so that the file can be
 * shown on any terminal; the server's name for the message, perhaps empty.
 *
 * A line with the sign `!` is no message: from its time on, behind the message
 * of its msgid, something is missing, or was but stands further below:
 *
 *	2026-11-19 17:52:00.000 +0100	!		missing until 2026-11-20 ...	msgid
 */
#ifndef CLIENT_LOGLINE_H
#define CLIENT_LOGLINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct buf;

/* What is said of a hole; two marks of one `until_ms` are about the same. */
enum logline_mark {
	LOGLINE_SAID,		/* no mark: a message */
	LOGLINE_MISSING,	/* the server has it, perhaps */
	LOGLINE_LOST,		/* and nobody will tell it */
	LOGLINE_FOUND,		/* what follows here belongs into it */
	LOGLINE_FILLED		/* and nothing is missing any more */
};

struct logline {
	enum logline_mark mark;
	int64_t until_ms;	/* of a mark; Unix time */
	int64_t time_ms;	/* Unix time */
	bool own, is_action, is_notice;
	const char *nick, *text, *msgid;	/* never NULL; of a mark `msgid` */
	size_t text_len;
};

/* Appends the line and its end, as of a zone so many seconds east of UTC.
 * False, nothing appended, if `out` is full. */
bool logline_write(const struct logline *l, int32_t zone_s,
    struct buf *out) ATTR_USE_RESULT;

/* Reads a line without its end; its fields lie in `text`, which is changed.
 * False: it is none, or no UTF-8, or what it said was taken back. */
bool logline_read(char *text, struct logline *l) ATTR_USE_RESULT;

enum { LOGLINE_NAME_SIZE = 160 };

/*
 * The name of the file for `name`: in lower case; what could mean something to
 * a file system or cannot be seen as %XX, and a long one ends in its hash. No
 * name is ".", "..", empty or has a slash.
 */
void logline_file_name(const char *name, char out[LOGLINE_NAME_SIZE]);

#endif
