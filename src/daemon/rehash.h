/* rehash.h -- REHASH of an operator: what SIGHUP does, with an answer. */
#ifndef DAEMON_REHASH_H
#define DAEMON_REHASH_H

#include <stdint.h>

struct daemon;
struct rehash;

struct rehash *rehash_new(struct daemon *d);
void rehash_free(struct rehash *r);	/* NULL is fine */

/* For the world of the server: `arg` is a struct rehash. In a later turn the
 * settings are read again, and the server has the result. */
void rehash_ask(void *arg, uint64_t number);

#endif
