/*
 * attachment.h -- a client attached to a user, as every node knows it.
 *
 * A user is there as long as it has one. Where its client asked for
 * tcpchat/resume, an attachment whose connection broke is held for a while:
 * the client comes back with the token and goes on in its place, and nobody
 * else notices (DESIGN.md, chapter 5). Shared state: only apply changes it.
 */
#ifndef SERVER_ATTACHMENT_H
#define SERVER_ATTACHMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "proto/limits.h"

struct answer;
struct client;
struct event;
struct server;
struct user;

/* event.flags of QUIT: the connection broke, nobody said QUIT; it may be held. */
enum { QUIT_LOST = 1 };

/* What only one that may be resumed has. */
struct resume {
	TAILQ_ENTRY(resume) held;	/* server->held, while its client is gone */
	struct user *user;
	uint64_t attachment;
	char     token[RESUME_TOKEN_LEN + 1];
	char    *why;			/* owned: how it broke; NULL: it is here */
	int64_t  lost_ms;		/* monotonic, of this node */
	bool     is_ending;		/* this node has posted its end */
};

struct attachment {
	struct attachment *next;	/* user->attachments, newest first */
	uint64_t number : 63;		/* never used twice */
	uint64_t made_user : 1;		/* the user is there since it came */
	char    *away;			/* owned; NULL: somebody is there */
	struct resume *resume;		/* owned; NULL: its end is the end */
};

/* `token` NULL: it can't be resumed. */
struct attachment *attachment_new(struct user *u, uint64_t number,
    const char *token);
void attachment_end(struct server *s, struct user *u, struct attachment *at);
struct attachment *attachment_find(const struct user *u, uint64_t number);

/* NULL: somebody is there. It becomes the one whose text counts. */
void attachment_set_away(struct user *u, struct attachment *at,
    const char *text);
/* What the user is to the others: away when all are, with the newest text;
 * "*" (draft/pre-away: nobody looks) only where nobody has said more. */
const char *attachment_away(const struct user *u);

/*
 * The connection broke: whether it is held from now on. Not one without a
 * token, nor past HELD_MAX and HELD_PER_HOST_MAX.
 */
bool attachment_hold(struct server *s, struct user *u, struct attachment *at,
    const char *why);
bool attachment_is_held(const struct attachment *at);
/* Posts the end of those that were held long enough. In how many ms the next
 * one is; at most `most`. */
int64_t attachment_end_held(struct server *s, int64_t most);

/* The one that this token opens, as RESUME and its client's line name it. */
struct attachment *attachment_by_token(const struct server *s,
    uint64_t user, const char *token);

#endif
