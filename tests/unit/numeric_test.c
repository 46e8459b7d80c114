/* numeric_test.c -- what a server says by number, in our own words. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/irc_msg.h"
#include "proto/irc_numeric.h"
#include "session/arena.h"
#include "session/numeric.h"

#include "base/banned.h"

/* `line` is worded as `words`; NULL: not at all. */
static void
is_worded(const char *line, const char *words)
{
	char copy[512];
	struct irc_msg m;
	struct arena a;
	const char *got;

	arena_init(&a);
	(void)str_copy(copy, sizeof copy, line);
	assert_true(irc_msg_parse(&m, copy));
	got = numeric_words(&a, &m);
	if (words == NULL)
		assert_null(got);
	else
		assert_string_equal(got, words);
	arena_release(&a);
}

static void
a_number_has_our_words(void **state)
{
	(void)state;
	is_worded(":s 401 me nobody :No such nick/channel",
	    "nobody is called nobody");
	is_worded(":s 475 me #c :Cannot join channel (+k)",
	    "#c has a key: /join #c KEY");
	is_worded(":s 441 me dana #c :They aren't on that channel",
	    "dana is not in #c");
	is_worded(":s 324 me #c +ntl 30", "modes of #c: +ntl 30");
	is_worded(":s 221 me +i", "your own modes: +i");
}

static void
a_reason_is_kept_where_it_says_more(void **state)
{
	(void)state;
	is_worded(":s 404 me #c :Cannot send to channel",
	    "you cannot say this in #c");
	is_worded(":s 404 me #c :it is moderated (+m)",
	    "you cannot say this in #c (it is moderated (+m))");
	is_worded(":s 404 me #c :", "you cannot say this in #c");
	is_worded(":s 471 me #c :other words", "#c is full: try again later");
}

static void
what_we_have_no_words_for_is_the_servers(void **state)
{
	(void)state;
	is_worded(":s 499 me #c :words", NULL);
	is_worded(":s 401 me :No such nick", NULL);	/* who is missing */
	is_worded(":s 401", NULL);
	is_worded(":s PRIVMSG me :hello", NULL);
}

/* Some servers give the numbers alone, others only their words. */
static void
what_a_server_says_on_arrival_has_words(void **state)
{
	(void)state;
	is_worded(":s 004 me ng.example ngircd-26.1 abBcCF abehiI",
	    "the server runs ngircd-26.1");
	is_worded(":s 265 me 1 2 :Current local users: 1, Max: 2",
	    "users of this server: 1, at most so far 2");
	is_worded(":s 265 me :Current local users: 1  Max: 2", NULL);
	is_worded(":s 010 me irc.example.org 6667 :Please use that",
	    "this server sends you to another one: "
	    "/connect irc.example.org:6667");
}

static void
nothing_unclean_comes_through(void **state)
{
	(void)state;
	is_worded(":s 401 me a\002b :No such nick", "nobody is called ab");
}

/* Whatever tcpchatd refuses, our clients say in the person's language. */
static void
each_refusal_of_ours_has_words(void **state)
{
	/* Handled before they are notes, or of other programs' clients only. */
	static const int others[] = { 400, 409, 410, 422, 904, 905, 906 };

	(void)state;
	for (int code = 400; code < 600; code++) {
		char line[80], digits[NUMERIC_SIZE];
		struct irc_msg m;
		struct arena a;
		bool is_other = numeric_name((enum numeric)code) == NULL;

		for (size_t i = 0; i < sizeof others / sizeof *others; i++)
			is_other = is_other || others[i] == code;
		if (is_other)
			continue;
		numeric_format((enum numeric)code, digits);
		snprintf(line, sizeof line, ":s %s me one two :x", digits);
		assert_true(irc_msg_parse(&m, line));
		arena_init(&a);
		if (numeric_words(&a, &m) == NULL)
			fail_msg("no words for %d", code);
		arena_release(&a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_has_our_words),
		cmocka_unit_test(a_reason_is_kept_where_it_says_more),
		cmocka_unit_test(what_we_have_no_words_for_is_the_servers),
		cmocka_unit_test(what_a_server_says_on_arrival_has_words),
		cmocka_unit_test(nothing_unclean_comes_through),
		cmocka_unit_test(each_refusal_of_ours_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
