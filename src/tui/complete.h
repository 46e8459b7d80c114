/* complete.h -- Tab: names and commands. */
#ifndef TUI_COMPLETE_H
#define TUI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

struct model;

/* Completes what stands before the cursor; again: the next one. False: there
 * is nothing to complete. */
bool complete_next(struct model *m, int step);

/* Something else happened: the next Tab begins anew. */
void complete_end(struct model *m);

/*
 * The names that fit `start` (in any case), best first: who spoke to us last,
 * who spoke last, the rest by name. Returns how many; `*names` is owned, the
 * names in it are borrowed from the lists of members.
 */
size_t complete_names(const struct model *m, const char *start, size_t len,
    const char ***names);

#endif
