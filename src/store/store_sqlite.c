/* store_sqlite.c -- history in SQLite: two threads and what goes between. */
#include "config.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "server/event.h"
#include "store/gather.h"
#include "store/store.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

enum { STACK_BYTES = 256 * 1024 };

/* A question that waits, or its answer. */
struct asked {
	struct asked *next;
	uint64_t number;
	uint64_t after;		/* the batch that must be written before */
	struct question q;	/* borrows from this block */
	struct result result;
};

struct asked_list {
	struct asked *first, **end;
};

struct sqlite {
	struct store store;	/* first */
	char *path;
	struct memory *memory;	/* owned; NULL: it is on disk */
	struct writer writer;	/* of the writer's thread, once it has begun */
	struct reader reader;	/* of the reader's thread */
	pthread_t writer_thread, reader_thread;
	bool has_writer, has_reader;
	uint64_t high;		/* as found at the start */
	int64_t  last_ms;
	int pipe[2];		/* holds a byte while something is done */

	pthread_mutex_t lock;	/* all that follows */
	pthread_cond_t for_writer, for_reader;
	struct batch *todo, *done;
	uint64_t submitted, written;	/* batches so far */
	uint64_t first_order;	/* of the batch that is away */
	struct store_keep *keep;	/* owned; for the writer to take */
	int64_t keep_now_ms;
	bool is_pruning;	/* the writer is at it */
	bool has_begun;		/* the writer's connection is the writer's */
	struct asked_list questions, answers;
	struct asked_list wishes;	/* questions that the writer answers */
	size_t signals;		/* batches and answers that are done */
	bool stop;
};

static struct sqlite *
sqlite_of(const struct store *s)
{
	return (struct sqlite *)s;
}

/* --- lists --- */

static void
push(struct asked_list *list, struct asked *a)
{
	a->next = NULL;
	*list->end = a;
	list->end = &a->next;
}

static struct asked *
pop(struct asked_list *list)
{
	struct asked *a = list->first;

	if (a == NULL)
		return NULL;
	list->first = a->next;
	if (list->first == NULL)
		list->end = &list->first;
	return a;
}

static void
free_list(struct asked_list *list)
{
	struct asked *a;

	while ((a = pop(list)) != NULL) {
		result_release(&a->result);
		free(a);
	}
}

/* --- the pipe: readable exactly while something is done. Locked. --- */

static void
signal_one(struct sqlite *s)
{
	if (s->signals++ == 0)
		while (write(s->pipe[1], "", 1) < 0 && errno == EINTR)
			continue;
}

static void
unsignal_one(struct sqlite *s)
{
	char byte;

	if (--s->signals == 0)
		while (read(s->pipe[0], &byte, 1) < 0 && errno == EINTR)
			continue;
}

/* --- the writer --- */

/* Nothing to write: until there is, or for a while if there is other work.
 * (Should the clock step meanwhile, the tidying comes early or late.) */
static bool
wait_for_batch(struct sqlite *s)
{
	int ms = s->has_begun ? writer_idle_ms(&s->writer) : -1;
	struct timespec until;

	if (ms < 0) {
		pthread_cond_wait(&s->for_writer, &s->lock);
		return true;
	}
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += ms % 1000 * 1000000L;
	until.tv_sec += ms / 1000 + until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	return pthread_cond_timedwait(&s->for_writer, &s->lock, &until) == 0;
}

static void
do_idle_work(struct sqlite *s)
{
	pthread_mutex_unlock(&s->lock);
	writer_idle(&s->writer);
	pthread_mutex_lock(&s->lock);
}

static void
do_batch(struct sqlite *s)
{
	struct batch *batch = s->todo;

	s->todo = NULL;
	pthread_mutex_unlock(&s->lock);
	writer_write(&s->writer, batch);
	pthread_mutex_lock(&s->lock);
	s->done = batch;
	s->written++;
	signal_one(s);
	if (s->questions.first != NULL)
		pthread_cond_signal(&s->for_reader);
	pthread_mutex_unlock(&s->lock);
	writer_after(&s->writer);
	pthread_mutex_lock(&s->lock);
}

