/* control.c -- the control socket of a running server. */
#include "config.h"

#include "daemon/control.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <sys/socket.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "daemon/file.h"
#include "daemon/loop.h"
#include "net/listen.h"

#include "base/banned.h"

static const struct timeval patience = { CONTROL_PATIENCE_S, 0 };

/* One asker. */
struct asker {
	LIST_ENTRY(asker) link;
	struct control *control;	/* borrowed */
	struct bufferevent *stream;	/* owned, and its socket */
	struct control_request *request;	/* being answered; NULL: none */
	bool answered;			/* nothing is read any more */
	bool stays;			/* open until the server has ended */
};

struct control_request {
	struct asker *asker;		/* NULL: gone */
	unsigned nwords;
	const char *words[CONTROL_WORDS_MAX];	/* in `text` */
	char text[CONTROL_REQUEST_MAX];
};

struct control {
	struct loop *loop;		/* borrowed */
	struct listeners *listeners;	/* owned */
	const struct control_command *table;
	void *arg;
	LIST_HEAD(, asker) askers;
	unsigned naskers;
};

char *
control_path(const char *state_dir)
{
	return file_join(state_dir, "/control");
}

const char *
control_word(const struct control_request *r, unsigned i)
{
	return i + 1 < r->nwords ? r->words[i + 1] : NULL;
}

/* Who waits for the server's end sees it when the kernel closes what is left
 * open here, with the process. */
static void
asker_free(struct asker *a)
{
	struct evbuffer *out = bufferevent_get_output(a->stream);
	int fd = bufferevent_getfd(a->stream);

	if (a->request != NULL)
		a->request->asker = NULL;
	LIST_REMOVE(a, link);
	a->control->naskers--;
	if (a->stays && evbuffer_unfreeze(out, 1) == 0)
		(void)evbuffer_write(out, fd);
	bufferevent_free(a->stream);
	if (!a->stays)
		(void)close(fd);
	free(a);
}

static void
say(struct asker *a, bool ok, const char *text)
{
	struct evbuffer *out = bufferevent_get_output(a->stream);

	a->answered = true;
	(void)bufferevent_disable(a->stream, EV_READ);
	(void)evbuffer_add_printf(out, "%s\n%s%s", ok ? "ok" : "failed", text,
	    text[0] == '\0' ? "" : "\n");
}

static void
end_request(struct control_request *r, bool ok, const char *text, bool stays)
{
	struct asker *a = r->asker;

	/* It may have held a password. */
	explicit_bzero(r, sizeof *r);
	free(r);
	if (a == NULL)
		return;
	a->request = NULL;
	a->stays = stays;
	say(a, ok, text);
}

void
control_answer(struct control_request *r_take, bool ok, const char *text)
{
	end_request(r_take, ok, text, false);
}

void
control_answer_at_end(struct control_request *r_take, const char *text)
{
	end_request(r_take, true, text, true);
}

static const struct control_command *
find(const struct control *c, const char *name)
{
	for (const struct control_command *row = c->table; row->name != NULL;
	    row++)
		if (str_eq(row->name, name))
			return row;
	return NULL;
}

static void
run(struct asker *a, struct control_request *r)
{
	const struct control_command *row = find(a->control, r->words[0]);
	unsigned n = r->nwords - 1;

	a->request = r;
	r->asker = a;
	/* It has said all: how long the answer takes is not its fault. */
	bufferevent_set_timeouts(a->stream, NULL, &patience);
	loop_begin_turn(a->control->loop);
	if (row == NULL)
		control_answer(r, false, _("this server does not know that "
		    "command; is it an older one?"));
	else if (n < row->words_min || n > row->words_max)
		control_answer(r, false, _("wrong number of words; "
		    "see tcpchatd(8)"));
	else
		row->run(a->control->arg, r);
}

/* Cuts text[0..len) into its lines; false: none, too many, or a NUL byte. */
static bool
cut(struct control_request *r, size_t len)
{
	const char *at = r->text, *end = r->text + len;
	char *line_end;

	if (memchr(r->text, '\0', len) != NULL)
		return false;
	while (at < end) {
		line_end = memchr(at, '\n', (size_t)(end - at));
		if (r->nwords == CONTROL_WORDS_MAX)
			return false;
		*line_end = '\0';
		r->words[r->nwords++] = at;
		at = line_end + 1;
	}
	return r->nwords > 0;
}

static void
on_input(struct bufferevent *stream, void *arg)
{
	struct asker *a = arg;
	struct evbuffer *in = bufferevent_get_input(stream);
	struct evbuffer_ptr end = evbuffer_search(in, "\n\n", 2, NULL);
	struct control_request *r;

	if (a->answered || a->request != NULL)
		return;
	if (end.pos < 0) {
		if (evbuffer_get_length(in) >= CONTROL_REQUEST_MAX)
			say(a, false, _("the request is too long"));
		return;
	}
	r = xcalloc(1, sizeof *r);
	if (end.pos + 1 >= CONTROL_REQUEST_MAX
	    || evbuffer_remove(in, r->text, (size_t)end.pos + 1) < 0
	    || !cut(r, (size_t)end.pos + 1)) {
		free(r);
		say(a, false, _("the request is not a few lines"));
		return;
	}
	run(a, r);
}

static void
on_output(struct bufferevent *stream, void *arg)
{
	struct asker *a = arg;

	(void)stream;
	if (a->answered && !a->stays)
		asker_free(a);
}

static void
on_end(struct bufferevent *stream, short what, void *arg)
{
	struct asker *a = arg;

	/* Who has said all may still want the answer. */
	if ((what & BEV_EVENT_EOF) != 0 && a->request != NULL)
		(void)bufferevent_disable(stream, EV_READ);
	else
		asker_free(a);
}

static void
on_accepted(void *arg, const void *tag, int fd_take,
    const struct sockaddr *peer)
{
	struct control *c = arg;
	struct asker *a;

	(void)tag;
	(void)peer;
	if (c->naskers == CONTROL_CONNECTIONS_MAX) {
		(void)close(fd_take);
		return;
	}
	a = xcalloc(1, sizeof *a);
	a->control = c;
	a->stream = bufferevent_socket_new(loop_base(c->loop), fd_take, 0);
	if (a->stream == NULL)
		abort();	/* out of memory */
	LIST_INSERT_HEAD(&c->askers, a, link);
	c->naskers++;
	bufferevent_setcb(a->stream, on_input, on_output, on_end, a);
	bufferevent_setwatermark(a->stream, EV_READ, 0, CONTROL_REQUEST_MAX);
	bufferevent_set_timeouts(a->stream, &patience, &patience);
	(void)bufferevent_enable(a->stream, EV_READ | EV_WRITE);
}

struct control *
control_new(struct loop *l, const char *state_dir,
    const struct control_command *table, void *arg, struct err *e)
{
	static const struct listen_calls calls = { .accepted = on_accepted };
	struct listen_config config = { .fd_max = loop_fd_max(l),
	    .sorry = "failed\n" };
	struct control *c = xcalloc(1, sizeof *c);
	char *path = control_path(state_dir);

	*c = (struct control){ .loop = l, .table = table, .arg = arg };
	LIST_INIT(&c->askers);
	c->listeners = listeners_new(loop_base(l), config, &calls, c);
	if (listeners_add_path(c->listeners, path, c, e) != LISTEN_OK) {
		err_prefix(e, _("cannot open the control socket '%s': "), path);
		control_free(c);
		c = NULL;
	} else {
		listeners_start(c->listeners);
	}
	free(path);
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
