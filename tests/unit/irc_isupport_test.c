/* irc_isupport_test.c -- what a server says of itself. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/irc_isupport.h"

#include "base/banned.h"

static const struct isupport_row *
row(const char *token)
{
	size_t i;

	for (i = 0; i < isupport_count; i++)
		if (str_eq(isupport_table[i].token, token))
			return &isupport_table[i];
	fail_msg("no token %s", token);
	return NULL;
}

static void
the_table_is_sorted(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; i < isupport_count; i++)
		assert_true(strcmp(isupport_table[i - 1].token,
		    isupport_table[i].token) < 0);
}

static void
writes_tokens_with_numbers_of_the_limits(void **state)
{
	char out[200];

	(void)state;
	assert_true(isupport_format(row("NICKLEN"), NULL, out, sizeof out));
	assert_string_equal(out, "NICKLEN=30");
	assert_true(isupport_format(row("MAXLIST"), NULL, out, sizeof out));
	assert_string_equal(out, "MAXLIST=beI:100");
	assert_true(isupport_format(row("WHOX"), NULL, out, sizeof out));
	assert_string_equal(out, "WHOX");
	assert_true(isupport_format(row("TCPCHAT"), NULL, out, sizeof out));
	assert_string_equal(out, "TCPCHAT=1,id=86400");
	assert_false(isupport_format(row("TCPCHAT"), NULL, out, 10));
}

static void
settings_are_escaped_or_left_out(void **state)
{
	char out[200];

	(void)state;
	assert_false(isupport_format(row("NETWORK"), NULL, out, sizeof out));
	assert_true(isupport_format(row("NETWORK"), "My Ship=\\", out,
	    sizeof out));
	assert_string_equal(out, "NETWORK=My\\x20Ship\\x3D\\x5C");
}

static void
a_client_reads_what_our_server_writes(void **state)
{
	struct isupport is;
	char out[200];
	size_t i;

	(void)state;
	isupport_init(&is);
	for (i = 0; i < isupport_count; i++) {
		const char *setting = NULL;

		if (str_eq(isupport_table[i].token, "NETWORK"))
			setting = "My Ship";
		else if (str_eq(isupport_table[i].token, "LOBBY"))
			setting = "#all";
		else if (str_eq(isupport_table[i].token, "CHATHISTORY"))
			setting = "100";
		else if (str_eq(isupport_table[i].token, "MSGREFTYPES"))
			setting = "msgid,timestamp";
		else if (isupport_table[i].value == ISUPPORT_SETTING)
			setting = "something";
		assert_true(isupport_format(&isupport_table[i], setting, out,
		    sizeof out));
		isupport_apply(&is, out);
	}
	assert_int_equal(is.casemapping, IRC_CASE_ASCII);
	assert_string_equal(is.network, "My Ship");
	assert_string_equal(is.lobby, "#all");
	assert_string_equal(is.chantypes, "#");
	assert_string_equal(is.list_modes, irc_mode_channel.list);
	assert_string_equal(is.always_modes, irc_mode_channel.always);
	assert_string_equal(is.set_modes, irc_mode_channel.set);
	assert_string_equal(is.flag_modes, irc_mode_channel.flag);
	assert_string_equal(is.member_modes, irc_mode_channel.member);
	assert_true(is.has_chathistory && is.ref_msgid && is.ref_time);
	assert_int_equal(is.chathistory, CHATHISTORY_MAX);
	assert_int_equal(is.nick_len, NICK_LEN);
	assert_int_equal(is.topic_len, TOPIC_LEN);
	assert_int_equal(is.modes, MODES_PER_LINE);
	assert_int_equal(is.tcpchat, 1);
	assert_int_equal(is.tcpchat_id_s, RESEND_WINDOW_S);
	assert_true(is.whox && is.utf8only && is.safelist);
	assert_int_equal(is.excepts, 'e');
	assert_int_equal(is.invex, 'I');
}

static void
has_the_defaults_of_a_silent_server(void **state)
{
	struct isupport is;

	(void)state;
	isupport_init(&is);
	assert_int_equal(is.casemapping, IRC_CASE_RFC1459);
	assert_string_equal(is.chantypes, "#&");
	assert_string_equal(is.member_signs, "@+");
	assert_string_equal(is.member_modes, "ov");
	assert_string_equal(is.network, "");
	assert_string_equal(is.lobby, "");
	assert_int_equal(is.nick_len, 9);
	assert_int_equal(is.channel_len, 200);
	assert_int_equal(is.modes, 3);
	assert_false(is.has_chathistory);
	assert_false(is.whox);
	assert_int_equal(is.tcpchat, 0);
	assert_int_equal(is.monitor, 0);
}

static void
a_token_can_be_taken_back(void **state)
{
	struct isupport is;

	(void)state;
	isupport_init(&is);
	isupport_apply(&is, "NICKLEN=20");
	isupport_apply(&is, "WHOX");
	isupport_apply(&is, "CHATHISTORY=50");
	isupport_apply(&is, "PREFIX=(qo)~@");
	isupport_apply(&is, "-NICKLEN");
	isupport_apply(&is, "-WHOX");
	isupport_apply(&is, "-CHATHISTORY");
	assert_int_equal(is.nick_len, 9);
	assert_false(is.whox);
	assert_false(is.has_chathistory);
	assert_int_equal(is.chathistory, 0);
	assert_string_equal(is.member_signs, "~@");
	isupport_apply(&is, "-PREFIX");
	assert_string_equal(is.member_signs, "@+");
}

static void
bears_nonsense(void **state)
{
	static const char *const params[] = { "", "-", "=", "=x", "NICKLEN=x",
	    "NICKLEN=-1", "PREFIX=ov@+", "PREFIX=(ov)@", "PREFIX=(",
	    "CHANMODES=,", "CHANMODES", "UNKNOWN=1", "NETWORK=\\x0A\\xZZ\\x",
	    "TCPCHAT=,,id=x,=", "MONITOR", "EXCEPTS", "EXCEPTS=" };
	struct isupport is;
	size_t i;

	(void)state;
	isupport_init(&is);
	for (i = 0; i < sizeof params / sizeof params[0]; i++)
		isupport_apply(&is, params[i]);
	assert_int_equal(is.nick_len, 9);
	assert_string_equal(is.member_signs, "");
	assert_string_equal(is.list_modes, "");
	assert_string_equal(is.network, "\\x0A\\xZZ\\x");
	assert_true(is.monitor == SIZE_MAX);
	assert_int_equal(is.excepts, 'e');
	assert_int_equal(is.tcpchat, 0);
}

static void
signs_and_modes_belong_together(void **state)
{
	struct isupport is;

	(void)state;
	isupport_init(&is);
	isupport_apply(&is, "PREFIX=(qaohv)~&@%+");
	assert_int_equal(isupport_sign_of_mode(&is, 'h'), '%');
	assert_int_equal(isupport_sign_of_mode(&is, 'a'), '&');
	assert_int_equal(isupport_sign_of_mode(&is, 'x'), 0);
	assert_int_equal(isupport_sign_of_mode(&is, '\0'), 0);
	assert_true(isupport_is_channel(&is, "&local"));
	assert_false(isupport_is_channel(&is, "al"));
	assert_false(isupport_is_channel(&is, ""));
	assert_int_equal(irc_mode_kind(&(struct irc_mode_classes){
	    "b", "k", "l", "n", is.member_modes }, 'h'), IRC_MODE_MEMBER);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_table_is_sorted),
		cmocka_unit_test(writes_tokens_with_numbers_of_the_limits),
		cmocka_unit_test(settings_are_escaped_or_left_out),
		cmocka_unit_test(a_client_reads_what_our_server_writes),
		cmocka_unit_test(has_the_defaults_of_a_silent_server),
		cmocka_unit_test(a_token_can_be_taken_back),
		cmocka_unit_test(bears_nonsense),
		cmocka_unit_test(signs_and_modes_belong_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
