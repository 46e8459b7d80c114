/* hash_password.c -- tcpchatd hash-password: what a file may hold of one. */
#include "config.h"

#include "daemon/hash_password.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/util.h>

#include "base/i18n.h"
#include "daemon/password.h"
#include "proto/sasl_text.h"

#include "base/banned.h"

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
	if (!password_read(password)) {
		(void)fprintf(stderr, "tcpchatd: %s\n", _("there is no password "
		    "on standard input"));
		return EXIT_FAILURE;
	}
	make(password, text);
	digest_wipe(password, sizeof password);
	return puts(text) == EOF || fflush(stdout) != 0 ? EXIT_FAILURE
	    : EXIT_SUCCESS;
}
