/* errand.c -- a command that is run for us while the loop goes on. */
#include "config.h"

#include "client/errand.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/child.h"
#include "client/machine.h"
#include "net/timer.h"
#include "proto/digest.h"

#include "base/banned.h"

enum {
	TEXT_SIZE = 1024,	/* of a first line; more is passed over */
	CHUNK_SIZE = 4096
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
	enum errand_output output;
	void (*heard)(void *arg, const char *data, size_t len);
	void (*done)(void *arg, const struct errand_end *end);
	void *arg;
	char *name;		/* owned; of the command */
	pid_t pid;		/* 0: it has ended, or never was */
	int64_t until_ms;	/* steady clock */
	struct ear out, err;
	struct event *timer, *child;	/* owned */
	struct errand_end end;
	struct err fault;	/* ERRAND_NOT_STARTED: why */
};

/* --- Its end --------------------------------------------------------------- */

static void
close_ear(struct ear *ear)
{
	if (ear->readable == NULL)
		return;
	close(event_get_fd(ear->readable));
	event_free(ear->readable);
	ear->readable = NULL;
}

static void
set_timer(struct errand *e)
{
	timer_at(e->timer, e->until_ms, machine_now().mono_ms);
}

void
errand_kill(struct errand *e)
{
	close_ear(&e->out);	/* others may hold it open */
	close_ear(&e->err);
	if (e->pid != 0) {
		child_kill(e->pid);
		return;
	}
	e->until_ms = 0;	/* no signal comes any more */
	set_timer(e);
}

void
errand_cancel(struct errand *e)
{
	if (e == NULL)
		return;
	errand_kill(e);
	if (e->pid != 0)
		(void)child_wait(e->pid);
	event_free(e->timer);
	event_free(e->child);
	free(e->name);
	digest_wipe(e, sizeof *e);
	free(e);
}

static void
first_line(struct ear *ear)
{
	ear->text[ear->len] = '\0';
	ear->text[strcspn(ear->text, "\r\n")] = '\0';
}

static void
say_why(const struct errand *e, char *words, size_t size)
{
	int status = e->end.status;

	if (e->end.fate == ERRAND_NOT_STARTED)
		snprintf(words, size, "%s", e->fault.text);
	else if (e->end.fate == ERRAND_LATE)
		snprintf(words, size, "%s: %s", e->name,
		    _("it took too long"));
	else if (e->err.text[0] != '\0')
		snprintf(words, size, "%s: %s", e->name, e->err.text);
	else
		snprintf(words, size, _("%s ended with status %d"), e->name,
		    WIFEXITED(status) ? WEXITSTATUS(status) : 128);
}

static void
finish(struct errand *e)
{
	char words[2 * TEXT_SIZE];

	first_line(&e->out);
	first_line(&e->err);
	say_why(e, words, sizeof words);
	e->end.why = words;
	if (e->end.fate == ERRAND_ENDED && e->end.status == 0)
		e->end.line = e->out.text;
	e->done(e->arg, &e->end);
	errand_cancel(e);
	digest_wipe(words, sizeof words);
}

/* Until it has ended, and has said all. */
static bool
is_running(const struct errand *e)
{
	return e->pid != 0 || e->out.readable != NULL ||
	    e->err.readable != NULL;
}

static void
look(struct errand *e)
{
	if (e->pid != 0 && child_has_ended(e->pid, &e->end.status))
		e->pid = 0;
	if (!is_running(e))
		finish(e);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct errand *e = arg;

	(void)fd;
	(void)what;
	if (machine_now().mono_ms < e->until_ms) {
		set_timer(e);
		return;
	}
	if (is_running(e)) {
		e->end.fate = ERRAND_LATE;
		errand_kill(e);
	}
	look(e);
}

static void
on_child(evutil_socket_t number, short what, void *arg)
{
	(void)number;
	(void)what;
	look(arg);
}

/* --- What it says ---------------------------------------------------------- */

