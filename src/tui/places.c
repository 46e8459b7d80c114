/* places.c -- uplinks, one per place, between loop and model. */
#include "config.h"

#include "tui/places.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "client/settings.h"
#include "client/uplink.h"
#include "session/session.h"
#include "tui/keep.h"
#include "tui/model.h"
#include "tui/wish.h"

#include "base/banned.h"

struct place_link {
	int number;		/* the model's */
	struct uplink *uplink;	/* owned */
	char *host;		/* owned; the first of them: its name in files */
	uint16_t port;
	char *channels;		/* owned; joined now: "#a,#b" */
	bool is_started;
	bool was_here;		/* welcomed at least once */
	int64_t lag_ms;		/* as the model knows it */
};

void
places_host_words(const struct wish *w, char *out, size_t size)
{
	snprintf(out, size, w->port == LOCATOR_PORT ? "%s" : "%s:%u",
	    w->hosts[0], (unsigned)w->port);
}

static struct keep
keep_of(const struct places *ps, const struct place_link *p)
{
	return (struct keep){
		.model = ps->model, .place = p->number,
		.session = uplink_session(p->uplink),
		.host = p->host, .port = p->port, .channels = p->channels,
		.saves_inputs = ps->settings->save_input,
	};
}

static struct uplink *
make_uplink(const struct places *ps, const struct wish *w)
{
	const struct settings *s = ps->settings;

	return uplink_new(&(struct uplink_config){
		.hosts = w->hosts,
		.nhosts = w->nhosts,
		.port = w->port,
		.dialect = w->dialect,
		.priority = ps->priority,
		.turn = ps->turn,
		.arg = ps->arg,
	}, &(struct session_config){
		.nick = w->nick,
		.realname = s->realname[0] != '\0' ? s->realname : NULL,
		.channels = w->channels[0] != '\0' ? w->channels : NULL,
		.history_lines = (unsigned)s->history_lines,
		.version = PACKAGE_STRING,
	});
}

void
places_add(struct places *ps, const struct wish *w, struct now now)
{
	struct place_link *p;
	struct keep keep;
	char host[300];

	if (ps->count == MODEL_MAX_PLACES)
		return;
	p = xcalloc(1, sizeof *p);
	p->uplink = make_uplink(ps, w);
	p->host = xstrdup(w->hosts[0]);
	p->port = w->port;
	p->channels = xstrdup("");
	p->lag_ms = -1;
	places_host_words(w, host, sizeof host);
	p->number = model_add_place(ps->model, w->hosts[0], host, w->nick,
	    false);
	ps->all[ps->count++] = p;
	keep = keep_of(ps, p);
	keep_restore(&keep, now);
}

void
places_start(struct places *ps, struct event_base *base, struct now now)
{
	for (int i = 0; i < ps->count; i++) {
		struct place_link *p = ps->all[i];

		if (!p->is_started)
			uplink_start(p->uplink, base, now);
		p->is_started = true;
	}
}

struct session *
places_session(const struct places *ps, int number)
{
	return number >= 0 && number < ps->count ?
	    uplink_session(ps->all[number]->uplink) : NULL;
}

void
places_turn(struct places *ps, struct now now)
{
	for (int i = 0; i < ps->count; i++)
		uplink_tick(ps->all[i]->uplink, now);
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

static bool
take_events(struct places *ps, struct place_link *p, struct now now)
{
	struct session_event e;
	int64_t lag = session_lag_ms(uplink_session(p->uplink));
	bool any = false;

	uplink_tick(p->uplink, now);
	while (uplink_next(p->uplink, &e, now)) {
		note_event(p, &e);
		model_session_event(ps->model, p->number, &e);
		any = true;
	}
	if (lag != p->lag_ms)
		model_lag(ps->model, p->number, lag);
	p->lag_ms = lag;
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

	for (int i = 0; i < ps->count; i++)
		any = uplink_write(ps->all[i]->uplink, now) || any;
	return any;
}

int64_t
places_due_ms(const struct places *ps)
{
	int64_t due = INT64_MAX;

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

void
places_save(struct places *ps, struct err *e)
{
	for (int i = 0; i < ps->count; i++) {
		struct keep keep = keep_of(ps, ps->all[i]);

		/* Nothing is written before the first connection. */
		if (ps->all[i]->was_here)
			keep_save(&keep, e);
	}
}

void
places_release(struct places *ps)
{
	while (ps->count > 0) {
		struct place_link *p = ps->all[--ps->count];

		uplink_free(p->uplink);
		free(p->host);
		free(p->channels);
		free(p);
	}
}
