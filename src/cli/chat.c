/* chat.c -- a conversation by prompts: what the session tells, what is typed. */
#include "config.h"

#include "cli/chat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/chat_internal.h"
#include "cli/format.h"
#include "cli/options.h"
#include "client/mention.h"
#include "client/slip.h"

#include "base/banned.h"

enum {
	LEAVE_MS = 10 * 1000,	/* for messages that are not confirmed yet */
	QUIET_MS = 30 * 1000,	/* without typing: nobody may be there */
	RING_MS = 10 * 1000	/* from one bell to the next */
};

struct room *
chat_room(const struct cli *cli)
{
	const struct chat *c = cli->self;
	const char *target = cli->is_welcome ? cli_target(cli, c->dest) : NULL;

	return target != NULL ? rooms_find(&c->rooms, target) : NULL;
}

/* --- Own messages ---------------------------------------------------------- */

static size_t
find_id(const struct chat *c, const char *id)
{
	size_t i;

	for (i = 0; i < c->nids && !str_eq(c->ids[i], id); i++)
		;
	return i;
}

static void
drop_id(struct chat *c, size_t i)
{
	if (i < c->nids)
		memmove(c->ids[i], c->ids[--c->nids], sizeof c->ids[i]);
}

static void
take_delivery(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;

	if (ev->delivery.is_first && c->nids < CHAT_IDS)
		str_copy(c->ids[c->nids++], sizeof c->ids[0],
		    ev->delivery.id);
	if (ev->delivery.is_first && !c->is_online)
		chat_say(cli, "%s",
		    _("not connected: it waits until we are"));
	if (ev->delivery.state == SESSION_REFUSED ||
	    ev->delivery.state == SESSION_UNKNOWN)
		chat_say(cli, ev->delivery.state == SESSION_REFUSED ?
		    _("not sent to %s: %s") : _("perhaps not sent to %s: %s"),
		    chat_name(cli, ev->target), ev->delivery.reason);
	if (ev->delivery.is_final)
		drop_id(c, find_id(c, ev->delivery.id));
}

/* What has waited for more than two minutes is not sent by itself. */
static void
take_ask(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;

	for (c->nheld = 0; c->nheld < ev->ask.count && c->nheld < CHAT_IDS;
	    c->nheld++)
		str_copy(c->held[c->nheld], sizeof c->held[0],
		    ev->ask.ids[c->nheld]);
	chat_say(cli, i18n_count("%zu message has waited long: /send sends "
	    "it, /drop gives it up", "%zu messages have waited long: /send "
	    "sends them, /drop gives them up", c->nheld), c->nheld);
}

/* --- Lines ----------------------------------------------------------------- */

static void
keep_line(struct room *room, const struct session_line *line)
{
	if (room == NULL || !format_is_message(line))
		return;
	backlog_append(&room->lines, line, 1);
	backlog_cut(&room->lines, ROOM_LINES);
}

static bool
is_for_you(const struct cli *cli, const char *target,
    const struct session_line *line)
{
	return !session_is_channel(cli->session, target) || mention_found(
	    line->text, line->text_len, session_own_nick(cli->session));
}

/* Once in a while, for who has not typed for a while: nothing tells whether
 * the terminal is looked at. */
static void
ring(struct cli *cli)
{
	struct chat *c = cli->self;
	int64_t now = cli->now.mono_ms;

	if (!cli->rings || now - c->typed_ms < QUIET_MS ||
	    (c->rang_ms != 0 && now - c->rang_ms < RING_MS))
		return;
	c->rang_ms = now;
	if (!buf_add_char(&cli->out, '\a'))
		abort();
}

static bool
is_move(const struct session_line *line)
{
	return line->kind == SESSION_LINE_JOIN ||
	    line->kind == SESSION_LINE_PART ||
	    line->kind == SESSION_LINE_QUIT || line->kind == SESSION_LINE_NICK;
}

static void
take_message(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	const struct session_line *line = &ev->line;
	struct room *room;

	if (is_move(line)) {
		chat_note_move(cli, line);
		return;
	}
	room = rooms_open(&c->rooms, ev->target);
	keep_line(room, line);
	if (line->own && find_id(c, line->id) < c->nids)
		return;	/* what we have typed stands there already */
	if (!line->own && room != NULL && format_is_message(line)) {
		room->unread++;
		if (is_for_you(cli, ev->target, line)) {
			room->for_you++;
			ring(cli);
		}
	}
	chat_tell_line(cli, ev->target, line);
}

