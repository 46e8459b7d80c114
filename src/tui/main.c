/* main.c -- tcpchat-tui: the loop between terminal, model and sessions. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "adapter/oldserver.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "client/locator.h"
#include "client/settings.h"
#include "net/connect.h"
#include "net/stream.h"
#include "session/session.h"
#include "tui/editor.h"
#include "tui/keep.h"
#include "tui/model.h"
#include "tui/options.h"
#include "tui/painter.h"
#include "tui/plain.h"
#include "tui/relay.h"
#include "tui/setup.h"
#include "tui/state.h"
#include "tui/term.h"
#include "tui/typist.h"
#include "tui/wish.h"

#include "base/banned.h"

enum {
	READ_CHUNK_BYTES = 16 * 1024,	/* of a socket, before keys are seen */
	ALONE_MS = 5,			/* looked at again: has it left? */
	CONNECT_TIMEOUT_MS = 20 * 1000,
	LEAVE_MS = 1000,		/* for QUIT to be written */
};

/* Lower comes first: keys before sockets. */
enum { PRIORITY_KEYS, PRIORITY_SOCKETS, PRIORITIES };

/* One session and its connection. */
struct place {
	struct app *app;		/* borrowed */
	int number;			/* the model's */
	struct session *session;	/* owned */
	char *hosts[LOCATOR_HOSTS];	/* owned; tried one after the other */
	size_t nhosts;
	size_t host;			/* which one now */
	uint16_t port;
	char *channels;			/* owned; joined now: "#a,#b" */
	bool was_here;			/* welcomed at least once */
	struct connect *connect;	/* owned while connecting */
	struct stream stream;
	struct event *readable, *writable;	/* owned while connected */
	bool is_connected;
	bool is_closing;		/* when all is written */
	int64_t due_ms;			/* next session_tick */
	int64_t lag_ms;			/* as the model knows it */
};

struct app {
	struct event_base *base;
	struct term *term;
	struct model *model;
	struct setup setup;
	struct painter painter;
	struct editor editor;
	struct event *tty_readable, *tty_writable, *timer;
	struct event *signals[8];
	size_t nsignals;
	struct place *places[MODEL_MAX_PLACES];	/* owned */
	int nplaces;
	struct now now;			/* of this turn */
	bool is_in_turn;
	int64_t leave_at_ms;		/* 0: we stay */
	bool is_over;
};

/* --- time ----------------------------------------------------------------- */

static struct now
clock_now(void)
{
	struct timespec mono, wall;

	clock_gettime(CLOCK_MONOTONIC, &mono);
	clock_gettime(CLOCK_REALTIME, &wall);
	return (struct now){
		.mono_ms = (int64_t)mono.tv_sec * 1000 +
		    mono.tv_nsec / 1000000,
		.wall_ms = (int64_t)wall.tv_sec * 1000 +
		    wall.tv_nsec / 1000000,
	};
}

/* The first thing of whatever happens. */
static void
begin_turn(struct app *a)
{
	int i;

	if (a->is_in_turn)
		return;
	a->is_in_turn = true;
	a->now = clock_now();
	model_turn(a->model, a->now.mono_ms, a->now.wall_ms);
	for (i = 0; i < a->nplaces; i++)
		(void)session_tick(a->places[i]->session, a->now);
}

/* --- a place's connection ------------------------------------------------- */

static void
drop_connection(struct place *p)
{
	connect_cancel(p->connect);
	p->connect = NULL;
	p->is_closing = false;
	if (!p->is_connected)
		return;
	p->is_connected = false;
	event_free(p->readable);
	event_free(p->writable);
	p->readable = p->writable = NULL;
	stream_release(&p->stream);
}

static void
lose(struct place *p, const char *reason)
{
	bool was_asked_for = p->is_closing;

	drop_connection(p);
	if (!was_asked_for)
		session_lost(p->session, SESSION_WHY_LINK, reason,
		    p->app->now);
}

static void
on_readable(evutil_socket_t fd, short what, void *arg)
{
	struct place *p = arg;
	char chunk[READ_CHUNK_BYTES];
	ssize_t n = stream_read(&p->stream, chunk, sizeof chunk);

	(void)fd;
	(void)what;
	begin_turn(p->app);
	if (n > 0)
		session_input(p->session, chunk, (size_t)n, p->app->now);
	else if (n == 0)
		lose(p, _("the server has closed the connection"));
	else if (!stream_would_block(&p->stream))
		lose(p, stream_reason(&p->stream));
}

