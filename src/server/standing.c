/*
 * standing.c -- users who stay when their last client goes.
 *
 * Kept as lines: "source nick!user@host", "name <real name>", "modes +i",
 * "since <Unix ms>", "absent <Unix ms>" (0: it had a client), "real <host>" if
 * that is not the one shown, and for each channel, the oldest first, "in
 * <number> <order of the JOIN> <Unix ms> <@, + or -> <name>".
 */
#include "config.h"
#include "server/standing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_mask.h"
#include "server/cmd_quit.h"
#include "server/event.h"
#include "server/member.h"
#include "server/server_internal.h"
#include "store/store.h"

#include "base/banned.h"

enum {
	LINE_SIZE = CHANNEL_LEN + REALNAME_LEN + 128,
	TEXT_MAX = (CHANNELS_PER_USER + 4) * LINE_SIZE,
};

bool
standing_is(const struct user *u)
{
	return u->account != NULL &&
	    (u->account->flags & ACCOUNT_ALWAYS_ON) &&
	    account_user(u->account) == u;
}

/* --- kept --- */

void
standing_mark(struct server *s, struct user *u)
{
	if (u->is_marked || (!u->is_kept && !standing_is(u)))
		return;
	if (s->nmarked == s->marked_room) {
		s->marked_room = s->marked_room == 0 ? 16 :
		    2 * s->marked_room;
		s->marked = xreallocarray(s->marked, s->marked_room,
		    sizeof *s->marked);
	}
	u->is_marked = true;
	s->marked[s->nmarked++] = u->number;
}

void
standing_after(struct server *s, const struct event *e)
{
	struct user *u = user_by_number(s, e->user), *next;
	const struct account *account = account_by_number(s, e->account);

	if (u != NULL)
		standing_mark(s, u);
	if ((u = user_by_number(s, e->peer)) != NULL)
		standing_mark(s, u);
	for (u = account == NULL ? NULL : LIST_FIRST(&account->users);
	    u != NULL; u = next) {
		next = LIST_NEXT(u, of_account);
		standing_mark(s, u);
		quit_if_alone(s, e, u);
	}
}

/* The oldest first: the list begins with the newest. */
static bool
add_members(const struct member *m, struct buf *out)
{
	return m == NULL || (add_members(m->next_of_user, out) &&
	    buf_addf(out, "in %" PRIu64 " %" PRIu64 " %" PRId64 " %s%s %s\n",
	    m->channel->number, m->since, m->joined_ms,
	    m->is_operator ? "@" : m->is_voiced ? "" : "-",
	    m->is_voiced ? "+" : "", m->channel->name));
}

static void
hand_to_bus(struct server *s, struct user *u)
{
	struct store_belonging row = { .number = u->number,
	    .account = u->account->number, .kind = BELONGING_USER };
	char modes[USER_MODE_SIZE];
	struct buf text;

	user_mode_text(u->modes & USER_MODES_KEPT, modes);
	buf_init(&text, TEXT_MAX);
	if (buf_addf(&text, "source %s\nname %s\nmodes %s\nsince %" PRId64
	    "\nabsent %" PRId64 "\n", u->source, u->realname, modes,
	    u->connected_ms, u->absent_ms) &&
	    (u->real_host == NULL || buf_addf(&text, "real %s\n",
	    u->real_host)) &&
	    add_members(u->members, &text)) {
		row.text = buf_str(&text);
		bus_change(s->bus, store_change_new_belonging(&row, false));
		u->is_kept = true;
	}
	buf_release(&text);
}

void
standing_flush(struct server *s)
{
	while (s->nmarked > 0) {
		struct user *u = user_by_number(s, s->marked[--s->nmarked]);

		if (u == NULL || !u->is_marked)
			continue;
		u->is_marked = false;
		if (standing_is(u))
			hand_to_bus(s, u);
		else
			standing_gone(s, u);
	}
}

