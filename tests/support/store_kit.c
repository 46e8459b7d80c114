/* store_kit.c -- what tests of stores and buses share: messages, waiting. */
#include "config.h"
#include "support/store_kit.h"

#include <dirent.h>
#include <inttypes.h>
#include <poll.h>
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { WAIT_MS = 10000 };

void
said_msgid(uint64_t order, char out[ID_SIZE])
{
	snprintf(out, ID_SIZE, "M%025" PRIu64, order);
}

struct event *
said_new(const struct said *said)
{
	char source[64], text[64];
	struct event *e;

	snprintf(source, sizeof source, "%s!u@h",
	    said->nick == NULL ? "al" : said->nick);
	snprintf(text, sizeof text, "text %" PRIu64, said->order);
	e = event_new(EVENT_MESSAGE, &(struct event_text){
	    .source = source,
	    .target = said->target != NULL ? said->target :
		said->channel != 0 ? "#c" : "bo",
	    .text = said->verb == EVENT_TAGMSG ? NULL :
		said->text == NULL ? text : said->text,
	    .tags = said->tags,
	    .id = said->id,
	});
	e->verb = said->verb;
	e->order = said->order;
	e->time_ms = said->time_ms != 0 ? said->time_ms :
	    1000 * (int64_t)said->order;
	e->user = said->user == 0 ? 1 : said->user;
	e->channel = said->channel;
	e->peer = said->peer;
	said_msgid(said->order, e->msgid);
	return e;
}

struct batch *
kit_batch(struct event *take)
{
	struct batch *b = xcalloc(1, sizeof *b);

	if (take != NULL)
		kit_batch_add(b, take);
	return b;
}

void
kit_batch_add(struct batch *b, struct event *take)
{
	struct event **end = &b->events;

	while (*end != NULL)
		end = &(*end)->next;
	*end = take;
	b->nevents++;
	if (take->order > b->high)
		b->high = take->order;
}

bool
kit_wait(struct store *s)
{
	struct pollfd fd = { .fd = store_fd(s), .events = POLLIN };

	return fd.fd < 0 || poll(&fd, 1, WAIT_MS) == 1;
}

struct batch *
kit_write(struct store *s, struct batch *take)
{
	struct batch *done;

	store_submit(s, take);
	do				/* it may be done by half */
		assert_true(kit_wait(s));
	while ((done = store_take_done(s)) == NULL);
	assert_ptr_equal(done, take);
	return done;
}

enum event_outcome
kit_say(struct store *s, const struct said *said)
{
	struct batch *b = kit_write(s, kit_batch(said_new(said)));
	enum event_outcome outcome = b->events->outcome;

	batch_free(b);
	return outcome;
}

/* Each lets one slice of that work be done. */
void
kit_settle(struct store *s)
{
	for (int i = 0; i < 300; i++)
		batch_free(kit_write(s, kit_batch(NULL)));
}

void
kit_ask(struct store *s, const struct question *q, struct result *r)
{
	uint64_t number = 0;

	store_ask(s, 77, q);
	do
		assert_true(kit_wait(s));
	while (!store_take_result(s, &number, r));
	assert_int_equal(number, 77);
}

void
kit_make_folder(char path[KIT_PATH_SIZE])
{
	const char *tmp = getenv("TMPDIR");

	snprintf(path, KIT_PATH_SIZE, "%s/tcpchat-test-XXXXXX",
	    tmp == NULL ? "/tmp" : tmp);
	assert_non_null(mkdtemp(path));
}

void
kit_remove_folder(const char *path)
{
	char name[KIT_PATH_SIZE + NAME_MAX + 2];
	struct dirent *entry;
	DIR *dir = opendir(path);

	assert_non_null(dir);
	while ((entry = readdir(dir)) != NULL) {
		snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
		if (!str_eq(entry->d_name, ".") &&
		    !str_eq(entry->d_name, ".."))
			assert_int_equal(unlink(name), 0);
	}
	closedir(dir);
	assert_int_equal(rmdir(path), 0);
}

/* --- a test with every store --- */

struct fixture {
	struct store *store;
	char folder[KIT_PATH_SIZE];	/* "": in memory */
	bool is_split;
};

int
kit_set_up_memory(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	f->store = store_mem_new();
	*state = f;
	return 0;
}

static bool
open_sqlite(struct fixture *f)
{
	char path[KIT_PATH_SIZE + 16];
	struct err err;

	snprintf(path, sizeof path, "%s/chat.db", f->folder);
	f->store = f->is_split ? store_split_open(path, STORE_SYNC_OFF, &err) :
	    store_sqlite_open(path, STORE_SYNC_OFF, &err);
	return f->store != NULL;
}

int
kit_set_up_sqlite(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	kit_make_folder(f->folder);
	*state = f;
	return open_sqlite(f) ? 0 : -1;
}

int
kit_set_up_split(void **state)
{
	struct fixture *f = xcalloc(1, sizeof *f);

	kit_make_folder(f->folder);
	f->is_split = true;
	*state = f;
	return open_sqlite(f) ? 0 : -1;
}

bool
kit_is_on_disk(void **state)
{
	const struct fixture *f = *state;

	return f->folder[0] != '\0' && !f->is_split;
}

struct store *
kit_reopen(void **state)
{
	struct fixture *f = *state;

	if (kit_is_on_disk(state)) {
		store_free(f->store);
		assert_true(open_sqlite(f));
	}
	return f->store;
}

int
kit_tear_down(void **state)
{
	struct fixture *f = *state;

	store_free(f->store);
	if (f->folder[0] != '\0')
		kit_remove_folder(f->folder);
	free(f);
	return 0;
}

struct store *
kit_store_of(void **state)
{
	return ((struct fixture *)*state)->store;
}

/* Not strstr: there are zeros in it. */
static bool
contains(const char *p, size_t len, const char *bytes)
{
	size_t n = strlen(bytes);

	for (size_t i = 0; i + n <= len; i++)
		if (memcmp(p + i, bytes, n) == 0)
			return true;
	return false;
}

/* All of a file of the fixture; NULL: it is not there. */
static char *
read_whole(const struct fixture *f, const char *name, size_t *len)
{
	char path[KIT_PATH_SIZE + 32];
	char *p = NULL;
	FILE *file;

	snprintf(path, sizeof path, "%s/%s", f->folder, name);
	file = fopen(path, "rb");
	*len = 0;
	if (file == NULL)
		return NULL;
	do {
		p = xreallocarray(p, *len + 65536, 1);
		*len += fread(p + *len, 1, 65536, file);
	} while (!feof(file) && !ferror(file));
	fclose(file);
	return p;
}

static const char *const files[] = { "chat.db", "chat.db-wal" };

bool
kit_has_trace(void **state, const char *bytes)
{
	bool found = false;
	size_t len;

	for (size_t i = 0; i < 2; i++) {
		char *p = read_whole(*state, files[i], &len);

		found = found || contains(p, len, bytes);
		free(p);
	}
	return found;
}

long long
kit_file_bytes(void **state)
{
	long long sum = 0;
	size_t len;

	for (size_t i = 0; i < 2; i++) {
		free(read_whole(*state, files[i], &len));
		sum += (long long)len;
	}
	return sum;
}