static void
on_writable(evutil_socket_t fd, short what, void *arg)
{
	struct place *p = arg;

	(void)fd;
	(void)what;
	begin_turn(p->app);	/* what is to be written goes at its end */
}

static struct event *
add_event(struct app *a, int fd, short what, int priority,
    event_callback_fn call, void *arg)
{
	struct event *e = event_new(a->base, fd, what, call, arg);

	if (e == NULL)
		abort();	/* out of memory */
	event_priority_set(e, priority);
	return e;
}

static void
on_connected(void *arg, int fd_take, const char *address)
{
	struct place *p = arg;
	const struct session_link link = { .tls = false };

	(void)address;
	begin_turn(p->app);
	p->connect = NULL;
	stream_init(&p->stream, fd_take);
	p->is_connected = true;
	p->readable = add_event(p->app, fd_take, EV_READ | EV_PERSIST,
	    PRIORITY_SOCKETS, on_readable, p);
	p->writable = add_event(p->app, fd_take, EV_WRITE, PRIORITY_SOCKETS,
	    on_writable, p);
	event_add(p->readable, NULL);
	session_connected(p->session, &link, p->app->now);
}

static void start_connecting(struct place *p);

static void
on_failed(void *arg, const char *reason)
{
	struct place *p = arg;

	begin_turn(p->app);
	p->connect = NULL;
	if (++p->host < p->nhosts) {
		start_connecting(p);
		return;
	}
	p->host = 0;
	session_lost(p->session, SESSION_WHY_LINK, reason, p->app->now);
}

static void
start_connecting(struct place *p)
{
	static const struct connect_calls calls = { on_connected, on_failed };

	p->connect = connect_start(p->app->base, p->hosts[p->host], p->port,
	    CONNECT_TIMEOUT_MS, &calls, p);
}

/*
 * Gives the kernel what the session has to say; what does not fit waits.
 * Returns whether some went: the session has more to tell then.
 */
static bool
write_out(struct place *p)
{
	const char *data;
	size_t len;
	bool alone, any = false;

	while (p->is_connected &&
	    session_output(p->session, &data, &len, &alone)) {
		struct iovec piece = { (void *)(uintptr_t)data, len };
		ssize_t n;

		if (alone && stream_unacknowledged(&p->stream)) {
			p->due_ms = p->app->now.mono_ms + ALONE_MS;
			return any;
		}
		n = stream_writev(&p->stream, &piece, 1);
		if (n >= 0) {
			session_wrote(p->session, (size_t)n, p->app->now);
			any = true;
		} else if (stream_would_block(&p->stream)) {
			event_add(p->writable, NULL);
			return any;
		} else {
			lose(p, stream_reason(&p->stream));
		}
	}
	if (p->is_closing)
		drop_connection(p);
	return any;
}

static void
note_channel(struct place *p, char *take)
{
	free(p->channels);
	p->channels = take;
}

static void
take_event(struct place *p, const struct session_event *e)
{
	switch (e->type) {
	case SESSION_EVENT_CONNECT:
		drop_connection(p);
		p->host = 0;
		start_connecting(p);
		return;
	case SESSION_EVENT_CLOSE:
		p->is_closing = true;
		return;
	case SESSION_EVENT_WELCOME:
		p->was_here = true;
		break;
	case SESSION_EVENT_JOINED:
		if (!e->joined.is_lobby)
			note_channel(p, wish_channels_with(p->channels,
			    e->target));
		break;
	case SESSION_EVENT_PARTED:
		note_channel(p, wish_channels_without(p->channels, e->target));
		break;
	default:
		break;
	}
	model_session_event(p->app->model, p->number, e);
}

static bool
take_events(struct place *p)
{
	struct session_event e;
	int64_t lag = session_lag_ms(p->session);
	bool any = false;

	p->due_ms = session_tick(p->session, p->app->now);
	while (session_next(p->session, &e)) {
		take_event(p, &e);
		any = true;
	}
	if (lag != p->lag_ms)
		model_lag(p->app->model, p->number, lag);
	p->lag_ms = lag;
	return any;
}

/* --- places --------------------------------------------------------------- */

