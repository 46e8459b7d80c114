/* slash.c -- the commands that begin with a slash: found, and run. */
#include "config.h"

#include "tui/slash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/habit.h"
#include "tui/model_internal.h"
#include "tui/slash_internal.h"

#include "base/banned.h"

enum { ANY, ONLINE };

static const struct slash table[] = {
#define SLASH(name, run, when, usage, help) \
	{ name, slash_run_##run, (when) == ONLINE, usage, help },
#include "tui/slash.def"
#undef SLASH
};

enum { COUNT = sizeof table / sizeof table[0] };

const struct slash *
slash_table(size_t *count)
{
	*count = COUNT;
	return table;
}

const struct slash *
slash_find(const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (str_eq_nocase(table[i].name, name))
			return &table[i];
	return NULL;
}

/* An action that has a command of its own: "/top". */
static bool
run_action(struct model *m, const char *line)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const char *command = action_info(i)->command;

		if (command == NULL || !str_eq_nocase(command, line))
			continue;
		model_action(m, i);
		return true;
	}
	return false;
}

/* How many words the command cannot do without: those that its usage begins
 * with. "#channel" is the one looked at, or is asked for by its command. */
static int
words_needed(const char *usage)
{
	struct str_span word;
	int n = 0;

	while (str_next_word(&usage, &word) && str_is_alpha(word.p[0]))
		n++;
	return n;
}

static bool
has_words(const struct slash *s, const char *args)
{
	struct str_span word;
	int n = words_needed(s->usage);

	while (n > 0 && str_next_word(&args, &word))
		n--;
	return n == 0;
}

static bool
is_online(const struct model *m)
{
	const struct place *p = model_place(m);

	return p->state == SESSION_ONLINE || p->state == SESSION_SYNCING;
}

/* What it is in our words may be several lines. */
static bool
run_habit(struct model *m, const char *name, const char *args,
    const char *habit)
{
	struct habit_words w = {
		.args = args, .here = m->here->target,
		.nick = model_place(m)->nick, .time_ms = m->wall_ms,
	};
	char *lines, *line, *next;
	bool ok = true;

	if (habit_needs_word(habit) && args[0] == '\0') {
		model_say(m, true, _("it is used like this: /%s %s"), name,
		    _("name"));
		return false;
	}
	lines = habit_expand(habit, &w);
	for (line = lines; line != NULL && ok; line = next) {
		char *one;

		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		one = xmalloc(strlen(line) + 2);
		snprintf(one, strlen(line) + 2, "/%s", line);
		ok = slash_run(m, one);
		free(one);
	}
	free(lines);
	return ok;
}

bool
slash_run(struct model *m, const char *line)
{
	char name[NAME_SIZE];
	const char *args = str_first_word(name, sizeof name, line + 1);
	const char *habit = habit_find(name, args);
	const struct slash *s = slash_find(name);

	if (habit != NULL)
		return run_habit(m, name, args, habit);
	if (s != NULL && s->needs_server && !is_online(m)) {
		model_say(m, true, _("/%s needs a connection: /connect makes "
		    "one"), s->name);
		return false;
	}
	if (s != NULL && !has_words(s, args)) {
		slash_usage(m, s->name);
		return false;
	}
	if (s != NULL)
		s->run(m, s->name, args);
	else if (!run_action(m, line)) {
		guard_ask_unknown(m, name);
		return false;
	}
	return true;
}

/* --- For the commands --- */

void
slash_usage(struct model *m, const char *name)
{
	const struct slash *s = slash_find(name);

	model_say(m, true, _("it is used like this: /%s %s"), name,
	    s->usage[0] != '\0' ? _(s->usage) : "");
}

bool
slash_names_channel(const char *name)
{
	return name[0] == '#' || name[0] == '&';
}

struct destination *
slash_this_channel(struct model *m)
{
	if (destination_is_channel(m->here))
		return m->here;
	model_say(m, true, "%s", _("that works in a channel only: /to ALL "
	    "or /join goes to one"));
	return NULL;
}

struct destination *
slash_named_channel(struct model *m, const char **args)
{
	char name[NAME_SIZE];
	const char *rest = str_first_word(name, NAME_SIZE, *args);
	struct destination *d = slash_names_channel(name) ?
	    model_find(m, m->here->place, name) : NULL;

	if (d == NULL)
		return slash_this_channel(m);
	*args = rest;
	return d;
}

void
slash_want(struct model *m, enum request_kind kind, const char *target,
    const char *text)
{
	model_want(m, kind, m->here->place, target, text);
}
