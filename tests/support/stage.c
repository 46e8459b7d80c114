/* stage.c -- a whole server in one process. */
#include "config.h"
#include "support/stage.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/adapter.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "bus/bus.h"
#include "server/outq.h"
#include "server/world.h"
#include "store/store.h"
#include "support/bus_held.h"
#include "support/state_check.h"

#include "base/banned.h"

enum {
	PEER_BYTES_MAX = 1 << 26,
	LOG_BYTES_MAX = 1 << 26,
	CHUNK_BYTES = 16384,		/* as tcpchatd reads */
	QUIET_TURNS = 4,
	TURNS_MAX = 200000,
	START_MONO_MS = 1000,
	STORE_WAIT_MS = 100,
};

/* 2026-11-20T09:20:00Z */
static const int64_t start_wall_ms = 1795166400000;

/* --- the world --- */

static void
fill_random(void *self, void *buf, size_t len)
{
	struct stage *st = self;

	rand_bytes(&st->rand, buf, len);
}

/* As the thread of the edge does; the answer comes in a later turn, too. */
static void
hash(struct stage *st, uint64_t number, const struct question *q)
{
	struct stage_hash *h = xcalloc(1, sizeof *h), **end = &st->hashes;

	h->number = number;
	digest_pbkdf2(q->password, strlen(q->password), q->salt,
	    sizeof q->salt, q->iterations, h->hash);
	while (*end != NULL)
		end = &(*end)->next;
	*end = h;
}

static void
answer_hashes(struct stage *st)
{
	struct stage_hash *h = st->hashes;

	st->hashes = NULL;
	while (h != NULL) {
		struct stage_hash *next = h->next;
		struct result r = { .code = RESULT_OK };

		memcpy(r.hash, h->hash, sizeof r.hash);
		if (st->server != NULL)
			server_result(st->server, h->number, &r);
		free(h);
		h = next;
	}
}

static void
ask(void *self, uint64_t number, const struct question *q)
{
	struct stage *st = self;

	st->questions++;
	if (q->kind == QUESTION_REHASH)
		st->rehash = number;
	else if (q->kind == QUESTION_HASH)
		hash(st, number, q);
	else
		store_ask(st->store, number, q);
}

static void
stop_asking(void *self, uint64_t number)
{
	struct stage *st = self;

	store_stop_asking(st->store, number);
}

static void
answer_rehash(struct stage *st)
{
	struct result r = { .code = st->rehash_fault == NULL ? RESULT_OK :
	    RESULT_FAILED, .why = st->rehash_fault };
	uint64_t number = st->rehash;

	st->rehash = 0;
	if (number == 0)
		return;
	if (r.code == RESULT_OK)
		stage_configure(st);
	server_result(st->server, number, &r);
}

/* By chance later: a client waits for its answer. */
static void
answer_questions(struct stage *st)
{
	struct result r;
	uint64_t number;

	if (st->kind == STAGE_RANDOM && st->questions > 0 &&
	    rand_below(&st->rand, 2) == 0)
		return;
	st->questions = 0;	/* an answer may lead to the next question */
	while (store_take_result(st->store, &number, &r)) {
		server_result(st->server, number, &r);
		result_release(&r);
	}
	answer_hashes(st);
	answer_rehash(st);
}

static void
keep_log_line(void *self, enum log_level level, const char *line)
{
	struct stage *st = self;

	(void)level;
	if (buf_add_str(&st->log, line))
		(void)!buf_add_char(&st->log, '\n');
}

bool
stage_logged(struct stage *st, const char *text)
{
	return strstr(buf_str(&st->log), text) != NULL;
}

/* --- birth and end --- */

void
stage_init(struct stage *st, enum stage_bus kind, uint64_t seed)
{
	*st = (struct stage){ .kind = kind };
	st->config = (struct server_config){
		.name = "irc.test", .network = "testnet",
		.version = "tcpchat-test", .autojoin = true,
		.autojoin_max = 1000, .history = true, .durability = "full",
		.channel_keep_ms = 7 * 86400000LL,
		.redact_window_ms = 86400000LL, .flood_control = true,
		.registration_timeout_ms = 30000, .ping_timeout_ms = 120000,
		.resume_hold_ms = 60000, .absent_text = "Not connected",
		.log_messages = SERVER_LOG_CHANNELS,
	};
	st->now = (struct now){ START_MONO_MS, start_wall_ms };
	rand_seed(&st->rand, seed);
	buf_init(&st->log, LOG_BYTES_MAX);
	st->store = store_mem_new();
	log_set_sink(keep_log_line, st);
}

