/* config_text.c -- rows of "name = value", by libConfuse. */
#include "config.h"

#include "client/config_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <confuse.h>

#include "base/err.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

struct reading {
	const char *path;
	const struct config_rows *rows;
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

/* Called when a value has been read; the line is still that of the value. */
static int
on_value(cfg_t *cfg, cfg_opt_t *opt)
{
	const struct config_rows *rows = reading->rows;
	struct err e = { "" };
	size_t row = 0;

	while (!str_eq(rows->name(row), cfg_opt_name(opt)))
		row++;		/* the parser knows no other names */
	if (rows->take(rows->arg, row, cfg_opt_getstr(opt), &e))
		return 0;
	cfg_error(cfg, "%s", e.text);
	return -1;
}

/* `opts` has room for one more than the rows, and lives as long. */
static cfg_t *
parser_new(const struct config_rows *rows, cfg_opt_t *opts)
{
	cfg_t *cfg;

	for (size_t i = 0; i < rows->count; i++)
		opts[i] = (cfg_opt_t)CFG_STR(rows->name(i), NULL,
		    CFGF_NODEFAULT);
	opts[rows->count] = (cfg_opt_t)CFG_END();
	cfg = cfg_init(opts, CFGF_NONE);
	if (cfg == NULL)
		abort();	/* out of memory */
	cfg_set_error_function(cfg, on_error);
	for (size_t i = 0; i < rows->count; i++)
		cfg_set_validate_func(cfg, rows->name(i), on_value);
	return cfg;
}

bool
config_text_read(const char *path, const char *text,
    const struct config_rows *rows, struct err *e)
{
	cfg_opt_t *opts = xcalloc(rows->count + 1, sizeof *opts);
	cfg_t *cfg = parser_new(rows, opts);
	struct reading mine = { .path = path, .rows = rows };
	int code;

	reading = &mine;
	code = cfg_parse_buf(cfg, text);
	reading = NULL;
	cfg_free(cfg);
	free(opts);
	if (code != CFG_SUCCESS)
		err_set(e, "%s", mine.fault.text);
	return code == CFG_SUCCESS;
}