static void
hear(struct ear *ear, const char *data, size_t len)
{
	struct errand *e = ear->errand;
	size_t room = sizeof ear->text - 1 - ear->len;

	if (e->output == ERRAND_HEARD) {
		e->heard(e->arg, data, len);
		return;
	}
	if (len > room)
		len = room;
	memcpy(ear->text + ear->len, data, len);
	ear->len += len;
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct ear *ear = arg;
	char chunk[CHUNK_SIZE];
	ssize_t n = read(fd, chunk, sizeof chunk);

	(void)what;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0) {
		hear(ear, chunk, (size_t)n);
		digest_wipe(chunk, (size_t)n);
		return;
	}
	close_ear(ear);
	look(ear->errand);
}

/* --- Its beginning --------------------------------------------------------- */

enum { READ, WRITE };

/* The child's; 0: none. `err` may be `out`. */
struct ends {
	int in, out, err;
};

static bool
open_ear(struct errand *e, struct ear *ear, int *end)
{
	int pair[2];

	if (pipe2(pair, O_CLOEXEC) != 0)
		return false;
	(void)fcntl(pair[READ], F_SETFL, O_NONBLOCK);
	ear->errand = e;
	ear->readable = event_new(e->base, pair[READ], EV_READ | EV_PERSIST,
	    on_readable, ear);
	if (ear->readable == NULL || event_add(ear->readable, NULL) != 0)
		abort();	/* out of memory */
	*end = pair[WRITE];
	return true;
}

static bool
open_ears(struct errand *e, struct ends *ends)
{
	if (e->output == ERRAND_UNHEARD)
		return true;
	if (!open_ear(e, &e->out, &ends->out))
		return false;
	ends->err = ends->out;
	return e->output == ERRAND_HEARD ||
	    open_ear(e, &e->err, &ends->err);
}

/* What it is given is less than any pipe holds: nothing waits, and it may be
 * written before there is a reader. */
static bool
open_input(const struct errand_order *order, int *end)
{
	const char *text = order->input != NULL ? order->input : "";
	size_t len = strlen(text);
	int pair[2];
	bool ok;

	if (order->file != NULL) {
		*end = fcntl(fileno(order->file), F_DUPFD_CLOEXEC, 3);
		return *end >= 0;
	}
	if (len == 0)
		return true;
	if (pipe2(pair, O_CLOEXEC) != 0)
		return false;
	(void)fcntl(pair[WRITE], F_SETFL, O_NONBLOCK);
	ok = write(pair[WRITE], text, len) == (ssize_t)len;
	close(pair[WRITE]);
	*end = pair[READ];
	return ok;
}

static void
close_ends(const struct ends *ends)
{
	if (ends->in > 0)
		close(ends->in);
	if (ends->out > 0)
		close(ends->out);
	if (ends->err > 0 && ends->err != ends->out)
		close(ends->err);
}

static void
spawn(struct errand *e, const struct errand_order *order)
{
	struct ends ends = { 0, 0, 0 };

	if (!open_input(order, &ends.in) || !open_ears(e, &ends))
		err_set(&e->fault, _("cannot start '%s': %s"), e->name,
		    strerror(errno));
	else
		e->pid = child_start(&(struct child_setup){
		    .command = order->command, .argv = order->argv,
		    .in = ends.in, .out = ends.out, .err = ends.err,
		    .variables = order->variables }, &e->fault);
	close_ends(&ends);
	if (e->pid == 0) {
		e->end.fate = ERRAND_NOT_STARTED;
		errand_kill(e);
	}
}

struct errand *
errand_start(struct event_base *base, const struct errand_order *order)
{
	struct errand *e = xcalloc(1, sizeof *e);

	e->base = base;
	e->output = order->output;
	e->heard = order->heard;
	e->done = order->done;
	e->arg = order->arg;
	e->name = xstrdup(order->command != NULL ? "sh" : order->argv[0]);
	e->until_ms = machine_now().mono_ms + order->limit_ms;
	e->timer = event_new(base, -1, 0, on_timer, e);
	e->child = evsignal_new(base, SIGCHLD, on_child, e);
	if (e->timer == NULL || e->child == NULL ||
	    event_add(e->child, NULL) != 0)
		abort();	/* out of memory */
	spawn(e, order);
	set_timer(e);
	return e;
}
