/* turn.c -- a turn of the loop: what has happened, and what is done about it. */
#include "config.h"

#include "cli/app.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/i18n.h"
#include "base/str.h"
#include "cli/chat.h"
#include "cli/editor.h"
#include "client/machine.h"
#include "client/uplink.h"
#include "net/timer.h"
#include "session/session.h"

#include "base/banned.h"

enum {
	RETRY_MS = 1000,		/* a program in a pipe does not back off */
	LEAVE_MS = 1000			/* for QUIT to be written */
};

/* --- Time ------------------------------------------------------------------ */

void
turn_begin(struct app *a)
{
	a->cli.now = machine_now();
	if (a->cli.session != NULL)
		(void)session_tick(a->cli.session, a->cli.now);
}

struct now
turn_now(void *app)
{
	struct app *a = app;

	turn_begin(a);
	return a->cli.now;
}

static struct event *
add_event(struct app *a, int fd, short what, event_callback_fn call)
{
	struct event *e = event_new(a->base, fd, what, call, a);

	if (e == NULL)
		abort();	/* out of memory */
	return e;
}
/* --- Events ---------------------------------------------------------------- */

static void
take_closed(struct app *a, const struct session_event *ev)
{
	if (ev->state.why == SESSION_WHY_QUIT ||
	    (ev->state.why == SESSION_WHY_PASSWORD && signin_can_ask(a)))
		return;
	cli_end(&a->cli, STATUS_NO_ENTRY, "%s: %s",
	    uplink_host(a->uplink), ev->state.reason);
}

static void
take_state(struct app *a, const struct session_event *ev)
{
	struct cli *cli = &a->cli;

	switch (ev->state.state) {
	case SESSION_WAITING:
		if (ev->state.reason[0] != '\0')
			str_copy(a->reason, sizeof a->reason,
			    ev->state.reason);
		a->retry_ms = a->is_chat ? INT64_MAX :
		    cli->now.mono_ms + RETRY_MS;
		break;
	case SESSION_CLOSED:
		take_closed(a, ev);
		break;
	default:
		a->retry_ms = INT64_MAX;
	}
}

static void
take_event(struct app *a, const struct session_event *ev)
{
	struct cli *cli = &a->cli;

	switch (ev->type) {
	case SESSION_EVENT_WELCOME:
		if (!cli->is_welcome)
			cli->progress_ms = cli->now.mono_ms;
		cli->is_welcome = true;
		cli->has_history = ev->welcome.has_history;
		break;
	case SESSION_EVENT_STATE:
		take_state(a, ev);
		break;
	default:
		break;
	}
	if (a->leave_at_ms != 0)
		return;
	if (a->is_chat && !cli->is_over)
		login_event(&a->login, ev);
	a->command->event(cli, ev);
}

static bool
take_events(struct app *a)
{
	struct session_event ev;
	bool any = false;

	uplink_tick(a->uplink, a->cli.now);
	while (uplink_next(a->uplink, &ev, a->cli.now)) {
		take_event(a, &ev);
		any = true;
	}
	return any;
}
/* --- Turns ----------------------------------------------------------------- */

static bool
wants_input(const struct app *a)
{
	return !a->cli.is_over && (trust_is_asked(a) || signin_is_asked(a) ||
	    (a->has_input && a->cli.wants_input));
}

/* Session and command tell each other all there is; then it is written. */
static void
settle(struct app *a)
{
	bool any = true;

	while (any) {
		do {
			any = take_events(a);
			if (a->leave_at_ms == 0 && !a->cli.is_over)
				any = a->command->turn(&a->cli) || any;
			while (a->reads_file && wants_input(a)) {
				streams_read(a);
				any = true;
			}
		} while (any);
		any = streams_keep(a) && uplink_write(a->uplink, a->cli.now);
		any = login_turn(&a->login, a->cli.now) || any;
	}
}

static const char *
failure(const struct app *a)
{
	const char *link = uplink_reason(a->uplink);

	return a->reason[0] != '\0' ? a->reason : link[0] != '\0' ? link :
	    _("the server does not answer");
}

static void
check_time(struct app *a)
{
	struct cli *cli = &a->cli;
	bool is_waiting = !cli->is_welcome || !cli->is_idle;

	if (a->is_chat || cli->is_over)
		return;
	if (!is_waiting || trust_is_asked(a)) {
		cli->progress_ms = cli->now.mono_ms;
		return;
	}
	if (cli->now.mono_ms - cli->progress_ms < a->options.timeout_ms)
		return;
	cli_end(cli, STATUS_LATER, "%s: %s", uplink_host(a->uplink),
	    failure(a));
	if (a->command->stopped != NULL)
		a->command->stopped(cli);
}

