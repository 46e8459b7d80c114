/*
 * ignore.c -- whose words are not told. Their lines are known all the same, so
 * that gaps close and nothing comes twice; only no event speaks of them.
 */
#include "config.h"

#include "session/ignore.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_mask.h"
#include "session/receive.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	IGNORED_MAX = 200,	/* entries */
	SOURCE_SIZE = 1024	/* bytes of nick!user@host; longer: hits nothing */
};

/* As extended bans spell an account (ISUPPORT EXTBAN, ACCOUNTEXTBAN=a). */
static const char account_sign[] = "$a:";

void
ignore_release(struct ignore *i)
{
	free(i->list);
	i->list = NULL;
	i->count = 0;
}

/* --- The list -------------------------------------------------------------- */

/* The one spelling of an entry: "bob" for bob!*@*, any other mask whole; what
 * would be taken for a host stays as it is. False: it is none. */
static bool
make_entry(const char *who, char out[MASK_LEN + 1])
{
	size_t len;

	if (!utf8_valid(who, strlen(who)))
		return false;
	if (str_starts(who, account_sign))
		return who[strlen(account_sign)] != '\0' &&
		    strpbrk(who, " \t\r\n") == NULL &&
		    str_copy(out, MASK_LEN + 1, who);
	if (who[0] == '$' || irc_is_channel(who) || !irc_mask_make(who, out))
		return false;
	len = strlen(out);
	if (len > 4 && str_eq(out + len - 4, "!*@*") &&
	    strpbrk(out, ".:") == NULL)
		out[len - 4] = '\0';
	return true;
}

static bool
is_entry(const struct session *s, struct str_span item, const char *entry)
{
	char word[MASK_LEN + 1];

	return str_copy_span(word, sizeof word, item) &&
	    irc_casemap_eq(s->isupport.casemapping, word, entry);
}

/* The item of the list that is this entry; p NULL: there is none. */
static struct str_span
find_entry(const struct session *s, const char *entry)
{
	const char *rest = session_ignored(s);
	struct str_span item;

	while (str_next_word(&rest, &item))
		if (is_entry(s, item, entry))
			return item;
	return (struct str_span){ NULL, 0 };
}

bool
session_ignore(struct session *s, const char *who)
{
	struct ignore *i = &s->ignore;
	char entry[MASK_LEN + 1];
	size_t len = i->list != NULL ? strlen(i->list) : 0, size;

	if (!make_entry(who, entry))
		return false;
	if (find_entry(s, entry).p != NULL)
		return true;
	if (i->count == IGNORED_MAX)
		return false;
	size = len + strlen(entry) + 2;
	i->list = xreallocarray(i->list, size, 1);
	snprintf(i->list + len, size - len, "%s%s", len > 0 ? " " : "",
	    entry);
	i->count++;
	return true;
}

void
session_ignore_all(struct session *s, const char *list)
{
	char who[MASK_LEN + 1];
	struct str_span item;

	while (str_next_word(&list, &item))
		if (str_copy_span(who, sizeof who, item))
			(void)session_ignore(s, who);
}

bool
session_unignore(struct session *s, const char *who)
{
	char entry[MASK_LEN + 1], *at;
	struct str_span gone;

	if (!make_entry(who, entry))
		return false;
	gone = find_entry(s, entry);
	if (gone.p == NULL)
		return false;
	at = s->ignore.list + (gone.p - s->ignore.list);
	if (at[gone.len] == ' ') {
		gone.len++;		/* the blank behind it */
	} else if (at > s->ignore.list) {
		at--;			/* or that before the last one */
		gone.len++;
	}
	memmove(at, at + gone.len, strlen(at + gone.len) + 1);
	s->ignore.count--;
	return true;
}

const char *
session_ignored(const struct session *s)
{
	return s->ignore.list != NULL ? s->ignore.list : "";
}

/* --- What it hits ---------------------------------------------------------- */

/* Both folded as this server folds names: []\ may be {}|. */
static bool
matches(const struct session *s, const char *mask, const char *text)
{
	enum irc_casemapping map = s->isupport.casemapping;
	char a[MASK_LEN + 1], b[SOURCE_SIZE];

	return irc_casemap_fold(map, a, sizeof a, mask) &&
	    irc_casemap_fold(map, b, sizeof b, text) &&
	    irc_mask_match(a, b);
}

static bool
hits(const struct session *s, struct str_span item, const char *source,
    const char *account)
{
	char entry[MASK_LEN + 1], mask[MASK_LEN + 1];

	if (!str_copy_span(entry, sizeof entry, item))
		return false;
	if (str_starts(entry, account_sign))
		return account[0] != '\0' && matches(s,
		    entry + strlen(account_sign), account);
	return irc_mask_make(entry, mask) && matches(s, mask, source);
}

/* `source`: nick!user@host, of which all but the nick may be missing. */
static bool
is_ignored(const struct session *s, const char *source, const char *account)
{
	const char *rest = session_ignored(s);
	struct irc_source of;
	struct str_span item;
	char whole[SOURCE_SIZE];

	if (rest[0] == '\0')
		return false;
	irc_source_split(source, &of);
	if (snprintf(whole, sizeof whole, "%.*s!%.*s@%.*s", (int)of.nick.len,
	    of.nick.p, (int)of.user.len, of.user.p, (int)of.host.len,
	    of.host.p) >= (int)sizeof whole)
		return false;
	while (str_next_word(&rest, &item))
		if (hits(s, item, whole, account))
			return true;
	return false;
}

bool
session_ignores(const struct session *s, const char *nick)
{
	return nick[0] != '\0' && is_ignored(s, nick, "");
}

bool
ignore_hits(const struct session *s, const struct received *r)
{
	return !r->is_own && !r->is_server &&
	    is_ignored(s, r->m->source, r->account);
}

/* --- What is told ---------------------------------------------------------- */

bool
ignore_may_tell(const struct session_line *line)
{
	return line->own || !line->ignored;
}

const struct session_line *
ignore_thin(struct session *s, const struct session_line *lines,
    size_t *count)
{
	struct session_line *told;
	size_t n = 0;

	for (size_t i = 0; i < *count; i++)
		n += ignore_may_tell(&lines[i]);
	if (n == *count)
		return lines;
	told = arena_take(&s->arena, (n + 1) * sizeof *told);
	n = 0;
	for (size_t i = 0; i < *count; i++)
		if (ignore_may_tell(&lines[i]))
			told[n++] = lines[i];
	*count = n;
	return told;
}
