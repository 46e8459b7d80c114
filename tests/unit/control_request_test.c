/* control_request_test.c -- lines of programs, whatever they hold. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "session/session.h"
#include "tui/control_request.h"
#include "tui/model.h"
#include "tui/tell_json.h"

#include "base/banned.h"

struct world {
	struct model *model;
	struct buf out;
	bool subscribes;
	char sent[200];
};

static const char *
send_it(void *arg, int place, const char *target, const char *text,
    const char **why)
{
	struct world *w = arg;

	*why = NULL;
	if (strcmp(text, "no") == 0) {
		*why = "the outbox is full";
		return NULL;
	}
	assert_int_equal(place, 0);
	snprintf(w->sent, sizeof w->sent, "%s %s", target, text);
	return "01HZZZZZZZZZZZZZZZZZZZZZZZ";
}

static void
open_world(struct world *w)
{
	const struct model_config config = { .colours = 0 };

	memset(w, 0, sizeof *w);
	w->model = model_new(&config);
	model_resize(w->model, 24, 80);
	model_turn(w->model, 1000, 1000);
	(void)model_add_place(w->model, "office", "host", "al");
	buf_init(&w->out, 1024 * 1024);
}

static void
close_world(struct world *w)
{
	model_free(w->model);
	buf_release(&w->out);
}

static const char *
ask(struct world *w, const char *line, size_t len)
{
	const struct control_request r = {
		.model = w->model, .send = send_it, .arg = w,
		.subscribes = &w->subscribes, .out = &w->out,
	};

	buf_reset(&w->out);
	assert_true(control_request(&r, line, len));
	assert_true(w->out.len > 0 && w->out.data[w->out.len - 1] == '\n');
	assert_ptr_equal(strchr(buf_str(&w->out), '\n'),
	    w->out.data + w->out.len - 1);
	return buf_str(&w->out);
}

static void
says(struct world *w, const char *line, const char *part)
{
	const char *answer = ask(w, line, strlen(line));

	assert_non_null(strstr(answer, "\"v\":1"));
	if (strstr(answer, part) == NULL)
		fail_msg("%s is not in %s", part, answer);
}

static void
requests_are_answered_under_their_id(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	says(&w, "{\"v\":1,\"id\":\"a\",\"do\":\"subscribe\"}",
	    "\"id\":\"a\",\"ok\":true");
	assert_true(w.subscribes);
	says(&w, "{\"id\":7,\"do\":\"unsubscribe\"}", "\"id\":7");
	assert_false(w.subscribes);
	says(&w, "{\"do\":\"model\"}", "\"name\":\"office\"");
	says(&w, "{\"do\":\"lines\",\"count\":-5}", "\"lines\":[]");
	says(&w, "{\"do\":\"users\"}", "\"users\":[]");
	close_world(&w);
}

static void
a_message_is_given_to_the_edge(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	says(&w, "{\"do\":\"send\",\"to\":\"bob\",\"text\":\"a\\nb\"}",
	    "\"message\":\"01HZZ");
	assert_string_equal(w.sent, "bob a\nb");
	says(&w, "{\"do\":\"send\",\"to\":\"bob\",\"text\":\"no\"}",
	    "the outbox is full");
	says(&w, "{\"do\":\"send\",\"to\":\"bob\\r\\nQUIT\",\"text\":\"x\"}",
	    "\"refused\"");
	says(&w, "{\"do\":\"send\",\"to\":\"ALL\",\"text\":\"x\"}",
	    "\"refused\"");
	close_world(&w);
}

static void
what_is_wrong_has_a_word(void **state)
{
	struct world w;

	(void)state;
	open_world(&w);
	says(&w, "", "\"no-json\"");
	says(&w, "[]", "\"no-json\"");
	says(&w, "{\"do\":\"model\"} x", "\"no-json\"");
	says(&w, "{\"do\":\"a\",\"do\":\"b\"}", "\"no-json\"");
	says(&w, "{\"v\":2,\"do\":\"model\"}", "\"version\"");
	says(&w, "{\"do\":5}", "\"no-request\"");
	says(&w, "{}", "\"no-request\"");
	says(&w, "{\"do\":\"lines\",\"to\":\"x\"}", "\"no-destination\"");
	says(&w, "{\"do\":\"lines\",\"place\":\"x\"}", "\"no-place\"");
	says(&w, "{\"do\":\"run\",\"line\":\"hello\"}", "\"no-command\"");
	says(&w, "{\"do\":\"run\",\"line\":\"/me a\\nb\"}", "\"no-command\"");
	assert_true(strstr(ask(&w, "{\"do\":\"mod\0el\"}", 15),
	    "no-json") != NULL);
	close_world(&w);
}

/* Bytes of a request turned into others: an answer, each time. */
static void
any_bytes_are_answered(void **state)
{
	static const char good[] =
	    "{\"v\":1,\"id\":\"a\",\"do\":\"lines\",\"to\":\"x\",\"count\":3}";
	char line[sizeof good];
	struct world w;

	(void)state;
	open_world(&w);
	for (size_t i = 0; i < sizeof good - 1; i++)
		for (int byte = 0; byte < 256; byte += 3) {
			memcpy(line, good, sizeof good);
			line[i] = (char)byte;
			(void)ask(&w, line, sizeof good - 1);
		}
	close_world(&w);
}

static void
a_line_is_told_as_one_line_of_json(void **state)
{
	static const char said[] = "say \"hi\"\n\033[1m\x02!";
	struct session_event e = { .type = SESSION_EVENT_MESSAGE,
	    .target = "#all", .line = { .kind = SESSION_LINE_TEXT,
	    .msgid = "m", .nick = "dana", .object = "", .id = "",
	    .text = said, .text_len = sizeof said - 1 } };
	const struct tell_facts f = { "office", "#all", true };
	struct buf out;

	(void)state;
	buf_init(&out, 10000);
	assert_true(tell_json(&out, &f, &e));
	assert_string_equal(buf_str(&out), "{\"v\":1,\"event\":\"line\","
	    "\"place\":\"office\",\"to\":\"ALL\",\"kind\":\"message\","
	    "\"time\":\"1970-01-01T00:00:00.000Z\",\"msgid\":\"m\","
	    "\"from\":\"dana\",\"object\":\"\",\"own\":false,"
	    "\"for_me\":true,\"text\":\"say \\\"hi\\\"\\n\\u001B[1m!\"}\n");
	e.type = SESSION_EVENT_TYPING;
	buf_reset(&out);
	assert_false(tell_json(&out, &f, &e));
	assert_int_equal(out.len, 0);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_are_answered_under_their_id),
		cmocka_unit_test(a_message_is_given_to_the_edge),
		cmocka_unit_test(what_is_wrong_has_a_word),
		cmocka_unit_test(any_bytes_are_answered),
		cmocka_unit_test(a_line_is_told_as_one_line_of_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
