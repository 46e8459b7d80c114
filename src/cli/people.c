/* people.c -- a sorted list of people. */
#include "config.h"

#include "cli/people.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "session/session.h"

#include "base/banned.h"

static void
release_person(struct person *one)
{
	free(one->nick);
	free(one->prefixes);
	free(one->account);
}

/* As people look names up: letters first, whatever their case. */
static int
compare(const char *a, const char *b)
{
	size_t i;

	for (i = 0; a[i] != '\0' && str_lower(a[i]) == str_lower(b[i]); i++)
		;
	return a[i] == '\0' && b[i] == '\0' ? strcmp(a, b) :
	    (unsigned char)str_lower(a[i]) - (unsigned char)str_lower(b[i]);
}

/* Where `nick` is, or belongs. */
static size_t
place_of(const struct people *p, const char *nick)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(p->list[middle].nick, nick) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
remove_at(struct people *p, size_t i)
{
	release_person(&p->list[i]);
	p->count--;
	memmove(p->list + i, p->list + i + 1,
	    (p->count - i) * sizeof *p->list);
}

static void
insert_at(struct people *p, size_t i, const struct session_member *m)
{
	if (p->count == p->cap) {
		p->cap = p->cap > 0 ? p->cap * 2 : 32;
		p->list = xrealloc(p->list, p->cap * sizeof *p->list);
	}
	memmove(p->list + i + 1, p->list + i,
	    (p->count - i) * sizeof *p->list);
	p->count++;
	p->list[i] = (struct person){
		.nick = xstrdup(m->nick), .prefixes = xstrdup(m->prefixes),
		.account = xstrdup(m->account), .away = m->away,
		.own = m->own,
	};
}

void
people_change(struct people *p, const struct session_member_change *c,
    size_t count)
{
	size_t n, i;

	for (n = 0; n < count; n++) {
		i = place_of(p, c[n].member.nick);
		if (i < p->count &&
		    str_eq(p->list[i].nick, c[n].member.nick))
			remove_at(p, i);
		if (c[n].what != SESSION_REMOVED)
			insert_at(p, i, &c[n].member);
	}
}

void
people_release(struct people *p)
{
	while (p->count > 0)
		release_person(&p->list[--p->count]);
	free(p->list);
	memset(p, 0, sizeof *p);
}
