/* action.c -- the table of actions. */
#include "config.h"

#include "tui/action.h"

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/i18n.h"
#include "base/str.h"

#include "base/banned.h"

static const struct action_info actions[ACTION_COUNT] = {
#define ACTION(name, command, help) { #name, command, help },
#include "tui/action.def"
#undef ACTION
};

/* "page-up" and "PAGE_UP" are the same name. */
static bool
is_same_name(const char *a, const char *b)
{
	while (*a != '\0' && *b != '\0') {
		char x = *a == '-' ? '_' : str_upper(*a);
		char y = *b == '-' ? '_' : str_upper(*b);

		if (x != y)
			return false;
		a++;
		b++;
	}
	return *a == *b;
}

const struct action_info *
action_info(enum action a)
{
	assert((unsigned)a < ACTION_COUNT);
	return &actions[a];
}

int
action_find(const char *name)
{
	for (int i = 0; i < ACTION_COUNT; i++)
		if (is_same_name(actions[i].name, name))
			return i;
	return -1;
}
