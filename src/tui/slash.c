/* slash.c -- the commands that begin with a slash. */
#include "config.h"

#include "tui/slash.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/slip.h"
#include "tui/chooser.h"
#include "tui/fold.h"
#include "tui/form.h"
#include "tui/habit.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum { NAME_SIZE = 256, NAMES_BYTES = 500 };

#define RUN(what) \
	static void slash_run_##what(struct model *m, \
	    const char *name ATTR_UNUSED, const char *args ATTR_UNUSED)

/* --- Arguments --- */

/* Says how a command is used. */
static void
say_usage(struct model *m, const char *name)
{
	const struct slash *s = slash_find(name);

	model_say(m, true, _("it is used like this: /%s %s"), name,
	    s->usage[0] != '\0' ? _(s->usage) : "");
}

static bool
is_channel_name(const char *name)
{
	return name[0] == '#' || name[0] == '&';
}

/* The channel that is looked at; NULL, with a sentence, if it is none. */
static struct destination *
this_channel(struct model *m)
{
	if (destination_is_channel(m->here))
		return m->here;
	model_say(m, true, "%s", _("that works in a channel only: /to ALL "
	    "or /join goes to one"));
	return NULL;
}

/*
 * The channel that a command is about: the one named before the rest, as
 * "/topic #c text", if we have it; else the one that is looked at. NULL, with a
 * sentence: it is none.
 */
static struct destination *
named_channel(struct model *m, const char **args)
{
	char name[NAME_SIZE];
	const char *rest = str_first_word(name, NAME_SIZE, *args);
	struct destination *d = is_channel_name(name) ?
	    model_find(m, m->here->place, name) : NULL;

	if (d == NULL)
		return this_channel(m);
	*args = rest;
	return d;
}

static void
want(struct model *m, enum request_kind kind, const char *target,
    const char *text)
{
	model_want(m, kind, m->here->place, target, text);
}

/* --- Going and leaving --- */

RUN(join)
{
	char channel[NAME_SIZE];
	const char *key = str_first_word(channel, sizeof channel, args);
	struct place *p = model_place(m);
	struct destination *d;

	if (channel[0] == '\0' && destination_is_channel(m->here))
		(void)str_copy(channel, sizeof channel, m->here->target);
	if (channel[0] == '\0') {
		say_usage(m, name);
		return;
	}
	if (!is_channel_name(channel)) {
		memmove(channel + 1, channel, sizeof channel - 2);
		channel[0] = '#';
		channel[sizeof channel - 1] = '\0';
	}
	d = model_find(m, m->here->place, channel);
	if (d != NULL && d->is_joined) {
		model_go(m, d);
		return;
	}
	free(p->going);
	p->going = xstrdup(channel);
	want(m, REQUEST_JOIN, channel, key);
}

RUN(part)
{
	struct destination *d = named_channel(m, &args);

	if (d != NULL)
		want(m, REQUEST_PART, d->target, args);
}

/* A place is closed with its page: when it is over, and not the last. */
static void
close_page(struct model *m, struct destination *page)
{
	if (m->places[page->place].state == SESSION_CLOSED &&
	    model_places_shown(m) > 1)
		model_close_place(m, page->place);
	else
		model_say(m, true, "%s",
		    _("this page stays; /disconnect leaves the place"));
}

RUN(close)
{
	struct destination *d = m->here;

	if (d->kind == DESTINATION_SERVER) {
		close_page(m, d);
		return;
	}
	if (destination_is_channel(d) && d->is_joined) {
		want(m, REQUEST_PART, d->target, NULL);
		return;
	}
	if (d->kind == DESTINATION_PERSON)
		want(m, REQUEST_FORGET, d->target, NULL);
	model_close(m, d);
}

