/* multiline.c -- a message of several lines (IRCv3 draft/multiline). */
#include "config.h"
#include "server/multiline.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

static const char breaks[] = { MULTILINE_BREAK, MULTILINE_CONCAT, '\0' };

bool
multiline_is(const char *text)
{
	return text != NULL && strpbrk(text, breaks) != NULL;
}

bool
multiline_piece(struct multiline_walk *w)
{
	if (w->rest == NULL)
		return false;
	w->concat = w->before == MULTILINE_CONCAT;
	w->piece = (struct str_span){ w->rest, strcspn(w->rest, breaks) };
	w->before = w->rest[w->piece.len];
	w->rest = w->before == '\0' ? NULL : w->rest + w->piece.len + 1;
	return true;
}

size_t
multiline_longest(const char *text)
{
	struct multiline_walk w = { .rest = text };
	size_t longest = 0;

	while (multiline_piece(&w))
		if (w.piece.len > longest)
			longest = w.piece.len;
	return longest;
}

void
multiline_start(struct multiline *m, const struct irc_msg *whole,
    const char *ref)
{
	m->whole = *whole;
	m->whole.tags = NULL;
	m->ref = ref;
	m->walk = (struct multiline_walk){ .rest = whole->params[whole->nparams - 1] };
	m->begun = m->ended = false;
}

/* BATCH +ref draft/multiline target, and its end. */
static bool
batch_line(struct multiline *m, char sign)
{
	snprintf(m->sign, sizeof m->sign, "%c%s", sign, m->ref);
	m->line = (struct irc_msg){ .source = m->whole.source,
	    .command = "BATCH", .nparams = 1,
	    .params = { m->sign, "draft/multiline", m->whole.params[0] } };
	if (sign == '+')
		m->line.nparams = 3;
	m->is_first = sign == '+';
	m->is_inner = m->is_concat = false;
	return true;
}

static bool
piece_line(struct multiline *m)
{
	(void)str_copy_span(m->text, sizeof m->text, m->walk.piece);
	m->line = m->whole;
	m->line.params[m->line.nparams - 1] = m->text;
	m->line.colon = true;
	m->is_first = m->ref == NULL && !m->begun;
	m->is_inner = m->ref != NULL;
	m->is_concat = m->walk.concat;
	m->begun = true;
	return true;
}

bool
multiline_next(struct multiline *m)
{
	if (m->ref != NULL && !m->begun) {
		m->begun = true;
		return batch_line(m, '+');
	}
	while (multiline_piece(&m->walk))
		if (m->ref != NULL || m->walk.piece.len > 0)
			return piece_line(m);
	if (m->ref == NULL || m->ended)
		return false;
	m->ended = true;
	return batch_line(m, '-');
}
