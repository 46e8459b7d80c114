/* gather.h -- a result in the making: rows whose strings share one block. */
#ifndef STORE_GATHER_H
#define STORE_GATHER_H

#include <stddef.h>

#include "server/world.h"

struct gather {
	struct result r;
	size_t rows_cap, targets_cap;
	size_t text_len, text_cap;	/* of r.block */
};

void gather_init(struct gather *g);

/* Both copy the strings of `row`. */
void gather_row(struct gather *g, const struct history_row *row);
void gather_target(struct gather *g, const struct target_row *row);

void gather_account(struct gather *g, const struct account_row *row);

/* Turns round the rows from number `first` on: they came newest first. */
void gather_reverse(struct gather *g, size_t first);

/*
 * Sorts the targets by time and keeps those that `q` asks for: latest_ms
 * between its two times, at most its limit, counted from q->from.
 */
void gather_choose_targets(struct gather *g, const struct question *q);

/* Moves the result out; `g` is then empty. */
void gather_end(struct gather *g, struct result *out);

/* Empties `g` and makes it say why there is no result; `why` is a constant. */
void gather_fail(struct gather *g, enum result_code code, const char *why);

#endif
