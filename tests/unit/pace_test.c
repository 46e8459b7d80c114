/* pace_test.c -- the window against simulated links. */
#include "config.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/pace.h"

#include "base/banned.h"

static void
the_first_window_is_open(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	assert_int_equal(pace_allowance(&p, 0), PACE_WINDOW_FIRST);
	assert_int_equal(pace_wait_ms(&p, 0), -1);
	assert_false(pace_wants_answer(&p, 0));
}

static void
asks_behind_each_256_bytes(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	pace_wrote(&p, 255, 255);
	assert_false(pace_wants_answer(&p, 0));
	pace_wrote(&p, 1, 0);
	assert_true(pace_wants_answer(&p, 0));
	pace_asked(&p, 0);
	assert_false(pace_wants_answer(&p, 0));
}

static void
pane_bytes_fill_the_window_and_answers_empty_it(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	pace_wrote(&p, 5000, 5000);
	assert_int_equal(pace_allowance(&p, 0), 0);
	pace_asked(&p, 0);
	pace_answered(&p, 10);
	assert_true(pace_allowance(&p, 10) > 0);
}

static void
input_bytes_do_not_fill_it(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	pace_wrote(&p, 5000, 0);
	assert_int_equal(pace_allowance(&p, 0), PACE_WINDOW_FIRST);
}

/* Writes what may go, asks, and lets 700 ms pass, until `until_ms`. */
static void
stay_silent(struct pace *p, int64_t until_ms)
{
	int64_t now;

	for (now = 0; now <= until_ms; now += 100) {
		size_t n = pace_allowance(p, now);

		if (n > 1000)
			n = 1000;
		pace_wrote(p, n, n);
		if (pace_wants_answer(p, now))
			pace_asked(p, now);
	}
}

static void
a_terminal_that_never_answers_is_not_asked_for_ever(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	stay_silent(&p, 1900);
	assert_false(p.deaf);
	assert_int_equal(pace_allowance(&p, 1900), 0);
	assert_true(pace_wait_ms(&p, 1900) > 0);
	assert_int_equal(pace_allowance(&p, 2000), SIZE_MAX);
	pace_wrote(&p, 100000, 100000);
	assert_false(pace_wants_answer(&p, 2000));
	assert_int_equal(pace_allowance(&p, 2000), SIZE_MAX);
}

static void
one_big_frame_without_answer_does_not_wait_for_ever(void **state)
{
	struct pace p;
	int64_t now;

	(void)state;
	pace_init(&p);
	pace_wrote(&p, 50000, 50000);
	for (now = 0; pace_allowance(&p, now) == 0 && now < 10000; ) {
		if (pace_wants_answer(&p, now))
			pace_asked(&p, now);
		assert_true(pace_wait_ms(&p, now) > 0);
		now += pace_wait_ms(&p, now);
	}
	assert_in_range(now, PACE_DEAF_MS, PACE_DEAF_MS + 700);
}

static void
a_resize_asks_again(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	stay_silent(&p, 3000);
	assert_true(p.deaf);
	pace_again(&p);
	pace_wrote(&p, 300, 300);
	assert_true(pace_wants_answer(&p, 3000));
}

static void
a_late_answer_opens_its_ears(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	stay_silent(&p, 3000);
	pace_answered(&p, 3100);
	assert_false(p.deaf);
	assert_true(pace_allowance(&p, 3100) > 0);
}

static void
an_answer_that_got_lost_is_not_waited_for_ever(void **state)
{
	struct pace p;
	int64_t now = 1000;
	int i;

	(void)state;
	pace_init(&p);
	for (i = 0; i < 20; i++) {	/* 700 bytes in 60 ms */
		pace_wrote(&p, 700, 700);
		pace_asked(&p, now);
		pace_answered(&p, now += 60);
	}
	pace_wrote(&p, 1500, 1500);
	pace_asked(&p, now);		/* the answer is lost */
	assert_int_equal(pace_allowance(&p, now), 0);
	now += pace_wait_ms(&p, now);
	assert_true(pace_wants_answer(&p, now));
	pace_asked(&p, now);
	pace_answered(&p, now += 60);
	assert_int_equal(p.questions, 0);
	assert_int_equal(pace_allowance(&p, now), pace_window(&p));
}

static void
an_answer_to_nobody_is_ignored(void **state)
{
	struct pace p;

	(void)state;
	pace_init(&p);
	pace_answered(&p, 5);
	assert_int_equal(pace_window(&p), PACE_WINDOW_FIRST);
}

/*
 * A link of `rate` bytes/s and `trip_ms` of round trip, and a pane that always
 * changes: frames of `frame` bytes, at most 30 a second. A key is pressed each
 * 97 ms; its echo of 20 bytes goes at once, behind what is on its way.
 */
struct link {
	double rate;
	int trip_ms;
	size_t frame;
	int burst_ms;	/* what an idle link takes at once, in ms of its rate */
};

