/* arguments.c -- getopt, and the older spelling of long options. */
#include "config.h"

#include "base/arguments.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

/* "--port:7002" to "--port=7002"; a colon behind a '=' is of the value. */
static char *
with_equals(const char *argument)
{
	char *copy = xstrdup(argument);
	char *at;

	if (!str_starts(copy, "--"))
		return copy;
	at = copy + strcspn(copy, ":=");
	if (*at == ':')
		*at = '=';
	return copy;
}

static void
describe(struct err *e, int code, const char *argument)
{
	int len = (int)strcspn(argument, "=:");

	if (code == ':')
		err_set(e, _("option '%.*s' needs a value"), len, argument);
	else
		err_set(e, _("there is no option '%.*s'"), len, argument);
}

static bool
parse(int argc, char **argv, const struct argument_calls *calls, void *self,
    struct err *e)
{
	int code, row = 0;

	opterr = 0;
	optind = 0;	/* begin anew: tests parse many */
	while ((code = getopt_long(argc, argv, ":", calls->table, &row)) != -1) {
		if (code != 1) {
			describe(e, code, argv[optind - 1]);
			return false;
		}
		if (!calls->option(self, calls->table[row].name, optarg, e))
			return false;
	}
	for (; optind < argc; optind++)
		if (!calls->word(self, argv[optind], e))
			return false;
	return true;
}

bool
arguments_parse(int argc, char *const *argv,
    const struct argument_calls *calls, void *self, struct err *e)
{
	char **copy = xcalloc((size_t)argc + 1, sizeof *copy);
	char **mine = xcalloc((size_t)argc + 1, sizeof *mine);
	bool is_option = true, ok;
	int i;

	for (i = 0; i < argc; i++) {
		is_option = is_option && !str_eq(argv[i], "--");
		mine[i] = copy[i] = is_option ? with_equals(argv[i]) :
		    xstrdup(argv[i]);
	}
	ok = parse(argc, copy, calls, self, e);	/* sorts `copy` anew */
	for (i = 0; i < argc; i++)
		free(mine[i]);
	free(mine);
	free(copy);
	return ok;
}
