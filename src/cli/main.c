/* main.c -- tcpchat: the loop between standard input and output and a session. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "cli/chat.h"
#include "cli/command.h"
#include "cli/editor.h"
#include "cli/options.h"
#include "cli/send.h"
#include "client/files.h"
#include "client/known.h"
#include "client/machine.h"
#include "client/secret.h"
#include "client/settings.h"
#include "client/settings_file.h"
#include "client/uplink.h"
#include "session/session.h"

#include "base/banned.h"

enum {
	READ_CHUNK_BYTES = 16 * 1024,
	RETRY_MS = 1000,		/* a program in a pipe does not back off */
	LEAVE_MS = 1000			/* for QUIT to be written */
};

struct app {
	struct cli cli;
	const struct command *command;
	struct options options;
	struct settings settings;
	struct event_base *base;
	struct editor *editor;		/* owned; NULL: not a conversation */
	bool is_chat;

	char *nick;			/* owned */
	char *secret;			/* owned; of the account; or NULL */
	char *channels;			/* owned; to join; NULL: none */
	char *channel;			/* owned; the first of them */

	struct known *known;		/* owned; servers met by TLS */
	struct uplink *uplink;		/* owned; NULL: not yet */
	char reason[256];		/* why the session waits */

	struct event *typed;		/* standard input */
	struct event *broken;		/* nobody reads standard output */
	struct event *timer;
	struct event *signals[8];
	size_t nsignals;
	bool reads_file;		/* input that is always there */
	bool has_input;			/* not ended */

	int state_fd;			/* of --state; -1: none */
	int64_t retry_ms;		/* connect again then; INT64_MAX */
	int64_t leave_at_ms;		/* 0: we stay */
	bool is_quiet;			/* nobody reads what we say */
};

/* --- Time ------------------------------------------------------------------ */

static void
begin_turn(struct app *a)
{
	a->cli.now = machine_now();
	if (a->cli.session != NULL)
		(void)session_tick(a->cli.session, a->cli.now);
}

static struct now
turn(void *arg)
{
	struct app *a = arg;

	begin_turn(a);
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
	if (ev->state.why == SESSION_WHY_QUIT)
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
	if (a->leave_at_ms == 0)
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

/* --- Standard input and output, and the state file ------------------------- */

static bool
write_all(int fd, const struct buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n = write(fd, b->data + done, b->len - done);

		if (n < 0 && (errno == EINTR))
			continue;
		if (n < 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* A reader that has gone is no fault: `tcpchat listen | head -1`. */
static void
print(struct app *a, int fd, struct buf *b)
{
	if (b->len > 0 && !a->is_quiet && !write_all(fd, b)) {
		a->is_quiet = true;
		cli_end(&a->cli, errno == EPIPE ? STATUS_OK : STATUS_FAULT,
		    NULL);
	}
	buf_reset(b);
}

static void
speak(struct app *a)
{
	if (a->editor != NULL && a->cli.out.len > 0) {
		editor_print(a->editor, a->cli.out.data, a->cli.out.len);
		buf_reset(&a->cli.out);
	}
	if (a->editor != NULL && a->cli.err.len > 0) {
		editor_print(a->editor, a->cli.err.data, a->cli.err.len);
		buf_reset(&a->cli.err);
	}
	print(a, STDOUT_FILENO, &a->cli.out);
	print(a, STDERR_FILENO, &a->cli.err);
}

/* Before anything goes to the server: it must be known under its id. */
static bool
keep(struct app *a)
{
	struct buf *b = &a->cli.keep;
	bool ok;

	if (b->len == 0 || a->state_fd < 0)
		return true;
	ok = write_all(a->state_fd, b) && fdatasync(a->state_fd) == 0;
	buf_reset(b);
	if (!ok)
		cli_end(&a->cli, STATUS_FAULT, _("cannot write '%s': %s"),
		    a->options.state, strerror(errno));
	return ok;
}

static void
read_input(struct app *a)
{
	char chunk[READ_CHUNK_BYTES];
	ssize_t n = read(STDIN_FILENO, chunk, sizeof chunk);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n <= 0)
		a->has_input = false;
	if (a->command->input != NULL)
		a->command->input(&a->cli, chunk, n > 0 ? (size_t)n : 0);
}

static void
on_typed(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	begin_turn(a);
	if (a->editor != NULL)
		editor_read(a->editor);
	else
		read_input(a);
}

static void
on_broken(evutil_socket_t fd, short what, void *arg)
{
	struct app *a = arg;

	(void)fd;
	(void)what;
	begin_turn(a);
	a->is_quiet = true;
	cli_end(&a->cli, STATUS_OK, NULL);
}

static bool
wants_input(const struct app *a)
{
	return a->has_input && a->cli.wants_input && !a->cli.is_over;
}

/* --- Turns ----------------------------------------------------------------- */

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
				read_input(a);
				any = true;
			}
		} while (any);
		any = keep(a) && uplink_write(a->uplink, a->cli.now);
	}
}

