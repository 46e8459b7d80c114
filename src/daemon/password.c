/* password.c -- a password, read from whoever runs a command. */
#include "config.h"

#include "daemon/password.h"

#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/i18n.h"

#include "base/banned.h"

bool
password_read(char password[PASSWORD_SIZE])
{
	struct termios before, quiet;
	bool is_terminal = tcgetattr(STDIN_FILENO, &before) == 0;
	bool ok;

	if (is_terminal) {
		quiet = before;
		quiet.c_lflag &= ~(tcflag_t)ECHO;
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
		(void)fputs(_("Password: "), stderr);
	}
	ok = fgets(password, PASSWORD_SIZE, stdin) != NULL;
	if (is_terminal) {
		(void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
		(void)fputc('\n', stderr);
	}
	if (ok)
		password[strcspn(password, "\r\n")] = '\0';
	return ok && password[0] != '\0';
}
