/* extban_test.c -- masks that say more than nick!user@host. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/account.h"
#include "server/extban.h"
#include "server/user.h"

#include "base/banned.h"

static struct account account = { .name = (char[]){ "Alice" } };
static struct user member = { .source = (char[]){ "al!al@h.test" },
    .account = &account };
static struct user guest = { .source = (char[]){ "bo!bo@h.test" } };

static void
make(const char *mask, const char *wanted)
{
	char out[MASK_LEN + 1];

	assert_true(extban_make(mask, CHANNEL_BANS, out));
	assert_string_equal(out, wanted);
}

static void
refuse(const char *mask, enum channel_list which)
{
	char out[MASK_LEN + 1];

	if (extban_make(mask, which, out))
		fail_msg("%s is taken as %s", mask, out);
}

static bool
bans(const char *mask, const struct user *u)
{
	return extban_matches(mask, u, CHANNEL_JOIN);
}

static bool
mutes(const char *mask, const struct user *u)
{
	return extban_matches(mask, u, CHANNEL_SPEAK);
}

static void
a_mask_is_completed_inside_too(void **state)
{
	(void)state;
	make("al", "al!*@*");
	make("$a", "$a");
	make("$~a:al*", "$~a:al*");
	make("$m:al", "$m:al!*@*");
	make("$m:$a:Al", "$m:$a:Al");
}

static void
what_is_none_is_refused(void **state)
{
	char long_name[2 * MASK_LEN] = "$a:";

	(void)state;
	memset(long_name + 3, 'x', MASK_LEN);
	refuse("$", CHANNEL_BANS);
	refuse("$~", CHANNEL_BANS);
	refuse("$ax", CHANNEL_BANS);
	refuse("$a:", CHANNEL_BANS);
	refuse("$a:x y", CHANNEL_BANS);
	refuse("$a:x,y", CHANNEL_BANS);
	refuse("$z:x", CHANNEL_BANS);
	refuse("$m", CHANNEL_BANS);
	refuse("$m:", CHANNEL_BANS);
	refuse("$~m:x", CHANNEL_BANS);
	refuse("$m:$m:x", CHANNEL_BANS);
	refuse("$m:x", CHANNEL_EXCEPTS);
	refuse("$m:x", CHANNEL_INVEXES);
	refuse(long_name, CHANNEL_BANS);
}

static void
an_account_is_matched_by_name(void **state)
{
	(void)state;
	assert_true(bans("$a", &member));
	assert_false(bans("$a", &guest));
	assert_true(bans("$a:ALI*", &member));
	assert_false(bans("$a:bob", &member));
	assert_false(bans("$a:*", &guest));
	assert_true(bans("$~a", &guest));
	assert_false(bans("$~a", &member));
	assert_true(bans("$~a:bob", &member));
	assert_false(bans("$~a:alice", &member));
}

static void
a_mute_only_mutes(void **state)
{
	(void)state;
	assert_false(bans("$m:al!*@*", &member));
	assert_true(mutes("$m:al!*@*", &member));
	assert_false(mutes("$m:al!*@*", &guest));
	assert_true(mutes("$m:$~a", &guest));
	assert_true(mutes("$a:alice", &member));
	assert_true(mutes("al!*@*", &member));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mask_is_completed_inside_too),
		cmocka_unit_test(what_is_none_is_refused),
		cmocka_unit_test(an_account_is_matched_by_name),
		cmocka_unit_test(a_mute_only_mutes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
