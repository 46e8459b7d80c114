/* whowas.c -- who had a nick before. */
#include "config.h"
#include "server/whowas.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "server/user.h"

#include "base/banned.h"

static void
forget(struct whowas_entry *e)
{
	free(e->source);
	free(e->realname);
	*e = (struct whowas_entry){ .source = NULL };
}

void
whowas_add(struct whowas *w, const struct user *u, int64_t now_ms)
{
	struct whowas_entry *e = &w->ring[w->next];

	forget(e);
	e->source = xstrdup(u->source);
	e->realname = xstrdup(u->realname);
	e->left_ms = now_ms;
	w->next = (w->next + 1) % WHOWAS_MAX;
}

static bool
is_of(const struct whowas_entry *e, const char *nick, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (str_lower(e->source[i]) != str_lower(nick[i]))
			return false;
	return e->source[len] == '!';
}

const struct whowas_entry *
whowas_next(const struct whowas *w, const char *nick, unsigned *skip)
{
	size_t len = strlen(nick);

	while (*skip < WHOWAS_MAX) {
		unsigned at = (w->next + WHOWAS_MAX - ++*skip) % WHOWAS_MAX;
		const struct whowas_entry *e = &w->ring[at];

		if (e->source == NULL)
			break;
		if (is_of(e, nick, len))
			return e;
	}
	return NULL;
}

void
whowas_release(struct whowas *w)
{
	unsigned i;

	for (i = 0; i < WHOWAS_MAX; i++)
		forget(&w->ring[i]);
}
