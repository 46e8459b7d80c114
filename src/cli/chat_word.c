/* chat_word.c -- the commands of a conversation: word.def. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/chat_internal.h"
#include "cli/format.h"
#include "cli/options.h"
#include "client/mention.h"

#include "base/banned.h"

enum { NAME_SIZE = 256, HISTORY_LINES = 20 };

/* `name` is that of the command, for who has to be told how it is used. */
#define RUN(what) \
	static void run_##what(struct cli *cli, \
	    const char *name ATTR_UNUSED, const char *args ATTR_UNUSED)

static const struct word *find(const char *name);
static void say_usage(struct cli *cli, const char *name);

/* The channel that is written to; NULL, with a sentence, if it is none. */
static const char *
this_channel(struct cli *cli)
{
	const struct chat *c = cli->self;
	const char *target = cli_target(cli, c->dest);

	if (target != NULL && session_is_channel(cli->session, target))
		return target;
	chat_say(cli, "%s", _("that works in a channel only: /to ALL or /join "
	    "goes to one"));
	return NULL;
}

/* --- Saying --- */

static void
send_to(struct cli *cli, const char *name, const char *args,
    enum session_line_kind kind)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	if (text[0] == '\0')
		say_usage(cli, name);
	else
		chat_send(cli, kind, who, text);
}

RUN(msg)
{
	send_to(cli, name, args, SESSION_LINE_TEXT);
}

RUN(notice)
{
	send_to(cli, name, args, SESSION_LINE_NOTICE);
}

RUN(me)
{
	const struct chat *c = cli->self;

	if (args[0] == '\0')
		say_usage(cli, name);
	else
		chat_send(cli, SESSION_LINE_ACTION, c->dest, args);
}

RUN(to)
{
	const struct chat *c = cli->self;
	char who[NAME_SIZE];

	(void)str_first_word(who, sizeof who, args);
	if (who[0] != '\0')
		chat_set_dest(cli, who);
	else
		chat_say(cli, _("you write to %s"),
		    c->dest != NULL ? c->dest : "ALL");
}

RUN(send)
{
	struct chat *c = cli->self;

	for (size_t i = 0; i < c->nheld; i++)
		session_retry(cli->session, c->held[i], cli->now);
	c->nheld = 0;
}

RUN(drop)
{
	struct chat *c = cli->self;

	for (size_t i = 0; i < c->nheld; i++)
		session_drop(cli->session, c->held[i]);
	c->nheld = 0;
}

RUN(away)
{
	session_away(cli->session, args[0] != '\0' ? args : _("away"));
}

RUN(back)
{
	session_away(cli->session, "");
}

RUN(nick)
{
	if (args[0] == '\0')
		say_usage(cli, name);
	else
		session_nick(cli->session, args);
}

RUN(raw)
{
	if (args[0] == '\0')
		say_usage(cli, name);
	else
		session_raw(cli->session, args);
}

/* --- Channels --- */

RUN(join)
{
	char channel[NAME_SIZE];
	const char *key = str_first_word(channel, sizeof channel, args);

	if (channel[0] == '\0') {
		say_usage(cli, name);
		return;
	}
	if (!cli_is_channel(channel)) {
		memmove(channel + 1, channel, sizeof channel - 2);
		channel[0] = '#';
		channel[sizeof channel - 1] = '\0';
	}
	session_join(cli->session, channel, key[0] != '\0' ? key : NULL);
	chat_set_dest(cli, channel);
}

RUN(part)
{
	char channel[NAME_SIZE];
	const char *reason = str_first_word(channel, sizeof channel, args), *here;

	if (cli_is_channel(channel)) {
		session_part(cli->session, channel, reason);
		return;
	}
	here = this_channel(cli);
	if (here != NULL)
		session_part(cli->session, here, args);
}

