/* model_turn.c -- what time does: what is late, over, read or calm. */
#include "config.h"

#include "tui/model_internal.h"
#include "tui/password.h"

#include "base/banned.h"

enum {
	NOTICE_MS = 8000,	/* how long words stay in the status line */
	MARKER_READ_MS = 10000,	/* its end was seen that long: it goes */
	ATTENTION_MS = 30000,	/* without focus reports: attended after a key */
	LATE_MS = 5000,		/* an echo that has not come is late */
};

static bool
is_attended_now(const struct model *m)
{
	switch (m->focus) {
	case FOCUS_ON:
		return true;
	case FOCUS_OFF:
		return false;
	case FOCUS_UNKNOWN:
		break;
	}
	return m->mono_ms - m->last_key_ms < ATTENTION_MS;
}

static void
update_attention(struct model *m)
{
	bool is_attended = is_attended_now(m);

	if (is_attended == m->is_attended)
		return;
	m->is_attended = is_attended;
	if (m->here == NULL)
		return;
	if (is_attended) {
		m->alert.count = 0;
		m->here->is_marker_armed = false;
		model_note_seen(m);
	} else {
		destination_arm(m->here, m->wall_ms);
	}
}

void
model_focus(struct model *m, bool has_focus)
{
	m->focus = has_focus ? FOCUS_ON : FOCUS_OFF;
	update_attention(m);
}

/* Turns what is late, over or calm. */
static void
turn_destination(struct model *m, struct destination *d)
{
	for (size_t i = 0; i < d->pending_count; i++) {
		struct pending *p = &d->pending[i];

		if (p->state == LINE_WRITTEN &&
		    m->places[d->place].has_echo &&
		    m->mono_ms - p->written_ms >= LATE_MS) {
			p->state = LINE_LATE;
			m->is_dirty = true;
		}
	}
	if (nicklist_turn(&d->members, m->mono_ms))
		m->is_dirty = true;
	if (d->marker_seen_ms > 0 &&
	    m->mono_ms - d->marker_seen_ms >= MARKER_READ_MS) {
		destination_drop_marker(d);
		m->is_dirty = true;
	}
}

/* Sentences with a countdown in them change each second. */
static bool
is_counting(const struct model *m)
{
	const struct place *p = model_place(m);

	return p != NULL && p->state == SESSION_WAITING;
}

void
model_turn(struct model *m, int64_t mono_ms, int64_t wall_ms)
{
	bool is_new_second = mono_ms / 1000 != m->mono_ms / 1000;

	if (m->mono_ms == 0)	/* the person who started us is there */
		m->last_key_ms = mono_ms;
	m->mono_ms = mono_ms;
	m->wall_ms = wall_ms;
	update_attention(m);
	if (m->notice != NULL && mono_ms - m->notice_ms >= NOTICE_MS &&
	    !m->is_notice_error)
		model_drop_notice(m);
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL)
			turn_destination(m, m->destinations[i]);
	if (model_asks_in_vain(m))
		model_ask_anew(m);
	model_alert_turn(m);
	password_next(m);
	if (is_counting(m) && is_new_second)
		m->is_dirty = true;
	model_read_turn(m);
	model_typing_turn(m, is_new_second);
	search_turn(m);
}

static void
sooner(int64_t *wait, int64_t ms)
{
	if (ms < 0)
		ms = 0;
	if (*wait < 0 || ms < *wait)
		*wait = ms;
}

static void
wait_for_destination(const struct model *m, const struct destination *d,
    int64_t *wait)
{
	int64_t calm = nicklist_wait_ms(&d->members, m->mono_ms);

	for (size_t i = 0; i < d->pending_count; i++)
		if (d->pending[i].state == LINE_WRITTEN &&
		    m->places[d->place].has_echo)
			sooner(wait, d->pending[i].written_ms + LATE_MS -
			    m->mono_ms);
	if (calm >= 0)
		sooner(wait, calm);
	if (d->marker_seen_ms > 0)
		sooner(wait, d->marker_seen_ms + MARKER_READ_MS -
		    m->mono_ms);
}

int64_t
model_wait_ms(const struct model *m)
{
	int64_t wait = -1;

	if (m->notice != NULL && !m->is_notice_error)
		sooner(&wait, m->notice_ms + NOTICE_MS - m->mono_ms);
	if (m->focus == FOCUS_UNKNOWN && m->is_attended)
		sooner(&wait, m->last_key_ms + ATTENTION_MS - m->mono_ms);
	if (search_is_busy(m))
		sooner(&wait, 1);	/* others come between two slices */
	if (model_read_wait_ms(m) >= 0)
		sooner(&wait, model_read_wait_ms(m));
	if (model_typing_wait_ms(m) >= 0)
		sooner(&wait, model_typing_wait_ms(m));
	if (model_asks_in_vain(m))
		sooner(&wait, 0);
	if (password_wait_ms(m) >= 0)
		sooner(&wait, password_wait_ms(m));
	if (model_alert_wait_ms(m) >= 0)
		sooner(&wait, model_alert_wait_ms(m));
	if (is_counting(m))
		sooner(&wait, 1000 - m->mono_ms % 1000);
	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL)
			wait_for_destination(m, m->destinations[i], &wait);
	return wait;
}
