/*
 * ban_command.c -- what KLINE, DLINE and MUTE, and taking them back, share.
 *
 * Both events: flags are the kind, target is the mask, text the reason, extra
 * (BAN alone) the time of its end in Unix milliseconds, 0 for never. An UNBAN
 * that nobody posted but the server takes only what has expired.
 */
#include "config.h"
#include "server/ban_command.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/long_answer.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* --- what is asked for --- */

/* A number alone is minutes; else as time_parse_duration(). 0 is for ever. */
static bool
parse_duration(const char *text, int64_t *ms)
{
	char minutes[24];

	if (text[0] != '\0' && text[strspn(text, "0123456789")] == '\0') {
		if (!str_copy(minutes, sizeof minutes - 1, text))
			return false;
		minutes[strlen(text)] = 'm';
		minutes[strlen(text) + 1] = '\0';
		text = minutes;
	}
	return time_parse_duration(text, ms);
}

/* Whoever bans the whole world is in it. */
static bool
fits_asker(const struct client *c, enum ban_kind kind, const char *mask)
{
	struct ban trial = { .kind = kind, .mask = (char *)mask };

	return ban_read_address(&trial) && ban_fits_user(&trial, c->user);
}

static void
post_ban(struct client *c, enum ban_kind kind, const char *mask,
    const char *reason, int64_t duration_ms)
{
	char cut[BAN_REASON_LEN + 1], end[24];
	struct event_text text = { .source = c->user->source, .target = mask,
	    .text = cut, .extra = end };
	struct event *e;

	str_copy(cut, sizeof cut, reason == NULL ? "" : reason);
	snprintf(end, sizeof end, "%" PRId64, duration_ms == 0 ? 0 :
	    c->server->now.wall_ms + duration_ms);
	e = event_new(EVENT_BAN, &text);
	e->flags = kind;
	post(c, e);
}

void
ban_command_run(struct client *c, const struct irc_msg *msg,
    enum ban_kind kind)
{
	const char *name = ban_kind_name(kind);
	char mask[BAN_MASK_SIZE];
	int64_t duration_ms = 0;
	size_t at = 0;

	if (msg->nparams == 0) {
		ban_list_start(c, kind, name);
		return;
	}
	if (msg->nparams > 1 && parse_duration(msg->params[0], &duration_ms))
		at = 1;
	if (!ban_mask_make(c->server, kind, msg->params[at], mask))
		client_fail(c, name, "INVALID_MASK", "This is nobody's nick, "
		    "and no mask for this", msg->params[at], NULL);
	else if (fits_asker(c, kind, mask))
		client_fail(c, name, "INVALID_MASK", "This fits yourself",
		    mask, NULL);
	else
		post_ban(c, kind, mask, irc_msg_param(msg, at + 1),
		    duration_ms);
}

static void
say_none(struct answer *a, enum ban_kind kind, const char *mask)
{
	char command[16];

	snprintf(command, sizeof command, "UN%s", ban_kind_name(kind));
	answer_fail(a, command, "NO_SUCH_BAN",
	    "There is no such ban", mask, NULL);
}

void
unban_command_run(struct client *c, const struct irc_msg *msg,
    enum ban_kind kind)
{
	char mask[BAN_MASK_SIZE];
	struct event_text text = { .source = c->user->source, .target = mask };
	struct event *e;

	if (!ban_mask_make(c->server, kind, msg->params[0], mask) ||
	    ban_find(c->server, kind, mask) == NULL) {
		say_none(c->server->answer, kind, msg->params[0]);
		return;
	}
	e = event_new(EVENT_UNBAN, &text);
	e->flags = kind;
	post(c, e);
}

/* --- their moment --- */

static void
format_end(const struct ban *b, char out[TIME_ISO_SIZE])
{
	if (b->expires_ms == 0)
		str_copy(out, TIME_ISO_SIZE, "never");
	else
		time_format_iso(out, b->expires_ms);
}

void
ban_close(struct client *c, const struct ban *b)
{
	char text[BAN_TEXT_SIZE];
	struct irc_msg m = { .source = c->server->config.name,
	    .command = "465", .nparams = 2, .colon = true };

	ban_text(b, "You are banned from this server", text);
	m.params[0] = client_nick(c);
	m.params[1] = text;
	client_push_msg(c, &m);
	ban_text(b, "Banned", text);
	client_close(c, text);
}

/* Those of this node who are here; newcomers are looked at when they say who
 * they are. */
