/* exec.c -- runs /exec's commands, and takes what they print. */
#include "config.h"

#include "tui/exec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "client/errand.h"
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
tell_line(struct exec_job *j, size_t len)
{
	char *line = cleaned(j->text.data, len);

	if (j->lines++ < LINES_MAX) {
		tell(j, line);
	} else if (!j->is_cut) {
		j->is_cut = true;
		errand_kill(j->errand);
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
on_heard(void *arg, const char *data, size_t len)
{
	struct exec_job *j = arg;
	size_t most = j->is_for_input ? INPUT_MAX : BYTES_MAX;

	(void)j->all->turn(j->all->arg);
	j->bytes += len;
	if (j->is_cut)
		return;
	if (j->bytes > most || !buf_add(&j->text, data, len)) {
		j->is_cut = true;
		errand_kill(j->errand);
		return;
	}
	if (!j->is_for_input)
		tell_lines(j);
}

/* --- The end --- */

static void
say_why_it_ended(struct exec_job *j, const struct errand_end *end)
{
	char words[200];

	if (j->is_cut)
		tell(j, _("the command printed too much and was ended"));
	else if (end->fate == ERRAND_NOT_STARTED)
		model_note(j->all->model, true, end->why);
	else if (end->fate == ERRAND_LATE)
		tell(j, _("the command took too long and was ended"));
	else if (WIFSIGNALED(end->status))
		tell(j, _("the command was ended"));
	else if (WIFEXITED(end->status) && WEXITSTATUS(end->status) != 0) {
		snprintf(words, sizeof words,
		    _("the command ended with status %d"),
		    WEXITSTATUS(end->status));
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
release(struct exec_job *j)
{
	buf_release(&j->text);
	free(j->target);
	memset(j, 0, sizeof *j);
}

static void
on_done(void *arg, const struct errand_end *end)
{
	struct exec_job *j = arg;

	(void)j->all->turn(j->all->arg);
	if (!j->is_for_input && j->text.len > 0 && !j->is_cut)
		tell_line(j, j->text.len);
	say_why_it_ended(j, end);
	if (j->is_for_input && !j->is_cut && end->fate == ERRAND_ENDED &&
	    j->text.len > 0)
		give_to_input(j);
	release(j);
}

/* --- The beginning --- */

static void
kill_all(struct exec *x)
{
	for (size_t i = 0; i < EXEC_JOBS; i++)
		if (x->jobs[i].errand != NULL)
			errand_kill(x->jobs[i].errand);
}

void
exec_command(struct exec *x, int place, const char *target,
    const char *words, int limit_ms)
{
	struct exec_job *j = x->jobs;
	bool is_for_input = str_starts(words, "-o ");

	if (str_eq(words, "-k")) {
		kill_all(x);
		return;
	}
	while (j < x->jobs + EXEC_JOBS && j->errand != NULL)
		j++;
	if (j == x->jobs + EXEC_JOBS) {
		model_note(x->model, true, _("too many commands run already: "
		    "/exec -k ends them"));
		return;
	}
	*j = (struct exec_job){ .all = x, .place = place,
	    .target = xstrdup(target), .is_for_input = is_for_input };
	buf_init(&j->text, BYTES_MAX);
	j->errand = errand_start(x->base, &(struct errand_order){
		.command = words + (is_for_input ? 3 : 0),
		.limit_ms = limit_ms, .output = ERRAND_HEARD,
		.heard = on_heard, .done = on_done, .arg = j,
	});
}

void
exec_release(struct exec *x)
{
	for (struct exec_job *j = x->jobs; j < x->jobs + EXEC_JOBS; j++) {
		if (j->errand == NULL)
			continue;
		errand_cancel(j->errand);
		release(j);
	}
}
