/* subcommand.c -- the table of commands, and asking a running server. */
#include "config.h"

#include "daemon/subcommand.h"

#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "daemon/control_ask.h"
#include "daemon/hash_password.h"

#include "base/banned.h"

enum { EXIT_USAGE = 2, HELP_MAX = 64 * 1024 };

static const struct subcommand table[] = {
#define SUBCOMMAND(name, arguments, run, min, max, help) \
	{ name, arguments, run, min, max, help },
#include "daemon/subcommand.def"
#undef SUBCOMMAND
};

const struct subcommand *
subcommand_find(const char *name)
{
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		if (str_eq(table[i].name, name))
			return &table[i];
	return NULL;
}

int
subcommand_usage(const struct subcommand *c)
{
	(void)fprintf(stderr, _("tcpchatd: it is 'tcpchatd %s%s%s'\n"),
	    c->name, c->arguments[0] == '\0' ? "" : " ", c->arguments);
	return EXIT_USAGE;
}

int
subcommand_run(const struct subcommand *c, const struct settings *settings,
    const char *state_dir, size_t nwords, char *const *words)
{
	if (nwords >= c->words_min && nwords <= c->words_max)
		return c->run(c, settings, state_dir, nwords, words);
	return subcommand_usage(c);
}

void
subcommand_print_help(FILE *out)
{
	struct buf rows;

	buf_init(&rows, HELP_MAX);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		char left[60];

		(void)snprintf(left, sizeof left, "%s%s%s", table[i].name,
		    table[i].arguments[0] != '\0' ? " " : "",
		    table[i].arguments);
		if (!arguments_help(&rows, left, _(table[i].help)))
			abort();	/* too small for a constant */
	}
	(void)fputs(buf_str(&rows), out);
	buf_release(&rows);
}

int
subcommand_ask(const struct subcommand *self, const struct settings *settings,
    const char *state_dir, size_t nwords, char *const *words)
{
	struct err e = { "" };
	struct buf answer;
	bool ok;

	(void)settings;
	buf_init(&answer, CONTROL_ANSWER_MAX);
	ok = control_ask(state_dir, self->name, nwords, words, &answer, &e);
	if (ok)
		(void)fputs(buf_str(&answer), stdout);
	else
		(void)fprintf(stderr, "tcpchatd: %s\n", e.text);
	buf_release(&answer);
	return ok && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
