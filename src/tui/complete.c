/* complete.c -- Tab: names and commands. */
#include "config.h"

#include "tui/complete.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "tui/model_internal.h"
#include "tui/slash.h"

#include "base/banned.h"

enum { MAX_ITEMS = 500 };

void
complete_end(struct model *m)
{
	struct completion *c = &m->completion;

	for (size_t i = 0; i < c->count; i++)
		free(c->items[i]);
	free(c->items);
	memset(c, 0, sizeof *c);
}

static void
add_item(struct completion *c, const char *item)
{
	if (c->count == MAX_ITEMS)
		return;
	c->items = xreallocarray(c->items, c->count + 1, sizeof *c->items);
	c->items[c->count++] = xstrdup(item);
}

static bool
begins_with(const char *s, const char *start, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] == '\0' || str_lower(s[i]) != str_lower(start[i]))
			return false;
	return true;
}

/* --- Names --- */

/* Spoke to us last, then spoke last, then the rest by name. Who came and
 * went without a word does not count. */
static int
compare_members(const void *a, const void *b)
{
	const struct member *x = *(struct member *const *)a;
	const struct member *y = *(struct member *const *)b;

	if (x->spoke_to_me_ms != y->spoke_to_me_ms)
		return x->spoke_to_me_ms > y->spoke_to_me_ms ? -1 : 1;
	if (x->spoke_ms != y->spoke_ms)
		return x->spoke_ms > y->spoke_ms ? -1 : 1;
	return strcmp(x->key, y->key);
}

size_t
complete_names(const struct model *m, const char *start, size_t len,
    const char ***names)
{
	const struct destination *d = model_side(m);
	size_t n = 0, all = d != NULL ? d->members.count : 0;
	struct member **fit = xreallocarray(NULL, all + 1, sizeof *fit);

	for (size_t i = 0; i < all; i++) {
		struct member *p = d->members.rows[i];

		if (!p->own && begins_with(p->nick, start, len))
			fit[n++] = p;
	}
	if (n > 1)
		qsort(fit, n, sizeof *fit, compare_members);
	*names = xreallocarray(NULL, n + 1, sizeof **names);
	for (size_t i = 0; i < n; i++)
		(*names)[i] = fit[i]->nick;
	free(fit);
	return n;
}

/* At the beginning of a message a name is an address: "dana: ". */
static void
add_names(struct model *m, const char *start, size_t len, bool is_first)
{
	const char **names;
	size_t n = complete_names(m, start, len, &names);
	struct buf item;

	buf_init(&item, MODEL_WORDS);
	for (size_t i = 0; i < n; i++) {
		buf_reset(&item);
		if (buf_addf(&item, is_first ? "%s: " : "%s ", names[i]))
			add_item(&m->completion, buf_str(&item));
	}
	buf_release(&item);
	free(names);
}

/* --- Channels and commands --- */

static void
add_channels(struct model *m, const char *start, size_t len)
{
	char item[MODEL_WORDS];

	for (int i = 0; i < m->destination_count; i++) {
		const struct destination *d = m->destinations[i];

		if (d == NULL || !destination_is_channel(d) ||
		    !begins_with(d->target, start, len))
			continue;
		(void)str_copy(item, sizeof item - 1, d->target);
		item[strlen(item) + 1] = '\0';
		item[strlen(item)] = ' ';
		add_item(&m->completion, item);
	}
}

static void
add_command(struct model *m, const char *name, const char *start, size_t len)
{
	char item[64] = "/";

	if (!begins_with(name, start, len))
		return;
	(void)str_copy(item + 1, sizeof item - 2, name);
	item[strlen(item) + 1] = '\0';
	item[strlen(item)] = ' ';
	add_item(&m->completion, item);
}

static int
compare_items(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void
add_commands(struct model *m, const char *start, size_t len)
{
	struct completion *c = &m->completion;
	size_t n;
	const struct slash *table = slash_table(&n);

	for (size_t i = 0; i < n; i++)
		if (table[i].help != NULL)
			add_command(m, table[i].name, start, len);
	for (int i = 0; i < ACTION_COUNT; i++) {
		const char *command = action_info(i)->command;

		if (command != NULL && strchr(command, ' ') == NULL &&
		    slash_find(command + 1) == NULL)
			add_command(m, command + 1, start, len);
	}
	if (c->count > 1)
		qsort(c->items, c->count, sizeof *c->items, compare_items);
}

/* --- Tab --- */

static void
begin(struct model *m)
{
	const struct input *in = &m->here->input;
	const char *text = input_text(in);
	struct completion *c = &m->completion;
	size_t start = in->cursor, len;

	while (start > 0 && text[start - 1] != ' ' && text[start - 1] != '\n')
		start--;
	len = in->cursor - start;
	c->is_open = true;
	c->start = start;
	c->end = in->cursor;
	if (start == 0 && text[0] == '/')
		add_commands(m, text + 1, len - 1);
	else if (text[start] == '#')
		add_channels(m, text + start, len);
	else
		add_names(m, text + start, len, start == 0);
	c->at = c->count;	/* the next one is the first, or the last */
}

bool
complete_next(struct model *m, int step)
{
	struct completion *c = &m->completion;
	const char *item;

	if (!c->is_open)
		begin(m);
	if (c->count == 0) {
		complete_end(m);
		return false;
	}
	if (step > 0)
		c->at = c->at + 1 < c->count ? c->at + 1 : 0;
	else
		c->at = c->at == 0 || c->at >= c->count ? c->count - 1 :
		    c->at - 1;
	item = c->items[c->at];
	input_replace(&m->here->input, c->start, c->end, item);
	c->end = c->start + strlen(item);
	m->is_dirty = true;
	return true;
}
