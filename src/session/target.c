/* target.c -- channels, and people we talk with, by name. */
#include "config.h"

#define uthash_fatal(msg) abort()	/* memory is gone */
#include "session/target.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "session/clean.h"
#include "session/session_internal.h"

#include "base/banned.h"

bool
target_fold(const struct session *s, char key[NAME_SIZE], const char *name)
{
	return *name != '\0' && irc_casemap_fold(s->isupport.casemapping, key,
	    NAME_SIZE, name);
}

struct target *
target_find(const struct session *s, const char *name)
{
	char key[NAME_SIZE];
	struct target *t = NULL;

	if (target_fold(s, key, name))
		HASH_FIND_STR(s->targets, key, t);
	return t;
}

struct target *
target_get(struct session *s, const char *name)
{
	struct target *t = target_find(s, name);
	char key[NAME_SIZE];

	if (t != NULL) {
		t->is_forgotten = false;
		return t;
	}
	if (HASH_COUNT(s->targets) >= TARGETS_KEPT_MAX ||
	    strpbrk(name, " ,") != NULL || clean_text(&s->arena, name) !=
	    name || !target_fold(s, key, name))
		return NULL;
	t = xcalloc(1, sizeof *t);
	t->name = xstrdup(name);
	t->key = xstrdup(key);
	t->is_channel = isupport_is_channel(&s->isupport, name);
	HASH_ADD_KEYPTR(hh, s->targets, t->key, strlen(t->key), t);
	return t;
}

static void
target_free(struct session *s, struct target *t)
{
	HASH_DELETE(hh, s->targets, t);
	if (s->visible == t)
		s->visible = NULL;
	ask_forget(s, t);
	roster_clear(t);
	history_forget(t);
	free(t->name);
	free(t->key);
	free(t->password);
	free(t->topic);
	free(t);
}

void
target_forget(struct target *t)
{
	t->is_forgotten = !t->is_joined && !t->is_wanted;
}

void
target_sweep(struct session *s)
{
	struct target *t, *next;

	HASH_ITER(hh, s->targets, t, next)
		if (t->is_forgotten && !outbox_names(s, t))
			target_free(s, t);
}

void
target_free_all(struct session *s)
{
	struct target *t, *next;

	HASH_ITER(hh, s->targets, t, next)
		target_free(s, t);
}

void
target_rename(struct session *s, struct target *t, const char *name)
{
	char key[NAME_SIZE];

	if (!target_fold(s, key, name))
		return;
	HASH_DELETE(hh, s->targets, t);
	free(t->name);
	free(t->key);
	t->name = xstrdup(name);
	t->key = xstrdup(key);
	HASH_ADD_KEYPTR(hh, s->targets, t->key, strlen(t->key), t);
}

void
target_rehash(struct session *s)
{
	struct target *old = s->targets, *t, *next;
	char key[NAME_SIZE];

	s->targets = NULL;
	HASH_ITER(hh, old, t, next) {
		HASH_DELETE(hh, old, t);
		if (target_fold(s, key, t->name)) {
			free(t->key);
			t->key = xstrdup(key);
		}
		t->is_channel = isupport_is_channel(&s->isupport, t->name);
		member_rehash(s, t);
		HASH_ADD_KEYPTR(hh, s->targets, t->key, strlen(t->key), t);
	}
}
