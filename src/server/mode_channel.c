/* mode_channel.c -- MODE of a channel: changes, both halves. */
#include "config.h"
#include "server/mode_channel.h"

#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "server/access.h"
#include "server/apply.h"
#include "server/extban.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/member.h"
#include "server/mode_list.h"
#include "server/multiline.h"
#include "server/server_internal.h"
#include "server/service.h"
#include "server/standing.h"

#include "base/banned.h"

enum {
	CHANGES_MAX = 32,	/* looked at in one line; 18 can mean something */
	/* A parameter as it travels: a mask, or "number:nick". */
	PARAM_SIZE = MASK_LEN + 24,
	BY_ACCESS = 1,		/* event.flags: by ChanServ for the poster */
};

/* The changes of one line, each parameter in its own place. */
struct change_list {
	struct irc_mode_change at[CHANGES_MAX];
	size_t n;
	unsigned nparams;
	char params[MODES_PER_LINE][PARAM_SIZE];
};

/* --- what is asked in both halves --- */

static bool
lists_are_full(const struct channel *ch)
{
	size_t n = 0;
	int which;

	for (which = 0; which < CHANNEL_LISTS; which++)
		n += ch->lists[which].count;
	return n >= LIST_MAX;
}

/* Why this one change can't be; 0 if it can. `target`: of o and v. */
static enum numeric
change_refused(const struct channel *ch, const struct irc_mode_change *m,
    const struct user *target)
{
	enum channel_list which;

	if (m->kind == IRC_MODE_MEMBER)
		return target != NULL && channel_member(ch, target) != NULL ?
		    0 : ERR_USERNOTINCHANNEL;
	if (m->kind == IRC_MODE_LIST && m->adding && lists_are_full(ch) &&
	    mode_list_of_letter(m->letter, &which) &&
	    channel_list_find(ch, which, m->param) == NULL)
		return ERR_BANLISTFULL;
	return 0;
}

static void
say_refused(struct answer *a, enum numeric why, const struct channel *ch,
    const struct irc_mode_change *m, const char *nick)
{
	char letter[2] = { m->letter, '\0' };

	if (why == ERR_USERNOTINCHANNEL)
		answer_reply(a, why, nick, ch->name, NULL);
	else
		answer_reply(a, why, ch->name, letter, NULL);
}

/* --- the handler's half --- */

/* A letter of another alphabet is several bytes: none of them is a letter. */
static void
say_unknown(struct client *c, char letter)
{
	char text[2] = { letter, '\0' };

	if ((unsigned char)letter <= ' ' || (unsigned char)letter >= 0x7f)
		text[0] = '?';
	client_reply(c, ERR_UNKNOWNMODE, text, NULL);
}

static void
say_bad_param(struct client *c, const struct channel *ch,
    const struct irc_mode_change *m, const char *why)
{
	char letter[2] = { m->letter, '\0' };

	client_reply_text(c, ERR_INVALIDMODEPARAM, why, ch->name, letter,
	    m->param == NULL ? "*" : m->param, NULL);
}

/* A parameter in the middle of a line, and in JOIN one of a list. */
static bool
key_is_valid(const char *key)
{
	const char *at;

	if (key[0] == '\0' || key[0] == ':' || strlen(key) > KEY_LEN)
		return false;
	for (at = key; *at != '\0'; at++)
		if ((unsigned char)*at <= ' ' || *at == ',' || *at == 0x7f)
			return false;
	return true;
}

static bool
make_key(struct client *c, const struct channel *ch,
    const struct irc_mode_change *m, char out[PARAM_SIZE])
{
	if (!m->adding) {
		str_copy(out, PARAM_SIZE, "*");	/* whatever was given */
	} else if (m->param == NULL) {
		say_bad_param(c, ch, m, "You must specify a key");
		return false;
	} else if (!key_is_valid(m->param)) {
		client_reply(c, ERR_INVALIDKEY, ch->name, NULL);
		return false;
	} else {
		str_copy(out, PARAM_SIZE, m->param);
	}
	return true;
}

/* The modes that take a number. */
static const struct number_mode {
	char letter;
	int64_t max;
	const char *wanted;
} number_modes[] = {
	{ 'l', INT32_MAX, "The limit must be a number above 0" },
	{ 'W', SLOW_MAX_S, "This must be a number of seconds, from "
	    "1 to 86400" },
};

static const struct number_mode *
number_mode(char letter)
{
	return &number_modes[letter == 'W'];
}

static bool
make_number(struct client *c, const struct channel *ch,
    const struct irc_mode_change *m, char out[PARAM_SIZE])
{
	const struct number_mode *mode = number_mode(m->letter);
	int64_t number;

	if (m->param == NULL ||
	    !str_to_int64(m->param, 1, mode->max, &number)) {
		say_bad_param(c, ch, m, mode->wanted);
		return false;
	}
	snprintf(out, PARAM_SIZE, "%lld", (long long)number);
	return true;
}

