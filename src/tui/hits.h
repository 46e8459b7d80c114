/*
 * hits.h -- all lines that have what is sought, one below the other, the
 * newest first: Tab while something is sought (search.h).
 *
 * The pane is looked through in slices, then the log, of which ever more is
 * put above it, and what the server finds besides is listed as well. Enter
 * goes to the chosen one, Esc back to the search; typing seeks another text.
 */
#ifndef TUI_HITS_H
#define TUI_HITS_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"

struct model;
struct session_event;

/* Lists them anew; nothing is sought: nothing happens. */
void hits_open(struct model *m);
bool hits_is_open(const struct model *m);

/* False: it is none of the list's. */
bool hits_action(struct model *m, enum action a);

/* Goes to that one; `row` below popup.row_count. */
void hits_choose(struct model *m, size_t row);

/* Goes on for a slice; *cost grows up to `most`. */
void hits_slice(struct model *m, size_t *cost, size_t most);
bool hits_is_busy(const struct model *m);

/* What the server has found, older than all that is in the pane. */
void hits_found(struct model *m, const struct session_event *e);

#endif
