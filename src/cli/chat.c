/* chat.c -- a conversation by prompts. */
#include "config.h"

#include "cli/chat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/format.h"
#include "cli/options.h"
#include "cli/people.h"
#include "session/session.h"

#include "base/banned.h"

enum {
	FOLD_MS = 5000,		/* comings and goings are told together */
	LEAVE_MS = 10 * 1000,	/* for messages that are not confirmed yet */
	PROMPT_BYTES = 320,
	IDS = SESSION_OUTBOX_MESSAGES
};

struct chat {
	struct people people;	/* of the destination, if it is a channel */
	char *room;		/* owned; whose people these are */
	char *dest;			/* owned; the last one; NULL: none yet */
	char *text;		/* owned; waits for its destination; or NULL */
	char ids[IDS][SESSION_ID_LEN + 1];	/* own, on their way */
	size_t nids;
	unsigned joined, left;	/* not told yet */
	char who[64];		/* the last of them */
	unsigned unread, for_you;	/* since something was typed */
	bool is_online;
	bool was_lost;		/* the break has been told */
	bool is_leaving;	/* when all is confirmed */
	int64_t leave_at_ms;
	char prompt[PROMPT_BYTES];
};

/* --- Saying ---------------------------------------------------------------- */

static void
add(struct cli *cli, const char *text)
{
	if (!buf_add_str(&cli->out, text))
		abort();
}

/* A line for the person. */
static void
say(struct cli *cli, const char *text)
{
	format_text(&cli->out, text);
	add(cli, "\n");
}

/* "4 joined, 2 left.", or who it was. */
static void
tell_moves(struct cli *cli)
{
	struct chat *c = cli->self;
	char text[160];
	int n;

	cli->due_ms = INT64_MAX;
	if (c->joined + c->left == 0)
		return;
	if (c->joined + c->left == 1) {
		snprintf(text, sizeof text, c->joined > 0 ?
		    _("%s joined.") : _("%s left."), c->who);
	} else {
		n = c->joined == 0 ? 0 : snprintf(text, sizeof text,
		    i18n_count("%u joined", "%u joined", c->joined),
		    c->joined);
		if (c->joined > 0 && c->left > 0)
			n += snprintf(text + n, sizeof text - (size_t)n,
			    ", ");
		if (c->left > 0)
			n += snprintf(text + n, sizeof text - (size_t)n,
			    i18n_count("%u left", "%u left", c->left),
			    c->left);
		snprintf(text + n, sizeof text - (size_t)n, ".");
	}
	say(cli, text);
	c->joined = c->left = 0;
}

static void
note_move(struct cli *cli, const struct session_line *line)
{
	struct chat *c = cli->self;

	if (line->own)
		return;
	if (line->kind == SESSION_LINE_JOIN)
		c->joined++;
	else
		c->left++;
	str_copy(c->who, sizeof c->who, line->nick);
	cli->due_ms = cli->now.mono_ms + FOLD_MS;
}

static bool
is_of_today(const struct cli *cli, int64_t time_ms)
{
	enum { DAY_S = 24 * 60 * 60 };
	int64_t then = time_ms / 1000 + cli->zone_seconds(time_ms);
	int64_t today = cli->now.wall_ms / 1000 +
	    cli->zone_seconds(cli->now.wall_ms);

	return then / DAY_S == today / DAY_S;
}

static void
tell_line(struct cli *cli, const char *target, const struct session_line *line)
{
	struct format f = {
		.own = _("you"),
		.lobby = session_lobby(cli->session),
		.is_private = !session_is_channel(cli->session, target),
		.with_date = !is_of_today(cli, line->time_ms),
		.zone_s = cli->zone_seconds(line->time_ms),
	};

	tell_moves(cli);
	format_line(&cli->out, &f, target, line);
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
	char text[700];

	if (ev->delivery.is_first && c->nids < IDS)
		str_copy(c->ids[c->nids++], sizeof c->ids[0],
		    ev->delivery.id);
	if (ev->delivery.is_first && !c->is_online)
		say(cli, _("not connected: it waits until we are"));
	if (ev->delivery.state == SESSION_REFUSED ||
	    ev->delivery.state == SESSION_UNKNOWN) {
		snprintf(text, sizeof text, ev->delivery.state ==
		    SESSION_REFUSED ? _("not sent to %s: %s") :
		    _("perhaps not sent to %s: %s"), ev->target,
		    ev->delivery.reason);
		say(cli, text);
	}
	if (ev->delivery.is_final)
		drop_id(c, find_id(c, ev->delivery.id));
}

