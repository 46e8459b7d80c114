/* configuration.c -- reads a file of settings. */
#include "config.h"

#include "daemon/configuration.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <confuse.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "daemon/file.h"
#include "daemon/options.h"
#include "daemon/settings.h"

#include "base/banned.h"

enum { SECTIONS = 4 + 1 };	/* listen, tls, webirc, the end */

struct reading {
	const char      *path;
	struct settings *settings;	/* what is being filled */
	struct err       fault;		/* the first one */
};

/* libConfuse hands nothing of ours to its callbacks; one read at a time. */
static struct reading *reading;

static void
on_error(cfg_t *cfg, const char *fmt, va_list args)
{
	char text[400];

	if (reading->fault.text[0] != '\0')
		return;
	(void)vsnprintf(text, sizeof text, fmt, args);
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

/* Called when a listen block has been read. */
static int
on_listen(cfg_t *cfg, cfg_opt_t *opt)
{
	cfg_t *block = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
	struct err e = { "" };

	if (settings_add_listen(reading->settings, cfg_getstr(block, "address"),
	    cfg_getint(block, "port"), cfg_getstr(block, "protocol"),
	    cfg_getbool(block, "tls"), &e))
		return 0;
	cfg_error(cfg, "%s", e.text);
	return -1;
}

static int
on_tls(cfg_t *cfg, cfg_opt_t *opt)
{
	cfg_t *block = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
	struct err e = { "" };

	if (settings_add_tls(reading->settings,
	    cfg_getstr(block, "certificate"), cfg_getstr(block, "key"), &e))
		return 0;
	cfg_error(cfg, "%s", e.text);
	return -1;
}

static int
on_webirc(cfg_t *cfg, cfg_opt_t *opt)
{
	cfg_t *block = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
	struct err e = { "" };

	if (settings_add_webirc(reading->settings,
	    cfg_getstr(block, "password"), cfg_getstr(block, "address"), &e))
		return 0;
	cfg_error(cfg, "%s", e.text);
	return -1;
}

static int
on_operator(cfg_t *cfg, cfg_opt_t *opt)
{
	cfg_t *block = cfg_opt_getnsec(opt, cfg_opt_size(opt) - 1);
	struct oper_words words = {
		.name = cfg_getstr(block, "name"),
		.password = cfg_getstr(block, "password"),
		.account = cfg_getstr(block, "account"),
		.fingerprint = cfg_getstr(block, "fingerprint"),
		.address = cfg_getstr(block, "address"),
	};
	struct err e = { "" };

	if (settings_add_operator(reading->settings, &words, &e))
		return 0;
	cfg_error(cfg, "%s", e.text);
	return -1;
}

static cfg_t *
parser_new(cfg_opt_t *opts)
{
	static cfg_opt_t listen_opts[] = {
		CFG_STR("address", "", CFGF_NONE),
		CFG_INT("port", 0, CFGF_NONE),
		CFG_STR("protocol", "auto", CFGF_NONE),
		CFG_BOOL("tls", cfg_false, CFGF_NONE),
		CFG_END()
	};
	static cfg_opt_t tls_opts[] = {
		CFG_STR("certificate", "", CFGF_NONE),
		CFG_STR("key", "", CFGF_NONE),
		CFG_END()
	};
	static cfg_opt_t webirc_opts[] = {
		CFG_STR("password", "", CFGF_NONE),
		CFG_STR("address", "", CFGF_NONE),
		CFG_END()
	};
	static cfg_opt_t operator_opts[] = {
		CFG_STR("name", "", CFGF_NONE),
		CFG_STR("password", "", CFGF_NONE),
		CFG_STR("account", "", CFGF_NONE),
		CFG_STR("fingerprint", "", CFGF_NONE),
		CFG_STR("address", "", CFGF_NONE),
		CFG_END()
	};
	size_t n = settings_count;
	cfg_t *cfg;

	for (size_t i = 0; i < settings_count; i++)
		opts[i] = (cfg_opt_t)CFG_STR(settings_table[i].name, NULL,
		    CFGF_NODEFAULT);
	opts[n++] = (cfg_opt_t)CFG_SEC("listen", listen_opts, CFGF_MULTI);
	opts[n++] = (cfg_opt_t)CFG_SEC("tls", tls_opts, CFGF_MULTI);
	opts[n++] = (cfg_opt_t)CFG_SEC("webirc", webirc_opts, CFGF_MULTI);
	opts[n++] = (cfg_opt_t)CFG_SEC("operator", operator_opts, CFGF_MULTI);
	opts[n++] = (cfg_opt_t)CFG_END();
	assert(n == settings_count + SECTIONS);
	cfg = cfg_init(opts, CFGF_NONE);
	if (cfg == NULL)
		abort();	/* out of memory */
	cfg_set_error_function(cfg, on_error);
	for (size_t i = 0; i < settings_count; i++)
		cfg_set_validate_func(cfg, settings_table[i].name, on_value);
	cfg_set_validate_func(cfg, "listen", on_listen);
	cfg_set_validate_func(cfg, "tls", on_tls);
	cfg_set_validate_func(cfg, "webirc", on_webirc);
	cfg_set_validate_func(cfg, "operator", on_operator);
	return cfg;
}

bool
configuration_parse(struct settings *s, const char *path, const char *text,
    struct err *e)
{
	cfg_opt_t *opts = xcalloc(settings_count + SECTIONS, sizeof *opts);
	cfg_t *cfg = parser_new(opts);
	struct reading mine = { .path = path, .settings = s };
	int code;

	reading = &mine;
	code = cfg_parse_buf(cfg, text);
	if (code != CFG_SUCCESS && mine.fault.text[0] == '\0')
		/* of "" it says nothing */
		cfg_error(cfg, "%s", _("this is no setting"));
	reading = NULL;
	cfg_free(cfg);
	free(opts);
	if (code == CFG_SUCCESS)
		return true;
	err_set(e, _("%s; see tcpchatd.conf(5)"), mine.fault.text);
	return false;
}

bool
configuration_read(struct settings *s, const char *path, struct err *e)
{
	char *text = file_read(path);
	bool ok;

	if (text == NULL) {
		err_set(e, _("cannot read the settings '%s': %s; name another "
		    "file with --config=FILE"), path, strerror(errno));
		return false;
	}
	ok = configuration_parse(s, path, text, e);
	free(text);
	return ok;
}

/* Where the file is looked for when no option names it; NULL: nowhere. Owned
 * by the caller. A file that is not there is no error. */
static char *
configuration_default_path(void)
{
	const char *dir = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (geteuid() == 0)
		return xstrdup(SYSCONFDIR "/tcpchat/tcpchatd.conf");
	if (dir != NULL && dir[0] == '/')
		return file_join(dir, "/tcpchat/tcpchatd.conf");
	if (home != NULL && home[0] == '/')
		return file_join(home, "/.config/tcpchat/tcpchatd.conf");
	return NULL;
}

static bool
read_default(struct settings *s, struct err *e)
{
	char *path = configuration_default_path();
	bool ok = path == NULL || access(path, F_OK) != 0
	    || configuration_read(s, path, e);

	free(path);
	return ok;
}

bool
configuration_load(struct settings *s, const struct options *o, struct err *e)
{
	bool ok;

	settings_init(s);
	ok = o->config != NULL ? configuration_read(s, o->config, e)
	    : read_default(s, e);
	return ok && options_apply(o, s, e);
}
