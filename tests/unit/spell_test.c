/* spell_test.c -- from when to when somebody was kept out, and what it hides. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/rand.h"
#include "server/spell.h"
#include "server/user.h"
#include "store/page.h"

#include "base/banned.h"

static char bo_source[] = "bo!b@host.test";
static struct user bo = { .source = bo_source };

static void
assert_hidden(const struct spells *s, uint64_t since, const char *wanted)
{
	struct question_channel c = { .nhidden = 0 };
	char text[HIDDEN_MAX * 24] = "";
	size_t len = 0;
	unsigned i;

	spells_hide(s, &bo, since, &c);
	for (i = 0; i < c.nhidden; i++)
		len += (size_t)snprintf(text + len, sizeof text - len,
		    "%d-%d ", (int)c.hidden[i].from, (int)c.hidden[i].to);
	assert_string_equal(text, wanted);
}

static void
what_was_said_in_a_spell_is_hidden_from_whom_it_was_about(void **state)
{
	struct spells s = { .n = 0 };

	(void)state;
	spells_begin(&s, "bo!*@*", 10);
	spells_begin(&s, "al!*@*", 12);
	assert_hidden(&s, 15, "10-15 ");
	assert_hidden(&s, 10, "");
	assert_hidden(&s, 5, "");
	spells_end(&s, "BO!*@*", 20);
	assert_hidden(&s, 15, "10-15 ");
	assert_hidden(&s, 30, "10-20 ");
	spells_begin(&s, NULL, 18);
	spells_end(&s, NULL, 25);
	spells_begin(&s, "*!*@host.test", 28);
	assert_hidden(&s, 30, "10-25 28-30 ");
	spells_free(&s);
}

static void
what_is_no_spell(void **state)
{
	struct spells s = { .n = 0 };

	(void)state;
	spells_begin(&s, "$m:bo!*@*", 10);	/* only to speak */
	spells_end(&s, "$m:bo!*@*", 20);
	spells_begin(&s, "bo!*@*", 30);		/* +b-b in one line */
	spells_end(&s, "bo!*@*", 30);
	assert_int_equal(s.n, 0);
	spells_end(&s, "bo!*@*", 40);	/* set when nobody took notes */
	assert_hidden(&s, 50, "0-40 ");
	spells_free(&s);
}

static void
of_too_many_the_oldest_become_one_about_everybody(void **state)
{
	struct spells s = { .n = 0 };
	char mask[32];
	uint64_t i;

	(void)state;
	spells_begin(&s, "still!*@*", 1);
	for (i = 1; i <= SPELLS_MAX + 2; i++) {
		snprintf(mask, sizeof mask, "n%d!*@*", (int)i);
		spells_begin(&s, mask, i * 10);
		spells_end(&s, mask, i * 10 + 5);
	}
	assert_int_equal(s.n, SPELLS_MAX + 1);
	assert_hidden(&s, 5000, "10-35 ");
	assert_string_equal(s.at[0].mask, "still!*@*");
	spells_free(&s);
}

static void
of_too_many_stretches_the_oldest_are_hidden_as_one(void **state)
{
	struct spells s = { .n = 0 };
	struct question_channel c = { .nhidden = 0 };
	uint64_t i;

	(void)state;
	for (i = 1; i <= HIDDEN_MAX + 2; i++) {
		spells_begin(&s, NULL, i * 10);
		spells_end(&s, NULL, i * 10 + 5);
	}
	spells_hide(&s, &bo, 5000, &c);
	assert_int_equal(c.nhidden, HIDDEN_MAX);
	assert_int_equal(c.hidden[0].from, 10);
	assert_int_equal(c.hidden[0].to, 35);
	assert_int_equal(c.hidden[1].from, 40);
	assert_int_equal(c.hidden[HIDDEN_MAX - 1].from, (HIDDEN_MAX + 2) * 10);
	assert_true(question_shows(&c, 35));
	assert_false(question_shows(&c, 34));
	spells_free(&s);
}

static void
they_come_back_from_their_text(void **state)
{
	static const char text[] = "3 9 *\n4 0 bo!*@*\n7 8 $a:bo\n";
	struct spells s = { .n = 0 };
	struct buf out;

	(void)state;
	buf_init(&out, 1024);
	assert_null(spells_text(&s, &out));
	spells_read(&s, text);
	assert_int_equal(s.n, 3);
	assert_null(s.at[0].mask);
	assert_string_equal(spells_text(&s, &out), text);
	spells_read(&s, NULL);
	assert_int_equal(s.n, 3);
	spells_free(&s);
	spells_read(&s, "rubbish\n1 2 *\n");
	assert_int_equal(s.n, 0);
	buf_release(&out);
}

/* --- the parts of a stretch of which nothing is hidden --- */

enum { ROWS = 40 };

/* Random stretches, apart and by number. */
static void
make_hidden(struct rand *r, struct question_channel *c)
{
	uint64_t at = rand_below(r, 6);

	for (c->nhidden = 0; c->nhidden < HIDDEN_MAX && at < ROWS;) {
		uint64_t to = at + 1 + rand_below(r, 5);

		c->hidden[c->nhidden++] = (struct question_span){ at, to };
		at = to + 1 + rand_below(r, 8);
	}
}

/* Each row that is seen, once, in the order in which it is taken. */
static void
look_at_parts(struct rand *r)
{
	struct question_channel c = { .nhidden = 0 };
	struct page_stretch s = { .above = rand_below(r, ROWS / 2),
	    .below = ROWS / 2 + rand_below(r, ROWS / 2), .limit = 1000,
	    .newest = rand_below(r, 2) }, whole = s, part;
	uint64_t at = s.newest ? s.below - 1 : s.above + 1, row;

	make_hidden(r, &c);
	while (page_next_part(&s, &c, &part)) {
		assert_true(part.above + 1 < part.below);
		for (row = part.above + 1; row < part.below; row++) {
			uint64_t taken = s.newest ?
			    part.above + part.below - row : row;

			while (at != taken) {
				assert_false(question_shows(&c, at));
				at = s.newest ? at - 1 : at + 1;
			}
			assert_true(question_shows(&c, at));
			at = s.newest ? at - 1 : at + 1;
		}
	}
	for (; at > whole.above && at < whole.below;
	    at = whole.newest ? at - 1 : at + 1)
		assert_false(question_shows(&c, at));
}

static void
what_is_not_hidden_is_taken_once(void **state)
{
	struct rand r;
	int i;

	(void)state;
	rand_seed(&r, 7);
	for (i = 0; i < 20000; i++)
		look_at_parts(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    what_was_said_in_a_spell_is_hidden_from_whom_it_was_about),
		cmocka_unit_test(what_is_no_spell),
		cmocka_unit_test(
		    of_too_many_the_oldest_become_one_about_everybody),
		cmocka_unit_test(
		    of_too_many_stretches_the_oldest_are_hidden_as_one),
		cmocka_unit_test(they_come_back_from_their_text),
		cmocka_unit_test(what_is_not_hidden_is_taken_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
