/* main.c -- tcpchat: from the command line to the loop, and out again. */
#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/app.h"
#include "cli/chat.h"
#include "cli/editor.h"
#include "client/ignored.h"
#include "client/known.h"
#include "client/machine.h"
#include "client/secret.h"
#include "client/settings_file.h"
#include "client/uplink.h"
#include "session/session.h"

#include "base/banned.h"

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
	const struct login *l = &a->login;
	struct tls_pair own = { l->certificate, l->key };
	struct uplink_config link = {
		.hosts = (const char *const *)to->hosts,
		.nhosts = to->nhosts,
		.port = locator_port(to, (uint16_t)a->settings.port),
		.dialect = to->dialect,
		.trust = to->trust,
		.own = own.certificate != NULL ? &own : NULL,
		.turn = turn_now,
		.arg = a,
	};
	struct session_config config = {
		.tls = to->tls,
		.may_upgrade = !to->no_tls,
		.nick = a->nick,
		.realname = a->settings.realname[0] != '\0' ?
		    a->settings.realname : NULL,
		.account = l->account,
		.account_password = l->fresh,
		.certificate_may_fail = l->is_own_certificate,
		.channels = a->channels,
		.history_lines = a->is_chat ? 10 : 0,
		.version = PACKAGE_STRING,
		.resumes = a->is_chat,
	};
	char *ignored;

	link.known = a->known = known_open_default();
	a->uplink = uplink_new(&link, &config);
	a->cli.session = uplink_session(a->uplink);
	if (a->is_chat) {	/* programs are told all there is */
		ignored = ignored_read(to->hosts[0], link.port);
		session_ignore_all(a->cli.session, ignored);
		free(ignored);
	}
	a->cli.channel = a->channel;
}

static void
release(struct app *a)
{
	if (a->editor != NULL)
		editor_free(a->editor);
	if (a->cli.session != NULL) {
		a->command->release(&a->cli);
		uplink_free(a->uplink);
		login_release(&a->login);
	}
	signin_release(&a->signin);
	known_close(a->known);
	turn_release(a);
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
	cli->rings = isatty(STDOUT_FILENO);
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
	    !secret_print(&a->options.to, &a->settings, &a->secret, &why)) {
		fprintf(stderr, "tcpchat: %s\n", why.text);
		release(a);
		return status;
	}
	a->cli.rings = a->cli.rings && a->settings.bell;
	streams_open_editor(a);
	if (!choose_nick(a)) {
		release(a);
		return STATUS_OK;
	}
	choose_channels(a);
	signin_init(a);
	make_session(a);
	turn_begin(a);
	a->cli.progress_ms = a->cli.now.mono_ms;
	a->command->start(&a->cli);
	if (streams_open_state(a, &why)) {
		turn_make_loop(a);
		turn_run(a);
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

	setlocale(LC_CTYPE, "");
	setlocale(LC_MESSAGES, "");
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
