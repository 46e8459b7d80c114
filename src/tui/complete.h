/* complete.h -- names, commands, emoji: what Tab offers, and the pop-up. */
#ifndef TUI_COMPLETE_H
#define TUI_COMPLETE_H

#include <stdbool.h>
#include <stddef.h>

struct model;
struct setting;

struct completion_item {
	char *text;		/* owned: what comes into the input */
	char *shown;		/* owned: what the row says */
	char *about;		/* owned: and behind it, dim; or "" */
};

/* What is offered for the word before the cursor. */
struct completion {
	bool is_open;		/* the pop-up is there */
	bool is_hint;		/* only the status line says it */
	struct completion_item *items;	/* owned */
	size_t count;
	size_t at;		/* the one that stands in the input; count: none */
	size_t start;		/* bytes of the input that are replaced */
	size_t end;
	char *word;		/* owned: what stood there; NULL until Tab */
};

/* Completes what stands before the cursor; again: the next one. False: there
 * is nothing to complete. */
bool complete_next(struct model *m, int step);

/* Something was typed: what begins with / : @ # is offered at once, and the
 * names that a word may become are said in the status line. */
void complete_offer(struct model *m);

/* Enter: takes the one that was chosen. False: none was. */
bool complete_take(struct model *m);

/* Esc: the pop-up goes, what stood there comes back. False: there is none. */
bool complete_drop(struct model *m);

/* Something else happened: the next Tab begins anew. */
void complete_end(struct model *m);

/* --- complete_words.c --- */

/* Fills `items` for the word; with `is_tab` also what is not offered by
 * itself. */
void complete_fill(struct model *m, bool is_tab);

/*
 * The names that fit `start` (in any case), best first: who spoke to us last,
 * who spoke last, who is on the screen, the rest by name. Returns how many;
 * `*names` is owned, the names in it are borrowed from the lists of members.
 */
size_t complete_names(const struct model *m, const char *start, size_t len,
    const char ***names);

#endif
