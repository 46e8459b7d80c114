/* action.h -- what a person can do, whatever key or command asks for it. */
#ifndef TUI_ACTION_H
#define TUI_ACTION_H

enum action {
#define ACTION(name, command, help) ACTION_##name,
#include "tui/action.def"
#undef ACTION
	ACTION_COUNT
};

struct action_info {
	const char *name;	/* as in action.def: "PAGE_UP" */
	const char *command;	/* slash command, or NULL */
	const char *help;	/* untranslated: give it to _() */
};

/* `a` below ACTION_COUNT. Constant tables. */
const struct action_info *action_info(enum action a);

/* The action of that name in any case, "page-up" too; -1: none. */
int action_find(const char *name);

#endif
