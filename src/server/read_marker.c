/*
 * read_marker.c -- how far a person has read.
 *
 * Kept as "#<channel number> <Unix ms>" or "<folded nick> <Unix ms>".
 */
#include "config.h"
#include "server/read_marker.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/server_internal.h"
#include "store/store.h"

#include "base/banned.h"

/* "-" and a number, a blank, a number. */
enum { TEXT_SIZE = NICK_LEN + 64 };

/* Of the account, wherever else it is logged in, or of the guest. */
static struct read_marker **
list_of(struct user *u)
{
	return u->account != NULL ? &u->account->markers : &u->markers;
}

static bool
is_about(const struct read_marker *m, struct read_target t)
{
	return m->channel == t.channel && str_eq(m->nick, t.nick);
}

int64_t
read_marker_get(const struct user *u, struct read_target target)
{
	const struct read_marker *m = u->account != NULL ?
	    u->account->markers : u->markers;

	while (m != NULL && !is_about(m, target))
		m = m->next;
	return m == NULL ? 0 : m->time_ms;
}

static void
keep(struct server *s, const struct account *account,
    const struct read_marker *m, bool gone)
{
	char text[TEXT_SIZE];
	struct store_belonging row = { .number = m->number,
	    .account = account->number, .kind = BELONGING_MARKER,
	    .text = text };

	if (m->channel != 0)
		snprintf(text, sizeof text, "#%" PRIu64 " %" PRId64,
		    m->channel, m->time_ms);
	else
		snprintf(text, sizeof text, "%s %" PRId64, m->nick,
		    m->time_ms);
	bus_change(s->bus, store_change_new_belonging(&row, gone));
}

/* Takes the one about `target` off the list, or the last of too many. */
static struct read_marker *
take(struct read_marker **list, struct read_target target)
{
	struct read_marker **link = list, *m;
	unsigned n = 0;

	for (; (m = *link) != NULL; link = &m->next)
		if (is_about(m, target) ||
		    (++n >= READ_MARKERS_MAX && m->next == NULL)) {
			*link = m->next;
			return m;
		}
	return NULL;
}

static struct read_marker *
put(struct read_marker **list, struct read_target target, uint64_t number)
{
	struct read_marker *m = xcalloc(1, sizeof *m);

	m->number = number;
	m->channel = target.channel;
	(void)str_copy(m->nick, sizeof m->nick, target.nick);
	m->next = *list;
	*list = m;
	return m;
}

int64_t
read_marker_set(struct server *s, struct user *u, struct read_target target,
    int64_t time_ms, uint64_t number)
{
	struct read_marker **list = list_of(u), *m;
	int64_t before = read_marker_get(u, target);

	if (time_ms <= before)
		return before;
	m = take(list, target);
	if (m != NULL && is_about(m, target)) {
		m->next = *list;
		*list = m;
	} else {
		if (m != NULL && u->account != NULL)
			keep(s, u->account, m, true);
		free(m);
		m = put(list, target, number);
	}
	m->time_ms = time_ms;
	if (u->account != NULL)
		keep(s, u->account, m, false);
	return time_ms;
}

bool
read_marker_restore(struct server *s, const struct store_belonging *kept)
{
	struct account *account = account_by_number(s, kept->account);
	struct read_target target = { .nick = "" };
	char name[TEXT_SIZE];
	int64_t number, time_ms;
	const char *blank = strchr(kept->text, ' ');

	if (account == NULL || blank == NULL ||
	    !str_to_int64(blank + 1, 1, INT64_MAX, &time_ms))
		return false;
	(void)str_copy_span(name, sizeof name, (struct str_span){ kept->text,
	    (size_t)(blank - kept->text) });
	if (name[0] == '#') {
		if (!str_to_int64(name + 1, 1, INT64_MAX, &number) ||
		    channel_by_number(s, (uint64_t)number) == NULL)
			return false;
		target.channel = (uint64_t)number;
	} else {
		target.nick = name;
	}
	put(&account->markers, target, kept->number)->time_ms = time_ms;
	return true;
}

void
read_marker_end_all(struct server *s, struct account *account,
    struct read_marker *first)
{
	struct read_marker *m;

	while ((m = first) != NULL) {
		first = m->next;
		if (account != NULL)
			keep(s, account, m, true);
		free(m);
	}
}

/* --- said --- */

void
read_marker_say(struct answer *a, const char *name, int64_t time_ms)
{
	char when[sizeof "timestamp=" + TIME_ISO_SIZE] = "timestamp=";
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "MARKREAD", .params = { name, "*" }, .nparams = 2 };

	if (time_ms != 0) {
		time_format_iso(when + strlen(when), time_ms);
		m.params[1] = when;
	}
	answer_send(a, &m, 0);
}

void
read_marker_say_joined(struct answer *a, const struct channel *ch)
{
	struct read_target target = { .channel = ch->number, .nick = "" };

	if (client_has_cap(a->client, CAP_READ_MARKER))
		read_marker_say(a, ch->name,
		    read_marker_get(a->client->user, target));
}
