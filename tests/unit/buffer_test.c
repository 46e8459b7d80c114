/* buffer_test.c -- the lines of one conversation. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/xalloc.h"
#include "tui/buffer.h"

#include "base/banned.h"

static struct line
text_line(const char *text)
{
	return (struct line){
		.kind = LINE_TEXT, .time_ms = 42, .flags = LINE_MENTION,
		.nick = { "dana", 4 }, .msgid = { "m1", 2 },
		.text = { text, strlen(text) },
	};
}

static struct line_ref
append_number(struct buffer *b, int n)
{
	char text[64];
	struct line line;

	snprintf(text, sizeof text, "line number %d of many", n);
	line = text_line(text);
	return buffer_append(b, &line);
}

static int
number_at(struct line_ref ref)
{
	struct line line;
	char text[64] = "";
	int n = -1;

	buffer_get(ref, &line);
	assert_true(line.text.len < sizeof text);
	memcpy(text, line.text.p, line.text.len);
	assert_int_equal(sscanf(text, "line number %d", &n), 1);
	return n;
}

/* Both ways: what is there is `from`, `from` + 1 ... `to`. */
static void
expect_numbers(const struct buffer *b, int from, int to)
{
	struct line_ref ref = buffer_first(b);

	for (int n = from; n <= to; n++, ref = buffer_next(ref))
		assert_int_equal(number_at(ref), n);
	assert_null(ref.chunk);
	ref = buffer_last(b);
	for (int n = to; n >= from; n--, ref = buffer_prev(ref))
		assert_int_equal(number_at(ref), n);
	assert_null(ref.chunk);
}

static void
gives_back_what_was_put_in(void **state)
{
	struct buffer b;
	struct line in = text_line("hello"), out;

	(void)state;
	buffer_init(&b);
	assert_null(buffer_first(&b).chunk);
	assert_null(buffer_last(&b).chunk);
	in.object = (struct line_text){ "obj", 3 };
	buffer_get(buffer_append(&b, &in), &out);
	assert_int_equal(out.kind, LINE_TEXT);
	assert_int_equal(out.time_ms, 42);
	assert_int_equal(out.flags, LINE_MENTION);
	assert_memory_equal(out.nick.p, "dana", 4);
	assert_memory_equal(out.object.p, "obj", 3);
	assert_memory_equal(out.msgid.p, "m1", 2);
	assert_int_equal(out.text.len, 5);
	assert_memory_equal(out.text.p, "hello", 5);
	buffer_release(&b);
}

static void
walks_over_many_chunks(void **state)
{
	struct buffer b;

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 5000; i++)
		append_number(&b, i);
	assert_ptr_not_equal(b.first, b.last);
	assert_int_equal(b.lines, 5000);
	expect_numbers(&b, 0, 4999);
	buffer_release(&b);
}

/* Inserts the lines [from, to) before `where`. */
static void
insert_numbers(struct buffer *b, struct line_ref where, int from, int to)
{
	static char texts[100][64];
	struct line lines[100];

	for (int n = from; n < to; n++) {
		snprintf(texts[n - from], sizeof texts[0],
		    "line number %d of many", n);
		lines[n - from] = text_line(texts[n - from]);
	}
	buffer_insert(b, where, lines, (size_t)(to - from));
}

static void
older_lines_go_before_all_others(void **state)
{
	struct buffer b;

	(void)state;
	buffer_init(&b);
	insert_numbers(&b, (struct line_ref){ NULL, 0 }, 100, 150);
	for (int i = 150; i < 200; i++)
		append_number(&b, i);
	insert_numbers(&b, (struct line_ref){ NULL, 0 }, 50, 100);
	insert_numbers(&b, (struct line_ref){ NULL, 0 }, 0, 50);
	expect_numbers(&b, 0, 199);
	buffer_release(&b);
}

static void
lines_of_a_gap_go_between_and_marks_stay_on_theirs(void **state)
{
	struct buffer b;
	struct line_ref at = { NULL, 0 };

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 10; i++) {
		struct line_ref ref = append_number(&b, i < 5 ? i : i + 50);

		if (i == 2)
			b.marks[MARK_SEEN] = ref;
		if (i == 5)
			at = ref;
		if (i == 7)
			b.marks[MARK_TOP] = ref;
	}
	b.marks[MARK_UNREAD] = at;
	insert_numbers(&b, at, 5, 55);
	expect_numbers(&b, 0, 59);
	assert_int_equal(number_at(b.marks[MARK_SEEN]), 2);
	assert_int_equal(number_at(b.marks[MARK_UNREAD]), 55);
	assert_int_equal(number_at(b.marks[MARK_TOP]), 57);
	append_number(&b, 60);
	expect_numbers(&b, 0, 60);
	assert_int_equal(b.lines, 61);
	buffer_release(&b);
}