/* One change that is asked for, or a slice of it: between two batches. */
static void
do_wish(struct sqlite *s)
{
	struct asked *a = pop(&s->wishes);
	struct gather g;
	bool more = false;

	if (a == NULL)
		return;
	pthread_mutex_unlock(&s->lock);
	gather_init(&g);
	if (a->q.kind == QUESTION_FORGET)
		more = own_forget_slice(&s->writer, &a->q, &g);
	else
		account_write(&s->writer, &a->q, &g);
	gather_end(&g, &a->result);
	pthread_mutex_lock(&s->lock);
	if (more) {
		push(&s->wishes, a);
		return;
	}
	push(&s->answers, a);
	signal_one(s);
}

static void *
write_batches(void *arg)
{
	struct sqlite *s = arg;

	pthread_mutex_lock(&s->lock);
	for (;;) {
		if (s->todo != NULL)
			do_batch(s);	/* a wish may be about what is in it */
		do_wish(s);
		s->is_pruning = s->writer.prune != PRUNE_NOTHING;
		if (s->keep != NULL && !s->is_pruning) {
			writer_prune(&s->writer, s->keep, s->keep_now_ms);
			s->keep = NULL;
			s->is_pruning = true;
		}
		if (s->todo != NULL || s->wishes.first != NULL)
			continue;
		if (s->stop)
			break;
		if (!wait_for_batch(s))
			do_idle_work(s);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* --- the reader --- */

static void
do_question(struct sqlite *s)
{
	struct asked *a = pop(&s->questions);
	struct gather g;

	pthread_mutex_unlock(&s->lock);
	gather_init(&g);
	reader_answer(&s->reader, &a->q, &g);
	gather_end(&g, &a->result);
	pthread_mutex_lock(&s->lock);
	push(&s->answers, a);
	signal_one(s);
}

static bool
is_answerable(const struct sqlite *s)
{
	return s->questions.first != NULL &&
	    s->questions.first->after <= s->written;
}

static void *
answer_questions(void *arg)
{
	struct sqlite *s = arg;

	pthread_mutex_lock(&s->lock);
	while (!s->stop) {
		if (is_answerable(s))
			do_question(s);
		else
			pthread_cond_wait(&s->for_reader, &s->lock);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* --- what the loop calls --- */

static uint64_t
first_stored(const struct batch *b)
{
	for (const struct event *e = b->events; e != NULL; e = e->next)
		if (event_way(e->kind) == EVENT_WAY_STORED)
			return e->order;
	return UINT64_MAX;
}

static void
sqlite_submit(struct store *store, struct batch *take)
{
	struct sqlite *s = sqlite_of(store);
	uint64_t first = first_stored(take);

	pthread_mutex_lock(&s->lock);
	assert(s->todo == NULL && s->done == NULL &&
	    s->submitted == s->written);
	s->todo = take;
	s->has_begun = true;
	s->first_order = first;
	s->submitted++;
	pthread_cond_signal(&s->for_writer);
	pthread_mutex_unlock(&s->lock);
}

static struct batch *
sqlite_take_done(struct store *store)
{
	struct sqlite *s = sqlite_of(store);
	struct batch *done;

	pthread_mutex_lock(&s->lock);
	done = s->done;
	s->done = NULL;
	if (done != NULL)
		unsignal_one(s);
	pthread_mutex_unlock(&s->lock);
	return done;
}

static struct asked *
asked_new(uint64_t number, const struct question *q)
{
	size_t channels = q->nchannels * sizeof *q->channels;
	struct asked *a = xcalloc(1, sizeof *a + channels +
	    str_room(q->peer_name) + str_room(q->text) + str_room(q->nick) +
	    str_room(q->row.name) + str_room(q->cert));
	char *at = (char *)(a + 1);

	a->number = number;
	a->q = *q;
	if (channels > 0)
		a->q.channels = memcpy(at, q->channels, channels);
	at += channels;
	a->q.peer_name = str_keep(&at, q->peer_name);
	a->q.text = str_keep(&at, q->text);
	a->q.nick = str_keep(&at, q->nick);
	a->q.row.name = str_keep(&at, q->row.name);
	a->q.row.certs = NULL;
	a->q.cert = str_keep(&at, q->cert);
	a->q.password = NULL;
	return a;
}

static bool
is_wish(const struct question *q)
{
	return q->kind == QUESTION_ACCOUNT_ADD ||
	    q->kind == QUESTION_ACCOUNT_CHANGE ||
	    q->kind == QUESTION_ACCOUNT_DROP ||
	    q->kind == QUESTION_FORGET;
}

/*
 * With durability off, events are applied while their batch is still being
 * written; a question that may see them waits for it. Otherwise what is being
 * written lies behind `upto`, and no commit delays a question.
 */
static void
sqlite_ask(struct store *store, uint64_t number, const struct question *q)
{
	struct sqlite *s = sqlite_of(store);
	struct asked *a = asked_new(number, q);

	pthread_mutex_lock(&s->lock);
	if (is_wish(q)) {
		push(&s->wishes, a);
		s->has_begun = true;
		pthread_cond_signal(&s->for_writer);
		pthread_mutex_unlock(&s->lock);
		return;
	}
	if (s->submitted > s->written && s->first_order <= q->upto)
		a->after = s->submitted;
	push(&s->questions, a);
	pthread_cond_signal(&s->for_reader);
	pthread_mutex_unlock(&s->lock);
}

/* One that is not being answered yet is dropped. */
static void
sqlite_stop_asking(struct store *store, uint64_t number)
{
	struct sqlite *s = sqlite_of(store);
	struct asked_list kept = { NULL, &kept.first };
	struct asked *a;

	pthread_mutex_lock(&s->lock);
	while ((a = pop(&s->questions)) != NULL)
		if (a->number == number)
			free(a);
		else
			push(&kept, a);
	while ((a = pop(&kept)) != NULL)
		push(&s->questions, a);
	pthread_mutex_unlock(&s->lock);
}

static bool
sqlite_take_result(struct store *store, uint64_t *number, struct result *r)
{
	struct sqlite *s = sqlite_of(store);
	struct asked *a;

	pthread_mutex_lock(&s->lock);
	a = pop(&s->answers);
	if (a != NULL)
		unsignal_one(s);
	pthread_mutex_unlock(&s->lock);
	if (a == NULL)
		return false;
	*number = a->number;
	*r = a->result;
	free(a);
	return true;
}

static enum store_prune
sqlite_prune(struct store *store, const struct store_keep *keep, int64_t now_ms)
{
	struct sqlite *s = sqlite_of(store);
	enum store_prune told = STORE_PRUNE_REFUSED;

	pthread_mutex_lock(&s->lock);
	if (s->keep == NULL) {
		told = s->is_pruning ? STORE_PRUNE_WAITS : STORE_PRUNE_BEGUN;
		s->keep = store_keep_copy(keep);
		s->keep_now_ms = now_ms;
		s->has_begun = true;
		pthread_cond_signal(&s->for_writer);
	}
	pthread_mutex_unlock(&s->lock);
	return told;
}

static int
sqlite_fd(const struct store *store)
{
	return sqlite_of(store)->pipe[0];
}

/* Before the first submit the writer's thread only waits. */
static bool
sqlite_load(struct store *store,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
{
	return writer_load(&sqlite_of(store)->writer, each, ctx);
}

static bool
sqlite_load_accounts(struct store *store,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
{
	return account_load(sqlite_of(store)->writer.db, each, ctx);
}

static bool
sqlite_load_bans(struct store *store,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
{
	return writer_load_bans(&sqlite_of(store)->writer, each, ctx);
}

static bool
sqlite_load_belongings(struct store *store,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
{
	return writer_load_belongings(&sqlite_of(store)->writer, each, ctx);
}

static uint64_t
sqlite_high(const struct store *store)
{
	return sqlite_of(store)->high;
}

static int64_t
sqlite_last_ms(const struct store *store)
{
	return sqlite_of(store)->last_ms;
}

/* --- beginning and end --- */

static void
stop_threads(struct sqlite *s)
{
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->for_writer);
	pthread_cond_signal(&s->for_reader);
	pthread_mutex_unlock(&s->lock);
	if (s->has_reader)
		pthread_join(s->reader_thread, NULL);
	if (s->has_writer)
		pthread_join(s->writer_thread, NULL);
}

static void
sqlite_free(struct store *store)
{
	struct sqlite *s = sqlite_of(store);

	stop_threads(s);
	reader_close(&s->reader);
	writer_close(&s->writer);
	batch_free(s->done);
	free(s->keep);
	free_list(&s->questions);
	free_list(&s->answers);
	free_list(&s->wishes);
	for (int i = 0; i < 2; i++)
		if (s->pipe[i] >= 0)
			close(s->pipe[i]);
	pthread_cond_destroy(&s->for_writer);
	pthread_cond_destroy(&s->for_reader);
	pthread_mutex_destroy(&s->lock);
	memory_free(s->memory);
	free(s->path);
	free(s);
}

static const struct store_ops sqlite_ops = {
	.submit = sqlite_submit,
	.take_done = sqlite_take_done,
	.ask = sqlite_ask,
	.stop_asking = sqlite_stop_asking,
	.take_result = sqlite_take_result,
	.fd = sqlite_fd,
	.load = sqlite_load,
	.load_accounts = sqlite_load_accounts,
	.load_bans = sqlite_load_bans,
	.prune = sqlite_prune,
	.load_belongings = sqlite_load_belongings,
	.high = sqlite_high,
	.last_ms = sqlite_last_ms,
	.free = sqlite_free,
};

static bool
open_pipe(int fds[2])
{
	if (pipe(fds) != 0)
		return false;
	for (int i = 0; i < 2; i++)
		if (fcntl(fds[i], F_SETFD, FD_CLOEXEC) != 0 ||
		    fcntl(fds[i], F_SETFL, O_NONBLOCK) != 0)
			return false;
	return true;
}

/* Signals are the loop's: the threads inherit a mask that blocks them all. */
static bool
start_threads(struct sqlite *s)
{
	pthread_attr_t attr;
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, STACK_BYTES);
	s->has_writer = pthread_create(&s->writer_thread, &attr,
	    write_batches, s) == 0;
	s->has_reader = pthread_create(&s->reader_thread, &attr,
	    answer_questions, s) == 0;
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return s->has_writer && s->has_reader;
}

static struct sqlite *
sqlite_new(const char *path, enum store_sync sync)
{
	struct sqlite *s = xcalloc(1, sizeof *s);

	s->store.ops = &sqlite_ops;
	s->path = xstrdup(path);
	s->writer.path = s->path;
	s->writer.sync = sync;
	s->reader.path = s->path;
	s->pipe[0] = s->pipe[1] = -1;
	s->questions.end = &s->questions.first;
	s->answers.end = &s->answers.first;
	s->wishes.end = &s->wishes.first;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->for_writer, NULL);
	pthread_cond_init(&s->for_reader, NULL);
	return s;
}

/* Has everything but the pipe and the threads. */
static bool
open_writer(struct sqlite *s, struct err *err)
{
	if (!writer_open(&s->writer, err))
		return false;
	s->high = writer_high(&s->writer);
	s->last_ms = s->writer.last_ms;
	return true;
}

static struct store *
start(struct sqlite *s, bool has_pipe, struct err *err)
{
	if (has_pipe && start_threads(s))
		return &s->store;
	err_set(err, _("cannot start the threads of the store: %s"),
	    strerror(errno));
	sqlite_free(&s->store);
	return NULL;
}

struct store *
store_sqlite_open(const char *path, enum store_sync sync, struct err *err)
{
	struct sqlite *s;

	/* Statistics nobody reads cost a lock at each allocation. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	if (!file_prepare(path, err))
		return NULL;
	s = sqlite_new(path, sync);
	if (open_writer(s, err))
		return start(s, open_pipe(s->pipe), err);
	sqlite_free(&s->store);
	return NULL;
}

/* Each store puts in one byte and takes out one, so two may have one pipe. */
static bool
share_pipe(int fds[2], const struct store *beside)
{
	if (beside == NULL)
		return open_pipe(fds);
	for (int i = 0; i < 2; i++) {
		fds[i] = fcntl(sqlite_of(beside)->pipe[i], F_DUPFD_CLOEXEC, 0);
		if (fds[i] < 0)
			return false;
	}
	return true;
}

struct store *
store_sqlite_open_memory(const struct store *beside, struct err *err)
{
	struct memory *memory = memory_new();
	struct sqlite *s = sqlite_new(memory_path(memory), STORE_SYNC_OFF);

	s->memory = memory;
	if (file_prepare_memory(s->path, err) && open_writer(s, err))
		return start(s, share_pipe(s->pipe, beside), err);
	sqlite_free(&s->store);
	return NULL;
}