static void
name_host(const struct wish *w, char *out, size_t size)
{
	snprintf(out, size, w->port == LOCATOR_PORT ? "%s" : "%s:%u",
	    w->hosts[0], (unsigned)w->port);
}

#define KEEP_OF(p) \
	.model = (p)->app->model, .place = (p)->number, \
	.session = (p)->session, .host = (p)->hosts[0], .port = (p)->port, \
	.channels = (p)->channels, \
	.saves_inputs = (p)->app->setup.settings.save_input

static uint64_t
seed(void)
{
	uint64_t value;

	if (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value)
		abort();	/* no randomness: ids would repeat */
	return value;
}

static const struct dialect *const dialects[] = {
	[LOCATOR_IRC] = NULL,	/* the session's own */
	[LOCATOR_JSON] = &dialect_oldserver_json,
	[LOCATOR_TEXT] = &dialect_oldserver_text,
};

static void
add_place(struct app *a, const struct wish *w)
{
	struct place *p;
	struct session_config config = {
		.host = w->hosts[0],
		.port = w->port,
		.nick = w->nick,
		.realname = a->setup.settings.realname[0] != '\0' ?
		    a->setup.settings.realname : NULL,
		.channels = w->channels[0] != '\0' ? w->channels : NULL,
		.history_lines = (unsigned)a->setup.settings.history_lines,
		.version = PACKAGE_STRING,
	};
	char host[300];
	size_t i;

	if (a->nplaces == MODEL_MAX_PLACES)
		return;
	p = xcalloc(1, sizeof *p);
	p->app = a;
	p->port = w->port;
	for (i = 0; i < w->nhosts; i++)
		p->hosts[p->nhosts++] = xstrdup(w->hosts[i]);
	p->due_ms = INT64_MAX;
	p->lag_ms = -1;
	p->channels = xstrdup("");
	p->session = session_new(&config, dialects[w->dialect], seed());
	name_host(w, host, sizeof host);
	p->number = model_add_place(a->model, w->hosts[0], host, w->nick,
	    false);
	a->places[a->nplaces++] = p;
	keep_restore(&(struct keep){ KEEP_OF(p) }, a->now);
}

static void
save_place(struct place *p, struct err *why)
{
	/* Nothing is written before the first connection. */
	if (p->was_here)
		keep_save(&(struct keep){ KEEP_OF(p) }, why);
}

static void
free_place(struct place *p)
{
	drop_connection(p);
	session_free(p->session);
	free(p->channels);
	while (p->nhosts > 0)
		free(p->hosts[--p->nhosts]);
	free(p);
}

/* --- what the model asks for ---------------------------------------------- */

static void
leave(struct app *a, const char *reason)
{
	int i;

	if (reason[0] == '\0')
		reason = a->setup.settings.quit_message;
	for (i = 0; i < a->nplaces; i++)
		session_quit(a->places[i]->session, reason, a->now);
	a->leave_at_ms = a->now.mono_ms + LEAVE_MS;
}

static void
connect_to(struct app *a, const struct model_request *r)
{
	struct locator to = { .port = (uint16_t)r->port };
	struct err why = { "" };

	if (!locator_parse(&to, r->target, &why)) {
		model_note(a->model, true, why.text);
	} else if (r->tls || to.tls) {
		model_note(a->model, true,
		    _("this version does not speak TLS yet"));
	} else {
		add_place(a, &(struct wish){
			.hosts = (const char *const *)to.hosts,
			.nhosts = to.nhosts,
			.port = locator_port(&to, LOCATOR_PORT),
			.dialect = to.dialect,
			.nick = to.nick != NULL ? to.nick : r->text,
			.channels = to.channels != NULL ? to.channels :
			    a->setup.settings.channels,
		});
		session_open(a->places[a->nplaces - 1]->session, a->now);
	}
	locator_release(&to);
}

static void
come_back(struct app *a)
{
	term_resume(a->term);
	event_add(a->tty_readable, NULL);
	painter_all_anew(&a->painter);
}

static void
edit(struct app *a, const char *text)
{
	struct err why = { "" };

	if (a->editor.pid != 0)
		return;
	if (!editor_can_start(&a->editor, text, &why)) {
		model_note(a->model, true, why.text);
		return;
	}
	term_leave(a->term);
	event_del(a->tty_readable);	/* the keys are the editor's */
	if (!editor_start(&a->editor, &why)) {
		model_note(a->model, true, why.text);
		come_back(a);
	}
}

