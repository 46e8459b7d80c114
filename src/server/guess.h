/*
 * guess.h -- who guesses passwords is slowed down.
 *
 * After a few wrong ones from one network (hosts.h) for one account, or more
 * from that network for any, each further one costs a wait that doubles up to a minute.
 * The table is this node's own and bounded: the oldest entry gives way.
 */
#ifndef SERVER_GUESS_H
#define SERVER_GUESS_H

struct client;
struct guesses;
struct server;

struct guesses *guesses_new(void);
void guesses_free(struct guesses *g);	/* NULL is fine */

/* In how many seconds the client may try a password of `account`; 0: now. */
int guess_wait_s(const struct client *c, const char *account);
/* It was wrong: counted, and logged as one line: "login: failed host=...". */
void guess_was_wrong(struct client *c, const char *account, const char *how);
/* It was right: its earlier mistakes for that account are forgotten. */
void guess_was_right(struct client *c, const char *account);

#endif
