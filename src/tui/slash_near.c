/* slash_near.c -- names of commands, and what a slip may have meant. */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "tui/action.h"
#include "tui/habit.h"
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
	return slash_find(name) != NULL || habit_find(name, "") != NULL;
}

const char *
slash_nearest(const char *name)
{
	struct mention_search near = mention_search(name);
	const char *best = NULL;
	size_t count;
	const struct slash *table = slash_table(&count);

	for (size_t i = 0; i < count; i++)
		if (mention_is_nearer(&near, table[i].name))
			best = table[i].name;
	for (int a = 0; a < ACTION_COUNT; a++)
		if (name_of_action(a) != NULL &&
		    mention_is_nearer(&near, name_of_action(a)))
			best = name_of_action(a);
	return best;
}
