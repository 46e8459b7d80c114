/*
 * page.h -- which rows a CHATHISTORY question asks for.
 *
 * Every selector (a msgid, a time) is first turned into order numbers, since
 * nothing is ever sorted by anything else. A question is then one or two
 * stretches of the talk. Both stores use this, so they page alike.
 */
#ifndef STORE_PAGE_H
#define STORE_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct question;
struct question_channel;

/* Whether rows of that verb (enum event_verb) are wanted; and whether any are
 * that are no messages. */
bool page_wants(const struct question *q, int verb);
bool page_wants_events(const struct question *q);

/* A place in a talk: what is before it, what is behind it. */
struct page_place {
	uint64_t low;	/* rows with order < low lie before it */
	uint64_t high;	/* rows with order > high lie behind it */
};

/* Rows with above < order < below, at most `limit`, taken from one end. */
struct page_stretch {
	uint64_t above, below;
	unsigned limit;
	bool     newest;	/* from the upper end, else from the lower */
};

enum { PAGE_STRETCHES = 2 };

/*
 * The stretches of `q`, in order; returns how many. `from` and `to` are the
 * places of q->from and q->to, not looked at where the question has none.
 */
size_t page_plan(const struct question *q, struct page_place from,
    struct page_place to, struct page_stretch out[PAGE_STRETCHES]);

/*
 * The next part of `s`, from the end at which rows are taken, of which nothing
 * is hidden from the asker; `s` is then what is left. False: nothing is.
 */
bool page_next_part(struct page_stretch *s, const struct question_channel *c,
    struct page_stretch *out);

#endif