static int64_t
earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
set_timer(struct app *a)
{
	struct cli *cli = &a->cli;
	int64_t due = earlier(earlier(uplink_due_ms(a->uplink),
	    a->retry_ms), cli->due_ms);

	if (a->leave_at_ms != 0)
		due = earlier(due, a->leave_at_ms);
	else if (!a->is_chat)
		due = earlier(due, cli->progress_ms + a->options.timeout_ms);
	timer_at(a->timer, due, cli->now.mono_ms);
}

static void
on_timer(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	turn_begin(a);
	if (a->retry_ms <= a->cli.now.mono_ms) {
		a->retry_ms = INT64_MAX;
		session_open(a->cli.session, a->cli.now);
	}
}

static void
leave(struct app *a)
{
	const char *words = a->is_chat ? chat_quit_words(&a->cli) : NULL;

	session_quit(a->cli.session, words != NULL ? words :
	    a->settings.quit_message, a->cli.now);
	a->leave_at_ms = a->cli.now.mono_ms + LEAVE_MS;
	settle(a);
}

static bool
end_turn(struct app *a)
{
	settle(a);
	trust_check(a);
	check_time(a);
	streams_speak(a);
	if (a->cli.is_over && a->leave_at_ms == 0)
		leave(a);
	if (a->leave_at_ms == 0)
		streams_prompt(a);
	if (a->typed != NULL && wants_input(a) && a->leave_at_ms == 0)
		event_add(a->typed, NULL);
	else if (a->typed != NULL)
		event_del(a->typed);
	set_timer(a);
	return a->leave_at_ms == 0 || (uplink_is_connected(a->uplink) &&
	    a->cli.now.mono_ms < a->leave_at_ms);
}

void
turn_run(struct app *a)
{
	login_begin(&a->login, a->uplink, a->base, a->cli.now);
	while (end_turn(a)) {
		event_base_loop(a->base, EVLOOP_ONCE);
		turn_begin(a);
	}
}
/* --- Signals --------------------------------------------------------------- */

static void
suspend(struct app *a)
{
	if (a->editor != NULL)
		editor_suspend(a->editor);
	raise(SIGSTOP);
	if (a->editor != NULL)
		editor_resume(a->editor);
}

static void
stop(struct app *a)
{
	if (a->cli.is_over)
		return;
	cli_end(&a->cli, a->command == &command_send ? STATUS_LATER :
	    STATUS_OK, NULL);
	if (a->command->stopped != NULL)
		a->command->stopped(&a->cli);
}

static void
on_signal(evutil_socket_t number, short what, void *arg)
{
	struct app *a = arg;

	(void)what;
	turn_begin(a);
	if (number == SIGTSTP)
		suspend(a);
	else if (number != SIGWINCH)
		stop(a);
	else if (a->editor != NULL)
		editor_resize(a->editor);
}

static void
add_signals(struct app *a)
{
	static const int numbers[] = {
		SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP
	};
	size_t i;

	for (i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		struct event *e;

		if (numbers[i] >= SIGWINCH && !a->is_chat)
			continue;
		e = evsignal_new(a->base, numbers[i], on_signal, a);
		if (e == NULL || event_add(e, NULL) != 0)
			abort();
		a->signals[a->nsignals++] = e;
	}
}
/* --- The loop -------------------------------------------------------------- */

static void
on_typed(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	turn_begin(a);
	streams_read(a);
}

static void
on_broken(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	turn_begin(a);
	a->is_quiet = true;
	cli_end(&a->cli, STATUS_OK, NULL);
}

void
turn_make_loop(struct app *a)
{
	struct stat st;

	a->base = event_base_new();
	if (a->base == NULL)
		abort();
	a->timer = add_event(a, -1, 0, on_timer);
	add_signals(a);
	a->has_input = a->is_chat || (a->command->input != NULL &&
	    a->options.text == NULL);
	a->reads_file = !a->is_chat && a->has_input &&
	    fstat(STDIN_FILENO, &st) == 0 && !S_ISFIFO(st.st_mode) &&
	    !S_ISSOCK(st.st_mode) && !isatty(STDIN_FILENO);
	/* On a terminal even a command that reads nothing may be asked. */
	if (!a->reads_file && (a->has_input || isatty(STDIN_FILENO)))
		a->typed = add_event(a, STDIN_FILENO, EV_READ | EV_PERSIST,
		    on_typed);
	if (!a->is_chat && fstat(STDOUT_FILENO, &st) == 0 &&
	    S_ISFIFO(st.st_mode)) {
		a->broken = add_event(a, STDOUT_FILENO, EV_READ, on_broken);
		event_add(a->broken, NULL);
	}
}

static void
free_event(struct event *e)
{
	if (e != NULL)
		event_free(e);
}

void
turn_release(struct app *a)
{
	while (a->nsignals > 0)
		event_free(a->signals[--a->nsignals]);
	free_event(a->typed);
	free_event(a->broken);
	free_event(a->timer);
	if (a->base != NULL)
		event_base_free(a->base);
}
