/* mode_channel.c -- MODE of a channel: what is asked for, and posted. */
#include "config.h"
#include "server/mode_channel.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "server/access.h"
#include "server/apply.h"
#include "server/extban.h"
#include "server/member.h"
#include "server/mode_channel_internal.h"
#include "server/mode_list.h"
#include "server/server_internal.h"
#include "server/service.h"

#include "base/banned.h"

/* The changes of one line, each parameter in its own place. */
struct change_list {
	struct irc_mode_change at[CHANGES_MAX];
	size_t n;
	unsigned nparams;
	char params[MODES_PER_LINE][PARAM_SIZE];
};

/* --- asked in both halves --- */

static bool
lists_are_full(const struct channel *ch)
{
	size_t n = 0;
	int which;

	for (which = 0; which < CHANNEL_LISTS; which++)
		n += ch->lists[which].count;
	return n >= LIST_MAX;
}

enum numeric
mode_channel_change_refused(const struct channel *ch, const struct irc_mode_change *m,
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

void
mode_channel_say_refused(struct answer *a, enum numeric why, const struct channel *ch,
    const struct irc_mode_change *m, const char *nick)
{
	char letter[2] = { m->letter, '\0' };

	if (why == ERR_USERNOTINCHANNEL)
		answer_reply(a, why, nick, ch->name, NULL);
	else
		answer_reply(a, why, ch->name, letter, NULL);
}

/* --- what is typed --- */

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

int64_t
mode_channel_number_max(char letter)
{
	return number_mode(letter)->max;
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
	if ((why = mode_channel_change_refused(ch, m, u)) != 0) {
		mode_channel_say_refused(c->server->answer, why, ch, m,
		    u->nick);
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
