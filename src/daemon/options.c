/* options.c -- reads the command line of tcpchatd. */
#include "config.h"

#include "daemon/options.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arguments.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "daemon/settings.h"

#include "base/banned.h"

enum { HELP_MAX = 64 * 1024 };

static const struct option table[] = {
#define OPTION(name, argument, value, help) \
	{ name, ARGUMENT_##argument, NULL, 1 },
#include "daemon/options.def"
#undef OPTION
	{ NULL, 0, NULL, 0 }
};

static const struct {
	const char *name, *value, *help;
} help_table[] = {
#define OPTION(name, argument, value, help) { name, value, help },
#include "daemon/options.def"
#undef OPTION
};

/* The working directory will be another one: a path is made absolute now. */
static char *
absolute(const char *path)
{
	char here[PATH_MAX], *out;
	size_t size;

	if (path[0] == '/' || getcwd(here, sizeof here) == NULL)
		return xstrdup(path);
	size = strlen(here) + 1 + strlen(path) + 1;
	out = xmalloc(size);
	(void)snprintf(out, size, "%s/%s", here, path);
	return out;
}

static bool
set_path(char **out, const char *name, const char *value, struct err *e)
{
	if (value[0] == '\0') {
		err_set(e, _("option '--%s' needs a path"), name);
		return false;
	}
	free(*out);
	*out = absolute(value);
	return true;
}

/* Tried on a copy at once, so that the error is one of the command line. */
static bool
add_setting(struct options *o, const char *name, const char *value,
    struct err *e)
{
	struct settings tried;
	size_t size = strlen(name) + 1 + strlen(value) + 1;
	bool ok;

	settings_init(&tried);
	ok = settings_set(&tried, setting_find(name), value, e);
	settings_release(&tried);
	if (!ok)
		return false;
	if (o->nsettings == sizeof o->settings / sizeof *o->settings) {
		err_set(e, _("option '--%s' is given too often"), name);
		return false;
	}
	o->settings[o->nsettings] = xmalloc(size);
	(void)snprintf(o->settings[o->nsettings++], size, "%s=%s", name, value);
	return true;
}

static bool
add_path(struct options *o, const char *name, const char *value,
    struct err *e)
{
	char *path = NULL;
	bool ok = set_path(&path, name, value, e)
	    && add_setting(o, name, path, e);

	free(path);
	return ok;
}

static bool
take(void *self, const char *name, const char *value, struct err *e)
{
	struct options *o = self;

	if (str_eq(name, "foreground"))
		return arguments_flag(&o->foreground, name, value, e);
	if (str_eq(name, "verbose"))
		return arguments_flag(&o->verbose, name, value, e);
	if (str_eq(name, "check-config"))
		return o->check_config = true;
	if (str_eq(name, "version"))
		return o->version = true;
	if (str_eq(name, "help"))
		return o->help = true;
	if (str_eq(name, "config"))
		return set_path(&o->config, name, value, e);
	if (str_eq(name, "state-dir"))
		return add_path(o, name, value, e);
	return add_setting(o, name, value, e);
}

static bool
add_address(void *self, const char *text, struct err *e)
{
	struct options *o = self;

	(void)e;
	o->addresses = xreallocarray(o->addresses, o->naddresses + 1,
	    sizeof *o->addresses);
	o->addresses[o->naddresses++] = xstrdup(text);
	return true;
}

bool
options_parse(struct options *o, int argc, char *const *argv, struct err *e)
{
	static const struct argument_calls calls = {
		.table = table, .option = take, .word = add_address,
	};

	memset(o, 0, sizeof *o);
	return arguments_parse(argc, argv, &calls, o, e);
}

void
options_release(struct options *o)
{
	free(o->config);
	for (size_t i = 0; i < o->nsettings; i++)
		free(o->settings[i]);
	for (size_t i = 0; i < o->naddresses; i++)
		free(o->addresses[i]);
	free(o->addresses);
	memset(o, 0, sizeof *o);
}

bool
options_apply(const struct options *o, struct settings *s, struct err *e)
{
	for (size_t i = 0; i < o->nsettings; i++) {
		char name[64];
		const char *value = strchr(o->settings[i], '=');
		struct str_span span = { o->settings[i],
		    (size_t)(value - o->settings[i]) };

		(void)str_copy_span(name, sizeof name, span);
		if (!settings_set(s, setting_find(name), value + 1, e))
			return false;
	}
	return true;
}

void
options_print_help(FILE *out)
{
	struct buf rows;

	(void)fprintf(out, "%s\n%s\n%s\n\n",
	    _("Usage: tcpchatd [OPTION]... [ADDRESS]..."),
	    _("       tcpchatd COMMAND [OPTION]... [WORD]..."),
	    _("Serves a chat over TCP: IRC, with everything said kept on "
	    "disk."));
	buf_init(&rows, HELP_MAX);
	for (size_t i = 0; i < sizeof help_table / sizeof *help_table; i++)
		if (!arguments_help_option(&rows, help_table[i].name,
		    help_table[i].value, _(help_table[i].help)))
			abort();	/* too small for a constant */
	(void)fputs(buf_str(&rows), out);
	buf_release(&rows);
	(void)fprintf(out, "\n%s\n%s\n",
	    _("Further ADDRESSes are listened on as well. --port:N means "
	    "--port=N."),
	    _("The manual: man tcpchatd, man tcpchatd.conf, man tcpchat."));
}
