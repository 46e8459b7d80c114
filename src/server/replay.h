/*
 * replay.h -- earlier messages for clients that do not ask for them: those
 * without draft/chathistory.
 *
 * On JOIN the last ones (setting `replay-on-join`); to who comes back to an
 * always-on user, what was missed. One question after the other; the client
 * waits meanwhile, so that nothing overtakes.
 */
#ifndef SERVER_REPLAY_H
#define SERVER_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

struct channel;
struct client;

/* In apply: `c` has just joined `ch`. */
void replay_joined(struct client *c, const struct channel *ch);
/* In apply: nobody was there for `c`'s user since `since_ms`. */
void replay_missed(struct client *c, int64_t since_ms);

/* Asks what is next, if it may. */
void replay_go_on(struct client *c);
/* The client goes. */
void replay_drop_all(struct client *c);

#endif