/* Older lines that /history has asked for. */
static void
take_older(struct cli *cli, struct room *room, const struct session_event *ev)
{
	for (size_t i = ev->lines.count; i > 0; i--)
		if (format_is_message(&ev->lines.lines[i - 1]))
			backlog_prepend(&room->lines,
			    &ev->lines.lines[i - 1], 1);
	room->has_all = room->has_all || ev->lines.is_end;
	if (room->wanted > 0)
		chat_tell_history(cli, room, room->wanted);
}

static void
take_lines(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	struct room *room = rooms_open(&c->rooms, ev->target);

	if (ev->lines.where == SESSION_OLDEST && room != NULL) {
		take_older(cli, room, ev);
		return;
	}
	for (size_t i = 0; i < ev->lines.count; i++) {
		if (!format_is_message(&ev->lines.lines[i]))
			continue;
		keep_line(room, &ev->lines.lines[i]);
		chat_tell_line(cli, ev->target, &ev->lines.lines[i]);
	}
}

/* --- The session ----------------------------------------------------------- */

static void
take_state(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;

	if (ev->state.state == SESSION_ONLINE) {
		if (c->was_lost)
			chat_say(cli, "%s", _("connected again"));
		c->is_online = cli->wants_input = true;
		c->was_lost = false;
	} else if (ev->state.state == SESSION_CLOSED) {
		c->is_online = false;
		c->was_lost = true;
	} else if (ev->state.state == SESSION_WAITING) {
		c->is_online = false;
		if (!c->was_lost)
			chat_say(cli, _("not connected: %s; trying again"),
			    ev->state.reason);
		c->was_lost = true;
	}
}

/* Whose name may have been meant; NULL: nobody's. */
static const char *
nearest_person(const struct chat *c, const char *name)
{
	struct mention_search near = mention_search(name);
	const char *best = NULL;
	const struct room *room;

	for (room = c->rooms.first; room != NULL; room = room->next)
		for (size_t i = 0; i < room->people.count; i++) {
			const struct person *p = &room->people.list[i];

			if (!p->own && mention_is_nearer(&near, p->nick))
				best = p->nick;
		}
	return best;
}

static void
take_note(struct cli *cli, const struct session_event *ev)
{
	const char *subject = ev->note.subject, *near;

	switch (ev->note.kind) {
	case SESSION_NOTE_NO_NICK:
		near = nearest_person(cli->self, subject);
		if (near != NULL)
			chat_say(cli, _("nobody is called %s: /to %s goes to "
			    "the nearest name"), subject, near);
		else
			chat_say(cli, _("nobody is called %s: /who says who "
			    "is here"), subject);
		break;
	case SESSION_NOTE_NO_CHANNEL:
		chat_say(cli, _("%s: %s; /join %s goes there"), subject,
		    ev->note.text, subject);
		break;
	case SESSION_NOTE_INVITE:
		chat_say(cli, _("%s invites you to %s: /join %s goes there"),
		    ev->note.sender, subject, subject);
		break;
	case SESSION_NOTE_ERROR:
	case SESSION_NOTE_INFO:
	case SESSION_NOTE_RAW:
	case SESSION_NOTE_SERVER:
		/* What the server says unasked on arrival is not for here. */
		if (ev->note.kind == SESSION_NOTE_SERVER &&
		    !((struct chat *)cli->self)->is_online)
			break;
		chat_say(cli, "%s%s%s", subject, subject[0] != '\0' ? ": " :
		    "", ev->note.text);
		break;
	case SESSION_NOTE_MOTD:
		break;
	}
}

static void
take_members(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	struct room *room = rooms_open(&c->rooms, ev->target);

	if (room != NULL)
		people_change(&room->people, ev->members.changes,
		    ev->members.count);
}

/* The lobby is what the prompt says already. */
static void
take_joined(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;

	(void)rooms_open(&c->rooms, ev->target);
	if (!ev->joined.is_lobby && !ev->joined.is_return)
		chat_say(cli, _("you are in %s"), ev->target);
}

static void
take_parted(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	const char *lobby = session_lobby(cli->session);

	if (ev->parted.by[0] != '\0')
		chat_say(cli, _("%s removes you from %s: %s"), ev->parted.by,
		    ev->target, ev->parted.reason);
	else
		chat_say(cli, _("you have left %s"), ev->target);
	if (c->dest != NULL && str_eq_nocase(c->dest, ev->target) &&
	    lobby[0] != '\0')
		chat_set_dest(cli, "ALL");
	rooms_close(&c->rooms, ev->target);
}

static void
take_topic(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	struct room *room = rooms_open(&c->rooms, ev->target);

	if (room == NULL)
		return;
	free(room->topic);
	room->topic = xstrdup(ev->topic.text);
}

