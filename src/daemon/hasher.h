/*
 * hasher.h -- passwords are hashed in a thread of their own: slow on purpose,
 * they must not keep the loop.
 *
 * Like a store it is asked, and says by a descriptor that something is done.
 */
#ifndef DAEMON_HASHER_H
#define DAEMON_HASHER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

struct err;
struct hasher;
struct question;
struct result;

/* Starts the thread. NULL: `err` says why not. */
struct hasher *hasher_new(struct err *err) ATTR_USE_RESULT;
/* Waits for the hash under way; what waits is forgotten. NULL is fine. */
void hasher_free(struct hasher *h);

/* A QUESTION_HASH; copies. If too many wait, the answer is RESULT_FAILED. */
void hasher_ask(struct hasher *h, uint64_t number, const struct question *q);
/* Drops one that has not begun. */
void hasher_stop_asking(struct hasher *h, uint64_t number);
/* One answer; false: none. The caller ends it with result_release(). */
bool hasher_take_result(struct hasher *h, uint64_t *number, struct result *r)
    ATTR_USE_RESULT;
/* Readable while something is done. */
int hasher_fd(const struct hasher *h);

#endif
