/* place_go.c -- a place is gone to: at a start, by a command, or again. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/machine.h"
#include "client/settings.h"
#include "client/uplink.h"
#include "session/session.h"
#include "tui/keep.h"
#include "tui/model.h"
#include "tui/places_internal.h"
#include "tui/wish.h"

#include "base/banned.h"

enum {
	HOST_SIZE = 300,
	FIRST_DAYS = 30		/* a first start asks for talks so far back */
};

static struct uplink *
make_uplink(const struct places *ps, const struct wish *w,
    const struct login *l, int64_t since_ms)
{
	const struct settings *s = ps->settings;
	const struct tls_pair own = { l->certificate, l->key };

	return uplink_new(&(struct uplink_config){
		.hosts = w->hosts,
		.nhosts = w->nhosts,
		.port = w->port,
		.dialect = w->dialect,
		.known = ps->known,
		.trust = w->trust,
		.own = own.certificate != NULL ? &own : NULL,
		.priority = ps->priority,
		.turn = ps->turn,
		.arg = ps->arg,
	}, &(struct session_config){
		.tls = w->tls,
		.may_upgrade = !w->no_tls,
		.nick = w->nick,
		.realname = s->realname[0] != '\0' ? s->realname : NULL,
		.account = l->account,
		.account_password = l->fresh,
		.pass_too = l->fresh != NULL,
		.certificate_may_fail = l->is_own_certificate,
		.channels = w->channels[0] != '\0' ? w->channels : NULL,
		.history_lines = (unsigned)s->history_lines,
		.since_ms = since_ms,
		.version = PACKAGE_STRING,
		.multiline = true,
		.formats = true,
		.resumes = true,
	});
}

/* The model shows it; what was kept of it is there again. */
static void
add(struct places *ps, const struct wish *w, struct now now)
{
	const struct state_place *saved = state_find(&ps->saved, w->hosts[0],
	    w->port);
	int64_t seen_ms = saved != NULL ? saved->seen_ms : 0;
	struct place_link *p;
	struct keep keep;
	char host[HOST_SIZE];

	if (ps->count == MODEL_MAX_PLACES)
		return;
	p = xcalloc(1, sizeof *p);
	p->places = ps;
	p->host = xstrdup(w->hosts[0]);
	p->port = w->port;
	place_login_init(p, w);
	p->uplink = make_uplink(ps, w, &p->login, seen_ms != 0 ? seen_ms :
	    now.wall_ms - FIRST_DAYS * INT64_C(86400000));
	p->dialect = w->dialect;
	p->tls = w->tls;
	/* With keys among them they are what was set, not what is joined. */
	p->channels = xstrdup(strchr(w->channels, ' ') == NULL ?
	    w->channels : "");
	places_host_words(w, host, sizeof host);
	p->number = model_add_place(ps->model,
	    w->name != NULL ? w->name : w->hosts[0], host, w->nick);
	model_set_session(ps->model, p->number, uplink_session(p->uplink));
	ps->all[ps->count++] = p;
	model_restore_seen(ps->model, p->number, seen_ms);
	if (saved != NULL)
		model_restore_levels(ps->model, p->number, saved->levels);
	keep = place_keep(ps, p);
	keep_restore(&keep, now);
}

static struct wish_last
last_of(const struct state_place *p)
{
	if (p == NULL)
		return (struct wish_last){ .host = NULL };
	return (struct wish_last){
		.host = p->host, .port = p->port, .nick = p->nick,
		.channels = p->channels, .account = p->account,
		.dialect = p->dialect, .tls = p->tls, .name = p->name,
	};
}

/* What is saved of the place that `to` means. */
static struct wish_last
last_said(const struct places *ps, const struct locator *to)
{
	if (to->nhosts > 0)
		return last_of(state_find(&ps->saved, to->hosts[0],
		    to->port));
	for (size_t i = ps->saved.count; i-- > 0;)
		if (to->port == 0 || ps->saved.places[i].port == to->port)
			return last_of(&ps->saved.places[i]);
	return last_of(NULL);
}

static bool
add_locator(struct places *ps, const struct locator *to, struct now now,
    struct wish *w)
{
	struct wish_last last = last_said(ps, to);

