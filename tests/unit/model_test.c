/* model_test.c -- what the model asks for, and that nothing breaks it. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rand.h"
#include "base/str.h"
#include "session/session.h"
#include "tui/grid.h"
#include "tui/model.h"
#include "tui/view.h"

#include "base/banned.h"

enum { NOON_MS = 1000000 };

static struct model *
new_model(void)
{
	struct model_config config = { .signs = SIGNS_UNICODE };
	struct model *m = model_new(&config);

	model_turn(m, NOON_MS, 1763640000000);
	model_resize(m, 24, 80);
	model_focus(m, true);
	return m;
}

static void
joined(struct model *m, const char *channel, bool is_lobby)
{
	struct session_event e = {
		.type = SESSION_EVENT_JOINED, .target = channel,
		.joined = { .is_lobby = is_lobby },
	};

	model_session_event(m, 0, &e);
}

/* In the lobby of a place that has everything. */
static struct model *
new_in_lobby(void)
{
	struct model *m = new_model();
	struct session_event welcome = {
		.type = SESSION_EVENT_WELCOME,
		.welcome = {
			.network = "office", .lobby = "#all", .nick = "alice",
			.prefixes = "@+", .stored = "full", .has_echo = true,
			.has_history = true,
		},
	};
	struct session_event online = {
		.type = SESSION_EVENT_STATE,
		.state = { .state = SESSION_ONLINE, .reason = "" },
	};

	model_add_place(m, "office", "chat.example.org", "alice");
	model_session_event(m, 0, &welcome);
	model_session_event(m, 0, &online);
	joined(m, "#all", true);
	return m;
}

static void
say(struct model *m, const char *target, const char *nick, const char *text,
    const char *id)
{
	struct session_event e = {
		.type = SESSION_EVENT_MESSAGE, .target = target,
		.line = {
			.kind = SESSION_LINE_TEXT, .nick = nick, .msgid = "",
			.time_ms = 1763640000000, .id = id, .reply_to = "",
			.source = "", .object = "", .text = text,
			.text_len = strlen(text),
			.own = strcmp(nick, "alice") == 0,
		},
	};

	model_session_event(m, 0, &e);
}

static void
deliver(struct model *m, const char *target, const char *id,
    enum session_delivery state, bool is_first)
{
	struct session_event e = {
		.type = SESSION_EVENT_DELIVERY, .target = target,
		.delivery = {
			.id = id, .state = state, .is_first = is_first,
			.text = "mine", .msgid = "", .reason = "too long",
			.reply_to = "",
			.time_ms = 1763640000000,
		},
	};

	model_session_event(m, 0, &e);
}

/* The next request of that kind; the others are dropped. */
static bool
next(struct model *m, enum request_kind kind, struct model_request *r)
{
	while (model_next_request(m, r))
		if (r->kind == kind)
			return true;
	return false;
}

static void
type(struct model *m, const char *text)
{
	model_text(m, text, strlen(text));
}

static void
enter(struct model *m, const char *text)
{
	type(m, text);
	model_action(m, ACTION_SEND);
}

static void
add_cell(char *out, size_t size, const struct cell *c)
{
	size_t len = strlen(out);

	if (len + 2 <= size) {
		out[len] = c->cp[0] == 0 || c->cp[0] > 0x7e ? ' ' :
		    (char)c->cp[0];
		out[len + 1] = '\0';
	}
}

/* Whether the screen shows it (ASCII) on one of its rows. */
static bool
shows(const struct model *m, const char *text)
{
	char row[GRID_MAX_COLS + 1];
	bool found = false;
	struct grid g;

	grid_init(&g);
	grid_resize(&g, model_rows(m), model_cols(m));
	view_draw(m, &g);
	for (int i = 0; i < g.rows && !found; i++) {
		row[0] = '\0';
		for (int j = 0; j < g.cols; j++)
			add_cell(row, sizeof row, grid_cell(&g, i, j));
		found = strstr(row, text) != NULL;
	}
	grid_release(&g);
	return found;
}

/* --- Holes --- */

