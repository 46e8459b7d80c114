/* theme_file.c -- themes: those that come along, and a person's own. */
#include "config.h"

#include "tui/theme_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <confuse.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/files.h"

#include "base/banned.h"

static const struct {
	const char *name, *text;
} shipped[] = {
	{ "contrast",
#include "tui/themes/contrast.def"
	},
	{ "dark",
#include "tui/themes/dark.def"
	},
	{ "light",
#include "tui/themes/light.def"
	},
};

struct reading {
	const char *path;
	struct style looks[LOOK_COUNT];
	struct err fault;		/* the first one */
};

/* libConfuse hands nothing of ours to its callbacks; one read at a time. */
static struct reading *reading;

static void
on_error(cfg_t *cfg, const char *fmt, va_list args)
{
	char text[400];

	if (reading->fault.text[0] != '\0')
		return;
	vsnprintf(text, sizeof text, fmt, args);
	err_set(&reading->fault, "%s:%d: %s", reading->path, cfg->line, text);
}

static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
	struct err e = { "" };

	for (int i = 0; i < LOOK_COUNT; i++) {
		if (!str_eq(theme_look_name((enum look)i), cfg_opt_name(opt)))
			continue;
		if (theme_read_style(cfg_opt_getstr(opt), &reading->looks[i],
		    &e))
			return 0;
	}
	cfg_error(cfg, "%s", e.text);
	return -1;
}

static bool
parse(const char *path, const char *text, struct style out[LOOK_COUNT],
    struct err *e)
{
	cfg_opt_t opts[LOOK_COUNT + 1];
	struct reading mine = { .path = path };
	cfg_t *cfg;
	int code;

	for (int i = 0; i < LOOK_COUNT; i++)
		opts[i] = (cfg_opt_t)CFG_STR(theme_look_name((enum look)i),
		    NULL, CFGF_NODEFAULT);
	opts[LOOK_COUNT] = (cfg_opt_t)CFG_END();
	cfg = cfg_init(opts, CFGF_NONE);
	if (cfg == NULL)
		abort();	/* out of memory */
	cfg_set_error_function(cfg, on_error);
	for (int i = 0; i < LOOK_COUNT; i++)
		cfg_set_validate_func(cfg, theme_look_name((enum look)i),
		    on_value);
	theme_own_looks(mine.looks);
	reading = &mine;
	code = cfg_parse_buf(cfg, text);
	reading = NULL;
	cfg_free(cfg);
	if (code != CFG_SUCCESS) {
		err_set(e, "%s", mine.fault.text);
		return false;
	}
	memcpy(out, mine.looks, sizeof mine.looks);
	return true;
}

static const char *
find_shipped(const char *name)
{
	for (size_t i = 0; i < sizeof shipped / sizeof *shipped; i++)
		if (str_eq(name, shipped[i].name))
			return shipped[i].text;
	return NULL;
}

/* Where a theme of that name would be; NULL: there is no home. */
static char *
path_of(const char *name)
{
	char file[256];

	if (strchr(name, '/') != NULL)
		return xstrdup(name);
	snprintf(file, sizeof file, "themes/%.200s.theme", name);
	return files_path("XDG_CONFIG_HOME", ".config", file);
}

bool
theme_file_read(const char *name, struct style out[LOOK_COUNT],
    struct err *e)
{
	const char *known = find_shipped(name);
	char *path, *text;
	bool ok = false;

	if (str_eq(name, "terminal")) {
		theme_own_looks(out);
		return true;
	}
	path = path_of(name);
	text = path != NULL ? files_read(path) : NULL;
	if (text != NULL)
		ok = parse(path, text, out, e);
	else if (known != NULL)
		ok = parse(name, known, out, e);
	else if (path == NULL || errno == ENOENT)
		err_set(e, _("there is no theme '%s': terminal, dark, light "
		    "and contrast come along, others are files '%s'"), name,
		    path != NULL ? path : "~/.config/tcpchat/themes/*.theme");
	else
		err_set(e, _("cannot read the theme '%s': %s"), path,
		    strerror(errno));
	free(path);
	free(text);
	return ok;
}
