/* signals.c -- signals as events of the loop. */
#include "config.h"

#include "daemon/signals.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum { SIGNALS = 3 };

struct signals {
	struct event *events[SIGNALS];	/* owned */
	const struct signal_calls *calls;
	void *arg;
};

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct signals *s = arg;

	(void)what;
	if (number == SIGHUP)
		s->calls->reload(s->arg);
	else
		s->calls->stop(s->arg, number == SIGINT ? "SIGINT" : "SIGTERM");
}

struct signals *
signals_new(struct event_base *base, const struct signal_calls *calls,
    void *arg)
{
	static const int numbers[SIGNALS] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct signals *s = xcalloc(1, sizeof *s);

	s->calls = calls;
	s->arg = arg;
	(void)sigaction(SIGPIPE, &ignore, NULL);
	for (int i = 0; i < SIGNALS; i++) {
		s->events[i] = evsignal_new(base, numbers[i], on_signal, s);
		if (s->events[i] == NULL)
			abort();	/* out of memory */
		(void)event_add(s->events[i], NULL);
	}
	return s;
}

void
signals_free(struct signals *s)
{
	if (s == NULL)
		return;
	for (int i = 0; i < SIGNALS; i++)
		event_free(s->events[i]);
	free(s);
}
