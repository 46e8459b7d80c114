/* search_words.c -- what is seen of a search. */
#include "config.h"

#include "tui/search.h"

#include <stdio.h>

#include "base/i18n.h"
#include "tui/model_internal.h"

#include "base/banned.h"

const struct find *
search_marks(const struct model *m)
{
	return m->search.is_on && m->search.find.len > 0 ? &m->search.find :
	    NULL;
}

bool
search_has(const struct model *m, struct line_ref ref)
{
	return m->search.is_on && ref.chunk != NULL &&
	    line_ref_equal(ref,
	    m->here->lines.marks[MARK_FOUND]);
}

static void
count_words(const struct model *m, char *out, size_t size)
{
	const struct search *s = &m->search;
	const char *more = s->is_counting ? m->theme.signs->more : "";

	out[0] = '\0';
	if (s->step != 0 || s->stage == SEARCH_AROUND)
		snprintf(out, size, "%s", m->theme.signs->more);
	else if (s->stage == SEARCH_OLDER)
		snprintf(out, size, _("the server is asked %s"),
		    m->theme.signs->more);
	else if (s->stage == SEARCH_NOTHING)
		snprintf(out, size, "%s", _(s->why));
	else if (s->is_last)
		snprintf(out, size, "%s", _("nothing later has it"));
	else if (s->number > 0)
		snprintf(out, size, s->is_servers ?
		    _("%u of %u%s, from the server") : _("%u of %u%s"),
		    s->number, s->count, more);
}

void
search_words(const struct model *m, char *out, size_t size,
    char *brief, size_t brief_size)
{
	const struct search *s = &m->search;
	const char *dot = m->theme.signs->dot, *const *q =
	    m->theme.signs->quotes;
	char count[MODEL_WORDS / 4];

	count_words(m, count, sizeof count);
	snprintf(brief, brief_size, "%s%.60s%s %s", q[0], s->text, q[1],
	    count);
	if (s->find.len == 0)
		snprintf(out, size, _("find: type a text %s Esc = back"), dot);
	else
		snprintf(out, size, _("find %s%.60s%s %s %s %s Up Down %s "
		    "Tab = all %s Esc = back"), q[0], s->text, q[1], dot,
		    count, dot, dot, dot);
}