static void
take_away(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;

	if (!ev->away.own || c->is_away == ev->away.away)
		return;
	c->is_away = ev->away.away;
	chat_say(cli, "%s", c->is_away ? _("you are away: /back ends it") :
	    _("you are no longer away"));
}

static void
take_welcome(struct chat *c, const struct session_event *ev)
{
	c->has_replies = ev->welcome.has_replies;
	c->has_reactions = ev->welcome.has_reactions;
	c->has_redaction = ev->welcome.has_redaction;
}

static void
event(struct cli *cli, const struct session_event *ev)
{
	switch (ev->type) {
	case SESSION_EVENT_STATE:
		take_state(cli, ev);
		break;
	case SESSION_EVENT_MESSAGE:
		take_message(cli, ev);
		break;
	case SESSION_EVENT_LINES:
		take_lines(cli, ev);
		break;
	case SESSION_EVENT_REACTION:
		chat_tell_reaction(cli, ev);
		break;
	case SESSION_EVENT_REDACTED:
		chat_tell_redacted(cli, ev);
		break;
	case SESSION_EVENT_DELIVERY:
		take_delivery(cli, ev);
		break;
	case SESSION_EVENT_MEMBERS:
		take_members(cli, ev);
		break;
	case SESSION_EVENT_JOINED:
		take_joined(cli, ev);
		break;
	case SESSION_EVENT_PARTED:
		take_parted(cli, ev);
		break;
	case SESSION_EVENT_TOPIC:
		take_topic(cli, ev);
		break;
	case SESSION_EVENT_AWAY:
		take_away(cli, ev);
		break;
	case SESSION_EVENT_GAP:
		if (ev->gap.is_open && !ev->gap.is_fillable)
			chat_say(cli, "%s",
			    _("what was said meanwhile is not known"));
		break;
	case SESSION_EVENT_NOTE:
		take_note(cli, ev);
		break;
	case SESSION_EVENT_LIST:
		if (!ev->list.is_end)
			chat_say(cli, "%s, %lu: %s", ev->list.channel,
			    ev->list.members, ev->list.topic);
		break;
	case SESSION_EVENT_WHOIS:
		chat_tell_whois(cli, ev);
		break;
	case SESSION_EVENT_ASK:
		take_ask(cli, ev);
		break;
	case SESSION_EVENT_WELCOME:
		take_welcome(cli->self, ev);
		break;
	case SESSION_EVENT_FOUND:
		chat_tell_found(cli, ev);
		break;
	default:
		break;
	}
}

/* --- What is typed --------------------------------------------------------- */

void
chat_leave(struct cli *cli)
{
	struct chat *c = cli->self;

	if (!c->is_leaving)
		c->leave_at_ms = cli->now.mono_ms + LEAVE_MS;
	c->is_leaving = true;
	cli->wants_input = false;
}

static void
send(struct cli *cli, enum session_line_kind kind, const char *dest,
    const char *msgid, const char *text)
{
	const char *target = cli_target(cli, dest);
	struct room *room;

	if (target == NULL) {
		chat_say(cli, "%s",
		    _("there is no ALL on this server: name somebody"));
		return;
	}
	if (session_is_secret(cli->session, text) &&
	    !session_is_service(target)) {
		chat_say(cli, "%s", _("this holds your password: it is not "
		    "sent"));
		return;
	}
	room = rooms_find(&((struct chat *)cli->self)->rooms, target);
	if (room != NULL)
		room->unread = room->for_you = 0;
	if (session_reply(cli->session, kind, target, msgid, text,
	    cli->now) == NULL)
		chat_say(cli, "%s", session_refusal(cli->session));
}

void
chat_send(struct cli *cli, enum session_line_kind kind, const char *dest,
    const char *text)
{
	send(cli, kind, dest, "", text);
}

void
chat_send_reply(struct cli *cli, const char *msgid, const char *text)
{
	const struct chat *c = cli->self;

	send(cli, SESSION_LINE_TEXT, c->dest, msgid, text);
}

void
chat_set_dest(struct cli *cli, const char *dest)
{
	struct chat *c = cli->self;

	free(c->dest);
	c->dest = xstrdup(str_eq_nocase(dest, "all") ? "ALL" : dest);
}

static void
take_dest(struct cli *cli, const char *line)
{
	struct chat *c = cli->self;
	char *text = c->text;

	c->text = NULL;
	if (line[0] != '\0')
		chat_set_dest(cli, line);
	chat_send(cli, SESSION_LINE_TEXT, c->dest, text);
	free(text);
}