RUN(go)
{
	int64_t n;

	if (!str_to_int64(args, 1, m->destination_count, &n) ||
	    m->destinations[n - 1] == NULL)
		model_say(m, true, _("there is no destination %s: %s shows "
		    "all"), args, model_hint(m, ACTION_CHOOSE));
	else
		model_go(m, m->destinations[n - 1]);
}

RUN(to)
{
	char who[NAME_SIZE];

	(void)str_first_word(who, sizeof who, args);
	if (who[0] == '\0')
		chooser_open(m);
	else if (is_channel_name(who))
		slash_run_join(m, "join", args);
	else
		model_go_with_text(m, model_named(m, m->here->place, who));
}

RUN(server)
{
	model_go(m, model_server_page(m, m->here->place));
}

RUN(connect)
{
	if (args[0] == '\0' && place_is_down(model_place(m))) {
		want(m, REQUEST_RECONNECT, NULL, NULL);
	} else if (args[0] == '\0') {
		form_open(m, "", model_place(m)->nick);
	} else {
		m->wants_place = true;
		want(m, REQUEST_CONNECT, args, NULL);
	}
}

RUN(disconnect)
{
	want(m, REQUEST_DISCONNECT, NULL, args);
}

RUN(quit)
{
	model_leave(m, args, true);
}

/* --- Saying --- */

RUN(me)
{
	if (m->here->kind == DESTINATION_SERVER)
		model_say(m, true, "%s", _("nobody would read it here: "
		    "/join #channel, or Ctrl-t"));
	else
		want(m, REQUEST_ACTION, m->here->target, args);
}

/* "ALL" is the lobby, for whoever writes it. */
static const char *
target_of(const struct model *m, const char *name)
{
	const char *lobby = model_place(m)->lobby;

	return lobby[0] != '\0' && str_eq_nocase(name, _("ALL")) ? lobby :
	    name;
}

/* What was sent elsewhere leaves one quiet line here. */
RUN(msg)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	want(m, REQUEST_SEND, target_of(m, who), text);
	if (slip_may_hold_secret(args))		/* nobody looking on reads it */
		text = m->theme.signs->waits;
	model_info(m, m->here, _("%s to %s: %s"), m->theme.signs->event, who,
	    text);
}

RUN(query)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	model_go(m, model_named(m, m->here->place, who));
	if (text[0] != '\0')
		want(m, REQUEST_SEND, m->here->target, text);
}

RUN(notice)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	want(m, REQUEST_NOTICE, target_of(m, who), text);
}

RUN(away)
{
	want(m, REQUEST_AWAY, NULL, args[0] != '\0' ? args : _("away"));
}

RUN(back)
{
	want(m, REQUEST_AWAY, NULL, NULL);
}

/* Where no name was free, another one may let us in. */
RUN(nick)
{
	if (strchr(args, ' ') != NULL) {
		say_usage(m, name);
		return;
	}
	want(m, REQUEST_NICK, NULL, args);
	if (place_is_down(model_place(m)))
		want(m, REQUEST_RECONNECT, NULL, NULL);
}

RUN(raw)
{
	want(m, REQUEST_RAW, NULL, args);
}

/* Without a word: as it is. */
RUN(notify)
{
	enum notify_level level = m->here->notify;

	if (args[0] != '\0' && !notify_level_parse(args, &level))
		say_usage(m, name);
	else
		model_set_notify(m, m->here, level);
}

/* Without a word: the other way, until one goes elsewhere. */
RUN(fold)
{
	if (args[0] == '\0')
		fold_peek(m, m->here);
	else if (str_eq(args, "on") || str_eq(args, "off"))
		fold_set(m, m->here, str_eq(args, "on"));
	else
		say_usage(m, name);
}

RUN(react)
{
	model_react(m, args);
}

RUN(redact)
{
	model_redact(m, args);
}

/* --- Channels --- */

RUN(topic)
{
	struct destination *d = named_channel(m, &args);

	if (d == NULL)
		return;
	if (args[0] != '\0')
		want(m, REQUEST_TOPIC, d->target, args);
	else if (d->topic[0] != '\0')
		model_info(m, d, _("the topic is: %s"), d->topic);
	else
		model_info(m, d, "%s", _("there is no topic"));
}

