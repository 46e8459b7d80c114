/* vi.c -- operators and commands of vi on the input line. */
#include "config.h"

#include "tui/vi.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "tui/action.h"
#include "tui/input.h"
#include "tui/keys.h"
#include "tui/vi_internal.h"

#include "base/banned.h"

enum { COUNT_MAX = 9999 };

/* In the normal mode the cursor stands on a character. */
static void
stay_on_line(struct input *in)
{
	size_t start = vi_line_start(in, in->cursor);

	if (in->cursor > start && in->cursor == vi_line_end(in, in->cursor))
		in->cursor = vi_before(in, in->cursor);
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
	free(v->inserted);
	memset(v, 0, sizeof *v);
}

/* Before a change. */
static void
note(struct vi *v, const struct input *in)
{
	v->has_changed = true;
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
undo(struct vi_press *k)
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

/* --- Operators ------------------------------------------------------------- */

static void
copy_to_clipboard(struct vi_press *k, size_t from, size_t to)
{
	buf_reset(&k->c->text);
	(void)!buf_add(&k->c->text, input_text(k->in) + from, to - from);
	k->c->is_open = false;
}

static void
insert_mode(struct vi_press *k)
{
	k->v->is_normal = false;
}

/* One of them with its line break, or that of the line before. */
static void
cut_lines(struct vi_press *k, size_t from, size_t to)
{
	struct input *in = k->in;

	if (k->v->op != 'c' && to < in->text.len)
		to++;
	else if (k->v->op != 'c' && from > 0)
		from--;
	input_replace(in, from, to, "");
}

static void
operate(struct vi_press *k, struct vi_motion m)
{
	struct input *in = k->in;
	size_t from = m.to < in->cursor ? m.to : in->cursor;
	size_t to = m.to < in->cursor ? in->cursor : m.to;

	if (m.is_none)
		return;
	if (m.is_inclusive)
		to = vi_after(in, to);
	if (m.is_line) {
		from = vi_line_start(in, from);
		to = vi_line_end(in, to);
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
static struct vi_motion
without_blanks(struct vi_press *k, struct vi_motion m)
{
	const char *text = input_text(k->in);

	while (m.to > k->in->cursor && vi_class_of(text[m.to - 1], false) == 0)
		m.to--;
	return m;
}

static void
move_or_operate(struct vi_press *k, struct vi_motion m)
{
	if (k->v->op != '\0')
		operate(k, m);
	else if (!m.is_none)
		k->in->cursor = m.to;
	k->v->op = '\0';
}

/* "dd", "3d", "d3w": the operator waits, or was doubled. */
static void
begin_operator(struct vi_press *k, char op)
{
	size_t to = k->in->cursor;

	if (k->v->op == '\0') {
		k->v->op = op;
		k->v->op_count = k->has_count ? k->count : 0;
		return;
	}
	if (k->v->op == op) {
		for (int i = 1; i < k->count && vi_line_end(k->in, to) <
		    k->in->text.len; i++)
			to = vi_line_end(k->in, to) + 1;
		operate(k, (struct vi_motion){ .to = to, .is_line = true });
	}
	k->v->op = '\0';
}

/* --- Commands -------------------------------------------------------------- */

static void
with_operator(struct vi_press *k, char op, struct vi_motion m)
{
	k->v->op = op;
	operate(k, m);
	k->v->op = '\0';
}

static void
put(struct vi_press *k, bool is_before)
{
	struct input *in = k->in;

	note(k->v, in);
	if (!is_before && in->cursor < vi_line_end(in, in->cursor))
		in->cursor = vi_after(in, in->cursor);
	for (int i = 0; i < k->count; i++) {
		size_t old = in->text.len;

		input_yank(in, k->c);
		if (in->text.len == old)
			break;	/* nothing to put, or no room for it */
	}
	if (k->c->text.len > 0)
		in->cursor = vi_before(in, in->cursor);
}

static void
replace(struct vi_press *k, const char *with)
{
	struct input *in = k->in;
	size_t at = in->cursor, end = vi_line_end(in, at);

	note(k->v, in);
	for (int i = 0; i < k->count && at < end; i++) {
		input_replace(in, at, vi_after(in, at), with);
		at = in->cursor;
		end = vi_line_end(in, at);
	}
	in->cursor = vi_before(in, in->cursor);
}

static void
open_line(struct vi_press *k, bool is_above)
{
	struct input *in = k->in;

	in->cursor = is_above ? vi_line_start(in, in->cursor) :
	    vi_line_end(in, in->cursor);
	(void)input_insert(in, "\n", 1);
	if (is_above)
		in->cursor--;
}

/* i a I A o O s S: into the insert mode. */
static void
insert(struct vi_press *k, char how)
{
	struct input *in = k->in;

	note(k->v, in);
	insert_mode(k);
	if (how == 'a' && in->cursor < vi_line_end(in, in->cursor))
		in->cursor = vi_after(in, in->cursor);
	else if (how == 'A')
		in->cursor = vi_line_end(in, in->cursor);
	else if (how == 'I')
		in->cursor = vi_first_word(in, in->cursor);
	else if (how == 'o' || how == 'O')
		open_line(k, how == 'O');
}

/* A command of the client, as its line would begin. */
static void
begin_command(struct vi_press *k)
{
	if (!input_is_empty(k->in))
		return;
	(void)input_insert(k->in, "/", 1);
	insert_mode(k);
}

/* "a" for "A" and the reverse: the letters that stand so far apart. */
static uint32_t
other_case(uint32_t cp)
{
	static const struct { uint32_t upper, last, apart; } rows[] = {
		{ 'A', 'Z', 32 }, { 0xc0, 0xde, 32 }, { 0x391, 0x3a9, 32 },
		{ 0x400, 0x40f, 80 }, { 0x410, 0x42f, 32 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (cp >= rows[i].upper && cp <= rows[i].last)
			return cp + rows[i].apart;
		if (cp >= rows[i].upper + rows[i].apart &&
		    cp <= rows[i].last + rows[i].apart)
			return cp - rows[i].apart;
	}
	return cp;
}

static void
swap_case(struct vi_press *k)
{
	struct input *in = k->in;

	note(k->v, in);
	for (int i = 0; i < k->count && in->cursor < vi_line_end(in,
	    in->cursor); i++) {
		uint32_t cp;
		size_t at = in->cursor, n = utf8_decode(input_text(in) + at,
		    in->text.len - at, &cp);
		char with[5];

		with[utf8_encode(other_case(cp), with)] = '\0';
		input_replace(in, at, at + n, with);
		in->cursor = vi_after(in, at);
	}
}

/* The last change anew, with what was written then. */
static void
repeat(struct vi_press *k)
{
	struct vi *v = k->v;
	const char *keys = v->last;
	size_t n;

	v->is_repeating = true;
	for (; *keys != '\0'; keys += n) {
		n = utf8_next_cluster(keys, strlen(keys));
		(void)vi_key(v, k->in, k->c, keys, n);
	}
	if (!v->is_normal && v->inserted != NULL)
		(void)input_insert(k->in, v->inserted, strlen(v->inserted));
	if (!v->is_normal)
		(void)vi_escape(v, k->in);
	v->is_repeating = false;
	v->has_changed = false;		/* it stays what is repeated */
}

static void
command(struct vi_press *k, char key)
{
	switch (key) {
	case 'x':
		with_operator(k, 'd', vi_motion_right(k));
		return;
	case 'X':
		with_operator(k, 'd', vi_motion_left(k));
		return;
	case 'D':
		with_operator(k, 'd', vi_motion_line_end(k));
		return;
	case 'C':
		with_operator(k, 'c', vi_motion_line_end(k));
		return;
	case 's':
		with_operator(k, 'c', vi_motion_right(k));
		return;
	case 'S':
		with_operator(k, 'c', (struct vi_motion){ .to = k->in->cursor,
		    .is_line = true });
		return;
	case 'Y':
		with_operator(k, 'y', (struct vi_motion){
		    .to = k->in->cursor, .is_line = true });
		return;
	case 'p':
	case 'P':
		put(k, key == 'P');
		return;
	case '~':
		swap_case(k);
		return;
	case '.':
		repeat(k);
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
	struct vi_motion (*motion)(struct vi_press *k);
	int action;
} rows[] = {
#define VI_MOTION(what)   vi_motion_##what, -1
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

/* On a keyboard of other letters the one at the same place. */
static const struct vi_row *
find(const char *utf8, size_t len)
{
	struct key key = { 0, 0 };

	(void)utf8_decode(utf8, len, &key.code);
	key = key_latin(key);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if ((unsigned char)rows[i].key == key.code)
			return &rows[i];
	return NULL;
}

static void
press(struct vi_press *k, const struct vi_row *row)
{
	struct vi_motion m;

	if (k->v->op != '\0' && (row->kind == COMMAND ||
	    row->kind == ACTION)) {
		k->v->op = '\0';	/* it waited for a motion */
		return;
	}
	switch (row->kind) {
	case MOTION:
		m = row->motion(k);
		if ((row->key == 'w' || row->key == 'W') && k->v->op == 'c')
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
take_awaited(struct vi_press *k, const char *utf8, size_t len)
{
	enum vi_wait waits = k->v->waits;
	struct str_span span = { utf8, len };

	k->v->waits = VI_WAIT_NONE;
	if (!str_copy_span(k->v->sought, sizeof k->v->sought, span))
		return;
	if (waits == VI_WAIT_REPLACE)
		replace(k, k->v->sought);
	else
		move_or_operate(k, vi_seek(k, k->v->find));
}

/* "2d3w" are six words. */
static int
whole_count(const struct vi *v)
{
	int a = v->count > 0 ? v->count : 1;
	int b = v->op != '\0' && v->op_count > 0 ? v->op_count : 1;

	return a * b < COUNT_MAX ? a * b : COUNT_MAX;
}

/* --- What "." makes once more ---------------------------------------------- */

/* A command of so many keys is not repeated. */
static void
record(struct vi *v, const char *utf8, size_t len)
{
	v->recorded += len;
	if (v->recorded < sizeof v->record)
		memcpy(v->record + v->recorded - len, utf8, len);
}

/* The command is whole: it is the one to be repeated if it changed anything. */
static void
end_record(struct vi *v, const struct input *in)
{
	if (v->has_changed && v->recorded < sizeof v->record) {
		memcpy(v->last, v->record, v->recorded);
		v->last[v->recorded] = '\0';
		free(v->inserted);
		v->inserted = NULL;
	}
	v->recorded = 0;
	v->has_changed = false;
	v->insert_at = in->cursor;
	v->insert_len = in->text.len;
}

/* What was written since, if it is one piece. */
static void
note_inserted(struct vi *v, const struct input *in)
{
	size_t n = in->text.len - v->insert_len;

	if (in->text.len < v->insert_len || in->cursor != v->insert_at + n)
		return;
	free(v->inserted);
	v->inserted = xstrndup(input_text(in) + v->insert_at, n);
}

static int
take_key(struct vi *v, struct input *in, struct clipboard *c, const char *utf8,
    size_t len)
{
	struct vi_press k = { .v = v, .in = in, .c = c, .action = -1,
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

int
vi_key(struct vi *v, struct input *in, struct clipboard *c, const char *utf8,
    size_t len)
{
	int action;

	if (v->is_repeating)
		return take_key(v, in, c, utf8, len);
	record(v, utf8, len);
	action = take_key(v, in, c, utf8, len);
	if (v->op == '\0' && v->waits == VI_WAIT_NONE && v->count == 0)
		end_record(v, in);
	return action;
}

bool
vi_escape(struct vi *v, struct input *in)
{
	bool has_begun = v->op != '\0' || v->waits != VI_WAIT_NONE ||
	    v->count > 0;

	v->op = '\0';
	v->waits = VI_WAIT_NONE;
	v->count = 0;
	v->recorded = 0;
	if (v->is_normal)
		return has_begun;
	v->is_normal = true;
	if (!v->is_repeating && v->last[0] != '\0')
		note_inserted(v, in);
	if (in->cursor > vi_line_start(in, in->cursor))
		in->cursor = vi_before(in, in->cursor);
	return true;
}
