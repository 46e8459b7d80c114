/* model_words.c -- what a server says in words: notes, lists, questions. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "tui/dates.h"
#include "tui/mention.h"
#include "tui/model_internal.h"

#include "base/banned.h"

/* Whether a message to that name has just been sent in vain. */
static bool
is_message_lost(struct model *m, int place, const char *name)
{
	const struct destination *d = model_find(m, place, name);

	return d != NULL && d->kind == DESTINATION_PERSON &&
	    d->pending_count > 0;
}

static void
ask_no_nick(struct model *m, int place, const struct session_event *e)
{
	const char *near = mention_nearest(model_side(m), e->note.subject);
	char words[MODEL_WORDS];

	if (near == NULL || str_eq_nocase(near, e->note.subject) ||
	    !is_message_lost(m, place, e->note.subject)) {
		model_say(m, true, _("nobody is called %s"),
		    e->note.subject);
		return;
	}
	model_log(m, true, e->note.text);
	snprintf(words, sizeof words,
	    _("nobody is called %s: %s? Enter = send to %s"),
	    e->note.subject, near, near);
	model_ask(m, QUESTION_RESEND, place, words);
	str_copy(m->question.target, sizeof m->question.target, near);
	str_copy(m->question.subject, sizeof m->question.subject,
	    e->note.subject);
}

static void
ask_invite(struct model *m, int place, const struct session_event *e)
{
	char words[MODEL_WORDS];

	snprintf(words, sizeof words,
	    _("%s invites you to %s %s Enter = go there"), e->note.sender,
	    e->note.subject, m->theme.signs->dot);
	model_ask(m, QUESTION_JOIN, place, words);
	str_copy(m->question.target, sizeof m->question.target,
	    e->note.subject);
}

static void
put_server_words(struct model *m, struct destination *d,
    const struct session_event *e)
{
	if (d == NULL)
		return;
	if (e->note.sender[0] != '\0')
		model_info(m, d, "%s: %s", e->note.sender, e->note.text);
	else
		model_info(m, d, "%s", e->note.text);
}

/* "dana: Nickname is already in use": what it is about, unless that is said
 * or goes without saying. */
static void
say_refusal(struct model *m, const struct session_event *e)
{
	const char *about = e->note.subject;

	if (about[0] == '\0' || str_eq(about, "*") ||
	    mention_found(e->note.text, strlen(e->note.text), about) ||
	    (destination_is_channel(m->here) &&
	    str_eq_nocase(about, m->here->target)))
		model_say(m, true, "%s", e->note.text);
	else
		model_say(m, true, "%s: %s", about, e->note.text);
}

/* On arrival it belongs to the place's page; later it was asked for. */
static void
put_motd(struct model *m, int place, const char *line)
{
	enum session_state state = m->places[place].state;
	bool is_asked = m->here->place == place &&
	    (state == SESSION_SYNCING || state == SESSION_ONLINE);

	m->places[place].has_motd = true;
	model_info(m, is_asked ? m->here : model_server_page(m, place), "%s",
	    str_starts(line, "- ") ? line + 2 : line);
}

void
model_on_note(struct model *m, int place, const struct session_event *e)
{
	switch (e->note.kind) {
	case SESSION_NOTE_MOTD:
		put_motd(m, place, e->note.text);
		break;
	case SESSION_NOTE_SERVER:
		put_server_words(m, model_server_page(m, place), e);
		if (m->here->kind != DESTINATION_SERVER)
			model_log(m, false, e->note.text);
		break;
	case SESSION_NOTE_INFO:
		model_say(m, false, "%s", e->note.text);
		break;
	case SESSION_NOTE_ERROR:
	case SESSION_NOTE_NO_CHANNEL:
		say_refusal(m, e);
		break;
	case SESSION_NOTE_NO_NICK:
		ask_no_nick(m, place, e);
		break;
	case SESSION_NOTE_INVITE:
		ask_invite(m, place, e);
		break;
	case SESSION_NOTE_RAW:
		put_server_words(m, m->here, e);
		break;
	}
}

/* Sorted, so that the largest are next to the eye. */
static void
put_channels(struct model *m)
{
	struct channels *c = &m->channels;

	for (size_t i = 0; i < c->count; i++)
		model_info(m, m->here, "%-16s %4lu  %s", c->rows[i].name,
		    c->rows[i].members, c->rows[i].topic);
	if (c->total > c->count)
		model_info(m, m->here, _("the %zu largest of %zu channels; "
		    "/list *WORD* asks for others, /join #name goes there"),
		    c->count, c->total);
	else
		model_info(m, m->here, _("that is the list of channels; "
		    "/join #name goes there"));
	channels_clear(c);
}

void
model_on_list(struct model *m, const struct session_event *e)
{
	if (e->list.is_end)
		put_channels(m);
	else
		channels_add(&m->channels, e->list.channel, e->list.members,
		    e->list.topic);
}

void
model_on_whois(struct model *m, const struct session_event *e)
{
	const char *nick = e->whois.nick, *text = e->whois.text;
	char span[32];

	switch (e->whois.what) {
	case SESSION_WHOIS_USER:
		model_info(m, m->here, _("%s is %s (%s)"), nick, text,
		    e->whois.more);
		break;
	case SESSION_WHOIS_SERVER:
		model_info(m, m->here, _("%s is on the server %s"), nick,
		    text);
		break;
	case SESSION_WHOIS_OPERATOR:
		model_info(m, m->here, _("%s runs this server"), nick);
		break;
	case SESSION_WHOIS_IDLE:
		dates_span((int64_t)e->whois.number * 1000, span,
		    sizeof span);
		model_info(m, m->here, _("%s last wrote %s ago"), nick,
		    span);
		break;
	case SESSION_WHOIS_CHANNELS:
		model_info(m, m->here, _("%s is in %s"), nick, text);
		break;
	case SESSION_WHOIS_AWAY:
		model_info(m, m->here, _("%s is away: %s"), nick, text);
		break;
	case SESSION_WHOIS_ACCOUNT:
		model_info(m, m->here, _("%s has the account %s"), nick,
		    text);
		break;
	case SESSION_WHOIS_SECURE:
		model_info(m, m->here, _("%s is connected by TLS"), nick);
		break;
	case SESSION_WHOIS_OTHER:
		model_info(m, m->here, "%s %s", nick, text);
		break;
	case SESSION_WHOIS_WAS:
		model_info(m, m->here, _("%s was %s (%s)"), nick, text,
		    e->whois.more);
		break;
	case SESSION_WHOIS_END:
		break;
	}
}

void
model_on_ask(struct model *m, int place, const struct session_event *e)
{
	char words[MODEL_WORDS];

	snprintf(words, sizeof words, i18n_count(
	    "%zu message has waited for long %s Enter = send it",
	    "%zu messages have waited for long %s Enter = send them",
	    e->ask.count), e->ask.count, m->theme.signs->dot);
	model_ask(m, QUESTION_HELD, place, words);
}
