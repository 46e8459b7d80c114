/* history.h -- what was said without us: CHATHISTORY, doubles, the order. */
#ifndef SESSION_HISTORY_H
#define SESSION_HISTORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session/gap.h"
#include "session/session.h"

struct ask;
struct target;

enum { HISTORY_OVERLAP_MS = 10 * 1000 };	/* clocks differ, times repeat */

enum history_failure {
	HISTORY_NO_ANSWER,	/* another time, perhaps */
	HISTORY_NO_MSGID,	/* it does not know that msgid, it seems */
	HISTORY_REFUSED		/* not to us */
};

/* The hash by which doubles are known. */
uint64_t history_key(const struct session_line *line);

/* A live line is about to be told. */
void history_live(struct session *s, struct target *t,
    const struct session_line *line);

void history_joined(struct session *s, struct target *t, bool is_return);
void history_parted(struct target *t);
void history_synced(struct session *s);	/* nothing is owed any more */
void history_lost(struct session *s);
void history_forget(struct target *t);

/* Writes a request; false: there is nothing to ask any more. */
bool history_write(struct session *s, struct ask *a);

/* Event LINES. */
void history_tell(struct session *s, struct target *t,
    enum session_where where, const struct session_line *lines, size_t count,
    uint32_t gap, bool is_end);

/* An answer is complete: `count` lines that we can use, of `sent`. They are
 * changed in place. `t` NULL: the talks of CHATHISTORY TARGETS, by nick. */
void history_lines(struct session *s, struct target *t,
    struct session_line *lines, size_t count, size_t sent);
void history_failed(struct session *s, const struct ask *a,
    enum history_failure why);

#endif
