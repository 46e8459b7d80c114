/* link.c -- whether the connection lives, and when to try the next one. */
#include "config.h"

#include "session/link.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "session/batch.h"
#include "session/clean.h"
#include "session/roster.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	PING_AFTER_MS = 15 * 1000,	/* of silence */
	LOST_AFTER_MS = 30 * 1000,
	ANSWER_MS = LOST_AFTER_MS - PING_AFTER_MS,
	MEASURE_MS = 60 * 1000,		/* the lag at least so often */
	LAG_STEP_MS = 1000,		/* while it grows */
	JUMP_MS = 10 * 1000,		/* of the clock: we were suspended */
	AGAIN_MS = 5 * 1000,		/* between two signs of a new network */
	STABLE_MS = 30 * 1000,		/* then a connection counts as good */
	RETRY_MAX_S = 60
};

static const char token[] = "lag";

void
link_connect(struct session *s)
{
	struct session_event *ev;

	session_set_state(s, SESSION_CONNECTING);
	ev = emit(s, SESSION_EVENT_CONNECT, NULL);
	ev->connect.host = s->config.host;
	ev->connect.port = s->config.port;
	ev->connect.tls = s->config.tls;
}

void
link_up(struct session *s)
{
	struct link *l = &s->link;

	l->is_up = true;
	l->heard_ms = l->measured_ms = s->now.mono_ms;
	l->pinged_ms = 0;
	l->lag_ms = -1;
	l->welcome_ms = 0;
	l->reason[0] = '\0';
	l->minute = s->now.wall_ms / 60000;
	l->refresh_ms = s->now.mono_ms;
}

void
link_heard(struct session *s)
{
	s->link.heard_ms = s->now.mono_ms;
}

void
link_welcome(struct session *s)
{
	s->link.welcome_ms = s->now.mono_ms;
}

/* At once; then 1 s, doubling to 60 s, each more or less a fifth. */
static int64_t
next_delay(struct session *s)
{
	struct link *l = &s->link;
	int64_t delay = 1;
	unsigned i;

	if (l->welcome_ms != 0 &&
	    s->now.mono_ms - l->welcome_ms >= STABLE_MS)
		l->attempts = 0;
	l->welcome_ms = 0;	/* the tries that follow have had none */
	if (l->attempts++ == 0)
		return 0;
	for (i = 2; i < l->attempts && delay < RETRY_MAX_S; i++)
		delay *= 2;
	if (delay > RETRY_MAX_S)
		delay = RETRY_MAX_S;
	return delay * 800 + (int64_t)rand_below(&s->rand,
	    (uint64_t)(delay * 400 + 1));
}

static bool
is_final(enum session_why why)
{
	return why == SESSION_WHY_QUIT || why == SESSION_WHY_PASSWORD ||
	    why == SESSION_WHY_BANNED || why == SESSION_WHY_NICK ||
	    why == SESSION_WHY_TRUST;
}

/* What was on its way is lost; what is known of the place stays. */
static void
let_go(struct session *s, bool keep_output)
{
	s->link.is_up = false;
	s->link.lag_ms = -1;
	s->link.lost_wall_ms = s->now.wall_ms;
	delivery_lost(s);
	history_lost(s);
	ask_clear(s);
	batch_clear(s);
	queue_clear(s);
	s->caps = 0;
	s->whois[0] = '\0';
	if (!keep_output) {
		buf_release(&s->wire.out);
		buf_release(&s->wire.cuts);
	}
}

void
link_upgrade(struct session *s, uint16_t port)
{
	let_go(s, false);
	s->config.tls = true;
	s->config.port = port;
	link_connect(s);
}

void
link_down(struct session *s, enum session_why why, const char *reason,
    bool is_ours)
{
	struct link *l = &s->link;
	struct session_event *ev;

	if (!l->is_up && s->state != SESSION_CONNECTING)
		return;
	if (why == SESSION_WHY_LINK && l->why != SESSION_WHY_NONE)
		why = l->why;	/* the server has said why */
	if (why == SESSION_WHY_LINK && l->reason[0] != '\0')
		why = SESSION_WHY_ERROR;
	if (why != SESSION_WHY_LINK && l->reason[0] != '\0')
		reason = l->reason;
	l->why = SESSION_WHY_NONE;
	if (l->is_up || l->attempts == 0)
		l->lost_wall_ms = s->now.wall_ms;
	if (l->is_up)
		let_go(s, why == SESSION_WHY_QUIT);
	if (is_ours) {
		ev = emit(s, SESSION_EVENT_CLOSE, NULL);
		ev->close.reason = emit_text(s, reason);
	}
	s->state = is_final(why) ? SESSION_CLOSED : SESSION_WAITING;
	if (s->state == SESSION_WAITING)
		l->retry_at_ms = s->now.mono_ms + next_delay(s);
	emit_state(s, s->state, why, reason);
	l->reason[0] = '\0';
}

/* --- Silence and lag ------------------------------------------------------- */

static void
measured(struct session *s, int64_t lag_ms)
{
	s->link.lag_ms = lag_ms > 0 ? lag_ms : 0;
	s->link.measured_ms = s->now.mono_ms;
}

int64_t
session_seen_ms(const struct session *s)
{
	return session_is_on(s) ? s->now.wall_ms : s->link.lost_wall_ms;
}

