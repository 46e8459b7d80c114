/* memory_test.c -- what was typed, kept as text and taken back. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/input.h"
#include "tui/memory.h"

#include "base/banned.h"

static void
lines_and_draft_come_back(void **state)
{
	struct input in, back;
	struct buf text;

	(void)state;
	buf_init(&text, 10000);
	input_init(&in);
	input_remember(&in, "hello");
	input_remember(&in, "two\nlines \\n and more");
	input_set(&in, "a draft\nof two");
	assert_true(memory_save("#all", &in, &text));
	input_init(&back);
	memory_restore(buf_str(&text), "#all", &back);
	assert_string_equal(input_text(&back), "a draft\nof two");
	assert_int_equal(back.history_count, 2);
	assert_string_equal(back.history[0], "hello");
	assert_string_equal(back.history[1], "two\nlines \\n and more");
	input_release(&back);
	input_init(&back);
	memory_restore(buf_str(&text), "#other", &back);
	assert_true(input_is_empty(&back));
	assert_int_equal(back.history_count, 0);
	input_release(&back);
	input_release(&in);
	buf_release(&text);
}

static void
nothing_typed_is_nothing_kept(void **state)
{
	struct input in;
	struct buf text;

	(void)state;
	buf_init(&text, 100);
	input_init(&in);
	assert_true(memory_save("#all", &in, &text));
	assert_int_equal(text.len, 0);
	input_release(&in);
	buf_release(&text);
}

static void
what_may_be_a_password_is_not_kept(void **state)
{
	static const char *const secrets[] = {
		"/msg NickServ IDENTIFY hunter2", "/oper admin hunter2",
		"nickserv identify hunter2", "/quote PASS hunter2",
	};
	struct input in;
	struct buf text;
	size_t i;

	(void)state;
	buf_init(&text, 10000);
	input_init(&in);
	for (i = 0; i < sizeof secrets / sizeof *secrets; i++)
		input_remember(&in, secrets[i]);
	input_set(&in, secrets[0]);
	assert_true(memory_save("#all", &in, &text));
	assert_null(strstr(buf_str(&text), "hunter2"));
	input_release(&in);
	buf_release(&text);
}

/* What is kept as the draft: "" if nothing is. */
static void
assert_draft(const struct input *in, const char *wanted)
{
	struct input back;
	struct buf text;

	buf_init(&text, 1000);
	input_init(&back);
	assert_true(memory_save("#all", in, &text));
	memory_restore(buf_str(&text), "#all", &back);
	assert_string_equal(input_text(&back), wanted);
	input_release(&back);
	buf_release(&text);
}

static void
a_draft_is_what_stands_there(void **state)
{
	struct input in;

	(void)state;
	input_init(&in);
	input_remember(&in, "sent");
	input_set(&in, "first");
	assert_true(input_history_up(&in));
	assert_draft(&in, "first");	/* the other is only looked at */
	assert_true(input_history_down(&in));
	input_set(&in, "second");
	assert_draft(&in, "second");
	assert_true(input_history_up(&in));
	input_set(&in, "sent, and more");
	assert_draft(&in, "sent, and more");
	input_set(&in, "");
	assert_draft(&in, "");
	input_release(&in);
}

static bool
is_all(void *arg, const char *target)
{
	(void)arg;
	return strcmp(target, "#all") == 0;
}

static void
what_was_not_visited_is_kept_on(void **state)
{
	struct buf text;

	(void)state;
	buf_init(&text, 1000);
	assert_true(memory_keep("target #all\nsent a\ntarget bob\nsent b\\nc\n"
	    "draft d\n", is_all, NULL, &text));
	assert_string_equal(buf_str(&text),
	    "target bob\nsent b\\nc\ndraft d\n");
	buf_release(&text);
}

static void
damaged_text_does_no_harm(void **state)
{
	struct input in;

	(void)state;
	input_init(&in);
	memory_restore("sent x\ntarget\n\n\\\ntarget #all\nsent \xff\n"
	    "sent ok\\\nfoo bar", "#all", &in);
	assert_int_equal(in.history_count, 1);
	assert_string_equal(in.history[0], "ok\\");
	input_release(&in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_and_draft_come_back),
		cmocka_unit_test(nothing_typed_is_nothing_kept),
		cmocka_unit_test(what_may_be_a_password_is_not_kept),
		cmocka_unit_test(a_draft_is_what_stands_there),
		cmocka_unit_test(what_was_not_visited_is_kept_on),
		cmocka_unit_test(damaged_text_does_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
