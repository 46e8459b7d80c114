/* cidr_test.c -- lists of addresses and networks. */
#include "config.h"

#include "net/cidr.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <cmocka.h>

#include "base/err.h"

#include "base/banned.h"

static bool
has(const char *list, const char *address)
{
	struct sockaddr_storage peer = { .ss_family = AF_UNSPEC };
	struct sockaddr_in6 *in6 = (void *)&peer;
	struct sockaddr_in *in = (void *)&peer;
	struct cidr_list l;
	struct err e = { "" };
	bool found;

	if (!cidr_list_parse(&l, list, &e))
		fail_msg("%s", e.text);
	if (address == NULL)
		peer.ss_family = AF_UNIX;
	else if (inet_pton(AF_INET, address, &in->sin_addr) == 1)
		peer.ss_family = AF_INET;
	else if (inet_pton(AF_INET6, address, &in6->sin6_addr) == 1)
		peer.ss_family = AF_INET6;
	found = cidr_list_has(&l, (const void *)&peer);
	cidr_list_release(&l);
	return found;
}

static void
an_empty_list_has_nobody(void **state)
{
	(void)state;
	assert_false(has("", "127.0.0.1"));
	assert_false(has(" , ", "::1"));
	assert_false(has("", NULL));
}

static void
an_address_is_itself(void **state)
{
	(void)state;
	assert_true(has("192.0.2.7", "192.0.2.7"));
	assert_false(has("192.0.2.7", "192.0.2.8"));
	assert_true(has("192.0.2.1, 2001:db8::7", "2001:db8:0::7"));
	assert_false(has("2001:db8::7", "2001:db8::8"));
}

static void
a_network_has_its_addresses(void **state)
{
	(void)state;
	assert_true(has("10.0.0.0/8", "10.255.1.2"));
	assert_false(has("10.0.0.0/8", "11.0.0.0"));
	assert_true(has("192.0.2.128/25", "192.0.2.200"));
	assert_false(has("192.0.2.128/25", "192.0.2.127"));
	assert_true(has("2001:db8::/33", "2001:db8:7fff::1"));
	assert_false(has("2001:db8::/33", "2001:db8:8000::1"));
	assert_true(has("0.0.0.0/0", "198.51.100.1"));
	assert_false(has("0.0.0.0/0", "2001:db8::1"));
	assert_true(has("::/0", "2001:db8::1"));
}

static void
ipv4_in_ipv6_is_ipv4(void **state)
{
	(void)state;
	assert_true(has("192.0.2.0/24", "::ffff:192.0.2.7"));
	assert_true(has("::ffff:192.0.2.7", "192.0.2.7"));
}

static void
unix_sockets_have_a_word(void **state)
{
	(void)state;
	assert_true(has("10.0.0.0/8 unix", NULL));
	assert_false(has("10.0.0.0/8 ::/0", NULL));
	assert_false(has("unix", "127.0.0.1"));
}

static void
what_is_none_is_refused_by_name(void **state)
{
	static const char *const bad[] = { "localhost", "10.0.0/8",
	    "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8",
	    "::1/129", "256.0.0.1", "/8", "x",
	    "00000000000000000000000000000000000000000000000000000000000001" };
	struct cidr_list l;

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct err e = { "" };

		assert_false(cidr_list_parse(&l, bad[i], &e));
		assert_non_null(strstr(e.text, bad[i]));
		assert_null(l.all);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_list_has_nobody),
		cmocka_unit_test(an_address_is_itself),
		cmocka_unit_test(a_network_has_its_addresses),
		cmocka_unit_test(ipv4_in_ipv6_is_ipv4),
		cmocka_unit_test(unix_sockets_have_a_word),
		cmocka_unit_test(what_is_none_is_refused_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
