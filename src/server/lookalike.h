/*
 * lookalike.h -- names by what they look like (proto/irc_skeleton.h).
 *
 * Most names are their own skeleton but for case, and are found as names. So
 * the table holds only the others: it costs next to nothing.
 */
#ifndef SERVER_LOOKALIKE_H
#define SERVER_LOOKALIKE_H

struct lookalike_entry;

/* `of` has that name now, has it no longer. */
void lookalike_add(struct lookalike_entry **table, const char *name,
    void *of);
void lookalike_remove(struct lookalike_entry **table, const char *name,
    const void *of);
/* Whoever of the table has that skeleton; NULL: nobody. */
void *lookalike_find(struct lookalike_entry *table, const char *skeleton);

#endif