static struct bus *
make_bus(struct stage *st)
{
	struct bus_local_config config = { .history = st->config.history };
	struct bus *bus;

	if (st->kind == STAGE_LOCAL) {
		if (str_eq(st->config.durability, "off"))
			config.durability = BUS_DURABILITY_OFF;
		return bus_local_new(st->store, config);
	}
	bus = bus_held_new(st->store);
	if (st->kind == STAGE_RANDOM)
		bus_held_release_at_random(bus, rand_next(&st->rand));
	return bus;
}

static void
restore(void *ctx, const struct store_channel *kept)
{
	struct stage *st = ctx;

	server_restore_channel(st->server, kept);
}

static void
restore_belonging(void *ctx, const struct store_belonging *kept)
{
	struct stage *st = ctx;

	server_restore_belonging(st->server, kept);
}

static void
restore_ban(void *ctx, const struct store_ban *kept)
{
	struct stage *st = ctx;

	server_restore_ban(st->server, kept);
}

static void
restore_account(void *ctx, const struct account_row *row)
{
	struct stage *st = ctx;

	server_restore_account(st->server, row);
}

void
stage_open(struct stage *st)
{
	struct world world = { st, fill_random, ask, stop_asking };

	if (!st->bus_is_given)
		st->bus = make_bus(st);
	st->server = server_new(&st->config, &world, st->bus, st->now);
	server_restore_time(st->server, store_last_ms(st->store));
	if (!store_load_accounts(st->store, restore_account, st) ||
	    !store_load(st->store, restore, st) ||
	    !store_load_belongings(st->store, restore_belonging, st) ||
	    !store_load_bans(st->store, restore_ban, st))
		abort();
	if (!stage_settle(st))
		abort();
}

void
stage_configure(struct stage *st)
{
	server_configure(st->server, &st->config);
}

static void
peer_free(struct peer *p)
{
	if (p->client != NULL)
		client_free(p->client);
	buf_release(&p->input);
	buf_release(&p->output);
	free(p);
}

static void
close_server(struct stage *st)
{
	if (st->server == NULL)
		return;
	st->holds = false;
	server_stop(st->server, "The test has ended");
	if (!stage_settle(st))
		abort();
	while (st->npeers > 0)
		peer_free(st->peers[--st->npeers]);
	free(st->peers);
	st->peers = NULL;
	server_free(st->server);
	st->server = NULL;
	answer_hashes(st);
	if (st->bus_is_given)
		return;
	bus_free(st->bus);
	st->bus = NULL;
}

void
stage_restart(struct stage *st)
{
	close_server(st);
	stage_open(st);
}

void
stage_release(struct stage *st)
{
	close_server(st);
	store_free(st->store);
	log_set_sink(NULL, NULL);
	buf_release(&st->log);
}

/* --- peers --- */

struct peer *
stage_connect_as(struct stage *st, const char *name, struct client_facts facts)
{
	struct peer *p = xcalloc(1, sizeof *p);

	if ((st->npeers & (st->npeers - 1)) == 0)	/* 0, 1, 2, 4, 8 … */
		st->peers = xreallocarray(st->peers, 2 * st->npeers + 1,
		    sizeof *st->peers);
	(void)str_copy(p->name, sizeof p->name, name);
	buf_init(&p->input, PEER_BYTES_MAX);
	buf_init(&p->output, PEER_BYTES_MAX);
	st->peers[st->npeers++] = p;
	facts.edge = p;
	facts.local = facts.host == NULL;
	if (facts.local)
		facts.host = "127.0.0.1";
	server_turn(st->server, st->now);
	p->client = client_new(st->server, &facts, &p->refused);
	server_end_turn(st->server);
	return p;
}

struct peer *
stage_connect(struct stage *st, const char *name, const char *host)
{
	return stage_connect_as(st, name, (struct client_facts){ .host = host });
}

struct peer *
stage_connect_silent(struct stage *st, const char *name, const char *host)
{
	return stage_connect_as(st, name, (struct client_facts){ .host = host,
	    .silent_ok = true });
}