RUN(kick)
{
	struct destination *d = named_channel(m, &args);
	struct model_request r = { .kind = REQUEST_KICK };
	char who[NAME_SIZE];

	if (d == NULL)
		return;
	r.text = str_first_word(who, sizeof who, args);
	r.place = d->place;
	r.target = d->target;
	r.id = who;
	if (who[0] == '\0')
		say_usage(m, name);
	else
		request_add(m, &r);
}

/* "/invite bob", or "/invite bob #c". */
RUN(invite)
{
	char who[NAME_SIZE];
	const char *channel = str_first_word(who, NAME_SIZE, args);
	struct destination *d;

	if (is_channel_name(channel))
		want(m, REQUEST_INVITE, channel, who);
	else if ((d = this_channel(m)) != NULL)
		want(m, REQUEST_INVITE, d->target, who);
}

/* Of a channel; elsewhere, or if our own name is said first, our own. */
RUN(mode)
{
	char who[NAME_SIZE];
	const char *change = str_first_word(who, NAME_SIZE, args);
	const char *nick = model_place(m)->nick;

	if (is_channel_name(who))
		want(m, REQUEST_MODE, who, change);
	else if (nick != NULL && str_eq_nocase(who, nick))
		want(m, REQUEST_MODE, nick, change);
	else if (destination_is_channel(m->here) || nick == NULL)
		want(m, REQUEST_MODE, m->here->target, args);
	else
		want(m, REQUEST_MODE, nick, args);
}

/* "/op a b" is one change: "+oo a b". */
static void
change_members(struct model *m, const char *name, const char *args,
    char way, char letter)
{
	struct destination *d = named_channel(m, &args);
	const char *rest = args;
	struct str_span word;
	char letters[16];
	size_t n = 0;
	char change[NAME_SIZE * 2];

	if (d == NULL)
		return;
	while (n < sizeof letters - 2 && str_next_word(&rest, &word))
		letters[1 + n++] = letter;
	if (n == 0) {
		say_usage(m, name);
		return;
	}
	letters[0] = way;
	letters[1 + n] = '\0';
	snprintf(change, sizeof change, "%s %s", letters, args);
	want(m, REQUEST_MODE, d->target, change);
}

RUN(op)
{
	change_members(m, name, args, '+', 'o');
}

RUN(deop)
{
	change_members(m, name, args, '-', 'o');
}

RUN(voice)
{
	change_members(m, name, args, '+', 'v');
}

RUN(devoice)
{
	change_members(m, name, args, '-', 'v');
}

/* A name alone means that name from anywhere; none: who is banned? */
static void
change_ban(struct model *m, const char *args, char way)
{
	struct destination *d = named_channel(m, &args);
	bool is_mask = strpbrk(args, "!@*?$") != NULL;
	char change[NAME_SIZE * 2];

	if (d == NULL)
		return;
	if (args[0] == '\0') {
		want(m, REQUEST_MODE, d->target, "b");
		return;
	}
	if (strchr(args, ' ') != NULL) {
		say_usage(m, way == '+' ? "ban" : "unban");
		return;
	}
	snprintf(change, sizeof change, "%cb %s%s", way, args,
	    is_mask ? "" : "!*@*");
	want(m, REQUEST_MODE, d->target, change);
}

RUN(ban)
{
	change_ban(m, args, '+');
}

RUN(unban)
{
	change_ban(m, args, '-');
}

/* --- Asking --- */

RUN(list)
{
	want(m, REQUEST_LIST, NULL, args);
}

RUN(motd)
{
	want(m, REQUEST_MOTD, NULL, NULL);
}

