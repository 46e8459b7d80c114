/* event_hook.c -- events to a command of the person's. */
#include "config.h"

#include "tui/event_hook.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/errand.h"
#include "tui/memfile.h"

#include "base/banned.h"

enum {
	PAUSE_MS = 1000,
	WAITING_MAX = 256 * 1024
};

void
event_hook_init(struct event_hook *h, struct event_base *base,
    void (*failed)(void *arg, const char *why), void *arg)
{
	*h = (struct event_hook){ .base = base, .failed = failed,
	    .arg = arg };
	buf_init(&h->waiting, WAITING_MAX);
}

void
event_hook_release(struct event_hook *h)
{
	errand_cancel(h->errand);
	h->errand = NULL;
	free(h->command);
	buf_release(&h->waiting);
}

void
event_hook_add(struct event_hook *h, const char *line, size_t len)
{
	if (!buf_add(&h->waiting, line, len))
		h->lost++;
}

/* A file is read as fast as the child likes, and nothing waits for it. */
static FILE *
as_file(struct event_hook *h)
{
	FILE *f = memfile_open();

	if (f == NULL)
		return NULL;
	fwrite(h->waiting.data, 1, h->waiting.len, f);
	if (h->lost > 0)
		fprintf(f, "{\"v\":1,\"event\":\"lost\",\"count\":%u}\n",
		    h->lost);
	if (fflush(f) == 0 && fseek(f, 0, SEEK_SET) == 0)
		return f;
	fclose(f);
	return NULL;
}

static void
say_not_started(struct event_hook *h, int error)
{
	struct err why = { "" };

	err_set(&why, _("cannot start '%s': %s"), h->command,
	    strerror(error));
	h->failed(h->arg, why.text);
}

/* Why the shell could not start it; 0: it did. */
static int
shell_error(const struct errand_end *end)
{
	int status = end->fate == ERRAND_ENDED && WIFEXITED(end->status) ?
	    WEXITSTATUS(end->status) : 0;

	return status == 127 ? ENOENT : status == 126 ? EACCES : 0;
}

static void
on_done(void *arg, const struct errand_end *end)
{
	struct event_hook *h = arg;
	int error = shell_error(end);

	h->errand = NULL;
	if (end->fate == ERRAND_NOT_STARTED)
		h->failed(h->arg, end->why);
	else if (error != 0 && error != h->told)
		say_not_started(h, error);
	h->told = error;
}

static void
start(struct event_hook *h, const char *command, int64_t now_ms)
{
	FILE *in = as_file(h);

	free(h->command);
	h->command = xstrdup(command);
	if (in == NULL) {
		say_not_started(h, errno);
		return;
	}
	h->errand = errand_start(h->base, &(struct errand_order){
		.command = command, .file = in, .limit_ms = ERRAND_LIMIT_MS,
		.output = ERRAND_UNHEARD, .done = on_done, .arg = h,
	});
	fclose(in);
	h->next_ms = now_ms + PAUSE_MS;
	buf_reset(&h->waiting);
	h->lost = 0;
}

void
event_hook_turn(struct event_hook *h, const char *command, int64_t now_ms)
{
	if (command[0] == '\0')
		buf_reset(&h->waiting);
	if (h->errand == NULL && h->waiting.len > 0 && now_ms >= h->next_ms)
		start(h, command, now_ms);
}

int64_t
event_hook_due_ms(const struct event_hook *h)
{
	return h->errand == NULL && h->waiting.len > 0 ? h->next_ms :
	    INT64_MAX;
}