struct peer *
stage_connect_dialect(struct stage *st, const char *name,
    const struct dialect *dialect)
{
	return stage_connect_as(st, name, (struct client_facts){
	    .silent_ok = true, .dialect = dialect,
	    .tell = dialect == NULL ? adapter_tell : NULL });
}

void
stage_forget(struct stage *st, struct peer *p)
{
	if (p->client != NULL || st->peers[st->npeers - 1] != p)
		abort();
	st->npeers--;
	peer_free(p);
}

/* The newest of that name: one may come back. */
struct peer *
stage_peer(const struct stage *st, const char *name)
{
	size_t i;

	for (i = st->npeers; i-- > 0;)
		if (str_eq(st->peers[i]->name, name))
			return st->peers[i];
	return NULL;
}

void
peer_type_bytes(struct peer *p, const void *data, size_t len)
{
	if (!buf_add(&p->input, data, len))
		abort();
}

void
peer_type(struct peer *p, const char *line)
{
	peer_type_bytes(p, line, strlen(line));
	peer_type_bytes(p, "\r\n", 2);
}

void
peer_break(struct stage *st, struct peer *p)
{
	server_turn(st->server, st->now);
	if (p->client != NULL)
		client_lost(p->client, "Connection reset by peer");
	server_end_turn(st->server);
}

/* Like a line that is read: only when the client does not wait. */
static void
read_peer(struct stage *st, struct peer *p)
{
	char chunk[CHUNK_BYTES];
	size_t len = p->input.len;

	if (p->client == NULL || client_is_waiting(p->client))
		return;
	if (len > sizeof chunk)
		len = sizeof chunk;
	if (st->cuts && len > 0)
		len = 1 + rand_below(&st->rand, len);
	if (len > 0) {
		memcpy(chunk, p->input.data, len);
		buf_consume(&p->input, len);
		client_input(p->client, chunk, len);
	} else if (p->ends && !p->ended) {
		p->ended = true;
		client_input_end(p->client);
	}
}

/* Bytes written, at most `max`. */
static size_t
write_some(struct peer *p, size_t max)
{
	struct outq *q = client_outq(p->client);
	struct iovec iov[16];
	size_t written = 0;
	int n, i;

	while (written < max && (n = outq_peek(q, iov, 16)) > 0) {
		size_t took = 0;

		for (i = 0; i < n && written + took < max; i++) {
			size_t len = iov[i].iov_len;

			if (len > max - written - took)
				len = max - written - took;
			if (!buf_add(&p->output, iov[i].iov_base, len))
				abort();
			took += len;
		}
		client_written(p->client, took);
		written += took;
	}
	return written;
}

/* Each segment is a write of its own. */
static size_t
write_segments(struct peer *p)
{
	const void *data;
	size_t len, written = 0;

	while (client_segment(p->client, &data, &len)) {
		if (!buf_add(&p->output, data, len))
			abort();
		client_segment_written(p->client);
		written += len;
		p->segments++;
	}
	return written;
}

static size_t
write_peer(struct peer *p)
{
	if (p->is_deaf)
		return 0;
	return client_is_paced(p->client) ? write_segments(p) :
	    write_some(p, SIZE_MAX);
}

void
peer_hear(struct stage *st, struct peer *p, bool hears)
{
	p->is_deaf = !hears;
	if (p->client == NULL)
		return;
	server_turn(st->server, st->now);
	(void)write_peer(p);
	server_end_turn(st->server);
}

void
peer_take(struct stage *st, struct peer *p, size_t n)
{
	if (p->client == NULL || client_is_paced(p->client))
		return;
	server_turn(st->server, st->now);
	(void)write_some(p, n);
	server_end_turn(st->server);
}

/* What tcpchatd does at the end of a turn. Bytes that went. */
static size_t
write_dirty(struct stage *st)
{
	struct client *c;
	size_t written = 0;

	while ((c = server_next_dirty(st->server)) != NULL) {
		struct peer *p = client_edge(c);

		written += write_peer(p);
		/* A peer that takes nothing is cut off by the edge. */
		if (client_is_done(c) || (p->is_deaf && client_is_closed(c))) {
			p->client = NULL;
			client_free(c);
		}
	}
	return written;
}