static void
end_edit(struct app *a)
{
	char *text;

	if (!editor_has_ended(&a->editor))
		return;
	text = editor_take(&a->editor);
	if (text != NULL)
		model_set_input(a->model, text);
	else
		model_note(a->model, true, _("the editor failed"));
	free(text);
	come_back(a);
}

static void
run_command(struct app *a, const char *text)
{
	if (str_eq(text, "keys"))
		typist_show_keys(&a->setup.typist, a->model);
	else if (str_starts(text, "set"))
		setup_command(&a->setup, text + strlen("set") +
		    strspn(text + strlen("set"), " "));
}

/* What concerns the terminal. */
static bool
do_terminal_request(struct app *a, const struct model_request *r)
{
	switch (r->kind) {
	case REQUEST_SUSPEND:
		term_suspend(a->term);
		return true;
	case REQUEST_REPAINT:
		term_repaint(a->term);
		return true;
	case REQUEST_TITLE:
		if (a->setup.settings.title)
			term_title(a->term, r->text);
		return true;
	case REQUEST_BELL:
		if (a->setup.settings.bell)
			term_bell(a->term);
		return true;
	case REQUEST_EDITOR:
		edit(a, r->text);
		return true;
	default:
		return false;
	}
}

static void
do_request(struct app *a, const struct model_request *r)
{
	struct place *p = r->place >= 0 && r->place < a->nplaces ?
	    a->places[r->place] : NULL;

	switch (r->kind) {
	case REQUEST_CONNECT:
		connect_to(a, r);
		return;
	case REQUEST_RECONNECT:
		if (p != NULL)
			session_open(p->session, a->now);
		return;
	case REQUEST_QUIT:
		leave(a, r->text);
		return;
	case REQUEST_COMMAND:
		run_command(a, r->text);
		return;
	default:
		if (!do_terminal_request(a, r) && p != NULL)
			relay_request(a->model, p->session, r, a->now);
	}
}

/* Sessions tell the model, the model asks the sessions, until all is said. */
static void
settle(struct app *a)
{
	struct model_request r;
	bool any = true;
	int i;

	while (any) {
		any = false;
		for (i = 0; i < a->nplaces; i++)
			any = take_events(a->places[i]) || any;
		while (model_next_request(a->model, &r)) {
			do_request(a, &r);
			any = true;
		}
		for (i = 0; i < a->nplaces; i++)
			any = write_out(a->places[i]) || any;
	}
}

/* --- the terminal --------------------------------------------------------- */

static void
on_input(void *arg, const struct input *in)
{
	struct app *a = arg;

	if (in->kind == INPUT_COLOUR)
		setup_colour(&a->setup, in);
	else if (typist_input(&a->setup.typist, a->model, in))
		painter_hurry(&a->painter);
}

/* SIGHUP, or the terminal's end: nobody looks any more. */
static void
terminal_gone(struct app *a)
{
	if (a->leave_at_ms == 0)
		leave(a, "");
	event_del(a->tty_readable);
	event_del(a->tty_writable);
}

static void
on_tty_readable(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	begin_turn(a);
	if (!term_read(a->term, a->now.mono_ms, on_input, a))
		terminal_gone(a);
}

static void
on_tty_writable(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	begin_turn(a);
	term_flush(a->term);
}

/* --- turns ---------------------------------------------------------------- */

static int64_t
earlier(int64_t due_ms, int64_t now_ms, int64_t wait_ms)
{
	return wait_ms >= 0 && now_ms + wait_ms < due_ms ? now_ms + wait_ms :
	    due_ms;
}

/* When something is to be done although nothing happens; INT64_MAX: never. */
static int64_t
next_due(const struct app *a)
{
	int64_t now = a->now.mono_ms, due = INT64_MAX;
	int i;

	for (i = 0; i < a->nplaces; i++)
		if (a->places[i]->due_ms < due)
			due = a->places[i]->due_ms;
	due = earlier(due, now, model_wait_ms(a->model));
	due = earlier(due, now, term_wait_ms(a->term, now));
	if (painter_due(&a->painter) < due)
		due = painter_due(&a->painter);
	if (a->leave_at_ms != 0 && a->leave_at_ms < due)
		due = a->leave_at_ms;
	return due;
}

