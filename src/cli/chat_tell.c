/* chat_tell.c -- what a conversation prints: each thing once, in one line. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "cli/chat_internal.h"
#include "cli/format.h"

#include "base/banned.h"

enum {
	REACTION_MS = 60000,	/* older ones come from a history */
	FOLD_MS = 5000,		/* comings and goings are told together */
	SENTENCE_BYTES = 2048
};

static void
add(struct cli *cli, const char *text)
{
	if (!buf_add_str(&cli->out, text))
		abort();
}

void
chat_say(struct cli *cli, const char *fmt, ...)
{
	char text[SENTENCE_BYTES];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	format_text(&cli->out, text);
	add(cli, "\n");
}

const char *
chat_name(const struct cli *cli, const char *target)
{
	const char *lobby = session_lobby(cli->session);

	return lobby[0] != '\0' && str_eq_nocase(lobby, target) ? "ALL" :
	    target;
}

/* --- Comings and goings --- */

static void
tell_one(struct cli *cli, const struct chat_moves *m)
{
	if (m->renamed > 0)
		chat_say(cli, _("%s is now %s."), m->who, m->now);
	else
		chat_say(cli, m->joined > 0 ? _("%s joined.") :
		    _("%s left."), m->who);
}

static void
add_count(char *text, size_t size, const char *words)
{
	size_t len = strlen(text);

	snprintf(text + len, size - len, "%s%s", len > 0 ? ", " : "", words);
}

void
chat_tell_moves(struct cli *cli)
{
	struct chat *c = cli->self;
	const struct chat_moves m = c->moves;
	char text[300] = "", words[100];

	cli->due_ms = INT64_MAX;
	memset(&c->moves, 0, sizeof c->moves);
	if (m.joined + m.left + m.renamed == 0)
		return;
	if (m.joined + m.left + m.renamed == 1) {
		tell_one(cli, &m);
		return;
	}
	snprintf(words, sizeof words, i18n_count("%u joined", "%u joined",
	    m.joined), m.joined);
	if (m.joined > 0)
		add_count(text, sizeof text, words);
	snprintf(words, sizeof words, i18n_count("%u left", "%u left",
	    m.left), m.left);
	if (m.left > 0)
		add_count(text, sizeof text, words);
	snprintf(words, sizeof words, i18n_count("%u has another name",
	    "%u have other names", m.renamed), m.renamed);
	if (m.renamed > 0)
		add_count(text, sizeof text, words);
	chat_say(cli, "%s.", text);
}

void
chat_note_move(struct cli *cli, const struct session_line *line)
{
	struct chat *c = cli->self;
	struct chat_moves *m = &c->moves;
	bool is_rename = line->kind == SESSION_LINE_NICK;

	if (line->own && !is_rename)
		return;
	/* One rename is told once, however many rooms see it. */
	if (is_rename && str_eq(m->now, line->object))
		return;
	m->joined += line->kind == SESSION_LINE_JOIN;
	m->renamed += is_rename;
	m->left += !is_rename && line->kind != SESSION_LINE_JOIN;
	str_copy(m->who, sizeof m->who, line->nick);
	str_copy(m->now, sizeof m->now, is_rename ? line->object : "");
	cli->due_ms = cli->now.mono_ms + FOLD_MS;
}

/* --- Lines --- */

static bool
is_of_today(const struct cli *cli, int64_t time_ms)
{
	enum { DAY_S = 24 * 60 * 60 };
	int64_t then = time_ms / 1000 + cli->zone_seconds(time_ms);
	int64_t today = cli->now.wall_ms / 1000 +
	    cli->zone_seconds(cli->now.wall_ms);

	return then / DAY_S == today / DAY_S;
}

static struct room *
room_of(const struct cli *cli, const char *target)
{
	struct chat *c = cli->self;

	return rooms_find(&c->rooms, target);
}

/* A message that is known here; NULL: it is not. */
static const struct session_line *
known(const struct cli *cli, const char *target, const char *msgid)
{
	const struct room *room = msgid[0] != '\0' ? room_of(cli, target) :
	    NULL;

	return room != NULL ? backlog_find(&room->lines, msgid) : NULL;
}

static void
tell_message(struct cli *cli, const char *target,
    const struct session_line *line)
{
	struct format f = {
		.own = _("you"),
		.lobby = session_lobby(cli->session),
		.is_private = !session_is_channel(cli->session, target),
		.with_date = !is_of_today(cli, line->time_ms),
		.zone_s = cli->zone_seconds(line->time_ms),
		.answered = known(cli, target, line->reply_to),
	};

	format_line(&cli->out, &f, target, line);
}

void
chat_tell_line(struct cli *cli, const char *target,
    const struct session_line *line)
{
	const char *room = chat_name(cli, target);

	chat_tell_moves(cli);
	switch (line->kind) {
	case SESSION_LINE_TOPIC:
		chat_say(cli, _("%s changes the topic of %s: %s"), line->nick,
		    room, line->text);
		break;
	case SESSION_LINE_KICK:
		chat_say(cli, _("%s removes %s from %s: %s"), line->nick,
		    line->object, room, line->text);
		break;
	case SESSION_LINE_MODE:
		chat_say(cli, _("%s changes %s: %s"), line->nick, room,
		    line->text);
		break;
	case SESSION_LINE_INVITE:
		chat_say(cli, _("%s invites %s to %s"), line->nick,
		    line->object, room);
		break;
	default:
		tell_message(cli, target, line);
	}
}

