/* roster.c -- lists of members: asked for, compared, differences told. */
#include "config.h"

#include "session/roster.h"

#include <stdio.h>
#include <string.h>

#include "session/answer.h"
#include "session/clean.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	WHO_MAX = 200,		/* members up to which a plain WHO is asked */
	MINUTE_MAX = 500	/* and up to which a list is asked unbidden */
};

void
roster_clear(struct target *t)
{
	struct member *m, *next;

	HASH_ITER(hh, t->roster.members, m, next)
		member_remove(t, m);
	t->has_members = false;
	t->roster.is_listing = false;
}

static size_t
roster_count(const struct target *t)
{
	return HASH_COUNT(t->roster.members);
}

void
roster_tell(struct session *s, struct target *t,
    const struct session_member_change *changes, size_t count, bool is_end)
{
	struct session_event *ev = emit(s, SESSION_EVENT_MEMBERS, t);

	ev->members.changes = changes;
	ev->members.count = count;
	ev->members.total = roster_count(t);
	ev->members.is_list_end = is_end;
}

static void
list_begin(struct target *t)
{
	if (!t->roster.is_listing) {
		t->roster.is_listing = true;
		t->roster.list++;
	}
}

/* What a list says of a member; told when it is complete. */
static struct member *
list_member(struct session *s, struct target *t, const char *nick,
    const char *signs)
{
	struct member *m = member_get(s, t, nick);

	if (m == NULL)
		return NULL;
	m->seen = t->roster.list;
	if (member_set_prefixes(s, m, signs))
		m->is_changed = true;
	return m;
}

/* Fills `changes`; those that are gone are removed. */
static size_t
compare(struct session *s, struct target *t, bool is_whole,
    struct session_member_change *changes)
{
	struct member *m, *next;
	size_t n = 0;

	HASH_ITER(hh, t->roster.members, m, next) {
		if (is_whole && m->seen != t->roster.list) {
			if (m->is_told)
				member_describe(s, &changes[n++], SESSION_REMOVED, m);
			member_remove(t, m);
			continue;
		}
		if (!m->is_told)
			member_describe(s, &changes[n++], SESSION_ADDED, m);
		else if (m->is_changed)
			member_describe(s, &changes[n++], SESSION_CHANGED, m);
		m->is_told = true;
		m->is_changed = false;
	}
	return n;
}

static void
list_end(struct session *s, struct target *t, bool is_whole)
{
	size_t max = roster_count(t), n;
	struct session_member_change *changes =
	    arena_take(&s->arena, (max + 1) * sizeof *changes);

	n = compare(s, t, is_whole, changes);
	t->roster.is_listing = false;
	roster_tell(s, t, changes, n, is_whole);
}

static struct target *
joined(struct session *s, const char *channel)
{
	struct target *t = target_find(s, channel);

	return t != NULL && t->is_joined ? t : NULL;
}

/* 353 <client> <symbol> <channel> :[signs]<nick>[!user@host]{ ...} */
void
roster_on_names(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	struct target *t = m->nparams > 3 ? joined(s, m->params[2]) : NULL;
	const char *rest, *signs = s->isupport.member_signs;
	struct str_span word;
	char *nick, *entry;

	if (t == NULL) {
		answer_on_numeric(s, r);
		return;
	}
	list_begin(t);
	rest = m->params[3];
	while (str_next_word(&rest, &word)) {
		entry = arena_copy(&s->arena, word.p, word.len);
		nick = entry + strspn(entry, signs);
		entry = arena_copy(&s->arena, entry, (size_t)(nick - entry));
		nick[strcspn(nick, "!")] = '\0';
		(void)list_member(s, t, clean_name(&s->arena, nick), entry);
	}
}

/* What NAMES does not tell: who is away, and the accounts. */
static void
ask_more(struct session *s, struct target *t, bool is_first)
{
	size_t count = roster_count(t);

	if (s->isupport.whox && is_first && count <= MINUTE_MAX)
		ask_add(s, ASK_MEMBERS, t);
	else if (!s->isupport.whox && count < WHO_MAX)
		ask_add(s, ASK_WHO, t);
}

