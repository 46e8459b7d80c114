/* arguments.c -- getopt, and the older spelling of long options. */
#include "config.h"

#include "base/arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { HELP_COLUMN = 26, HELP_WIDTH = 79, LEFT_SIZE = 64 };

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

bool
arguments_flag(bool *out, const char *name, const char *value, struct err *e)
{
	if (value == NULL || str_eq_nocase(value, "true"))
		*out = true;
	else if (str_eq_nocase(value, "false"))
		*out = false;
	else {
		err_set(e, _("option '--%s' is true or false, not '%s'"), name,
		    value);
		return false;
	}
	return true;
}

/* --- Help ------------------------------------------------------------------ */

static int
columns(const char *p, size_t len)
{
	int cols = 0;
	uint32_t cp;

	for (size_t n; len > 0; p += n, len -= n) {
		n = utf8_decode(p, len, &cp);
		cols += utf8_width(cp) > 0 ? utf8_width(cp) : 0;
	}
	return cols;
}

bool
arguments_help(struct buf *out, const char *left, const char *words)
{
	int col = 2 + columns(left, strlen(left));
	bool ok = buf_addf(out, "  %s", left), is_first = true;
	struct str_span word;

	while (ok && str_next_word(&words, &word)) {
		int width = columns(word.p, word.len);

		if ((is_first && col >= HELP_COLUMN) ||
		    (!is_first && col + 1 + width > HELP_WIDTH)) {
			ok = buf_add_char(out, '\n');
			col = 0;
		}
		ok = ok && buf_addf(out, "%*s%.*s", col < HELP_COLUMN ?
		    HELP_COLUMN - col : 1, "", (int)word.len, word.p);
		col = (col < HELP_COLUMN ? HELP_COLUMN : col + 1) + width;
		is_first = false;
	}
	return ok && buf_add_char(out, '\n');
}

bool
arguments_help_option(struct buf *out, const char *name, const char *value,
    const char *words)
{
	char left[LEFT_SIZE];

	snprintf(left, sizeof left, "--%s%s%s", name,
	    value[0] != '\0' ? "=" : "", value);
	return arguments_help(out, left, words);
}