static bool
make_mask(struct client *c, const struct channel *ch,
    const struct irc_mode_change *m, char out[PARAM_SIZE])
{
	char mask[MASK_LEN + 1];
	enum channel_list which = CHANNEL_BANS;

	(void)mode_list_of_letter(m->letter, &which);
	if (m->param[0] == ':' || !extban_make(m->param, which, mask)) {
		say_bad_param(c, ch, m, "This is not a mask");
		return false;
	}
	str_copy(out, PARAM_SIZE, mask);
	return true;
}

static bool
make_member(struct client *c, const struct channel *ch,
    const struct irc_mode_change *m, char out[PARAM_SIZE])
{
	const struct user *u;
	enum numeric why;

	if (m->param == NULL) {
		say_bad_param(c, ch, m, "You must name a member");
		return false;
	}
	if ((u = user_find(c->server, m->param)) == NULL) {
		client_reply(c, ERR_NOSUCHNICK, m->param, NULL);
		return false;
	}
	if ((why = change_refused(ch, m, u)) != 0) {
		say_refused(c->server->answer, why, ch, m, u->nick);
		return false;
	}
	snprintf(out, PARAM_SIZE, "%llu:%s", (unsigned long long)u->number,
	    u->nick);
	return true;
}

/* The parameter as it travels; false: it is wrong, which was said. Whether a
 * list is full is left to apply: another change of the line may make room. */
static bool
make_param(struct client *c, const struct channel *ch,
    const struct irc_mode_change *m, char out[PARAM_SIZE])
{
	switch (m->kind) {
	case IRC_MODE_MEMBER:
		return make_member(c, ch, m, out);
	case IRC_MODE_ALWAYS:
		return make_key(c, ch, m, out);
	case IRC_MODE_SET:
		return make_number(c, ch, m, out);
	default:
		return make_mask(c, ch, m, out);
	}
}

/* Past MODES_PER_LINE those with a parameter are left out, as ISUPPORT says. */
static void
take(struct client *c, const struct channel *ch, struct change_list *list,
    const struct irc_mode_change *m)
{
	bool has_param = m->kind != IRC_MODE_FLAG &&
	    (m->kind != IRC_MODE_SET || m->adding);
	struct irc_mode_change *to = &list->at[list->n];

	if (has_param && list->nparams == MODES_PER_LINE)
		return;
	*to = *m;
	to->param = NULL;
	if (has_param) {
		char *param = list->params[list->nparams];

		if (!make_param(c, ch, m, param))
			return;
		to->param = param;
		list->nparams++;
	}
	list->n++;
}

static void
post_changes(struct client *c, const struct channel *ch,
    const struct change_list *list)
{
	char letters[IRC_MODE_LETTERS_SIZE];
	char joined[MODES_PER_LINE * PARAM_SIZE] = "";
	const char *params[CHANGES_MAX];
	struct event_text text = { .source = c->user->source,
	    .target = ch->name, .text = letters, .extra = joined };
	size_t n = irc_mode_join(list->at, list->n, letters, params), i;
	size_t len = 0;
	struct event *e;

	for (i = 0; i < n; i++)
		len += (size_t)snprintf(joined + len, sizeof joined - len,
		    "%s%s", i == 0 ? "" : " ", params[i]);
	e = event_new(EVENT_MODE, &text);
	e->channel = ch->number;
	post(c, e);
}

enum numeric
mode_channel_by_access_refused(const struct channel *ch,
    const struct user *u)
{
	return access_of(ch, u) >= ACCESS_OP ? 0 : ERR_CHANOPRIVSNEEDED;
}

void
mode_channel_post_by_access(struct client *c, const struct channel *ch,
    const struct user *target, const char *change)
{
	char source[SOURCE_LEN + 1], param[PARAM_SIZE];
	struct event_text text = { .source = source, .target = ch->name,
	    .text = change, .extra = param };
	struct event *e;

	service_source(&chanserv, c->server, source);
	snprintf(param, sizeof param, "%llu:%s",
	    (unsigned long long)target->number, target->nick);
	e = event_new(EVENT_MODE, &text);
	e->channel = ch->number;
	e->flags = BY_ACCESS;
	post(c, e);
}

/* A list is told once, however often its letter stands there. */
static void
ask_list(struct client *c, struct channel *ch, char letter, unsigned *asked)
{
	enum channel_list which;

	if (!mode_list_of_letter(letter, &which) || (*asked & 1u << which))
		return;
	*asked |= 1u << which;
	mode_list_start(c->server->answer, ch, which);
}