static void
close_banned(struct server *s, const struct ban *b)
{
	struct client *c;

	if (b->kind == BAN_MUTE)
		return;
	TAILQ_FOREACH(c, &s->clients, all)
		if (!c->is_closed && c->user != NULL &&
		    ban_fits_user(b, c->user))
			ban_close(c, b);
}

/* The reason why not, said; false: it may be. */
static bool
is_refused(const struct server *s, const struct event *e, struct answer *a)
{
	enum ban_kind kind = (enum ban_kind)e->flags;
	const char *why;

	if (!user_is_operator(user_by_number(s, e->user))) {
		answer_reply(a, ERR_NOPRIVILEGES, NULL);
		return true;
	}
	if (e->kind == EVENT_BAN && ban_is_full(s, kind, e->s.target, &why) &&
	    ban_find(s, kind, e->s.target) == NULL) {
		answer_fail(a, ban_kind_name(kind), "TOO_MANY", why, NULL);
		return true;
	}
	return false;
}

void
ban_apply(struct server *s, const struct event *e, struct answer *a)
{
	struct ban_facts facts = { .kind = (enum ban_kind)e->flags,
	    .mask = e->s.target, .setter = e->s.source, .reason = e->s.text,
	    .set_ms = e->time_ms };
	char end[TIME_ISO_SIZE];
	const struct ban *b;

	if (is_refused(s, e, a) ||
	    !str_to_int64(e->s.extra, 0, INT64_MAX, &facts.expires_ms))
		return;
	b = ban_add(s, e->order, &facts);
	format_end(b, end);
	oper_note(s, e, a, "action=%s by=%s mask=%s until=%s reason=%s",
	    ban_kind_name(b->kind), b->setter, b->mask, end, b->reason);
	close_banned(s, b);
}

void
unban_apply(struct server *s, const struct event *e, struct answer *a)
{
	enum ban_kind kind = (enum ban_kind)e->flags;
	struct ban *b = ban_find(s, kind, e->s.target);
	bool has_expired = b != NULL && ban_has_expired(b, e->time_ms);

	if (e->user == 0 ? !has_expired : is_refused(s, e, a))
		return;
	if (b == NULL) {
		say_none(a, kind, e->s.target);
		return;
	}
	oper_note(s, e, a, "action=UN%s by=%s mask=%s", ban_kind_name(kind),
	    e->user == 0 ? "time" : e->s.source, b->mask);
	ban_remove(s, b);
}

/* --- the list --- */

struct ban_list {
	struct long_answer base;
	enum ban_kind kind;
	char letter[16];		/* of 219 */
};

static void
say(struct answer *a, const struct ban *b)
{
	char text[BAN_TEXT_SIZE + SOURCE_LEN], end[TIME_ISO_SIZE];
	char user[BAN_MASK_SIZE];
	size_t len = strcspn(b->mask, "@");

	format_end(b, end);
	snprintf(text, sizeof text, "%s (by %s, until %s)", b->reason,
	    b->setter, end);
	if (b->kind == BAN_DLINE) {
		answer_reply_text(a, RPL_STATSDLINE, text, "D", b->mask, NULL);
	} else if (b->kind == BAN_MUTE) {
		answer_reply_text(a, RPL_STATSDEBUG, text, "MUTE", b->mask,
		    NULL);
	} else {
		str_copy_span(user, sizeof user,
		    (struct str_span){ b->mask, len });
		answer_reply_text(a, RPL_STATSKLINE, text, "K",
		    b->mask + len + 1, "*", user, NULL);
	}
}

static bool
more(struct long_answer *la, struct answer *a)
{
	struct ban_list *l = (struct ban_list *)la;
	struct list_node *n;

	for (;;) {
		if (long_answer_is_full(la, a))
			return true;
		if ((n = cursor_next(&la->cursor)) == NULL)
			break;
		if (!ban_has_expired(list_item(n, struct ban, node),
		    a->server->now.wall_ms))
			say(a, list_item(n, struct ban, node));
	}
	answer_reply(a, RPL_ENDOFSTATS, l->letter, NULL);
	return false;
}

void
ban_list_start(struct client *c, enum ban_kind kind, const char *letter)
{
	struct ban_list *l;

	if (!user_is_operator(c->user)) {
		client_reply(c, ERR_NOPRIVILEGES, NULL);
		client_reply(c, RPL_ENDOFSTATS, letter, NULL);
		return;
	}
	l = xcalloc(1, sizeof *l);
	l->base.more = more;
	l->kind = kind;
	str_copy(l->letter, sizeof l->letter, letter);
	cursor_start(&l->base.cursor, &c->server->bans.of[kind]);
	long_answer_start(c, c->server->answer, &l->base);
}
