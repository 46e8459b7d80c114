/* login_test.c -- a session logs in to an account: SASL before the welcome. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/sasl.h"
#include "tests/support/scram_kit.h"
#include "tests/support/player.h"

#include "base/banned.h"

static const struct session_config with_password = {
	.host = "h", .port = 1, .nick = "alice", .account = "al",
	.account_password = "pencil",
};

/* Connects, and is offered `mechanisms` ("": without a value). */
static void
start(struct player *p, const struct session_config *config, bool local,
    const char *mechanisms)
{
	char line[128];

	player_init(p, config);
	p->link.local = local;
	player_connect(p);
	p->is_noisy = true;
	snprintf(line, sizeof line, ":srv CAP * LS :batch sasl%s%s",
	    mechanisms[0] == '\0' ? "" : "=", mechanisms);
	player_feed(p, line);
	expect_sent(p, "NICK alice\nUSER alice 0 * alice\n"
	    "CAP REQ :batch sasl\n");
	player_feed(p, ":srv CAP * ACK :batch sasl");
}

/* Answers with base64 of a string. */
static void
challenge(struct player *p, const char *text)
{
	char line[64 + BASE64_SIZE(SCRAM_PART_MAX)] = "AUTHENTICATE ";

	base64_encode(text, strlen(text), line + strlen(line));
	player_feed(p, line);
}

/* What was said behind AUTHENTICATE, decoded. */
static void
take_answer(struct player *p, char out[SCRAM_PART_MAX])
{
	const char *text = buf_str(&p->sent);
	size_t len, n;

	assert_true(strncmp(text, "AUTHENTICATE ", 13) == 0);
	len = strcspn(text + 13, "\n");
	assert_true(base64_decode(text + 13, len, out, &n));
	out[n] = '\0';
	player_forget(p);
}

static void
plain_where_nobody_listens(void **state)
{
	struct player p;

	(void)state;
	start(&p, &with_password, true, "PLAIN");
	expect_sent(&p, "AUTHENTICATE PLAIN\n");
	player_feed(&p, "AUTHENTICATE +");
	expect_sent(&p, "AUTHENTICATE AGFsAHBlbmNpbA==\n");
	player_feed(&p, ":srv 900 * a!b@c al :You are now logged in\n"
	    ":srv 903 * :SASL authentication successful");
	expect_sent(&p, "CAP END\n");
	player_release(&p);
}

static void
never_plain_where_somebody_may_listen(void **state)
{
	struct player p;

	(void)state;
	start(&p, &with_password, false, "PLAIN");
	expect_sent(&p, "");
	assert_true(player_has(&p.told, "STATE closed password: the server "
	    "takes the password only in clear"));
	player_release(&p);
}

/* Up to the server's proof, which is for `stored`. */
static void
scram(struct player *p, const char *stored, char proof[SCRAM_FINAL_SIZE],
    bool *is_in)
{
	static const unsigned char nonce[SASL_NONCE_BYTES] = { 4 };
	static const struct sasl_binding none = { .end_point_len = 0 };
	struct sasl_verifier v;
	char text[SCRAM_PART_MAX];
	struct scram x;

	start(p, &with_password, false, "PLAIN,SCRAM-SHA-256");
	expect_sent(p, "AUTHENTICATE SCRAM-SHA-256\n");
	scram_kit_verifier(&v, stored, 's', SASL_ITERATIONS_MIN);
	player_feed(p, "AUTHENTICATE +");
	take_answer(p, text);
	assert_true(scram_first(&x, text, strlen(text), false, false));
	assert_string_equal(x.user, "al");
	scram_challenge(&x, &v, nonce);
	challenge(p, x.server_first);
	take_answer(p, text);
	*is_in = scram_final(&x, &v, &none, text, strlen(text), proof);
}

static void
scram_without_telling_the_password(void **state)
{
	char proof[SCRAM_FINAL_SIZE];
	struct player p;
	bool is_in;

	(void)state;
	scram(&p, "pencil", proof, &is_in);
	assert_true(is_in);
	challenge(&p, proof);
	expect_sent(&p, "AUTHENTICATE +\n");
	player_feed(&p, ":srv 903 alice :SASL authentication successful");
	expect_sent(&p, "CAP END\n");
	player_release(&p);
}

