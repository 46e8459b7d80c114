/* irc_tags_test.c -- the tags of a line. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "proto/irc_tags.h"
#include "proto/limits.h"

#include "base/banned.h"

static void
walks_keys_and_values(void **state)
{
	const char *rest = ";a=1;b;;+v.org/c=x=y;=lost;d=";
	struct irc_tag tag;

	(void)state;
	assert_true(irc_tags_next(&rest, &tag));
	assert_true(str_span_eq(tag.key, "a") && str_span_eq(tag.value, "1"));
	assert_true(irc_tags_next(&rest, &tag));
	assert_true(str_span_eq(tag.key, "b") && tag.value.len == 0);
	assert_true(irc_tags_next(&rest, &tag));
	assert_true(str_span_eq(tag.key, "+v.org/c"));
	assert_true(str_span_eq(tag.value, "x=y"));
	assert_true(irc_tags_next(&rest, &tag));
	assert_true(str_span_eq(tag.key, "d") && tag.value.len == 0);
	assert_false(irc_tags_next(&rest, &tag));
	rest = NULL;
	assert_false(irc_tags_next(&rest, &tag));
}

static void
the_last_of_two_counts(void **state)
{
	char value[16];

	(void)state;
	assert_true(irc_tags_get("a=1;b=2;a=3", "a", value, sizeof value));
	assert_string_equal(value, "3");
	assert_true(irc_tags_get("a=1;a", "a", value, sizeof value));
	assert_string_equal(value, "");
	assert_true(irc_tags_get("ab=1;a=2", "ab", NULL, 0));
	assert_false(irc_tags_get("ab=1", "a", value, sizeof value));
	assert_false(irc_tags_get(NULL, "a", value, sizeof value));
}

static void
unescapes_as_message_tags_says(void **state)
{
	char value[32];

	(void)state;
	assert_true(irc_tags_get("a=\\:\\s\\\\\\r\\n\\x\\", "a", value,
	    sizeof value));
	assert_string_equal(value, "; \\\r\nx");
}

static void
a_value_is_cut_between_characters(void **state)
{
	char value[4];

	(void)state;
	assert_true(irc_tags_get("a=xy\xc3\xa9z", "a", value, sizeof value));
	assert_string_equal(value, "xy");
	assert_true(irc_tags_get("a=xyz1", "a", value, sizeof value));
	assert_string_equal(value, "xyz");
	assert_true(irc_tags_get("a=xyz", "a", value, 1));
	assert_string_equal(value, "");
}

static void
what_is_added_is_found_again(void **state)
{
	const char *text = "a;b c\\d\re\nf=\xc3\xa9";
	char value[32];
	struct buf tags;

	(void)state;
	buf_init(&tags, 200);
	assert_true(irc_tags_add(&tags, "time", "12:00"));
	assert_true(irc_tags_add(&tags, "bare", NULL));
	assert_true(irc_tags_add(&tags, "empty", ""));
	assert_true(irc_tags_add(&tags, "+tcpchat/id", text));
	assert_string_equal(buf_str(&tags), "time=12:00;bare;empty;"
	    "+tcpchat/id=a\\:b\\sc\\\\d\\re\\nf=\xc3\xa9");
	assert_true(irc_tags_get(buf_str(&tags), "+tcpchat/id", value,
	    sizeof value));
	assert_string_equal(value, text);
	buf_release(&tags);
}

static void
adds_all_or_nothing(void **state)
{
	struct buf tags;

	(void)state;
	buf_init(&tags, 5);
	assert_false(irc_tags_add(&tags, "bad key", "x"));
	assert_false(irc_tags_add(&tags, "abc", "  "));
	assert_true(irc_tags_add(&tags, "a", "b"));
	assert_false(irc_tags_add(&tags, "c", "d"));
	assert_false(irc_tags_add_client_only(&tags, "+a;+b", NULL));
	assert_string_equal(buf_str(&tags), "a=b");
	buf_release(&tags);
}

static void
relays_client_tags_once_each(void **state)
{
	struct buf out;

	(void)state;
	buf_init(&out, 200);
	assert_true(irc_tags_add(&out, "msgid", "1"));
	assert_true(irc_tags_add_client_only(&out,
	    "label=7;+a=1;+draft/b;+bad_key=1;+=2;+;+a=\\s;time=3", NULL));
	assert_string_equal(buf_str(&out), "msgid=1;+a=\\s;+draft/b");
	buf_reset(&out);
	assert_true(irc_tags_add_client_only(&out, "label=7", NULL));
	assert_true(irc_tags_add_client_only(&out, NULL, NULL));
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

static bool
denied(const char *deny, const char *key)
{
	return irc_tags_denied(deny, (struct str_span){ key, strlen(key) });
}

static void
denies_what_the_list_says(void **state)
{
	(void)state;
	assert_false(denied(NULL, "+a"));
	assert_false(denied("", "+a"));
	assert_true(denied("b,a", "+a"));
	assert_false(denied("b,aa", "+a"));
	assert_true(denied("*", "+a"));
	assert_false(denied("*,-a,-c", "+a"));
	assert_true(denied("*,-a,-c", "+b"));
	assert_false(denied("-a", "+b"));
	assert_true(denied("*,-a,a", "+a"));
	assert_true(denied("draft/react", "+draft/react"));
	assert_false(denied("*", "+tcpchat/id"));
}

static void
relays_no_more_than_its_share(void **state)
{
	struct buf in, out;
	const char *rest;
	struct irc_tag tag;
	int i, n = 0;

	(void)state;
	buf_init(&in, IRC_TAGS_CLIENT_MAX);
	buf_init(&out, IRC_TAGS_CLIENT_MAX);
	for (i = 0; i < 200; i++)
		assert_true(buf_addf(&in, "+k%d=%d;", i, i));
	assert_true(irc_tags_add_client_only(&out, buf_str(&in), NULL));
	rest = buf_str(&out);
	while (irc_tags_next(&rest, &tag))
		n++;
	assert_int_equal(n, IRC_TAGS_RELAYED);
	buf_release(&in);
	buf_release(&out);
}

static bool
key_valid(const char *key)
{
	return irc_tags_key_valid((struct str_span){ key, strlen(key) });
}

static void
knows_a_key(void **state)
{
	static const char *const good[] = { "a", "+a", "account", "a-1",
	    "draft/reply", "+draft/reply", "v.org/a", "+v-1.org/a" };
	static const char *const bad[] = { "", "+", "a b", "a=b", "/a", "a/",
	    "+/a", "a/b/c", "a.b", "++a", "a_b", "v/a.b", "\xc3\xa9" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof good / sizeof good[0]; i++)
		assert_true(key_valid(good[i]));
	for (i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_false(key_valid(bad[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_keys_and_values),
		cmocka_unit_test(the_last_of_two_counts),
		cmocka_unit_test(unescapes_as_message_tags_says),
		cmocka_unit_test(a_value_is_cut_between_characters),
		cmocka_unit_test(what_is_added_is_found_again),
		cmocka_unit_test(adds_all_or_nothing),
		cmocka_unit_test(relays_client_tags_once_each),
		cmocka_unit_test(denies_what_the_list_says),
		cmocka_unit_test(relays_no_more_than_its_share),
		cmocka_unit_test(knows_a_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
