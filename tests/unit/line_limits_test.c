/*
 * line_limits_test.c -- how long a line may be, at each border, seen from both
 * ends: modern.ircdocs.horse/#message-format, IRCv3 message-tags #size-limit.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "proto/limits.h"
#include "support/stage.h"

#include "base/banned.h"

struct scene {
	struct stage stage;
	struct peer *al, *bo;
};

static void
open_scene(struct scene *s)
{
	stage_init(&s->stage, STAGE_LOCAL, 1);
	s->stage.config.flood_control = false;
	s->stage.config.lobby = NULL;
	stage_open(&s->stage);
	s->al = stage_connect(&s->stage, "al", NULL);
	assert_true(peer_register(&s->stage, s->al, "al",
	    "message-tags echo-message server-time"));
	s->bo = stage_connect(&s->stage, "bo", NULL);
	assert_true(peer_register(&s->stage, s->bo, "bo",
	    "message-tags server-time"));
}

/* What `p` gets when al types `line`; "" for nothing. The rest is forgotten. */
static const char *
get(struct scene *s, struct peer *p, const char *line)
{
	const char *got;

	peer_type(s->al, line);
	assert_true(stage_settle(&s->stage));
	got = peer_next_line(p);
	return got == NULL ? "" : got;
}

static void
forget(struct scene *s)
{
	peer_forget(s->al);
	peer_forget(s->bo);
}

static void
fill(char *out, const char *start, char with, size_t n)
{
	size_t len = strlen(start);

	memcpy(out, start, len);
	memset(out + len, with, n);
	out[len + n] = '\0';
}

/* ":al!al@127.0.0.1 PRIVMSG bo :" and the text and CR LF are 512 bytes. */
static void
a_text_fits_if_its_line_as_relayed_does(void **state)
{
	static const char before[] = ":al!al@127.0.0.1 PRIVMSG bo :";
	const size_t most = IRC_LINE_BODY_MAX - 2 - (sizeof before - 1);
	struct scene s;
	char line[IRC_LINE_BODY_MAX + 64];
	const char *got;
	size_t n;

	(void)state;
	open_scene(&s);
	for (n = most - 2; n <= most + 2; n++) {
		bool fits = n <= most;

		fill(line, "PRIVMSG bo :", 'x', n);
		got = get(&s, s.bo, line);
		if (fits) {
			got = strchr(got, ' ');
			assert_non_null(got);
			assert_int_equal(strlen(got + 1), sizeof before - 1 + n);
		} else {
			assert_string_equal(got, "");
			assert_non_null(strstr(peer_next_line(s.al),
			    " 417 al :"));
		}
		forget(&s);
	}
	stage_release(&s.stage);
}

/* Without CR LF: 510 bytes are a line, 511 are none, whatever they say. */
static void
a_line_has_510_bytes(void **state)
{
	struct scene s;
	char line[IRC_LINE_BODY_MAX + 64];
	size_t n;

	(void)state;
	open_scene(&s);
	for (n = 509; n <= 513; n++) {
		fill(line, "PING ", 'x', n - strlen("PING "));
		if (n <= 510)
			assert_non_null(strstr(get(&s, s.al, line), " PONG "));
		else
			assert_non_null(strstr(get(&s, s.al, line), " 417 "));
		forget(&s);
	}
	stage_release(&s.stage);
}

static void
a_client_sends_4094_bytes_of_tags(void **state)
{
	static const size_t sizes[] = { 4093, 4094, 4095, 8190, 8191, 8192 };
	static char line[9000];
	struct scene s;
	const char *got;
	size_t i;

	(void)state;
	open_scene(&s);
	for (i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		fill(line, "@+a=", 'x', sizes[i] - strlen("+a="));
		(void)str_copy(line + strlen(line), 32, " PRIVMSG bo :hi");
		got = get(&s, s.bo, line);
		if (sizes[i] <= IRC_TAGS_CLIENT_MAX) {
			size_t tags = strcspn(got, " ") + 1;

			/* All of it, beside what the server adds. */
			assert_true(tags > sizes[i] && tags <= IRC_TAGS_MAX);
			assert_true(str_starts(got + tags,
			    ":al!al@127.0.0.1 PRIVMSG bo :hi"));
		} else {
			assert_string_equal(got, "");
			assert_non_null(strstr(peer_next_line(s.al), " 417 "));
		}
		forget(&s);
	}
	stage_release(&s.stage);
}

/* The fifteenth parameter is all the rest, however many words. */
static void
a_line_has_15_parameters(void **state)
{
	static const unsigned counts[] = { 14, 15, 16, 200 };
	struct scene s;
	char line[IRC_LINE_BODY_MAX];
	size_t i, len;
	unsigned n;

	(void)state;
	open_scene(&s);
	for (i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		len = (size_t)snprintf(line, sizeof line, "ISON");
		for (n = 1; n < counts[i]; n++)
			len += (size_t)snprintf(line + len,
			    sizeof line - len, " x");
		snprintf(line + len, sizeof line - len, " bo");
		assert_non_null(strstr(get(&s, s.al, line), " 303 al :bo"));
		forget(&s);
	}
	stage_release(&s.stage);
}

static void
the_fifth_target_is_told(void **state)
{
	struct scene s;

	(void)state;
	open_scene(&s);
	assert_non_null(strstr(get(&s, s.bo, "PRIVMSG bo,al,bo,#a,#b,c,d :x"),
	    " PRIVMSG bo :x"));
	peer_forget(s.al);
	forget(&s);
	(void)get(&s, s.bo, "PRIVMSG a,b,c,d,e,f :x");
	assert_non_null(strstr(peer_next_line(s.al), " 401 al a "));
	assert_non_null(strstr(peer_next_line(s.al), " 401 al b "));
	assert_non_null(strstr(peer_next_line(s.al), " 401 al c "));
	assert_non_null(strstr(peer_next_line(s.al), " 401 al d "));
	assert_non_null(strstr(peer_next_line(s.al), " 407 al e "));
	assert_null(peer_next_line(s.al));
	stage_release(&s.stage);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_fits_if_its_line_as_relayed_does),
		cmocka_unit_test(a_line_has_510_bytes),
		cmocka_unit_test(a_client_sends_4094_bytes_of_tags),
		cmocka_unit_test(a_line_has_15_parameters),
		cmocka_unit_test(the_fifth_target_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
