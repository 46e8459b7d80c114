/* mode_channel_apply.c -- MODE of a channel: decided, made and told. */
#include "config.h"
#include "server/mode_channel.h"

#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "server/fanout.h"
#include "server/happened.h"
#include "server/member.h"
#include "server/mode_channel_internal.h"
#include "server/mode_list.h"
#include "server/multiline.h"
#include "server/server_internal.h"
#include "server/standing.h"

#include "base/banned.h"

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
	    mode_channel_number_max(m->letter), &number))
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
	if ((why = mode_channel_change_refused(ch, m, target)) != 0) {
		mode_channel_say_refused(a, why, ch, m, nick);
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
