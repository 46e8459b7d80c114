/* opener.c -- the person's program that opens a link. */
#include "config.h"

#include "tui/opener.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/child.h"

#include "base/banned.h"

enum { WORDS_MOST = 32 };

/* Words of `command`, which is cut, then the address. False: no word. */
static bool
split(char *command, const char *url, const char *argv[WORDS_MOST + 2])
{
	size_t n = 0;
	char *rest = NULL;

	for (char *word = strtok_r(command, " \t", &rest);
	    word != NULL && n < WORDS_MOST;
	    word = strtok_r(NULL, " \t", &rest))
		argv[n++] = word;
	argv[n] = url;
	argv[n + 1] = NULL;
	return n > 0;
}

static void
look_after(struct opener *o, pid_t pid)
{
	for (int i = 0; i < OPENER_MOST; i++)
		if (o->pids[i] == 0) {
			o->pids[i] = pid;
			return;
		}
	/* Sixteen that never end: this one is not waited for. */
}

bool
opener_start(struct opener *o, const char *command, const char *url,
    struct err *e)
{
	char *words = xstrdup(command);
	const char *argv[WORDS_MOST + 2];
	pid_t pid = 0;

	if (split(words, url, argv))
		pid = child_start(&(struct child_setup){ .argv = argv }, e);
	else
		err_set(e, "%s", _("nothing is set to open links with: "
		    "/set open-command"));
	if (pid != 0)
		look_after(o, pid);
	free(words);
	return pid != 0;
}

bool
opener_turn(struct opener *o)
{
	bool all_well = true;
	int status;

	for (int i = 0; i < OPENER_MOST; i++) {
		if (o->pids[i] == 0 || !child_has_ended(o->pids[i], &status))
			continue;
		o->pids[i] = 0;
		all_well = all_well && WIFEXITED(status) &&
		    WEXITSTATUS(status) == 0;
	}
	return all_well;
}