static void
take_text(struct cli *cli, const char *line)
{
	struct chat *c = cli->self;

	if (line[0] == '\0' || chat_run(cli, line))
		return;
	line += line[0] == '/';		/* "//x" says "/x" */
	if (cli->options->plain)
		chat_send(cli, SESSION_LINE_TEXT, c->dest, line);
	else
		c->text = xstrdup(line);
}

/* Blanks around a line or a name are nobody's meaning. */
static char *
trimmed(const char *line)
{
	size_t len;

	line += strspn(line, " \t");
	len = strlen(line);
	while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t' ||
	    line[len - 1] == '\r'))
		len--;
	return xstrndup(line, len);
}

void
chat_typed(struct cli *cli, const char *line)
{
	struct chat *c = cli->self;
	char *text;

	c->typed_ms = cli->now.mono_ms;
	if (line == NULL) {
		chat_leave(cli);
		return;
	}
	text = trimmed(line);
	if (c->text != NULL)
		take_dest(cli, text);
	else
		take_text(cli, text);
	free(text);
}

const char *
chat_prompt(const struct cli *cli)
{
	struct chat *c = cli->self;

	if (!cli->wants_input)
		return "";
	if (cli->options->plain)
		snprintf(c->prompt, sizeof c->prompt, _("to %.250s> "),
		    c->dest != NULL ? c->dest : "ALL");
	else
		snprintf(c->prompt, sizeof c->prompt, "%s", c->text != NULL ?
		    _("Dest name> ") : _("You say  > "));
	return c->prompt;
}

const char *
chat_quit_words(const struct cli *cli)
{
	const struct chat *c = cli->self;

	return c->quit;
}

bool
chat_remembers(const struct cli *cli, const char *line)
{
	const struct chat *c = cli->self;

	return c->text == NULL && line[0] != '\0' &&
	    !slip_may_hold_secret(line) &&
	    !session_is_secret(cli->session, line);
}

static void
offer(struct buf *out, const char *word, const char *begin)
{
	if (str_starts_nocase(word, begin) && !buf_addf(out, "%s\n", word))
		abort();
}

/* People of the destination, else of the first room. */
static const struct people *
people_near(const struct cli *cli)
{
	static const struct people nobody;
	const struct chat *c = cli->self;
	const struct room *room = chat_room(cli);

	if (room == NULL || room->people.count == 0)
		room = c->rooms.first;
	return room != NULL ? &room->people : &nobody;
}

size_t
chat_complete(const struct cli *cli, const char *line, struct buf *out)
{
	const struct chat *c = cli->self;
	const char *blank = strrchr(line, ' ');
	const char *word = blank != NULL ? blank + 1 : line;
	const struct people *people = people_near(cli);
	const struct room *room;

	if (word[0] == '\0' && c->text == NULL)
		return 0;
	if (word == line && word[0] == '/')
		chat_offer_words(word, out);
	if (c->text != NULL || str_starts(line, "/to "))
		offer(out, "ALL", word);
	for (room = c->rooms.first; room != NULL; room = room->next)
		if (word[0] == '#' || word[0] == '&')
			offer(out, room->target, word);
	for (size_t i = 0; i < people->count; i++)
		offer(out, people->list[i].nick, word);
	return strlen(word);
}

/* --- Start and end --------------------------------------------------------- */

static void
start(struct cli *cli)
{
	struct chat *c = cli->self = xcalloc(1, sizeof(struct chat));

	c->typed_ms = cli->now.mono_ms;
	if (cli->options->dest != NULL)
		chat_set_dest(cli, cli->options->dest);
}

static bool
turn(struct cli *cli)
{
	struct chat *c = cli->self;
	const struct chat_moves *m = &c->moves;

	if (m->joined + m->left + m->renamed > 0 &&
	    cli->now.mono_ms >= cli->due_ms)
		chat_tell_moves(cli);
	if (!c->is_leaving || cli->is_over)
		return false;
	if (session_unsent(cli->session) == 0 ||
	    cli->now.mono_ms >= c->leave_at_ms) {
		if (session_unsent(cli->session) > 0)
			chat_say(cli, "%s", _("not all was confirmed"));
		cli_end(cli, STATUS_OK, NULL);
	}
	cli->due_ms = c->leave_at_ms;
	return false;
}

static void
release(struct cli *cli)
{
	struct chat *c = cli->self;

	rooms_release(&c->rooms);
	free(c->dest);
	free(c->text);
	free(c->quit);
	free(c);
}

const struct command command_chat = {
	.start = start, .event = event, .turn = turn, .release = release,
};
