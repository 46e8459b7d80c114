/* child.c -- the start and the end of a child. */
#include "config.h"

#include "client/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"

#include "base/banned.h"

/* --- In the child ---------------------------------------------------------- */

static bool
place(int fd, int nothing, int at)
{
	if (fd <= 0)
		fd = nothing;
	return fd < 0 || dup2(fd, at) >= 0;
}

static bool
place_streams(const struct child_setup *s)
{
	int nothing = -1;

	if (!s->shares_terminal) {
		nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
		if (nothing < 0)
			return false;
	}
	return place(s->in, nothing, STDIN_FILENO) &&
	    place(s->out, nothing, STDOUT_FILENO) &&
	    place(s->err, nothing, STDERR_FILENO);
}

/* GPG_TTY would lead a pinentry to our terminal. */
static void
leave_terminal(void)
{
	setsid();
	unsetenv("GPG_TTY");
}

/* Returns only if it can't be run; errno says why. */
static void
run(const struct child_setup *s)
{
	const char *const shell[] = { "/bin/sh", "-c", s->command, NULL };
	const char *const *argv = s->command != NULL ? shell : s->argv;
	const struct child_variable *v;
	sigset_t none;

	if (!s->shares_terminal)
		leave_terminal();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	for (v = s->variables; v != NULL && v->name != NULL; v++)
		setenv(v->name, v->value, 1);
	if (place_streams(s))
		execvp(argv[0], (char *const *)(uintptr_t)argv);
}

/* --- In the program -------------------------------------------------------- */

/* By `fault` the child tells why it could not be what it should; that it
 * runs shows by the end of it. */
static pid_t
start(const struct child_setup *s, const int fault[2])
{
	int error = 0;
	ssize_t n;
	pid_t pid = fork();

	if (pid == 0) {
		run(s);
		error = errno;
		(void)!write(fault[1], &error, sizeof error);
		_exit(127);
	}
	close(fault[1]);
	if (pid < 0)
		return 0;
	do
		n = read(fault[0], &error, sizeof error);
	while (n < 0 && errno == EINTR);
	if (n <= 0)
		return pid;
	(void)child_wait(pid);
	errno = error;
	return 0;
}

pid_t
child_start(const struct child_setup *s, struct err *e)
{
	int fault[2], error;
	pid_t pid = 0;

	if (pipe2(fault, O_CLOEXEC) == 0) {
		pid = start(s, fault);
		error = errno;
		close(fault[0]);
		errno = error;
	}
	if (pid == 0)
		err_set(e, _("cannot start '%s': %s"), s->command != NULL ?
		    s->command : s->argv[0], strerror(errno));
	return pid;
}

void
child_kill(pid_t pid)
{
	/* Who shares our terminal has no group of its own. */
	if (kill(-pid, SIGKILL) != 0)
		kill(pid, SIGKILL);
}

bool
child_has_ended(pid_t pid, int *status)
{
	*status = 0;
	return waitpid(pid, status, WNOHANG) != 0;
}

int
child_wait(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	return status;
}