static void
hole(struct model *m, uint32_t number, int64_t from_ms, int64_t to_ms)
{
	struct session_event e = {
		.type = SESSION_EVENT_GAP, .target = "#all",
		.gap = { .gap = number, .is_open = true, .from_msgid = "",
		    .from_ms = from_ms, .to_ms = to_ms },
	};

	model_session_event(m, 0, &e);
}

static void
holes_with_nothing_between_are_one(void **state)
{
	enum { MINUTE = 60 * 1000 };
	const int64_t at = 1763640000000;
	struct model *m = new_in_lobby();

	(void)state;
	model_resize(m, 24, 80);
	say(m, "#all", "dana", "before", "");
	hole(m, 1, at, at + 100);
	assert_true(shows(m, "something of 12:00 is missing"));
	hole(m, 2, at + 3 * MINUTE, at + 5 * MINUTE);
	assert_true(shows(m, "12:00 to 12:05 is missing"));
	assert_false(shows(m, "something of"));
	assert_false(shows(m, "12:03"));
	model_free(m);
}

/* --- What is asked for --- */

static void
text_goes_to_the_destination_that_is_shown(void **state)
{
	struct model *m = new_in_lobby();
	struct model_request r;

	(void)state;
	enter(m, "hello");
	assert_true(next(m, REQUEST_SEND, &r));
	assert_string_equal(r.target, "#all");
	assert_string_equal(r.text, "hello");
	say(m, "dana", "dana", "psst", "");
	model_action(m, ACTION_GO_PRIVATE);
	enter(m, "yes?");
	assert_true(next(m, REQUEST_SEND, &r));
	assert_string_equal(r.target, "dana");
	model_free(m);
}

static void
what_the_outbox_refuses_comes_back_to_the_input(void **state)
{
	struct model *m = new_in_lobby();
	struct model_request r;

	(void)state;
	enter(m, "precious");
	assert_false(shows(m, "] precious"));
	assert_true(next(m, REQUEST_SEND, &r));
	model_sent(m, NULL, "the outbox is full");
	assert_true(shows(m, "precious"));
	assert_true(shows(m, "the outbox is full"));
	model_free(m);
}

static void
leaving_asks_only_while_something_is_unsent(void **state)
{
	struct model *m = new_in_lobby();
	struct model_request r;

	(void)state;
	deliver(m, "#all", "id1", SESSION_WAITS, true);
	enter(m, "/quit");
	assert_false(next(m, REQUEST_QUIT, &r));
	assert_true(shows(m, "leave? 1 message is not sent"));
	type(m, "n");
	assert_false(next(m, REQUEST_QUIT, &r));
	model_action(m, ACTION_CLEAR_INPUT);
	say(m, "#all", "alice", "mine", "id1");
	deliver(m, "#all", "id1", SESSION_STORED, false);
	enter(m, "/quit bye");
	assert_true(next(m, REQUEST_QUIT, &r));
	assert_string_equal(r.text, "bye");
	model_free(m);
}

static void
ctrl_c_clears_and_twice_asks_to_leave(void **state)
{
	struct model *m = new_in_lobby();
	struct model_request r;

	(void)state;
	type(m, "text");
	model_action(m, ACTION_CLEAR_INPUT);
	assert_false(shows(m, "leave?"));
	model_action(m, ACTION_CLEAR_INPUT);
	assert_true(shows(m, "leave? y = leave"));
	type(m, "y");
	assert_true(next(m, REQUEST_QUIT, &r));
	model_action(m, ACTION_YANK);
	assert_true(shows(m, "text"));
	model_free(m);
}

