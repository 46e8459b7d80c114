/* remark.c -- what is said about messages, by msgid. */
#include "config.h"

#include "tui/remark.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_format.h"

#include "base/banned.h"

static void
drop_reactions(struct remark *r)
{
	for (size_t i = 0; i < r->count; i++) {
		free(r->reactions[i].text);
		free(r->reactions[i].nick);
	}
	free(r->reactions);
	r->reactions = NULL;
	r->count = 0;
}

static void
drop_words(struct remark *r)
{
	free(r->nick);
	free(r->words);
	r->nick = r->words = NULL;
}

static void
remark_free(struct remarks *all, struct remark *r)
{
	HASH_DEL(all->table, r);
	drop_reactions(r);
	drop_words(r);
	free(r->deleted_by);
	free(r->reason);
	free(r->msgid);
	free(r);
}

void
remarks_release(struct remarks *all)
{
	while (all->table != NULL)
		remark_free(all, all->table);
}

struct remark *
remark_find(const struct remarks *all, struct line_text msgid)
{
	struct remark *r = NULL;

	if (all->table != NULL && msgid.len > 0)
		HASH_FIND(hh, all->table, msgid.p, msgid.len, r);
	return r;
}

struct remark *
remark_get(struct remarks *all, struct line_text msgid)
{
	struct remark *r = remark_find(all, msgid);

	if (r != NULL)
		return r;
	if (HASH_COUNT(all->table) >= REMARKS_MAX)
		remark_free(all, all->table);
	r = xcalloc(1, sizeof *r);
	r->msgid = xstrndup(msgid.p, msgid.len);
	HASH_ADD_KEYPTR(hh, all->table, r->msgid, msgid.len, r);
	return r;
}

/* --- Reactions --- */

static struct reaction *
find_reaction(const struct remark *r, const char *text, const char *nick)
{
	for (size_t i = 0; i < r->count; i++)
		if (str_eq(r->reactions[i].text, text) &&
		    str_eq_nocase(r->reactions[i].nick, nick))
			return &r->reactions[i];
	return NULL;
}

void
remark_react(struct remark *r, const char *text, const char *nick, bool own,
    bool is_gone, int64_t time_ms)
{
	struct reaction *x = find_reaction(r, text, nick);

	if (r->deleted_by != NULL || (x == NULL &&
	    r->count >= REACTIONS_MAX))
		return;
	if (x == NULL) {
		r->reactions = xreallocarray(r->reactions, r->count + 1,
		    sizeof *r->reactions);
		x = &r->reactions[r->count++];
		*x = (struct reaction){ .text = xstrdup(text),
		    .nick = xstrdup(nick), .time_ms = time_ms };
	}
	if (time_ms < x->time_ms)
		return;
	x->own = own;
	x->is_gone = is_gone;
	x->time_ms = time_ms;
}

bool
remark_is_ours(const struct remark *r, const char *text)
{
	for (size_t i = 0; i < r->count; i++)
		if (r->reactions[i].own && !r->reactions[i].is_gone &&
		    str_eq(r->reactions[i].text, text))
			return true;
	return false;
}

/* Whether one before it is the same: it was counted there. */
static bool
is_counted(const struct remark *r, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (!r->reactions[i].is_gone &&
		    str_eq(r->reactions[i].text, r->reactions[at].text))
			return true;
	return false;
}

bool
remark_next_count(const struct remark *r, size_t *at,
    struct reaction_count *out)
{
	while (*at < r->count && (r->reactions[*at].is_gone ||
	    is_counted(r, *at)))
		++*at;
	if (*at == r->count)
		return false;
	*out = (struct reaction_count){ .text = r->reactions[*at].text };
	for (size_t i = *at; i < r->count; i++) {
		const struct reaction *x = &r->reactions[i];

		if (x->is_gone || !str_eq(x->text, out->text))
			continue;
		out->n++;
		out->own = out->own || x->own;
	}
	++*at;
	return true;
}

/* --- Answers, and what is taken back --- */

void
remark_quote(struct remark *r, const struct line *line)
{
	char words[QUOTE_BYTES + 1];
	size_t len = utf8_cut(line->text.p, line->text.len, QUOTE_BYTES);
	char *end;

	if (r->deleted_by != NULL)
		return;
	drop_words(r);
	len = irc_format_strip(words, line->text.p, len);
	words[len] = '\0';
	end = strchr(words, '\n');
	if (end != NULL)
		*end = '\0';
	r->nick = xstrndup(line->nick.p, line->nick.len);
	r->words = xstrdup(words);
	r->own = line->flags & LINE_OWN;
}

void
remark_delete(struct remark *r, const char *by, const char *reason)
{
	drop_reactions(r);
	drop_words(r);
	free(r->deleted_by);
	free(r->reason);
	r->deleted_by = xstrdup(by);
	r->reason = xstrdup(reason);
}
