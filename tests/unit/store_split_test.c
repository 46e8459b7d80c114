/* store_split_test.c -- what is said in memory, and all else on disk. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/xalloc.h"
#include "support/store_kit.h"

#include "base/banned.h"

enum { ME = 1, HARBOUR = 5, TEXT_BYTES = 4000, MIB = 1 << 20 };

struct house {
	char folder[KIT_PATH_SIZE], path[KIT_PATH_SIZE + 16];
	struct store *store;
};

/* As `open` does it; an earlier one is closed. */
static struct store *
start(struct house *h, struct store *(*open)(const char *, enum store_sync,
    struct err *))
{
	struct err err = { "" };

	store_free(h->store);
	h->store = open(h->path, STORE_SYNC_FULL, &err);
	assert_string_equal(err.text, "");
	assert_non_null(h->store);
	return h->store;
}

static int
set_up(void **state)
{
	struct house *h = xcalloc(1, sizeof *h);

	kit_make_folder(h->folder);
	snprintf(h->path, sizeof h->path, "%s/chat.db", h->folder);
	*state = h;
	return 0;
}

static int
tear_down(void **state)
{
	struct house *h = *state;

	store_free(h->store);
	kit_remove_folder(h->folder);
	free(h);
	return 0;
}

static size_t
count(struct store *s, const char *text)
{
	struct question_channel harbour = { .number = HARBOUR };
	struct question q = { .kind = text != NULL ? QUESTION_SEARCH :
	    QUESTION_HISTORY, .part = HISTORY_LATEST, .channel = harbour,
	    .user = ME, .limit = 1000, .upto = UINT64_MAX, .text = text,
	    .channels = &harbour, .nchannels = 1 };
	struct result r;
	size_t n;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	n = r.nrows;
	result_release(&r);
	return n;
}

static void
says(struct store *s, uint64_t order, const char *text)
{
	assert_int_equal(kit_say(s, &(struct said){ .order = order,
	    .user = ME, .channel = HARBOUR, .text = text }), EVENT_OK);
}

static void
forgets(struct store *s)
{
	struct question q = { .kind = QUESTION_FORGET, .user = ME,
	    .upto = INT64_MAX };
	struct result r;

	kit_ask(s, &q, &r);
	assert_int_equal(r.code, RESULT_OK);
	result_release(&r);
}

static void
take_name(void *ctx, const struct store_channel *c)
{
	snprintf(ctx, 64, "%s %s", c->name, c->topic);
}

static void
what_was_said_is_gone_with_the_server_and_nothing_else(void **state)
{
	struct house *h = *state;
	struct store *s = start(h, store_split_open);
	struct batch *b = kit_batch(said_new(&(struct said){ .order = 7,
	    .channel = HARBOUR, .text = "plover" }));
	char name[64] = "";

	b->changes = store_change_new(&(struct store_channel){
	    .number = HARBOUR, .name = "#harbour", .topic = "tide" }, false);
	b = kit_write(s, b);
	assert_true(b->changes_stored);
	assert_int_equal(b->events->outcome, EVENT_OK);
	batch_free(b);
	assert_int_equal(count(s, NULL), 1);
	assert_int_equal(count(s, "plover"), 1);
	s = start(h, store_split_open);
	assert_true(store_load(s, take_name, name));
	assert_string_equal(name, "#harbour tide");
	assert_true(store_high(s) >= 7);
	assert_int_equal(count(s, NULL), 0);
	s = start(h, store_sqlite_open);
	assert_int_equal(count(s, NULL), 0);
}

static void
what_an_earlier_start_wrote_is_not_shown_but_deleted(void **state)
{
	struct house *h = *state;
	struct store *s = start(h, store_sqlite_open);

	says(s, 1, "plover");
	s = start(h, store_split_open);
	says(s, 2000, "xyzzy");
	assert_int_equal(count(s, NULL), 1);
	(void)store_prune(s, &(struct store_keep){ .age_ms = 100000 },
	    1000000);
	kit_settle(s);
	assert_int_equal(count(s, NULL), 1);
	s = start(h, store_sqlite_open);
	assert_int_equal(count(s, NULL), 0);
	says(s, 3000, "plover");
	s = start(h, store_split_open);
	says(s, 4000, "xyzzy");
	forgets(s);
	assert_int_equal(count(s, NULL), 0);
	s = start(h, store_sqlite_open);
	assert_int_equal(count(s, NULL), 0);
}

/* 16 MB are said, and nobody asks for a deletion meanwhile. */
static void
memory_is_bounded_however_much_is_said(void **state)
{
	struct house *h = *state;
	struct store *s = start(h, store_split_open);
	struct store_keep keep = { .size_bytes = 4 * MIB };
	char text[TEXT_BYTES + 1];
	uint64_t order = 0;

	memset(text, 'x', TEXT_BYTES);
	text[TEXT_BYTES] = '\0';
	(void)store_prune(s, &keep, 1000);
	for (int i = 0; i < 80; i++) {
		struct batch *b = kit_batch(NULL);

		for (int j = 0; j < 100; j++)
			kit_batch_add(b, said_new(&(struct said){
			    .order = ++order, .channel = HARBOUR,
			    .text = text }));
		batch_free(kit_write(s, b));
	}
	kit_settle(s);
	(void)store_prune(s, &keep, 1000);
	kit_settle(s);
	assert_in_range(count(s, NULL), 300, 4 * MIB / TEXT_BYTES);
}

#define IN_HOUSE(test) { #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IN_HOUSE(what_was_said_is_gone_with_the_server_and_nothing_else),
		IN_HOUSE(what_an_earlier_start_wrote_is_not_shown_but_deleted),
		IN_HOUSE(memory_is_bounded_however_much_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
