/* ask.h -- requests of our own: one unanswered at a time, behind people. */
#ifndef SESSION_ASK_H
#define SESSION_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "session/history.h"
#include "session/limits.h"

struct session;
struct target;

enum ask_kind {
	ASK_MEMBERS,		/* WHOX, or NAMES and WHO */
	ASK_WHO,		/* the WHO behind NAMES */
	ASK_GAP,
	ASK_OLDER,
	ASK_AROUND,
	ASK_QUOTE,
	ASK_SEARCH,
	ASK_TARGETS,		/* private talks since a time */
	ASK_SETTLE		/* PING: what was written before it has arrived */
};

struct ask {
	struct ask *prev, *next;
	enum ask_kind kind;
	struct target *target;	/* NULL: none, or forgotten meanwhile */
	uint32_t gap;
	unsigned count;
	int64_t from_ms, to_ms;	/* TARGETS; SEARCH: before, or 0 */
	unsigned pages;		/* TARGETS: that came before this one */
	char *text;		/* owned; SEARCH: what; AROUND, QUOTE: a msgid */
	uint64_t upto;		/* SETTLE: what was queued on the wire by then */
	int64_t asked_ms;	/* steady clock */
	char label[LABEL_SIZE];	/* also the token of PING and WHOX */
};

struct asks {
	struct ask *waiting;	/* owned; list */
	struct ask *out;	/* owned; the one that is unanswered */
	unsigned number;
};

/* Queues one unless the same waits already (gaps, quotes: in any case). */
struct ask *ask_add(struct session *s, enum ask_kind kind, struct target *t);
void ask_first(struct session *s, struct ask *a);	/* before all others */

/* Writes one; false: there is none to write. */
bool ask_next(struct session *s);

/* The one that is out is answered, or won't be. */
void ask_done(struct session *s);
void ask_failed(struct session *s, enum history_failure why);

bool ask_is_out(const struct session *s, enum ask_kind kind,
    const struct target *t);
bool ask_is_idle(const struct session *s);
void ask_clear(struct session *s);
void ask_forget(struct session *s, const struct target *t);

/* When it wants to be called next, on the steady clock. */
int64_t ask_tick(struct session *s);

#endif
