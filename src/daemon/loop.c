/* loop.c -- one turn after the other. */
#include "config.h"

#include "daemon/loop.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <time.h>

#include <event2/event.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "daemon/conn.h"
#include "daemon/hasher.h"
#include "net/listen.h"
#include "net/timer.h"
#include "server/server.h"
#include "store/store.h"

#include "base/banned.h"

enum {
	STOP_MAX_MS = 4000,	/* then whoever is left is cut off */
	STEPS_PER_TURN = 50,	/* of TLS handshakes */
};

struct loop {
	struct event_base *base;	/* owned */
	struct event      *timer;	/* owned; the next of all timeouts */
	struct event      *stored;	/* owned; NULL: it is polled */
	struct event      *hashed;	/* owned; NULL: no hasher */
	struct hasher     *hasher;	/* borrowed */
	struct listeners  *listeners;	/* owned; NULL: closed */
	struct server     *server;
	struct bus        *bus;
	struct store      *store;
	const struct gate *gate;	/* borrowed */
	struct conns       lists[CONN_LISTS];
	struct conns       again;
	size_t             nshaking;
	unsigned           steps;	/* taken in this turn */
	struct now now;
	int64_t timer_ms;		/* monotonic: of `timer`; -1: none */
	int64_t stop_by_ms;		/* monotonic, once stopping */
	bool in_turn;
	bool at_once;			/* the next turn does not wait */
	bool stopping, stopped;
};

