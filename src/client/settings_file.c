/* settings_file.c -- reads the file of settings, and changes a line of it. */
#include "config.h"

#include "client/settings_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "client/config_text.h"
#include "client/files.h"
#include "client/settings.h"

#include "base/banned.h"

enum { FILE_MAX_BYTES = 4 * 1024 * 1024 };

char *
settings_file_path(void)
{
	return files_path("XDG_CONFIG_HOME", ".config", "tcpchat-tui.conf");
}

static const char *
name_of(size_t row)
{
	return settings_table[row].name;
}

static bool
take(void *arg, size_t row, const char *value, struct err *e)
{
	return settings_set(arg, &settings_table[row], value, e);
}

bool
settings_file_read(struct settings *s, const char *path, bool must_be,
    struct err *e)
{
	const struct config_rows rows = { settings_count, name_of, take, s };
	char *text = files_read(path);
	bool ok;

	if (text == NULL && errno == ENOENT && !must_be)
		return true;
	if (text == NULL) {
		err_set(e, _("cannot read the settings '%s': %s"), path,
		    strerror(errno));
		return false;
	}
	ok = config_text_read(path, text, &rows, e);
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
