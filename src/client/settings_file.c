/* settings_file.c -- reads the file of settings, and changes a line of it. */
#include "config.h"

#include "client/settings_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <confuse.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/files.h"
#include "client/settings.h"

#include "base/banned.h"

enum { FILE_MAX_BYTES = 4 * 1024 * 1024 };

struct reading {
	const char *path;
	struct settings *settings;	/* what is being filled */
	struct err fault;		/* the first one */
};

/* libConfuse hands nothing of ours to its callbacks; one read at a time. */
static struct reading *reading;

char *
settings_file_path(void)
{
	return files_path("XDG_CONFIG_HOME", ".config", "tcpchat-tui.conf");
}

static void
on_error(cfg_t *cfg, const char *fmt, va_list args)
{
	char text[400];

	if (reading->fault.text[0] != '\0')
		return;
	vsnprintf(text, sizeof text, fmt, args);
	err_set(&reading->fault, "%s:%d: %s", reading->path, cfg->line, text);
}

/* Called when a value has been read; the line is still that of the value. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
	const struct setting *setting = setting_find(cfg_opt_name(opt));
	struct err e = { "" };

	if (settings_set(reading->settings, setting, cfg_opt_getstr(opt), &e))
		return 0;
	cfg_error(cfg, "%s", e.text);
	return -1;
}

static cfg_t *
parser_new(cfg_opt_t *opts)
{
	cfg_t *cfg;
	size_t i;

	for (i = 0; i < settings_count; i++)
		opts[i] = (cfg_opt_t)CFG_STR(settings_table[i].name, NULL,
		    CFGF_NODEFAULT);
	opts[settings_count] = (cfg_opt_t)CFG_END();
	cfg = cfg_init(opts, CFGF_NONE);
	if (cfg == NULL)
		abort();	/* out of memory */
	cfg_set_error_function(cfg, on_error);
	for (i = 0; i < settings_count; i++)
		cfg_set_validate_func(cfg, settings_table[i].name, on_value);
	return cfg;
}

static bool
parse(struct settings *s, const char *path, const char *text, struct err *e)
{
	cfg_opt_t *opts = xcalloc(settings_count + 1, sizeof *opts);
	cfg_t *cfg = parser_new(opts);
	struct reading mine = { .path = path, .settings = s };
	int code;

	reading = &mine;
	code = cfg_parse_buf(cfg, text);
	reading = NULL;
	cfg_free(cfg);
	free(opts);
	if (code == CFG_SUCCESS)
		return true;
	err_set(e, "%s", mine.fault.text);
	return false;
}

bool
settings_file_read(struct settings *s, const char *path, bool must_be,
    struct err *e)
{
	char *text = files_read(path);
	bool ok;

	if (text == NULL && errno == ENOENT && !must_be)
		return true;
	if (text == NULL) {
		err_set(e, _("cannot read the settings '%s': %s"), path,
		    strerror(errno));
		return false;
	}
	ok = parse(s, path, text, e);
	free(text);
	return ok;
}

bool
settings_file_set(const char *path, const char *name, const char *text,
    struct err *e)
{
	char *old = files_read(path);
	struct buf edited;
	bool ok;

	if (old == NULL && errno != ENOENT) {
		err_set(e, _("cannot read the settings '%s': %s"), path,
		    strerror(errno));
		return false;
	}
	buf_init(&edited, FILE_MAX_BYTES);
	ok = settings_edit(old != NULL ? old : "", name, text, &edited);
	if (!ok)
		err_set(e, _("the file '%s' is too large"), path);
	else
		ok = files_rewrite(path, edited.data, edited.len, e);
	buf_release(&edited);
	free(old);
	return ok;
}
