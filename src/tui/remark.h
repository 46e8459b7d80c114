/*
 * remark.h -- what is said about messages of a destination: reactions, that
 * somebody answers them, that they were taken back.
 *
 * It lies beside the lines, by msgid: a line that nobody says anything about
 * costs nothing, and what is said may come before the line itself. The oldest
 * are forgotten when there are too many.
 */
#ifndef TUI_REMARK_H
#define TUI_REMARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

#include "tui/buffer.h"

enum {
	REMARKS_MAX = 4096,	/* messages */
	REACTIONS_MAX = 200,	/* of one message */
	QUOTE_BYTES = 200	/* of a message that is answered */
};

/* That one person reacts so, or did: an older word of it changes nothing. */
struct reaction {
	char *text;		/* owned; an emoji, or a few letters */
	char *nick;		/* owned */
	bool own;
	bool is_gone;
	int64_t time_ms;
};

struct remark {
	UT_hash_handle hh;
	char *msgid;		/* owned */
	bool is_answered;	/* its nick and words are wanted */
	bool is_sought;		/* and asked of the server */
	char *nick, *words;	/* owned; NULL: not known */
	bool own;		/* we said it */
	struct reaction *reactions;	/* owned array, oldest first */
	size_t count;
	char *deleted_by;	/* owned; NULL: it was not taken back */
	char *reason;		/* owned */
};

struct remarks {
	struct remark *table;	/* owned; by msgid, oldest first */
};

void remarks_release(struct remarks *r);

/* NULL: nothing is said of it. */
struct remark *remark_find(const struct remarks *r, struct line_text msgid);

/* Finds or makes it. */
struct remark *remark_get(struct remarks *r, struct line_text msgid);

void remark_react(struct remark *r, const char *text, const char *nick,
    bool own, bool is_gone, int64_t time_ms);

/* Whether we react so. */
bool remark_is_ours(const struct remark *r, const char *text);

/* Reactions that are the same: the first of them, and how many. `at` begins
 * at 0; false: no more. */
struct reaction_count {
	const char *text;
	unsigned n;
	bool own;		/* one of them is ours */
};
bool remark_next_count(const struct remark *r, size_t *at,
    struct reaction_count *out);

/* What is answered: who said it, and its first words, without formatting. */
void remark_quote(struct remark *r, const struct line *line);

/* It is taken back: its words and reactions go. */
void remark_delete(struct remark *r, const char *by, const char *reason);

#endif
