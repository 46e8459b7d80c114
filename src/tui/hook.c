/* hook.c -- a command of the person's, with a time limit. */
#include "config.h"

#include "tui/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"

#include "base/banned.h"

enum { LIMIT_MS = 10 * 1000 };

/* In the child: away from our terminal, in a group that can be ended. */
static void
run(const char *command, const struct hook_facts *f)
{
	int nothing = open("/dev/null", O_RDWR);
	char count[16];
	sigset_t none;

	setpgid(0, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	snprintf(count, sizeof count, "%d", f->count);
	setenv("TCPCHAT_PLACE", f->place, 1);
	setenv("TCPCHAT_TARGET", f->target, 1);
	setenv("TCPCHAT_TEXT", f->text, 1);
	setenv("TCPCHAT_COUNT", count, 1);
	if (nothing < 0 || dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 ||
	    dup2(nothing, 2) < 0)
		_exit(127);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

bool
hook_start(struct hook *h, const char *command, const struct hook_facts *f,
    int64_t now_ms, struct err *e)
{
	pid_t pid;

	if (h->pid != 0)
		return true;
	pid = fork();
	if (pid == 0)
		run(command, f);
	if (pid < 0) {
		err_set(e, _("cannot start '%s': %s"), command,
		    strerror(errno));
		return false;
	}
	setpgid(pid, pid);	/* whoever of us comes first */
	h->pid = pid;
	h->until_ms = now_ms + LIMIT_MS;
	return true;
}

void
hook_turn(struct hook *h, int64_t now_ms)
{
	int status;

	if (h->pid == 0)
		return;
	if (now_ms >= h->until_ms)
		kill(-h->pid, SIGKILL);
	if (waitpid(h->pid, &status, WNOHANG) != 0)
		h->pid = 0;
}

int64_t
hook_due_ms(const struct hook *h)
{
	return h->pid != 0 ? h->until_ms : INT64_MAX;
}

void
hook_end(struct hook *h)
{
	if (h->pid != 0)
		kill(-h->pid, SIGKILL);
	h->pid = 0;
}
