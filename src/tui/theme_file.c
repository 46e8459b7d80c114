/* theme_file.c -- themes: those that come along, and a person's own. */
#include "config.h"

#include "tui/theme_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/config_text.h"
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

static const char *
name_of(size_t row)
{
	return theme_look_name((enum look)row);
}

static bool
take(void *arg, size_t row, const char *value, struct err *e)
{
	struct style *looks = arg;

	return theme_read_style(value, &looks[row], e);
}

static bool
parse(const char *path, const char *text, struct style out[LOOK_COUNT],
    struct err *e)
{
	struct style looks[LOOK_COUNT];
	const struct config_rows rows = { LOOK_COUNT, name_of, take, looks };

	theme_own_looks(looks);
	if (!config_text_read(path, text, &rows, e))
		return false;
	memcpy(out, looks, sizeof looks);
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
