/* hash_password.c -- tcpchatd hash-password: what a file may hold of one. */
#include "config.h"

#include "daemon/hash_password.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <event2/util.h>

#include "base/i18n.h"
#include "proto/sasl_text.h"

#include "base/banned.h"

enum { PASSWORD_SIZE = 512 };

/* One line; what is typed at a terminal is not shown. */
static bool
read_password(char password[PASSWORD_SIZE])
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

static void
make(const char *password, char text[SASL_TEXT_SIZE])
{
	unsigned char salt[SASL_SALT_BYTES], salted[DIGEST_BYTES];
	struct sasl_verifier v;

	evutil_secure_rng_get_bytes(salt, sizeof salt);
	digest_pbkdf2(password, strlen(password), salt, sizeof salt,
	    SASL_ITERATIONS, salted);
	sasl_verifier_make(&v, salted, salt, SASL_ITERATIONS);
	sasl_verifier_format(&v, text);
	digest_wipe(salted, sizeof salted);
}

int
subcommand_hash_password(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words)
{
	char password[PASSWORD_SIZE], text[SASL_TEXT_SIZE];

	(void)self;
	(void)settings;
	(void)state_dir;
	(void)nwords;
	(void)words;
	if (!read_password(password)) {
		(void)fprintf(stderr, "tcpchatd: %s\n", _("there is no password "
		    "on standard input"));
		return EXIT_FAILURE;
	}
	make(password, text);
	digest_wipe(password, sizeof password);
	return puts(text) == EOF || fflush(stdout) != 0 ? EXIT_FAILURE
	    : EXIT_SUCCESS;
}
