/* errand.c -- a command that is run for us while the loop goes on. */
#include "config.h"

#include "client/errand.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/machine.h"
#include "proto/digest.h"

#include "base/banned.h"

enum {
	TEXT_SIZE = 1024,	/* of its output; more is passed over */
	LOOK_MS = 10		/* between two looks whether it has ended */
};

/* What it says on one of its two ways. */
struct ear {
	struct errand *errand;
	struct event *readable;	/* owned; NULL: the end has come */
	char text[TEXT_SIZE];
	size_t len;
};

struct errand {
	struct event_base *base;	/* borrowed */
	void (*done)(void *arg, const char *line, const char *why);
	void *arg;
	char *name;		/* owned; of the command */
	pid_t pid;		/* 0: has ended */
	int64_t until_ms;	/* steady clock */
	struct ear out, err;
	struct event *timer;	/* owned */
	char why[TEXT_SIZE];	/* it could not even be started */
};

/* --- The child ------------------------------------------------------------- */

enum { READ, WRITE };

struct pipes {
	int in[2], out[2], err[2];
};

/* A session of its own: no terminal to spoil, and a group that can be ended.
 * GPG_TTY would lead a pinentry to ours. */
static void
run(const char *const *argv, const struct pipes *p)
{
	sigset_t none;

	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	unsetenv("GPG_TTY");
	if (dup2(p->in[READ], STDIN_FILENO) >= 0 &&
	    dup2(p->out[WRITE], STDOUT_FILENO) >= 0 &&
	    dup2(p->err[WRITE], STDERR_FILENO) >= 0)
		execvp(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

static void
close_pair(int pair[2])
{
	if (pair[READ] >= 0)
		close(pair[READ]);
	if (pair[WRITE] >= 0)
		close(pair[WRITE]);
}

static bool
make_pipe(int pair[2])
{
	if (pipe(pair) != 0) {
		pair[READ] = pair[WRITE] = -1;
		return false;
	}
	(void)fcntl(pair[READ], F_SETFD, FD_CLOEXEC);
	(void)fcntl(pair[WRITE], F_SETFD, FD_CLOEXEC);
	return true;
}

/* What it is given is less than any pipe holds: nothing waits. */
static void
hand_over(int fd, const char *input)
{
	size_t left = input != NULL ? strlen(input) : 0;

	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	while (left > 0) {
		ssize_t n = write(fd, input, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		input += n;
		left -= (size_t)n;
	}
	close(fd);
}

static bool
spawn(struct errand *e, const struct errand_order *order, struct pipes *p)
{
	*p = (struct pipes){ { -1, -1 }, { -1, -1 }, { -1, -1 } };
	e->pid = -1;
	if (make_pipe(p->in) && make_pipe(p->out) && make_pipe(p->err))
		e->pid = fork();
	if (e->pid == 0)
		run(order->argv, p);
	if (e->pid > 0)
		return true;
	snprintf(e->why, sizeof e->why, _("cannot start '%s': %s"), e->name,
	    strerror(errno));
	e->pid = 0;
	close_pair(p->in);
	close_pair(p->out);
	close_pair(p->err);
	return false;
}

/* --- Its end --------------------------------------------------------------- */

static void
free_ear(struct ear *ear)
{
	if (ear->readable != NULL) {
		close(event_get_fd(ear->readable));
		event_free(ear->readable);
	}
	ear->readable = NULL;
	digest_wipe(ear->text, sizeof ear->text);
}

static void
kill_child(struct errand *e)
{
	int status;

	if (e->pid == 0)
		return;
	kill(-e->pid, SIGKILL);
	kill(e->pid, SIGKILL);	/* it may not have got as far as setsid() */
	while (waitpid(e->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	e->pid = 0;
}

void
errand_cancel(struct errand *e)
{
	if (e == NULL)
		return;
	kill_child(e);
	free_ear(&e->out);
	free_ear(&e->err);
	event_free(e->timer);
	free(e->name);
	free(e);
}

static void
first_line(struct ear *ear)
{
	ear->text[ear->len] = '\0';
	ear->text[strcspn(ear->text, "\r\n")] = '\0';
}

/* `why` NULL: what it said on standard error, else with what it ended. */
static void
finish(struct errand *e, bool is_ok, const char *why, int status)
{
	void (*done)(void *arg, const char *line, const char *why) = e->done;
	char words[2 * TEXT_SIZE];

	first_line(&e->out);
	first_line(&e->err);
	if (why != NULL)
		snprintf(words, sizeof words, "%s: %s", e->name, why);
	else if (e->err.text[0] != '\0')
		snprintf(words, sizeof words, "%s: %s", e->name, e->err.text);
	else
		snprintf(words, sizeof words, _("%s ended with status %d"),
		    e->name, status);
	done(e->arg, is_ok ? e->out.text : NULL, words);
	errand_cancel(e);
}

static void
set_timer(struct errand *e, int64_t wait_ms)
{
	struct timeval tv;

	if (wait_ms < 0)
		wait_ms = 0;
	tv.tv_sec = (time_t)(wait_ms / 1000);
	tv.tv_usec = (suseconds_t)(wait_ms % 1000 * 1000);
	event_add(e->timer, &tv);
}

/* It has said all; whether it has ended too shows in a moment. */
static void
look(struct errand *e)
{
	int64_t left = e->until_ms - machine_now().mono_ms;
	int status = 0;
	pid_t pid;

	if (e->why[0] != '\0') {
		finish(e, false, e->why, 0);
		return;
	}
	if (left <= 0) {
		kill_child(e);
		finish(e, false, _("it took too long"), 0);
		return;
	}
	if (e->out.readable != NULL || e->err.readable != NULL) {
		set_timer(e, left);
		return;
	}
	pid = waitpid(e->pid, &status, WNOHANG);
	if (pid == 0) {
		set_timer(e, left < LOOK_MS ? left : LOOK_MS);
		return;
	}
	e->pid = 0;
	status = WIFEXITED(status) ? WEXITSTATUS(status) : 128;
	finish(e, status == 0, NULL, status);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	look(arg);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct ear *ear = arg;
	char rest[TEXT_SIZE];
	size_t room = sizeof ear->text - 1 - ear->len;
	ssize_t n = read(fd, room > 0 ? ear->text + ear->len : rest,
	    room > 0 ? room : sizeof rest);

	(void)what;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		ear->len += room > 0 ? (size_t)n : 0;
		return;
	}
	event_free(ear->readable);
	ear->readable = NULL;
	close(fd);
	look(ear->errand);
}

static void
listen_to(struct errand *e, struct ear *ear, int fd)
{
	ear->errand = e;
	(void)fcntl(fd, F_SETFL, O_NONBLOCK);
	ear->readable = event_new(e->base, fd, EV_READ | EV_PERSIST,
	    on_readable, ear);
	if (ear->readable == NULL)
		abort();	/* out of memory */
	event_add(ear->readable, NULL);
}

struct errand *
errand_start(struct event_base *base, const struct errand_order *order)
{
	struct errand *e = xcalloc(1, sizeof *e);
	struct pipes p;

	e->base = base;
	e->done = order->done;
	e->arg = order->arg;
	e->name = xstrdup(order->argv[0]);
	e->until_ms = machine_now().mono_ms + order->limit_ms;
	e->timer = event_new(base, -1, 0, on_timer, e);
	if (e->timer == NULL)
		abort();
	if (!spawn(e, order, &p)) {
		set_timer(e, 0);
		return e;
	}
	close(p.in[READ]);
	close(p.out[WRITE]);
	close(p.err[WRITE]);
	hand_over(p.in[WRITE], order->input);
	listen_to(e, &e->out, p.out[READ]);
	listen_to(e, &e->err, p.err[READ]);
	set_timer(e, order->limit_ms);
	return e;
}