static void
a_bell_rings_only_when_nobody_looks_and_not_twice_in_10_s(void **state)
{
	struct model *m = new_in_lobby();
	struct model_request r;

	(void)state;
	say(m, "#all", "dana", "alice: look", "");
	assert_false(next(m, REQUEST_NOTIFY, &r));
	model_focus(m, false);
	say(m, "#all", "dana", "not for her", "");
	assert_false(next(m, REQUEST_NOTIFY, &r));
	say(m, "#all", "dana", "alice: again", "");
	assert_true(next(m, REQUEST_NOTIFY, &r));
	assert_string_equal(r.text, "dana: alice: again");
	say(m, "dana", "dana", "psst", "");
	assert_false(next(m, REQUEST_NOTIFY, &r));
	model_turn(m, NOON_MS + 10001, 1763640010001);
	say(m, "dana", "dana", "hey", "");
	assert_true(next(m, REQUEST_NOTIFY, &r));
	model_free(m);
}

static void
unknown_focus_counts_until_30_s_after_a_key(void **state)
{
	struct model_config config = { .signs = SIGNS_ASCII };
	struct model *m = model_new(&config);
	struct model_request r;

	(void)state;
	model_turn(m, NOON_MS, 1763640000000);
	model_add_place(m, "office", "office", "alice");
	joined(m, "#all", true);
	say(m, "#all", "dana", "alice: one", "");
	assert_false(next(m, REQUEST_NOTIFY, &r));
	assert_true(model_wait_ms(m) <= 30000);
	model_turn(m, NOON_MS + 30000, 1763640030000);
	say(m, "#all", "dana", "alice: two", "");
	assert_true(next(m, REQUEST_NOTIFY, &r));
	model_free(m);
}

static void
a_channel_that_ends_leaves_the_open_selector(void **state)
{
	struct model *m = new_in_lobby();
	struct session_event parted = {
		.type = SESSION_EVENT_PARTED, .target = "#ops",
		.parted = { .by = "", .reason = "" },
	};
	struct model_request r;

	(void)state;
	joined(m, "#ops", false);
	model_action(m, ACTION_CHOOSE);
	model_action(m, ACTION_DOWN);
	assert_true(shows(m, "> #ops"));
	model_session_event(m, 0, &parted);
	assert_false(shows(m, "#ops"));
	model_action(m, ACTION_SEND);
	enter(m, "still here");
	assert_true(next(m, REQUEST_SEND, &r));
	assert_string_equal(r.target, "#all");
	model_free(m);
}

static void
strangers_cannot_open_talks_without_end(void **state)
{
	struct model *m = new_in_lobby();
	char nick[32];

	(void)state;
	for (int i = 0; i < 1000; i++) {
		snprintf(nick, sizeof nick, "stranger%d", i);
		say(m, nick, nick, "buy this", "");
	}
	enter(m, "/go 300");
	assert_true(shows(m, "there is no destination 300"));
	model_action(m, ACTION_CLEAR_INPUT);
	enter(m, "/server");
	assert_true(shows(m, "stranger999: buy this"));
	joined(m, "#ops", false);
	enter(m, "/to #ops");
	assert_true(shows(m, "[#ops"));
	model_free(m);
}

/* --- Own messages --- */

static void
an_echo_puts_a_line_among_the_others_once(void **state)
{
	struct model *m = new_in_lobby();

	(void)state;
	deliver(m, "#all", "id1", SESSION_WAITS, true);
	assert_true(shows(m, "alice  mine"));
	deliver(m, "#all", "id1", SESSION_WRITTEN, false);
	say(m, "#all", "dana", "between", "");
	say(m, "#all", "alice", "mine", "id1");
	deliver(m, "#all", "id1", SESSION_STORED, false);
	model_resize(m, 7, 80);		/* room for no second one */
	assert_true(shows(m, "between"));
	assert_true(shows(m, "mine"));
	model_free(m);
}

static void
without_echo_a_late_error_takes_the_line_back(void **state)
{
	struct model *m = new_in_lobby();

	(void)state;
	deliver(m, "#all", "id1", SESSION_WRITTEN, true);
	say(m, "#all", "alice", "mine", "id1");
	assert_false(shows(m, "refused"));
	deliver(m, "#all", "id1", SESSION_REFUSED, false);
	assert_true(shows(m, "! refused: \"too long\""));
	model_free(m);
}