static void
what_was_removed_is_never_met_again(void **state)
{
	struct buffer b;
	struct line_ref refs[5];

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 5; i++)
		refs[i] = append_number(&b, i);
	b.marks[MARK_UNREAD] = refs[0];
	b.marks[MARK_TOP] = refs[4];
	buffer_remove(&b, refs[0]);
	buffer_remove(&b, refs[4]);
	expect_numbers(&b, 1, 3);
	assert_int_equal(number_at(b.marks[MARK_UNREAD]), 1);
	assert_null(b.marks[MARK_TOP].chunk);
	buffer_release(&b);
}

static struct line
said(const char *msgid, const char *reply, const char *text)
{
	return (struct line){ .kind = LINE_TEXT, .nick = { "al", 2 },
	    .msgid = { msgid, strlen(msgid) },
	    .reply = { reply, strlen(reply) },
	    .text = { text, strlen(text) } };
}

static void
what_a_line_answers_is_kept_with_it(void **state)
{
	struct buffer b;
	struct line out, lines[3] = { said("m1", "", "one"),
		said("m2", "m1", "two"), said("m3", "", "three") };
	struct line_ref ref;

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 3; i++)
		buffer_append(&b, &lines[i]);
	ref = buffer_find_msgid(&b, lines[1].msgid, 3);
	buffer_get(ref, &out);
	assert_int_equal(out.reply.len, 2);
	assert_memory_equal(out.reply.p, "m1", 2);
	assert_memory_equal(out.text.p, "two", 3);
	assert_null(buffer_find_msgid(&b, lines[0].msgid, 2).chunk);
	buffer_get(buffer_find_msgid(&b, lines[0].msgid, 3), &out);
	assert_int_equal(out.reply.len, 0);
	buffer_release(&b);
}

/* Shorter, and longer than there is room for; the first, one, and the last. */
static void
a_line_is_replaced_where_it_stands(void **state)
{
	static const char secret[] = "a secret that must not stay";
	char text[300], all[16];
	size_t n;
	struct buffer b;
	struct line out, line;
	struct line_ref ref;

	(void)state;
	memset(text, 'x', sizeof text);
	for (int which = 0; which < 3; which++)
		for (size_t len = 1; len < sizeof text; len += 298) {
			char msgid[] = "m0";

			buffer_init(&b);
			for (int i = 0; i < 3; i++) {
				msgid[1] = (char)('0' + i);
				line = said(msgid, "m9", secret);
				buffer_append(&b, &line);
			}
			msgid[1] = (char)('0' + which);
			ref = buffer_find_msgid(&b,
			    (struct line_text){ msgid, 2 }, 3);
			b.marks[MARK_TOP] = ref;
			buffer_get(ref, &line);
			line.text = (struct line_text){ text, len };
			line.reply.len = 0;
			buffer_replace(&b, ref, &line);
			buffer_get(b.marks[MARK_TOP], &out);
			assert_int_equal(out.text.len, len);
			assert_memory_equal(out.msgid.p, msgid, 2);
			n = 0;
			for (ref = buffer_first(&b); ref.chunk != NULL;
			    ref = buffer_next(ref)) {
				buffer_get(ref, &out);
				assert_true(n + out.msgid.len < sizeof all);
				memcpy(all + n, out.msgid.p, out.msgid.len);
				n += out.msgid.len;
			}
			assert_int_equal(n, 6);
			assert_memory_equal(all, "m0m1m2", 6);
			buffer_append(&b, &line);
			buffer_release(&b);
		}
}

