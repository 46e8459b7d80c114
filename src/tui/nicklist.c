/* nicklist.c -- who is in a channel. */
#include "config.h"

#include "tui/nicklist.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { KEY_SIZE = 256, ROWS_MIN = 16 };

void
nicklist_init(struct nicklist *l)
{
	memset(l, 0, sizeof *l);
	l->moved_ms = INT64_MIN / 2;
}

static void
member_free(struct member *p)
{
	free(p->nick);
	free(p->key);
	free(p);
}

void
nicklist_clear(struct nicklist *l)
{
	HASH_CLEAR(hh, l->table);
	for (size_t i = 0; i < l->count; i++)
		member_free(l->rows[i]);
	l->count = l->away = l->here_rows = 0;
	l->is_unsorted = false;
}

void
nicklist_release(struct nicklist *l)
{
	nicklist_clear(l);
	free(l->rows);
	nicklist_init(l);
}

static size_t
make_key(char key[KEY_SIZE], const char *nick)
{
	size_t n = 0;

	for (; nick[n] != '\0' && n < KEY_SIZE - 1; n++)
		key[n] = str_lower(nick[n]);
	key[n] = '\0';
	return n;
}

struct member *
nicklist_find(const struct nicklist *l, const char *nick)
{
	char key[KEY_SIZE];
	size_t len = make_key(key, nick);
	struct member *p;

	HASH_FIND(hh, l->table, key, len, p);
	return p;
}

/* Rows will have to move: now if it was calm, else in a while. */
static void
moved(struct nicklist *l, int64_t mono_ms)
{
	if (!l->is_unsorted)
		l->unsorted_ms = mono_ms;
	l->is_unsorted = true;
	if (mono_ms - l->moved_ms >= NICKLIST_CALM_MS)
		nicklist_sort(l);
	l->moved_ms = mono_ms;
}

/* Behind the others that are here or, if away, behind all. */
static void
add_row(struct nicklist *l, struct member *p, bool away)
{
	size_t at = away ? l->count : l->here_rows++;

	if (l->count == l->cap) {
		l->cap = l->cap == 0 ? ROWS_MIN : l->cap * 2;
		l->rows = xreallocarray(l->rows, l->cap, sizeof *l->rows);
	}
	memmove(l->rows + at + 1, l->rows + at,
	    (l->count - at) * sizeof *l->rows);
	l->rows[at] = p;
	l->count++;
}

static struct member *
add(struct nicklist *l, const char *nick, bool away)
{
	char key[KEY_SIZE];
	struct member *p = xcalloc(1, sizeof *p);
	size_t len = make_key(key, nick);

	p->nick = xstrdup(nick);
	p->key = xstrdup(key);
	HASH_ADD_KEYPTR(hh, l->table, p->key, len, p);
	add_row(l, p, away);
	return p;
}

static void
set_away(struct nicklist *l, struct member *p, const struct member_facts *f,
    int64_t wall_ms)
{
	if (f->away == p->away)
		return;
	p->away = f->away;
	p->away_since_ms = f->saw_away ? wall_ms : 0;
	if (f->away)
		l->away++;
	else
		l->away--;
}

struct member *
nicklist_set(struct nicklist *l, const struct member_facts *f,
    int64_t mono_ms, int64_t wall_ms)
{
	struct member *p = nicklist_find(l, f->nick);
	char sign = f->sign != '\0' ? f->sign : ' ';
	bool is_new = p == NULL;
	bool moves;

	if (is_new)
		p = add(l, f->nick, f->away);
	moves = is_new || p->rank != f->rank || p->away != f->away ||
	    strcmp(p->nick, f->nick) != 0;
	if (strcmp(p->nick, f->nick) != 0) {
		free(p->nick);
		p->nick = xstrdup(f->nick);
	}
	p->sign = sign;
	p->rank = f->rank;
	p->own = f->own;
	set_away(l, p, f, wall_ms);
	if (moves)
		moved(l, mono_ms);
	return p;
}

void
nicklist_remove(struct nicklist *l, const char *nick, int64_t mono_ms)
{
	struct member *p = nicklist_find(l, nick);
	size_t i = 0;

	if (p == NULL)
		return;
	while (l->rows[i] != p)
		i++;
	memmove(l->rows + i, l->rows + i + 1,
	    (l->count - i - 1) * sizeof *l->rows);
	l->count--;
	if (i < l->here_rows)
		l->here_rows--;
	if (p->away)
		l->away--;
	HASH_DEL(l->table, p);
	member_free(p);
	l->moved_ms = mono_ms;
}

static int
compare(const void *a, const void *b)
{
	const struct member *x = *(struct member *const *)a;
	const struct member *y = *(struct member *const *)b;

	if (x->away != y->away)
		return x->away - y->away;
	if (!x->away && x->rank != y->rank)
		return x->rank - y->rank;
	return strcmp(x->key, y->key);
}

void
nicklist_sort(struct nicklist *l)
{
	if (l->count > 1)
		qsort(l->rows, l->count, sizeof *l->rows, compare);
	l->here_rows = l->count - l->away;
	l->is_unsorted = false;
}

bool
nicklist_turn(struct nicklist *l, int64_t mono_ms)
{
	if (nicklist_wait_ms(l, mono_ms) != 0)
		return false;
	nicklist_sort(l);
	return true;
}

int64_t
nicklist_wait_ms(const struct nicklist *l, int64_t mono_ms)
{
	int64_t calm = l->moved_ms + NICKLIST_CALM_MS - mono_ms;
	int64_t patience = l->unsorted_ms + NICKLIST_PATIENCE_MS - mono_ms;
	int64_t wait = calm < patience ? calm : patience;

	if (!l->is_unsorted)
		return -1;
	return wait > 0 ? wait : 0;
}
