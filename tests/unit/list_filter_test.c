/* list_filter_test.c -- the conditions of LIST. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/channel.h"
#include "server/list_filter.h"

#include "base/banned.h"

#define NOW_MS ((int64_t)1000 * 60000)
#define MINUTES_AGO(n) (NOW_MS - (int64_t)(n) * 60000)

static char hash_c[] = "#c", hash_kitchen[] = "#kitchen";

static struct channel
channel(char *name, size_t members)
{
	struct channel ch = { .name = name };

	ch.members.count = members;
	ch.created_ms = MINUTES_AGO(30);
	ch.topic_ms = MINUTES_AGO(10);
	return ch;
}

static bool
passes(const char *conditions, const struct channel *ch)
{
	struct list_filter f;

	list_filter_init(&f);
	list_filter_add(&f, conditions, NOW_MS);
	return list_filter_matches(&f, ch);
}

static void
nothing_asked_is_everything(void **state)
{
	struct channel ch = channel(hash_c, 0);

	(void)state;
	assert_true(passes("", &ch));
	assert_true(passes(",,", &ch));
}

static void
users_are_more_or_fewer_not_equal(void **state)
{
	struct channel ch = channel(hash_c, 3);

	(void)state;
	assert_true(passes(">2", &ch));
	assert_false(passes(">3", &ch));
	assert_true(passes("<4", &ch));
	assert_false(passes("<3", &ch));
	assert_true(passes(">2,<4", &ch));
	assert_false(passes(">2,<3", &ch));
}

static void
a_channel_was_made_more_or_less_than_minutes_ago(void **state)
{
	struct channel ch = channel(hash_c, 1);

	(void)state;
	assert_true(passes("C>29", &ch));
	assert_false(passes("C>30", &ch));
	assert_true(passes("c<31", &ch));
	assert_false(passes("C<30", &ch));
	assert_true(passes("C>29,C<31", &ch));
}

static void
a_topic_was_set_more_or_less_than_minutes_ago(void **state)
{
	struct channel ch = channel(hash_c, 1);

	(void)state;
	assert_false(passes("T<60", &ch));	/* there is none */
	ch.topic = hash_c;
	assert_true(passes("T<60", &ch));
	assert_false(passes("t>60", &ch));
	assert_true(passes("T>9,T<11", &ch));
}

static void
of_several_masks_one_is_enough(void **state)
{
	struct channel ch = channel(hash_kitchen, 1);

	(void)state;
	assert_true(passes("*hen", &ch));
	assert_false(passes("*hall", &ch));
	assert_true(passes("*hall,#Kit*", &ch));
	assert_true(passes("#KITCHEN", &ch));
}

static void
a_refused_mask_wins(void **state)
{
	struct channel ch = channel(hash_kitchen, 1);

	(void)state;
	assert_false(passes("!*hen", &ch));
	assert_true(passes("!*hall", &ch));
	assert_false(passes("#k*,!*hen", &ch));
}

static void
all_kinds_of_conditions_must_hold(void **state)
{
	struct channel ch = channel(hash_c, 5);

	(void)state;
	assert_true(passes("#*,>4,C>1", &ch));
	assert_false(passes("#*,>5,C>1", &ch));
}

static void
what_is_no_condition_is_a_name(void **state)
{
	struct channel ch = channel(hash_c, 1);

	(void)state;
	assert_false(passes(">many", &ch));
	assert_false(passes("C=3", &ch));
	assert_false(passes("<-1", &ch));
}

/* Then LIST need not go through all the channels. */
static void
names_alone_are_no_patterns(void **state)
{
	struct list_filter f;

	(void)state;
	list_filter_init(&f);
	list_filter_add(&f, "#a,#b", NOW_MS);
	assert_int_equal(f.nmasks, 2);
	assert_false(f.has_patterns);
	list_filter_add(&f, ">1", NOW_MS);
	assert_true(f.has_patterns);
}

static void
more_masks_than_there_is_room_for_are_passed_over(void **state)
{
	struct list_filter f;
	int i;

	(void)state;
	list_filter_init(&f);
	for (i = 0; i < LIST_FILTER_MASKS + 5; i++)
		list_filter_add(&f, "#x", NOW_MS);
	assert_int_equal(f.nmasks, LIST_FILTER_MASKS);
}

/* Else LIST of one name that is a byte too long would list every channel. */
static void
a_name_too_long_for_a_channel_is_none(void **state)
{
	struct channel ch = channel(hash_c, 1);
	char name[CHANNEL_LEN + 3];
	size_t len;

	(void)state;
	for (len = CHANNEL_LEN + 1; len <= CHANNEL_LEN + 2; len++) {
		memset(name, 'x', len);
		name[0] = '#';
		name[len] = '\0';
		assert_false(passes(name, &ch));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_asked_is_everything),
		cmocka_unit_test(users_are_more_or_fewer_not_equal),
		cmocka_unit_test(
		    a_channel_was_made_more_or_less_than_minutes_ago),
		cmocka_unit_test(a_topic_was_set_more_or_less_than_minutes_ago),
		cmocka_unit_test(of_several_masks_one_is_enough),
		cmocka_unit_test(a_refused_mask_wins),
		cmocka_unit_test(all_kinds_of_conditions_must_hold),
		cmocka_unit_test(what_is_no_condition_is_a_name),
		cmocka_unit_test(names_alone_are_no_patterns),
		cmocka_unit_test(a_name_too_long_for_a_channel_is_none),
		cmocka_unit_test(
		    more_masks_than_there_is_room_for_are_passed_over),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
