/* disk_test.c -- a whole server on a disk that fails: who notices what. */
#include "config.h"

#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "bus/bus.h"
#include "store/store.h"
#include "support/stage.h"
#include "support/store_kit.h"
#include "support/vfs_shim.h"

#include "base/banned.h"

enum { PATIENCE_MS = 10000, LINE_MAX_BYTES = 1024 };

struct house {
	struct stage stage;
	char folder[KIT_PATH_SIZE];
	struct peer *al, *bo;	/* both in #c */
};

static const char CAPS[] = "message-tags server-time echo-message "
    "standard-replies batch draft/chathistory";

/* A turn as the loop has it: the store is asked when it has something. */
static void
turn(struct stage *st)
{
	struct pollfd fd = { .fd = store_fd(st->store), .events = POLLIN };

	stage_turn(st);
	if (poll(&fd, 1, 1) > 0)
		stage_turn(st);
}

/* Turns until `p` has got a line with `words` in it; it is then returned. */
static const char *
is_told(struct stage *st, struct peer *p, const char *words)
{
	const char *line;

	for (int i = 0; i < PATIENCE_MS; i++) {
		while ((line = peer_next_line(p)) != NULL)
			if (strstr(line, words) != NULL)
				return line;
		turn(st);
	}
	fail_msg("%s did not get '%s'", p->name, words);
	return NULL;
}

/* The next line that `p` gets, whatever it is. */
static void
is_told_next(struct stage *st, struct peer *p, const char *words)
{
	const char *line;

	for (int i = 0; i < PATIENCE_MS; i++) {
		if ((line = peer_next_line(p)) != NULL) {
			if (strstr(line, words) == NULL)
				fail_msg("%s got '%s', not '%s'", p->name,
				    line, words);
			return;
		}
		turn(st);
	}
	fail_msg("%s did not get '%s'", p->name, words);
}

static struct peer *
arrives(struct stage *st, const char *name)
{
	struct peer *p = stage_connect(st, name, NULL);
	char line[LINE_MAX_BYTES];

	snprintf(line, sizeof line, "CAP REQ :%s", CAPS);
	peer_type(p, line);
	snprintf(line, sizeof line, "NICK %s", name);
	peer_type(p, line);
	peer_type(p, "USER u 0 * :n");
	peer_type(p, "CAP END");
	peer_type(p, "JOIN #c");
	is_told(st, p, " 366 ");
	return p;
}

static void
open_house(struct house *h)
{
	char path[KIT_PATH_SIZE + 16];
	struct err err;

	snprintf(path, sizeof path, "%s/chat.db", h->folder);
	store_free(h->stage.store);
	h->stage.store = store_sqlite_open(path, STORE_SYNC_FULL, &err);
	assert_non_null(h->stage.store);
	stage_open(&h->stage);
	h->al = arrives(&h->stage, "al");
	h->bo = arrives(&h->stage, "bo");
	is_told_next(&h->stage, h->al, "JOIN #c");
}

static int
set_up(void **state)
{
	struct house *h = calloc(1, sizeof *h);

	if (h == NULL)
		return -1;
	vfs_shim_install();
	kit_make_folder(h->folder);
	stage_init(&h->stage, STAGE_LOCAL, 1);
	open_house(h);
	*state = h;
	return 0;
}

static int
tear_down(void **state)
{
	struct house *h = *state;

	vfs_shim_set(VFS_FINE);
	while (!bus_is_idle(h->stage.bus))
		turn(&h->stage);
	stage_release(&h->stage);
	kit_remove_folder(h->folder);
	free(h);
	return 0;
}

static void
everybody_talks(struct house *h, const char *text)
{
	char line[64];

	snprintf(line, sizeof line, "PRIVMSG #c :%s", text);
	peer_type(h->al, line);
	is_told_next(&h->stage, h->al, line);
	is_told_next(&h->stage, h->bo, line);
}

/* --- what the two see --- */