RUN(topic)
{
	const char *channel = this_channel(cli);
	const struct room *room = chat_room(cli);

	if (channel == NULL)
		return;
	if (args[0] != '\0')
		session_topic(cli->session, channel, args);
	else if (room != NULL && room->topic[0] != '\0')
		chat_say(cli, _("the topic is: %s"), room->topic);
	else
		chat_say(cli, "%s", _("there is no topic"));
}

RUN(invite)
{
	const char *channel = this_channel(cli);

	if (channel != NULL && args[0] == '\0')
		say_usage(cli, name);
	else if (channel != NULL)
		session_invite(cli->session, args, channel);
}

RUN(kick)
{
	const char *channel = this_channel(cli), *reason;
	char who[NAME_SIZE];

	if (channel == NULL)
		return;
	reason = str_first_word(who, sizeof who, args);
	if (who[0] == '\0')
		say_usage(cli, name);
	else
		session_kick(cli->session, channel, who, reason);
}

RUN(mode)
{
	const char *channel = this_channel(cli);

	if (channel != NULL)
		session_mode(cli->session, channel, args);
}

/* --- Answering --- */

/* "name text": both are needed. */
static void
with_name(struct cli *cli, const char *name, const char *args,
    void (*run)(struct cli *cli, const char *nick, const char *text))
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	if (text[0] == '\0')
		say_usage(cli, name);
	else
		run(cli, who, text);
}

RUN(reply)
{
	with_name(cli, name, args, chat_reply);
}

RUN(react)
{
	with_name(cli, name, args, chat_react);
}

RUN(redact)
{
	chat_redact(cli, args);
}

RUN(find)
{
	if (args[0] == '\0')
		say_usage(cli, name);
	else
		chat_find(cli, args);
}

/* --- Asking --- */

RUN(who)
{
	chat_tell_people(cli);
}

RUN(status)
{
	chat_tell_status(cli);
	cli->edge(cli->edge_arg, name, args);
}

/* The account and its certificate. */
RUN(edge)
{
	cli->edge(cli->edge_arg, name, args);
}

static void
ignore(struct cli *cli, bool begins, const char *who)
{
	char words[2048];
	enum session_ignoring done = session_ignoring(cli->session, begins,
	    who, words, sizeof words);

	chat_say(cli, "%s", words);
	if (done == SESSION_IGNORING_CHANGED)
		cli->edge(cli->edge_arg, "ignore", who);
}

RUN(ignore)
{
	ignore(cli, true, args);
}

RUN(unignore)
{
	if (args[0] != '\0')
		ignore(cli, false, args);
	else
		say_usage(cli, name);
}

RUN(unread)
{
	chat_tell_unread(cli);
}

RUN(list)
{
	session_list(cli->session, args);
}

RUN(whois)
{
	const struct chat *c = cli->self;
	const char *target = cli_target(cli, c->dest);

	if (args[0] != '\0')
		session_whois(cli->session, args);
	else if (target != NULL && !session_is_channel(cli->session, target))
		session_whois(cli->session, target);
	else
		say_usage(cli, name);
}

/* What is not here yet is asked of the server; it is told when it comes. */
RUN(history)
{
	struct room *room = chat_room(cli);
	int64_t n = HISTORY_LINES;

	if (args[0] != '\0' && !str_to_int64(args, 1, ROOM_LINES, &n)) {
		say_usage(cli, name);
		return;
	}
	if (room == NULL) {
		chat_say(cli, "%s", _("nothing was said here"));
		return;
	}
	if (room->lines.count >= (size_t)n || room->has_all ||
	    !cli->has_history) {
		chat_tell_history(cli, room, (size_t)n);
		return;
	}
	room->wanted = (size_t)n;
	session_older(cli->session, room->target,
	    (unsigned)((size_t)n - room->lines.count));
}

/* --- The program --- */

RUN(quit)
{
	struct chat *c = cli->self;

	free(c->quit);
	c->quit = args[0] != '\0' ? xstrdup(args) : NULL;
	chat_leave(cli);
}

