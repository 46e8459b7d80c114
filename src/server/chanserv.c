/*
 * chanserv.c -- /msg ChanServ: registered channels.
 *
 * What is asked of a registration is one event, which says in the same words
 * in the handler and in apply why it can't be; being made operator is a MODE.
 */
#include "config.h"

#include <stdio.h>

#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "proto/irc_msg.h"
#include "server/access.h"
#include "server/apply.h"
#include "server/command.h"
#include "server/event.h"
#include "server/member.h"
#include "server/mode_channel.h"
#include "server/oper.h"
#include "server/server_internal.h"
#include "server/service.h"

#include "base/banned.h"

#define SAY(c, ...) service_say((c)->server->answer, &chanserv, __VA_ARGS__)

/* event.flags. From WISH_SET on: event.peer_account is to have the level
 * flags - WISH_SET. */
enum wish { WISH_REGISTER, WISH_DROP, WISH_SET };

static const char no_channel[] = "There is no such channel";
static const char not_registered[] = "That channel is not registered";
static const char too_many[] = "No account has more channels than 20";

/* --- why not: asked by the handler, decided by apply --- */

static const char *
register_refused(const struct server *s, const struct channel *ch,
    const struct user *u)
{
	const struct member *m = channel_member(ch, u);

	if (u->account == NULL)
		return "You are not logged in: /msg NickServ IDENTIFY "
		    "<account> <password>";
	if (ch->founder != 0)
		return "That channel is registered already";
	if (ch->is_lobby)
		return "The lobby cannot be registered";
	if (m == NULL || !m->is_operator)
		return "Only an operator of the channel can register it";
	if (access_count_founded(s, u->account->number) >=
	    CHANNELS_PER_ACCOUNT)
		return too_many;
	return NULL;
}

static const char *
drop_refused(const struct channel *ch, const struct user *u)
{
	if (access_of(ch, u) != ACCESS_FOUNDER && !user_is_operator(u))
		return "Only its founder can drop a channel";
	return NULL;
}

static const char *
set_refused(const struct server *s, const struct channel *ch,
    const struct user *u, uint64_t account, enum access_level wanted)
{
	enum access_level has = access_of_account(ch, account);
	bool own = u->account != NULL && u->account->number == account;

	if (account_by_number(s, account) == NULL)
		return "There is no such account";
	if (access_of(ch, u) != ACCESS_FOUNDER &&
	    !(own && wanted == ACCESS_NONE))
		return "Only its founder can change the access list";
	if (has == wanted)
		return wanted == ACCESS_NONE ? "That account is not on the "
		    "access list" : "That account is that already";
	if (has == ACCESS_FOUNDER)
		return "First make another account the founder, or DROP the "
		    "channel";
	if (has == ACCESS_NONE && ch->naccess >= ACCESS_MAX)
		return "The access list is full";
	if (wanted == ACCESS_FOUNDER &&
	    access_count_founded(s, account) >= CHANNELS_PER_ACCOUNT)
		return too_many;
	return NULL;
}

static const char *
refused(const struct server *s, const struct user *u, const struct event *e)
{
	const struct channel *ch = channel_by_number(s, e->channel);

	if (ch == NULL)
		return no_channel;
	if (e->flags == WISH_REGISTER)
		return register_refused(s, ch, u);
	if (ch->founder == 0)
		return not_registered;
	if (e->flags == WISH_DROP)
		return drop_refused(ch, u);
	return set_refused(s, ch, u, e->peer_account,
	    (enum access_level)(e->flags - WISH_SET));
}

/* --- the handler's half --- */

/* The channel of that name; NULL, and said: none that it may know of. */
static struct channel *
named(struct client *c, const char *name)
{
	struct channel *ch = channel_find(c->server, name);

	if (ch != NULL && (channel_is_visible(ch, c->user) ||
	    access_of(ch, c->user) != ACCESS_NONE ||
	    user_is_operator(c->user)))
		return ch;
	SAY(c, "%s", no_channel);
	return NULL;
}

