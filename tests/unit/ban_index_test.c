/* ban_index_test.c -- the bans that an address or user@host may fit. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/rand.h"
#include "base/xalloc.h"
#include "proto/limits.h"
#include "server/ban.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { BANS = 300, ROUNDS = 3000, SIZE = 64 };

static void
random_kline(struct rand *r, char out[SIZE])
{
	static const char *const users[] = { "*", "a*", "al", "?o" };
	unsigned a = (unsigned)rand_below(r, 4), b = (unsigned)rand_below(r, 4);
	unsigned c = (unsigned)rand_below(r, 8);
	const char *user = users[rand_below(r, 4)];

	switch (rand_below(r, 6)) {
	case 0:
		snprintf(out, SIZE, "%s@10.%u.%u.0/%u", user, a, b, 8 + 2 * c);
		break;
	case 1:
		snprintf(out, SIZE, "%s@10.%u.*", user, a);
		break;
	case 2:
		snprintf(out, SIZE, "%s@Host%u.example", user, c);
		break;
	case 3:
		snprintf(out, SIZE, "%s@2001:db8:%u::/48", user, a);
		break;
	default:
		snprintf(out, SIZE, "%s@10.%u.%u.%u", user, a, b, c);
		break;
	}
}

static void
random_source(struct rand *r, char out[SIZE])
{
	static const char *const users[] = { "al", "bo", "zo", "abe" };
	unsigned a = (unsigned)rand_below(r, 5), b = (unsigned)rand_below(r, 5);
	unsigned c = (unsigned)rand_below(r, 9);
	const char *user = users[rand_below(r, 4)];

	switch (rand_below(r, 4)) {
	case 0:
		snprintf(out, SIZE, "nick!%s@host%u.EXAMPLE", user, c);
		break;
	case 1:
		snprintf(out, SIZE, "nick!%s@2001:db8:%u::%u", user, a, c + 1);
		break;
	default:
		snprintf(out, SIZE, "nick!%s@10.%u.%u.%u", user, a, b, c);
		break;
	}
}

/* Those whose address or mask fits, one by one. */
static bool
is_banned(const struct ban *bans, const bool *is_in, const char *source,
    int64_t now_ms)
{
	for (int i = 0; i < BANS; i++)
		if (is_in[i] && !ban_has_expired(&bans[i], now_ms) &&
		    ban_fits_source(&bans[i], source))
			return true;
	return false;
}

static void
it_says_what_looking_at_all_of_them_would(void **state)
{
	struct ban *bans = xcalloc(BANS, sizeof *bans);
	bool is_in[BANS] = { false };
	char source[SIZE], *mask;
	struct ban_index x;
	struct rand r;
	int banned = 0;

	(void)state;
	rand_seed(&r, 4);
	ban_index_init(&x);
	for (int i = 0; i < BANS; i++) {
		bans[i].kind = BAN_KLINE;
		bans[i].mask = mask = xmalloc(SIZE);
		random_kline(&r, mask);
		bans[i].expires_ms = rand_below(&r, 2) == 0 ? 0 : 1000;
		assert_true(ban_read_address(&bans[i]));
	}
	for (int round = 0; round < ROUNDS; round++) {
		size_t i = rand_below(&r, BANS);
		int64_t now_ms = round % 2 == 0 ? 500 : 1500;
		const struct ban *b;

		/* Few are in at a time: or everybody would be out. */
		if (is_in[i])
			ban_index_remove(&x, &bans[i]);
		else if (rand_below(&r, 8) == 0)
			ban_index_add(&x, &bans[i]);
		else
			continue;
		is_in[i] = !is_in[i];
		random_source(&r, source);
		b = ban_index_of_source(&x, source, now_ms);
		assert_int_equal(b != NULL,
		    is_banned(bans, is_in, source, now_ms));
		assert_true(b == NULL || ban_fits_source(b, source));
		banned += b != NULL;
	}
	assert_in_range(banned, 50, ROUNDS);
	ban_index_release(&x);
	for (int i = 0; i < BANS; i++)
		free(bans[i].mask);
	free(bans);
}

static void
a_dline_is_found_by_its_longest_prefix_beside_klines(void **state)
{
	struct ban wide = { .kind = BAN_DLINE, .mask = (char[]){ "10.0.0.0/8" } };
	struct ban one = { .kind = BAN_DLINE, .mask = (char[]){ "10.1.2.3" } };
	struct ban kline = { .kind = BAN_KLINE,
	    .mask = (char[]){ "al@10.1.2.0/24" } };
	struct ban_index x;

	(void)state;
	ban_index_init(&x);
	assert_true(ban_read_address(&wide) && ban_read_address(&one) &&
	    ban_read_address(&kline));
	ban_index_add(&x, &wide);
	ban_index_add(&x, &one);
	ban_index_add(&x, &kline);
	assert_ptr_equal(ban_index_of_address(&x, "10.1.2.3", 0), &one);
	assert_ptr_equal(ban_index_of_address(&x, "10.1.2.4", 0), &wide);
	assert_null(ban_index_of_address(&x, "11.1.2.4", 0));
	assert_null(ban_index_of_address(&x, "localhost", 0));
	assert_ptr_equal(ban_index_of_source(&x, "n!al@10.1.2.9", 0), &kline);
	assert_null(ban_index_of_source(&x, "n!bo@10.1.2.9", 0));
	assert_ptr_equal(ban_index_dline(&x, &one.address), &one);
	assert_null(ban_index_dline(&x, &kline.address));
	ban_index_release(&x);
}

static void
masks_with_a_wildcard_in_the_host_are_few(void **state)
{
	struct server *s = xcalloc(1, sizeof *s);
	const char *why;

	(void)state;
	s->bans.index.npatterns = BAN_PATTERNS_MAX;
	assert_true(ban_is_full(s, BAN_KLINE, "*@10.1.*", &why));
	assert_true(ban_is_full(s, BAN_KLINE, "*@host?.example", &why));
	assert_false(ban_is_full(s, BAN_KLINE, "*@10.1.2.3", &why));
	assert_false(ban_is_full(s, BAN_KLINE, "*@10.1.0.0/16", &why));
	assert_false(ban_is_full(s, BAN_DLINE, "10.1.0.0/16", &why));
	assert_false(ban_is_full(s, BAN_MUTE, "*!*@10.1.*", &why));
	s->bans.of[BAN_KLINE].count = BANS_MAX;
	assert_true(ban_is_full(s, BAN_KLINE, "*@10.1.2.3", &why));
	free(s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_says_what_looking_at_all_of_them_would),
		cmocka_unit_test(
		    a_dline_is_found_by_its_longest_prefix_beside_klines),
		cmocka_unit_test(masks_with_a_wildcard_in_the_host_are_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
