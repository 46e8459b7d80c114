/* main.c -- tcpchat-tui: the loop between terminal, model and sessions. */
#include "config.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "client/locator.h"
#include "client/known.h"
#include "client/machine.h"
#include "client/netwatch.h"
#include "client/settings.h"
#include "net/timer.h"
#include "session/session.h"
#include "tui/editor.h"
#include "tui/model.h"
#include "tui/opener.h"
#include "tui/options.h"
#include "tui/painter.h"
#include "tui/places.h"
#include "tui/plain.h"
#include "tui/scripts.h"
#include "tui/bind_command.h"
#include "tui/set_command.h"
#include "tui/setup.h"
#include "tui/state.h"
#include "tui/term.h"
#include "tui/typist.h"
#include "tui/wish.h"

#include "base/banned.h"

enum {
	LEAVE_MS = 1000,		/* for QUIT to be written */
};

/* Lower comes first: keys before sockets. */
enum { PRIORITY_KEYS, PRIORITY_SOCKETS, PRIORITIES };

struct app {
	struct event_base *base;
	struct term *term;
	struct model *model;
	struct setup setup;
	struct painter painter;
	struct editor editor;
	struct scripts scripts;
	struct opener opener;
	struct event *tty_readable, *tty_writable, *timer;
	struct event *network;		/* NULL: nobody tells */
	struct event *signals[16];
	size_t nsignals;
	struct places places;
	struct now now;			/* of this turn */
	bool is_in_turn;
	int64_t leave_at_ms;		/* 0: we stay */
	bool is_over;
};

