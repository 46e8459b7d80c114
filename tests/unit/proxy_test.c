/* proxy_test.c -- the header by which a proxy says for whom it connects. */
#include "config.h"

#include "net/proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "base/banned.h"

#define SIGNATURE "\r\n\r\n\0\r\nQUIT\n"

/* Of the whole; each beginning of it must ask for more. */
static enum proxy_result
parse(const char *data, size_t len, struct proxy_peer *peer, size_t *used)
{
	enum proxy_result result = proxy_parse(data, len, peer, used);

	if (result == PROXY_DONE) {
		for (size_t i = 1; i < *used; i++) {
			struct proxy_peer p;
			size_t n;

			assert_int_equal(proxy_parse(data, i, &p, &n),
			    PROXY_MORE);
		}
	}
	return result;
}

static const char *
address(const struct proxy_peer *p, char out[INET6_ADDRSTRLEN])
{
	const struct sockaddr_in6 *in6 = (const void *)&p->address;
	const struct sockaddr_in *in = (const void *)&p->address;

	switch (p->address.ss_family) {
	case AF_INET:
		return inet_ntop(AF_INET, &in->sin_addr, out,
		    INET6_ADDRSTRLEN);
	case AF_INET6:
		return inet_ntop(AF_INET6, &in6->sin6_addr, out,
		    INET6_ADDRSTRLEN);
	default:
		return "none";
	}
}

static void
assert_line(const char *line, const char *wanted)
{
	char text[INET6_ADDRSTRLEN];
	struct proxy_peer p;
	size_t used;

	assert_int_equal(parse(line, strlen(line), &p, &used), PROXY_DONE);
	assert_string_equal(address(&p, text), wanted);
	assert_int_equal(used, strcspn(line, "\n") + 1);
	assert_false(p.secure);
}

static void
a_line_names_the_peer(void **state)
{
	(void)state;
	assert_line("PROXY TCP4 192.0.2.7 192.0.2.1 56324 6667\r\nNICK al\r\n",
	    "192.0.2.7");
	assert_line("PROXY TCP6 2001:db8::7 ::1 1 2\r\n", "2001:db8::7");
	assert_line("PROXY TCP6 ::ffff:192.0.2.7 ::1 1 2\r\n", "192.0.2.7");
	assert_line("PROXY UNKNOWN\r\n", "none");
	assert_line("PROXY UNKNOWN ffff::1 whatever\r\n", "none");
}

static void
a_line_that_is_none_is_refused(void **state)
{
	static const char *const bad[] = {
		"NICK al\r\n", "PROXY\r\n", "PROXY TCP4\r\n", "\r\n\r\nNICK",
		"PROXY TCP4 192.0.2.7 192.0.2.1 56324\r\n",
		"PROXY TCP4 192.0.2.7 192.0.2.1 56324 6667 1\r\n",
		"PROXY TCP4 192.0.2.7 192.0.2.1 56324 66670\r\n",
		"PROXY TCP4  192.0.2.7 192.0.2.1 56324 6667\r\n",
		"PROXY TCP4 ::1 192.0.2.1 56324 6667\r\n",
		"PROXY TCP6 192.0.2.7 ::1 56324 6667\r\n",
		"PROXY TCP5 192.0.2.7 192.0.2.1 56324 6667\r\n",
		"PROXY TCP4 192.0.2.7 192.0.2.1 56324 6667\n",
		"PROXY UNKNOWNS\r\n", "proxy UNKNOWN\r\n",
	};
	struct proxy_peer p;
	size_t used;
	char line[120];

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (proxy_parse(bad[i], strlen(bad[i]), &p, &used)
		    != PROXY_BAD)
			fail_msg("%s", bad[i]);
	memset(line, 'x', sizeof line);
	memcpy(line, "PROXY UNKNOWN ", 14);
	assert_int_equal(proxy_parse(line, 106, &p, &used), PROXY_MORE);
	assert_int_equal(proxy_parse(line, 107, &p, &used), PROXY_BAD);
	memcpy(line, "PROXY UNKNOWN \0\r\n", 17);
	assert_int_equal(proxy_parse(line, 17, &p, &used), PROXY_BAD);
}

