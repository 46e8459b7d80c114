/* exec.c -- runs /exec's commands, and takes what they print. */
#include "config.h"

#include "tui/exec.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "tui/child.h"
#include "tui/model.h"

#include "base/banned.h"

enum {
	LINES_MAX = 1000,
	BYTES_MAX = 256 * 1024,
	INPUT_MAX = 64 * 1024,	/* of what is to be sent */
	LINE_BYTES = 2000,	/* a longer one is told in pieces */
};

/* --- What it prints --- */

static void
tell(struct exec_job *j, const char *text)
{
	model_tell_in(j->all->model, j->place, j->target, text);
}

/* UTF-8 without tabs and NUL, which have no width of their own in a pane;
 * other controls are shown by their numbers there. */
static char *
cleaned(const char *p, size_t len)
{
	struct buf out;
	uint32_t cp;
	size_t n;

	buf_init(&out, 3 * len + 1);
	for (; len > 0; p += n, len -= n) {
		n = utf8_decode(p, len, &cp);
		if (*p == '\t' || *p == '\0')
			(void)!buf_add_char(&out, ' ');
		else
			(void)!(utf8_valid(p, n) ? buf_add(&out, p, n) :
			    buf_add_str(&out, "\xef\xbf\xbd"));
	}
	return buf_str(&out);
}

static void
stop(struct exec_job *j)
{
	if (j->pid != 0)
		child_kill(j->pid);
}

static void
tell_line(struct exec_job *j, size_t len)
{
	char *line = cleaned(j->text.data, len);

	if (j->lines++ < LINES_MAX) {
		tell(j, line);
	} else if (!j->is_cut) {
		j->is_cut = true;
		stop(j);
	}
	free(line);
}

static void
tell_lines(struct exec_job *j)
{
	char *end;

	while (j->text.len > 0 && (end = memchr(j->text.data, '\n',
	    j->text.len)) != NULL) {
		size_t len = (size_t)(end - j->text.data);

		tell_line(j, len);
		buf_consume(&j->text, len + 1);
	}
	while (j->text.len > LINE_BYTES) {
		tell_line(j, LINE_BYTES);
		buf_consume(&j->text, LINE_BYTES);
	}
}

static void
take(struct exec_job *j, const char *data, size_t len)
{
	size_t most = j->is_for_input ? INPUT_MAX : BYTES_MAX;

	j->bytes += len;
	if (j->is_cut)
		return;
	if (j->bytes > most || !buf_add(&j->text, data, len)) {
		j->is_cut = true;
		stop(j);
		return;
	}
	if (!j->is_for_input)
		tell_lines(j);
}

/* --- The end --- */

static void
say_why_it_ended(struct exec_job *j)
{
	char words[200];

	if (j->is_cut)
		tell(j, _("the command printed too much and was ended"));
	else if (j->is_late)
		tell(j, _("the command took too long and was ended"));
	else if (WIFSIGNALED(j->status))
		tell(j, _("the command was ended"));
	else if (WIFEXITED(j->status) && WEXITSTATUS(j->status) != 0) {
		snprintf(words, sizeof words,
		    _("the command ended with status %d"),
		    WEXITSTATUS(j->status));
		tell(j, words);
	}
}

static void
give_to_input(struct exec_job *j)
{
	size_t len = j->text.len;
	char *text;

	while (len > 0 && j->text.data[len - 1] == '\n')
		len--;
	text = cleaned(j->text.data, len);
	model_offer(j->all->model, j->place, j->target, text);
	free(text);
}

static void
end_output(struct exec_job *j)
{
	if (j->readable == NULL)
		return;
	close(event_get_fd(j->readable));
	event_free(j->readable);
	j->readable = NULL;
}

static void
release(struct exec_job *j)
{
	end_output(j);
	buf_release(&j->text);
	free(j->target);
	memset(j, 0, sizeof *j);
}