static void
a_gap_is_found_by_its_number(void **state)
{
	struct buffer b;
	struct line gap = {
		.kind = LINE_GAP, .number = 7, .time_ms = 1, .until_ms = 2,
		.flags = LINE_FILLABLE,
	}, out;

	(void)state;
	buffer_init(&b);
	append_number(&b, 0);
	buffer_append(&b, &gap);
	append_number(&b, 1);
	assert_null(buffer_find_gap(&b, 8).chunk);
	buffer_get(buffer_find_gap(&b, 7), &out);
	assert_int_equal(out.until_ms, 2);
	assert_int_equal(out.text.len, 0);
	gap.time_ms = 5;
	gap.until_ms = 6;
	gap.flags = 0;
	buffer_set_gap(buffer_find_gap(&b, 7), &gap);
	buffer_get(buffer_find_gap(&b, 7), &out);
	assert_int_equal(out.time_ms, 5);
	assert_int_equal(out.until_ms, 6);
	assert_int_equal(out.flags, 0);
	buffer_remove(&b, buffer_find_gap(&b, 7));
	expect_numbers(&b, 0, 1);
	buffer_release(&b);
}

static void
the_oldest_go_first_but_not_what_is_being_read(void **state)
{
	struct buffer b;
	uint32_t before;
	int first;

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 5000; i++)
		append_number(&b, i);
	b.marks[MARK_UNREAD] = buffer_first(&b);
	before = b.lines;
	assert_true(buffer_drop_oldest(&b));
	assert_true(b.lines < before);
	first = number_at(buffer_first(&b));
	assert_int_equal(first, before - b.lines);
	assert_int_equal(number_at(b.marks[MARK_UNREAD]), first);
	expect_numbers(&b, first, 4999);
	b.marks[MARK_TOP] = buffer_first(&b);
	assert_false(buffer_drop_oldest(&b));
	b.marks[MARK_TOP].chunk = NULL;
	while (buffer_drop_oldest(&b))
		continue;
	assert_ptr_equal(b.first, b.last);
	assert_int_equal(number_at(buffer_last(&b)), 4999);
	buffer_release(&b);
}

static void
what_is_too_long_is_cut_between_characters(void **state)
{
	struct buffer b;
	size_t len = 70001;
	char *text = xmalloc(len);
	struct line line = text_line(""), out;

	(void)state;
	for (size_t i = 0; i < len; i++)
		text[i] = "\xc3\xa4"[(i + 1) % 2];	/* a, then umlauts */
	text[0] = 'a';
	line.text = (struct line_text){ text, len };
	buffer_init(&b);
	buffer_get(buffer_append(&b, &line), &out);
	assert_int_equal(out.text.len, 65535);
	append_number(&b, 1);
	assert_int_equal(number_at(buffer_last(&b)), 1);
	buffer_release(&b);
	free(text);
}

static void
a_line_costs_little_more_than_its_text(void **state)
{
	struct buffer b;

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 100000; i++)
		append_number(&b, i);
	assert_true(b.bytes / 100000 < 80);
	buffer_release(&b);
}

/* Whatever chunks they are in. */
static void
knows_which_line_stands_before(void **state)
{
	struct buffer b;
	struct line_ref refs[300];
	static const int picks[] = { 0, 1, 150, 298, 299 };
	enum { PICKS = sizeof picks / sizeof *picks };

	(void)state;
	buffer_init(&b);
	for (int i = 0; i < 300; i++)
		refs[i] = append_number(&b, i);
	assert_true(refs[0].chunk != refs[299].chunk);
	for (int i = 0; i < PICKS; i++)
		for (int j = 0; j < PICKS; j++)
			assert_int_equal(buffer_is_before(refs[picks[i]],
			    refs[picks[j]]), i < j);
	buffer_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_which_line_stands_before),
		cmocka_unit_test(gives_back_what_was_put_in),
		cmocka_unit_test(walks_over_many_chunks),
		cmocka_unit_test(older_lines_go_before_all_others),
		cmocka_unit_test(
		    lines_of_a_gap_go_between_and_marks_stay_on_theirs),
		cmocka_unit_test(what_was_removed_is_never_met_again),
		cmocka_unit_test(what_a_line_answers_is_kept_with_it),
		cmocka_unit_test(a_line_is_replaced_where_it_stands),
		cmocka_unit_test(a_gap_is_found_by_its_number),
		cmocka_unit_test(
		    the_oldest_go_first_but_not_what_is_being_read),
		cmocka_unit_test(what_is_too_long_is_cut_between_characters),
		cmocka_unit_test(a_line_costs_little_more_than_its_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