static void
a_wrong_password_ends_it_and_is_not_told_in_clear(void **state)
{
	char proof[SCRAM_FINAL_SIZE];
	struct player p;
	bool is_in;

	(void)state;
	scram(&p, "pen", proof, &is_in);
	assert_false(is_in);
	player_feed(&p, ":srv 904 alice :SASL authentication failed");
	expect_sent(&p, "");
	assert_true(player_has(&p.told, "STATE closed password: the server "
	    "refused the account or its password"));
	player_release(&p);
}

static void
a_server_that_only_says_yes_is_not_believed(void **state)
{
	char proof[SCRAM_FINAL_SIZE];
	struct player p;
	bool is_in;

	(void)state;
	scram(&p, "pencil", proof, &is_in);
	player_feed(&p, ":srv 903 alice :SASL authentication successful");
	expect_sent(&p, "");
	assert_true(player_has(&p.told, "STATE closed password: the server "
	    "did not prove"));
	player_release(&p);
}

static void
a_certificate_comes_first_and_the_password_after_it(void **state)
{
	struct session_config config = with_password;
	struct player p;

	(void)state;
	config.has_certificate = true;
	start(&p, &config, true, "PLAIN,EXTERNAL");
	expect_sent(&p, "AUTHENTICATE EXTERNAL\n");
	player_feed(&p, "AUTHENTICATE +");
	expect_sent(&p, "AUTHENTICATE +\n");
	player_feed(&p, ":srv 904 alice :SASL authentication failed");
	expect_sent(&p, "AUTHENTICATE PLAIN\n");
	player_release(&p);
}

static void
without_a_value_the_server_is_asked_what_it_has(void **state)
{
	struct player p;

	(void)state;
	start(&p, &with_password, true, "");
	expect_sent(&p, "AUTHENTICATE SCRAM-SHA-256\n");
	player_feed(&p, ":srv 908 alice EXTERNAL :are available\n"
	    ":srv 904 alice :SASL authentication failed");
	expect_sent(&p, "");
	assert_true(player_has(&p.told, "STATE closed password"));
	player_release(&p);
}

static void
a_server_without_accounts_is_said(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, &with_password);
	player_connect(&p);
	p.is_noisy = true;
	player_feed(&p, ":srv CAP * LS :batch");
	assert_true(player_has(&p.told, "this server has no accounts"));
	player_release(&p);
}

static void
a_guest_asks_for_nothing(void **state)
{
	struct player p;

	(void)state;
	player_init(&p, NULL);
	player_connect(&p);
	player_feed(&p, ":srv CAP * LS :batch sasl=PLAIN");
	assert_true(player_has(&p.sent, "CAP REQ batch\n"));
	player_release(&p);
}

static void
odd_lines_of_the_server_do_no_harm(void **state)
{
	static const char *const odd[] = {
		"AUTHENTICATE", "AUTHENTICATE !!!!", "AUTHENTICATE cj1h",
		":srv 903 x", ":srv 908 x", "AUTHENTICATE *",
	};
	struct player p;

	(void)state;
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
		start(&p, &with_password, true, "SCRAM-SHA-256");
		player_feed(&p, "AUTHENTICATE +");
		player_feed(&p, odd[i]);
		player_feed(&p, odd[i]);
		assert_false(player_has(&p.sent, "pencil"));
		player_release(&p);
	}
}

/* Here as a guest, on a server that has accounts. */
static void
arrive(struct player *p)
{
	player_init(p, NULL);
	p->link.local = true;
	player_connect(p);
	player_welcome(p, "batch sasl=PLAIN draft/account-registration "
	    "standard-replies", "CHANTYPES=# TCPCHAT=1,id=9");
	player_forget(p);
}

static void
who_is_here_logs_in_and_stays_where_it_fails(void **state)
{
	struct player p;

	(void)state;
	arrive(&p);
	session_login(p.s, "al", "wrong", p.now);
	player_settle(&p);
	expect_sent(&p, "AUTHENTICATE PLAIN\n");
	player_feed(&p, "AUTHENTICATE +");
	player_forget(&p);
	player_feed(&p, ":srv 904 alice :SASL authentication failed");
	expect_told(&p, "LOGIN al refused: the server refused the account or "
	    "its password\n");
	expect_sent(&p, "");
	assert_string_equal(session_account(p.s), "");
	session_login(p.s, "al", "pencil", p.now);
	player_settle(&p);
	player_feed(&p, "AUTHENTICATE +\n:srv 900 alice a!b@c Al :now\n"
	    ":srv 903 alice :good");
	expect_told(&p, "LOGIN Al in\n");
	assert_string_equal(session_account(p.s), "Al");
	assert_true(session_is_secret(p.s, "my pencil is red"));
	player_release(&p);
}