void
mode_channel_run(struct client *c, struct channel *ch,
    const struct irc_msg *msg)
{
	enum numeric why = channel_operator_refused(ch, c->user);
	struct irc_mode_reader r;
	struct irc_mode_change m;
	struct change_list list = { .n = 0 };
	unsigned looked = 0, asked = 0;
	bool was_said = false;

	irc_mode_start(&r, &irc_mode_channel, msg->params + 1,
	    msg->nparams - 1);
	while (looked++ < CHANGES_MAX && irc_mode_next(&r, &m)) {
		if (m.kind == IRC_MODE_UNKNOWN) {
			say_unknown(c, m.letter);
		} else if (m.kind == IRC_MODE_LIST && m.param == NULL) {
			ask_list(c, ch, m.letter, &asked);
		} else if (why == 0) {
			take(c, ch, &list, &m);
		} else if (!was_said) {
			client_reply(c, why, ch->name, NULL);
			was_said = true;
		}
	}
	if (list.n > 0)
		post_changes(c, ch, &list);
}

/* --- apply's half --- */

static bool
set_flag(struct channel *ch, const struct irc_mode_change *m)
{
	unsigned before = ch->modes, bit = channel_mode_of_letter(m->letter);

	ch->modes = m->adding ? before | bit : before & ~bit;
	return ch->modes != before;
}

static bool
set_key(struct channel *ch, const struct irc_mode_change *m)
{
	const char *key = m->adding ? m->param : NULL;

	if (str_eq(ch->key, key))
		return false;
	channel_set_key(ch, key);
	return true;
}

static bool
set_number(struct channel *ch, const struct irc_mode_change *m)
{
	unsigned *field = m->letter == 'W' ? &ch->slow_s : &ch->limit;
	unsigned before = *field;
	int64_t number = 0;

	if (m->adding && !str_to_int64(m->param, 1,
	    number_mode(m->letter)->max, &number))
		return false;
	*field = (unsigned)number;
	return *field != before;
}

static bool
set_mask(struct channel *ch, const struct irc_mode_change *m,
    const char *source, const struct event *e)
{
	enum channel_list which = CHANNEL_BANS;
	struct list_mask *entry;

	if (!mode_list_of_letter(m->letter, &which))
		return false;
	entry = channel_list_find(ch, which, m->param);
	if (m->adding == (entry != NULL))
		return false;
	if (m->adding)
		channel_list_add(ch, which, m->param, source, e->time_ms);
	else
		channel_list_remove(ch, which, entry);
	if (which == CHANNEL_BANS && m->adding)
		spells_begin(&ch->spells, m->param, e->order);
	else if (which == CHANNEL_BANS)
		spells_end(&ch->spells, m->param, e->order);
	return true;
}

static bool
set_member(struct server *s, struct channel *ch,
    const struct irc_mode_change *m, const struct user *target)
{
	struct member *member = channel_member(ch, target);
	bool is_op = m->letter == 'o';
	bool before = is_op ? member->is_operator : member->is_voiced;

	if (is_op)
		member->is_operator = m->adding;
	else
		member->is_voiced = m->adding;
	standing_mark(s, member->user);
	return before != m->adding;
}

/* Who "number:nick" is now, NULL: gone; `nick` is who it was. */
static const struct user *
target_of(const struct server *s, const char *param, const char **nick)
{
	const char *colon = strchr(param, ':');
	char digits[24];
	int64_t number;

	*nick = colon == NULL ? param : colon + 1;
	str_copy_span(digits, sizeof digits, (struct str_span){ param,
	    colon == NULL ? 0 : (size_t)(colon - param) });
	if (!str_to_int64(digits, 1, INT64_MAX, &number))
		return NULL;
	return user_by_number(s, (uint64_t)number);
}

/* True: something is different now, and m->param is as it is to be shown. */
static bool
make_change(struct server *s, struct channel *ch, const struct event *e,
    const char *source, struct irc_mode_change *m, struct answer *a)
{
	const struct user *target = NULL;
	const char *nick = NULL;
	enum numeric why;

	if (m->kind == IRC_MODE_MEMBER)
		target = target_of(s, m->param, &nick);
	if ((why = change_refused(ch, m, target)) != 0) {
		say_refused(a, why, ch, m, nick);
		return false;
	}
	switch (m->kind) {
	case IRC_MODE_MEMBER:
		m->param = target->nick;
		return set_member(s, ch, m, target);
	case IRC_MODE_ALWAYS:
		return set_key(ch, m);
	case IRC_MODE_SET:
		return set_number(ch, m);
	case IRC_MODE_LIST:
		return set_mask(ch, m, source, e);
	default:
		return set_flag(ch, m);
	}
}

static void
note_closing(struct channel *ch, bool was_closed, uint64_t order)
{
	bool is_closed = channel_is_closed(ch);

	if (is_closed && !was_closed)
		spells_begin(&ch->spells, NULL, order);
	else if (was_closed && !is_closed)
		spells_end(&ch->spells, NULL, order);
}

