/* delivery.c -- what becomes of own messages: echoes, refusals, breaks. */
#include "config.h"

#include "session/outbox.h"

#include <string.h>

#include <utlist.h>

#include "base/i18n.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum { OLD_MS = 2 * 60 * 1000 };	/* waited longer: the person is asked */

bool
delivery_has_echo(const struct session *s, const struct message *m)
{
	return session_has(s, HAS_ECHO) &&
	    (m->target->is_channel || !s->dialect->no_private_echo);
}

struct session_event *
delivery_tell(struct session *s, const struct message *m)
{
	struct session_event *ev = emit(s, SESSION_EVENT_DELIVERY, m->target);

	ev->delivery.id = emit_text(s, m->id);
	ev->delivery.state = m->state;
	ev->delivery.kind = m->kind;
	ev->delivery.is_held = m->is_held;
	ev->delivery.text = emit_text(s, m->text);
	ev->delivery.reply_to = m->reply_to != NULL ?
	    emit_text(s, m->reply_to) : "";
	ev->delivery.msgid = ev->delivery.reason = "";
	ev->delivery.time_ms = m->wall_ms;
	ev->delivery.is_final = m->state != SESSION_WAITS &&
	    (m->state != SESSION_WRITTEN ||
	    !(m->is_unsure || delivery_has_echo(s, m)));
	return ev;
}

void
delivery_ask_held(struct session *s)
{
	const char **ids = arena_take(&s->arena,
	    (s->outbox.count + 1) * sizeof *ids);
	struct session_event *ev;
	struct message *m;
	size_t n = 0;

	DL_FOREACH(s->outbox.messages, m)
		if (m->is_held)
			ids[n++] = emit_text(s, m->id);
	if (n == 0)
		return;
	ev = emit(s, SESSION_EVENT_ASK, NULL);
	ev->ask.ids = ids;
	ev->ask.count = n;
}

/* --- What becomes of it ---------------------------------------------------- */

static bool
is_on_its_way(const struct message *m)
{
	return m->is_queued || (m->state == SESSION_WRITTEN && !m->is_unsure);
}

static bool
same_text(const struct message *m, const struct session_line *line)
{
	return m->kind == line->kind && m->len == line->text_len &&
	    memcmp(m->text, line->text, m->len) == 0;
}

static struct message *
find_for(const struct session *s, const struct target *t, const char *id)
{
	struct message *m = outbox_find(s, id);

	return m != NULL && m->target == t ? m : NULL;
}

struct message *
delivery_match(struct session *s, const struct target *t,
    const struct session_line *line, bool is_history)
{
	struct message *m;

	if (s->outbox.messages == NULL)
		return NULL;
	/* Ids are seen by everybody: one alone proves nothing. */
	m = line->id[0] != '\0' ? find_for(s, t, line->id) : NULL;
	if (m != NULL && same_text(m, line))
		return m;
	if (line->id[0] != '\0' || !line->own ||
	    (!is_history && session_has(s, HAS_LABELS)))
		return NULL;
	/* An echo without tags: the first one with that text. */
	DL_FOREACH(s->outbox.messages, m)
		if (m->target == t && same_text(m, line) &&
		    (is_history ? m->is_unsure : is_on_its_way(m)))
			return m;
	return NULL;
}

void
delivery_stored(struct session *s, struct message *m,
    const struct session_line *line)
{
	struct session_event *ev;

	wire_answered(s);
	m->state = SESSION_STORED;
	ev = delivery_tell(s, m);
	ev->delivery.msgid = line->msgid;
	outbox_settle(s, m);
}

bool
delivery_error(struct session *s, const char *label, const char *target,
    const char *reason)
{
	struct target *t = target_find(s, target);
	struct message *m = NULL;

	if (label[0] != '\0')
		m = outbox_find(s, label);
	else if (t != NULL && !session_has(s, HAS_LABELS))
		DL_FOREACH(s->outbox.messages, m)
			if (m->target == t && is_on_its_way(m))
				break;
	if (m == NULL)
		return false;
	delivery_refused(s, m, reason);
	return true;
}

