/* vi_test.c -- editing a line with the keys of vi. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "tui/action.h"
#include "tui/input.h"
#include "tui/vi.h"

#include "base/banned.h"

struct world {
	struct vi v;
	struct input in;
	struct clipboard c;
	int action;
};

static void
open_world(struct world *w, const char *text)
{
	memset(w, 0, sizeof *w);
	input_init(&w->in);
	clipboard_init(&w->c);
	input_set(&w->in, text);
	assert_true(vi_escape(&w->v, &w->in));
	w->in.cursor = 0;
}

static void
close_world(struct world *w)
{
	vi_reset(&w->v);
	input_release(&w->in);
	clipboard_release(&w->c);
}

/* Keys of the normal mode; in the insert mode they are text, "\033" is Esc. */
static void
type(struct world *w, const char *keys)
{
	size_t n;

	for (; *keys != '\0'; keys += n) {
		n = utf8_next_cluster(keys, strlen(keys));
		if (*keys == '\033')
			(void)vi_escape(&w->v, &w->in);
		else if (w->v.is_normal)
			w->action = vi_key(&w->v, &w->in, &w->c, keys, n);
		else
			assert_true(input_insert(&w->in, keys, n));
	}
}

/* `expected` has a | before the cursor. */
static void
becomes(const char *text, const char *keys, const char *expected)
{
	struct world w;
	char now[300];
	size_t at;

	open_world(&w, text);
	type(&w, keys);
	at = w.in.cursor;
	assert_true(at + 2 < sizeof now);
	assert_true(strlen(input_text(&w.in)) + 2 < sizeof now);
	memcpy(now, input_text(&w.in), at);
	now[at] = '|';
	memcpy(now + at + 1, input_text(&w.in) + at,
	    strlen(input_text(&w.in) + at) + 1);
	if (strcmp(now, expected) != 0)
		fail_msg("%s on %s: %s, not %s", keys, text, now, expected);
	close_world(&w);
}

static void
motions_go_where_vi_goes(void **state)
{
	(void)state;
	becomes("one two, three", "w", "one |two, three");
	becomes("one two, three", "ww", "one two|, three");
	becomes("one two, three", "3w", "one two, |three");
	becomes("one two, three", "e", "on|e two, three");
	becomes("one two, three", "2e", "one tw|o, three");
	becomes("one two, three", "$b", "one two, |three");
	becomes("one two, three", "$3b", "one |two, three");
	becomes("one two", "$", "one tw|o");
	becomes("  one", "$^", "  |one");
	becomes("one", "$0", "|one");
	becomes("one two", "5l2h", "one| two");
	becomes("one two", "100l", "one tw|o");
	becomes("a.b.c", "f.", "a|.b.c");
	becomes("a.b.c", "2f.", "a.b|.c");
	becomes("a.b.c", "t.", "|a.b.c");
	becomes("a.b.c", "$F.", "a.b|.c");
	becomes("a.b.c", "$T.", "a.b.|c");
	becomes("a.b", "fx", "|a.b");
	becomes("", "wbe$0hl", "|");
}

static void
big_words_end_at_blanks(void **state)
{
	(void)state;
	becomes("see http://a.b/c now", "W", "see |http://a.b/c now");
	becomes("see http://a.b/c now", "2W", "see http://a.b/c |now");
	becomes("see http://a.b/c now", "WE", "see http://a.b/|c now");
	becomes("see http://a.b/c now", "$BB", "see |http://a.b/c now");
	becomes("see http://a.b/c now", "WdW", "see |now");
	becomes("see http://a.b/c now", "WcWx\033", "see |x now");
}

static void
a_find_goes_on(void **state)
{
	(void)state;
	becomes("a.b.c.d", "f.;", "a.b|.c.d");
	becomes("a.b.c.d", "f.2;", "a.b.c|.d");
	becomes("a.b.c.d", "f.;;,", "a.b|.c.d");
	becomes("a.b.c.d", "t.;", "a.|b.c.d");
	becomes("a.b.c.d", "$T.;", "a.b.|c.d");
	becomes("a.b.c.d", "f.d;", "a|c.d");
	becomes("a.b", ";,", "|a.b");
}

static void
the_last_change_is_made_again(void **state)
{
	(void)state;
	becomes("one two three four", "dw.", "|three four");
	becomes("one two three four", "2dw.", "|");
	becomes("one two three", "cwx\033w.", "x |x three");
	becomes("one two three", "A!\033.", "one two three!|!");
	becomes("one two three", "ia \0330.", "a| a one two three");
	becomes("abcdef", "xl.", "b|def");
	becomes("a.b.c", "df..", "|c");
	becomes("one two three", "dw.u", "|two three");
	becomes("one two", "rxw.", "xne |xwo");
	becomes("one two", ".", "|one two");
	becomes("one two", "dwyy.", "|");
}

static void
letters_change_their_case(void **state)
{
	(void)state;
	becomes("abC", "~", "A|bC");
	becomes("abC", "3~", "AB|c");
	becomes("äЖσ", "9~", "Äж|Σ");
	becomes("abc", "9~u", "|abc");
}

static void
a_line_is_copied(void **state)
{
	(void)state;
	becomes("one two", "wYP", "one one tw|otwo");
}

static void
keys_of_another_alphabet_are_at_the_same_place(void **state)
{
	(void)state;
	becomes("one two", "ц", "one |two");	/* w */
	becomes("one two", "вц", "|two");	/* dw */
	becomes("мир", "fр", "ми|р");		/* what is sought is no key */
}