/* One line of MODE. */
static void
tell_line(struct server *s, const struct event *e, const struct channel *ch,
    const char *source, const struct irc_mode_change *m, size_t n,
    struct answer *a)
{
	char letters[IRC_MODE_LETTERS_SIZE];
	struct fanout f;

	fanout_start(&f, s, e, "MODE", ch->name, letters);
	if (e->flags & BY_ACCESS) {
		fanout_from_server(&f);
		f.msgid = e->msgid;
	}
	f.msg.source = source;
	f.msg.nparams += irc_mode_join(m, n, letters,
	    &f.msg.params[f.msg.nparams]);
	fanout_answer(&f, a);
	fanout_to_channel(&f, ch);
	fanout_end(&f);
}

/* How many of the changes fit a line: masks are longer than they came in. */
static size_t
fitting(const struct channel *ch, const char *source,
    const struct irc_mode_change *m, size_t n)
{
	size_t len = strlen(source) + strlen(ch->name) + sizeof ": MODE  \r\n";
	size_t i;

	for (i = 0; i < n; i++) {
		len += 2 + (m[i].param == NULL ? 0 : 2 + strlen(m[i].param));
		if (len > IRC_LINE_BODY_MAX)
			break;
	}
	return i > 0 ? i : 1;
}

/* The same for the history. */
static void
add_line(struct buf *lines, const struct irc_mode_change *m, size_t n)
{
	char letters[IRC_MODE_LETTERS_SIZE];
	const char *params[CHANGES_MAX];
	size_t nparams = irc_mode_join(m, n, letters, params), i;
	bool ok = (lines->len == 0 || buf_add_char(lines, MULTILINE_BREAK)) &&
	    buf_add_str(lines, letters);

	for (i = 0; i < nparams && ok; i++)
		ok = buf_add_char(lines, ' ') && buf_add_str(lines, params[i]);
}

static void
tell(struct server *s, const struct event *e, const struct channel *ch,
    const struct user *by, const struct irc_mode_change *m, size_t n,
    struct answer *a)
{
	const char *source = by == NULL ? e->s.source : by->source;
	struct buf lines;

	buf_init(&lines, CHANGES_MAX * (PARAM_SIZE + IRC_MODE_LETTERS_SIZE));
	while (n > 0) {
		size_t some = fitting(ch, source, m, n);

		tell_line(s, e, ch, source, m, some, a);
		add_line(&lines, m, some);
		m += some;
		n -= some;
	}
	happened(s, e, ch, by, EVENT_VERB_MODE, buf_str(&lines), NULL);
	buf_release(&lines);
}

/* Takes the parameters of the event apart: words[0] are its letters. */
static size_t
split_params(const struct event *e, char *room, size_t size,
    const char *words[MODES_PER_LINE + 1])
{
	char *at = room;
	size_t n = 0;

	words[n++] = e->s.text;
	str_copy(room, size, e->s.extra);
	while (*at != '\0' && n <= MODES_PER_LINE) {
		words[n++] = at;
		at += strcspn(at, " ");
		if (*at == ' ')
			*at++ = '\0';
	}
	return n;
}

void
mode_channel_apply(struct server *s, const struct event *e, struct answer *a)
{
	struct channel *ch = channel_by_number(s, e->channel);
	const struct user *u = user_by_number(s, e->user);
	struct irc_mode_change done[CHANGES_MAX];
	const char *words[MODES_PER_LINE + 1];
	char room[MODES_PER_LINE * PARAM_SIZE + 1];
	struct irc_mode_reader r;
	enum numeric why;
	bool was_closed;
	size_t n = 0;

	if (u == NULL)
		return;
	if (ch == NULL) {
		answer_reply(a, ERR_NOSUCHCHANNEL, e->s.target, NULL);
		return;
	}
	why = e->flags & BY_ACCESS ? mode_channel_by_access_refused(ch, u) :
	    channel_operator_refused(ch, u);
	if (why != 0) {
		answer_reply(a, why, ch->name, NULL);
		return;
	}
	was_closed = channel_is_closed(ch);
	irc_mode_start(&r, &irc_mode_channel, words,
	    split_params(e, room, sizeof room, words));
	while (n < CHANGES_MAX && irc_mode_next(&r, &done[n]))
		n += make_change(s, ch, e, u->source, &done[n], a);
	if (n == 0)
		return;
	note_closing(ch, was_closed, e->order);
	log_line(LEVEL_INFO, "mode: user=%s channel=%s change=%s", u->source,
	    ch->name, e->s.text);
	channel_mark_dirty(s, ch);
	tell(s, e, ch, e->flags & BY_ACCESS ? NULL : u, done, n, a);
}
