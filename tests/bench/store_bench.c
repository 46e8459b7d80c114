/*
 * store_bench.c -- what it costs to store a message.
 *
 *   store_bench FILE [ROWS [CHANNELS]]
 *
 * Posts ROWS messages (100,000) over CHANNELS channels (1,000) through the
 * local bus into a new database FILE, in batches of 1 (ROWS / 50 messages
 * only), 64 and 512, with durability full; then the same without history.
 * Last it searches what it has stored: every message has the same words, the
 * worst there is for an index.
 * CPU is that of all threads. Messages have ids, so resends are looked for.
 */
#include "config.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/id.h"
#include "base/str.h"
#include "bus/bus.h"
#include "server/event.h"
#include "store/store.h"

#include "base/banned.h"

struct spent {
	double wall_s, cpu_s;
};

static struct spent
now(void)
{
	struct timespec wall;
	struct rusage cpu;

	clock_gettime(CLOCK_MONOTONIC, &wall);
	getrusage(RUSAGE_SELF, &cpu);
	return (struct spent){
		(double)wall.tv_sec + (double)wall.tv_nsec / 1e9,
		(double)(cpu.ru_utime.tv_sec + cpu.ru_stime.tv_sec) +
		(double)(cpu.ru_utime.tv_usec + cpu.ru_stime.tv_usec) / 1e6,
	};
}

static struct event *
message(uint64_t n, unsigned channels)
{
	static const char text[] = "the quick brown fox jumps over the lazy "
	    "dog, and eighty bytes are soon full";
	unsigned char tail[ID_TAIL_BYTES] = { 0 };
	char id[ID_SIZE], tags[64];
	struct event *e;

	for (size_t i = 0; i < 8; i++)
		tail[2 + i] = (unsigned char)(n >> (56 - 8 * i));
	id_make(id, 1763716800000 + (int64_t)(n / 30), tail);
	snprintf(tags, sizeof tags, "+tcpchat/id=%s", id);
	e = event_new(EVENT_MESSAGE, &(struct event_text){
	    .source = "someone!user@localhost", .target = "#channel",
	    .text = text, .tags = tags, .id = id });
	e->time_ms = 1763716800000 + (int64_t)(n / 30);
	e->user = 1 + n % 1000;
	e->channel = 1 + n * 7919 % channels;
	memcpy(e->msgid, id, sizeof id);
	return e;
}

static size_t
take_all(struct bus *bus)
{
	struct event *e;
	size_t n = 0;

	while ((e = bus_take(bus)) != NULL) {
		if (e->outcome != EVENT_OK) {
			fprintf(stderr, "store_bench: outcome %d: %s\n",
			    (int)e->outcome, e->why == NULL ? "" : e->why);
			exit(1);
		}
		event_free(e);
		n++;
	}
	return n;
}

static void
turn(struct bus *bus, struct store *store)
{
	struct pollfd fd = { .fd = store_fd(store), .events = POLLIN };

	bus_end_turn(bus);
	poll(&fd, 1, -1);
	bus_poll(bus);
}

static void
measure(struct bus *bus, struct store *store, uint64_t *at, uint64_t rows,
    unsigned batch, unsigned channels)
{
	struct spent from = now(), to;
	uint64_t done = 0;

	while (done < rows) {
		for (unsigned i = 0; i < batch; i++)
			bus_post(bus, message(++*at, channels));
		for (;;) {
			done += take_all(bus);
			if (bus_is_idle(bus))
				break;
			turn(bus, store);
		}
	}
	to = now();
	printf("%8u %12.0f %12.2f\n", batch,
	    (double)done / (to.wall_s - from.wall_s),
	    1e6 * (to.cpu_s - from.cpu_s) / (double)done);
}

static void
measure_all(struct store *store, bool history, uint64_t rows,
    unsigned channels)
{
	static const unsigned batches[] = { 1, 64, 512 };
	struct bus *bus = bus_local_new(store, (struct bus_local_config){
	    .history = history, .durability = BUS_DURABILITY_FULL });
	static uint64_t at;

	printf("history %s\n%8s %12s %12s\n", history ? "on" : "off", "batch",
	    "rows/s", "us CPU/row");
	for (size_t i = 0; i < sizeof batches / sizeof *batches; i++)
		measure(bus, store, &at, batches[i] == 1 ? rows / 50 : rows,
		    batches[i], channels);
	bus_free(bus);
}

/* In the older half: the newest rows are not in the index yet. */
static void
search(struct store *store, const char *text, int64_t rows, unsigned channels)
{
	struct question_channel *mine = calloc(channels, sizeof *mine);
	struct question q = { .kind = QUESTION_SEARCH, .text = text,
	    .limit = 100, .upto = UINT64_MAX, .channels = mine,
	    .nchannels = channels, .to = { .type = HISTORY_REF_TIME,
	    .time_ms = 1763716800000 + rows / 30 } };
	struct pollfd fd = { .fd = store_fd(store), .events = POLLIN };
	struct spent from = now(), to;
	uint64_t number;
	struct result r;

	for (unsigned i = 0; mine != NULL && i < channels; i++)
		mine[i].number = i + 1;
	store_ask(store, 1, &q);
	while (!store_take_result(store, &number, &r))
		poll(&fd, 1, -1);
	to = now();
	printf("%-12s %5zu rows %10.1f ms%s\n", text, r.nrows,
	    1e3 * (to.wall_s - from.wall_s), r.stopped ? ", stopped" : "");
	result_release(&r);
	free(mine);
}

static int64_t
argument(char **argv, int argc, int at, int64_t other)
{
	int64_t n = other;

	if (at < argc && !str_to_int64(argv[at], 1, INT64_C(1) << 40, &n))
		n = other;
	return n;
}

int
main(int argc, char **argv)
{
	int64_t rows = argument(argv, argc, 2, 100000);
	unsigned channels = (unsigned)argument(argv, argc, 3, 1000);
	struct spent from = now(), to;
	struct store *store;
	struct err err;

	if (argc < 2) {
		fprintf(stderr, "usage: store_bench FILE [ROWS [CHANNELS]]\n");
		return 2;
	}
	store = store_sqlite_open(argv[1], STORE_SYNC_FULL, &err);
	if (store == NULL) {
		fprintf(stderr, "store_bench: %s\n", err.text);
		return 1;
	}
	to = now();
	printf("opened in %.1f ms\n", 1e3 * (to.wall_s - from.wall_s));
	measure_all(store, true, (uint64_t)rows, channels);
	measure_all(store, false, (uint64_t)rows, channels);
	printf("search\n");
	search(store, "fox", rows, channels);
	search(store, "quick brown", rows, channels);
	search(store, "t", rows, channels);
	search(store, "nothing", rows, channels);
	store_free(store);
	return 0;
}