static void tell_help(struct cli *cli, const char *name);

RUN(help)
{
	tell_help(cli, args);
}

static const struct word {
	const char *name;
	void (*run)(struct cli *cli, const char *name, const char *args);
	const char *usage, *help;
} words[] = {
#define WORD(name, run, usage, help) { name, run_##run, usage, help },
#include "cli/word.def"
#undef WORD
};

enum { WORDS = sizeof words / sizeof *words };

static const struct word *
find(const char *name)
{
	for (size_t i = 0; i < WORDS; i++)
		if (str_eq_nocase(words[i].name, name))
			return &words[i];
	return NULL;
}

static const char *
usage_of(const struct word *w)
{
	return w->usage[0] != '\0' ? _(w->usage) : "";
}

static void
say_usage(struct cli *cli, const char *name)
{
	chat_say(cli, _("it is used like this: /%s %s"), name,
	    usage_of(find(name)));
}

/* The command that may have been meant; NULL: none is near. */
static const char *
nearest(const char *name)
{
	struct mention_search near = mention_search(name);
	const char *best = NULL;

	for (size_t i = 0; i < WORDS; i++)
		if (mention_is_nearer(&near, words[i].name))
			best = words[i].name;
	return best;
}

static void
say_unknown(struct cli *cli, const char *name)
{
	const char *near = nearest(name);

	if (near != NULL)
		chat_say(cli, _("there is no command '/%s': /%s?"), name,
		    near);
	else
		chat_say(cli, _("there is no command '/%s': /help shows what "
		    "there is"), name);
}

static void
tell_help(struct cli *cli, const char *name)
{
	const struct word *w = find(name[0] == '/' ? name + 1 : name);

	if (name[0] != '\0') {
		if (w == NULL)
			say_unknown(cli, name[0] == '/' ? name + 1 : name);
		else
			chat_say(cli, "/%s %s: %s", w->name, usage_of(w),
			    w->help != NULL ? _(w->help) : "");
		return;
	}
	chat_say(cli, "%s", cli->options->plain ?
	    _("Type a line: it goes to the destination that the prompt names.") :
	    _("Type a line, then its destination: a name, a channel, ALL for "
	    "everyone; nothing: the last one."));
	chat_say(cli, "%s", _("L: who is here. H: this. Q: leave. //x: the "
	    "text /x. Tab completes names and commands."));
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].help != NULL)
			chat_say(cli, "/%s%s%s: %s", words[i].name,
			    words[i].usage[0] != '\0' ? " " : "",
			    usage_of(&words[i]), _(words[i].help));
}

/* --- A line --- */

/* The words of the first client are commands. */
static const char *
old_word(const char *line)
{
	static const char *const rows[][2] = {
		{ "L", "who" }, { "H", "help" }, { "Q", "quit" },
		{ "QUIT", "quit" }, { "EXIT", "quit" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (str_eq(rows[i][0], line))
			return rows[i][1];
	return NULL;
}

bool
chat_run(struct cli *cli, const char *line)
{
	const char *old = old_word(line), *args = "";
	char name[NAME_SIZE];
	const struct word *w;

	if (old != NULL) {
		str_copy(name, sizeof name, old);
	} else if (line[0] == '/' && line[1] != '/') {
		args = str_first_word(name, sizeof name, line + 1);
	} else {
		return false;
	}
	w = find(name);
	if (w == NULL)
		say_unknown(cli, name);
	else
		w->run(cli, w->name, args);
	return true;
}

void
chat_offer_words(const char *begin, struct buf *out)
{
	for (size_t i = 0; i < WORDS; i++)
		if (words[i].help != NULL &&
		    str_starts_nocase(words[i].name, begin + 1) &&
		    !buf_addf(out, "/%s%s\n", words[i].name,
		    words[i].usage[0] != '\0' ? " " : ""))
			abort();
}
