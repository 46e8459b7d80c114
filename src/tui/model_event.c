/* model_event.c -- what a place says becomes what there is to see. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/model_internal.h"

#include "base/banned.h"

static void
replace(char **s, const char *text)
{
	char *copy = xstrdup(text);	/* `text` may be *s */

	free(*s);
	*s = copy;
}

/* --- People --- */

static void
set_facts(const struct model *m, const struct destination *d,
    const struct session_member *s, struct member_facts *f)
{
	const char *all = m->places[d->place].prefixes;
	const char *at = s->prefixes[0] != '\0' ?
	    strchr(all, s->prefixes[0]) : NULL;

	f->nick = s->nick;
	f->sign = s->prefixes[0];
	f->rank = at != NULL ? (int)(at - all) : (int)strlen(all);
	f->away = s->away;
	f->saw_away = s->saw_away;
	f->own = s->own;
}

static void
on_members(struct model *m, struct destination *d,
    const struct session_event *e)
{
	struct member_facts f;

	for (size_t i = 0; i < e->members.count; i++) {
		const struct session_member_change *c =
		    &e->members.changes[i];

		if (c->what == SESSION_REMOVED) {
			nicklist_remove(&d->members, c->member.nick,
			    m->mono_ms);
			continue;
		}
		set_facts(m, d, &c->member, &f);
		nicklist_set(&d->members, &f, m->mono_ms, m->wall_ms);
	}
	if (e->members.is_list_end)
		nicklist_sort(&d->members);
	if (d == model_side(m))
		m->is_dirty = true;
}

static void
on_nick(struct model *m, int place, const struct session_event *e)
{
	struct destination *d;

	if (e->nick.own) {
		replace(&m->places[place].nick, e->nick.to);
		model_say(m, false, _("you are now %s"), e->nick.to);
	}
	if (!e->nick.is_target)
		return;
	d = model_find(m, place, e->nick.from);
	if (d == NULL || model_find(m, place, e->nick.to) != NULL)
		return;
	replace(&d->target, e->nick.to);
	model_info(m, d, _("%s %s is now %s"), m->theme.signs->event,
	    e->nick.from, e->nick.to);
}

static void
on_away(struct model *m, int place, const struct session_event *e)
{
	struct destination *d = model_find(m, place, e->away.nick);

	if (e->away.own) {
		m->places[place].away = e->away.away;
		model_say(m, false, "%s", e->away.away ?
		    _("you are marked as away: /back ends it") :
		    _("you are no longer marked as away"));
	} else if (d != NULL && e->away.away) {
		model_info(m, d, _("%s %s is away: %s"),
		    m->theme.signs->event, e->away.nick, e->away.text);
	}
}

/* --- The place --- */

/* What was asked for before the break will not be answered. */
static void
forget_questions(struct model *m, int place)
{
	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d == NULL || d->place != place)
			continue;
		d->is_older_asked = false;
		d->gap_asked = 0;
		d->fetched = 0;
	}
}

/* Each try that fails as the one before is no news. The page of a place that
 * was never reached would be empty else: perhaps a slip of the pen, so it is
 * told once what can be done. */
static void
tell_trouble(struct model *m, int place)
{
	struct place *p = &m->places[place];
	bool is_first = p->trouble == NULL;

	if (!is_first && str_eq(p->trouble, p->reason))
		return;
	replace(&p->trouble, p->reason);
	model_log(m, true, p->reason);
	if (p->was_online)
		return;
	model_info(m, model_server_page(m, place), _("cannot reach %s: %s"),
	    p->host, p->reason);
	if (is_first)
		model_info(m, model_server_page(m, place),
		    _("/connect HOST goes to another server, /disconnect ends "
		    "these tries"));
}

static void
on_state(struct model *m, int place, const struct session_event *e)
{
	struct place *p = &m->places[place];
	bool was_away = p->state == SESSION_WAITING;

	p->state = e->state.state;
	p->why = e->state.why;
	replace(&p->reason, e->state.reason != NULL ? e->state.reason : "");
	p->retry_at_ms = e->state.retry_at_ms;
	if (p->state == SESSION_WAITING) {
		forget_questions(m, place);
		if (p->lost_ms == 0)	/* else a try failed, no more */
			p->lost_ms = p->break_ms = e->state.since_ms;
		if (!was_away && p->reason[0] != '\0')
			tell_trouble(m, place);
	}
	if (p->state == SESSION_ONLINE || p->state == SESSION_SYNCING) {
		p->was_online = true;
		p->lost_ms = 0;
		free(p->trouble);
		p->trouble = NULL;
	}
	m->is_dirty = true;
}

static void
on_welcome(struct model *m, int place, const struct session_event *e)
{
	struct place *p = &m->places[place];

	/* The name that a person or an earlier time gave it stays. */
	if (e->welcome.network[0] != '\0' && str_starts(p->host, p->name))
		replace(&p->name, e->welcome.network);
	replace(&p->lobby, e->welcome.lobby);
	replace(&p->nick, e->welcome.nick);
	if (e->welcome.prefixes[0] != '\0')
		replace(&p->prefixes, e->welcome.prefixes);
	p->tls = e->welcome.tls;
	p->has_echo = e->welcome.has_echo;
	p->has_history = e->welcome.has_history;
	p->has_typing = e->welcome.has_typing;
	p->has_replies = e->welcome.has_replies;
	p->has_reactions = e->welcome.has_reactions;
	p->has_redaction = e->welcome.has_redaction;
	if (e->welcome.is_return)
		model_log(m, false, _("connected again"));
	else if (p->lobby[0] == '\0')
		model_info(m, model_server_page(m, place), "%s",
		    _("join with /join #channel, or Ctrl-t"));
	m->is_dirty = true;
}

