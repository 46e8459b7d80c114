/* child.c -- a command line in a child. */
#include "config.h"

#include "tui/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"

#include "base/banned.h"

/* In the child. */
static void
run(const struct child_setup *s)
{
	int nothing = open("/dev/null", O_RDWR);
	int in = s->in >= 0 ? s->in : nothing;
	int out = s->out >= 0 ? s->out : nothing;
	const struct child_variable *v;
	sigset_t none;

	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	for (v = s->variables; v != NULL && v->name != NULL; v++)
		setenv(v->name, v->value, 1);
	if (nothing < 0 || dup2(in, 0) < 0 || dup2(out, 1) < 0 ||
	    dup2(out, 2) < 0)
		_exit(127);
	execl("/bin/sh", "sh", "-c", s->command, (char *)NULL);
	_exit(127);
}

pid_t
child_start(const struct child_setup *setup, struct err *e)
{
	pid_t pid = fork();

	if (pid == 0)
		run(setup);
	if (pid > 0)
		return pid;
	err_set(e, _("cannot start '%s': %s"), setup->command,
	    strerror(errno));
	return 0;
}

void
child_kill(pid_t pid)
{
	/* Before it has made its group there is only itself. */
	if (kill(-pid, SIGKILL) != 0)
		kill(pid, SIGKILL);
}

bool
child_has_ended(pid_t pid, int *status)
{
	*status = 0;
	return waitpid(pid, status, WNOHANG) != 0;
}
