/*
 * house.h -- a whole server on a disk that fails when the test says so, and
 * two people in it.
 */
#ifndef SUPPORT_HOUSE_H
#define SUPPORT_HOUSE_H

#include "support/stage.h"
#include "support/store_kit.h"

enum { HOUSE_PATIENCE_MS = 60000 };

struct house {
	struct stage stage;
	char folder[KIT_PATH_SIZE];
	struct peer *al, *bo;	/* both in #c */
};

/* For cmocka: `*state` is then the house. Nobody is slowed down in it, and
 * vfs_power watches its folder. */
int house_set_up(void **state);
int house_tear_down(void **state);
/* The same folder once more, with a server of stage_init(). */
void house_open(struct house *h);

/* A turn as the loop has it: the store is asked when it has something. */
void house_turn(struct house *h);
/* Turns until `p` has got a line with `words` in it; it is then returned. */
const char *house_tells(struct house *h, struct peer *p, const char *words);
/* The next line that `p` gets, whatever it is, must have `words` in it. */
void house_tells_next(struct house *h, struct peer *p, const char *words);
/* `al` says `text`, and both see it next. */
void house_talks(struct house *h, const char *text);

#endif
