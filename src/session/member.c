/* member.c -- one member of a channel, and what the edge is told of them. */
#include "config.h"

#define uthash_fatal(msg) abort()	/* memory is gone */
#include "session/member.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "session/session_internal.h"

#include "base/banned.h"

struct member *
member_find(const struct session *s, const struct target *t, const char *nick)
{
	char key[NAME_SIZE];
	struct member *m = NULL;

	if (target_fold(s, key, nick))
		HASH_FIND_STR(t->roster.members, key, m);
	return m;
}

static struct member *
member_new(const char *nick, const char *key)
{
	size_t nick_size = strlen(nick) + 1, key_size = strlen(key) + 1;
	struct member *m = xcalloc(1, sizeof *m + nick_size + key_size);
	char *text = (char *)(m + 1);

	memcpy(text, nick, nick_size);
	memcpy(text + nick_size, key, key_size);
	m->nick = text;
	m->key = text + nick_size;
	return m;
}

struct member *
member_get(struct session *s, struct target *t, const char *nick)
{
	struct member *m = member_find(s, t, nick);
	char key[NAME_SIZE];

	if (m != NULL)
		return m;
	if (HASH_COUNT(t->roster.members) >= MEMBERS_MAX ||
	    !target_fold(s, key, nick))
		return NULL;
	m = member_new(nick, key);
	HASH_ADD_KEYPTR(hh, t->roster.members, m->key, strlen(m->key), m);
	return m;
}

void
member_remove(struct target *t, struct member *m)
{
	HASH_DELETE(hh, t->roster.members, m);
	free(m->account);
	free(m);
}

static void
set_text(char **field, const char *text)
{
	free(*field);
	*field = text[0] != '\0' ? xstrdup(text) : NULL;
}

bool
member_set_account(struct member *m, const char *account)
{
	if (str_eq(account, "0") || str_eq(account, "*"))
		account = "";
	if (str_eq(m->account != NULL ? m->account : "", account))
		return false;
	set_text(&m->account, account);
	return true;
}

/* Highest first. What can't be seen, or is half a character, is no sign. */
bool
member_set_prefixes(const struct session *s, struct member *m,
    const char *from)
{
	char prefixes[PREFIXES_SIZE];
	const char *sign = s->isupport.member_signs;
	size_t n = 0;

	for (; *sign != '\0'; sign++)
		if (*sign > ' ' && *sign < 0x7f &&
		    strchr(from, *sign) != NULL && n < sizeof prefixes - 1)
			prefixes[n++] = *sign;
	prefixes[n] = '\0';
	if (strcmp(prefixes, m->prefixes) == 0)
		return false;
	memcpy(m->prefixes, prefixes, sizeof prefixes);
	return true;
}

/* --- Changes --------------------------------------------------------------- */

bool
member_set_away(struct member *m, bool away)
{
	bool is_news = m->away != away;

	if (is_news)
		m->saw_away = away && m->knows_away;
	m->away = away;
	m->knows_away = true;
	return is_news;
}

void
member_describe(struct session *s, struct session_member_change *c,
    enum session_change what, const struct member *m)
{
	c->what = what;
	c->member.nick = emit_text(s, m->nick);
	c->member.prefixes = emit_text(s, m->prefixes);
	c->member.account = m->account != NULL ?
	    emit_text(s, m->account) : "";
	c->member.away = m->away;
	c->member.saw_away = m->saw_away;
	c->member.own = session_same_name(s, m->nick, s->nick);
}

void
member_tell(struct session *s, struct target *t, struct member *m)
{
	struct session_member_change *c = arena_take(&s->arena, sizeof *c);

	member_describe(s, c, m->is_told ? SESSION_CHANGED : SESSION_ADDED, m);
	m->is_told = true;
	m->is_changed = false;
	m->seen = t->roster.list;
	roster_tell(s, t, c, 1, false);
}

/* Ends one that is in no table any more. */
static void
tell_ended(struct session *s, struct target *t, struct member *m)
{
	struct session_member_change *c = arena_take(&s->arena, sizeof *c);

	member_describe(s, c, SESSION_REMOVED, m);
	if (m->is_told)
		roster_tell(s, t, c, 1, false);
	free(m->account);
	free(m);
}

void
member_tell_gone(struct session *s, struct target *t, struct member *m)
{
	HASH_DELETE(hh, t->roster.members, m);
	tell_ended(s, t, m);
}

/* What is known of `m` goes over to `to`; `m` ends. */
static void
move_facts(struct member *to, struct member *m)
{
	free(to->account);
	to->account = m->account;
	memcpy(to->prefixes, m->prefixes, sizeof to->prefixes);
	to->away = m->away;
	to->knows_away = m->knows_away;
	to->saw_away = m->saw_away;
	to->seen = m->seen;
	free(m);
}

void
member_tell_renamed(struct session *s, struct target *t, struct member *m,
    const char *nick)
{
	struct session_member_change *c =
	    arena_take(&s->arena, 2 * sizeof *c);
	struct member *renamed;
	size_t n = 0;

	if (m->is_told)
		member_describe(s, &c[n++], SESSION_REMOVED, m);
	HASH_DELETE(hh, t->roster.members, m);
	renamed = member_get(s, t, nick);
	if (renamed != NULL) {
		move_facts(renamed, m);
		renamed->seen = t->roster.list;
		member_describe(s, &c[n++], renamed->is_told ?
		    SESSION_CHANGED : SESSION_ADDED, renamed);
		renamed->is_told = true;
	}
	roster_tell(s, t, c, n, false);
}

void
member_rehash(struct session *s, struct target *t)
{
	struct member *old = t->roster.members, *m, *next, *moved;
	bool is_told;

	t->roster.members = NULL;
	HASH_ITER(hh, old, m, next) {
		HASH_DELETE(hh, old, m);
		if (member_find(s, t, m->nick) != NULL) {
			tell_ended(s, t, m);
			continue;
		}
		is_told = m->is_told;
		moved = member_get(s, t, m->nick);
		assert(moved != NULL);
		move_facts(moved, m);
		moved->is_told = is_told;
	}
}
