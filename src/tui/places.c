/* places.c -- uplinks, one per place, between loop and model; what is saved. */
#include "config.h"

#include "tui/places_internal.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "client/ignored.h"
#include "client/known.h"
#include "client/settings.h"
#include "client/uplink.h"
#include "session/session.h"
#include "tui/keep.h"
#include "tui/model.h"
#include "tui/relay.h"
#include "tui/wish.h"

#include "base/banned.h"

void
place_host_words(const char *host, uint16_t port, char *out, size_t size)
{
	snprintf(out, size, port == LOCATOR_PORT ? "%s" : "%s:%u", host,
	    (unsigned)port);
}

void
places_host_words(const struct wish *w, char *out, size_t size)
{
	place_host_words(w->hosts[0], w->port, out, size);
}

struct keep
place_keep(const struct places *ps, const struct place_link *p)
{
	return (struct keep){
		.model = ps->model, .place = p->number,
		.session = uplink_session(p->uplink),
		.host = p->host, .port = p->port,
		.saves_inputs = ps->settings->save_input,
	};
}

void
places_reconnect(struct places *ps, int number, struct now now)
{
	struct place_link *p = ps->all[number];

	if (!login_asks_first(&p->login))
		session_open(uplink_session(p->uplink), now);
}

void
places_disconnect(struct places *ps, int number, const char *reason,
    struct now now)
{
	struct session *s = places_session(ps, number);

	if (s == NULL)
		return;
	ps->all[number]->was_left = true;
	session_quit(s, reason[0] != '\0' ? reason :
	    ps->settings->quit_message, now);
}

struct session *
places_session(const struct places *ps, int number)
{
	return number >= 0 && number < ps->count ?
	    uplink_session(ps->all[number]->uplink) : NULL;
}

static struct logbook_place
logbook_place(const struct place_link *p)
{
	return (struct logbook_place){
		.number = p->number, .host = p->host, .port = p->port,
		.session = uplink_session(p->uplink),
	};
}

static void
keep_ignored(struct places *ps, const struct logbook_place *p)
{
	struct err why = { "" };

	if (!ignored_write(session_ignored(p->session), p->host, p->port,
	    &why))
		model_note(ps->model, true, why.text);
}

bool
places_request(struct places *ps, const struct model_request *r,
    struct now now)
{
	struct session *s = places_session(ps, r->place);
	struct logbook_place p;
	bool is_done;

	if (s == NULL)
		return false;
	p = logbook_place(ps->all[r->place]);
	if ((r->kind == REQUEST_OLDER || (r->kind == REQUEST_FIND &&
	    r->count > 0)) && logbook_older(&ps->logbook, &p,
	    r->target, r->count))
		return true;
	is_done = relay_request(ps->model, s, r, now);
	if (r->kind == REQUEST_TALK)
		logbook_open(&ps->logbook, &p, r->target);
	else if (r->kind == REQUEST_FORGET)
		logbook_forget(&ps->logbook, &p, r->target);
	else if (r->kind == REQUEST_IGNORE || r->kind == REQUEST_UNIGNORE)
		keep_ignored(ps, &p);
	return is_done;
}

void
places_turn(struct places *ps, struct now now)
{
	logbook_turn(&ps->logbook, now);
	for (int i = 0; i < ps->count; i++)
		uplink_tick(ps->all[i]->uplink, now);
}

void
places_network_changed(struct places *ps, struct now now)
{
	for (int i = 0; i < ps->count; i++)
		session_network_changed(uplink_session(ps->all[i]->uplink),
		    now);
}

/* --- What sessions tell ---------------------------------------------------- */

static void
note_channel(struct place_link *p, char *take)
{
	free(p->channels);
	p->channels = take;
}

static void
note_event(struct place_link *p, const struct session_event *e)
{
	switch (e->type) {
	case SESSION_EVENT_WELCOME:
		p->was_here = true;
		break;
	case SESSION_EVENT_JOINED:
		if (!e->joined.is_lobby)
			note_channel(p, wish_channels_with(p->channels,
			    e->target));
		break;
	case SESSION_EVENT_PARTED:
		note_channel(p, wish_channels_without(p->channels, e->target));
		break;
	default:
		break;
	}
}

/* Whom nobody vouches for is judged by the person; nothing is sent before. */
static void
check_trust(struct places *ps, struct place_link *p)
{
	const struct uplink_question *q = uplink_question(p->uplink);

	if (p->is_asked == (q != NULL))
		return;
	p->is_asked = q != NULL;
	model_certificate(ps->model, p->number, q == NULL ? NULL :
	    &(struct model_certificate){
		.host = q->host, .port = q->port,
		.subject = q->peer.certificate.subject,
		.fingerprint = q->peer.certificate.fingerprint,
		.fault = _(q->peer.fault),
		.until_ms = q->peer.certificate.not_after_ms,
		.has_changed = q->has_changed,
	});
}

