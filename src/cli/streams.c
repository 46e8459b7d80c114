/* streams.c -- standard input and output, and the file of --state. */
#include "config.h"

#include "cli/app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "cli/chat.h"
#include "cli/editor.h"
#include "cli/send.h"
#include "client/files.h"

#include "base/banned.h"

enum { READ_CHUNK_BYTES = 16 * 1024 };

/* --- Output ---------------------------------------------------------------- */

static bool
write_all(int fd, const struct buf *b)
{
	size_t done = 0;

	while (done < b->len) {
		ssize_t n = write(fd, b->data + done, b->len - done);

		if (n < 0 && (errno == EINTR))
			continue;
		if (n < 0)
			return false;
		done += (size_t)n;
	}
	return true;
}

/* A reader that has gone is no fault: `tcpchat listen | head -1`. */
static void
print(struct app *a, int fd, struct buf *b)
{
	if (b->len > 0 && !a->is_quiet && !write_all(fd, b)) {
		a->is_quiet = true;
		cli_end(&a->cli, errno == EPIPE ? STATUS_OK : STATUS_FAULT,
		    NULL);
	}
	buf_reset(b);
}

void
streams_speak(struct app *a)
{
	if (a->editor != NULL && a->cli.out.len > 0) {
		editor_print(a->editor, a->cli.out.data, a->cli.out.len);
		buf_reset(&a->cli.out);
	}
	if (a->editor != NULL && a->cli.err.len > 0) {
		editor_print(a->editor, a->cli.err.data, a->cli.err.len);
		buf_reset(&a->cli.err);
	}
	print(a, STDOUT_FILENO, &a->cli.out);
	print(a, STDERR_FILENO, &a->cli.err);
}

/* --- The state file -------------------------------------------------------- */

bool
streams_keep(struct app *a)
{
	struct buf *b = &a->cli.keep;
	bool ok;

	if (b->len == 0 || a->state_fd < 0)
		return true;
	ok = write_all(a->state_fd, b) && fdatasync(a->state_fd) == 0;
	buf_reset(b);
	if (!ok)
		cli_end(&a->cli, STATUS_FAULT, _("cannot write '%s': %s"),
		    a->options.state, strerror(errno));
	return ok;
}

bool
streams_open_state(struct app *a, struct err *e)
{
	const char *path = a->options.state;
	size_t good;
	char *text;
	bool ok;

	if (path == NULL)
		return true;
	a->state_fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC,
	    0600);
	if (a->state_fd < 0 || flock(a->state_fd, LOCK_EX | LOCK_NB) != 0 ||
	    (text = files_read(path)) == NULL) {
		err_set(e, errno == EWOULDBLOCK ?
		    _("another tcpchat is at work with '%s'") :
		    _("cannot open '%s': %s"), path, strerror(errno));
		return false;
	}
	ok = send_restore(&a->cli, text, strlen(text), &good);
	free(text);
	if (!ok)
		err_set(e, _("'%s' is not a state of tcpchat send"), path);
	else if (ftruncate(a->state_fd, (off_t)good) != 0)
		err_set(e, _("cannot write '%s': %s"), path, strerror(errno));
	else
		return true;
	return false;
}

/* --- Input ----------------------------------------------------------------- */

void
streams_prompt(struct app *a)
{
	if (a->editor == NULL)
		return;
	a->signin.is_shown = editor_hide_typing(a->editor,
	    !trust_is_asked(a) && signin_is_hidden(a)) && signin_is_asked(a);
	editor_prompt(a->editor, trust_is_asked(a) ? trust_prompt() :
	    a->signin.is_shown ? signin_prompt(a) : chat_prompt(&a->cli));
}

static void
typed(void *arg, const char *line)
{
	struct app *a = arg;

	if (trust_is_asked(a)) {
		trust_typed(a, line);
		return;
	}
	if (line == NULL)
		a->has_input = false;
	if (a->signin.is_shown) {
		signin_typed(a, line);
		streams_prompt(a);
		return;
	}
	if (line != NULL && chat_remembers(&a->cli, line))
		editor_remember(a->editor, line);
	chat_typed(&a->cli, line);
	streams_speak(a);	/* several lines may have come at once */
	streams_prompt(a);
}

static size_t
complete(void *arg, const char *line, struct buf *out)
{
	struct app *a = arg;

	return chat_complete(&a->cli, line, out);
}

void
streams_open_editor(struct app *a)
{
	static const struct editor_calls calls = { typed, complete };
	const char *term = getenv("TERM");
	bool is_simple = !isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) ||
	    term == NULL || str_eq(term, "dumb") || term[0] == '\0';

	if (a->is_chat)
		a->editor = editor_new(is_simple, &calls, a);
}

/* A terminal hands over a line at a time. */
static void
read_answer(struct app *a, char *chunk, size_t len)
{
	chunk[len] = '\0';
	chunk[strcspn(chunk, "\n")] = '\0';
	trust_typed(a, len > 0 ? chunk : NULL);
}

static void
read_chunk(struct app *a)
{
	char chunk[READ_CHUNK_BYTES];
	ssize_t n = read(STDIN_FILENO, chunk, sizeof chunk - 1);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n < 0)
		n = 0;
	if (trust_is_asked(a)) {
		read_answer(a, chunk, (size_t)n);
		return;
	}
	if (n == 0)
		a->has_input = false;
	if (a->command->input != NULL)
		a->command->input(&a->cli, chunk, (size_t)n);
}

void
streams_read(struct app *a)
{
	if (a->editor != NULL)
		editor_read(a->editor);
	else
		read_chunk(a);
}