struct outcome {
	int frames;
	double worst_ms;	/* key echo, after the first 5 s */
};

enum { LINK_MS = 30000, WARM_MS = 5000 };

struct answers {
	double at_ms[4096];
	int first, last;
};

static double
enter_link(const struct link *l, double *free_at, double now, size_t bytes)
{
	double earliest = now - l->burst_ms;
	double start = *free_at > earliest ? *free_at : earliest;

	*free_at = start + (double)bytes / l->rate * 1000;
	return *free_at > now ? *free_at : now;
}

static void
note_question(struct pace *p, struct answers *a, const struct link *l,
    double *free_at, int now)
{
	if (!pace_wants_answer(p, now))
		return;
	pace_asked(p, now);
	a->at_ms[a->last++ % 4096] = enter_link(l, free_at, now, 4) +
	    l->trip_ms;
}

static void
write_frame(struct pace *p, struct answers *a, const struct link *l,
    double *free_at, int now, size_t bytes)
{
	while (bytes > 0) {
		size_t n = bytes;

		if (pace_is_new(p) && n > PACE_ASK_BYTES)
			n = PACE_ASK_BYTES;
		enter_link(l, free_at, now, n);
		pace_wrote(p, n, n);
		note_question(p, a, l, free_at, now);
		bytes -= n;
	}
}

static struct outcome
simulate(const struct link *l)
{
	static struct answers a;
	struct outcome r = { 0, 0 };
	double free_at = 0, next_frame = 0;
	struct pace p;
	int now;

	pace_init(&p);
	a.first = a.last = 0;
	for (now = 0; now < LINK_MS; now++) {
		while (a.first < a.last && a.at_ms[a.first % 4096] <= now) {
			pace_answered(&p, now);
			a.first++;
		}
		if (now % 97 == 0) {
			double echo = enter_link(l, &free_at, now, 20) +
			    l->trip_ms - now;

			pace_wrote(&p, 20, 0);
			if (now > WARM_MS && echo > r.worst_ms)
				r.worst_ms = echo;
		}
		if (now >= next_frame && pace_allowance(&p, now) > 0) {
			size_t n = pace_allowance(&p, now);

			if (n > l->frame)
				n = l->frame;	/* term.c cuts frames so */
			write_frame(&p, &a, l, &free_at, now, n);
			next_frame = now + 33;
			r.frames += now > WARM_MS;
		}
		note_question(&p, &a, l, &free_at, now);
	}
	r.frames = r.frames * 1000 / (LINK_MS - WARM_MS);
	return r;
}

static void
a_fast_link_has_all_frames_and_quick_keys(void **state)
{
	struct outcome r = simulate(&(struct link){ 1e6, 50, 700 });

	(void)state;
	assert_in_range(r.frames, 28, 31);
	assert_true(r.worst_ms < 60);
}

static void
a_long_way_still_has_thirty_frames(void **state)
{
	struct outcome r = simulate(&(struct link){ 1e6, 200, 700 });

	(void)state;
	assert_in_range(r.frames, 28, 31);
	assert_true(r.worst_ms < 220);
}

static void
a_slow_link_echoes_keys_soon(void **state)
{
	struct outcome r = simulate(&(struct link){ 11500, 0, 3000 });

	(void)state;
	assert_true(r.worst_ms < 150);
	assert_true(r.frames > 5);
}

static void
bursts_of_an_idle_link_are_no_rate(void **state)
{
	struct outcome r = simulate(&(struct link){ 11500, 30, 3000, 50 });

	(void)state;
	assert_true(r.worst_ms < 150);
	assert_true(r.frames > 5);
}

static void
a_slow_and_long_link_echoes_keys_in_time(void **state)
{
	struct outcome r = simulate(&(struct link){ 11500, 200, 3000 });

	(void)state;
	assert_true(r.worst_ms < 500);
	assert_true(r.frames > 5);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_window_is_open),
		cmocka_unit_test(asks_behind_each_256_bytes),
		cmocka_unit_test(
		    pane_bytes_fill_the_window_and_answers_empty_it),
		cmocka_unit_test(input_bytes_do_not_fill_it),
		cmocka_unit_test(
		    a_terminal_that_never_answers_is_not_asked_for_ever),
		cmocka_unit_test(
		    one_big_frame_without_answer_does_not_wait_for_ever),
		cmocka_unit_test(a_resize_asks_again),
		cmocka_unit_test(a_late_answer_opens_its_ears),
		cmocka_unit_test(
		    an_answer_that_got_lost_is_not_waited_for_ever),
		cmocka_unit_test(an_answer_to_nobody_is_ignored),
		cmocka_unit_test(a_fast_link_has_all_frames_and_quick_keys),
		cmocka_unit_test(a_long_way_still_has_thirty_frames),
		cmocka_unit_test(a_slow_link_echoes_keys_soon),
		cmocka_unit_test(bursts_of_an_idle_link_are_no_rate),
		cmocka_unit_test(a_slow_and_long_link_echoes_keys_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
