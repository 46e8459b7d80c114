/* nicklist_test.c -- who is in a channel, in what order, and when it moves. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "tui/nicklist.h"

#include "base/banned.h"

static void
set(struct nicklist *l, const char *nick, char sign, bool away, int64_t ms)
{
	struct member_facts f = {
		.nick = nick, .sign = sign, .away = away,
		.saw_away = away && nicklist_find(l, nick) != NULL,
		.rank = sign == '@' ? 0 : sign == '+' ? 1 : 2,
	};

	nicklist_set(l, &f, ms, ms);
}

static void
expect(const struct nicklist *l, const char *names)
{
	struct buf out;

	buf_init(&out, 1000);
	for (size_t i = 0; i < l->count; i++)
		assert_true(buf_addf(&out, "%s%s", i > 0 ? " " : "",
		    l->rows[i]->nick));
	assert_string_equal(buf_str(&out), names);
	buf_release(&out);
}

static void
signs_come_first_and_the_away_last(void **state)
{
	struct nicklist l;

	(void)state;
	nicklist_init(&l);
	set(&l, "zoe", 0, false, 0);
	set(&l, "Bob", 0, false, 0);
	set(&l, "amy", '@', true, 0);
	set(&l, "vic", '+', false, 0);
	set(&l, "ops", '@', false, 0);
	nicklist_sort(&l);
	expect(&l, "ops vic Bob zoe amy");
	assert_int_equal(l.away, 1);
	assert_int_equal(l.here_rows, 4);
	nicklist_release(&l);
}

static void
rows_move_at_once_in_a_calm_list(void **state)
{
	struct nicklist l;

	(void)state;
	nicklist_init(&l);
	set(&l, "bob", 0, false, 0);
	set(&l, "amy", 0, false, 5000);
	expect(&l, "amy bob");
	nicklist_release(&l);
}

static void
rows_wait_until_nobody_moves_but_not_for_ever(void **state)
{
	struct nicklist l;

	(void)state;
	nicklist_init(&l);
	set(&l, "dan", 0, false, 0);
	set(&l, "cat", 0, false, 1000);
	expect(&l, "dan cat");
	assert_int_equal(nicklist_wait_ms(&l, 1000), 2000);
	assert_false(nicklist_turn(&l, 2999));
	assert_true(nicklist_turn(&l, 3000));
	expect(&l, "cat dan");
	assert_int_equal(nicklist_wait_ms(&l, 3000), -1);
	for (int64_t ms = 3000; ms < 14000; ms += 1000) {
		set(&l, "bob", ms % 2000 == 0 ? '+' : 0, false, ms);
		assert_false(nicklist_turn(&l, ms));
	}
	assert_true(nicklist_turn(&l, 14000));
	nicklist_release(&l);
}

static void
an_unsorted_newcomer_stands_with_those_who_are_here(void **state)
{
	struct nicklist l;

	(void)state;
	nicklist_init(&l);
	set(&l, "bob", 0, false, 0);
	set(&l, "gone", 0, true, 0);
	nicklist_sort(&l);
	set(&l, "zoe", 0, false, 100);
	set(&l, "also", 0, true, 100);
	expect(&l, "bob zoe gone also");
	nicklist_remove(&l, "ZOE", 200);
	expect(&l, "bob gone also");
	assert_int_equal(l.here_rows, 1);
	assert_int_equal(l.away, 2);
	nicklist_release(&l);
}

static void
when_somebody_went_away_is_known_only_if_it_was_seen(void **state)
{
	struct nicklist l;

	(void)state;
	nicklist_init(&l);
	set(&l, "amy", 0, true, 1000);
	assert_int_equal(nicklist_find(&l, "amy")->away_since_ms, 0);
	set(&l, "amy", 0, false, 2000);
	set(&l, "amy", 0, true, 3000);
	assert_int_equal(nicklist_find(&l, "AMY")->away_since_ms, 3000);
	assert_int_equal(l.away, 1);
	nicklist_remove(&l, "nobody", 0);
	nicklist_clear(&l);
	assert_int_equal(l.count, 0);
	assert_null(nicklist_find(&l, "amy"));
	nicklist_release(&l);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signs_come_first_and_the_away_last),
		cmocka_unit_test(rows_move_at_once_in_a_calm_list),
		cmocka_unit_test(
		    rows_wait_until_nobody_moves_but_not_for_ever),
		cmocka_unit_test(
		    an_unsorted_newcomer_stands_with_those_who_are_here),
		cmocka_unit_test(
		    when_somebody_went_away_is_known_only_if_it_was_seen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