RUN(whois)
{
	if (args[0] != '\0')
		want(m, REQUEST_WHOIS, NULL, args);
	else if (m->here->kind == DESTINATION_PERSON)
		want(m, REQUEST_WHOIS, NULL, m->here->target);
	else
		say_usage(m, name);
}

RUN(find)
{
	search_begin(m, args);
}

RUN(whowas)
{
	want(m, REQUEST_WHOWAS, NULL, args);
}

RUN(users)
{
	const struct destination *d = model_side(m);

	want(m, REQUEST_REPAINT, NULL, NULL);
	if (d != NULL)
		want(m, REQUEST_REFRESH, d->target, NULL);
}

RUN(names)
{
	slash_list_users(m);
}

static void
add_member(struct buf *words, const struct member *p)
{
	if (words->len > 0)
		(void)!buf_add_str(words, "  ");
	if (p->sign != ' ')
		(void)!buf_add_char(words, p->sign);
	(void)!buf_add_str(words, p->nick);
	if (p->away)
		(void)!buf_addf(words, " (%s)", _("away"));
}

void
slash_list_users(struct model *m)
{
	const struct destination *d = model_side(m);
	struct buf words;

	if (d == NULL) {
		(void)this_channel(m);
		return;
	}
	model_info(m, m->here, i18n_count("%s: %zu user", "%s: %zu users",
	    d->members.count), destination_label(m, d), d->members.count);
	buf_init(&words, 2 * NAMES_BYTES);
	for (size_t i = 0; i < d->members.count; i++) {
		add_member(&words, d->members.rows[i]);
		if (words.len < NAMES_BYTES && i + 1 < d->members.count)
			continue;
		model_info(m, m->here, "%s", buf_str(&words));
		buf_reset(&words);
	}
	buf_release(&words);
}

/* --- The program --- */

/* "/help wc": what it is here. */
static bool
help_habit(struct model *m, const char *name)
{
	const char *line = habit_find(name, "");

	if (line != NULL)
		model_info(m, m->here, _("/%s is here: /%.*s"), name,
		    (int)strcspn(line, "%:\n"), line);
	return line != NULL;
}

/* "/help top": what is an action only. */
static bool
help_on_action(struct model *m, const char *name)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_info *a = action_info(i);

		if (a->command == NULL || !str_eq_nocase(a->command + 1, name))
			continue;
		model_info(m, m->here, "%s %s %s", a->command,
		    m->theme.signs->dash, _(a->help));
		return true;
	}
	return false;
}

static void
say_no_command(struct model *m, const char *name)
{
	const char *near = slash_nearest(name);

	if (near != NULL)
		model_say(m, true, _("there is no command '/%s': /%s?"), name,
		    near);
	else
		model_say(m, true, _("there is no command '/%s': /help shows "
		    "what there is"), name);
}

RUN(help)
{
	const char *what = args[0] == '/' ? args + 1 : args;
	const struct slash *s = slash_find(what);

	if (args[0] == '\0')
		help_open(m);
	else if (s == NULL && (help_habit(m, what) ||
	    help_on_action(m, what)))
		return;
	else if (s == NULL)
		say_no_command(m, what);
	else
		model_info(m, m->here, "/%s %s %s %s", s->name,
		    s->usage[0] != '\0' ? _(s->usage) : "",
		    m->theme.signs->dash,
		    s->help != NULL ? _(s->help) : "");
}

/* Who asks for a password gets the keys: nothing else is being typed. */
static void
ask_password(struct model *m, const char *args, bool is_new)
{
	char account[NAME_SIZE];
	const char *rest = str_first_word(account, sizeof account, args);

	model_ask_password(m, m->here->place, &(struct model_password){
		.account = account[0] != '\0' ? account :
		    model_place(m)->nick,
		.email = rest, .is_new = is_new,
	});
}

RUN(login)
{
	ask_password(m, args, false);
}

RUN(register)
{
	ask_password(m, args, true);
}

