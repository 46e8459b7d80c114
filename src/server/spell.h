/*
 * spell.h -- from when to when somebody was kept out of a channel: the bans
 * that are and were on a mask, and when it was closed to everybody outside
 * (+i, +k, +s). Shared state: only apply changes it; kept with the channel.
 *
 * What was said in such a spell is not shown to those it was about, if they
 * joined later (reading.h). Who fits is asked of who they are now: the mask
 * of an old host or nick fits nobody any more. Exceptions (+e) do not count,
 * as they may have come after the ban.
 */
#ifndef SERVER_SPELL_H
#define SERVER_SPELL_H

#include <stdbool.h>
#include <stdint.h>

#include "server/world.h"

struct buf;
struct user;

struct spell {
	uint64_t from, to;	/* order numbers, `to` is behind it; 0: it
				   goes on */
	char *mask;		/* owned; NULL: everybody */
};

struct spells {
	struct spell *at;	/* owned; by `from` */
	unsigned n;
};

/* `mask` in its full form (extban_make()), NULL: everybody. One of a ban that
 * forbids only to speak is none. */
void spells_begin(struct spells *s, const char *mask, uint64_t order);
/* One whose beginning nobody has noted began with the channel. Of more than
 * SPELLS_MAX that are over the two oldest become one, about everybody. */
void spells_end(struct spells *s, const char *mask, uint64_t order);
void spells_free(struct spells *s);

/* Fills in out->hidden for `u`, by out->since. */
void spells_hide(const struct spells *s, const struct user *u,
    uint64_t since, struct question_channel *out);

/* "from to mask" a line, '*' for everybody; NULL: none. Into `out`. */
const char *spells_text(const struct spells *s, struct buf *out);
void spells_read(struct spells *s, const char *text);

#endif
