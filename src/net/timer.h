/* timer.h -- the loop's timers in milliseconds of the steady clock. */
#ifndef NET_TIMER_H
#define NET_TIMER_H

#include <stdint.h>

struct event;

/* Lets `timer` fire once, in `wait_ms` and not as was said before; below 0:
 * in the next turn. */
void timer_in(struct event *timer, int64_t wait_ms);

/* The same at `due_ms`, when it is `now_ms`; INT64_MAX: never. */
void timer_at(struct event *timer, int64_t due_ms, int64_t now_ms);

#endif
