/* options.c -- reads the command line of tcpchat-tui. */
#include "config.h"

#include "tui/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

static const struct option table[] = {
#define OPTION(name, argument, value, help) \
	{ name, ARGUMENT_##argument, NULL, 1 },
#include "tui/options.def"
#undef OPTION
	{ NULL, 0, NULL, 0 }
};

static const struct {
	const char *name, *value, *help;
} help_table[] = {
#define OPTION(name, argument, value, help) { name, value, help },
#include "tui/options.def"
#undef OPTION
};

static bool
set_path(char **path, const char *name, const char *value, struct err *e)
{
	if (value[0] == '\0') {
		err_set(e, _("option '--%s' needs a value"), name);
		return false;
	}
	free(*path);
	*path = xstrdup(value);
	return true;
}

static bool
take(void *self, const char *name, const char *value, struct err *e)
{
	struct options *o = self;

	if (str_eq(name, "config"))
		return set_path(&o->config, name, value, e);
	if (str_eq(name, "control"))
		return set_path(&o->control, name, value, e);
	if (str_eq(name, "plain"))
		return o->plain = true;
	if (str_eq(name, "version"))
		return o->version = true;
	if (str_eq(name, "help"))
		return o->help = true;
	if (!locator_option(&o->to, name, value, e))
		return false;
	if (str_eq(name, "nick")) {
		free(o->nick);
		o->nick = xstrdup(value);
	}
	return true;
}

static bool
take_word(void *self, const char *text, struct err *e)
{
	struct options *o = self;

	/* Addresses of one server stand side by side; a URL is a place. */
	if (o->to.nhosts == 0 || strstr(text, "://") == NULL)
		return locator_parse(&o->to, text, e);
	if (o->nmore == OPTIONS_MORE) {
		err_set(e, _("more than %d places"), (int)OPTIONS_MORE + 1);
		return false;
	}
	return locator_parse(&o->more[o->nmore++], text, e);
}

/* What an option says is said of all places. */
static void
share(struct options *o)
{
	for (size_t i = 0; i < o->nmore; i++) {
		if (o->more[i].nick == NULL && o->nick != NULL)
			o->more[i].nick = xstrdup(o->nick);
		o->more[i].no_tls = o->to.no_tls;
	}
}

static bool
is_consistent(const struct options *o)
{
	bool tls = o->to.tls;

	for (size_t i = 0; i < o->nmore; i++)
		tls = tls || o->more[i].tls;
	return !tls || !o->to.no_tls;
}

bool
options_parse(struct options *o, int argc, char *const *argv, struct err *e)
{
	static const struct argument_calls calls = { table, take, take_word };

	memset(o, 0, sizeof *o);
	if (!arguments_parse(argc, argv, &calls, o, e))
		return false;
	share(o);
	if (!is_consistent(o)) {
		err_set(e, _("'--no-tls' and 'ircs://' exclude each other"));
		return false;
	}
	return true;
}

void
options_release(struct options *o)
{
	locator_release(&o->to);
	while (o->nmore > 0)
		locator_release(&o->more[--o->nmore]);
	free(o->nick);
	free(o->config);
	free(o->control);
	memset(o, 0, sizeof *o);
}

static void
add(struct buf *out, const char *text)
{
	if (!buf_add_str(out, text))
		abort();	/* the caller's buffer is too small for a constant */
}

void
options_help(struct buf *out)
{
	size_t i;

	add(out, _("Usage: tcpchat-tui [OPTION]... [[NICK@]HOST[:PORT] | "
	    "irc://HOST/CHANNEL]...\n"));
	add(out, _("Chats, on the whole screen of a terminal.\n\n"));
	for (i = 0; i < sizeof help_table / sizeof *help_table; i++)
		if (!arguments_help_option(out, help_table[i].name,
		    help_table[i].value, _(help_table[i].help)))
			abort();
	add(out, _("\n--port:N means --port=N. The keys: Alt-h in the program."
	    "\nThe manual: man tcpchat-tui, man tcpchat.\n"));
}