static const char *
failure(const struct app *a)
{
	const char *link = uplink_reason(a->uplink);

	return a->reason[0] != '\0' ? a->reason : link[0] != '\0' ? link :
	    _("the server does not answer");
}

/* Nobody vouches for the server: that is for a person to decide. */
static void
check_trust(struct app *a)
{
	const struct uplink_question *q = uplink_question(a->uplink);

	if (q == NULL)
		return;
	if (q->has_changed)
		cli_end(&a->cli, STATUS_NO_ENTRY, _("%s: the certificate is "
		    "not the one it was: somebody may be listening. Its "
		    "fingerprint is now %s. If its owner says that this is "
		    "right, take the server off the file known-servers"),
		    q->host, q->peer.certificate.fingerprint);
	else
		cli_end(&a->cli, STATUS_NO_ENTRY, _("%s: the certificate is "
		    "not signed by anyone this computer knows (%s); nothing "
		    "was sent. If its owner says that its fingerprint is "
		    "right, add --trust=%s"), q->host, q->peer.fault,
		    q->peer.certificate.fingerprint);
	uplink_answer(a->uplink, UPLINK_REFUSE, a->cli.now);
}

static void
check_time(struct app *a)
{
	struct cli *cli = &a->cli;
	bool is_waiting = !cli->is_welcome || !cli->is_idle;

	if (a->is_chat || cli->is_over)
		return;
	if (!is_waiting) {
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
	int64_t wait;
	struct timeval tv;

	if (a->leave_at_ms != 0)
		due = earlier(due, a->leave_at_ms);
	else if (!a->is_chat)
		due = earlier(due, cli->progress_ms + a->options.timeout_ms);
	if (due == INT64_MAX) {
		event_del(a->timer);
		return;
	}
	wait = due - cli->now.mono_ms;
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
	if (a->retry_ms <= a->cli.now.mono_ms) {
		a->retry_ms = INT64_MAX;
		session_open(a->cli.session, a->cli.now);
	}
}

static void
leave(struct app *a)
{
	session_quit(a->cli.session, a->settings.quit_message, a->cli.now);
	a->leave_at_ms = a->cli.now.mono_ms + LEAVE_MS;
	settle(a);
}

static bool
end_turn(struct app *a)
{
	settle(a);
	check_trust(a);
	check_time(a);
	speak(a);
	if (a->cli.is_over && a->leave_at_ms == 0)
		leave(a);
	if (a->editor != NULL && a->leave_at_ms == 0)
		editor_prompt(a->editor, chat_prompt(&a->cli));
	if (a->typed != NULL && wants_input(a) && a->leave_at_ms == 0)
		event_add(a->typed, NULL);
	else if (a->typed != NULL)
		event_del(a->typed);
	set_timer(a);
	return a->leave_at_ms == 0 || (uplink_is_connected(a->uplink) &&
	    a->cli.now.mono_ms < a->leave_at_ms);
}

static void
run(struct app *a)
{
	uplink_start(a->uplink, a->base, a->cli.now);
	while (end_turn(a)) {
		event_base_loop(a->base, EVLOOP_ONCE);
		begin_turn(a);
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
	begin_turn(a);
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

/* --- Start ----------------------------------------------------------------- */

static const struct command *const commands[] = {
	[OPTIONS_CHAT] = &command_chat,
	[OPTIONS_SEND] = &command_send,
	[OPTIONS_LIST] = &command_list,
	[OPTIONS_LISTEN] = &command_listen,
	[OPTIONS_HISTORY] = &command_history,
};

static bool
read_settings(struct app *a, struct err *e)
{
	const char *given = a->options.config;
	char *path = given != NULL ? xstrdup(given) : settings_file_path();
	bool ok;

	settings_init(&a->settings);
	ok = path == NULL || settings_file_read(&a->settings, path,
	    given != NULL, e);
	free(path);
	return ok && locator_complete(&a->options.to, getenv("TCPCHAT_URL"),
	    &a->settings, e);
}

static bool
choose_place(struct app *a, struct err *e)
{
	struct locator *to = &a->options.to;

	if (to->nhosts == 0 &&
	    !locator_option(to, "machine-name", "127.0.0.1", e))
		return false;
	return true;
}

/* The destination too, if it is a channel: who is not in it may not write. */
static void
choose_channels(struct app *a)
{
	const char *list = a->options.to.channels != NULL ?
	    a->options.to.channels : a->settings.channels;
	const char *dest = cli_is_channel(a->options.dest) ?
	    a->options.dest : "";
	size_t size = strlen(list) + strlen(dest) + 2;

	a->channels = xcalloc(1, size);
	snprintf(a->channels, size, "%s%s%s", list,
	    list[0] != '\0' && dest[0] != '\0' ? "," : "", dest);
	if (list[0] != '\0')
		a->channel = xstrndup(list, strcspn(list, ", "));
}

static bool
choose_nick(struct app *a)
{
	const char *nick = a->options.to.nick;
	char *typed;

	if (nick == NULL && a->settings.nick[0] != '\0')
		nick = a->settings.nick;
	if (nick == NULL && a->is_chat) {
		typed = editor_ask(a->editor, _("Your name> "));
		if (typed == NULL)
			return false;
		a->nick = typed[0] != '\0' ? typed : xstrdup(machine_login());
		if (a->nick != typed)
			free(typed);
		return true;
	}
	a->nick = xstrdup(nick != NULL ? nick : machine_login());
	return true;
}

static void
make_session(struct app *a)
{
	const struct locator *to = &a->options.to;
	const char *file = locator_certificate(to, &a->settings);
	struct tls_pair own = { file, file };
	struct uplink_config link = {
		.hosts = (const char *const *)to->hosts,
		.nhosts = to->nhosts,
		.port = locator_port(to, (uint16_t)a->settings.port),
		.dialect = to->dialect,
		.trust = to->trust,
		.own = own.certificate != NULL ? &own : NULL,
		.turn = turn,
		.arg = a,
	};
	struct session_config config = {
		.tls = to->tls,
		.may_upgrade = !to->no_tls,
		.nick = a->nick,
		.realname = a->settings.realname[0] != '\0' ?
		    a->settings.realname : NULL,
		.account = locator_account(to, &a->settings),
		.account_password = a->secret,
		.channels = a->channels,
		.history_lines = a->is_chat ? 10 : 0,
		.version = PACKAGE_STRING,
	};

	link.known = a->known = known_open_default();
	a->uplink = uplink_new(&link, &config);
	a->cli.session = uplink_session(a->uplink);
	a->cli.channel = a->channel;
}

static bool
open_state(struct app *a, struct err *e)
{
	const char *path = a->options.state;
	size_t good;
	char *text;
	bool ok;

	if (path == NULL)
		return true;
	a->state_fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC,
	    0600);
	if (a->state_fd < 0 || flock(a->state_fd, LOCK_EX | LOCK_NB) != 0 ||
	    (text = files_read(path)) == NULL) {
		err_set(e, errno == EWOULDBLOCK ?
		    _("another tcpchat is at work with '%s'") :
		    _("cannot open '%s': %s"), path, strerror(errno));
		return false;
	}
	ok = send_restore(&a->cli, text, strlen(text), &good);
	free(text);
	if (!ok)
		err_set(e, _("'%s' is not a state of tcpchat send"), path);
	else if (ftruncate(a->state_fd, (off_t)good) != 0)
		err_set(e, _("cannot write '%s': %s"), path, strerror(errno));
	else
		return true;
	return false;
}

static void
typed(void *arg, const char *line)
{
	struct app *a = arg;

	if (line == NULL)
		a->has_input = false;
	else if (line[0] != '\0' && chat_remembers(&a->cli))
		editor_remember(a->editor, line);
	chat_typed(&a->cli, line);
	speak(a);	/* several lines may have come at once */
	editor_prompt(a->editor, chat_prompt(&a->cli));
}

static size_t
complete(void *arg, const char *line, struct buf *out)
{
	struct app *a = arg;

	return chat_complete(&a->cli, line, out);
}

static void
open_editor(struct app *a)
{
	static const struct editor_calls calls = { typed, complete };
	const char *term = getenv("TERM");
	bool is_simple = !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    term == NULL || str_eq(term, "dumb") || term[0] == '\0';

	if (a->is_chat)
		a->editor = editor_new(is_simple, &calls, a);
}

static void
make_loop(struct app *a)
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
	if (a->has_input && !a->reads_file)
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

static void
release(struct app *a)
{
	if (a->editor != NULL)
		editor_free(a->editor);
	if (a->cli.session != NULL) {
		a->command->release(&a->cli);
		uplink_free(a->uplink);
	}
	known_close(a->known);
	while (a->nsignals > 0)
		event_free(a->signals[--a->nsignals]);
	free_event(a->typed);
	free_event(a->broken);
	free_event(a->timer);
	if (a->base != NULL)
		event_base_free(a->base);
	if (a->state_fd >= 0)
		close(a->state_fd);
	buf_release(&a->cli.out);
	buf_release(&a->cli.err);
	buf_release(&a->cli.keep);
	settings_release(&a->settings);
	free(a->nick);
	secret_free(a->secret);
	free(a->channels);
	free(a->channel);
}

static void
init(struct app *a)
{
	struct cli *cli = &a->cli;

	a->command = commands[a->options.command];
	a->is_chat = a->command == &command_chat;
	a->state_fd = -1;
	a->retry_ms = cli->due_ms = INT64_MAX;
	cli->options = &a->options;
	cli->zone_seconds = machine_zone_seconds;
	buf_init(&cli->out, CLI_TEXT_MAX);
	buf_init(&cli->err, CLI_TEXT_MAX);
	buf_init(&cli->keep, CLI_TEXT_MAX);
}

static int
serve(struct app *a)
{
	struct err why = { "" };
	int status = STATUS_USAGE;

	init(a);
	signal(SIGPIPE, SIG_IGN);
	if (!read_settings(a, &why) || !choose_place(a, &why) ||
	    !secret_get(&a->options.to, &a->settings, &a->secret, &why)) {
		fprintf(stderr, "tcpchat: %s\n", why.text);
		release(a);
		return status;
	}
	open_editor(a);
	if (!choose_nick(a)) {
		release(a);
		return STATUS_OK;
	}
	choose_channels(a);
	make_session(a);
	begin_turn(a);
	a->cli.progress_ms = a->cli.now.mono_ms;
	a->command->start(&a->cli);
	if (open_state(a, &why)) {
		make_loop(a);
		run(a);
		status = a->cli.status;
	} else {
		fprintf(stderr, "tcpchat: %s\n", why.text);
		status = STATUS_FAULT;
	}
	release(a);
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
	return STATUS_OK;
}

int
main(int argc, char **argv)
{
	struct app app = { .reads_file = false };
	struct err why = { "" };
	int status = STATUS_USAGE;

	setlocale(LC_ALL, "");
	i18n_start();
	if (!options_parse(&app.options, argc, argv, machine_now().wall_ms,
	    &why)) {
		fprintf(stderr, "tcpchat: %s\n", why.text);
	} else if (app.options.help) {
		status = print_help();
	} else if (app.options.version) {
		puts("tcpchat " PACKAGE_VERSION);
		status = STATUS_OK;
	} else {
		status = serve(&app);
	}
	options_release(&app.options);
	return status;
}
