/* outq_test.c -- queues of slices, and the blocks that they share. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/rand.h"
#include "server/outq.h"
#include "server/payload.h"

#include "base/banned.h"

struct world {
	struct payload_writer writer;
	struct outq_pool pool;
};

static void
push(struct world *w, struct outq *q, const char *text, bool live)
{
	outq_push(q, &w->pool, payload_write(&w->writer, text, strlen(text)),
	    live);
}

static void
release(struct world *w)
{
	payload_writer_release(&w->writer);
	outq_pool_release(&w->pool);
}

/* Takes up to `max` bytes off, as a kernel would; appends them to `out`. */
static void
take(struct world *w, struct outq *q, size_t max, struct buf *out)
{
	struct iovec iov[3];
	int n = outq_peek(q, iov, 3), i;
	size_t took = 0;

	for (i = 0; i < n && took < max; i++) {
		size_t len = iov[i].iov_len;

		if (len > max - took)
			len = max - took;
		assert_true(buf_add(out, iov[i].iov_base, len));
		took += len;
	}
	outq_wrote(q, &w->pool, took);
}

static void
lines_one_after_the_other_are_one_piece(void **state)
{
	struct world w = { 0 };
	struct outq q = { 0 };
	struct iovec iov[4];

	(void)state;
	push(&w, &q, "one\r\n", true);
	push(&w, &q, "two\r\n", true);
	assert_int_equal(q.bytes, 10);
	assert_int_equal(outq_peek(&q, iov, 4), 1);
	assert_int_equal(iov[0].iov_len, 10);
	assert_memory_equal(iov[0].iov_base, "one\r\ntwo\r\n", 10);
	outq_wrote(&q, &w.pool, 10);
	assert_int_equal(outq_peek(&q, iov, 4), 0);
	assert_null(q.first);
	release(&w);
}

static void
readers_share_what_was_rendered_once(void **state)
{
	struct world w = { 0 };
	struct outq a = { 0 }, b = { 0 };
	struct iovec ia, ib;
	struct slice s;

	(void)state;
	s = payload_write(&w.writer, "all\r\n", 5);
	outq_push(&a, &w.pool, s, true);
	outq_push(&b, &w.pool, s, true);
	assert_int_equal(outq_peek(&a, &ia, 1), 1);
	assert_int_equal(outq_peek(&b, &ib, 1), 1);
	assert_ptr_equal(ia.iov_base, ib.iov_base);
	outq_clear(&a, &w.pool);
	assert_memory_equal(ib.iov_base, "all\r\n", 5);
	outq_clear(&b, &w.pool);
	release(&w);
}

static void
what_is_being_read_is_never_overwritten(void **state)
{
	struct world w = { 0 };
	struct outq q = { 0 };
	struct buf out;
	char line[64];
	int i;

	(void)state;
	buf_init(&out, 1 << 20);
	push(&w, &q, "kept\r\n", true);
	memset(line, 'x', sizeof line - 1);
	line[sizeof line - 1] = '\0';
	for (i = 0; i < 1000; i++)
		(void)payload_write(&w.writer, line, strlen(line));
	take(&w, &q, 100, &out);
	assert_string_equal(buf_str(&out), "kept\r\n");
	buf_release(&out);
	release(&w);
}

static void
only_live_lines_count_against_the_limit(void **state)
{
	struct world w = { 0 };
	struct outq q = { 0 };

	(void)state;
	push(&w, &q, "12345", true);
	push(&w, &q, "123", false);
	push(&w, &q, "1234567", true);
	assert_int_equal(q.bytes, 15);
	assert_int_equal(q.live_bytes, 12);
	outq_wrote(&q, &w.pool, 6);
	assert_int_equal(q.live_bytes, 7);
	outq_wrote(&q, &w.pool, 4);
	assert_int_equal(q.live_bytes, 5);
	outq_clear(&q, &w.pool);
	assert_int_equal(q.bytes, 0);
	assert_int_equal(q.live_bytes, 0);
	release(&w);
}

static void
a_line_longer_than_a_block_is_one_piece(void **state)
{
	struct world w = { 0 };
	struct outq q = { 0 };
	struct iovec iov;
	char *big = malloc(100001);

	(void)state;
	assert_non_null(big);
	memset(big, 'b', 100000);
	big[100000] = '\0';
	push(&w, &q, "a", true);
	push(&w, &q, big, true);
	outq_wrote(&q, &w.pool, 1);
	assert_int_equal(outq_peek(&q, &iov, 1), 1);
	assert_int_equal(iov.iov_len, 100000);
	outq_clear(&q, &w.pool);
	release(&w);
	free(big);
}

/* Any lines, taken in any pieces by two readers: each gets its own, whole. */
static void
nothing_is_lost_or_doubled(void **state)
{
	struct world w = { 0 };
	struct outq q[2] = { { 0 } };
	struct buf wanted[2], got[2];
	struct rand r;
	char line[700];
	int round, i;

	(void)state;
	rand_seed(&r, 3);
	for (i = 0; i < 2; i++) {
		buf_init(&wanted[i], 1 << 26);
		buf_init(&got[i], 1 << 26);
	}
	for (round = 0; round < 20000; round++) {
		size_t len = 1 + rand_below(&r, sizeof line - 1);
		struct slice s;

		memset(line, 'a' + round % 26, len);
		s = payload_write(&w.writer, line, len);
		for (i = 0; i < 2; i++) {
			if (rand_below(&r, 3) != 0) {
				outq_push(&q[i], &w.pool, s,
				    rand_below(&r, 2) != 0);
				assert_true(buf_add(&wanted[i], line, len));
			}
			take(&w, &q[i], rand_below(&r, 1200), &got[i]);
			assert_true(q[i].live_bytes <= q[i].bytes);
		}
	}
	for (i = 0; i < 2; i++) {
		while (q[i].bytes > 0)
			take(&w, &q[i], SIZE_MAX, &got[i]);
		assert_int_equal(q[i].live_bytes, 0);
		assert_null(q[i].first);
		assert_int_equal(got[i].len, wanted[i].len);
		assert_memory_equal(got[i].data, wanted[i].data, got[i].len);
		buf_release(&wanted[i]);
		buf_release(&got[i]);
	}
	release(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_one_after_the_other_are_one_piece),
		cmocka_unit_test(readers_share_what_was_rendered_once),
		cmocka_unit_test(what_is_being_read_is_never_overwritten),
		cmocka_unit_test(only_live_lines_count_against_the_limit),
		cmocka_unit_test(a_line_longer_than_a_block_is_one_piece),
		cmocka_unit_test(nothing_is_lost_or_doubled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
