/* receive.c -- a line of the server: its tags are read, its handler found. */
#include "config.h"

#include "session/receive.h"

#include <stdlib.h>
#include <string.h>

#include "proto/irc_case.h"
#include "proto/irc_numeric.h"
#include "proto/irc_tags.h"
#include "session/answer.h"
#include "session/batch.h"
#include "session/clean.h"
#include "session/message.h"
#include "session/presence.h"
#include "session/roster.h"
#include "session/search.h"
#include "session/session_internal.h"

#include "base/banned.h"

typedef void handler(struct session *s, const struct received *r);

/* --- Tags ------------------------------------------------------------------ */

static const char *
tag_text(struct session *s, struct str_span value)
{
	char *text = arena_take(&s->arena, value.len + 1);

	irc_tags_unescape(value, text, value.len + 1);
	return clean_text(&s->arena, text);
}

static const char *
tag_bounded(struct session *s, struct str_span value, size_t size)
{
	return value.len < size ? tag_text(s, value) : "";
}

static void
read_tag(struct session *s, struct received *r, const struct irc_tag *tag)
{
	char iso[64];

	if (str_span_eq(tag->key, "time")) {
		if (!str_copy_span(iso, sizeof iso, tag->value) ||
		    !time_parse_iso(iso, &r->time_ms))
			r->time_ms = s->now.wall_ms;
	} else if (str_span_eq(tag->key, "msgid")) {
		r->msgid = tag_bounded(s, tag->value, MSGID_SIZE);
	} else if (str_span_eq(tag->key, "account")) {
		r->account = tag_bounded(s, tag->value, NAME_SIZE);
	} else if (str_span_eq(tag->key, "label")) {
		r->label = tag_bounded(s, tag->value, LABEL_SIZE);
	} else if (str_span_eq(tag->key, "batch")) {
		r->batch = tag_text(s, tag->value);
	} else if (str_span_eq(tag->key, "draft/multiline-concat")) {
		r->is_concat = true;
	} else if (str_span_eq(tag->key, "+tcpchat/id")) {
		r->id = tag_bounded(s, tag->value, ID_SIZE);
	} else if (str_span_eq(tag->key, "+draft/react")) {
		r->react = tag_bounded(s, tag->value, REACTION_SIZE);
	} else if (str_span_eq(tag->key, "+draft/unreact")) {
		r->unreact = tag_bounded(s, tag->value, REACTION_SIZE);
	} else if (str_span_eq(tag->key, "+draft/reply") ||
	    str_span_eq(tag->key, "+reply")) {
		r->reply_to = tag_bounded(s, tag->value, MSGID_SIZE);
	} else if (str_span_eq(tag->key, "+typing")) {
		r->typing = tag_text(s, tag->value);
	}
}

static void
read_tags(struct session *s, struct received *r)
{
	const char *rest = r->m->tags;
	struct irc_tag tag;

	r->react = r->unreact = r->account = "";
	r->msgid = r->label = r->batch = r->id = r->reply_to = r->typing = "";
	r->time_ms = s->now.wall_ms;
	while (irc_tags_next(&rest, &tag))
		read_tag(s, r, &tag);
}

/* --- The sender ------------------------------------------------------------ */

static void
read_source(struct session *s, struct received *r)
{
	const char *source = r->m->source, *end;
	size_t len;

	r->nick = "";
	r->is_server = source == NULL;
	if (source == NULL)
		return;
	end = strpbrk(source, "!@");
	len = end != NULL ? (size_t)(end - source) : strlen(source);
	if (len < NAME_SIZE)
		r->nick = clean_text(&s->arena,
		    arena_copy(&s->arena, source, len));
	r->is_own = session_same_name(s, r->nick, s->nick);
	r->is_server = end == NULL && !r->is_own;	/* people have a host */
	if (r->is_own && end != NULL)
		s->userhost_len = strlen(end) - 1;
}

/* --- Handlers -------------------------------------------------------------- */

static void
on_ping(struct session *s, const struct received *r)
{
	const struct irc_msg *m = r->m;

	wire_say(s, "PONG", m->nparams > 0 ? m->params[m->nparams - 1] : "",
	    NULL);
}

/* An answer without a line: a message has arrived, a history is empty. */
static void
on_ack(struct session *s, const struct received *r)
{
	const struct ask *a = s->asks.out;

	if (a != NULL && str_eq(r->label, a->label) &&
	    a->kind == ASK_SEARCH)
		search_answered(s, NULL, 0);
	else if (a != NULL && str_eq(r->label, a->label))
		history_lines(s, a->target, NULL, 0, 0);
	else
		delivery_acked(s, r->label);
}

static void
on_nothing(struct session *s, const struct received *r)
{
	(void)s;
	(void)r;
}

