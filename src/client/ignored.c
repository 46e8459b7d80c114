/* ignored.c -- the file of those who are ignored at a place. */
#include "config.h"

#include "client/ignored.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "client/files.h"

#include "base/banned.h"

static void
replace(char *text, char from, char to)
{
	for (; *text != '\0'; text++)
		if (*text == from)
			*text = to;
}

char *
ignored_read(const char *host, uint16_t port)
{
	char *path = files_place_path("ignored", host, port);
	char *list = path != NULL ? files_read(path) : NULL;

	free(path);
	if (list == NULL)
		return xstrdup("");
	replace(list, '\n', ' ');
	return list;
}

/* One to a line: for people who look. */
static bool
write_lines(char *path, const char *list, struct err *e)
{
	size_t len = strlen(list);
	char *text = xmalloc(len + 2);
	bool ok;

	memcpy(text, list, len);
	memcpy(text + len, "\n", 2);
	replace(text, ' ', '\n');
	ok = files_write(path, text, len + 1, e);
	free(text);
	return ok;
}

bool
ignored_write(const char *list, const char *host, uint16_t port,
    struct err *e)
{
	char *path = files_place_path("ignored", host, port);
	bool ok = true;

	if (path == NULL) {
		err_set(e, _("neither XDG_STATE_HOME nor HOME is set"));
		return false;
	}
	if (list[0] != '\0') {
		ok = write_lines(path, list, e);
	} else if (unlink(path) != 0 && errno != ENOENT) {
		err_set(e, _("cannot remove '%s': %s"), path, strerror(errno));
		ok = false;
	}
	free(path);
	return ok;
}
