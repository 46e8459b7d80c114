/* signals.h -- signals as events of the loop. */
#ifndef DAEMON_SIGNALS_H
#define DAEMON_SIGNALS_H

struct event_base;
struct signals;

struct signal_calls {
	void (*stop)(void *arg, const char *name);	/* SIGTERM, SIGINT */
	void (*reload)(void *arg);			/* SIGHUP */
};

/* From here on SIGPIPE is ignored. `calls` is borrowed. */
struct signals *signals_new(struct event_base *base,
    const struct signal_calls *calls, void *arg);
void signals_free(struct signals *s);	/* NULL is fine */

#endif
