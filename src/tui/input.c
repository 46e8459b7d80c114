/* input.c -- the line being written. */
#include "config.h"

#include "tui/input.h"

#include <stdlib.h>
#include <string.h>

#include "base/find.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/digest.h"

#include "base/banned.h"

void
input_init(struct input *in)
{
	memset(in, 0, sizeof *in);
	buf_init(&in->text, INPUT_MAX_BYTES);
}

void
input_release(struct input *in)
{
	buf_release(&in->text);
	for (size_t i = 0; i < in->history_count; i++)
		free(in->history[i]);
	free(in->draft);
	free(in->sought);
	input_init(in);
}

void
input_reserve(struct input *in, size_t bytes)
{
	if (buf_reserve(&in->text, bytes) != NULL)
		(void)buf_str(&in->text);	/* ends with NUL, as ever */
}

void
input_wipe(struct input *in)
{
	if (in->text.data != NULL)
		digest_wipe(in->text.data, in->text.cap);
	in->text.len = in->cursor = 0;
}

void
clipboard_init(struct clipboard *c)
{
	buf_init(&c->text, INPUT_MAX_BYTES);
	c->is_open = false;
}

void
clipboard_release(struct clipboard *c)
{
	buf_release(&c->text);
}

bool
input_is_empty(const struct input *in)
{
	return in->text.len == 0;
}

const char *
input_text(const struct input *in)
{
	return in->text.data != NULL ? in->text.data : "";
}

/* The text is kept NUL-terminated, so that input_text() need not write. */
static void
terminate(struct input *in)
{
	(void)buf_str(&in->text);
}

/*
 * Replaces [start, end) by `len` bytes from elsewhere; false if the text would
 * be too long. In place: a long paste comes a character at a time.
 */
static bool
splice(struct input *in, size_t start, size_t end, const char *p, size_t len)
{
	struct buf *b = &in->text;
	size_t gone = end - start;

	if (len > gone && buf_reserve(b, len - gone) == NULL)
		return false;
	if (b->data != NULL) {
		memmove(b->data + start + len, b->data + end, b->len - end);
		memcpy(b->data + start, p, len);
		b->len = b->len - gone + len;
	}
	terminate(in);
	in->cursor = start + len;
	return true;
}

void
input_clear(struct input *in)
{
	buf_release(&in->text);
	in->cursor = 0;
	in->history_at = in->history_count;
	free(in->draft);
	in->draft = NULL;
}

static void
set_text(struct input *in, const char *text)
{
	size_t len = utf8_cut(text, strlen(text), INPUT_MAX_BYTES);

	(void)splice(in, 0, in->text.len, text, len);
}

void
input_set(struct input *in, const char *text)
{
	input_clear(in);
	set_text(in, text);
}

/* What may stand in the input of one pasted or typed character; 0: nothing. */
static char
admitted(char c)
{
	unsigned char u = (unsigned char)c;

	if (c == '\t')
		return ' ';
	return (u < 0x20 && c != '\n') || u == 0x7f ? '\0' : c;
}

/* CR LF and a lone CR, as terminals paste them, become LF. */
static size_t
clean(char *out, const char *p, size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++) {
		char c = p[i];

		if (c == '\r') {
			if (i + 1 < len && p[i + 1] == '\n')
				continue;
			c = '\n';
		}
		c = admitted(c);
		if (c != '\0')
			out[n++] = c;
	}
	return n;
}

bool
input_insert(struct input *in, const char *utf8, size_t len)
{
	char *text = xmalloc(len + 1);
	size_t n = clean(text, utf8, len);
	bool ok = splice(in, in->cursor, in->cursor, text, n);

	free(text);
	return ok;
}

void
input_replace(struct input *in, size_t start, size_t end, const char *text)
{
	(void)splice(in, start, end, text, strlen(text));
}

static size_t
left_of(const struct input *in, size_t at)
{
	return utf8_prev_cluster(input_text(in), at);
}

static size_t
right_of(const struct input *in, size_t at)
{
	return at + utf8_next_cluster(input_text(in) + at,
	    in->text.len - at);
}