/* True: something happened. */
static bool
turn(struct stage *st)
{
	size_t unread = 0, still = 0, written, i;

	if (st->kind == STAGE_HELD && !st->holds)
		bus_held_release_all(st->bus);
	bus_poll(st->bus);
	server_turn(st->server, st->now);
	answer_questions(st);
	for (i = 0; i < st->npeers; i++) {
		unread += st->peers[i]->input.len;
		read_peer(st, st->peers[i]);
		still += st->peers[i]->input.len;
	}
	server_end_turn(st->server);
	written = write_dirty(st);
	return written > 0 || still < unread || st->questions > 0 ||
	    server_has_work(st->server);
}

void
stage_turn(struct stage *st)
{
	(void)turn(st);
}

/* One with threads of its own says when it is done. */
static void
wait_for_store(struct stage *st)
{
	struct pollfd fd = { .fd = store_fd(st->store), .events = POLLIN };

	if (fd.fd >= 0)
		(void)poll(&fd, 1, STORE_WAIT_MS);
}

/* Every test is one of the promises of the state, too. */
static void
check_state(const struct stage *st)
{
	const char *wrong = state_check(st->server,
	    !st->holds && bus_is_idle(st->bus));

	if (wrong == NULL)
		return;
	fprintf(stderr, "the server's state is wrong: not %s\n", wrong);
	abort();
}

bool
stage_settle(struct stage *st)
{
	unsigned quiet = 0, turns = 0;

	st->now.mono_ms++;
	st->now.wall_ms++;
	while (quiet < QUIET_TURNS && turns++ < TURNS_MAX)
		if (turn(st)) {
			quiet = 0;
		} else if (!st->holds && !bus_is_idle(st->bus)) {
			quiet = 0;
			wait_for_store(st);
		} else {
			quiet++;
		}
	if (quiet >= QUIET_TURNS)
		check_state(st);
	return quiet >= QUIET_TURNS;
}

bool
stage_wait(struct stage *st, int64_t ms)
{
	int64_t end = st->now.mono_ms + ms;

	while (st->now.mono_ms < end) {
		int64_t step;

		server_turn(st->server, st->now);
		step = server_tick(st->server);
		server_end_turn(st->server);
		if (step > end - st->now.mono_ms)
			step = end - st->now.mono_ms;
		if (step > 1) {		/* stage_settle() takes one itself */
			st->now.mono_ms += step - 1;
			st->now.wall_ms += step - 1;
		}
		if (!stage_settle(st))
			return false;
	}
	server_turn(st->server, st->now);
	(void)server_tick(st->server);
	server_end_turn(st->server);
	return stage_settle(st);
}

/* --- what a peer got --- */

const char *
peer_next_line(struct peer *p)
{
	static char line[1 << 16];
	size_t len = p->output.len - p->taken;
	const char *at, *lf;

	if (len == 0)
		return NULL;
	at = p->output.data + p->taken;
	if ((lf = memchr(at, '\n', len)) == NULL)
		return NULL;
	len = (size_t)(lf - at) + 1;
	if (len < 2 || len - 2 >= sizeof line || lf[-1] != '\r')
		abort();	/* every line of ours ends in CR LF */
	memcpy(line, at, len - 2);
	line[len - 2] = '\0';
	p->taken += len;
	if (p->taken == p->output.len)
		(void)peer_forget(p);
	return line;
}

size_t
peer_forget(struct peer *p)
{
	size_t len = p->output.len - p->taken;

	buf_reset(&p->output);
	p->taken = 0;
	return len;
}

static bool
is_end_of_motd(const char *line)
{
	const char *code;

	if (line[0] == '@')
		line = strchr(line, ' ') + 1;
	code = strchr(line, ' ');
	return code != NULL && (str_starts(code, " 376 ") ||
	    str_starts(code, " 422 "));
}

bool
peer_register(struct stage *st, struct peer *p, const char *nick,
    const char *caps)
{
	struct buf lines;
	const char *line;
	bool ok;

	buf_init(&lines, 4096);
	if (caps != NULL && !buf_addf(&lines, "CAP LS 302\r\nCAP REQ :%s\r\n",
	    caps))
		abort();
	ok = buf_addf(&lines, "NICK %s\r\nUSER %s 0 * :Real %s\r\n%s", nick,
	    nick, nick, caps != NULL ? "CAP END\r\n" : "");
	peer_type_bytes(p, lines.data, lines.len);
	buf_release(&lines);
	if (!ok || !stage_settle(st))
		return false;
	while ((line = peer_next_line(p)) != NULL)
		if (is_end_of_motd(line))
			return true;
	return false;
}
