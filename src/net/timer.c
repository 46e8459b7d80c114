/* timer.c -- the loop's timers in milliseconds. */
#include "config.h"

#include "net/timer.h"

#include <event2/event.h>

#include "base/banned.h"

void
timer_in(struct event *timer, int64_t wait_ms)
{
	struct timeval in = { .tv_sec = 0 };

	if (wait_ms > 0)
		in = (struct timeval){ .tv_sec = (time_t)(wait_ms / 1000),
		    .tv_usec = (suseconds_t)(wait_ms % 1000 * 1000) };
	(void)event_add(timer, &in);
}

void
timer_at(struct event *timer, int64_t due_ms, int64_t now_ms)
{
	if (due_ms == INT64_MAX)
		(void)event_del(timer);
	else
		timer_in(timer, due_ms - now_ms);
}
