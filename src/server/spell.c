/* spell.c -- from when to when somebody was kept out of a channel. */
#include "config.h"
#include "server/spell.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/limits.h"
#include "server/extban.h"

#include "base/banned.h"

static bool
same_mask(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : irc_case_eq(a, b);
}

static void
insert(struct spells *s, unsigned at, struct spell new)
{
	s->at = xreallocarray(s->at, s->n + 1, sizeof *s->at);
	memmove(&s->at[at + 1], &s->at[at], (s->n++ - at) * sizeof *s->at);
	new.mask = new.mask == NULL ? NULL : xstrdup(new.mask);
	s->at[at] = new;
}

static void
delete(struct spells *s, unsigned at)
{
	free(s->at[at].mask);
	memmove(&s->at[at], &s->at[at + 1], (--s->n - at) * sizeof *s->at);
}

/* The first one from `at` on that is over; s->n: none. */
static unsigned
next_over(const struct spells *s, unsigned at)
{
	while (at < s->n && s->at[at].to == 0)
		at++;
	return at;
}

static void
bound(struct spells *s)
{
	unsigned over = 0, i, first, second;

	for (i = 0; i < s->n; i++)
		over += s->at[i].to != 0;
	if (over <= SPELLS_MAX)
		return;
	first = next_over(s, 0);
	second = next_over(s, first + 1);
	if (s->at[second].to > s->at[first].to)
		s->at[first].to = s->at[second].to;
	free(s->at[first].mask);
	s->at[first].mask = NULL;
	delete(s, second);
}

void
spells_begin(struct spells *s, const char *mask, uint64_t order)
{
	if (mask == NULL || extban_forbids(mask, CHANNEL_JOIN))
		insert(s, s->n, (struct spell){ order, 0, (char *)mask });
}

void
spells_end(struct spells *s, const char *mask, uint64_t order)
{
	unsigned i;

	if (mask != NULL && !extban_forbids(mask, CHANNEL_JOIN))
		return;
	for (i = 0; i < s->n; i++)
		if (s->at[i].to == 0 && same_mask(s->at[i].mask, mask))
			break;
	if (i == s->n)
		insert(s, i = 0, (struct spell){ 0, 0, (char *)mask });
	s->at[i].to = order;
	if (s->at[i].from == order)
		delete(s, i);	/* it came and went in one line */
	bound(s);
}

void
spells_free(struct spells *s)
{
	while (s->n > 0)
		delete(s, s->n - 1);
	free(s->at);
	s->at = NULL;
}

/* --- whom it hides what from --- */

/* The stretches come by their beginning. */
static void
hide(struct question_channel *out, struct question_span span)
{
	struct question_span *end = out->hidden + out->nhidden;

	if (out->nhidden > 0 && span.from <= end[-1].to) {
		if (span.to > end[-1].to)
			end[-1].to = span.to;
		return;
	}
	if (out->nhidden == HIDDEN_MAX) {
		out->hidden[0].to = out->hidden[1].to;
		memmove(&out->hidden[1], &out->hidden[2],
		    (--out->nhidden - 1) * sizeof out->hidden[0]);
	}
	out->hidden[out->nhidden++] = span;
}

void
spells_hide(const struct spells *s, const struct user *u, uint64_t since,
    struct question_channel *out)
{
	unsigned i;

	for (i = 0; i < s->n && s->at[i].from < since; i++) {
		const struct spell *at = &s->at[i];

		if (at->mask == NULL ||
		    extban_matches(at->mask, u, CHANNEL_JOIN))
			hide(out, (struct question_span){ at->from,
			    at->to == 0 || at->to > since ? since : at->to });
	}
}

/* --- as text --- */

const char *
spells_text(const struct spells *s, struct buf *out)
{
	unsigned i;

	for (i = 0; i < s->n; i++)
		if (!buf_addf(out, "%" PRIu64 " %" PRIu64 " %s\n",
		    s->at[i].from, s->at[i].to,
		    s->at[i].mask == NULL ? "*" : s->at[i].mask))
			break;
	return out->len > 0 && buf_add(out, "", 1) ? out->data : NULL;
}

void
spells_read(struct spells *s, const char *text)
{
	char mask[MASK_LEN + 1];
	struct spell new;

	while (text != NULL && sscanf(text, "%" SCNu64 " %" SCNu64 " %120s",
	    &new.from, &new.to, mask) == 3) {
		new.mask = str_eq(mask, "*") ? NULL : mask;
		insert(s, s->n, new);
		text = strchr(text, '\n');
		text = text == NULL ? NULL : text + 1;
	}
}
