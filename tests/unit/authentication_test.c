/* authentication_test.c -- SASL with what a conversation can't make up: the
 * proofs of SCRAM, and certificates. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "proto/sasl.h"
#include "server/client.h"
#include "support/scram_kit.h"
#include "support/stage.h"

#include "base/banned.h"

#define CERT \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const char binding[] = "the certificate's digest";

struct scene {
	struct stage stage;
	struct peer *p;		/* al, not registered; sasl is on */
};

static const char *
say(struct scene *s, const char *line)
{
	peer_type(s->p, line);
	assert_true(stage_settle(&s->stage));
	return peer_next_line(s->p);
}

/* The account al with the password "sesame" and the certificate CERT. */
static void
open_scene(struct scene *s, bool tls)
{
	struct client_tls facts = { .version = "TLSv1.3", .cipher = "test",
	    .fingerprint = CERT, .end_point_len = sizeof binding - 1 };
	struct peer *maker;

	memcpy(facts.end_point, binding, sizeof binding - 1);
	stage_init(&s->stage, STAGE_LOCAL, 1);
	stage_open(&s->stage);
	maker = stage_connect(&s->stage, "al", NULL);
	assert_true(peer_register(&s->stage, maker, "al", NULL));
	peer_type(maker, "NS REGISTER sesame");
	peer_type(maker, "NS CERT ADD " CERT);
	peer_type(maker, "QUIT");
	assert_true(stage_settle(&s->stage));
	s->p = stage_connect(&s->stage, "bo", "192.0.2.7");
	if (tls) {
		client_begin_tls(s->p->client);
		client_set_tls(s->p->client, &facts);
		s->p->client->is_secure = true;
	}
	peer_type(s->p, "CAP REQ :sasl");
	peer_type(s->p, "NICK al");
	assert_true(stage_settle(&s->stage));
	peer_forget(s->p);
}

static void
close_scene(struct scene *s)
{
	stage_release(&s->stage);
}

/* The bytes of an AUTHENTICATE line, as a string. */
static void
decode(const char *line, char *out, size_t size)
{
	const char *text = strrchr(line, ' ') + 1;
	size_t len;

	assert_non_null(strstr(line, " AUTHENTICATE "));
	assert_true(BASE64_BYTES(strlen(text)) < size);
	assert_true(base64_decode(text, strlen(text), out, &len));
	out[len] = '\0';
}

static const char *
say_encoded(struct scene *s, const char *text)
{
	char line[600] = "AUTHENTICATE ";

	base64_encode(text, strlen(text), line + strlen(line));
	return say(s, line);
}

/* The line that answers the proof. */
static const char *
prove(struct scene *s, const char *mechanism, const char *header,
    const char *bytes, const char *password)
{
	char line[64], first[128], server_first[512], last[512];
	unsigned char channel[128];
	size_t len = strlen(header);

	snprintf(line, sizeof line, "AUTHENTICATE %s", mechanism);
	assert_string_equal(say(s, line), ":irc.test AUTHENTICATE +");
	snprintf(first, sizeof first, "%sn=AL,r=abcdef", header);
	decode(say_encoded(s, first), server_first, sizeof server_first);
	memcpy(channel, header, len);
	memcpy(channel + len, bytes, strlen(bytes));
	scram_kit_final(last, sizeof last, password, channel,
	    len + strlen(bytes), "n=AL,r=abcdef", server_first);
	return say_encoded(s, last);
}

static void
assert_success(struct scene *s, const char *answer)
{
	char out[128];

	decode(answer, out, sizeof out);
	assert_int_equal(strncmp(out, "v=", 2), 0);
	assert_non_null(strstr(say(s, "AUTHENTICATE +"), " 900 al "));
	assert_non_null(strstr(peer_next_line(s->p), " 903 al "));
}

static void
scram_lets_in_who_knows_the_password(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, false);
	assert_non_null(strstr(prove(&s, "SCRAM-SHA-256", "n,,", "", "wrong"),
	    " 904 al "));
	assert_true(stage_logged(&s.stage, "login: failed host=192.0.2.7 "
	    "account=al how=SCRAM-SHA-256"));
	assert_success(&s, prove(&s, "SCRAM-SHA-256", "n,,", "", "sesame"));
	assert_null(say(&s, "USER bo 0 * :Bo"));
	assert_non_null(strstr(say(&s, "CAP END"), " 001 al "));
	assert_false(stage_logged(&s.stage, "sesame"));
	close_scene(&s);
}

static void
a_bound_channel_is_checked(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, true);
	assert_non_null(strstr(prove(&s, "SCRAM-SHA-256-PLUS",
	    "p=tls-server-end-point,,", "another one", "sesame"), " 904 "));
	assert_success(&s, prove(&s, "SCRAM-SHA-256-PLUS",
	    "p=tls-server-end-point,,", binding, "sesame"));
	close_scene(&s);
}

static void
a_certificate_stands_for_the_password(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, true);
	assert_string_equal(say(&s, "AUTHENTICATE EXTERNAL"),
	    ":irc.test AUTHENTICATE +");
	assert_non_null(strstr(say_encoded(&s, "carol"), " 904 "));
	assert_non_null(say(&s, "AUTHENTICATE EXTERNAL"));
	assert_non_null(strstr(say(&s, "AUTHENTICATE +"), " 900 al "));
	assert_non_null(strstr(peer_next_line(s.p), " 903 al "));
	close_scene(&s);
}

/* Whether CAP LS has this among the capabilities. */
static bool
is_offered(struct scene *s, const char *item)
{
	const char *line = say(s, "CAP LS 302");
	bool found = false;

	for (; line != NULL; line = peer_next_line(s->p))
		found = found || strstr(line, item) != NULL;
	return found;
}

static void
each_is_told_what_its_connection_allows(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s, true);
	assert_true(is_offered(&s, "sasl=EXTERNAL,PLAIN,SCRAM-SHA-256,"
	    "SCRAM-SHA-256-PLUS"));
	close_scene(&s);
	open_scene(&s, false);
	assert_true(is_offered(&s, "sasl=SCRAM-SHA-256 "));
	close_scene(&s);
}

/* Long responses come in pieces; too long ones not at all. */
static void
responses_have_a_bound(void **state)
{
	char line[14 + SASL_CHUNK + 2];
	struct scene s;
	int i;

	(void)state;
	open_scene(&s, false);
	snprintf(line, sizeof line, "AUTHENTICATE %0*d", SASL_CHUNK, 0);
	assert_non_null(say(&s, "AUTHENTICATE SCRAM-SHA-256"));
	for (i = 0; i < SASL_BASE64_MAX / SASL_CHUNK; i++)
		assert_null(say(&s, line));
	assert_non_null(strstr(say(&s, line), " 905 al "));
	assert_non_null(say(&s, "AUTHENTICATE SCRAM-SHA-256"));
	snprintf(line, sizeof line, "AUTHENTICATE %0*d", SASL_CHUNK + 1, 0);
	assert_non_null(strstr(say(&s, line), " 905 al "));
	close_scene(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scram_lets_in_who_knows_the_password),
		cmocka_unit_test(a_bound_channel_is_checked),
		cmocka_unit_test(a_certificate_stands_for_the_password),
		cmocka_unit_test(each_is_told_what_its_connection_allows),
		cmocka_unit_test(responses_have_a_bound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
