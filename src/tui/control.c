/* control.c -- the control socket of tcpchat-tui. */
#include "config.h"

#include "tui/control.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "net/listen.h"
#include "session/session.h"
#include "tui/control_request.h"

#include "base/banned.h"

enum {
	ASKERS_MAX = 16,
	IDS_MAX = 64,		/* own messages whose state is told */
	TURN_REQUESTS = 50	/* answered in one go */
};

struct asker {
	LIST_ENTRY(asker) link;
	struct control *control;	/* borrowed */
	struct bufferevent *stream;	/* owned, and its socket */
	bool subscribes;
	bool is_over;			/* to be freed */
	char ids[IDS_MAX][SESSION_ID_LEN + 1];	/* a ring */
	size_t nids;
};

struct control {
	struct control_edge edge;
	struct listeners *listeners;	/* owned */
	LIST_HEAD(, asker) askers;
	unsigned naskers;
};

/* --- One asker --- */

static void
asker_free(struct asker *a)
{
	int fd = bufferevent_getfd(a->stream);

	LIST_REMOVE(a, link);
	a->control->naskers--;
	bufferevent_free(a->stream);
	(void)close(fd);
	free(a);
}

/* Those that are over go when nothing looks at them any more. */
static void
sweep(struct control *c)
{
	struct asker *a = LIST_FIRST(&c->askers), *next;

	for (; a != NULL; a = next) {
		next = LIST_NEXT(a, link);
		if (a->is_over)
			asker_free(a);
	}
}

/* What nobody reads is not kept: who is too slow is cut off. */
static void
put(struct asker *a, const char *data, size_t len)
{
	struct evbuffer *out = bufferevent_get_output(a->stream);

	if (a->is_over)
		return;
	if (evbuffer_get_length(out) + len > CONTROL_OUT_MAX ||
	    bufferevent_write(a->stream, data, len) != 0)
		a->is_over = true;
}

static const char *
send_for(void *arg, int place, const char *target, const char *text,
    const char **why)
{
	struct asker *a = arg;
	const struct control_edge *edge = &a->control->edge;
	const char *id = edge->send(edge->arg, place, target, text, why);

	if (id != NULL)
		(void)str_copy(a->ids[a->nids++ % IDS_MAX],
		    sizeof a->ids[0], id);
	return id;
}

static void
take_line(struct asker *a, const char *line, size_t len)
{
	struct buf out;
	struct control_request r = {
		.model = a->control->edge.model, .send = send_for, .arg = a,
		.subscribes = &a->subscribes, .out = &out,
	};

	buf_init(&out, CONTROL_OUT_MAX);
	if (control_request(&r, line, len))
		put(a, out.data, out.len);
	else
		a->is_over = true;
	buf_release(&out);
}

/* More than one turn's worth waits in the buffer: the loop comes back. */
static void
on_input(struct bufferevent *stream, void *arg)
{
	struct asker *a = arg;
	struct control *c = a->control;
	struct evbuffer *in = bufferevent_get_input(stream);
	char *line;
	size_t len;

	c->edge.turn(c->edge.arg);
	for (int i = 0; i < TURN_REQUESTS && !a->is_over; i++) {
		line = evbuffer_readln(in, &len, EVBUFFER_EOL_LF);
		if (line == NULL)
			break;
		if (len > CONTROL_LINE_MAX)
			a->is_over = true;
		else
			take_line(a, line, len);
		free(line);
	}
	if (evbuffer_search(in, "\n", 1, NULL).pos >= 0)
		bufferevent_trigger(stream, EV_READ,
		    BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
	else if (evbuffer_get_length(in) > CONTROL_LINE_MAX)
		a->is_over = true;	/* a line without end */
	sweep(c);
}

static void
on_end(struct bufferevent *stream, short what, void *arg)
{
	struct asker *a = arg;

	(void)stream;
	(void)what;
	asker_free(a);
}

/* --- The socket --- */

static void
on_accepted(void *arg, const void *tag, int fd_take,
    const struct sockaddr *peer)
{
	struct control *c = arg;
	struct asker *a;

	(void)tag;
	(void)peer;
	if (c->naskers == ASKERS_MAX) {
		(void)close(fd_take);
		return;
	}
	a = xcalloc(1, sizeof *a);
	a->control = c;
	a->stream = bufferevent_socket_new(c->edge.base, fd_take, 0);
	if (a->stream == NULL)
		abort();	/* out of memory */
	LIST_INSERT_HEAD(&c->askers, a, link);
	c->naskers++;
	bufferevent_priority_set(a->stream, c->edge.priority);
	bufferevent_setcb(a->stream, on_input, NULL, on_end, a);
	bufferevent_setwatermark(a->stream, EV_READ, 0,
	    2 * CONTROL_LINE_MAX);
	(void)bufferevent_enable(a->stream, EV_READ | EV_WRITE);
}

struct control *
control_new(const char *path, const struct control_edge *edge, struct err *e)
{
	static const struct listen_calls calls = { .accepted = on_accepted };
	struct control *c = xcalloc(1, sizeof *c);
	mode_t old = umask(0177);	/* 0600 from its first moment */
	enum listen_result result;

	c->edge = *edge;
	LIST_INIT(&c->askers);
	c->listeners = listeners_new(edge->base, (struct listen_config){
	    .fd_max = 0, .sorry = "" }, &calls, c);
	result = listeners_add_path(c->listeners, path, c, e);
	umask(old);
	if (result != LISTEN_OK) {
		err_prefix(e, _("cannot open the control socket '%s': "), path);
		control_free(c);
		return NULL;
	}
	listeners_start(c->listeners);
	return c;
}

void
control_free(struct control *c)
{
	struct asker *a;

	if (c == NULL)
		return;
	while ((a = LIST_FIRST(&c->askers)) != NULL)
		asker_free(a);
	listeners_free(c->listeners);
	free(c);
}

/* --- What happens --- */

static bool
is_own_message(struct asker *a, const struct session_event *e)
{
	if (e->type != SESSION_EVENT_DELIVERY)
		return false;
	for (size_t i = 0; i < IDS_MAX; i++)
		if (str_eq(a->ids[i], e->delivery.id))
			return true;
	return false;
}

void
control_tell(struct control *c, const struct session_event *e,
    const char *line, size_t len)
{
	struct asker *a;

	LIST_FOREACH(a, &c->askers, link)
		if (a->subscribes || is_own_message(a, e))
			put(a, line, len);
	sweep(c);
}