static void
up_brings_back_what_failed_and_sending_replaces_it(void **state)
{
	struct model *m = new_in_lobby();
	struct model_request r;

	(void)state;
	deliver(m, "#all", "id1", SESSION_REFUSED, true);
	model_action(m, ACTION_UP);
	enter(m, " again");
	assert_true(next(m, REQUEST_DROP, &r));
	assert_string_equal(r.id, "id1");
	assert_true(next(m, REQUEST_SEND, &r));
	assert_string_equal(r.text, "mine again");
	deliver(m, "#all", "id2", SESSION_UNKNOWN, true);
	model_action(m, ACTION_UP);
	model_action(m, ACTION_SEND);
	assert_true(next(m, REQUEST_RETRY, &r));
	assert_string_equal(r.id, "id2");
	model_free(m);
}

/* --- Nothing breaks it --- */

struct chaos {
	struct rand rand;
	struct model *m;
	int64_t mono_ms;
};

static uint64_t
below(struct chaos *c, uint64_t n)
{
	return rand_below(&c->rand, n);
}

static const char *
some_text(struct chaos *c)
{
	static const char *const texts[] = {
		"", "x", "hello alice", "日本語の文字", "\U0001F468\u200D"
		"\U0001F469\u200D\U0001F467", "a\u0301\u0302\u0303\u0304"
		"\u0305", "\u202Eevil", "\n", "/", "/list", "/join #x",
		"/msg dana hi", "/go 2", "/close", "/nonsense", "//", "Q",
		"l", "H", "\U0001F1E9", "a word and another one and "
		"averyveryverylongwordthatdoesnotendbeforetherowdoes and so "
		"on and on and on and on and on", "/to dana", "/server",
		"\xf0\x9f\x87", "y",
	};

	return texts[below(c, sizeof texts / sizeof texts[0])];
}

static const char *
some_target(struct chaos *c)
{
	static const char *const targets[] = {
		"#all", "#x", "dana", "erik", "日本",
	};

	return targets[below(c, sizeof targets / sizeof targets[0])];
}

static const char *
some_msgid(struct chaos *c)
{
	static const char *const ids[] = { "", "m1", "m2", "m3", "m4" };

	return ids[below(c, 5)];
}

static void
some_line(struct chaos *c, struct session_line *line)
{
	static const char *const nicks[] = {
		"alice", "dana", "erik", "奈々子", "averyveryverylongnick",
	};

	*line = (struct session_line){
		.kind = (enum session_line_kind)below(c, 11),
		.nick = nicks[below(c, 5)], .msgid = some_msgid(c), .id = "",
		.time_ms = 1763640000000 + (int64_t)below(c, 1u << 28),
		.reply_to = some_msgid(c), .source = "",
		.object = nicks[below(c, 5)],
		.text = some_text(c),
	};
	line->own = strcmp(line->nick, "alice") == 0;
	line->text_len = strlen(line->text);
	if (line->own && below(c, 2) == 0) {
		line->object = "";
		line->id = "id1";
	}
}

static void
lines_event(struct chaos *c)
{
	struct session_line lines[5];
	struct session_event e = {
		.type = SESSION_EVENT_LINES, .target = some_target(c),
		.lines = {
			.where = (enum session_where)below(c, 3),
			.gap = (uint32_t)below(c, 3) + 1, .lines = lines,
			.count = below(c, 6), .is_end = below(c, 9) == 0,
		},
	};

	for (size_t i = 0; i < e.lines.count; i++)
		some_line(c, &lines[i]);
	model_session_event(c->m, 0, &e);
}

static void
members_event(struct chaos *c)
{
	struct session_member_change changes[2];
	struct session_event e = {
		.type = SESSION_EVENT_MEMBERS, .target = some_target(c),
		.members = { .changes = changes, .count = 2,
		    .is_list_end = below(c, 5) == 0 },
	};

	for (size_t i = 0; i < 2; i++)
		changes[i] = (struct session_member_change){
			.what = (enum session_change)below(c, 3),
			.member = {
				.nick = some_target(c),
				.prefixes = below(c, 2) == 0 ? "@" : "",
				.account = "", .away = below(c, 3) == 0,
			},
		};
	model_session_event(c->m, 0, &e);
}

