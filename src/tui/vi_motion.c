/* vi_motion.c -- where the motions of vi lead. */
#include "config.h"

#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "tui/input.h"
#include "tui/vi_internal.h"

#include "base/banned.h"

size_t
vi_after(const struct input *in, size_t at)
{
	return at < in->text.len ? at + utf8_next_cluster(
	    input_text(in) + at, in->text.len - at) : at;
}

size_t
vi_before(const struct input *in, size_t at)
{
	return utf8_prev_cluster(input_text(in), at);
}

size_t
vi_line_start(const struct input *in, size_t at)
{
	const char *text = input_text(in);

	while (at > 0 && text[at - 1] != '\n')
		at--;
	return at;
}

size_t
vi_line_end(const struct input *in, size_t at)
{
	return at + strcspn(input_text(in) + at, "\n");
}

size_t
vi_first_word(const struct input *in, size_t at)
{
	size_t start = vi_line_start(in, at);

	return start + strspn(input_text(in) + start, " ");
}

int
vi_class_of(char c, bool is_big)
{
	if (c == ' ' || c == '\n' || c == '\0')
		return 0;
	return is_big || (unsigned char)c >= 0x80 || str_is_alpha(c) ||
	    str_is_digit(c) || c == '_' ? 1 : 2;
}

static size_t
next_word(const struct input *in, size_t at, bool is_big)
{
	const char *text = input_text(in);
	int class = vi_class_of(text[at], is_big);

	while (at < in->text.len && class != 0 && vi_class_of(text[at], is_big) == class)
		at = vi_after(in, at);
	while (at < in->text.len && vi_class_of(text[at], is_big) == 0)
		at = vi_after(in, at);
	return at;
}

static size_t
word_end(const struct input *in, size_t at, bool is_big)
{
	const char *text = input_text(in);
	size_t next;

	at = vi_after(in, at);
	while (at < in->text.len && vi_class_of(text[at], is_big) == 0)
		at = vi_after(in, at);
	while ((next = vi_after(in, at)) < in->text.len &&
	    vi_class_of(text[next], is_big) == vi_class_of(text[at], is_big))
		at = next;
	return at < in->text.len ? at : vi_before(in, in->text.len);
}

static size_t
word_start(const struct input *in, size_t at, bool is_big)
{
	const char *text = input_text(in);
	int class;

	while (at > 0 && vi_class_of(text[vi_before(in, at)], is_big) == 0)
		at = vi_before(in, at);
	class = at > 0 ? vi_class_of(text[vi_before(in, at)], is_big) : 0;
	while (at > 0 && vi_class_of(text[vi_before(in, at)], is_big) == class)
		at = vi_before(in, at);
	return at;
}

/* --- Motions --------------------------------------------------------------- */

#define MOTION(what) struct vi_motion vi_motion_##what(struct vi_press *k)

MOTION(left)
{
	size_t at = k->in->cursor, start = vi_line_start(k->in, at);

	for (int i = 0; i < k->count && at > start; i++)
		at = vi_before(k->in, at);
	return (struct vi_motion){ .to = at };
}

MOTION(right)
{
	size_t at = k->in->cursor, end = vi_line_end(k->in, at);

	for (int i = 0; i < k->count && at < end; i++)
		at = vi_after(k->in, at);
	return (struct vi_motion){ .to = at };
}

static struct vi_motion
by_words(struct vi_press *k, size_t (*walk)(const struct input *in, size_t at,
    bool is_big), bool is_big)
{
	size_t at = k->in->cursor;

	for (int i = 0; i < k->count; i++)
		at = walk(k->in, at, is_big);
	return (struct vi_motion){ .to = at,
	    .is_inclusive = walk == word_end };
}

MOTION(word)
{
	return by_words(k, next_word, false);
}

MOTION(big_word)
{
	return by_words(k, next_word, true);
}

MOTION(word_back)
{
	return by_words(k, word_start, false);
}

MOTION(big_word_back)
{
	return by_words(k, word_start, true);
}

MOTION(word_end)
{
	return by_words(k, word_end, false);
}

MOTION(big_word_end)
{
	return by_words(k, word_end, true);
}

MOTION(line_start)
{
	return (struct vi_motion){ .to = vi_line_start(k->in, k->in->cursor) };
}

MOTION(line_first)
{
	return (struct vi_motion){ .to = vi_first_word(k->in,
	    k->in->cursor) };
}

MOTION(line_end)
{
	return (struct vi_motion){ .to = vi_line_end(k->in, k->in->cursor) };
}

/* The count-th one in this line, before or behind the cursor. */
struct vi_motion
vi_seek(struct vi_press *k, char how)
{
	const struct input *in = k->in;
	const char *text = input_text(in);
	size_t at = in->cursor, len = strlen(k->v->sought), last = at;
	size_t end = vi_line_end(in, at), start = vi_line_start(in, at);
	bool is_back = how == 'F' || how == 'T';
	int n = k->count;

	while (n > 0 && (is_back ? at > start : at < end)) {
		last = at;
		at = is_back ? vi_before(in, at) : vi_after(in, at);
		if (at < end && strncmp(text + at, k->v->sought, len) == 0)
			n--;
	}
	if (n > 0 || len == 0)
		return (struct vi_motion){ .is_none = true };
	if (how == 't')
		at = vi_before(in, at);
	else if (how == 'T')
		at = last;
	return (struct vi_motion){ .to = at, .is_inclusive = !is_back };
}

/* Behind what is found already: "t" stands just before it. */
static struct vi_motion
seek_again(struct vi_press *k, char how)
{
	const struct input *in = k->in;
	const char *text = input_text(in);
	size_t at = in->cursor, len = strlen(k->v->sought);
	size_t next = how == 't' ? vi_after(in, at) :
	    how == 'T' ? vi_before(in, at) : at;

	if (next != at && k->count == 1 &&
	    strncmp(text + next, k->v->sought, len) == 0)
		k->count++;
	return vi_seek(k, how);
}

MOTION(again)
{
	return seek_again(k, k->v->find);
}

MOTION(again_back)
{
	char how = k->v->find;

	/* f and F, t and T differ by their case alone. */
	return seek_again(k, how == str_lower(how) ? str_upper(how) :
	    str_lower(how));
}
