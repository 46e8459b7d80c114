/*
 * player.h -- a session, a server played by the test, and a clock of its own.
 *
 * What the session writes and what it tells are gathered as lines of text and
 * compared whole, so nothing unexpected slips through. Ids are written as <1>,
 * <2> ... in the order in which they first appear.
 */
#ifndef TESTS_SUPPORT_PLAYER_H
#define TESTS_SUPPORT_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/time.h"
#include "session/session.h"

enum { PLAYER_IDS = 256 };

struct player {
	struct session *s;
	struct session_link link;	/* what the next connection is like */
	struct now now;
	struct buf sent;	/* lines, "\n" behind each */
	struct buf told;	/* events, a line each */
	bool is_stuck;		/* the kernel takes nothing */
	bool is_noisy;		/* tells STATE, NOTE and AWAY too */
	char ids[PLAYER_IDS][SESSION_ID_LEN + 1];
	int nids;
};

/* The clock begins at 2026-11-20T09:20:00Z. Nothing happens yet. */
void player_init(struct player *p, const struct session_config *config);
void player_release(struct player *p);

/* Opens and connects; what was written and told is forgotten. */
void player_connect(struct player *p);

/* Lines of the server, separated by "\n"; looked at at once. */
void player_feed(struct player *p, const char *lines);

/* Time passes, tick by tick as the session wants them. */
void player_wait(struct player *p, int64_t ms);

/* The connection breaks; and is there again, until before CAP LS is answered. */
void player_break(struct player *p);
void player_return(struct player *p);

/* Drains what is there, after a call of the test's own. */
void player_settle(struct player *p);

/* The server welcomes us: capabilities and 005 as given; lobby #all joined
 * if `isupport` names it. */
void player_welcome(struct player *p, const char *caps, const char *isupport);

/* Compare with everything since the last time, and forget it. */
#define expect_sent(p, text) player_expect(&(p)->sent, text, __FILE__, __LINE__)
#define expect_told(p, text) player_expect(&(p)->told, text, __FILE__, __LINE__)
void player_expect(struct buf *got, const char *text, const char *file,
    int line);
void player_forget(struct player *p);

/* Whether `text` is among what was gathered. */
bool player_has(struct buf *got, const char *text);

/* The id that appears as <n>. */
const char *player_id(const struct player *p, int n);

/* What tcpchatd offers and says. */
extern const char player_tcpchat_caps[], player_tcpchat_isupport[];

#endif
