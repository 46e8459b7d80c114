/* vi.c -- motions, operators and commands of vi on the input line. */
#include "config.h"

#include "tui/vi.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "tui/action.h"
#include "tui/input.h"

#include "base/banned.h"

enum { COUNT_MAX = 9999 };

/* What a motion covers: from the cursor to `to`. */
struct motion {
	size_t to;
	bool is_inclusive;	/* with the character at its end */
	bool is_line;		/* whole lines */
	bool is_none;		/* it leads nowhere */
};

struct keys {
	struct vi *v;
	struct input *in;
	struct clipboard *c;
	int count;		/* 1 and more */
	bool has_count;
	int action;		/* to be done besides; -1: none */
};

/* --- Walking over text ----------------------------------------------------- */

static size_t
after(const struct input *in, size_t at)
{
	return at < in->text.len ? at + utf8_next_cluster(
	    input_text(in) + at, in->text.len - at) : at;
}

static size_t
before(const struct input *in, size_t at)
{
	return utf8_prev_cluster(input_text(in), at);
}

static size_t
line_start(const struct input *in, size_t at)
{
	const char *text = input_text(in);

	while (at > 0 && text[at - 1] != '\n')
		at--;
	return at;
}

static size_t
line_end(const struct input *in, size_t at)
{
	return at + strcspn(input_text(in) + at, "\n");
}

static size_t
first_word_of_line(const struct input *in, size_t at)
{
	size_t start = line_start(in, at);

	return start + strspn(input_text(in) + start, " ");
}

/* Blank, word or sign: a change of it ends a word. */
static int
class_of(char c)
{
	if (c == ' ' || c == '\n' || c == '\0')
		return 0;
	return (unsigned char)c >= 0x80 || str_is_alpha(c) ||
	    str_is_digit(c) || c == '_' ? 1 : 2;
}

static size_t
next_word(const struct input *in, size_t at)
{
	const char *text = input_text(in);
	int class = class_of(text[at]);

	while (at < in->text.len && class != 0 && class_of(text[at]) == class)
		at = after(in, at);
	while (at < in->text.len && class_of(text[at]) == 0)
		at = after(in, at);
	return at;
}

static size_t
word_end(const struct input *in, size_t at)
{
	const char *text = input_text(in);
	size_t next;

	at = after(in, at);
	while (at < in->text.len && class_of(text[at]) == 0)
		at = after(in, at);
	while ((next = after(in, at)) < in->text.len &&
	    class_of(text[next]) == class_of(text[at]))
		at = next;
	return at < in->text.len ? at : before(in, in->text.len);
}

static size_t
word_start(const struct input *in, size_t at)
{
	const char *text = input_text(in);
	int class;

	while (at > 0 && class_of(text[before(in, at)]) == 0)
		at = before(in, at);
	class = at > 0 ? class_of(text[before(in, at)]) : 0;
	while (at > 0 && class_of(text[before(in, at)]) == class)
		at = before(in, at);
	return at;
}

/* In the normal mode the cursor stands on a character. */
static void
stay_on_line(struct input *in)
{
	size_t start = line_start(in, in->cursor);

	if (in->cursor > start && in->cursor == line_end(in, in->cursor))
		in->cursor = before(in, in->cursor);
}

/* --- Undoing --------------------------------------------------------------- */

static void
forget(struct vi *v)
{
	while (v->nundo > 0)
		free(v->undo[--v->nundo].text);
}

void
vi_reset(struct vi *v)
{
	forget(v);
	memset(v, 0, sizeof *v);
}

/* Before a change. */
static void
note(struct vi *v, const struct input *in)
{
	if (v->of != in)
		forget(v);
	v->of = in;
	if (v->nundo == VI_UNDO) {
		free(v->undo[0].text);
		memmove(v->undo, v->undo + 1,
		    (VI_UNDO - 1) * sizeof v->undo[0]);
		v->nundo--;
	}
	v->undo[v->nundo++] = (struct vi_undo){
	    xstrdup(input_text(in)), in->cursor };
}

