/* retention.c -- how long messages are kept: the settings, and the timer. */
#include "config.h"

#include "daemon/retention.h"

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>
#include <event2/event_struct.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "daemon/loop.h"
#include "daemon/settings.h"
#include "proto/limits.h"
#include "store/store.h"

#include "base/banned.h"

enum {
	EVERY_S = 60,
	MEMORY_BYTES = 64 * 1024 * 1024,	/* where no size is set */
};

/* --- the settings --- */

/* "#name=30d" into `out`, whose name is then in `name`. */
static bool
read_word(struct store_keep_channel *out, char name[CHANNEL_LEN + 1],
    struct str_span word)
{
	const char *equals = memchr(word.p, '=', word.len);
	char age[32];

	if (equals == NULL || word.p[0] != '#' ||
	    !str_copy_span(name, CHANNEL_LEN + 1, (struct str_span){ word.p,
		(size_t)(equals - word.p) }) ||
	    !str_copy_span(age, sizeof age, (struct str_span){ equals + 1,
		word.len - (size_t)(equals + 1 - word.p) }))
		return false;
	out->name = name;
	return time_parse_duration(age, &out->age_ms);
}

static bool
add_word(struct store_keep *k, struct str_span word, struct err *e)
{
	char (*name)[CHANNEL_LEN + 1] = xcalloc(1, sizeof *name);

	k->channels = xreallocarray(k->channels, k->nchannels + 1,
	    sizeof *k->channels);
	if (read_word(&k->channels[k->nchannels], *name, word)) {
		k->nchannels++;
		return true;
	}
	err_set(e, _("'history-keep-channels' is a list of words such as "
	    "#log=30d, not '%.*s'"), (int)word.len, word.p);
	free(name);
	return false;
}

/* A disk may be as big as it is; memory is always of an end. */
static int64_t
size_of(const struct settings *s)
{
	return s->history_size == 0 && str_eq(s->history, "memory") ?
	    MEMORY_BYTES : s->history_size;
}

struct store_keep *
retention_keep(const struct settings *s, struct err *e)
{
	struct store_keep k = { .age_ms = s->history_keep,
	    .size_bytes = size_of(s) }, *out = NULL;
	const char *rest = s->history_keep_channels;
	struct str_span word;
	bool ok = true;

	while (ok && str_next_word(&rest, &word))
		ok = add_word(&k, word, e);
	if (ok)
		out = store_keep_copy(&k);
	for (size_t i = 0; i < k.nchannels; i++)
		free((char *)k.channels[i].name);
	free(k.channels);
	return out;
}

struct store_keep *
retention_keep_older(const struct settings *s, const char *age, struct err *e)
{
	struct store_keep *k = retention_keep(s, e);

	if (k == NULL || age == NULL)
		return k;
	k->nchannels = 0;
	if (time_parse_duration(age, &k->age_ms) && k->age_ms > 0)
		return k;
	err_set(e, _("'%s' is no time; write it as 12h or 30d"), age);
	free(k);
	return NULL;
}

/* --- the timer --- */

struct retention {
	struct event timer;
	struct store *store;
	struct store_keep *const *keep;
};

static void
on_due(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	retention_run(arg);
}

void
retention_run(struct retention *r)
{
	static const struct timeval next = { .tv_sec = EVERY_S };

	store_prune(r->store, *r->keep, loop_clock().wall_ms);
	(void)evtimer_add(&r->timer, &next);
}

struct retention *
retention_new(struct event_base *base, struct store *store,
    struct store_keep *const *keep)
{
	static const struct timeval at_once = { .tv_sec = 0 };
	struct retention *r = xcalloc(1, sizeof *r);

	r->store = store;
	r->keep = keep;
	(void)evtimer_assign(&r->timer, base, on_due, r);
	(void)evtimer_add(&r->timer, &at_once);
	return r;
}

void
retention_free(struct retention *r)
{
	if (r == NULL)
		return;
	(void)evtimer_del(&r->timer);
	free(r);
}