	if (!wish_make(w, to, ps->settings, &last, machine_login()))
		return false;
	add(ps, w, now);
	return true;
}

void
places_add_said(struct places *ps, const struct locator *to, struct now now)
{
	struct wish w;

	(void)add_locator(ps, to, now, &w);
}

/* All that were open, in the order they were added. */
static bool
add_open_ones(struct places *ps, struct now now)
{
	for (size_t i = 0; i < ps->saved.count; i++) {
		struct wish_last last = last_of(&ps->saved.places[i]);
		struct locator nothing = { .port = 0 };
		struct wish w;

		if (ps->saved.places[i].is_open && wish_make(&w, &nothing,
		    ps->settings, &last, machine_login()))
			add(ps, &w, now);
	}
	return ps->count > 0;
}

bool
places_begin(struct places *ps, const struct locator *to, struct now now,
    struct wish *w)
{
	bool is_said = to->nhosts > 0 || to->port != 0 || to->nick != NULL ||
	    ps->settings->machine_name[0] != '\0';

	if (!is_said && add_open_ones(ps, now))
		return true;
	return add_locator(ps, to, now, w);
}

void
places_start(struct places *ps, struct event_base *base, struct now now)
{
	ps->base = base;
	for (int i = 0; i < ps->count; i++) {
		struct place_link *p = ps->all[i];

		if (!p->is_started)
			login_begin(&p->login, p->uplink, base, now);
		p->is_started = true;
	}
}

/* One that is there already: seen again, connected again. */
static void
go_back(struct places *ps, struct place_link *p, struct now now)
{
	enum session_state state =
	    session_state(uplink_session(p->uplink));

	p->was_left = false;
	if (state == SESSION_WAITING || state == SESSION_CLOSED)
		places_reconnect(ps, p->number, now);
	model_show_place(ps->model, p->number);
}

struct place_link *
place_find(const struct places *ps, const char *host, uint16_t port,
    const char *name)
{
	for (int i = 0; i < ps->count; i++) {
		struct place_link *p = ps->all[i];

		if (name != NULL ? str_eq_nocase(name,
		    model_place_name(ps->model, i)) :
		    str_eq_nocase(p->host, host) && p->port == port)
			return p;
	}
	return NULL;
}

static bool
locate(const struct places *ps, const struct model_request *r,
    struct locator *to, struct err *e)
{
	const struct state_place *saved =
	    state_find_name(&ps->saved, r->target);

	if (saved == NULL) {
		to->port = (uint16_t)r->port;
		if (!locator_parse(to, r->target, e))
			return false;
	} else {
		to->hosts[to->nhosts++] = xstrdup(saved->host);
		to->port = saved->port;
		to->dialect = saved->dialect;
		to->tls = saved->tls;
	}
	if (r->text[0] != '\0') {
		free(to->nick);
		to->nick = xstrdup(r->text);
	}
	to->tls = to->tls || r->tls;
	return true;
}

static bool
connect_new(struct places *ps, const struct model_request *r,
    const struct locator *to, struct now now, struct err *e)
{
	struct wish_last last = last_said(ps, to);
	struct session *here = places_session(ps, r->place);
	struct wish w;

	if (ps->count == MODEL_MAX_PLACES) {
		err_set(e, _("more than %d places"), (int)MODEL_MAX_PLACES);
		return false;
	}
	(void)wish_make(&w, to, ps->settings, &last, here != NULL ?
	    session_own_nick(here) : machine_login());
	w.password = r->id;
	w.keeps = r->count != 0;
	add(ps, &w, now);
	if (ps->base != NULL)
		places_start(ps, ps->base, now);
	return true;
}

bool
places_connect(struct places *ps, const struct model_request *r,
    struct now now, struct err *e)
{
	struct place_link *p = place_find(ps, NULL, 0, r->target);
	struct locator to = { .port = 0 };
	bool ok = p != NULL || locate(ps, r, &to, e);

	if (ok && p == NULL)
		p = place_find(ps, to.hosts[0],
		    locator_port(&to, LOCATOR_PORT), NULL);
	if (ok && p != NULL)
		go_back(ps, p, now);
	else if (ok)
		ok = connect_new(ps, r, &to, now, e);
	locator_release(&to);
	return ok;
}
