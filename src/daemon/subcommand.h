/*
 * subcommand.h -- tcpchatd COMMAND: subcommand.def, what the administrator
 * does beside serving. The options that say where the state folder is work
 * behind the command's name too.
 */
#ifndef DAEMON_SUBCOMMAND_H
#define DAEMON_SUBCOMMAND_H

#include <stddef.h>
#include <stdio.h>

struct settings;

struct subcommand {
	const char *name, *arguments;	/* "account", "list | add NAME" */
	/* Returns the exit status; it has said on standard error why not 0. */
	int (*run)(const struct subcommand *self,
	    const struct settings *settings, const char *state_dir,
	    size_t nwords, char *const *words);
	size_t words_min, words_max;
	const char *help;
};

/* NULL: no command, an address to listen on. */
const struct subcommand *subcommand_find(const char *name);

/* Checks the number of words and runs it. Returns the exit status. */
int subcommand_run(const struct subcommand *c, const struct settings *settings,
    const char *state_dir, size_t nwords, char *const *words);

void subcommand_print_help(FILE *out);

/* Says how it is used; returns the exit status. */
int subcommand_usage(const struct subcommand *c);

/* For the rows: accounts (account_command.c). */
int subcommand_account(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);

/* Has a server do it: that of the folder, or else one that ends with it. */
int subcommand_ask_any(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);

/* For the rows: the database (store_command.c). */
int subcommand_backup(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);
int subcommand_check(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);
int subcommand_history(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);

/* For the rows: sends name and words to the server that runs on the folder,
 * and prints its answer. */
int subcommand_ask(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words);

#endif