void
delivery_acked(struct session *s, const char *label)
{
	struct message *m = label[0] != '\0' ? outbox_find(s, label) : NULL;

	if (m != NULL && m->state == SESSION_WRITTEN &&
	    !delivery_has_echo(s, m))
		outbox_settle(s, m);
}

void
delivery_arrived(struct session *s, uint64_t upto)
{
	struct message *m, *next;

	DL_FOREACH_SAFE(s->outbox.messages, m, next)
		if (m->state == SESSION_WRITTEN && !m->is_unsure &&
		    m->end_at <= upto && !delivery_has_echo(s, m))
			outbox_settle(s, m);
}

void
delivery_refused(struct session *s, struct message *m, const char *reason)
{
	m->state = SESSION_REFUSED;
	delivery_tell(s, m)->delivery.reason = reason;
	outbox_settle(s, m);
}

/* --- Breaks ---------------------------------------------------------------- */

static void
say_unknown(struct session *s, struct message *m)
{
	m->state = SESSION_UNKNOWN;
	delivery_tell(s, m)->delivery.reason =
	    _("the connection broke before the server confirmed it");
}

void
delivery_lost(struct session *s)
{
	struct message *m;

	DL_FOREACH(s->outbox.messages, m) {
		m->is_queued = false;	/* half a line is no line */
		if (m->state != SESSION_WRITTEN)
			continue;
		if (delivery_has_echo(s, m))
			m->is_unsure = true;
		else if (!m->is_unsure)
			say_unknown(s, m);
	}
}

/* Our server knows the id of a message that it has: nothing is doubled. */
static bool
may_resend(const struct session *s, const struct message *m)
{
	return s->isupport.tcpchat > 0 &&
	    s->now.wall_ms - m->wall_ms < s->isupport.tcpchat_id_s * 1000;
}

void
delivery_decide(struct session *s, const struct target *t)
{
	struct message *m;

	DL_FOREACH(s->outbox.messages, m) {
		if (m->target != t || !m->is_unsure)
			continue;
		m->is_unsure = false;
		if (may_resend(s, m)) {
			m->state = SESSION_WAITS;
			delivery_tell(s, m);
		} else {
			say_unknown(s, m);
		}
	}
}

void
delivery_connected(struct session *s)
{
	struct message *m;

	DL_FOREACH(s->outbox.messages, m)
		if (m->state == SESSION_WAITS && !m->is_held &&
		    s->now.wall_ms - m->since_ms > OLD_MS) {
			m->is_held = true;
			delivery_tell(s, m);
		}
	delivery_ask_held(s);
}

bool
session_retry(struct session *s, const char *id, struct now now)
{
	struct message *m = outbox_find(s, id);

	s->now = now;
	if (m == NULL || (m->state != SESSION_UNKNOWN && !m->is_held))
		return false;
	if (m->state == SESSION_UNKNOWN) {
		outbox_unlink(s, m);	/* behind what waits by now */
		outbox_append(s, m);
	}
	m->state = SESSION_WAITS;
	m->is_held = false;
	m->since_ms = now.wall_ms;
	delivery_tell(s, m);
	return true;
}

bool
session_drop(struct session *s, const char *id)
{
	struct message *m = outbox_find(s, id);

	if (m == NULL || m->is_queued || m->state == SESSION_WRITTEN)
		return false;
	m->state = SESSION_DROPPED;
	m->is_held = false;
	delivery_tell(s, m);
	outbox_settle(s, m);
	return true;
}

size_t
session_unsent(const struct session *s)
{
	const struct message *m;
	size_t n = 0;

	DL_FOREACH(s->outbox.messages, m)
		n += m->state == SESSION_WAITS ||
		    (m->state == SESSION_WRITTEN && (m->is_unsure ||
		    delivery_has_echo(s, m)));
	return n;
}
