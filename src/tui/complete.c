/* complete.c -- Tab and the pop-up of what a word may become. */
#include "config.h"

#include "tui/complete.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "tui/model_internal.h"

#include "base/banned.h"

void
complete_end(struct model *m)
{
	struct completion *c = &m->completion;

	for (size_t i = 0; i < c->count; i++) {
		free(c->items[i].text);
		free(c->items[i].shown);
		free(c->items[i].about);
	}
	free(c->items);
	free(c->word);
	memset(c, 0, sizeof *c);
}

/* The word that ends at the cursor. */
static void
find_word(struct model *m)
{
	const struct input *in = &m->here->input;
	const char *text = input_text(in);
	struct completion *c = &m->completion;

	c->start = c->end = in->cursor;
	while (c->start > 0 && text[c->start - 1] != ' ' &&
	    text[c->start - 1] != '\n')
		c->start--;
}

/* Nothing is left to choose: it is the word itself. */
static bool
says_nothing_new(const struct model *m)
{
	const struct completion *c = &m->completion;
	const char *text = input_text(&m->here->input) + c->start;
	size_t len = c->end - c->start;

	return c->count == 1 && strncmp(c->items[0].text, text, len) == 0 &&
	    strcspn(c->items[0].text, ": ") == len;
}

void
complete_offer(struct model *m)
{
	struct completion *c = &m->completion;

	complete_end(m);
	if (m->question.kind != QUESTION_NONE || m->is_pasting)
		return;
	find_word(m);
	/* One character is the begin of another word at the same place. */
	if (m->closed_at != c->start + 1 || c->end - c->start == 1)
		m->closed_at = 0;
	if (c->start == c->end || m->closed_at != 0)
		return;
	complete_fill(m, false);
	c->at = c->count;
	c->is_open = !c->is_hint;
	if (c->count == 0 || says_nothing_new(m))
		complete_end(m);
	m->is_dirty = true;
}

static void
begin(struct model *m)
{
	struct completion *c = &m->completion;

	complete_end(m);
	find_word(m);
	complete_fill(m, true);
	c->at = c->count;	/* the next one is the first, or the last */
	c->is_open = true;
	c->is_hint = false;
}

static void
move(struct completion *c, int step)
{
	if (step > 0)
		c->at = c->at + 1 < c->count ? c->at + 1 : 0;
	else
		c->at = c->at == 0 || c->at >= c->count ? c->count - 1 :
		    c->at - 1;
}

bool
complete_next(struct model *m, int step)
{
	struct completion *c = &m->completion;
	struct input *in = &m->here->input;

	if (c->word == NULL) {
		begin(m);
		c->word = xstrndup(input_text(in) + c->start,
		    c->end - c->start);
	}
	if (c->count == 0) {
		complete_end(m);
		return false;
	}
	move(c, step);
	input_replace(in, c->start, c->end, c->items[c->at].text);
	c->end = in->cursor;
	m->is_dirty = true;
	if (c->count == 1)
		complete_end(m);
	return true;
}

bool
complete_take(struct model *m)
{
	const struct completion *c = &m->completion;

	if (!c->is_open || c->at >= c->count)
		return false;
	complete_end(m);
	m->is_dirty = true;
	return true;
}

bool
complete_drop(struct model *m)
{
	struct completion *c = &m->completion;

	if (!c->is_open)
		return false;
	if (c->word != NULL)
		input_replace(&m->here->input, c->start, c->end, c->word);
	m->closed_at = c->start + 1;
	complete_end(m);
	m->is_dirty = true;
	return true;
}