static void
remark_event(struct chaos *c)
{
	struct session_event e = { .target = some_target(c),
	    .type = SESSION_EVENT_REACTION };

	if (below(c, 3) == 0) {
		e.type = SESSION_EVENT_REDACTED;
		e.redacted.msgid = "m1";
		e.redacted.by = some_target(c);
		e.redacted.reason = some_text(c);
	} else {
		e.reaction.msgid = below(c, 2) == 0 ? "m2" : "m3";
		e.reaction.nick = some_target(c);
		e.reaction.text = some_text(c);
		e.reaction.own = below(c, 3) == 0;
		e.reaction.is_gone = below(c, 3) == 0;
		e.reaction.time_ms = (int64_t)below(c, 9);
	}
	model_session_event(c->m, 0, &e);
}

static void
other_event(struct chaos *c)
{
	struct session_event e = { .target = some_target(c) };

	switch (below(c, 6)) {
	case 0:
		e.type = SESSION_EVENT_GAP;
		e.gap.gap = (uint32_t)below(c, 3) + 1;
		e.gap.is_open = below(c, 2) == 0;
		e.gap.is_fillable = below(c, 2) == 0;
		break;
	case 1:
		e.type = SESSION_EVENT_JOINED;
		e.joined.is_lobby = below(c, 2) == 0;
		break;
	case 2:
		e.type = SESSION_EVENT_PARTED;
		e.parted.by = below(c, 2) == 0 ? "" : "dana";
		e.parted.reason = some_text(c);
		break;
	case 3:
		e.type = SESSION_EVENT_STATE;
		e.state.state = (enum session_state)below(c, 7);
		e.state.reason = some_text(c);
		e.state.retry_at_ms = c->mono_ms + 5000;
		e.state.since_ms = 1763640000000;
		break;
	case 4:
		e.type = SESSION_EVENT_TOPIC;
		e.topic.text = some_text(c);
		break;
	default:
		e.type = SESSION_EVENT_TYPING;
		e.typing.nick = some_target(c);
		e.typing.state = SESSION_TYPING_ACTIVE;
		break;
	}
	model_session_event(c->m, 0, &e);
}

static void
delivery_event(struct chaos *c)
{
	static const char *const ids[] = { "id1", "id2", "id3" };

	deliver(c->m, some_target(c), ids[below(c, 3)],
	    (enum session_delivery)below(c, 6), below(c, 2) == 0);
}

static void
one_step(struct chaos *c)
{
	struct session_event e = { .type = SESSION_EVENT_MESSAGE };
	const char *text;

	switch (below(c, 13)) {
	case 12:
		remark_event(c);
		break;
	case 0:
		e.target = some_target(c);
		some_line(c, &e.line);
		model_session_event(c->m, 0, &e);
		break;
	case 1:
		lines_event(c);
		break;
	case 2:
		members_event(c);
		break;
	case 3:
		other_event(c);
		break;
	case 4:
		delivery_event(c);
		break;
	case 5:
		model_resize(c->m, (int)below(c, 45), (int)below(c, 140));
		break;
	case 6:
		c->mono_ms += (int64_t)below(c, 20000);
		model_turn(c->m, c->mono_ms, 1763640000000 + c->mono_ms);
		assert_true(model_wait_ms(c->m) >= -1);
		break;
	case 7:
		model_click(c->m, (int)below(c, 45), (int)below(c, 140),
		    BUTTON_LEFT);
		break;
	case 8:
		model_focus(c->m, below(c, 2) == 0);
		break;
	case 9:
		text = some_text(c);
		model_text(c->m, text, strlen(text));
		break;
	default:
		model_action(c->m, (enum action)below(c, ACTION_COUNT));
		break;
	}
}