static int64_t
clock_ms(clockid_t id)
{
	struct timespec ts;

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

struct now
loop_clock(void)
{
	return (struct now){ .mono_ms = clock_ms(CLOCK_MONOTONIC),
	    .wall_ms = clock_ms(CLOCK_REALTIME) };
}

struct now
loop_now(const struct loop *l)
{
	return l->now;
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;

	(void)fd;
	(void)what;
	l->timer_ms = -1;
	loop_begin_turn(l);
}

/* All methods but the one that is asked for are avoided. */
static struct event_base *
base_new(const char *method)
{
	struct event_config *config = event_config_new();
	const char **all = event_get_supported_methods();
	struct event_base *base;

	if (config == NULL || all == NULL)
		abort();	/* out of memory */
	for (; *all != NULL && !str_eq(method, "auto"); all++)
		if (!str_eq(*all, method))
			(void)event_config_avoid_method(config, *all);
	(void)event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
	base = event_base_new_with_config(config);
	event_config_free(config);
	return base;
}

struct loop *
loop_new(const char *event_method, struct err *e)
{
	struct event_base *base = base_new(event_method);
	struct loop *l;

	if (base == NULL) {
		err_set(e, _("cannot wait by '%s': this machine does not know "
		    "it; use --event-method=auto"), event_method);
		return NULL;
	}
	l = xcalloc(1, sizeof *l);
	l->base = base;
	l->timer = evtimer_new(base, on_timer, l);
	if (l->timer == NULL)
		abort();	/* out of memory */
	l->timer_ms = -1;
	l->now = loop_clock();
	for (int i = 0; i < CONN_LISTS; i++)
		TAILQ_INIT(&l->lists[i]);
	TAILQ_INIT(&l->again);
	return l;
}

static void
free_all(struct loop *l, enum conn_list list)
{
	struct conn *c;

	while ((c = loop_first(l, list)) != NULL)
		conn_free(c);
}

void
loop_free(struct loop *l)
{
	if (l == NULL)
		return;
	free_all(l, CONN_SERVED);
	free_all(l, CONN_CLOSING);
	free_all(l, CONN_SHAKING);
	listeners_free(l->listeners);
	event_free(l->timer);
	if (l->stored != NULL)
		event_free(l->stored);
	if (l->hashed != NULL)
		event_free(l->hashed);
	event_base_free(l->base);
	free(l);
}

struct event_base *
loop_base(const struct loop *l)
{
	return l->base;
}

const char *
loop_method(const struct loop *l)
{
	return event_base_get_method(l->base);
}

/* The C library aborts the process over a higher one in an fd_set. */
int
loop_fd_max(const struct loop *l)
{
	return str_eq(loop_method(l), "select") ? FD_SETSIZE - 1 : 0;
}

struct server *
loop_server(const struct loop *l)
{
	return l->server;
}

void
loop_move(struct loop *l, struct conn *c, enum conn_list list)
{
	if (c->list != CONN_NOWHERE)
		TAILQ_REMOVE(&l->lists[c->list], c, link);
	l->nshaking -= c->list == CONN_SHAKING;
	c->list = list;
	if (list != CONN_NOWHERE)
		TAILQ_INSERT_TAIL(&l->lists[list], c, link);
	l->nshaking += list == CONN_SHAKING;
}

struct conn *
loop_first(const struct loop *l, enum conn_list list)
{
	return TAILQ_FIRST(&l->lists[list]);
}

size_t
loop_nshaking(const struct loop *l)
{
	return l->nshaking;
}

bool
loop_take_step(struct loop *l)
{
	return l->steps++ < STEPS_PER_TURN;
}

void
loop_set_gate(struct loop *l, const struct gate *gate)
{
	l->gate = gate;
}

const struct gate *
loop_gate(const struct loop *l)
{
	return l->gate;
}

static void
take_results(struct loop *l)
{
	struct result r;
	uint64_t number;

	while (store_take_result(l->store, &number, &r)) {
		server_result(l->server, number, &r);
		result_release(&r);
	}
}

/* What the bus has ready is applied when a turn begins. If this one has begun
 * already, the next one follows at once. */
static void
on_stored(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;

	(void)fd;
	(void)what;
	l->at_once = l->in_turn;
	bus_poll(l->bus);
	loop_begin_turn(l);
	take_results(l);
}

void
loop_attach(struct loop *l, struct server *server, struct bus *bus,
    struct store *store)
{
	int fd = store_fd(store);

	l->server = server;
	l->bus = bus;
	l->store = store;
	if (fd < 0)
		return;
	l->stored = event_new(l->base, fd, EV_READ | EV_PERSIST, on_stored, l);
	if (l->stored == NULL)
		abort();	/* out of memory */
	(void)event_add(l->stored, NULL);
}

static void
on_hashed(evutil_socket_t fd, short what, void *arg)
{
	struct loop *l = arg;
	struct result r;
	uint64_t number;

	(void)fd;
	(void)what;
	loop_begin_turn(l);
	while (hasher_take_result(l->hasher, &number, &r)) {
		server_result(l->server, number, &r);
		result_release(&r);
	}
}

void
loop_attach_hasher(struct loop *l, struct hasher *hasher)
{
	l->hasher = hasher;
	l->hashed = event_new(l->base, hasher_fd(hasher), EV_READ | EV_PERSIST,
	    on_hashed, l);
	if (l->hashed == NULL)
		abort();	/* out of memory */
	(void)event_add(l->hashed, NULL);
}

void
loop_take_listeners(struct loop *l, struct listeners *take)
{
	l->listeners = take;
	listeners_start(take);
}

void
loop_asked(struct loop *l)
{
	if (l->stored == NULL)
		l->at_once = true;
}

void
loop_begin_turn(struct loop *l)
{
	if (l->in_turn)
		return;
	l->in_turn = true;
	l->steps = 0;
	l->now = loop_clock();
	if (l->stored == NULL)
		bus_poll(l->bus);
	server_turn(l->server, l->now);
	if (l->stored == NULL)
		take_results(l);
}

void
loop_again(struct loop *l, struct conn *c)
{
	if (c->is_again)
		return;
	c->is_again = true;
	TAILQ_INSERT_TAIL(&l->again, c, again_link);
}

void
loop_forget(struct loop *l, struct conn *c)
{
	if (c->is_again)
		TAILQ_REMOVE(&l->again, c, again_link);
	c->is_again = false;
}

/* Each once: what it puts back is for the turn after. */
static void
read_again(struct loop *l)
{
	struct conn *last = TAILQ_LAST(&l->again, conns);
	struct conn *c;

	while (last != NULL && (c = TAILQ_FIRST(&l->again)) != NULL) {
		loop_forget(l, c);
		conn_read(c);
		if (c == last)
			break;
	}
}

static void
update_clients(struct loop *l)
{
	struct client *client;

	while ((client = server_next_dirty(l->server)) != NULL)
		conn_update(client_edge(client));
}

static void
cut_off(struct loop *l)
{
	struct conn *c;

	while ((c = loop_first(l, CONN_CLOSING)) != NULL
	    && c->cut_ms <= l->now.mono_ms)
		conn_free(c);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

/* When the next turn is wanted even if nothing happens. */
static int64_t
next_ms(struct loop *l, int64_t tick_ms)
{
	const struct conn *c = loop_first(l, CONN_CLOSING);
	int64_t at = l->now.mono_ms + tick_ms;

	if (c != NULL)
		at = earlier(at, c->cut_ms);
	if (l->stopping)
		at = earlier(at, l->stop_by_ms);
	return at;
}

static void
set_timer(struct loop *l, int64_t at_ms)
{
	if (at_ms == l->timer_ms)
		return;
	timer_at(l->timer, at_ms, l->now.mono_ms);
	l->timer_ms = at_ms;
}

static bool
is_finished(const struct loop *l)
{
	return l->stopping && (l->now.mono_ms >= l->stop_by_ms
	    || (loop_first(l, CONN_SERVED) == NULL
	    && loop_first(l, CONN_CLOSING) == NULL && bus_is_idle(l->bus)));
}

static void
end_turn(struct loop *l)
{
	int64_t tick_ms;

	loop_begin_turn(l);	/* nothing had happened */
	read_again(l);
	tick_ms = server_tick(l->server);
	server_end_turn(l->server);
	update_clients(l);
	cut_off(l);
	set_timer(l, next_ms(l, tick_ms));
	if (server_has_work(l->server) || !TAILQ_EMPTY(&l->again)
	    || (l->stored == NULL && !bus_is_idle(l->bus)))
		l->at_once = true;
	l->in_turn = false;
}

void
loop_run(struct loop *l)
{
	int flags;

	while (!l->stopped && !is_finished(l)) {
		flags = EVLOOP_ONCE | (l->at_once ? EVLOOP_NONBLOCK : 0);
		l->at_once = false;
		if (event_base_loop(l->base, flags) < 0)
			break;
		end_turn(l);
	}
}

void
loop_stop(struct loop *l, const char *reason)
{
	if (l->stopping) {
		l->stopped = true;
		return;
	}
	loop_begin_turn(l);
	l->stopping = true;
	l->stop_by_ms = l->now.mono_ms + STOP_MAX_MS;
	listeners_free(l->listeners);
	l->listeners = NULL;
	server_stop(l->server, reason);
}
