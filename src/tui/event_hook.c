/* event_hook.c -- events to a command of the person's. */
#include "config.h"

#include "tui/event_hook.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "tui/child.h"
#include "tui/memfile.h"

#include "base/banned.h"

enum {
	LIMIT_MS = 30 * 1000,
	PAUSE_MS = 1000,
	WAITING_MAX = 256 * 1024
};

void
event_hook_init(struct event_hook *h)
{
	memset(h, 0, sizeof *h);
	buf_init(&h->waiting, WAITING_MAX);
}

void
event_hook_release(struct event_hook *h)
{
	if (h->pid != 0)
		child_kill(h->pid);
	h->pid = 0;
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

static bool
start(struct event_hook *h, const char *command, int64_t now_ms,
    struct err *e)
{
	FILE *in = as_file(h);

	if (in == NULL) {
		err_set(e, _("cannot start '%s': %s"), command,
		    strerror(errno));
		return false;
	}
	h->pid = child_start(&(struct child_setup){ .command = command,
	    .in = fileno(in), .out = -1 }, e);
	fclose(in);
	h->until_ms = now_ms + LIMIT_MS;
	h->next_ms = now_ms + PAUSE_MS;
	buf_reset(&h->waiting);
	h->lost = 0;
	return h->pid != 0;
}

bool
event_hook_turn(struct event_hook *h, const char *command, int64_t now_ms,
    struct err *e)
{
	int status;

	if (h->pid != 0 && now_ms >= h->until_ms)
		child_kill(h->pid);
	if (h->pid != 0 && child_has_ended(h->pid, &status))
		h->pid = 0;
	if (command[0] == '\0')
		buf_reset(&h->waiting);
	if (h->pid != 0 || h->waiting.len == 0 || now_ms < h->next_ms)
		return true;
	return start(h, command, now_ms, e);
}

int64_t
event_hook_due_ms(const struct event_hook *h)
{
	if (h->pid != 0)
		return h->until_ms;
	return h->waiting.len > 0 ? h->next_ms : INT64_MAX;
}
