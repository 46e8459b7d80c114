/*
 * fold.h -- people who came, went and changed their names, in one quiet line:
 * "-> 4 joined, 2 left - dana is now dana_home".
 *
 * Lines of that kind that follow each other on one day are a run. Who had
 * spoken within the last half hour is no part of one: that line stands for
 * itself. What is in a run is only looked at when it is on the screen, and
 * none is longer than 8 kB of the buffer (150 lines or so), so that it costs
 * the same however many come and go.
 */
#ifndef TUI_FOLD_H
#define TUI_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/buffer.h"

struct block;
struct destination;
struct model;
struct pane;

/* Whether `d` is folded, by the setting, /fold and Alt-e. */
bool fold_is_on(const struct model *m, const struct destination *d);

/* Shows what is folded, or no longer, until `d` is left. */
void fold_peek(struct model *m, struct destination *d);

/* From now on, and at the next start. */
void fold_set(struct model *m, struct destination *d, bool is_on);

/* The first and the last line of what is shown as one with `ref`. */
struct line_ref fold_first(const struct pane *p, struct line_ref ref);
struct line_ref fold_last(const struct pane *p, struct line_ref ref);

/* Sets the text of `b`, whose item begins at `first` with a line of that
 * kind. */
void fold_compose(const struct pane *p, struct line_ref first,
    struct block *b);
bool fold_is_kind(enum line_kind kind);

/* The `n` lines that end at `last` are new: which of them are of people who
 * had spoken not long before. */
void fold_note(struct destination *d, struct line_ref last, size_t n);

#endif
