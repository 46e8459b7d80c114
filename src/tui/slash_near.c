/* slash_near.c -- names of commands, and what a slip may have meant. */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "tui/action.h"
#include "tui/mention.h"
#include "tui/slash.h"

#include "base/banned.h"

/* The command of an action, "top"; NULL if it has none of one word. */
static const char *
name_of_action(int a)
{
	const char *command = action_info(a)->command;

	return command != NULL && strchr(command, ' ') == NULL ?
	    command + 1 : NULL;
}

bool
slash_is_known(const char *name)
{
	for (int a = 0; a < ACTION_COUNT; a++)
		if (name_of_action(a) != NULL &&
		    str_eq_nocase(name_of_action(a), name))
			return true;
	return slash_find(name) != NULL;
}

static void
nearer(const char *name, const char *other, const char **best, int *distance)
{
	int n = mention_distance(name, other, *distance - 1);

	if (n < *distance) {
		*best = other;
		*distance = n;
	}
}

const char *
slash_nearest(const char *name)
{
	const char *best = NULL;
	int distance = mention_tolerance(name) + 1;
	size_t count;
	const struct slash *table = slash_table(&count);

	for (size_t i = 0; i < count; i++)
		nearer(name, table[i].name, &best, &distance);
	for (int a = 0; a < ACTION_COUNT; a++)
		if (name_of_action(a) != NULL)
			nearer(name, name_of_action(a), &best, &distance);
	return best;
}
