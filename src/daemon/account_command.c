/* account_command.c -- tcpchatd account: accounts, made and changed by the
 * administrator, whether or not a server runs. */
#include "config.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "daemon/control_ask.h"
#include "daemon/daemon.h"
#include "daemon/options.h"
#include "daemon/password.h"
#include "daemon/settings.h"
#include "daemon/subcommand.h"
#include "proto/digest.h"

#include "base/banned.h"

static int
fail(const char *why)
{
	(void)fprintf(stderr, "tcpchatd: %s\n", why);
	return EXIT_FAILURE;
}

/* --- A server that nobody can reach but us --- */

/* The child: serves the state folder, with no address, until it is told to
 * stop. Nothing of the database was opened before the fork. */
ATTR_NORETURN static void
serve(const struct settings *settings, const char *state_dir, int report)
{
	struct options options = { .closed = true };

	exit(daemon_run(&options, (struct settings *)(uintptr_t)settings,
	    state_dir, report));
}

/* What the child says of its start: "+" and then it serves. */
static bool
hear(int fd, struct err *e)
{
	char text[sizeof e->text];
	size_t len = 0;
	ssize_t n;

	while (len < sizeof text - 1
	    && (n = read(fd, text + len, sizeof text - 1 - len)) > 0)
		len += (size_t)n;
	(void)close(fd);
	text[len] = '\0';
	if (text[0] == '+')
		return true;
	err_set(e, "%s", len > 0 ? text
	    : _("the server ended before it could say why; see syslog"));
	return false;
}

static bool
start(const struct settings *settings, const char *state_dir, pid_t *child,
    struct err *e)
{
	int ends[2];

	if (pipe(ends) != 0 || (*child = fork()) < 0) {
		err_set(e, "%s", _("cannot start a process for it"));
		return false;
	}
	if (*child == 0) {
		(void)close(ends[0]);
		serve(settings, state_dir, ends[1]);
	}
	(void)close(ends[1]);
	return hear(ends[0], e);
}

/* --- The command --- */

static int
ask(const char *command, const char *state_dir, size_t n, char *const *words)
{
	struct err e = { "" };
	struct buf answer;
	bool ok;

	buf_init(&answer, CONTROL_ANSWER_MAX);
	ok = control_ask(state_dir, command, n, words, &answer, &e);
	if (ok)
		(void)fputs(buf_str(&answer), stdout);
	buf_release(&answer);
	if (!ok)
		return fail(e.text);
	return fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
ask_of_our_own(const char *command, const struct settings *settings,
    const char *state_dir, size_t n, char *const *words)
{
	struct err e = { "" };
	struct buf nothing;
	pid_t child = -1;
	int status;

	if (!start(settings, state_dir, &child, &e)) {
		status = fail(e.text);
	} else {
		status = ask(command, state_dir, n, words);
		buf_init(&nothing, CONTROL_ANSWER_MAX);
		if (!control_ask(state_dir, "stop", 0, NULL, &nothing, &e))
			status = fail(e.text);
		buf_release(&nothing);
	}
	if (child > 0)
		(void)waitpid(child, NULL, 0);
	return status;
}

int
subcommand_ask_any(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words)
{
	return control_is_there(state_dir)
	    ? ask(self->name, state_dir, nwords, words)
	    : ask_of_our_own(self->name, settings, state_dir, nwords, words);
}

static bool
is_right(size_t nwords, char *const *words, bool *has_password)
{
	*has_password = str_eq(words[0], "add") || str_eq(words[0], "passwd");
	if (str_eq(words[0], "list"))
		return nwords == 1;
	return nwords == 2 && (*has_password || str_eq(words[0], "delete"));
}

int
subcommand_account(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words)
{
	char password[PASSWORD_SIZE] = "";
	char *request[3] = { words[0], nwords > 1 ? words[1] : NULL,
	    password };
	bool has_password;
	int status;

	if (!is_right(nwords, words, &has_password))
		return subcommand_usage(self);
	if (has_password && !password_read(password))
		return fail(_("there is no password on standard input"));
	nwords += has_password;
	status = subcommand_ask_any(self, settings, state_dir, nwords,
	    request);
	digest_wipe(password, sizeof password);
	return status;
}
