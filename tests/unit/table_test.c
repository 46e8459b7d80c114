/* table_test.c -- a hash table of things that exist in great numbers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rand.h"
#include "base/table.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { THINGS = 3000 };

struct thing {
	struct table_node node;
	uint64_t number;
	bool is_in;
};

static uint32_t
hash_of(const struct table_node *node)
{
	const struct thing *t = table_item(node, const struct thing, node);

	return table_hash_number(t->number);
}

static uint32_t
always_7(const struct table_node *node)
{
	(void)node;
	return 7;
}

static const struct thing *
find(const struct table *t, uint64_t number)
{
	const struct table_node *n = table_chain(t, table_hash_number(number));
	const struct thing *thing;

	for (; n != NULL; n = n->next) {
		thing = table_item(n, const struct thing, node);
		if (thing->number == number)
			return thing;
	}
	return NULL;
}

static void
an_empty_one_finds_nothing_and_holds_no_memory(void **state)
{
	struct table t;

	(void)state;
	table_init(&t, hash_of);
	assert_null(table_chain(&t, 0));
	assert_null(t.chains);
	table_release(&t);
}

static void
what_is_in_is_found_and_nothing_else(void **state)
{
	struct thing *things = xcalloc(THINGS, sizeof *things);
	struct rand r;
	struct table t;
	size_t i, n = 0;

	(void)state;
	rand_seed(&r, 1);
	table_init(&t, hash_of);
	for (int step = 0; step < 4 * THINGS; step++) {
		i = rand_below(&r, THINGS);
		things[i].number = i + 1;
		if (things[i].is_in)
			table_remove(&t, &things[i].node);
		else
			table_add(&t, &things[i].node);
		things[i].is_in = !things[i].is_in;
	}
	for (i = 0; i < THINGS; i++) {
		n += things[i].is_in;
		assert_ptr_equal(find(&t, i + 1),
		    things[i].is_in ? &things[i] : NULL);
	}
	assert_int_equal(t.count, n);
	table_release(&t);
	free(things);
}

static void
those_of_one_hash_are_in_one_chain_the_newest_first(void **state)
{
	struct thing a = { .number = 1 }, b = { .number = 2 },
	    c = { .number = 3 };
	struct table t;

	(void)state;
	table_init(&t, always_7);
	table_add(&t, &a.node);
	table_add(&t, &b.node);
	table_add(&t, &c.node);
	table_remove(&t, &b.node);
	assert_ptr_equal(table_chain(&t, 7), &c.node);
	assert_ptr_equal(c.node.next, &a.node);
	assert_null(a.node.next);
	table_release(&t);
}

static void
there_are_never_fewer_chains_than_things(void **state)
{
	struct thing *things = xcalloc(THINGS, sizeof *things);
	struct table t;
	size_t i;

	(void)state;
	table_init(&t, hash_of);
	for (i = 0; i < THINGS; i++) {
		things[i].number = i;
		table_add(&t, &things[i].node);
		assert_true(t.nchains >= t.count);
	}
	assert_true(t.nchains <= 2 * THINGS);
	table_release(&t);
	free(things);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    an_empty_one_finds_nothing_and_holds_no_memory),
		cmocka_unit_test(what_is_in_is_found_and_nothing_else),
		cmocka_unit_test(
		    those_of_one_hash_are_in_one_chain_the_newest_first),
		cmocka_unit_test(there_are_never_fewer_chains_than_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
