/* settings_file.c -- reads the file of settings, and changes a line of it. */
#include "config.h"

#include "client/settings_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "client/config_text.h"
#include "client/files.h"
#include "client/settings.h"
#include "proto/digest.h"

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

/* A password in it is for its owner alone. */
static bool
keeps_secrets(const struct settings *s, const char *path, struct err *e)
{
	struct stat st;

	if (s->password[0] == '\0' || stat(path, &st) != 0 ||
	    (st.st_mode & (S_IRWXG | S_IRWXO)) == 0)
		return true;
	err_set(e, _("others can read the password in '%s': chmod 600 it, and "
	    "take another password"), path);
	return false;
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
	ok = config_text_read(path, text, &rows, e) &&
	    keeps_secrets(s, path, e);
	digest_wipe(text, strlen(text));
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
	else if (setting_find(name)->type == SETTING_SECRET && text != NULL)
		ok = files_write(path, edited.data, edited.len, e);
	else
		ok = files_rewrite(path, edited.data, edited.len, e);
	buf_release(&edited);
	free(old);
	return ok;
}