static void
take_message(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	const struct session_line *line = &ev->line;

	if (line->kind == SESSION_LINE_JOIN ||
	    line->kind == SESSION_LINE_PART || line->kind == SESSION_LINE_QUIT) {
		note_move(cli, line);
		return;
	}
	if (!format_is_message(line) ||
	    (line->own && find_id(c, line->id) < c->nids))
		return;	/* what we have typed stands there already */
	if (!line->own) {
		c->unread++;
		c->for_you += !session_is_channel(cli->session, ev->target);
	}
	tell_line(cli, ev->target, line);
}

static void
take_lines(struct cli *cli, const struct session_event *ev)
{
	size_t i;

	for (i = 0; i < ev->lines.count; i++)
		if (format_is_message(&ev->lines.lines[i]))
			tell_line(cli, ev->target, &ev->lines.lines[i]);
}

/* --- The session ----------------------------------------------------------- */

static void
take_state(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;
	char text[400];

	if (ev->state.state == SESSION_ONLINE) {
		if (c->was_lost)
			say(cli, _("connected again"));
		c->is_online = cli->wants_input = true;
		c->was_lost = false;
	} else if (ev->state.state == SESSION_WAITING) {
		c->is_online = false;
		if (!c->was_lost) {
			snprintf(text, sizeof text,
			    _("not connected: %s; trying again"),
			    ev->state.reason);
			say(cli, text);
		}
		c->was_lost = true;
	}
}

static void
take_note(struct cli *cli, const struct session_event *ev)
{
	char text[700];

	if (ev->note.kind != SESSION_NOTE_ERROR &&
	    ev->note.kind != SESSION_NOTE_NO_NICK &&
	    ev->note.kind != SESSION_NOTE_NO_CHANNEL &&
	    ev->note.kind != SESSION_NOTE_INFO)
		return;
	if (ev->note.subject[0] != '\0')
		snprintf(text, sizeof text, "%s: %s", ev->note.subject,
		    ev->note.text);
	else
		snprintf(text, sizeof text, "%s", ev->note.text);
	say(cli, text);
}

static void
take_members(struct cli *cli, const struct session_event *ev)
{
	struct chat *c = cli->self;

	if (c->room == NULL)
		c->room = xstrdup(ev->target);
	if (str_eq(c->room, ev->target))
		people_change(&c->people, ev->members.changes,
		    ev->members.count);
}

static void
take_gap(struct cli *cli, const struct session_event *ev)
{
	if (ev->gap.is_open && !ev->gap.is_fillable)
		say(cli, _("what was said meanwhile is not known"));
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
	case SESSION_EVENT_DELIVERY:
		take_delivery(cli, ev);
		break;
	case SESSION_EVENT_MEMBERS:
		take_members(cli, ev);
		break;
	case SESSION_EVENT_GAP:
		take_gap(cli, ev);
		break;
	case SESSION_EVENT_NOTE:
		take_note(cli, ev);
		break;
	default:
		break;
	}
}

/* --- Commands -------------------------------------------------------------- */

static void
tell_people(struct cli *cli)
{
	struct chat *c = cli->self;
	size_t i;

	tell_moves(cli);
	format_text(&cli->out, _("here: "));
	for (i = 0; i < c->people.count; i++) {
		add(cli, i > 0 ? ", " : "");
		format_text(&cli->out, c->people.list[i].nick);
		if (c->people.list[i].away)
			add(cli, _(" (away)"));
	}
	add(cli, "\n");
}