static void
undo(struct keys *k)
{
	struct vi *v = k->v;
	struct vi_undo *u;

	/* A change that changed nothing is not worth a key. */
	while (v->of == k->in && v->nundo > 0) {
		u = &v->undo[--v->nundo];
		if (strcmp(u->text, input_text(k->in)) != 0) {
			input_set(k->in, u->text);
			k->in->cursor = u->cursor;
			free(u->text);
			stay_on_line(k->in);
			return;
		}
		free(u->text);
	}
}

/* --- Motions --------------------------------------------------------------- */

#define MOTION(what) \
	static struct motion motion_##what(struct keys *k)

MOTION(left)
{
	size_t at = k->in->cursor, start = line_start(k->in, at);

	for (int i = 0; i < k->count && at > start; i++)
		at = before(k->in, at);
	return (struct motion){ .to = at };
}

MOTION(right)
{
	size_t at = k->in->cursor, end = line_end(k->in, at);

	for (int i = 0; i < k->count && at < end; i++)
		at = after(k->in, at);
	return (struct motion){ .to = at };
}

MOTION(word)
{
	size_t at = k->in->cursor;

	for (int i = 0; i < k->count; i++)
		at = next_word(k->in, at);
	return (struct motion){ .to = at };
}

MOTION(word_back)
{
	size_t at = k->in->cursor;

	for (int i = 0; i < k->count; i++)
		at = word_start(k->in, at);
	return (struct motion){ .to = at };
}

MOTION(word_end)
{
	size_t at = k->in->cursor;

	for (int i = 0; i < k->count; i++)
		at = word_end(k->in, at);
	return (struct motion){ .to = at, .is_inclusive = true };
}

MOTION(line_start)
{
	return (struct motion){ .to = line_start(k->in, k->in->cursor) };
}

MOTION(line_first)
{
	return (struct motion){ .to = first_word_of_line(k->in,
	    k->in->cursor) };
}

MOTION(line_end)
{
	return (struct motion){ .to = line_end(k->in, k->in->cursor) };
}

/* The count-th one in this line, before or behind the cursor. */
static struct motion
seek(struct keys *k, char how)
{
	const struct input *in = k->in;
	const char *text = input_text(in);
	size_t at = in->cursor, len = strlen(k->v->sought), last = at;
	size_t end = line_end(in, at), start = line_start(in, at);
	bool is_back = how == 'F' || how == 'T';
	int n = k->count;

	while (n > 0 && (is_back ? at > start : at < end)) {
		last = at;
		at = is_back ? before(in, at) : after(in, at);
		if (at < end && strncmp(text + at, k->v->sought, len) == 0)
			n--;
	}
	if (n > 0 || len == 0)
		return (struct motion){ .is_none = true };
	if (how == 't')
		at = before(in, at);
	else if (how == 'T')
		at = last;
	return (struct motion){ .to = at, .is_inclusive = !is_back };
}

/* --- Operators ------------------------------------------------------------- */

static void
copy_to_clipboard(struct keys *k, size_t from, size_t to)
{
	buf_reset(&k->c->text);
	(void)!buf_add(&k->c->text, input_text(k->in) + from, to - from);
	k->c->is_open = false;
}

static void
insert_mode(struct keys *k)
{
	k->v->is_normal = false;
}

/* One of them with its line break, or that of the line before. */
static void
cut_lines(struct keys *k, size_t from, size_t to)
{
	struct input *in = k->in;

	if (k->v->op != 'c' && to < in->text.len)
		to++;
	else if (k->v->op != 'c' && from > 0)
		from--;
	input_replace(in, from, to, "");
}

static void
operate(struct keys *k, struct motion m)
{
	struct input *in = k->in;
	size_t from = m.to < in->cursor ? m.to : in->cursor;
	size_t to = m.to < in->cursor ? in->cursor : m.to;

	if (m.is_none)
		return;
	if (m.is_inclusive)
		to = after(in, to);
	if (m.is_line) {
		from = line_start(in, from);
		to = line_end(in, to);
	}
	copy_to_clipboard(k, from, to);
	if (k->v->op == 'y') {
		in->cursor = m.is_line ? in->cursor : from;
		return;
	}
	note(k->v, in);
	if (m.is_line)
		cut_lines(k, from, to);
	else
		input_replace(in, from, to, "");
	if (k->v->op == 'c')
		insert_mode(k);
}

