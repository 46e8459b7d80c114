/* secret.c -- the password of an account: from a command, or asked for. */
#include "config.h"

#include "client/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/child.h"
#include "client/locator.h"
#include "client/machine.h"
#include "client/settings.h"
#include "proto/digest.h"

#include "base/banned.h"

enum { LIMIT_MS = 30 * 1000, SECRET_SIZE = 512 };

void
secret_free(char *secret)
{
	if (secret == NULL)
		return;
	digest_wipe(secret, strlen(secret));
	free(secret);
}

/* Up to the first line's end or the end of input. False: too late, or it
 * can't be read; errno says which. */
static bool
read_line(int fd, char line[SECRET_SIZE], int64_t until_ms)
{
	size_t n = 0;

	while (n < SECRET_SIZE - 1 && memchr(line, '\n', n) == NULL) {
		int64_t left = until_ms - machine_now().mono_ms;
		struct pollfd p = { .fd = fd, .events = POLLIN };
		ssize_t got;

		errno = ETIMEDOUT;
		if (left <= 0)
			return false;
		if (poll(&p, 1, left < LIMIT_MS ? (int)left : LIMIT_MS) <= 0)
			continue;
		got = read(fd, line + n, SECRET_SIZE - 1 - n);
		if (got < 0 && errno != EINTR)
			return false;
		if (got == 0)
			break;
		n += got > 0 ? (size_t)got : 0;
	}
	line[n] = '\0';
	line[strcspn(line, "\r\n")] = '\0';
	return true;
}

/* The terminal stays: it may ask there itself. */
static bool
ask_command(const char *command, char line[SECRET_SIZE], struct err *e)
{
	int ends[2];
	pid_t pid;
	bool ok;

	if (pipe2(ends, O_CLOEXEC) != 0) {
		err_set(e, _("cannot start '%s': %s"), command,
		    strerror(errno));
		return false;
	}
	pid = child_start(&(struct child_setup){ .command = command,
	    .out = ends[1], .shares_terminal = true }, e);
	close(ends[1]);
	if (pid == 0) {
		close(ends[0]);
		return false;
	}
	ok = read_line(ends[0], line, machine_now().mono_ms + LIMIT_MS);
	if (!ok)
		err_set(e, _("password-command: %s"), strerror(errno));
	close(ends[0]);
	if (!ok)
		child_kill(pid);
	(void)child_wait(pid);
	if (ok && line[0] == '\0')
		err_set(e, _("password-command: it printed nothing"));
	return ok && line[0] != '\0';
}

static bool
ask_person(const char *account, char line[SECRET_SIZE], struct err *e)
{
	struct termios old, quiet;
	bool ok;

	if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &old) != 0) {
		err_set(e, _("the account needs a password, and there is no "
		    "terminal to ask for it: say --password-command"));
		return false;
	}
	quiet = old;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_lflag |= ICANON;
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
	fprintf(stderr, _("Password of %s: "), account);
	fflush(stderr);
	ok = read_line(STDIN_FILENO, line, INT64_MAX);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	fputc('\n', stderr);
	if (!ok || line[0] == '\0')
		err_set(e, _("no password was given"));
	return ok && line[0] != '\0';
}

bool
secret_ask(const char *account, char **out, struct err *e)
{
	char line[SECRET_SIZE] = "";
	bool ok = ask_person(account, line, e);

	*out = ok ? xstrdup(line) : NULL;
	digest_wipe(line, sizeof line);
	return ok;
}

bool
secret_print(const struct locator *to, const struct settings *s, char **out,
    struct err *e)
{
	const char *command = locator_password_command(to, s);
	char line[SECRET_SIZE] = "";
	bool ok;

	*out = NULL;
	if (locator_account(to, s) == NULL)
		return true;
	if (command == NULL) {
		*out = s->password[0] != '\0' ? xstrdup(s->password) : NULL;
		return true;
	}
	ok = ask_command(command, line, e);
	if (ok)
		*out = xstrdup(line);
	digest_wipe(line, sizeof line);
	return ok;
}