static void
set_timer(struct app *a)
{
	int64_t due = next_due(a), wait;
	struct timeval tv;

	if (due == INT64_MAX) {
		event_del(a->timer);
		return;
	}
	wait = due - a->now.mono_ms;
	if (wait < 0)
		wait = 0;
	tv.tv_sec = (time_t)(wait / 1000);
	tv.tv_usec = (suseconds_t)(wait % 1000 * 1000);
	event_add(a->timer, &tv);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	begin_turn(a);
	term_tick(a->term, a->now.mono_ms, on_input, a);
}

static bool
has_left(const struct app *a)
{
	int i;

	if (a->leave_at_ms == 0)
		return false;
	for (i = 0; i < a->nplaces; i++)
		if (a->places[i]->is_connected &&
		    a->now.mono_ms < a->leave_at_ms)
			return false;
	return true;
}

static void
end_turn(struct app *a)
{
	settle(a);
	a->is_over = has_left(a);
	if (!a->is_over) {
		painter_turn(&a->painter, a->now.mono_ms);
		if (term_is_writing(a->term))
			event_add(a->tty_writable, NULL);
		set_timer(a);
	}
	a->is_in_turn = false;
}

static void
run(struct app *a)
{
	while (!a->is_over) {
		event_base_loop(a->base, EVLOOP_ONCE);
		begin_turn(a);
		end_turn(a);
	}
}

/* --- signals -------------------------------------------------------------- */

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct app *a = arg;

	(void)what;
	begin_turn(a);
	switch ((int)number) {
	case SIGWINCH:
		term_resize(a->term);
		painter_all_anew(&a->painter);
		return;
	case SIGTSTP:
		if (a->editor.pid != 0)
			return;
		term_suspend(a->term);
		painter_all_anew(&a->painter);
		return;
	case SIGCONT:
		if (a->editor.pid != 0)
			return;		/* the terminal is the editor's */
		term_resume(a->term);
		painter_all_anew(&a->painter);
		return;
	case SIGCHLD:
		end_edit(a);
		return;
	case SIGHUP:
		terminal_gone(a);
		return;
	default:
		leave(a, "");
	}
}

static const int signal_numbers[] = {
	SIGWINCH, SIGTSTP, SIGCONT, SIGCHLD, SIGHUP, SIGTERM, SIGINT
};

enum { SIGNALS = sizeof signal_numbers / sizeof *signal_numbers };

static void
never_called(int number)
{
	(void)number;
}

/*
 * Until the loop can take them they wait. curses leaves signals alone that
 * have a handler before it is opened; its own would end us by itself.
 */
static void
hold_signals(void)
{
	struct sigaction held = { .sa_handler = never_called };
	sigset_t all;
	size_t i;

	sigemptyset(&all);
	for (i = 0; i < SIGNALS; i++)
		sigaddset(&all, signal_numbers[i]);
	sigprocmask(SIG_BLOCK, &all, NULL);
	sigemptyset(&held.sa_mask);
	for (i = 0; i < SIGNALS; i++)
		sigaction(signal_numbers[i], &held, NULL);
	signal(SIGPIPE, SIG_IGN);
}

static void
let_signals_in(void)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static void
add_signals(struct app *a)
{
	size_t i;

	for (i = 0; i < SIGNALS; i++) {
		struct event *e = evsignal_new(a->base, signal_numbers[i],
		    on_signal, a);

		if (e == NULL || event_add(e, NULL) != 0)
			abort();
		a->signals[a->nsignals++] = e;
	}
	let_signals_in();
}

/* --- start and end -------------------------------------------------------- */

static void
make_model(struct app *a)
{
	a->model = setup_model(&a->setup, a->term);
	a->now = clock_now();
	model_turn(a->model, a->now.mono_ms, a->now.wall_ms);
}

static const char *
login(void)
{
	static const char *const variables[] = { "LOGNAME", "USER" };
	const struct passwd *who;
	size_t i;

	for (i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *name = getenv(variables[i]);

		if (name != NULL && name[0] != '\0')
			return name;
	}
	who = getpwuid(getuid());
	return who != NULL ? who->pw_name : "guest";
}

