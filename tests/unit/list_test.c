/* list_test.c -- lists that change while somebody walks them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rand.h"
#include "server/list.h"

#include "base/banned.h"

enum { THINGS = 40 };

struct thing {
	struct list_node node;
	int  number;
	bool is_in;
	bool was_throughout;	/* in the list since the cursor started */
	unsigned met;
};

static int
number_of(struct list_node *n)
{
	return n == NULL ? -1 : list_item(n, struct thing, node)->number;
}

static void
append_some(struct list *l, struct thing *t, int n)
{
	int i;

	for (i = 0; i < n; i++) {
		t[i].number = i;
		list_append(l, &t[i].node);
	}
}

static void
a_cursor_meets_all_in_order(void **state)
{
	struct thing t[3] = { 0 };
	struct list l = { 0 };
	struct cursor c;

	(void)state;
	append_some(&l, t, 3);
	assert_int_equal(l.count, 3);
	cursor_start(&c, &l);
	assert_int_equal(number_of(cursor_next(&c)), 0);
	assert_int_equal(number_of(cursor_next(&c)), 1);
	assert_int_equal(number_of(cursor_next(&c)), 2);
	assert_null(cursor_next(&c));
	cursor_stop(&c);
	assert_null(l.cursors);
}

static void
removing_the_next_one_moves_a_cursor_on(void **state)
{
	struct thing t[3] = { 0 };
	struct list l = { 0 };
	struct cursor a, b;

	(void)state;
	append_some(&l, t, 3);
	cursor_start(&a, &l);
	cursor_start(&b, &l);
	assert_int_equal(number_of(cursor_next(&b)), 0);
	list_remove(&l, &t[0].node);
	list_remove(&l, &t[1].node);
	assert_int_equal(number_of(cursor_next(&a)), 2);
	assert_int_equal(number_of(cursor_next(&b)), 2);
	list_remove(&l, &t[2].node);
	assert_null(cursor_next(&a));
	assert_null(l.first);
	assert_null(l.last);
	assert_int_equal(l.count, 0);
	cursor_stop(&a);
	cursor_stop(&b);
}

static void
one_at_the_end_meets_who_comes_later(void **state)
{
	struct thing t[2] = { 0 };
	struct list l = { 0 };
	struct cursor c;

	(void)state;
	cursor_start(&c, &l);
	assert_null(cursor_next(&c));
	append_some(&l, t, 2);
	assert_int_equal(number_of(cursor_next(&c)), 0);
	assert_int_equal(number_of(cursor_next(&c)), 1);
	cursor_stop(&c);
}

static void
the_end_of_a_list_ends_its_cursors(void **state)
{
	struct thing t[2] = { 0 };
	struct list l = { 0 };
	struct cursor a, b, never = { 0 };

	(void)state;
	append_some(&l, t, 2);
	cursor_start(&a, &l);
	cursor_start(&b, &l);
	list_end(&l);
	assert_null(a.list);
	assert_null(cursor_next(&a));
	assert_null(cursor_next(&b));
	cursor_stop(&a);
	cursor_stop(&never);
	cursor_stop(&never);
}

/* Whoever is there throughout is met exactly once, others at most once. */
static void
walk_while_it_changes(struct rand *r)
{
	struct thing t[THINGS] = { 0 };
	struct list l = { 0 };
	struct list_node *n;
	struct cursor c;
	int i;

	for (i = 0; i < THINGS; i++) {
		t[i].number = i;
		t[i].is_in = t[i].was_throughout = rand_below(r, 2) != 0;
		if (t[i].is_in)
			list_append(&l, &t[i].node);
	}
	cursor_start(&c, &l);
	do {
		struct thing *some = &t[rand_below(r, THINGS)];

		if (some->is_in && rand_below(r, 2) == 0) {
			list_remove(&l, &some->node);
			some->is_in = some->was_throughout = false;
		} else if (!some->is_in && some->met == 0) {
			list_append(&l, &some->node);
			some->is_in = true;
		}
		if ((n = cursor_next(&c)) != NULL)
			list_item(n, struct thing, node)->met++;
	} while (n != NULL);
	cursor_stop(&c);
	for (i = 0; i < THINGS; i++) {
		assert_true(t[i].met <= 1);
		if (t[i].was_throughout)
			assert_int_equal(t[i].met, 1);
	}
}

static void
who_is_there_throughout_is_met_once(void **state)
{
	struct rand r;
	int i;

	(void)state;
	rand_seed(&r, 7);
	for (i = 0; i < 500; i++)
		walk_while_it_changes(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cursor_meets_all_in_order),
		cmocka_unit_test(removing_the_next_one_moves_a_cursor_on),
		cmocka_unit_test(one_at_the_end_meets_who_comes_later),
		cmocka_unit_test(the_end_of_a_list_ends_its_cursors),
		cmocka_unit_test(who_is_there_throughout_is_met_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