/* "cw" changes to the end of the word, as vi has it. */
static struct motion
without_blanks(struct keys *k, struct motion m)
{
	const char *text = input_text(k->in);

	while (m.to > k->in->cursor && class_of(text[m.to - 1]) == 0)
		m.to--;
	return m;
}

static void
move_or_operate(struct keys *k, struct motion m)
{
	if (k->v->op != '\0')
		operate(k, m);
	else if (!m.is_none)
		k->in->cursor = m.to;
	k->v->op = '\0';
}

/* "dd", "3d", "d3w": the operator waits, or was doubled. */
static void
begin_operator(struct keys *k, char op)
{
	size_t to = k->in->cursor;

	if (k->v->op == '\0') {
		k->v->op = op;
		k->v->op_count = k->has_count ? k->count : 0;
		return;
	}
	if (k->v->op == op) {
		for (int i = 1; i < k->count && line_end(k->in, to) <
		    k->in->text.len; i++)
			to = line_end(k->in, to) + 1;
		operate(k, (struct motion){ .to = to, .is_line = true });
	}
	k->v->op = '\0';
}

/* --- Commands -------------------------------------------------------------- */

static void
with_operator(struct keys *k, char op, struct motion m)
{
	k->v->op = op;
	operate(k, m);
	k->v->op = '\0';
}

static void
put(struct keys *k, bool is_before)
{
	struct input *in = k->in;

	note(k->v, in);
	if (!is_before && in->cursor < line_end(in, in->cursor))
		in->cursor = after(in, in->cursor);
	for (int i = 0; i < k->count; i++) {
		size_t old = in->text.len;

		input_yank(in, k->c);
		if (in->text.len == old)
			break;	/* nothing to put, or no room for it */
	}
	if (k->c->text.len > 0)
		in->cursor = before(in, in->cursor);
}

static void
replace(struct keys *k, const char *with)
{
	struct input *in = k->in;
	size_t at = in->cursor, end = line_end(in, at);

	note(k->v, in);
	for (int i = 0; i < k->count && at < end; i++) {
		input_replace(in, at, after(in, at), with);
		at = in->cursor;
		end = line_end(in, at);
	}
	in->cursor = before(in, in->cursor);
}

static void
open_line(struct keys *k, bool is_above)
{
	struct input *in = k->in;

	in->cursor = is_above ? line_start(in, in->cursor) :
	    line_end(in, in->cursor);
	(void)input_insert(in, "\n", 1);
	if (is_above)
		in->cursor--;
}

/* i a I A o O s S: into the insert mode. */
static void
insert(struct keys *k, char how)
{
	struct input *in = k->in;

	note(k->v, in);
	insert_mode(k);
	if (how == 'a' && in->cursor < line_end(in, in->cursor))
		in->cursor = after(in, in->cursor);
	else if (how == 'A')
		in->cursor = line_end(in, in->cursor);
	else if (how == 'I')
		in->cursor = first_word_of_line(in, in->cursor);
	else if (how == 'o' || how == 'O')
		open_line(k, how == 'O');
}

/* A command of the client, as its line would begin. */
static void
begin_command(struct keys *k)
{
	if (!input_is_empty(k->in))
		return;
	(void)input_insert(k->in, "/", 1);
	insert_mode(k);
}

static void
command(struct keys *k, char key)
{
	switch (key) {
	case 'x':
		with_operator(k, 'd', motion_right(k));
		return;
	case 'X':
		with_operator(k, 'd', motion_left(k));
		return;
	case 'D':
		with_operator(k, 'd', motion_line_end(k));
		return;
	case 'C':
		with_operator(k, 'c', motion_line_end(k));
		return;
	case 's':
		with_operator(k, 'c', motion_right(k));
		return;
	case 'S':
		with_operator(k, 'c', (struct motion){ .to = k->in->cursor,
		    .is_line = true });
		return;
	case 'p':
	case 'P':
		put(k, key == 'P');
		return;
	case 'u':
		undo(k);
		return;
	case 'r':
		k->v->waits = VI_WAIT_REPLACE;
		return;
	case ':':
		begin_command(k);
		return;
	default:
		insert(k, key);
	}
}

