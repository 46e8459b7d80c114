/* opener.c -- the person's program that opens a link. */
#include "config.h"

#include "tui/opener.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { WORDS_MOST = 32 };

extern char **environ;

/* Words of `command`, which is cut, then the address. False: no word. */
static bool
split(char *command, const char *url, char *argv[WORDS_MOST + 2])
{
	size_t n = 0;
	char *rest = NULL;

	for (char *word = strtok_r(command, " \t", &rest);
	    word != NULL && n < WORDS_MOST;
	    word = strtok_r(NULL, " \t", &rest))
		argv[n++] = word;
	argv[n] = (char *)url;
	argv[n + 1] = NULL;
	return n > 0;
}

/* Away from our terminal, with the signals of a fresh program. */
static int
spawn(pid_t *pid, char *const *argv)
{
	posix_spawn_file_actions_t files;
	posix_spawnattr_t how;
	sigset_t none, pipe;
	int error;

	sigemptyset(&none);
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	posix_spawn_file_actions_init(&files);
	for (int fd = 0; fd <= 2; fd++)
		posix_spawn_file_actions_addopen(&files, fd, "/dev/null",
		    O_RDWR, 0);
	posix_spawnattr_init(&how);
	posix_spawnattr_setflags(&how, POSIX_SPAWN_SETPGROUP |
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setsigmask(&how, &none);
	posix_spawnattr_setsigdefault(&how, &pipe);
	error = posix_spawnp(pid, argv[0], &files, &how, argv, environ);
	posix_spawnattr_destroy(&how);
	posix_spawn_file_actions_destroy(&files);
	return error;
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
	char *words = xstrdup(command), *argv[WORDS_MOST + 2];
	int error = 0;
	pid_t pid;

	if (!split(words, url, argv))
		err_set(e, "%s", _("nothing is set to open links with: "
		    "/set open-command"));
	else if ((error = spawn(&pid, argv)) != 0)
		err_set(e, _("cannot start '%s': %s"), argv[0],
		    strerror(error));
	else
		look_after(o, pid);
	free(words);
	return e->text[0] == '\0';
}

bool
opener_turn(struct opener *o)
{
	bool all_well = true;
	int status;

	for (int i = 0; i < OPENER_MOST; i++) {
		if (o->pids[i] == 0 ||
		    waitpid(o->pids[i], &status, WNOHANG) == 0)
			continue;
		o->pids[i] = 0;
		all_well = all_well && WIFEXITED(status) &&
		    WEXITSTATUS(status) == 0;
	}
	return all_well;
}