static void
tell_help(struct cli *cli)
{
	add(cli, cli->options->plain ?
	    _("Type a line: it goes to the destination that the prompt names."
	    "\n") :
	    _("Type a line, then its destination: a name, a channel, ALL for "
	    "everyone; nothing: the last one.\n"));
	add(cli, _("L: who is here. H: this. Q: leave.\n"
	    "/to DEST: another destination. /msg NAME TEXT. /me TEXT. "
	    "/join CHANNEL. /part CHANNEL.\n"
	    "/who: who is here. /unread: what has come. /status: the "
	    "connection. /quit\n"));
}

static void
tell_status(struct cli *cli)
{
	const struct chat *c = cli->self;
	const char *network = session_network(cli->session);
	int64_t lag = session_lag_ms(cli->session);
	char text[400];

	snprintf(text, sizeof text, c->is_online ?
	    _("connected to %s as %s") : _("not connected to %s, as %s"),
	    network[0] != '\0' ? network : _("the server"),
	    session_own_nick(cli->session));
	say(cli, text);
	if (lag >= 0) {
		snprintf(text, sizeof text, _("an answer takes %d ms"),
		    (int)lag);
		say(cli, text);
	}
	if (c->nids > 0) {
		snprintf(text, sizeof text, i18n_count(
		    "%u message is not confirmed",
		    "%u messages are not confirmed", (unsigned)c->nids),
		    (unsigned)c->nids);
		say(cli, text);
	}
}

static void
tell_unread(struct cli *cli)
{
	struct chat *c = cli->self;
	char text[160];

	snprintf(text, sizeof text, i18n_count("%u new, %u for you",
	    "%u new, %u for you", c->unread), c->unread, c->for_you);
	say(cli, text);
	c->unread = c->for_you = 0;
}

static void
leave(struct cli *cli)
{
	struct chat *c = cli->self;

	if (!c->is_leaving)
		c->leave_at_ms = cli->now.mono_ms + LEAVE_MS;
	c->is_leaving = true;
	cli->wants_input = false;
}

static void
send_text(struct cli *cli, enum session_line_kind kind, const char *dest,
    const char *text)
{
	const char *target = cli_target(cli, dest);

	if (target == NULL)
		say(cli, _("there is no ALL on this server: name somebody"));
	else if (session_send(cli->session, kind, target, text,
	    cli->now) == NULL)
		say(cli, session_refusal(cli->session));
}

/* "bob" -> dest; ALL stands for the lobby. */
static void
set_dest(struct cli *cli, const char *dest)
{
	struct chat *c = cli->self;

	free(c->dest);
	c->dest = xstrdup(str_eq_nocase(dest, "all") ? "ALL" : dest);
}

/* "NAME TEXT" */
static void
send_to(struct cli *cli, char *arguments)
{
	char *text = strchr(arguments, ' ');

	if (text == NULL) {
		say(cli, _("say whom, then what: /msg NAME TEXT"));
		return;
	}
	*text++ = '\0';
	send_text(cli, SESSION_LINE_TEXT, arguments, text);
}

static bool
run_word(struct cli *cli, const char *word)
{
	static const struct {
		const char *word;
		void (*run)(struct cli *cli);
	} rows[] = {
		{ "L", tell_people }, { "/who", tell_people },
		{ "/names", tell_people }, { "H", tell_help },
		{ "/help", tell_help }, { "Q", leave }, { "QUIT", leave },
		{ "EXIT", leave }, { "/quit", leave }, { "/exit", leave },
		{ "/status", tell_status }, { "/unread", tell_unread },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!str_eq(rows[i].word, word))
			continue;
		rows[i].run(cli);
		return true;
	}
	return false;
}