/* Whether what was joined is to be looked at. */
static bool
is_wanted(struct model *m, int place, const char *target)
{
	struct place *p = &m->places[place];
	bool asked = p->going != NULL && str_eq_nocase(p->going, target);

	if (asked) {
		free(p->going);
		p->going = NULL;
	}
	return asked || (m->here->kind == DESTINATION_SERVER &&
	    m->here->place == place);
}

/* Once, after the first-start screen. */
static void
welcome_newcomer(struct model *m, struct destination *d)
{
	if (!m->is_first_start)
		return;
	m->is_first_start = false;
	model_info(m, d, "%s", _("Everybody who is here reads what you "
	    "write. Ctrl-t chooses somebody else, /help says more."));
}

/* What came on arrival is on the page that the lobby has taken the place of. */
static void
mention_motd(struct model *m, int place)
{
	if (m->places[place].has_motd)
		model_say(m, false, _("%s has a message of the day: /motd"),
		    model_place_name(m, place));
}

static void
on_joined(struct model *m, int place, const struct session_event *e)
{
	struct destination *d = model_open(m, place, e->target,
	    e->joined.is_lobby ? DESTINATION_LOBBY : DESTINATION_CHANNEL);
	bool is_arrival = e->joined.is_lobby && m->places[place].page == NULL;

	if (d == NULL)
		return;
	if (d->was_removed)
		model_info(m, d, _("%s you are here again"),
		    m->theme.signs->event);
	d->is_joined = true;
	d->was_removed = false;
	if (d->kind == DESTINATION_LOBBY) {
		model_hide_page(m, place, d);
		welcome_newcomer(m, d);
	}
	if (is_wanted(m, place, e->target))
		model_go_with_text(m, d);
	if (is_arrival)
		mention_motd(m, place);
	m->is_dirty = true;
}

static void
on_parted(struct model *m, struct destination *d,
    const struct session_event *e)
{
	d->is_joined = false;
	d->was_removed = true;
	nicklist_clear(&d->members);
	m->is_dirty = true;
	if (e->parted.by[0] == '\0') {
		model_close(m, d);
		return;
	}
	model_info(m, d, _("%s you are no longer here: /join comes back"),
	    m->theme.signs->event);
}

/* --- All of them --- */

/* Lines of a person nobody has talked to yet open a private talk. */
static struct destination *
target_of(struct model *m, int place, const struct session_event *e)
{
	struct destination *d = model_find(m, place, e->target);

	if (d != NULL)
		return d;
	switch (e->type) {
	case SESSION_EVENT_DELIVERY:
		if (!e->delivery.is_first)	/* the talk was closed */
			return NULL;
		/* fall through */
	case SESSION_EVENT_MESSAGE:
	case SESSION_EVENT_LINES:
		return model_open(m, place, e->target, DESTINATION_PERSON);
	default:
		return NULL;
	}
}

/* There are too many talks for one more: its lines go to the page. */
static void
put_on_page(struct model *m, int place, const struct session_event *e)
{
	if (e->type == SESSION_EVENT_MESSAGE)
		model_info(m, model_server_page(m, place), "%s: %s",
		    e->line.nick, e->line.text);
}

static void
on_target(struct model *m, struct destination *d,
    const struct session_event *e)
{
	switch (e->type) {
	case SESSION_EVENT_PARTED:
		on_parted(m, d, e);
		break;
	case SESSION_EVENT_MESSAGE:
		model_on_message(m, d, &e->line);
		break;
	case SESSION_EVENT_DELIVERY:
		model_on_delivery(m, d, e);
		break;
	case SESSION_EVENT_LINES:
		model_on_lines(m, d, e);
		break;
	case SESSION_EVENT_GAP:
		model_on_gap(m, d, e);
		break;
	case SESSION_EVENT_FOUND:
		search_found(m, d, e);
		break;
	case SESSION_EVENT_MEMBERS:
		on_members(m, d, e);
		break;
	case SESSION_EVENT_TOPIC:
		replace(&d->topic, e->topic.text);
		model_touch(m, d);
		break;
	case SESSION_EVENT_TYPING:
		model_on_typing(m, d, e);
		break;
	case SESSION_EVENT_READ:
		model_on_read(m, d, e->read.time_ms);
		break;
	case SESSION_EVENT_REACTION:
		model_on_reaction(m, d, e);
		break;
	case SESSION_EVENT_REDACTED:
		model_on_redacted(m, d, e);
		break;
	default:
		break;
	}
}

void
model_session_event(struct model *m, int place,
    const struct session_event *e)
{
	struct destination *d;

	switch (e->type) {
	case SESSION_EVENT_STATE:
		on_state(m, place, e);
		break;
	case SESSION_EVENT_WELCOME:
		on_welcome(m, place, e);
		break;
	case SESSION_EVENT_JOINED:
		on_joined(m, place, e);
		break;
	case SESSION_EVENT_NICK:
		on_nick(m, place, e);
		break;
	case SESSION_EVENT_AWAY:
		on_away(m, place, e);
		break;
	case SESSION_EVENT_NOTE:
		model_on_note(m, place, e);
		break;
	case SESSION_EVENT_LIST:
		model_on_list(m, e);
		break;
	case SESSION_EVENT_WHOIS:
		model_on_whois(m, e);
		break;
	case SESSION_EVENT_ASK:
		model_on_ask(m, place, e);
		break;
	case SESSION_EVENT_CONNECT:
	case SESSION_EVENT_CLOSE:
		break;		/* for the edge */
	default:
		if (e->target == NULL)
			break;
		d = target_of(m, place, e);
		if (d != NULL)
			on_target(m, d, e);
		else
			put_on_page(m, place, e);
		break;
	}
}
