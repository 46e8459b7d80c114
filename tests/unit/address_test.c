/* address_test.c -- addresses and prefixes of them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/address.h"

#include "base/banned.h"

static bool
same(const char *one, const char *two)
{
	struct address a, b;

	if (!address_parse(&a, one) || !address_parse(&b, two))
		fail_msg("%s or %s is no address", one, two);
	return memcmp(&a, &b, sizeof a) == 0;
}

static void
both_families_are_read(void **state)
{
	struct address a;

	(void)state;
	assert_true(address_parse(&a, "2001:db8::8:800:200c:417a"));
	assert_memory_equal(a.bytes, "\x20\x01\x0d\xb8\0\0\0\0\0\x08\x08\0"
	    "\x20\x0c\x41\x7a", 16);
	assert_int_equal(a.bits, 128);
	assert_false(address_is_ipv4(&a));
	assert_true(address_parse(&a, "192.0.2.7"));
	assert_memory_equal(a.bytes + 10, "\xff\xff\xc0\0\2\7", 6);
	assert_true(address_is_ipv4(&a));
}

static void
an_address_has_many_spellings(void **state)
{
	(void)state;
	assert_true(same("::1", "0:0:0:0:0:0:0:1"));
	assert_true(same("::", "0::0"));
	assert_true(same("2001:DB8::", "2001:db8:0:0:0:0:0:0"));
	assert_true(same("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"));
	assert_true(same("::ffff:192.0.2.7", "192.0.2.7"));
	assert_true(same("::ffff:c000:207", "192.0.2.7"));
	assert_true(same("1:2:3:4:5:6:1.2.3.4", "1:2:3:4:5:6:102:304"));
	assert_false(same("192.0.2.7", "192.0.2.8"));
}

static void
a_prefix_drops_what_is_behind_it(void **state)
{
	struct address a;

	(void)state;
	assert_true(same("192.0.2.7/24", "192.0.2.255/24"));
	assert_true(same("192.0.2.7/32", "192.0.2.7"));
	assert_true(same("192.0.2.127/25", "192.0.2.0/25"));
	assert_false(same("192.0.2.127/25", "192.0.2.128/25"));
	assert_true(same("2001:db8:ffff::/33", "2001:db8:8000::/33"));
	assert_false(same("192.0.2.0/24", "192.0.2.0/23"));
	assert_true(address_parse(&a, "1.2.3.4/0"));
	assert_int_equal(a.bits, 96);
	assert_true(address_parse(&a, "::/0"));
	assert_int_equal(a.bits, 0);
}

static void
what_is_none_is_refused(void **state)
{
	static const char *const wrong[] = { "", "1", "1.2.3", "1.2.3.4.5",
	    "1.2.3.256", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/x", "1.2.3.4/-1",
	    " 1.2.3.4", "1.2.3.4 ", "1..3.4", ":", ":::", "1::2::3",
	    "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::",
	    "::12345", "::g", "::/129", "1:2:3:4:5:6:7:1.2.3.4", "1.2.3.4::",
	    "host.example", "1:", ":1",
	    "0000000000000000000000000000000000000000000000000000000000000001" };
	struct address a;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (address_parse(&a, wrong[i]))
			fail_msg("'%s' is taken for an address", wrong[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_families_are_read),
		cmocka_unit_test(an_address_has_many_spellings),
		cmocka_unit_test(a_prefix_drops_what_is_behind_it),
		cmocka_unit_test(what_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