/* "/to bob": what has something behind it. */
static void
run_command(struct cli *cli, char *line)
{
	struct chat *c = cli->self;
	char *rest = strchr(line, ' ');
	char text[300];

	if (rest != NULL)
		*rest++ = '\0';
	if (rest == NULL || rest[0] == '\0') {
		snprintf(text, sizeof text,
		    _("there is no command '%s': H shows what there is"),
		    line);
		say(cli, text);
	} else if (str_eq(line, "/to") || str_eq(line, "/query")) {
		set_dest(cli, rest);
	} else if (str_eq(line, "/msg")) {
		send_to(cli, rest);
	} else if (str_eq(line, "/me")) {
		send_text(cli, SESSION_LINE_ACTION, c->dest, rest);
	} else if (str_eq(line, "/join")) {
		session_join(cli->session, rest, NULL);
		set_dest(cli, rest);
	} else if (str_eq(line, "/part")) {
		session_part(cli->session, rest, "");
	} else {
		snprintf(text, sizeof text,
		    _("there is no command '%s': H shows what there is"),
		    line);
		say(cli, text);
	}
}

/* --- What is typed --------------------------------------------------------- */

static void
take_dest(struct cli *cli, const char *line)
{
	struct chat *c = cli->self;
	char *text = c->text;

	c->text = NULL;
	if (line[0] != '\0')
		set_dest(cli, line);
	send_text(cli, SESSION_LINE_TEXT, c->dest, text);
	free(text);
}

static void
take_text(struct cli *cli, const char *line)
{
	struct chat *c = cli->self;
	char *copy;

	if (line[0] == '\0' || run_word(cli, line))
		return;
	if (line[0] == '/' && line[1] != '/') {
		copy = xstrdup(line);
		run_command(cli, copy);
		free(copy);
		return;
	}
	line += line[0] == '/';		/* "//x" says "/x" */
	if (cli->options->plain)
		send_text(cli, SESSION_LINE_TEXT, c->dest, line);
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

	if (line == NULL) {
		leave(cli);
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

bool
chat_remembers(const struct cli *cli)
{
	const struct chat *c = cli->self;

	return c->text == NULL;
}

static void
offer(struct buf *out, const char *word, const char *begin)
{
	if (str_starts_nocase(word, begin) && !buf_addf(out, "%s\n", word))
		abort();
}

size_t
chat_complete(const struct cli *cli, const char *line, struct buf *out)
{
	static const char *const words[] = {
		"/help", "/join ", "/me ", "/msg ", "/part ", "/quit",
		"/status", "/to ", "/unread", "/who",
	};
	const struct chat *c = cli->self;
	const char *blank = strrchr(line, ' ');
	const char *word = blank != NULL ? blank + 1 : line;
	size_t i;

	if (word[0] == '\0' && c->text == NULL)
		return 0;
	if (word == line && word[0] == '/')
		for (i = 0; i < sizeof words / sizeof *words; i++)
			offer(out, words[i], word);
	if (c->text != NULL || str_starts(line, "/to "))
		offer(out, "ALL", word);
	for (i = 0; i < c->people.count; i++)
		offer(out, c->people.list[i].nick, word);
	return strlen(word);
}

/* --- Start and end --------------------------------------------------------- */

static void
start(struct cli *cli)
{
	cli->self = xcalloc(1, sizeof(struct chat));
	if (cli->options->dest != NULL)
		set_dest(cli, cli->options->dest);
}

static bool
turn(struct cli *cli)
{
	struct chat *c = cli->self;

	if (c->joined + c->left > 0 && cli->now.mono_ms >= cli->due_ms)
		tell_moves(cli);
	if (!c->is_leaving || cli->is_over)
		return false;
	if (session_unsent(cli->session) == 0 ||
	    cli->now.mono_ms >= c->leave_at_ms) {
		if (session_unsent(cli->session) > 0)
			say(cli, _("not all was confirmed"));
		cli_end(cli, STATUS_OK, NULL);
	}
	cli->due_ms = c->leave_at_ms;
	return false;
}

static void
release(struct cli *cli)
{
	struct chat *c = cli->self;

	people_release(&c->people);
	free(c->room);
	free(c->dest);
	free(c->text);
	free(c);
}

const struct command command_chat = {
	.start = start, .event = event, .turn = turn, .release = release,
};