/* --- The table ------------------------------------------------------------- */

enum kind { MOTION, OPERATOR, COMMAND, FIND, ACTION };

static const struct vi_row {
	char key;
	enum kind kind;
	struct motion (*motion)(struct keys *k);
	int action;
} rows[] = {
#define VI_MOTION(what)   motion_##what, -1
#define VI_OPERATOR(what) NULL, -1
#define VI_COMMAND(what)  NULL, -1
#define VI_FIND(what)     NULL, -1
#define VI_ACTION(what)   NULL, ACTION_##what
#define KEYMAP(keys, action)
#define VIKEY(key, kind, what) { (key)[0], kind, VI_##kind(what) },
#include "tui/keymap.def"
#undef VIKEY
#undef KEYMAP
};

static const struct vi_row *
find(const char *utf8, size_t len)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (len == 1 && rows[i].key == utf8[0])
			return &rows[i];
	return NULL;
}

static void
press(struct keys *k, const struct vi_row *row)
{
	struct motion m;

	if (k->v->op != '\0' && (row->kind == COMMAND ||
	    row->kind == ACTION)) {
		k->v->op = '\0';	/* it waited for a motion */
		return;
	}
	switch (row->kind) {
	case MOTION:
		m = row->motion(k);
		if (row->key == 'w' && k->v->op == 'c')
			m = without_blanks(k, m);
		move_or_operate(k, m);
		break;
	case OPERATOR:
		begin_operator(k, row->key);
		break;
	case FIND:
		k->v->waits = VI_WAIT_FIND;
		k->v->find = row->key;
		break;
	case COMMAND:
		command(k, row->key);
		break;
	case ACTION:
		k->action = row->action;
		break;
	}
}

/* The character that f, t, r ... waited for. */
static void
take_awaited(struct keys *k, const char *utf8, size_t len)
{
	enum vi_wait waits = k->v->waits;
	struct str_span span = { utf8, len };

	k->v->waits = VI_WAIT_NONE;
	if (!str_copy_span(k->v->sought, sizeof k->v->sought, span))
		return;
	if (waits == VI_WAIT_REPLACE)
		replace(k, k->v->sought);
	else
		move_or_operate(k, seek(k, k->v->find));
}

/* "2d3w" are six words. */
static int
whole_count(const struct vi *v)
{
	int a = v->count > 0 ? v->count : 1;
	int b = v->op != '\0' && v->op_count > 0 ? v->op_count : 1;

	return a * b < COUNT_MAX ? a * b : COUNT_MAX;
}

int
vi_key(struct vi *v, struct input *in, struct clipboard *c, const char *utf8,
    size_t len)
{
	struct keys k = { .v = v, .in = in, .c = c, .action = -1,
	    .count = whole_count(v), .has_count = v->count > 0 };
	const struct vi_row *row = find(utf8, len);

	if (v->waits == VI_WAIT_NONE && len == 1 && str_is_digit(utf8[0]) &&
	    (utf8[0] != '0' || v->count > 0)) {
		v->count = v->count * 10 + (utf8[0] - '0');
		if (v->count > COUNT_MAX)
			v->count = COUNT_MAX;
		return -1;
	}
	if (v->waits != VI_WAIT_NONE)
		take_awaited(&k, utf8, len);
	else if (row != NULL)
		press(&k, row);
	else
		v->op = '\0';
	if (v->waits == VI_WAIT_NONE)
		v->count = 0;
	if (v->is_normal)
		stay_on_line(in);
	return k.action;
}

bool
vi_escape(struct vi *v, struct input *in)
{
	bool has_begun = v->op != '\0' || v->waits != VI_WAIT_NONE ||
	    v->count > 0;

	v->op = '\0';
	v->waits = VI_WAIT_NONE;
	v->count = 0;
	if (v->is_normal)
		return has_begun;
	v->is_normal = true;
	if (in->cursor > line_start(in, in->cursor))
		in->cursor = before(in, in->cursor);
	return true;
}
