/* house.c -- a whole server on a disk that fails when the test says so. */
#include "config.h"
#include "support/house.h"

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
#include "support/vfs_power.h"
#include "support/vfs_shim.h"

#include "base/banned.h"

enum { LINE_MAX_BYTES = 1024 };

static const char CAPS[] = "message-tags server-time echo-message "
    "standard-replies batch draft/chathistory draft/message-redaction "
    "soju.im/search";

void
house_turn(struct house *h)
{
	struct pollfd fd = { .fd = store_fd(h->stage.store),
	    .events = POLLIN };

	stage_turn(&h->stage);
	if (poll(&fd, 1, 1) > 0)
		stage_turn(&h->stage);
}

const char *
house_tells(struct house *h, struct peer *p, const char *words)
{
	const char *line;

	for (int i = 0; i < HOUSE_PATIENCE_MS; i++) {
		while ((line = peer_next_line(p)) != NULL)
			if (strstr(line, words) != NULL)
				return line;
		house_turn(h);
	}
	fail_msg("%s did not get '%s'", p->name, words);
	return NULL;
}

void
house_tells_next(struct house *h, struct peer *p, const char *words)
{
	const char *line;

	for (int i = 0; i < HOUSE_PATIENCE_MS; i++) {
		if ((line = peer_next_line(p)) != NULL) {
			if (strstr(line, words) == NULL)
				fail_msg("%s got '%s', not '%s'", p->name,
				    line, words);
			return;
		}
		house_turn(h);
	}
	fail_msg("%s did not get '%s'", p->name, words);
}

static struct peer *
arrives(struct house *h, const char *name)
{
	struct peer *p = stage_connect(&h->stage, name, NULL);
	char line[LINE_MAX_BYTES];

	snprintf(line, sizeof line, "CAP REQ :%s", CAPS);
	peer_type(p, line);
	snprintf(line, sizeof line, "NICK %s", name);
	peer_type(p, line);
	peer_type(p, "USER u 0 * :n");
	peer_type(p, "CAP END");
	peer_type(p, "JOIN #c");
	house_tells(h, p, " 366 ");
	return p;
}

void
house_open(struct house *h)
{
	char path[KIT_PATH_SIZE + 16];
	struct err err;

	snprintf(path, sizeof path, "%s/chat.db", h->folder);
	store_free(h->stage.store);
	h->stage.store = store_sqlite_open(path, STORE_SYNC_FULL, &err);
	assert_non_null(h->stage.store);
	stage_open(&h->stage);
	h->al = arrives(h, "al");
	h->bo = arrives(h, "bo");
	house_tells_next(h, h->al, "JOIN #c");
}

int
house_set_up(void **state)
{
	struct house *h = calloc(1, sizeof *h);

	if (h == NULL)
		return -1;
	vfs_shim_install();
	kit_make_folder(h->folder);
	vfs_power_watch(h->folder);
	stage_init(&h->stage, STAGE_LOCAL, 1);
	h->stage.config.flood_control = false;
	house_open(h);
	*state = h;
	return 0;
}

int
house_tear_down(void **state)
{
	struct house *h = *state;

	vfs_shim_set(VFS_FINE);
	while (!bus_is_idle(h->stage.bus))
		house_turn(h);
	stage_release(&h->stage);
	vfs_power_watch(NULL);
	kit_remove_folder(h->folder);
	free(h);
	return 0;
}

void
house_talks(struct house *h, const char *text)
{
	char line[64];

	snprintf(line, sizeof line, "PRIVMSG #c :%s", text);
	peer_type(h->al, line);
	house_tells_next(h, h->al, line);
	house_tells_next(h, h->bo, line);
}
