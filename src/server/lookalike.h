/*
 * lookalike.h -- names by what they look like (proto/irc_skeleton.h).
 *
 * Many names are their own skeleton but for case, and are found as names. So
 * the table holds only the others (a digit is enough: Guest10).
 */
#ifndef SERVER_LOOKALIKE_H
#define SERVER_LOOKALIKE_H

#include <stdint.h>

struct table;
struct table_node;

/* For table_init(). */
uint32_t lookalike_hash(const struct table_node *n);

/* `of` has that name now, has it no longer. */
void lookalike_add(struct table *t, const char *name, void *of);
void lookalike_remove(struct table *t, const char *name, const void *of);
/* Whoever of the table has that skeleton; NULL: nobody. */
void *lookalike_find(const struct table *t, const char *skeleton);

#endif