static struct channel *
registered(struct client *c, const char *name)
{
	struct channel *ch = named(c, name);

	if (ch == NULL || ch->founder != 0)
		return ch;
	SAY(c, "%s", not_registered);
	return NULL;
}

static void
wish(struct client *c, const struct channel *ch, unsigned flags,
    uint64_t account)
{
	struct event_text text = { .source = c->user->source,
	    .target = ch->name };
	struct event *e = event_new(EVENT_CHANNEL, &text);
	const char *why;

	e->channel = ch->number;
	e->flags = flags;
	e->peer_account = account;
	why = refused(c->server, c->user, e);
	if (why == NULL) {
		post(c, e);
		return;
	}
	SAY(c, "%s", why);
	event_free(e);
}

static void
run_register(struct client *c, const char *const *words)
{
	const struct channel *ch = named(c, words[0]);

	if (ch != NULL)
		wish(c, ch, WISH_REGISTER, 0);
}

static void
run_drop(struct client *c, const char *const *words)
{
	const struct channel *ch = registered(c, words[0]);

	if (ch != NULL)
		wish(c, ch, WISH_DROP, 0);
}

static const char *
account_name(const struct server *s, uint64_t number)
{
	const struct account *a = account_by_number(s, number);

	return a == NULL ? "*" : a->name;
}

static void
run_info(struct client *c, const char *const *words)
{
	const struct channel *ch = registered(c, words[0]);
	char modes[CHANNEL_MODE_SIZE], when[TIME_ISO_SIZE];

	if (ch == NULL)
		return;
	channel_mode_text(ch, false, modes, sizeof modes);
	time_format_iso(when, ch->created_ms);
	SAY(c, "%s: founder %s, made %s, modes %s, %u on the access list",
	    ch->name, account_name(c->server, ch->founder), when, modes,
	    ch->naccess);
}

/* --- ACCESS --- */

static void
list_access(struct client *c, const struct channel *ch)
{
	unsigned i;

	if (access_of(ch, c->user) == ACCESS_NONE &&
	    channel_member(ch, c->user) == NULL && !user_is_operator(c->user)) {
		SAY(c, "Only its members are told who is on the access list");
		return;
	}
	SAY(c, "%s founder", account_name(c->server, ch->founder));
	for (i = 0; i < ch->naccess; i++)
		SAY(c, "%s %s", account_name(c->server,
		    ch->access[i].account), access_name(ch->access[i].level));
	SAY(c, "That is the access list of %s", ch->name);
}

static void
change_access(struct client *c, const struct channel *ch, const char *name,
    enum access_level level)
{
	const struct account *account = account_find(c->server, name);

	wish(c, ch, WISH_SET + (unsigned)level,
	    account == NULL ? 0 : account->number);
}

static void
run_access(struct client *c, const char *const *words)
{
	const struct channel *ch = registered(c, words[0]);
	enum access_level level = ACCESS_NONE;

	if (ch == NULL)
		return;
	if (words[1] != NULL && words[2] != NULL && words[3] != NULL)
		level = access_level_of_name(words[3]);
	if (words[1] == NULL || str_eq_nocase(words[1], "LIST"))
		list_access(c, ch);
	else if (str_eq_nocase(words[1], "ADD") && level != ACCESS_NONE)
		change_access(c, ch, words[2], level);
	else if (str_eq_nocase(words[1], "DEL") && words[2] != NULL)
		change_access(c, ch, words[2], ACCESS_NONE);
	else
		SAY(c, "Use: ACCESS <channel> LIST | ADD <account> "
		    "founder|op|voice | DEL <account>");
}

/* --- OP, VOICE: of oneself, or of somebody else in the channel --- */