/* A letter of a word: anything but ASCII blanks and punctuation. */
static bool
is_word(const struct input *in, size_t at)
{
	unsigned char c = (unsigned char)input_text(in)[at];

	return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') ||
	    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t
word_left_of(const struct input *in, size_t at)
{
	while (at > 0 && !is_word(in, left_of(in, at)))
		at = left_of(in, at);
	while (at > 0 && is_word(in, left_of(in, at)))
		at = left_of(in, at);
	return at;
}

static size_t
word_right_of(const struct input *in, size_t at)
{
	while (at < in->text.len && !is_word(in, at))
		at = right_of(in, at);
	while (at < in->text.len && is_word(in, at))
		at = right_of(in, at);
	return at;
}

static size_t
line_start_of(const struct input *in, size_t at)
{
	while (at > 0 && input_text(in)[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_end_of(const struct input *in, size_t at)
{
	const char *nl = strchr(input_text(in) + at, '\n');

	return nl != NULL ? (size_t)(nl - input_text(in)) : in->text.len;
}

void
input_left(struct input *in)
{
	in->cursor = left_of(in, in->cursor);
}

void
input_right(struct input *in)
{
	in->cursor = right_of(in, in->cursor);
}

void
input_word_left(struct input *in)
{
	in->cursor = word_left_of(in, in->cursor);
}

void
input_word_right(struct input *in)
{
	in->cursor = word_right_of(in, in->cursor);
}

void
input_line_start(struct input *in)
{
	in->cursor = line_start_of(in, in->cursor);
}

void
input_line_end(struct input *in)
{
	in->cursor = line_end_of(in, in->cursor);
}

void
input_erase_left(struct input *in)
{
	size_t start = left_of(in, in->cursor);

	(void)splice(in, start, in->cursor, "", 0);
}

void
input_erase_right(struct input *in)
{
	size_t at = in->cursor;

	(void)splice(in, at, right_of(in, at), "", 0);
}

/* Puts [start, end) into the clipboard, before or behind what a cut just
 * before this one has put there. */
static void
copy_out(const struct input *in, struct clipboard *c, size_t start,
    size_t end, bool before)
{
	struct buf joined;
	const char *p = input_text(in) + start;

	if (!c->is_open)
		buf_reset(&c->text);
	buf_init(&joined, INPUT_MAX_BYTES);
	if ((before && !buf_add(&joined, p, end - start)) ||
	    !buf_add(&joined, buf_str(&c->text), c->text.len) ||
	    (!before && !buf_add(&joined, p, end - start))) {
		buf_release(&joined);
		return;
	}
	buf_release(&c->text);
	c->text = joined;
	c->is_open = true;
}

static void
kill_range(struct input *in, struct clipboard *c, size_t start, size_t end)
{
	if (start == end)
		return;
	copy_out(in, c, start, end, end == in->cursor);
	(void)splice(in, start, end, "", 0);
}

void
input_kill_word_left(struct input *in, struct clipboard *c)
{
	kill_range(in, c, word_left_of(in, in->cursor), in->cursor);
}

void
input_kill_word_right(struct input *in, struct clipboard *c)
{
	kill_range(in, c, in->cursor, word_right_of(in, in->cursor));
}

void
input_kill_to_start(struct input *in, struct clipboard *c)
{
	kill_range(in, c, line_start_of(in, in->cursor), in->cursor);
}

void
input_kill_to_end(struct input *in, struct clipboard *c)
{
	size_t end = line_end_of(in, in->cursor);

	/* At the end of a line its break goes, as Emacs has it. */
	if (end == in->cursor && end < in->text.len)
		end++;
	kill_range(in, c, in->cursor, end);
}

void
input_kill_all(struct input *in, struct clipboard *c)
{
	c->is_open = false;
	kill_range(in, c, 0, in->text.len);
}

void
input_yank(struct input *in, const struct clipboard *c)
{
	if (c->text.len > 0)
		(void)splice(in, in->cursor, in->cursor, c->text.data,
		    c->text.len);
}

void
input_remember(struct input *in, const char *text)
{
	size_t n = in->history_count;

	if (n == 0 || strcmp(in->history[n - 1], text) != 0) {
		if (n == INPUT_HISTORY) {
			free(in->history[0]);
			memmove(in->history, in->history + 1,
			    (n - 1) * sizeof *in->history);
			n--;
		}
		in->history[n++] = xstrdup(text);
	}
	in->history_count = n;
	in->history_at = n;
}

static void
show_history(struct input *in, size_t at)
{
	if (in->history_at == in->history_count) {
		free(in->draft);
		in->draft = xstrdup(input_text(in));
	}
	in->history_at = at;
	set_text(in, at < in->history_count ? in->history[at] :
	    in->draft != NULL ? in->draft : "");
}

bool
input_history_up(struct input *in)
{
	if (in->history_at == 0)
		return false;
	show_history(in, in->history_at - 1);
	return true;
}

bool
input_history_down(struct input *in)
{
	if (in->history_at >= in->history_count)
		return false;
	show_history(in, in->history_at + 1);
	return true;
}

/* --- Searching --- */

/* As Ctrl-f finds it in the pane; no letters: any line. */
static bool
has_sought(const struct find *f, const char *line)
{
	size_t begin, end;

	return f->len == 0 ||
	    find_next(f, line, strlen(line), 0, &begin, &end);
}

/* The next line before `at` that has it; stays where it is if there is none. */
static void
find_before(struct input *in, size_t at)
{
	struct find f;

	find_init(&f, in->sought);
	in->is_not_found = true;
	while (at-- > 0)
		if (has_sought(&f, in->history[at])) {
			in->is_not_found = false;
			show_history(in, at);
			return;
		}
}

void
input_find(struct input *in)
{
	if (in->sought == NULL) {
		in->sought = xstrdup(input_text(in));
		in->history_at = in->history_count;
		if (in->sought[0] == '\0') {	/* first the letters */
			in->is_not_found = false;
			return;
		}
	}
	find_before(in, in->history_at);
}

static void
seek_anew(struct input *in, char *sought)
{
	free(in->sought);
	in->sought = sought;
	find_before(in, in->history_count);
}

void
input_find_add(struct input *in, const char *utf8, size_t len)
{
	size_t old = strlen(in->sought);
	char *sought = xmalloc(old + len + 1);

	memcpy(sought, in->sought, old);
	memcpy(sought + old, utf8, len);
	sought[old + len] = '\0';
	seek_anew(in, sought);
}

void
input_find_erase(struct input *in)
{
	size_t len = strlen(in->sought);

	seek_anew(in, xstrndup(in->sought, utf8_prev_cluster(in->sought,
	    len)));
}

void
input_find_take(struct input *in)
{
	free(in->sought);
	in->sought = NULL;
}

void
input_find_drop(struct input *in)
{
	input_find_take(in);
	if (in->history_at < in->history_count)
		show_history(in, in->history_count);
}
