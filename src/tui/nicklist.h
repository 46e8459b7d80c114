/*
 * nicklist.h -- who is in a channel, in the order of the side list: those with
 * a sign (operators first), the rest, then the away ones, each by name.
 *
 * The list is a lamp, not a stage: marks change at once, but rows move only
 * when nobody has come, gone or changed place for 2 s (or after 10 s of it).
 */
#ifndef TUI_NICKLIST_H
#define TUI_NICKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <uthash.h>

enum {
	NICKLIST_CALM_MS = 2000,
	NICKLIST_PATIENCE_MS = 10000,
	TYPING_SHOWN_MS = 6000,	/* without a further word of it */
	TYPING_PAUSED_MS = 30000,
};

struct member {
	UT_hash_handle hh;
	char *nick;		/* owned */
	char *key;		/* owned; the nick in lower case */
	char sign;		/* '@', '+' ..., or ' ' */
	int rank;		/* of the sign: 0 is the highest */
	bool away;
	bool own;
	int64_t away_since_ms;	/* Unix time; 0: we did not see it begin */
	int64_t spoke_ms;	/* Unix time of the last message; 0: none */
	int64_t spoke_to_me_ms;
	int64_t typing_from_ms;	/* steady clock */
	int64_t typing_until_ms;	/* 0: is not */
	bool is_paused;		/* has typed something, and thinks */
};

struct nicklist {
	struct member *table;	/* by key */
	struct member **rows;	/* owned array, borrowed members; as shown */
	size_t count;		/* members, all of them in `rows` */
	size_t cap;
	size_t away;
	size_t here_rows;	/* of the rows, those that stand as present */
	size_t top;		/* rows scrolled off at the top */
	bool is_unsorted;
	int64_t moved_ms;	/* steady clock: the last change of place */
	int64_t unsorted_ms;	/* since when it is not sorted */
	int64_t typing_until_ms;	/* nobody types beyond that */
};

/* Whether that is to be seen now. In model_typing.c. */
bool member_is_typing(const struct member *p, int64_t mono_ms);

/* What a place says of one member. `sign` is 0 for none. */
struct member_facts {
	const char *nick;
	char sign;
	int rank;
	bool away;
	bool saw_away;		/* it has just begun */
	bool own;
};

void nicklist_init(struct nicklist *l);
void nicklist_release(struct nicklist *l);
void nicklist_clear(struct nicklist *l);

/* Adds or changes. `mono_ms`, `wall_ms`: now. */
struct member *nicklist_set(struct nicklist *l, const struct member_facts *f,
    int64_t mono_ms, int64_t wall_ms);

void nicklist_remove(struct nicklist *l, const char *nick, int64_t mono_ms);

/* Case does not matter. NULL: not there. */
struct member *nicklist_find(const struct nicklist *l, const char *nick);

/* Sorts now, however restless it is: a whole list has come. */
void nicklist_sort(struct nicklist *l);

/* Sorts if it is time to. Returns whether rows moved. */
bool nicklist_turn(struct nicklist *l, int64_t mono_ms);

/* In how many ms nicklist_turn() is wanted; -1: not at all. */
int64_t nicklist_wait_ms(const struct nicklist *l, int64_t mono_ms);

#endif
