/*
 * question.h -- what the server asks the world, and who gets the answer.
 *
 * One question per client at a time; until its `then` has run no further line
 * of that client is taken (DESIGN.md, chapter 2a).
 */
#ifndef SERVER_QUESTION_H
#define SERVER_QUESTION_H

struct client;
struct question;
struct result;
struct server;

typedef void asking_then(struct client *c, const struct result *r, void *ctx);

/*
 * Like client_ask() (client.h) for what is done whoever is still there to be told: `then` runs in
 * any case, with NULL for a client that is gone. `c` NULL: nobody's.
 */
void server_ask(struct server *s, struct client *c, const struct question *q,
    asking_then *then, void *ctx_take);

/* The client goes. */
void question_drop(struct client *c);
/* The server does: nobody is told any more. */
void question_drop_own(struct server *s);

#endif
