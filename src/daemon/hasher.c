/* hasher.c -- passwords are hashed in a thread of their own. */
#include "config.h"
#include "daemon/hasher.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "proto/limits.h"
#include "proto/sasl.h"
#include "server/world.h"

#include "base/banned.h"

struct job {
	struct job *next;
	uint64_t number;
	char *password;			/* owned; wiped */
	unsigned char salt[SASL_SALT_BYTES];
	unsigned iterations;
	struct result result;
};

struct jobs {
	struct job *first, **end;
	unsigned count;
};

struct hasher {
	pthread_t thread;
	bool has_thread;
	int pipe[2];		/* holds a byte while something is done */

	pthread_mutex_t lock;	/* all that follows */
	pthread_cond_t more;
	struct jobs waiting, done;
	bool stop;
};

static void
push(struct jobs *list, struct job *j)
{
	j->next = NULL;
	*list->end = j;
	list->end = &j->next;
	list->count++;
}

static struct job *
pop(struct jobs *list)
{
	struct job *j = list->first;

	if (j == NULL)
		return NULL;
	list->first = j->next;
	if (list->first == NULL)
		list->end = &list->first;
	list->count--;
	return j;
}

static void
forget_password(struct job *j)
{
	if (j->password == NULL)
		return;
	digest_wipe(j->password, strlen(j->password));
	free(j->password);
	j->password = NULL;
}

static void
job_free(struct job *j)
{
	forget_password(j);
	result_release(&j->result);
	free(j);
}

static void
free_all(struct jobs *list)
{
	struct job *j;

	while ((j = pop(list)) != NULL)
		job_free(j);
}

/* Locked. */
static void
finish(struct hasher *h, struct job *j)
{
	push(&h->done, j);
	if (h->done.count == 1)
		while (write(h->pipe[1], "", 1) < 0 && errno == EINTR)
			continue;
}

static void *
hash_all(void *arg)
{
	struct hasher *h = arg;
	struct job *j;

	pthread_mutex_lock(&h->lock);
	while (!h->stop) {
		j = pop(&h->waiting);
		if (j == NULL) {
			pthread_cond_wait(&h->more, &h->lock);
			continue;
		}
		pthread_mutex_unlock(&h->lock);
		digest_pbkdf2(j->password, strlen(j->password), j->salt,
		    sizeof j->salt, j->iterations, j->result.hash);
		forget_password(j);
		pthread_mutex_lock(&h->lock);
		finish(h, j);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

void
hasher_ask(struct hasher *h, uint64_t number, const struct question *q)
{
	struct job *j = xcalloc(1, sizeof *j);

	j->number = number;
	j->iterations = q->iterations;
	memcpy(j->salt, q->salt, sizeof j->salt);
	pthread_mutex_lock(&h->lock);
	if (h->waiting.count >= HASHES_MAX) {
		j->result.code = RESULT_FAILED;
		j->result.why = "too many passwords wait to be checked";
		finish(h, j);
	} else {
		j->password = xstrdup(q->password);
		push(&h->waiting, j);
		pthread_cond_signal(&h->more);
	}
	pthread_mutex_unlock(&h->lock);
}

void
hasher_stop_asking(struct hasher *h, uint64_t number)
{
	struct jobs kept = { NULL, &kept.first, 0 };
	struct job *j;

	pthread_mutex_lock(&h->lock);
	while ((j = pop(&h->waiting)) != NULL)
		if (j->number == number)
			job_free(j);
		else
			push(&kept, j);
	while ((j = pop(&kept)) != NULL)
		push(&h->waiting, j);
	pthread_mutex_unlock(&h->lock);
}

bool
hasher_take_result(struct hasher *h, uint64_t *number, struct result *r)
{
	struct job *j;
	char byte;

	pthread_mutex_lock(&h->lock);
	j = pop(&h->done);
	if (j != NULL && h->done.count == 0)
		while (read(h->pipe[0], &byte, 1) < 0 && errno == EINTR)
			continue;
	pthread_mutex_unlock(&h->lock);
	if (j == NULL)
		return false;
	*number = j->number;
	*r = j->result;
	digest_wipe(j->result.hash, sizeof j->result.hash);
	free(j);
	return true;
}

int
hasher_fd(const struct hasher *h)
{
	return h->pipe[0];
}

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

/* Signals are the loop's: the thread inherits a mask that blocks them all. */
static bool
start(struct hasher *h)
{
	sigset_t all, before;
	int rc;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	rc = pthread_create(&h->thread, NULL, hash_all, h);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	h->has_thread = rc == 0;
	errno = rc;
	return h->has_thread;
}

struct hasher *
hasher_new(struct err *err)
{
	struct hasher *h = xcalloc(1, sizeof *h);

	h->pipe[0] = h->pipe[1] = -1;
	h->waiting.end = &h->waiting.first;
	h->done.end = &h->done.first;
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->more, NULL);
	if (open_pipe(h->pipe) && start(h))
		return h;
	err_set(err, _("cannot start the thread that checks passwords: %s"),
	    strerror(errno));
	hasher_free(h);
	return NULL;
}

void
hasher_free(struct hasher *h)
{
	if (h == NULL)
		return;
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_signal(&h->more);
	pthread_mutex_unlock(&h->lock);
	if (h->has_thread)
		pthread_join(h->thread, NULL);
	free_all(&h->waiting);
	free_all(&h->done);
	for (int i = 0; i < 2; i++)
		if (h->pipe[i] >= 0)
			close(h->pipe[i]);
	pthread_cond_destroy(&h->more);
	pthread_mutex_destroy(&h->lock);
	free(h);
}