/* 366 <client> <channel> :... */
void
roster_on_names_end(struct session *s, const struct received *r)
{
	struct target *t = r->m->nparams > 1 ? joined(s, r->m->params[1]) :
	    NULL;
	bool is_first;

	if (t == NULL)
		return;
	is_first = !t->has_members;
	t->has_members = true;
	if (t->roster.is_listing)
		list_end(s, t, true);
	ask_more(s, t, is_first);
	if (ask_is_out(s, ASK_MEMBERS, t) && !s->isupport.whox) {
		if (s->dialect->refresh_ms > 0)
			wire_answered(s);
		ask_done(s);
	}
}

static void
list_away(struct member *m, const char *flags)
{
	if (m != NULL && member_set_away(m, strchr(flags, 'G') != NULL))
		m->is_changed = true;
}

/* 352 <client> <channel> <user> <host> <server> <nick> <flags> :... */
void
roster_on_who(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	struct target *t = m->nparams > 6 ? joined(s, m->params[1]) : NULL;

	if (t == NULL || !ask_is_out(s, ASK_WHO, t)) {
		answer_on_numeric(s, r);
		return;
	}
	list_away(member_find(s, t, m->params[5]), m->params[6]);
}

/* 354 <client> <token> <nick> <flags> <account>: the fields we ask for. */
void
roster_on_whox(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;
	const struct ask *a = s->asks.out;
	struct member *member;

	if (m->nparams < 5 || a == NULL || a->kind != ASK_MEMBERS ||
	    a->target == NULL || !str_eq(m->params[1], a->label)) {
		answer_on_numeric(s, r);
		return;
	}
	list_begin(a->target);
	member = list_member(s, a->target,
	    clean_name(&s->arena, m->params[2]), m->params[3]);
	list_away(member, m->params[3]);
	if (member != NULL && member_set_account(member,
	    clean_name(&s->arena, m->params[4])))
		member->is_changed = true;
}

/* 315 <client> <mask> :... */
void
roster_on_who_end(struct session *s, const struct received *r)
{
	struct ask *a = s->asks.out;
	struct target *t;

	if (a == NULL || (a->kind != ASK_MEMBERS && a->kind != ASK_WHO) ||
	    r->m->nparams < 2)
		return;
	t = a->target;
	if (t != NULL && t->is_joined &&
	    (a->kind == ASK_WHO || t->roster.is_listing))
		list_end(s, t, a->kind == ASK_MEMBERS);
	ask_done(s);
}

/* --- Asking ---------------------------------------------------------------- */

bool
roster_write(struct session *s, struct ask *a)
{
	struct target *t = a->target;
	char fields[LABEL_SIZE + 8];

	if (t == NULL || !t->is_joined)
		return false;
	if (a->kind == ASK_WHO) {
		wire_say(s, "WHO", t->name, NULL);
	} else if (s->isupport.whox) {
		snprintf(fields, sizeof fields, "%%tnfa,%s", a->label);
		wire_say(s, "WHO", t->name, fields, NULL);
	} else {
		wire_say(s, "NAMES", t->name, NULL);
	}
	return true;
}

bool
roster_wants_minute(const struct session *s)
{
	const struct target *t = s->visible;

	if (session_has(s, HAS_AWAY_NOTIFY) && (session_has(s, HAS_CHGHOST) ||
	    session_has(s, HAS_EXTENDED_JOIN)))
		return false;	/* we are told as it happens */
	return t != NULL && t->is_joined && roster_count(t) <= MINUTE_MAX;
}

void
roster_minute(struct session *s)
{
	if (roster_wants_minute(s))
		ask_add(s, ASK_MEMBERS, s->visible);
}

void
session_refresh(struct session *s, const char *target)
{
	struct target *t = target_find(s, target);

	if (t != NULL && t->is_joined && session_is_on(s))
		ask_add(s, ASK_MEMBERS, t);
}
