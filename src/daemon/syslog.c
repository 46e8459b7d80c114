/* syslog.c -- a thread between those who log and those who may block. */
#include "config.h"

#include "daemon/syslog.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/time.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum {
	WAITING_MAX_BYTES = 256 * 1024,
	/* Lines of so long are written together: to wake a thread for each
	 * costs the loop more than the line. */
	GATHER_MS = 10,
	STOP_MAX_S = 1,
};

/* Lines, each one byte of level, the text, and a NUL. */
struct lines {
	char   *data;		/* owned; WAITING_MAX_BYTES */
	size_t  len;
	size_t  dropped;	/* lines that found no room */
};

struct syslog {
	struct syslog_config config;
	FILE           *err;		/* owned; NULL: not asked for */
	bool            is_heard;	/* in this batch: by a log daemon */
	bool            started;
	pthread_t       thread;
	pthread_mutex_t lock;		/* guards what follows */
	pthread_cond_t  filled;		/* a line waits, or the end has come */
	pthread_cond_t  emptied;	/* the thread is about to end */
	struct lines    waiting;
	bool            stopping, ended;
};

static void
lines_init(struct lines *l)
{
	*l = (struct lines){ .data = xmalloc(WAITING_MAX_BYTES) };
}

static void
lines_add(struct lines *l, enum log_level level, const char *line)
{
	size_t size = strlen(line) + 1;

	if (l->dropped > 0 || size + 1 > WAITING_MAX_BYTES - l->len) {
		l->dropped++;	/* in order: none passes those that are lost */
		return;
	}
	l->data[l->len++] = (char)level;
	memcpy(l->data + l->len, line, size);
	l->len += size;
}

void
syslog_line(void *self, enum log_level level, const char *line)
{
	struct syslog *l = self;
	bool first;

	if (level < l->config.least)
		return;
	(void)pthread_mutex_lock(&l->lock);
	first = l->waiting.len == 0;
	lines_add(&l->waiting, level, line);
	(void)pthread_mutex_unlock(&l->lock);
	if (first)
		(void)pthread_cond_signal(&l->filled);
}

static int
priority(enum log_level level)
{
	static const int priorities[] = {
		[LEVEL_DEBUG] = LOG_DEBUG, [LEVEL_INFO] = LOG_INFO,
		[LEVEL_NOTICE] = LOG_NOTICE, [LEVEL_WARNING] = LOG_WARNING,
		[LEVEL_ERROR] = LOG_ERR,
	};

	return priorities[level];
}

static void
write_stderr(FILE *err, const char *line)
{
	struct timespec ts;
	char when[TIME_ISO_SIZE];

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	time_format_iso(when, (int64_t)ts.tv_sec * 1000
	    + ts.tv_nsec / 1000000);
	(void)fprintf(err, "%s %s\n", when, line);
}

static void
write_line(const struct syslog *l, enum log_level level, const char *line)
{
	if (l->is_heard)
		syslog(priority(level), "%s", line);
	if (l->err != NULL)
		write_stderr(l->err, line);
}

static void
write_lines(struct syslog *l, const struct lines *lines)
{
	char text[64];

	l->is_heard = l->config.to_syslog && access(LOG_SOCKET, F_OK) == 0;
	for (size_t at = 0; at < lines->len;
	    at += 1 + strlen(lines->data + at + 1) + 1)
		write_line(l, (enum log_level)lines->data[at],
		    lines->data + at + 1);
	if (lines->dropped > 0) {
		(void)snprintf(text, sizeof text, "log: dropped=%zu",
		    lines->dropped);
		write_line(l, LEVEL_WARNING, text);
	}
	if (l->err != NULL)
		(void)fflush(l->err);
}

/* Lets more lines come, unless there is no time left. With the lock. */
static void
gather(struct syslog *l)
{
	struct timespec until;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += GATHER_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_nsec -= 1000000000L;
		until.tv_sec++;
	}
	while (!l->stopping && pthread_cond_timedwait(&l->filled, &l->lock,
	    &until) == 0)
		continue;
}

/* Waits until something is there, and swaps it for the empty `mine`. False:
 * nothing more will come. */
static bool
take(struct syslog *l, struct lines *mine)
{
	struct lines full;

	(void)pthread_mutex_lock(&l->lock);
	while (l->waiting.len == 0 && !l->stopping)
		(void)pthread_cond_wait(&l->filled, &l->lock);
	gather(l);
	full = l->waiting;
	l->waiting = (struct lines){ .data = mine->data };
	*mine = full;
	(void)pthread_mutex_unlock(&l->lock);
	return mine->len > 0;
}

static void *
run(void *arg)
{
	struct syslog *l = arg;
	struct lines mine;

	lines_init(&mine);
	while (take(l, &mine))
		write_lines(l, &mine);
	free(mine.data);
	(void)pthread_mutex_lock(&l->lock);
	l->ended = true;
	(void)pthread_cond_signal(&l->emptied);
	(void)pthread_mutex_unlock(&l->lock);
	return NULL;
}

/* A stream of our own: the program's is not buffered. */
static FILE *
open_stderr(void)
{
	int fd = dup(STDERR_FILENO);
	FILE *err = fd < 0 ? NULL : fdopen(fd, "w");

	if (err == NULL && fd >= 0)
		(void)close(fd);
	return err;
}

/* Signals are the loop's. */
static int
start_thread(struct syslog *l)
{
	sigset_t all, before;
	int error;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &before);
	error = pthread_create(&l->thread, NULL, run, l);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

static void
release(struct syslog *l)
{
	(void)pthread_mutex_destroy(&l->lock);
	(void)pthread_cond_destroy(&l->filled);
	(void)pthread_cond_destroy(&l->emptied);
	if (l->err != NULL)
		(void)fclose(l->err);
	free(l->waiting.data);
	free(l);
}

struct syslog *
syslog_new(struct syslog_config config)
{
	struct syslog *l = xcalloc(1, sizeof *l);

	l->config = config;
	(void)pthread_mutex_init(&l->lock, NULL);
	(void)pthread_cond_init(&l->filled, NULL);
	(void)pthread_cond_init(&l->emptied, NULL);
	lines_init(&l->waiting);
	return l;
}

bool
syslog_start(struct syslog *l, struct err *e)
{
	int error;

	if (l->config.to_syslog)
		openlog(l->config.name, LOG_PID, LOG_DAEMON);
	if (l->config.to_stderr)
		l->err = open_stderr();
	error = start_thread(l);
	l->started = error == 0;
	if (error != 0)
		err_set(e, _("cannot start a thread for the log: %s; allow the "
		    "user more threads"), strerror(error));
	return error == 0;
}

/* False: the thread hangs in a log daemon that takes nothing. */
static bool
wait_for_end(struct syslog *l)
{
	struct timespec until;
	bool ended;

	(void)clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += STOP_MAX_S;
	(void)pthread_mutex_lock(&l->lock);
	l->stopping = true;
	(void)pthread_cond_signal(&l->filled);
	while (!l->ended && pthread_cond_timedwait(&l->emptied, &l->lock,
	    &until) == 0)
		continue;
	ended = l->ended;
	(void)pthread_mutex_unlock(&l->lock);
	return ended;
}

void
syslog_free(struct syslog *l)
{
	if (l == NULL || (l->started && !wait_for_end(l)))
		return;
	if (l->started)
		(void)pthread_join(l->thread, NULL);
	if (l->started && l->config.to_syslog)
		closelog();
	release(l);
}