static void
check_columns(const struct grid *g)
{
	for (int row = 0; row < g->rows; row++)
		for (int col = 0; col < g->cols; col++) {
			bool is_half = col > 0 &&
			    grid_cell(g, row, col - 1)->width == 2;

			assert_int_equal(grid_cell(g, row, col)->width == 0,
			    is_half);
		}
	assert_true(g->cursor_row < g->rows);
	assert_true(g->cursor_col >= 0 && g->cursor_col < g->cols);
	assert_true(g->input_top >= 0 && g->input_top <= g->rows);
}

static void
run(struct model *m, const char *line)
{
	model_text(m, line, strlen(line));
	model_action(m, ACTION_SEND);
}

/* What calls and what is folded is kept for each destination. */
static void
what_is_not_the_usual_is_kept(void **state)
{
	struct model *m = new_in_lobby(), *later = new_in_lobby();

	(void)state;
	joined(m, "#ops", false);
	run(m, "/to #ops");
	run(m, "/fold off");
	assert_string_equal(model_levels(m, 0), " #ops=unfold");
	run(m, "/notify none");
	assert_string_equal(model_levels(m, 0), " #ops=none,unfold");
	model_restore_levels(later, 0, "#x=all " "#ops=none,unfold");
	joined(later, "#ops", false);
	run(later, "/to #ops");
	run(later, "/fold on");
	assert_string_equal(model_levels(later, 0), "#x=all #ops=none");
	run(later, "/notify mentions");
	assert_string_equal(model_levels(later, 0), "#x=all");
	model_free(m);
	model_free(later);
}

static void
no_keys_lines_and_sizes_break_a_column(void **state)
{
	struct chaos c;
	struct model_request r;
	struct grid g;

	(void)state;
	grid_init(&g);
	for (uint64_t seed = 1; seed <= 20; seed++) {
		rand_seed(&c.rand, seed);
		c.m = new_in_lobby();
		c.mono_ms = NOON_MS;
		for (int i = 0; i < 1000; i++) {
			one_step(&c);
			grid_resize(&g, model_rows(c.m), model_cols(c.m));
			view_draw(c.m, &g);
			check_columns(&g);
			while (model_next_request(c.m, &r))
				if (r.kind == REQUEST_SEND &&
				    below(&c, 4) == 0)
					model_sent(c.m, NULL, NULL);
		}
		model_free(c.m);
	}
	grid_release(&g);
}

static void
the_first_start_fits_any_screen(void **state)
{
	struct model *m = new_model();
	struct grid g;

	(void)state;
	grid_init(&g);
	model_first_start(m, "a.rather.long.host.name.example.org:6667", "al");
	for (int rows = 1; rows < 14; rows++)
		for (int cols = 1; cols < 70; cols += 3) {
			model_resize(m, rows, cols);
			model_action(m, ACTION_COMPLETE_NEXT);
			grid_resize(&g, rows, cols);
			view_draw(m, &g);
			check_columns(&g);
		}
	grid_release(&g);
	model_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(holes_with_nothing_between_are_one),
		cmocka_unit_test(text_goes_to_the_destination_that_is_shown),
		cmocka_unit_test(
		    what_the_outbox_refuses_comes_back_to_the_input),
		cmocka_unit_test(leaving_asks_only_while_something_is_unsent),
		cmocka_unit_test(ctrl_c_clears_and_twice_asks_to_leave),
		cmocka_unit_test(
		    a_bell_rings_only_when_nobody_looks_and_not_twice_in_10_s),
		cmocka_unit_test(unknown_focus_counts_until_30_s_after_a_key),
		cmocka_unit_test(a_channel_that_ends_leaves_the_open_selector),
		cmocka_unit_test(strangers_cannot_open_talks_without_end),
		cmocka_unit_test(an_echo_puts_a_line_among_the_others_once),
		cmocka_unit_test(
		    without_echo_a_late_error_takes_the_line_back),
		cmocka_unit_test(
		    up_brings_back_what_failed_and_sending_replaces_it),
		cmocka_unit_test(what_is_not_the_usual_is_kept),
		cmocka_unit_test(no_keys_lines_and_sizes_break_a_column),
		cmocka_unit_test(the_first_start_fits_any_screen),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