/* Its process and its output have ended. */
static void
finish(struct exec_job *j)
{
	if (j->pid != 0 || j->readable != NULL)
		return;
	if (!j->is_for_input && j->text.len > 0 && !j->is_cut)
		tell_line(j, j->text.len);
	say_why_it_ended(j);
	if (j->is_for_input && !j->is_cut && !j->is_late && j->text.len > 0)
		give_to_input(j);
	release(j);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct exec_job *j = arg;
	char chunk[4096];
	ssize_t n;

	(void)what;
	j->all->turn(j->all->arg);
	n = read(fd, chunk, sizeof chunk);
	if (n > 0)
		take(j, chunk, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		end_output(j);
	finish(j);
}

void
exec_turn(struct exec *x, int64_t now_ms)
{
	for (struct exec_job *j = x->jobs; j < x->jobs + EXEC_JOBS; j++) {
		if (j->target == NULL)
			continue;
		if (now_ms >= j->until_ms) {
			j->is_late = true;
			stop(j);
			end_output(j);	/* others may hold it open */
			j->until_ms = INT64_MAX;
		}
		if (j->pid != 0 && child_has_ended(j->pid, &j->status))
			j->pid = 0;
		finish(j);
	}
}

int64_t
exec_due_ms(const struct exec *x)
{
	int64_t due = INT64_MAX;

	for (size_t i = 0; i < EXEC_JOBS; i++)
		if (x->jobs[i].target != NULL && x->jobs[i].until_ms < due)
			due = x->jobs[i].until_ms;
	return due;
}

/* --- The beginning --- */

static void
kill_all(struct exec *x)
{
	for (size_t i = 0; i < EXEC_JOBS; i++)
		if (x->jobs[i].target != NULL)
			stop(&x->jobs[i]);
}

static bool
open_output(struct exec_job *j, int ends[2], struct err *e)
{
	if (pipe2(ends, O_CLOEXEC) != 0) {
		err_set(e, _("cannot start '%s': %s"), "/bin/sh",
		    strerror(errno));
		return false;
	}
	(void)fcntl(ends[0], F_SETFL, O_NONBLOCK);
	j->readable = event_new(j->all->base, ends[0], EV_READ | EV_PERSIST,
	    on_readable, j);
	if (j->readable == NULL || event_add(j->readable, NULL) != 0)
		abort();	/* out of memory */
	return true;
}

static void
start(struct exec *x, struct exec_job *j, const char *command,
    int64_t limit_ms)
{
	struct err why = { "" };
	int ends[2];

	j->all = x;
	buf_init(&j->text, BYTES_MAX);
	if (open_output(j, ends, &why)) {
		j->pid = child_start(&(struct child_setup){
		    .command = command, .in = -1, .out = ends[1] }, &why);
		close(ends[1]);
	}
	if (j->pid == 0) {
		model_note(x->model, true, why.text);
		release(j);
		return;
	}
	j->until_ms = x->turn(x->arg).mono_ms + limit_ms;
}

void
exec_command(struct exec *x, int place, const char *target,
    const char *words, int64_t limit_ms)
{
	struct exec_job *j = x->jobs;
	bool is_for_input = str_starts(words, "-o ");

	if (str_eq(words, "-k")) {
		kill_all(x);
		return;
	}
	while (j < x->jobs + EXEC_JOBS && j->target != NULL)
		j++;
	if (j == x->jobs + EXEC_JOBS) {
		model_note(x->model, true, _("too many commands run already: "
		    "/exec -k ends them"));
		return;
	}
	j->place = place;
	j->target = xstrdup(target);
	j->is_for_input = is_for_input;
	start(x, j, words + (is_for_input ? 3 : 0), limit_ms);
}

void
exec_release(struct exec *x)
{
	kill_all(x);
	for (size_t i = 0; i < EXEC_JOBS; i++)
		if (x->jobs[i].target != NULL)
			release(&x->jobs[i]);
}