static void
operators_take_motions_and_counts(void **state)
{
	(void)state;
	becomes("one two three", "dw", "|two three");
	becomes("one two three", "2dw", "|three");
	becomes("one two three", "d2w", "|three");
	becomes("one two three", "wD", "one| ");
	becomes("one two three", "wd$", "one| ");
	becomes("one two three", "$db", "one two |e");
	becomes("one two three", "dfo", "| three");
	becomes("one two three", "dto", "|o three");
	becomes("one two three", "cwnew\033", "ne|w two three");
	becomes("one two three", "wcenew\033", "one ne|w three");
	becomes("one two three", "ccnew\033", "ne|w");
	becomes("one two three", "wCnew\033", "one ne|w");
	becomes("one", "dd", "|");
	becomes("one\ntwo\nthree", "dd", "|two\nthree");
	becomes("one\ntwo\nthree", "2dd", "|three");
	becomes("one two", "dx", "|one two");
	becomes("one two", "d\033w", "one |two");
}

static void
what_is_cut_or_copied_is_put(void **state)
{
	(void)state;
	becomes("abc", "xp", "b|ac");
	becomes("abc", "lxP", "a|bc");
	becomes("one two", "yw$p", "one twoone| ");
	becomes("ab", "x3p", "baa|a");
}

static void
small_commands_do_their_work(void **state)
{
	(void)state;
	becomes("abc", "x", "|bc");
	becomes("abc", "2x", "|c");
	becomes("abc", "$X", "a|c");
	becomes("abc", "rx", "|xbc");
	becomes("abc", "2rx", "x|xc");
	becomes("abc", "sxy\033", "x|ybc");
	becomes("abc", "Snew\033", "ne|w");
	becomes("  abc", "$Ix\033", "  |xabc");
	becomes("abc", "Ax\033", "abc|x");
	becomes("abc", "ax\033", "a|xbc");
	becomes("abc", "ox\033", "abc\n|x");
	becomes("abc", "Ox\033", "|x\nabc");
	becomes("", ":", "/|");
}

static void
changes_are_undone_in_their_order(void **state)
{
	(void)state;
	becomes("one two", "xxu", "|ne two");
	becomes("one two", "xxuu", "|one two");
	becomes("one two", "wdwu", "one |two");
	becomes("one two", "Ax\033uu", "|one two");
	becomes("one", "u", "|one");
}

static void
clusters_stay_whole(void **state)
{
	(void)state;
	becomes("e\xcc\x81x", "x", "|x");
	becomes("\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb!", "l",
	    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb|!");
	becomes("a\xc3\xa9" "b", "f\xc3\xa9x", "a|b");
}

static void
some_keys_are_actions(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, "one");
	type(&w, "j");
	assert_int_equal(w.action, ACTION_DOWN);
	type(&w, "/");
	assert_int_equal(w.action, ACTION_FIND);
	type(&w, "x");
	assert_int_equal(w.action, -1);
	close_world(&w);
}

static void
escape_leaves_insert_then_is_escape(void **state)
{
	struct world w;

	(void)state;
	open_world(&w, "one");
	assert_false(vi_escape(&w.v, &w.in));
	type(&w, "i");
	assert_false(w.v.is_normal);
	assert_true(vi_escape(&w.v, &w.in));
	type(&w, "2d");
	assert_true(vi_escape(&w.v, &w.in));
	assert_false(vi_escape(&w.v, &w.in));
	close_world(&w);
}

/* Any keys on any text: the cursor stays in it. */
static void
no_keys_lead_out_of_the_text(void **state)
{
	static const char keys[] = "hlwbe0^$fFtTdcyxXDCsSrpPuiaIAoO/jk:2 9\033a.";
	static const char *const texts[] = { "", "a", "a b", "\n", "a\n\nb",
	    " ", "\xc3\xa9\n\xe6\xbc\xa2 x" };
	unsigned seed = 1;
	struct world w;

	(void)state;
	for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
		open_world(&w, texts[t]);
		for (int i = 0; i < 3000; i++) {
			char key[2] = "";

			seed = seed * 1103515245u + 12345u;
			key[0] = keys[(seed >> 16) % (sizeof keys - 1)];
			if (w.in.text.len > 500)
				input_clear(&w.in);
			type(&w, key);
			assert_true(w.in.cursor <= w.in.text.len);
			assert_true(utf8_valid(input_text(&w.in),
			    w.in.cursor));
		}
		close_world(&w);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(motions_go_where_vi_goes),
		cmocka_unit_test(big_words_end_at_blanks),
		cmocka_unit_test(a_find_goes_on),
		cmocka_unit_test(the_last_change_is_made_again),
		cmocka_unit_test(letters_change_their_case),
		cmocka_unit_test(a_line_is_copied),
		cmocka_unit_test(keys_of_another_alphabet_are_at_the_same_place),
		cmocka_unit_test(operators_take_motions_and_counts),
		cmocka_unit_test(what_is_cut_or_copied_is_put),
		cmocka_unit_test(small_commands_do_their_work),
		cmocka_unit_test(changes_are_undone_in_their_order),
		cmocka_unit_test(clusters_stay_whole),
		cmocka_unit_test(some_keys_are_actions),
		cmocka_unit_test(escape_leaves_insert_then_is_escape),
		cmocka_unit_test(no_keys_lead_out_of_the_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