void
standing_gone(struct server *s, struct user *u)
{
	struct store_belonging row = { .number = u->number,
	    .kind = BELONGING_USER };

	if (u->is_kept && !s->is_ending)
		bus_change(s->bus, store_change_new_belonging(&row, true));
	u->is_kept = false;
}

/* --- come back --- */

static void
restore_member(struct server *s, struct user *u, const char *line)
{
	uint64_t number, since;
	int64_t joined_ms;
	char sign[3], name[CHANNEL_LEN + 1];
	struct channel *ch;
	struct member *m;

	if (sscanf(line, "%" SCNu64 " %" SCNu64 " %" SCNd64 " %2s %64s",
	    &number, &since, &joined_ms, sign, name) != 5)
		return;
	ch = channel_by_number(s, number);
	if (ch == NULL && channel_find(s, name) == NULL)
		ch = channel_new(s, number, name, joined_ms);
	if (ch == NULL || channel_member(ch, u) != NULL)
		return;
	m = channel_add_member(ch, u, since, joined_ms);
	m->is_operator = sign[0] == '@';
	m->is_voiced = sign[0] == '+' || sign[1] == '+';
}

static void
restore_modes(struct server *s, struct user *u, const char *letters)
{
	unsigned modes = 0;

	for (; *letters != '\0'; letters++)
		modes |= (unsigned)user_mode_of_letter(*letters);
	user_set_modes(s, u, modes & USER_MODES_KEPT);
}

/* What follows `key` and a blank in the line of that name; "": there is none. */
static const char *
value_of(const char *line, const char *key)
{
	size_t len = strlen(key);

	return str_starts(line, key) && line[len] == ' ' ? line + len + 1 :
	    "";
}

/* The next line of *text into `line`; false: there is none. */
static bool
next_line(const char **text, char line[LINE_SIZE])
{
	struct str_span one;

	return str_next_item(text, '\n', &one) &&
	    str_copy_span(line, LINE_SIZE, one);
}

static struct user *
restore_user(struct server *s, const char **text, uint64_t number)
{
	char source[LINE_SIZE], name[LINE_SIZE], modes[LINE_SIZE],
	    since[LINE_SIZE], absent[LINE_SIZE];
	int64_t since_ms, absent_ms;
	struct irc_source parts;
	char nick[LINE_SIZE];
	struct user *u;

	if (!next_line(text, source) || !next_line(text, name) ||
	    !next_line(text, modes) || !next_line(text, since) ||
	    !str_to_int64(value_of(since, "since"), 0, INT64_MAX, &since_ms) ||
	    !next_line(text, absent) || !str_to_int64(value_of(absent,
	    "absent"), 0, INT64_MAX, &absent_ms))
		return NULL;
	irc_source_split(value_of(source, "source"), &parts);
	(void)str_copy_span(nick, sizeof nick, parts.nick);
	if (nick[0] == '\0' || user_find(s, nick) != NULL)
		return NULL;
	u = user_new(s, number, value_of(source, "source"),
	    value_of(name, "name"), since_ms);
	/* Not told of its end: it had a client up to the last message. */
	u->absent_ms = absent_ms != 0 ? absent_ms : s->posted_ms;
	restore_modes(s, u, value_of(modes, "modes"));
	return u;
}

bool
standing_restore(struct server *s, const struct store_belonging *kept)
{
	struct account *account = account_by_number(s, kept->account);
	const char *text = kept->text;
	char line[LINE_SIZE];
	struct user *u;

	if (account == NULL || !(account->flags & ACCOUNT_ALWAYS_ON) ||
	    !LIST_EMPTY(&account->users))
		return false;
	u = restore_user(s, &text, kept->number);
	if (u == NULL)
		return false;
	u->is_kept = true;
	user_set_account(u, account);
	user_set_away(u, s->config.absent_text);
	while (next_line(&text, line))
		if (value_of(line, "real")[0] != '\0')
			user_set_real_host(u, value_of(line, "real"));
		else
			restore_member(s, u, value_of(line, "in"));
	return true;
}