/* Those of long ago are told by no history. */
void
chat_tell_reaction(struct cli *cli, const struct session_event *ev)
{
	const struct session_line *line = known(cli, ev->target,
	    ev->reaction.msgid);
	const char *whom;
	struct buf quote;

	if (line == NULL || ev->reaction.is_gone ||
	    ev->reaction.time_ms < cli->now.wall_ms - REACTION_MS)
		return;
	whom = line->own ? _("you") : line->nick;
	buf_init(&quote, SENTENCE_BYTES);
	format_quote(&quote, line);
	chat_say(cli, _("%s reacts %s to %s: %s"), ev->reaction.nick,
	    ev->reaction.text, whom, buf_str(&quote));
	buf_release(&quote);
}

void
chat_tell_redacted(struct cli *cli, const struct session_event *ev)
{
	const struct session_line *line = known(cli, ev->target,
	    ev->redacted.msgid);
	char words[SENTENCE_BYTES / 2];

	if (line == NULL)
		return;
	if (ev->redacted.reason[0] != '\0')
		snprintf(words, sizeof words, _("(deleted by %s: %s)"),
		    ev->redacted.by, ev->redacted.reason);
	else
		snprintf(words, sizeof words, _("(deleted by %s)"),
		    ev->redacted.by);
	chat_say(cli, _("a message of %s: %s"), line->nick, words);
	backlog_set_text(&room_of(cli, ev->target)->lines,
	    ev->redacted.msgid, words);
}

/* --- On request --- */

void
chat_tell_people(struct cli *cli)
{
	const struct room *room = chat_room(cli);
	size_t i;

	chat_tell_moves(cli);
	if (room == NULL || room->people.count == 0) {
		chat_say(cli, "%s", _("that works in a channel only: "
		    "/to ALL or /join goes to one"));
		return;
	}
	format_text(&cli->out, _("here: "));
	for (i = 0; i < room->people.count; i++) {
		add(cli, i > 0 ? ", " : "");
		format_text(&cli->out, room->people.list[i].prefixes);
		format_text(&cli->out, room->people.list[i].nick);
		if (room->people.list[i].away)
			add(cli, _(" (away)"));
	}
	add(cli, "\n");
}

void
chat_tell_status(struct cli *cli)
{
	const struct chat *c = cli->self;
	const char *network = session_network(cli->session);
	const struct room *room;

	chat_say(cli, c->is_online ?
	    _("connected to %s as %s") : _("not connected to %s, as %s"),
	    network[0] != '\0' ? network : _("the server"),
	    session_own_nick(cli->session));
	if (c->is_away)
		chat_say(cli, "%s", _("you are away: /back ends it"));
	chat_say(cli, _("you write to %s"), c->dest != NULL ? c->dest : "ALL");
	for (room = c->rooms.first; room != NULL; room = room->next)
		if (room->people.count > 0)
			chat_say(cli, i18n_count("in %s: %zu person",
			    "in %s: %zu people", room->people.count),
			    chat_name(cli, room->target), room->people.count);
	if (c->nheld > 0)
		chat_say(cli, "%s", _("/send sends what waits, /drop gives "
		    "it up"));
}

void
chat_tell_unread(struct cli *cli)
{
	struct chat *c = cli->self;
	unsigned all = 0, mine = 0, rooms = 0;
	struct room *room;

	chat_tell_moves(cli);
	for (room = c->rooms.first; room != NULL; room = room->next) {
		all += room->unread;
		mine += room->for_you;
		rooms += room->unread > 0;
	}
	chat_say(cli, i18n_count("%u new, %u for you", "%u new, %u for you",
	    all), all, mine);
	for (room = c->rooms.first; room != NULL; room = room->next) {
		if (room->unread > 0 && rooms > 1)
			chat_say(cli, "%s: %u", chat_name(cli, room->target),
			    room->unread);
		room->unread = room->for_you = 0;
	}
}

void
chat_tell_history(struct cli *cli, struct room *room, size_t n)
{
	size_t i = room->lines.count > n ? room->lines.count - n : 0;

	chat_tell_moves(cli);
	room->wanted = 0;
	if (room->lines.count == 0)
		chat_say(cli, _("nothing was said in %s"),
		    chat_name(cli, room->target));
	for (; i < room->lines.count; i++)
		chat_tell_line(cli, room->target,
		    backlog_at(&room->lines, i));
}

void
chat_tell_whois(struct cli *cli, const struct session_event *ev)
{
	const char *nick = ev->whois.nick, *text = ev->whois.text;

	switch (ev->whois.what) {
	case SESSION_WHOIS_USER:
	case SESSION_WHOIS_WAS:
		chat_say(cli, "%s: %s, %s", nick, text, ev->whois.more);
		break;
	case SESSION_WHOIS_AWAY:
		chat_say(cli, _("%s is away: %s"), nick, text);
		break;
	case SESSION_WHOIS_ACCOUNT:
		chat_say(cli, _("%s is logged in as %s"), nick, text);
		break;
	case SESSION_WHOIS_CHANNELS:
		chat_say(cli, _("%s is in %s"), nick, text);
		break;
	case SESSION_WHOIS_IDLE:
		chat_say(cli, _("%s was silent for %llu seconds"), nick,
		    (unsigned long long)ev->whois.number);
		break;
	case SESSION_WHOIS_END:
		break;
	default:
		if (text[0] != '\0')
			chat_say(cli, "%s: %s", nick, text);
	}
}