static void
go_or_ask(struct app *a, const struct options *o)
{
	struct state_place last;
	struct wish w;
	char host[300];

	state_read_place(&last);
	if (wish_make(&w, o, &a->setup.settings, &(struct wish_last){ last.host,
	    last.port, last.nick, last.channels }, login())) {
		add_place(a, &w);
	} else {
		name_host(&w, host, sizeof host);
		model_first_start(a->model, host, w.nick);
	}
	state_release_place(&last);
}

static void
make_loop(struct app *a)
{
	a->base = event_base_new();
	if (a->base == NULL || event_base_priority_init(a->base, PRIORITIES))
		abort();
	a->tty_readable = add_event(a, term_fd(a->term), EV_READ | EV_PERSIST,
	    PRIORITY_KEYS, on_tty_readable, a);
	a->tty_writable = add_event(a, term_fd(a->term), EV_WRITE,
	    PRIORITY_KEYS, on_tty_writable, a);
	a->timer = add_event(a, -1, 0, PRIORITY_KEYS, on_timer, a);
	event_add(a->tty_readable, NULL);
	add_signals(a);
}

static void
release(struct app *a)
{
	while (a->nplaces > 0)
		free_place(a->places[--a->nplaces]);
	while (a->nsignals > 0)
		event_free(a->signals[--a->nsignals]);
	event_free(a->tty_readable);
	event_free(a->tty_writable);
	event_free(a->timer);
	model_free(a->model);
	painter_release(&a->painter);
	event_base_free(a->base);
	free(editor_take(&a->editor));
}

/* Returns the exit status. */
static int
save(struct app *a)
{
	struct err why = { "" };
	int i;

	for (i = 0; i < a->nplaces; i++)
		save_place(a->places[i], &why);
	if (why.text[0] == '\0')
		return 0;
	fprintf(stderr, "tcpchat-tui: %s\n", why.text);
	return 1;
}

static int
chat(struct app *a, const struct options *o)
{
	int i, status;

	make_model(a);
	go_or_ask(a, o);
	/* Nothing comes before the first frame: no loop, no connection. */
	painter_init(&a->painter, a->term, a->model, a->now.mono_ms);
	make_loop(a);
	for (i = 0; i < a->nplaces; i++)
		session_open(a->places[i]->session, a->now);
	end_turn(a);
	run(a);
	term_close(a->term);
	status = save(a);
	release(a);
	return status;
}

static bool
complete(struct options *o, const struct settings *s, struct err *why)
{
	if (!locator_complete(&o->to, getenv("TCPCHAT_URL"), s, why))
		return false;
	if (o->to.tls)
		err_set(why, "%s",
		    _("this version does not speak TLS yet: use irc://"));
	return !o->to.tls;
}

static int
open_and_chat(struct options *o)
{
	struct app app = { .is_over = false };
	struct err why = { "" };
	int status = 1;

	hold_signals();
	if (setup_read(&app.setup, o->config, &why) &&
	    complete(o, &app.setup.settings, &why))
		app.term = term_open(&why);
	if (app.term != NULL)
		status = chat(&app, o);
	else
		fprintf(stderr, "tcpchat-tui: %s\n", why.text);
	setup_release(&app.setup);
	return status;
}

static int
print_help(void)
{
	struct buf text;

	buf_init(&text, 64 * 1024);
	options_help(&text);
	fputs(buf_str(&text), stdout);
	buf_release(&text);
	return 0;
}

/* Not here but as the line client? */
static bool
is_plain(const struct options *o)
{
	return o->plain || (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) &&
	    term_is_simple());
}

static int
start(struct options *o, int argc, char *const *argv)
{
	if (o->help)
		return print_help();
	if (o->version) {
		puts("tcpchat-tui " PACKAGE_VERSION);
		return 0;
	}
	if (!is_plain(o))
		return open_and_chat(o);
	plain_exec(argc, argv);
	fprintf(stderr, "tcpchat-tui: %s: %s\n", _("cannot run 'tcpchat'"),
	    strerror(errno));
	return 1;
}

int
main(int argc, char **argv)
{
	struct options o;
	struct err why = { "" };
	int status = 1;

	setlocale(LC_ALL, "");
	i18n_start();
	if (options_parse(&o, argc, argv, &why))
		status = start(&o, argc, argv);
	else
		fprintf(stderr, "tcpchat-tui: %s\n", why.text);
	options_release(&o);
	return status;
}
