/* editor.c -- runs the editor of the person on a temporary file. */
#include "config.h"

#include "tui/editor.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "client/child.h"
#include "client/files.h"

#include "base/banned.h"

static const char *
command(void)
{
	static const char *const variables[] = { "VISUAL", "EDITOR" };
	size_t i;

	for (i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *value = getenv(variables[i]);

		if (value != NULL && value[0] != '\0')
			return value;
	}
	return "vi";
}

/* A file for its owner alone; its name says what it is for. */
static char *
write_file(const char *text, struct err *e)
{
	const char *folder = getenv("TMPDIR");
	char path[PATH_MAX];
	size_t len = strlen(text);
	int fd;

	snprintf(path, sizeof path, "%s/tcpchat-XXXXXX",
	    folder != NULL && folder[0] == '/' ? folder : "/tmp");
	fd = mkstemp(path);
	if (fd >= 0 && write(fd, text, len) == (ssize_t)len) {
		close(fd);
		return xstrdup(path);
	}
	err_set(e, _("cannot write '%s': %s"), path, strerror(errno));
	if (fd >= 0) {
		close(fd);
		unlink(path);
	}
	return NULL;
}

bool
editor_can_start(struct editor *ed, const char *text, struct err *e)
{
	ed->path = write_file(text, e);
	return ed->path != NULL;
}

/* As a shell would start it, "emacs -nw" included. */
bool
editor_start(struct editor *ed, struct err *e)
{
	char line[PATH_MAX + 256];
	const char *argv[] = { "/bin/sh", "-c", line, "sh", ed->path, NULL };

	snprintf(line, sizeof line, "exec %s \"$1\"", command());
	ed->pid = child_start(&(struct child_setup){ .argv = argv,
	    .shares_terminal = true }, e);
	if (ed->pid == 0)
		free(editor_take(ed));
	return ed->pid != 0;
}

bool
editor_has_ended(struct editor *ed)
{
	int status;

	if (ed->pid == 0 || !child_has_ended(ed->pid, &status))
		return false;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		unlink(ed->path);	/* editor_take() will find nothing */
	ed->pid = 0;
	return true;
}

char *
editor_take(struct editor *ed)
{
	char *text = ed->path != NULL ? files_read(ed->path) : NULL;
	size_t len = text != NULL ? strlen(text) : 0;

	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		text[--len] = '\0';
	if (text != NULL && !utf8_valid(text, len)) {
		free(text);
		text = NULL;
	}
	if (ed->path != NULL)
		unlink(ed->path);
	free(ed->path);
	ed->path = NULL;
	ed->pid = 0;
	return text;
}