void
places_trust(struct places *ps, int number, const char *word, struct now now)
{
	struct place_link *p = ps->all[number];

	p->is_asked = false;
	uplink_answer(p->uplink, str_eq(word, "trust") ? UPLINK_TRUST :
	    str_eq(word, "once") ? UPLINK_TRUST_ONCE : UPLINK_REFUSE, now);
}

static bool
take_events(struct places *ps, struct place_link *p, struct now now)
{
	struct session_event e;
	struct logbook_place log = logbook_place(p);
	bool any = false;

	check_trust(ps, p);
	uplink_tick(p->uplink, now);
	while (uplink_next(p->uplink, &e, now)) {
		note_event(p, &e);
		ps->told(ps->arg, p->number, &e);
		login_event(&p->login, &e);
		model_session_event(ps->model, p->number, &e);
		logbook_event(&ps->logbook, &log, &e, now);
		any = true;
	}
	model_lag(ps->model, p->number, session_lag_ms(log.session),
	    session_is_asked(log.session));
	return any;
}

bool
places_take_events(struct places *ps, struct now now)
{
	bool any = false;

	for (int i = 0; i < ps->count; i++)
		any = take_events(ps, ps->all[i], now) || any;
	return any;
}

bool
places_write(struct places *ps, struct now now)
{
	bool any = false;

	for (int i = 0; i < ps->count; i++) {
		struct place_link *p = ps->all[i];

		any = uplink_write(p->uplink, now) || any;
		any = login_turn(&p->login, now) || any;
	}
	return any;
}

int64_t
places_due_ms(const struct places *ps)
{
	int64_t due = ps->logbook.due_ms;

	for (int i = 0; i < ps->count; i++)
		if (uplink_due_ms(ps->all[i]->uplink) < due)
			due = uplink_due_ms(ps->all[i]->uplink);
	return due;
}

bool
places_any_connected(const struct places *ps)
{
	for (int i = 0; i < ps->count; i++)
		if (uplink_is_connected(ps->all[i]->uplink))
			return true;
	return false;
}

/* --- The end --------------------------------------------------------------- */

void
places_quit(struct places *ps, const char *reason, struct now now)
{
	for (int i = 0; i < ps->count; i++)
		session_quit(uplink_session(ps->all[i]->uplink), reason, now);
}

static void
save_place(struct places *ps, struct place_link *p, struct state *out,
    struct err *e)
{
	struct keep keep = place_keep(ps, p);
	struct state_place place = {
		.name = (char *)model_place_name(ps->model, p->number),
		.host = p->host, .port = p->port,
		.nick = (char *)session_own_nick(keep.session),
		.channels = p->channels, .dialect = p->dialect,
		.account = p->login.was_in ? p->login.account : NULL,
		.levels = (char *)model_levels(ps->model, p->number),
		.seen_ms = session_seen_ms(keep.session),
		.tls = p->tls, .is_open = !p->was_left,
	};

	state_put(out, &place);
	keep_save(&keep, e);
}

/* It was never reached this time: as it was, and to be tried again. */
static void
keep_open(const struct place_link *p, const struct state *out)
{
	struct state_place *saved = state_find(out, p->host, p->port);

	if (saved != NULL)
		saved->is_open = !p->was_left;
}

/* Another client may have saved meanwhile: what it wrote stays. */
void
places_save(struct places *ps, struct err *e)
{
	struct state all;
	bool any = false;

	state_read_places(&all);
	for (size_t i = 0; i < all.count; i++)
		all.places[i].is_open = false;
	for (int i = 0; i < ps->count; i++) {
		/* Nothing is written before the first connection. */
		if (!ps->all[i]->was_here) {
			keep_open(ps->all[i], &all);
			continue;
		}
		save_place(ps, ps->all[i], &all,
		    e->text[0] == '\0' ? e : NULL);
		any = true;
	}
	if (any || all.count > 0)
		(void)!state_write_places(&all, e->text[0] == '\0' ? e :
		    NULL);
	state_release(&all);
}

void
places_release(struct places *ps)
{
	logbook_release(&ps->logbook);
	while (ps->count > 0) {
		struct place_link *p = ps->all[--ps->count];

		login_release(&p->login);
		uplink_free(p->uplink);
		free(p->host);
		free(p->channels);
		free(p);
	}
	state_release(&ps->saved);
	known_close(ps->known);
}