static void
change_status(struct client *c, const char *const *words, const char *change)
{
	const struct channel *ch = registered(c, words[0]);
	const struct user *u = words[1] == NULL ? c->user :
	    user_find(c->server, words[1]);

	if (ch == NULL)
		return;
	if (mode_channel_by_access_refused(ch, c->user) != 0)
		SAY(c, "You are not an operator on the access list of %s",
		    ch->name);
	else if (u == NULL || channel_member(ch, u) == NULL)
		SAY(c, "%s is not in %s", u == NULL ? words[1] : u->nick,
		    ch->name);
	else
		mode_channel_post_by_access(c, ch, u, change);
}

static void
run_op(struct client *c, const char *const *words)
{
	change_status(c, words, "+o");
}

static void
run_deop(struct client *c, const char *const *words)
{
	change_status(c, words, "-o");
}

static void
run_voice(struct client *c, const char *const *words)
{
	change_status(c, words, "+v");
}

static void
run_devoice(struct client *c, const char *const *words)
{
	change_status(c, words, "-v");
}

static const struct service_verb verbs[] = {
	{ "REGISTER", 1, "<channel>",
	    "keeps it, with topic, modes and lists, as yours", run_register },
	{ "DROP", 1, "<channel>", "... no longer", run_drop },
	{ "INFO", 1, "<channel>", "whose it is", run_info },
	{ "ACCESS", 1, "<channel> LIST | ADD <account> founder|op|voice | "
	    "DEL <account>", "who is operator or has a voice in it for being "
	    "logged in", run_access },
	{ "OP", 1, "<channel> [<nick>]", "makes you or somebody operator",
	    run_op },
	{ "DEOP", 1, "<channel> [<nick>]", "... no longer", run_deop },
	{ "VOICE", 1, "<channel> [<nick>]", "gives a voice", run_voice },
	{ "DEVOICE", 1, "<channel> [<nick>]", "... no longer", run_devoice },
	{ NULL, 0, NULL, NULL, NULL },
};

const struct service chanserv = {
	.name = "ChanServ",
	.about = "Channels that are yours, and stay when nobody is in them. "
	    "Commands:",
	.verbs = verbs,
};

/* --- its moment --- */

/* Those of the account who are there become what it is now. */
static void
give(struct server *s, const struct event *e, struct channel *ch)
{
	const struct account *account = account_by_number(s, e->peer_account);
	struct member *m;
	struct user *u;

	LIST_FOREACH(u, &account->users, of_account)
		if ((m = channel_member(ch, u)) != NULL)
			access_give(s, e, m, NULL);
}

static void
set(struct server *s, const struct event *e, struct channel *ch,
    struct answer *a)
{
	enum access_level level = (enum access_level)(e->flags - WISH_SET);

	access_set(ch, e->peer_account, level);
	channel_mark_dirty(s, ch);
	service_say(a, &chanserv, "%s is %s of %s now",
	    account_name(s, e->peer_account), level == ACCESS_NONE ?
	    "not on the access list" : access_name(level), ch->name);
	give(s, e, ch);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	static const char *const done[] = { "registered", "dropped",
	    "access" };
	struct channel *ch = channel_by_number(s, e->channel);
	const struct user *u = user_by_number(s, e->user);
	const char *why;

	if (u == NULL)
		return;
	if ((why = refused(s, u, e)) != NULL) {
		service_say(a, &chanserv, "%s", why);
		return;
	}
	log_line(LEVEL_INFO, "channel: user=%s channel=%s %s", u->source,
	    ch->name, done[e->flags > WISH_SET ? WISH_SET : e->flags]);
	if (e->flags == WISH_REGISTER) {
		access_set(ch, u->account->number, ACCESS_FOUNDER);
		channel_mark_dirty(s, ch);
		service_say(a, &chanserv, "%s is yours now", ch->name);
	} else if (e->flags == WISH_DROP) {
		service_say(a, &chanserv, "%s is not registered any more",
		    ch->name);
		access_drop(s, ch);
	} else {
		set(s, e, ch, a);
	}
}

const struct command event_channel = {
	.event = EVENT_CHANNEL, .apply = apply,
};