static void
the_next_connection_logs_in_too(void **state)
{
	struct player p;

	(void)state;
	arrive(&p);
	player_break(&p);
	session_login(p.s, "al", "pencil", p.now);
	player_wait(&p, 2000);
	player_return(&p);
	player_feed(&p, ":srv CAP * LS :sasl=PLAIN\n:srv CAP * ACK :sasl");
	assert_true(player_has(&p.sent, "AUTHENTICATE PLAIN"));
	player_release(&p);
}

static void
a_certificate_that_is_not_known_yet_makes_a_guest(void **state)
{
	struct player p;

	(void)state;
	arrive(&p);
	player_break(&p);
	session_show_certificate(p.s, true);
	player_wait(&p, 2000);
	player_return(&p);
	player_feed(&p, ":srv CAP * LS :sasl=EXTERNAL\n:srv CAP * ACK :sasl\n"
	    "AUTHENTICATE +");
	player_forget(&p);
	p.is_noisy = true;
	player_feed(&p, ":srv 904 alice :SASL authentication failed");
	expect_sent(&p, "CAP END\n");
	assert_true(player_has(&p.told, "does not know your certificate"));
	player_release(&p);
}

static void
an_account_is_made_and_logged_in_to_from_then_on(void **state)
{
	struct player p;

	(void)state;
	arrive(&p);
	session_register(p.s, "al", "", "pencil", p.now);
	player_settle(&p);
	expect_sent(&p, "REGISTER al * pencil\n");
	player_feed(&p, ":srv 900 alice a!b@c al :now\n"
	    ":srv REGISTER SUCCESS al :yours");
	expect_told(&p, "LOGIN al in\n");
	player_break(&p);
	player_wait(&p, 2000);
	player_return(&p);
	player_feed(&p, ":srv CAP * LS :sasl=PLAIN\n:srv CAP * ACK :sasl");
	assert_true(player_has(&p.sent, "AUTHENTICATE PLAIN"));
	player_release(&p);
}

static void
an_account_that_there_is_already_is_said_with_the_way_out(void **state)
{
	struct player p;

	(void)state;
	arrive(&p);
	p.is_noisy = true;
	session_register(p.s, "al", "", "pencil", p.now);
	player_feed(&p, ":srv FAIL REGISTER ACCOUNT_EXISTS al :no");
	assert_true(player_has(&p.told, "/login if it is yours"));
	player_release(&p);
}

static void
a_password_for_a_new_account_is_not_sent_in_clear(void **state)
{
	struct player p;

	(void)state;
	arrive(&p);
	player_break(&p);
	p.link.local = false;
	player_wait(&p, 2000);
	player_return(&p);
	player_welcome(&p, "draft/account-registration", "CHANTYPES=#");
	player_forget(&p);
	p.is_noisy = true;
	session_register(p.s, "al", "", "pencil", p.now);
	player_settle(&p);
	expect_sent(&p, "");
	assert_true(player_has(&p.told, "not encrypted"));
	player_release(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_where_nobody_listens),
		cmocka_unit_test(never_plain_where_somebody_may_listen),
		cmocka_unit_test(scram_without_telling_the_password),
		cmocka_unit_test(
		    a_wrong_password_ends_it_and_is_not_told_in_clear),
		cmocka_unit_test(a_server_that_only_says_yes_is_not_believed),
		cmocka_unit_test(
		    a_certificate_comes_first_and_the_password_after_it),
		cmocka_unit_test(
		    without_a_value_the_server_is_asked_what_it_has),
		cmocka_unit_test(a_server_without_accounts_is_said),
		cmocka_unit_test(a_guest_asks_for_nothing),
		cmocka_unit_test(who_is_here_logs_in_and_stays_where_it_fails),
		cmocka_unit_test(the_next_connection_logs_in_too),
		cmocka_unit_test(
		    a_certificate_that_is_not_known_yet_makes_a_guest),
		cmocka_unit_test(
		    an_account_is_made_and_logged_in_to_from_then_on),
		cmocka_unit_test(
		    an_account_that_there_is_already_is_said_with_the_way_out),
		cmocka_unit_test(
		    a_password_for_a_new_account_is_not_sent_in_clear),
		cmocka_unit_test(odd_lines_of_the_server_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
