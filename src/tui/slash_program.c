/* slash_program.c -- the commands about the program: help, accounts, edge. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/habit.h"
#include "tui/model_internal.h"
#include "tui/slash.h"
#include "tui/slash_internal.h"

#include "base/banned.h"

/* "/help wc": what it is here. */
static bool
help_habit(struct model *m, const char *name)
{
	const char *line = habit_find(name, "");

	if (line != NULL)
		model_info(m, m->here, _("/%s is here: /%.*s"), name,
		    (int)strcspn(line, "%:\n"), line);
	return line != NULL;
}

/* "/help top": what is an action only. */
static bool
help_on_action(struct model *m, const char *name)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = action_info(i);

		if (a->command == NULL || !str_eq_nocase(a->command + 1, name))
			continue;
		model_info(m, m->here, "%s %s %s", a->command,
		    m->theme.signs->dash, _(a->help));
		return true;
	}
	return false;
}

static void
say_no_command(struct model *m, const char *name)
{
	const char *near = slash_nearest(name);

	if (near != NULL)
		model_say(m, true, _("there is no command '/%s': /%s?"), name,
		    near);
	else
		model_say(m, true, _("there is no command '/%s': /help shows "
		    "what there is"), name);
}

RUN(help)
{
	const char *what = args[0] == '/' ? args + 1 : args;
	const struct slash *s = slash_find(what);

	if (args[0] == '\0')
		help_open(m);
	else if (s == NULL && (help_habit(m, what) ||
	    help_on_action(m, what)))
		return;
	else if (s == NULL)
		say_no_command(m, what);
	else
		model_info(m, m->here, "/%s %s %s %s", s->name,
		    s->usage[0] != '\0' ? _(s->usage) : "",
		    m->theme.signs->dash,
		    s->help != NULL ? _(s->help) : "");
}

/* Who asks for a password gets the keys: nothing else is being typed. */
static void
ask_password(struct model *m, const char *args, bool is_new)
{
	char account[NAME_SIZE];
	const char *rest = str_first_word(account, sizeof account, args);

	model_ask_password(m, m->here->place, &(struct model_password){
		.account = account[0] != '\0' ? account :
		    model_place(m)->nick,
		.email = rest, .is_new = is_new,
	});
}

RUN(login)
{
	ask_password(m, args, false);
}

RUN(register)
{
	ask_password(m, args, true);
}

/* What only the edge knows: settings, places, what a key sends. */
RUN(edge)
{
	size_t size = strlen(name) + strlen(args) + 2;
	char *line = xmalloc(size);

	snprintf(line, size, "%s%s%s", name, args[0] != '\0' ? " " : "", args);
	slash_want(m, REQUEST_COMMAND, m->here->target, line);
	free(line);
}

RUN(exec)
{
	if (args[0] == '\0' || strcmp(args, "-o") == 0)
		slash_usage(m, name);
	else
		slash_run_edge(m, name, args);
}

RUN(place)
{
	m->wants_place = true;	/* should one come of it */
	slash_run_edge(m, name, args);
}
