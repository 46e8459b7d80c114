/*
 * reading.h -- who may read what was said (DESIGN.md, chapter 2).
 *
 * A channel's history is for its members; not what was said while they were
 * kept out of it (spell.h), and of a closed channel nothing of before they
 * joined. A private talk is for the two who had it. Asked when a question is put, and again of each row when the store has
 * answered: much may have happened in between.
 */
#ifndef SERVER_READING_H
#define SERVER_READING_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/limits.h"
#include "server/world.h"

struct channel;
struct client;

/* What `q` needs to ask for one channel; false: `c` may not read it. */
bool reading_channel(const struct client *c, const struct channel *ch,
    struct question_channel *out);
/* The same for every channel that it may read; returns how many. */
size_t reading_channels(const struct client *c,
    struct question_channel out[CHANNELS_PER_USER]);
/* Puts the talk with `nick` into `q`: of somebody who is here, or of an
 * earlier talk. q->peer_name is then `folded`. False: that is no nick. */
bool reading_talk(const struct client *c, const char *nick,
    struct question *q, char folded[NICK_LEN + 1]);

/* Whether `c` may be told that row now. Of private talks it is asked whether
 * `c` is still who has asked (user_identity()): that is the caller's. */
bool reading_sees(const struct client *c, const struct history_row *row);

#endif
