/* hash_password.h -- tcpchatd hash-password: what a file may hold of one. */
#ifndef DAEMON_HASH_PASSWORD_H
#define DAEMON_HASH_PASSWORD_H

#include <stddef.h>

struct settings;
struct subcommand;

/* Reads a line from standard input and prints the verifier of it. */
int subcommand_hash_password(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);

#endif
