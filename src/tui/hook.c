/* hook.c -- a command of the person's, with a time limit. */
#include "config.h"

#include "tui/hook.h"

#include <stdio.h>

#include "tui/child.h"

#include "base/banned.h"

enum { LIMIT_MS = 10 * 1000 };

bool
hook_start(struct hook *h, const char *command, const struct hook_facts *f,
    int64_t now_ms, struct err *e)
{
	char count[16];
	const struct child_variable variables[] = {
		{ "TCPCHAT_PLACE", f->place }, { "TCPCHAT_TARGET", f->target },
		{ "TCPCHAT_TEXT", f->text }, { "TCPCHAT_COUNT", count },
		{ NULL, NULL },
	};

	if (h->pid != 0)
		return true;
	snprintf(count, sizeof count, "%d", f->count);
	h->pid = child_start(&(struct child_setup){ .command = command,
	    .in = -1, .out = -1, .variables = variables }, e);
	h->until_ms = now_ms + LIMIT_MS;
	return h->pid != 0;
}

void
hook_turn(struct hook *h, int64_t now_ms)
{
	int status;

	if (h->pid == 0)
		return;
	if (now_ms >= h->until_ms)
		child_kill(h->pid);
	if (child_has_ended(h->pid, &status))
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
		child_kill(h->pid);
	h->pid = 0;
}