static void
fails_for_the_poster_only(struct house *h, enum vfs_fault fault,
    const char *why)
{
	struct stage *st = &h->stage;

	everybody_talks(h, "before");
	vfs_shim_set(fault);
	for (int i = 0; i < 3; i++) {
		peer_type(h->al, "PRIVMSG #c :lost");
		is_told_next(st, h->al, "FAIL PRIVMSG NOT_STORED #c");
		peer_type(h->bo, "PING x");
		is_told_next(st, h->bo, "PONG");
	}
	assert_true(stage_logged(st, why));
	vfs_shim_set(VFS_FINE);
	everybody_talks(h, "after");
	assert_true(stage_logged(st, "store: working again"));
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	is_told_next(st, h->bo, "BATCH +");
	is_told_next(st, h->bo, "PRIVMSG #c :before");
	is_told_next(st, h->bo, "PRIVMSG #c :after");
	is_told_next(st, h->bo, "BATCH -");
}

static void
a_full_disk_is_told_to_the_poster_and_nobody_else(void **state)
{
	fails_for_the_poster_only(*state, VFS_FULL, "the disk is full");
}

static void
a_failed_fsync_is_told_to_the_poster_and_nobody_else(void **state)
{
	fails_for_the_poster_only(*state, VFS_SYNC_FAILS,
	    "the disk has a fault");
}

static void
a_slow_fsync_delays_what_is_behind_it_and_nothing_else(void **state)
{
	struct house *h = *state;
	struct stage *st = &h->stage;

	everybody_talks(h, "before");
	vfs_shim_set(VFS_SYNC_HANGS);
	peer_type(h->al, "PRIVMSG #c :slow");
	for (int i = 0; i < PATIENCE_MS && !vfs_shim_is_hanging(); i++)
		turn(st);
	assert_true(vfs_shim_is_hanging());
	peer_type(h->al, "PING behind");
	peer_type(h->bo, "PING x");
	is_told_next(st, h->bo, "PONG");
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	is_told_next(st, h->bo, "BATCH +");
	is_told_next(st, h->bo, "PRIVMSG #c :before");
	is_told_next(st, h->bo, "BATCH -");
	peer_type(h->bo, "NICK bob");
	for (int i = 0; i < 5; i++)
		turn(st);
	assert_null(peer_next_line(h->al));
	assert_null(peer_next_line(h->bo));
	vfs_shim_set(VFS_FINE);
	is_told_next(st, h->al, "PRIVMSG #c :slow");
	is_told_next(st, h->bo, "PRIVMSG #c :slow");
	is_told_next(st, h->bo, "NICK :bob");
	is_told(st, h->al, "PONG");
}

static void
a_history_that_cannot_be_read_is_a_failed_question(void **state)
{
	struct house *h = *state;
	struct stage *st = &h->stage;

	everybody_talks(h, "before");
	vfs_shim_set(VFS_READ_FAILS);
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	is_told_next(st, h->bo, "FAIL CHATHISTORY MESSAGE_ERROR");
	vfs_shim_set(VFS_FINE);
	peer_type(h->bo, "CHATHISTORY LATEST #c * 10");
	is_told_next(st, h->bo, "BATCH +");
	is_told_next(st, h->bo, "PRIVMSG #c :before");
	is_told_next(st, h->bo, "BATCH -");
}

/* --- */

static void
time_does_not_run_back_over_a_restart(void **state)
{
	struct house *h = *state;
	struct stage *st = &h->stage;
	char time[32];

	peer_type(h->al, "PRIVMSG #c :before");
	snprintf(time, sizeof time, "%.30s",
	    strstr(is_told(st, h->bo, "PRIVMSG"), "time="));
	stage_release(st);
	stage_init(st, STAGE_LOCAL, 2);
	st->now.wall_ms -= 3600 * 1000;
	open_house(h);
	peer_type(h->al, "PRIVMSG #c :after");
	assert_non_null(strstr(is_told(st, h->bo, "PRIVMSG"), time));
}

#define ON_DISK(test) { #test, test, set_up, tear_down, NULL }

int
main(void)
{
	const struct CMUnitTest tests[] = {
		ON_DISK(a_full_disk_is_told_to_the_poster_and_nobody_else),
		ON_DISK(a_failed_fsync_is_told_to_the_poster_and_nobody_else),
		ON_DISK(a_slow_fsync_delays_what_is_behind_it_and_nothing_else),
		ON_DISK(a_history_that_cannot_be_read_is_a_failed_question),
		ON_DISK(time_does_not_run_back_over_a_restart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