int64_t
session_lag_ms(const struct session *s)
{
	const struct link *l = &s->link;
	int64_t waits = s->now.mono_ms - l->pinged_ms;

	/* An answer that is late counts while it is not there. */
	return l->pinged_ms != 0 && waits > l->lag_ms && waits > 1000 ?
	    waits : l->lag_ms;
}

bool
session_is_asked(const struct session *s)
{
	return s->link.pinged_ms != 0;
}

static void
probe(struct session *s)
{
	wire_say(s, "PING", token, NULL);
	queue_count(s);
	s->link.pinged_ms = s->now.mono_ms;
}

void
link_on_pong(struct session *s, const struct received *r)
{
	const struct ask *a = s->asks.out;
	const char *said;

	if (r->m->nparams == 0)
		return;
	said = r->m->params[r->m->nparams - 1];
	if (a != NULL && a->kind == ASK_SETTLE && str_eq(said, a->label)) {
		measured(s, s->now.mono_ms - a->asked_ms);
		delivery_arrived(s, a->upto);
		ask_done(s);
	} else if (resume_on_pong(s, said)) {
		link_heard(s);
	} else if (s->link.pinged_ms != 0 && str_eq(said, token)) {
		measured(s, s->now.mono_ms - s->link.pinged_ms);
		s->link.pinged_ms = 0;
		link_heard(s);	/* a codec may have answered */
	}
}

void
link_on_error(struct session *s, const struct received *r)
{
	if (r->m->nparams > 0)
		str_copy(s->link.reason, sizeof s->link.reason,
		    clean_text(&s->arena, r->m->params[0]));
}

/* When to look again; while an answer is due the lag grows by the second. */
static int64_t
watch(struct session *s)
{
	struct link *l = &s->link;
	int64_t now = s->now.mono_ms, silent = now - l->heard_ms, lost;

	if (l->pinged_ms == 0 && (silent >= PING_AFTER_MS ||
	    now - l->measured_ms >= MEASURE_MS))
		probe(s);
	if (l->pinged_ms == 0)
		return l->heard_ms + PING_AFTER_MS <
		    l->measured_ms + MEASURE_MS ?
		    l->heard_ms + PING_AFTER_MS : l->measured_ms + MEASURE_MS;
	if (silent >= LOST_AFTER_MS && now - l->pinged_ms >= ANSWER_MS) {
		link_down(s, SESSION_WHY_LINK,
		    _("the server has not answered for 30 seconds"), true);
		return now;
	}
	lost = l->heard_ms + LOST_AFTER_MS > l->pinged_ms + ANSWER_MS ?
	    l->heard_ms + LOST_AFTER_MS : l->pinged_ms + ANSWER_MS;
	return lost < now + LAG_STEP_MS ? lost : now + LAG_STEP_MS;
}

/* We were asleep, or the clock was set: what we know of the link is old. */
static bool
has_jumped(const struct session *s, struct now before)
{
	int64_t wall = s->now.wall_ms - before.wall_ms;
	int64_t mono = s->now.mono_ms - before.mono_ms;

	return before.mono_ms != 0 && wall - mono > JUMP_MS;
}

static void
wake_up(struct session *s)
{
	if (s->state == SESSION_WAITING)
		s->link.retry_at_ms = s->now.mono_ms;
	else if (session_is_on(s))
		probe(s);
	s->link.heard_ms = s->now.mono_ms - PING_AFTER_MS;
}

void
session_network_changed(struct session *s, struct now now)
{
	struct link *l = &s->link;

	s->now = now;
	/* Several addresses may come one after the other. */
	if (!l->is_up || l->pinged_ms == 0 ||
	    now.mono_ms - l->pinged_ms >= AGAIN_MS)
		wake_up(s);
}

static int64_t
minute(struct session *s)
{
	int64_t this_minute = s->now.wall_ms / 60000;

	if (this_minute != s->link.minute) {
		s->link.minute = this_minute;
		roster_minute(s);
	}
	return s->now.mono_ms + 60000 - s->now.wall_ms % 60000;
}

/* An old server tells nothing by itself: its list is asked for. */
static int64_t
refresh(struct session *s)
{
	struct link *l = &s->link;
	struct target *t = target_find(s, s->isupport.lobby);

	if (s->now.mono_ms >= l->refresh_ms + s->dialect->refresh_ms) {
		l->refresh_ms = s->now.mono_ms;
		if (t != NULL && t->is_joined)
			ask_add(s, ASK_MEMBERS, t);
	}
	return l->refresh_ms + s->dialect->refresh_ms;
}

int64_t
link_tick(struct session *s, struct now before)
{
	struct link *l = &s->link;
	int64_t due, mark;

	if (has_jumped(s, before))
		wake_up(s);
	if (s->state == SESSION_WAITING) {
		if (s->now.mono_ms < l->retry_at_ms)
			return l->retry_at_ms;
		link_connect(s);
	}
	if (!session_is_on(s))
		return INT64_MAX;
	due = watch(s);
	if (!session_is_on(s))
		return due;
	mark = s->dialect->refresh_ms > 0 ? refresh(s) :
	    roster_wants_minute(s) ? minute(s) : INT64_MAX;
	return due < mark ? due : mark;
}
