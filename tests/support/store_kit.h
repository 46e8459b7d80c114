/* store_kit.h -- what tests of stores and buses share: messages, waiting. */
#ifndef SUPPORT_STORE_KIT_H
#define SUPPORT_STORE_KIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/event.h"
#include "server/world.h"
#include "store/store.h"

enum { KIT_PATH_SIZE = 256 };

/* A message; what is left out has a default. */
struct said {
	uint64_t order;		/* set where no bus does it */
	int64_t  time_ms;	/* 0: 1000 * order */
	uint64_t user;		/* 0: 1 */
	uint64_t channel;	/* 0: to `peer` */
	uint64_t peer;
	const char *nick;	/* of `user`; NULL: "al" */
	const char *target;	/* NULL: "#c", or "bo" for a peer */
	const char *text;	/* NULL: "text ORDER" */
	const char *tags;
	const char *id;
	enum event_verb verb;
};

struct event *said_new(const struct said *said);
/* The msgid that said_new() gives to the message of that order number. */
void said_msgid(uint64_t order, char out[ID_SIZE]);

/* Heap; `e` may be NULL. */
struct batch *kit_batch(struct event *take);
void kit_batch_add(struct batch *b, struct event *take);

/* Hands `b` in and waits. The result is the caller's. */
struct batch *kit_write(struct store *s, struct batch *take);
/* Writes one message; returns its outcome. */
enum event_outcome kit_say(struct store *s, const struct said *said);
/* Waits until the store has something to give; false: ten seconds are over. */
bool kit_wait(struct store *s);
/* Batches of nothing, until what is done between batches is done. */
void kit_settle(struct store *s);
/* Asks and waits. Ended with result_release(). */
void kit_ask(struct store *s, const struct question *q, struct result *r);

/* A test of cmocka, played with every store; its state is for the calls below. */
#define KIT_EVERY(test) \
	{ #test " (memory)", test, kit_set_up_memory, kit_tear_down, NULL }, \
	{ #test " (sqlite)", test, kit_set_up_sqlite, kit_tear_down, NULL }, \
	{ #test " (split)", test, kit_set_up_split, kit_tear_down, NULL }
int kit_set_up_memory(void **state);
int kit_set_up_sqlite(void **state);
int kit_set_up_split(void **state);
int kit_tear_down(void **state);
struct store *kit_store_of(void **state);
/* Whether `bytes` stand anywhere in what the store keeps on disk. */
bool kit_has_trace(void **state, const char *bytes);
/* Bytes of its files; 0 in memory. */
long long kit_file_bytes(void **state);
/* As after a restart; what is said in memory only has none. */
struct store *kit_reopen(void **state);
/* Whether what is said goes to a disk. */
bool kit_is_on_disk(void **state);

/* An empty folder; removed with all that is in it by kit_remove_folder(). */
void kit_make_folder(char path[KIT_PATH_SIZE]);
void kit_remove_folder(const char *path);

#endif