static const struct {
	const char *name;
	handler *run;
	size_t min_params;
} named[] = {	/* sorted */
	{ "ACCOUNT", presence_on_account, 1 },
	{ "ACK",     on_ack, 0 },
	{ "AUTHENTICATE", sasl_on_authenticate, 1 },
	{ "AWAY",    presence_on_away, 0 },
	{ "BATCH",   batch_on_batch, 1 },
	{ "CAP",     cap_on_line, 2 },
	{ "CHGHOST", presence_on_chghost, 2 },
	{ "ERROR",   link_on_error, 0 },
	{ "FAIL",    answer_on_standard, 2 },
	{ "INVITE",  presence_on_invite, 2 },
	{ "JOIN",    presence_on_join, 1 },
	{ "KICK",    presence_on_kick, 2 },
	{ "KILL",    answer_on_words, 1 },
	{ "MARKREAD", message_on_markread, 2 },
	{ "MODE",    presence_on_mode, 2 },
	{ "NICK",    presence_on_nick, 1 },
	{ "NOTE",    answer_on_standard, 2 },
	{ "NOTICE",  message_on_text, 2 },
	{ "PART",    presence_on_part, 1 },
	{ "PING",    on_ping, 0 },
	{ "PONG",    link_on_pong, 0 },
	{ "PRIVMSG", message_on_text, 2 },
	{ "QUIT",    presence_on_quit, 0 },
	{ "REDACT",  message_on_redact, 2 },
	{ "REGISTER", account_on_register, 2 },
	{ "RESUME",  resume_on_resume, 1 },
	{ "SETNAME", on_nothing, 0 },
	{ "TAGMSG",  message_on_tagmsg, 1 },
	{ "TOPIC",   presence_on_topic, 2 },
	{ "WALLOPS", answer_on_words, 1 },
	{ "WARN",    answer_on_standard, 2 },
};

static handler *const numerics[1000] = {
	[1] = register_on_welcome,
	[5] = register_on_isupport,
	[301] = answer_on_away,
	[305] = answer_on_own_away, [306] = answer_on_own_away,
	[311] = answer_on_whois, [312] = answer_on_whois,
	[313] = answer_on_whois, [314] = answer_on_whois,
	[317] = answer_on_whois, [318] = answer_on_whois,
	[319] = answer_on_whois, [320] = answer_on_whois,
	[330] = answer_on_whois, [335] = answer_on_whois,
	[338] = answer_on_whois, [369] = answer_on_whois,
	[276] = answer_on_whois, [307] = answer_on_whois,
	[310] = answer_on_whois, [378] = answer_on_whois,
	[379] = answer_on_whois, [671] = answer_on_whois,
	[321] = on_nothing,
	[322] = answer_on_list, [323] = answer_on_list,
	[329] = on_nothing,	/* when the channel was made */
	[331] = answer_on_topic, [332] = answer_on_topic,
	[333] = answer_on_topic,
	[352] = roster_on_who, [354] = roster_on_whox,
	[315] = roster_on_who_end,
	[353] = roster_on_names, [366] = roster_on_names_end,
	[372] = answer_on_motd, [375] = on_nothing,
	[376] = register_on_motd_end, [422] = register_on_motd_end,
	[410] = cap_on_unknown, [421] = cap_on_unknown,
	[451] = cap_on_unknown,
	[432] = register_on_nick_refused, [433] = register_on_nick_refused,
	[436] = register_on_nick_refused, [437] = register_on_nick_refused,
	[464] = register_on_refused, [465] = register_on_refused,
	[900] = account_on_logged_in, [901] = account_on_logged_out,
	[902] = sasl_on_failure, [903] = sasl_on_success,
	[904] = sasl_on_failure, [905] = sasl_on_failure,
	[906] = sasl_on_failure, [908] = sasl_on_mechanisms,
};

static int
find_named(const char *command)
{
	size_t low = 0, high = sizeof named / sizeof named[0], mid;
	int order;

	while (low < high) {
		mid = (low + high) / 2;
		order = strcmp(command, named[mid].name);
		if (order == 0)
			return (int)mid;
		if (order < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return -1;
}

static void
dispatch(struct session *s, const struct received *r)
{
	int number = irc_msg_numeric(r->m), row;

	if (number > 0) {
		if (numerics[number] != NULL && r->m->nparams > 0)
			numerics[number](s, r);
		else
			answer_on_numeric(s, r);
		return;
	}
	row = find_named(r->m->command);
	if (row >= 0 && r->m->nparams >= named[row].min_params)
		named[row].run(s, r);
}

void
receive_line(struct session *s, const struct irc_msg *m)
{
	struct received r = { .m = m };
	struct batch *b = NULL;

	read_tags(s, &r);
	read_source(s, &r);
	r.is_ignored = ignore_hits(s, &r);
	if (r.batch[0] != '\0')
		b = batch_find(s, r.batch);
	if (b != NULL && r.label[0] == '\0')
		r.label = b->label;
	if (b != NULL && b->kind != BATCH_OTHER &&
	    !irc_msg_is(m, "BATCH"))
		batch_add(s, b, &r);
	else
		dispatch(s, &r);
}