/* The first thing of whatever happens. */
static struct now
begin_turn(void *arg)
{
	struct app *a = arg;

	if (a->is_in_turn)
		return a->now;
	a->is_in_turn = true;
	a->now = machine_now();
	model_turn(a->model, a->now.mono_ms, a->now.wall_ms);
	places_turn(&a->places, a->now);
	return a->now;
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

/* --- what the model asks for ---------------------------------------------- */

static void
leave(struct app *a, const char *reason)
{
	places_quit(&a->places, reason[0] != '\0' ? reason :
	    a->setup.settings.quit_message, a->now);
	a->leave_at_ms = a->now.mono_ms + LEAVE_MS;
}

static void
connect_to(struct app *a, const struct model_request *r)
{
	struct err why = { "" };

	if (!places_connect(&a->places, r, a->now, &why))
		model_note(a->model, true, why.text);
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

/* "set NAME VALUE": the name, and what follows it. */
static void
run_command(struct app *a, const struct model_request *r)
{
	const char *text = r->text;
	const char *rest = text + strcspn(text, " ");

	rest += strspn(rest, " ");
	if (str_starts(text, "keys"))
		typist_show_keys(&a->setup.typist, a->model);
	else if (str_starts(text, "bind"))
		bind_command(&a->setup, rest);
	else if (str_starts(text, "set"))
		set_command(&a->setup, rest);
	else if (str_starts(text, "reload"))
		set_reload(&a->setup);
	else if (str_starts(text, "place"))
		places_command(&a->places, r->place, rest, a->now);
	else if (str_starts(text, "exec"))
		scripts_exec(&a->scripts, r, rest);
	else if (str_starts(text, "cert"))
		places_certificate(&a->places, r->place, rest);
	else if (str_starts(text, "status"))
		places_status(&a->places, r->place);
	else if (str_starts(text, "logout"))
		places_logout(&a->places, r->place, rest, a->now);
}

static void
notify(struct app *a, const struct model_request *r)
{
	if (a->setup.settings.bell)
		term_bell(a->term);
	term_notice(a->term, setup_notice_way(&a->setup), r->target, r->text);
	scripts_notify(&a->scripts, r);
}

static void
copy(struct app *a, const char *text)
{
	struct err why = { "" };

	if (term_copy(a->term, text, &why))
		model_note(a->model, false,
		    _("copied to the terminal's clipboard"));
	else
		model_note(a->model, true, why.text);
}

static void
open_link(struct app *a, const char *url)
{
	struct err why = { "" };

	if (opener_start(&a->opener, a->setup.settings.open_command, url,
	    &why))
		model_note(a->model, false, url);
	else
		model_note(a->model, true, why.text);
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
	case REQUEST_OPEN:
		open_link(a, r->text);
		return true;
	case REQUEST_MOUSE:
		term_mouse(a->term, r->count != 0);
		return true;
	case REQUEST_COPY:
		copy(a, r->text);
		return true;
	case REQUEST_TITLE:
		if (a->setup.settings.title)
			term_title(a->term, r->text);
		return true;
	case REQUEST_NOTIFY:
		notify(a, r);
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
	switch (r->kind) {
	case REQUEST_CONNECT:
		connect_to(a, r);
		return;
	case REQUEST_RECONNECT:
		places_reconnect(&a->places, r->place, a->now);
		return;
	case REQUEST_LOGIN:
	case REQUEST_REGISTER:
		places_login(&a->places, r, a->now);
		return;
	case REQUEST_TRUST:
		places_trust(&a->places, r->place, r->text, a->now);
		return;
	case REQUEST_DISCONNECT:
		places_disconnect(&a->places, r->place, r->text, a->now);
		return;
	case REQUEST_QUIT:
		leave(a, r->text);
		return;
	case REQUEST_COMMAND:
		run_command(a, r);
		return;
	default:
		if (!do_terminal_request(a, r))
			(void)places_request(&a->places, r, a->now);
	}
}

/* Sessions tell the model, the model asks the sessions, until all is said. */
static void
settle(struct app *a)
{
	struct model_request r;
	bool any = true;

	while (any) {
		any = places_take_events(&a->places, a->now);
		while (model_next_request(a->model, &r)) {
			do_request(a, &r);
			any = true;
		}
		any = places_write(&a->places, a->now) || any;
	}
}

/* --- the terminal --------------------------------------------------------- */

static void
on_input(void *arg, const struct tty_event *in)
{
	struct app *a = arg;

	if (in->kind == TTY_COLOUR)
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
	int64_t now = a->now.mono_ms, due = places_due_ms(&a->places);

	if (scripts_due_ms(&a->scripts) < due)
		due = scripts_due_ms(&a->scripts);
	due = earlier(due, now, model_wait_ms(a->model));
	due = earlier(due, now, term_wait_ms(a->term, now));
	if (painter_due(&a->painter) < due)
		due = painter_due(&a->painter);
	if (a->leave_at_ms != 0 && a->leave_at_ms < due)
		due = a->leave_at_ms;
	return due;
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
	return a->leave_at_ms != 0 && (a->now.mono_ms >= a->leave_at_ms ||
	    !places_any_connected(&a->places));
}

static void
end_turn(struct app *a)
{
	settle(a);
	scripts_turn(&a->scripts, a->now);
	a->is_over = has_left(a);
	if (!a->is_over) {
		painter_turn(&a->painter, a->now.mono_ms);
		if (term_is_writing(a->term))
			event_add(a->tty_writable, NULL);
		timer_at(a->timer, next_due(a), a->now.mono_ms);
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
		if (!opener_turn(&a->opener))
			model_note(a->model, true,
			    _("the link could not be opened; /links copies it"));
		return;
	case SIGHUP:
		terminal_gone(a);
		return;
	case SIGUSR1:
		set_reload(&a->setup);
		return;
	default:
		leave(a, "");
	}
}

static const int signal_numbers[] = {
	SIGWINCH, SIGTSTP, SIGCONT, SIGCHLD, SIGHUP, SIGUSR1, SIGTERM, SIGINT
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
told(void *arg, int place, const struct session_event *e)
{
	struct app *a = arg;

	scripts_told(&a->scripts, place, e);
}

static void
make_model(struct app *a)
{
	a->model = setup_model(&a->setup, a->term);
	a->now = machine_now();
	model_turn(a->model, a->now.mono_ms, a->now.wall_ms);
	a->places = (struct places){
		.model = a->model, .settings = &a->setup.settings,
		.priority = PRIORITY_SOCKETS, .turn = begin_turn,
		.told = told, .arg = a,
		.known = known_open_default(),
	};
	logbook_init(&a->places.logbook, a->model, &a->setup.settings);
}

static void
go_or_ask(struct app *a, const struct options *o)
{
	struct wish w;
	char host[300];
	size_t i;

	a->places.said = &o->to;
	a->places.has_wallet = a->setup.has_wallet;
	state_read_places(&a->places.saved);
	if (!places_begin(&a->places, &o->to, a->now, &w)) {
		places_host_words(&w, host, sizeof host);
		model_first_start(a->model, host, w.nick);
	}
	for (i = 0; i < o->nmore; i++)
		places_add_said(&a->places, &o->more[i], a->now);
}

static void
on_network(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)what;
	begin_turn(a);
	if (netwatch_read(fd))
		places_network_changed(&a->places, a->now);
}

static void
watch_network(struct app *a)
{
	int fd = netwatch_open();

	if (fd < 0)
		return;
	a->network = add_event(a, fd, EV_READ | EV_PERSIST, PRIORITY_SOCKETS,
	    on_network, a);
	event_add(a->network, NULL);
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
	a->scripts = (struct scripts){ .model = a->model,
	    .places = &a->places, .settings = &a->setup.settings,
	    .base = a->base, .priority = PRIORITY_SOCKETS,
	    .turn = begin_turn, .arg = a };
	scripts_init(&a->scripts);
	watch_network(a);
	add_signals(a);
}

static void
release(struct app *a)
{
	places_release(&a->places);
	while (a->nsignals > 0)
		event_free(a->signals[--a->nsignals]);
	event_free(a->tty_readable);
	event_free(a->tty_writable);
	event_free(a->timer);
	if (a->network != NULL) {
		close(event_get_fd(a->network));
		event_free(a->network);
	}
	model_free(a->model);
	painter_release(&a->painter);
	scripts_release(&a->scripts);
	event_base_free(a->base);
	free(editor_take(&a->editor));
}

/* Returns the exit status. */
static int
save(struct app *a)
{
	struct err why = { "" };

	places_save(&a->places, &why);
	if (why.text[0] == '\0')
		return 0;
	fprintf(stderr, "tcpchat-tui: %s\n", why.text);
	return 1;
}

static int
chat(struct app *a, const struct options *o)
{
	struct err why = { "" };
	int status;

	make_model(a);
	go_or_ask(a, o);
	/* Nothing comes before the first frame: no loop, no connection. */
	painter_init(&a->painter, a->term, a->model, a->now.mono_ms);
	make_loop(a);
	if (o->control != NULL &&
	    !scripts_listen(&a->scripts, o->control, &why)) {
		term_close(a->term);
		fprintf(stderr, "tcpchat-tui: %s\n", why.text);
		release(a);
		return 1;
	}
	places_start(&a->places, a->base, a->now);
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
	return locator_complete(&o->to, getenv("TCPCHAT_URL"), s, why);
}

static int
open_and_chat(struct options *o)
{
	struct app app = { .is_over = false };
	struct err why = { "" };
	int status = 1;

	if (setup_read(&app.setup, o->config, &why) &&
	    complete(o, &app.setup.settings, &why)) {
		hold_signals();
		app.term = term_open(&why);
	}
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
	if (o->control != NULL || o->nmore > 0) {
		fprintf(stderr, "tcpchat-tui: %s\n", o->control != NULL ?
		    _("the line client has no control socket: leave out "
		    "--control, or --plain") :
		    _("the line client goes to one place: start it once for "
		    "each"));
		return 1;
	}
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

	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
	i18n_start();
	if (options_parse(&o, argc, argv, &why))
		status = start(&o, argc, argv);
	else
		fprintf(stderr, "tcpchat-tui: %s\n", why.text);
	options_release(&o);
	return status;
}