/* What only the edge knows: settings, places, what a key sends. */
RUN(edge)
{
	size_t size = strlen(name) + strlen(args) + 2;
	char *line = xmalloc(size);

	snprintf(line, size, "%s%s%s", name, args[0] != '\0' ? " " : "", args);
	want(m, REQUEST_COMMAND, m->here->target, line);
	free(line);
}

RUN(exec)
{
	if (args[0] == '\0' || strcmp(args, "-o") == 0)
		say_usage(m, name);
	else
		slash_run_edge(m, name, args);
}

RUN(place)
{
	m->wants_place = true;	/* should one come of it */
	slash_run_edge(m, name, args);
}

enum { ANY, ONLINE };

static const struct slash table[] = {
#define SLASH(name, run, when, usage, help) \
	{ name, slash_run_##run, (when) == ONLINE, usage, help },
#include "tui/slash.def"
#undef SLASH
};

enum { COUNT = sizeof table / sizeof table[0] };

const struct slash *
slash_table(size_t *count)
{
	*count = COUNT;
	return table;
}

const struct slash *
slash_find(const char *name)
{
	for (size_t i = 0; i < COUNT; i++)
		if (str_eq_nocase(table[i].name, name))
			return &table[i];
	return NULL;
}

/* An action that has a command of its own: "/top". */
static bool
run_action(struct model *m, const char *line)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const char *command = action_info(i)->command;

		if (command == NULL || !str_eq_nocase(command, line))
			continue;
		model_action(m, i);
		return true;
	}
	return false;
}

/* How many words the command cannot do without: those that its usage begins
 * with. "#channel" is the one looked at, or is asked for by its command. */
static int
words_needed(const char *usage)
{
	struct str_span word;
	int n = 0;

	while (str_next_word(&usage, &word) && str_is_alpha(word.p[0]))
		n++;
	return n;
}

static bool
has_words(const struct slash *s, const char *args)
{
	struct str_span word;
	int n = words_needed(s->usage);

	while (n > 0 && str_next_word(&args, &word))
		n--;
	return n == 0;
}

static bool
is_online(const struct model *m)
{
	const struct place *p = model_place(m);

	return p->state == SESSION_ONLINE || p->state == SESSION_SYNCING;
}

/* What it is in our words may be several lines. */
static bool
run_habit(struct model *m, const char *name, const char *args,
    const char *habit)
{
	struct habit_words w = {
		.args = args, .here = m->here->target,
		.nick = model_place(m)->nick, .time_ms = m->wall_ms,
	};
	char *lines, *line, *next;
	bool ok = true;

	if (habit_needs_word(habit) && args[0] == '\0') {
		model_say(m, true, _("it is used like this: /%s %s"), name,
		    _("name"));
		return false;
	}
	lines = habit_expand(habit, &w);
	for (line = lines; line != NULL && ok; line = next) {
		char *one;

		next = strchr(line, '\n');
		if (next != NULL)
			*next++ = '\0';
		one = xmalloc(strlen(line) + 2);
		snprintf(one, strlen(line) + 2, "/%s", line);
		ok = slash_run(m, one);
		free(one);
	}
	free(lines);
	return ok;
}

bool
slash_run(struct model *m, const char *line)
{
	char name[NAME_SIZE];
	const char *args = str_first_word(name, sizeof name, line + 1);
	const char *habit = habit_find(name, args);
	const struct slash *s = slash_find(name);

	if (habit != NULL)
		return run_habit(m, name, args, habit);
	if (s != NULL && s->needs_server && !is_online(m)) {
		model_say(m, true, _("/%s needs a connection: /connect makes "
		    "one"), s->name);
		return false;
	}
	if (s != NULL && !has_words(s, args)) {
		say_usage(m, s->name);
		return false;
	}
	if (s != NULL)
		s->run(m, s->name, args);
	else if (!run_action(m, line)) {
		guard_ask_unknown(m, name);
		return false;
	}
	return true;
}