static void
assert_binary(const char *data, size_t len, const char *wanted, bool secure)
{
	char text[INET6_ADDRSTRLEN];
	struct proxy_peer p;
	size_t used;

	assert_int_equal(parse(data, len, &p, &used), PROXY_DONE);
	assert_string_equal(address(&p, text), wanted);
	assert_int_equal(p.secure, secure);
	assert_int_equal(data[used], 'N');
}

static void
a_binary_header_names_the_peer(void **state)
{
	static const char v4[] = SIGNATURE "\x21\x11\0\x0c"
	    "\xc0\0\2\7" "\xc0\0\2\1" "\1\1\1\1" "NICK";
	static const char v6[] = SIGNATURE "\x21\x21\0\x24"
	    " \1\r\270\0\0\0\0\0\0\0\0\0\0\0\7"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1" "\1\1\1\1" "NICK";
	static const char local[] = SIGNATURE "\x20\0\0\0" "NICK";
	static const char local_more[] = SIGNATURE "\x20\x11\0\3abc" "NICK";
	static const char unspec[] = SIGNATURE "\x21\0\0\2ab" "NICK";

	(void)state;
	assert_binary(v4, sizeof v4 - 1, "192.0.2.7", false);
	assert_binary(v6, sizeof v6 - 1, "2001:db8::7", false);
	assert_binary(local, sizeof local - 1, "none", false);
	assert_binary(local_more, sizeof local_more - 1, "none", false);
	assert_binary(unspec, sizeof unspec - 1, "none", false);
}

static void
its_appendix_says_whether_tls_was_ended(void **state)
{
	static const char yes[] = SIGNATURE "\x21\x11\0\x18"
	    "\xc0\0\2\7" "\xc0\0\2\1" "\1\1\1\1"
	    "\4\0\1x" "\x20\0\5\1\0\0\0\0" "NICK";
	static const char no[] = SIGNATURE "\x21\x11\0\x14"
	    "\xc0\0\2\7" "\xc0\0\2\1" "\1\1\1\1"
	    "\x20\0\5\2\0\0\0\0" "NICK";
	static const char cut[] = SIGNATURE "\x21\x11\0\x10"
	    "\xc0\0\2\7" "\xc0\0\2\1" "\1\1\1\1"
	    "\x20\0\5\1" "NICK";
	static const char empty[] = SIGNATURE "\x21\x11\0\x0f"
	    "\xc0\0\2\7" "\xc0\0\2\1" "\1\1\1\1"
	    "\x20\0\0" "NICK";

	(void)state;
	assert_binary(yes, sizeof yes - 1, "192.0.2.7", true);
	assert_binary(no, sizeof no - 1, "192.0.2.7", false);
	assert_binary(cut, sizeof cut - 1, "192.0.2.7", false);
	assert_binary(empty, sizeof empty - 1, "192.0.2.7", false);
}

static void
assert_bad(const char *data, size_t len)
{
	struct proxy_peer p;
	size_t used;

	assert_int_equal(proxy_parse(data, len, &p, &used), PROXY_BAD);
}

static void
a_binary_header_that_is_none_is_refused(void **state)
{
	static const char version[] = SIGNATURE "\x11\x11\0\x0c............";
	static const char command[] = SIGNATURE "\x22\x11\0\x0c............";
	static const char shorter[] = SIGNATURE "\x21\x11\0\x0b...........";
	static const char longer[] = SIGNATURE "\x21\x11\x10\0";
	static const char blank[] = "\r\n\r\n\r\nNICK al\r\n";

	(void)state;
	assert_bad(version, sizeof version - 1);
	assert_bad(command, sizeof command - 1);
	assert_bad(shorter, sizeof shorter - 1);
	assert_bad(longer, sizeof longer - 1);
	assert_bad(blank, sizeof blank - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_names_the_peer),
		cmocka_unit_test(a_line_that_is_none_is_refused),
		cmocka_unit_test(a_binary_header_names_the_peer),
		cmocka_unit_test(its_appendix_says_whether_tls_was_ended),
		cmocka_unit_test(a_binary_header_that_is_none_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
