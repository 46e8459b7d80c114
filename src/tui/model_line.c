/* model_line.c -- what was said, and what becomes of what we say. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/slip.h"
#include "proto/irc_format.h"
#include "tui/fold.h"
#include "tui/mention.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum { ID_SEARCH_LINES = 500 };	/* how far back an own line is looked for */

/* --- Lines --- */

static struct line_text
text_of(const char *s)
{
	return (struct line_text){ s, strlen(s) };
}

static enum line_kind
kind_of(enum session_line_kind kind)
{
	static const enum line_kind kinds[] = {
		[SESSION_LINE_TEXT] = LINE_TEXT,
		[SESSION_LINE_ACTION] = LINE_ACTION,
		[SESSION_LINE_NOTICE] = LINE_NOTICE,
		[SESSION_LINE_JOIN] = LINE_JOIN,
		[SESSION_LINE_PART] = LINE_PART,
		[SESSION_LINE_QUIT] = LINE_QUIT,
		[SESSION_LINE_KICK] = LINE_KICK,
		[SESSION_LINE_MODE] = LINE_MODE,
		[SESSION_LINE_NICK] = LINE_NICK,
		[SESSION_LINE_TOPIC] = LINE_TOPIC,
		[SESSION_LINE_INVITE] = LINE_INVITE,
	};

	return kinds[kind];
}

bool
model_is_news(const struct line *line)
{
	return line_is_said(line->kind) && !(line->flags & LINE_OWN);
}

/* Without codes of formatting; *owned is to be freed. */
static struct line_text
plain_text(struct line_text t, char **owned)
{
	*owned = NULL;
	if (irc_format_find(t.p, t.len) == t.len)
		return t;
	*owned = xmalloc(t.len);
	return (struct line_text){ *owned,
	    irc_format_strip(*owned, t.p, t.len) };
}

static bool
is_named(const struct model *m, const char *nick, struct line_text said)
{
	char *owned;
	struct line_text t = plain_text(said, &owned);
	bool is_named = mention_found(t.p, t.len, nick) ||
	    mention_any(t.p, t.len, m->config.highlight);

	free(owned);
	return is_named;
}

static bool
names_us(const struct model *m, const struct destination *d,
    const struct session_line *s)
{
	return !s->own && line_is_said(kind_of(s->kind)) &&
	    destination_is_channel(d) &&
	    is_named(m, m->places[d->place].nick,
	    (struct line_text){ s->text, s->text_len });
}

/* Of what we say: nobody looking on reads what services may be told. */
static size_t
shown_len(const struct destination *d, const char *text, size_t len)
{
	return session_is_service(d->target) && slip_may_tell_secret(text) ?
	    strcspn(text, " ") : len;
}

void
model_make_line(const struct model *m, struct destination *d,
    const struct session_line *s, struct line *line)
{
	*line = (struct line){
		.kind = kind_of(s->kind), .time_ms = s->time_ms,
		.nick = text_of(s->nick), .msgid = text_of(s->msgid),
		.text = { s->text, s->text_len },
		.reply = text_of(s->reply_to),
	};
	if (s->object[0] != '\0')
		line->object = text_of(s->object);
	else if (s->own && s->id[0] != '\0')
		line->object = text_of(s->id);	/* to find it again */
	else if (!s->own && line_is_said(line->kind) &&
	    strchr(s->source, '!') != NULL)
		line->object = text_of(strchr(s->source, '!') + 1);
	line->flags = (s->own ? LINE_OWN : 0) |
	    (names_us(m, d, s) ? LINE_MENTION : 0);
	if (s->own)
		line->text.len = shown_len(d, s->text, s->text_len);
	if (s->own && line_is_said(line->kind) && m->places[d->place].has_echo)
		line->state = LINE_STORED;
	remark_line(d, line);
}

bool
model_is_told(const struct session_line *s)
{
	return !s->own || (s->kind != SESSION_LINE_JOIN &&
	    s->kind != SESSION_LINE_PART && s->kind != SESSION_LINE_QUIT);
}

/* --- What is new --- */

void
model_count_news(struct model *m, struct destination *d, struct line_ref ref,
    const struct line *line)
{
	if (!model_is_news(line))
		return;
	if (d->is_marker_armed) {
		d->lines.marks[MARK_UNREAD] = ref;
		d->is_marker_armed = false;
		d->marker_count = 0;
	}
	if (d->lines.marks[MARK_UNREAD].chunk != NULL)
		d->marker_count++;
	if (d == m->here && m->is_attended && !d->is_scrolled)
		return;
	d->unseen++;
	d->unseen_mine += model_is_for_us(m, d, line);
	m->is_dirty = true;	/* the status line has it */
}

/* Who spoke, and to whom, ranks the names that Tab offers. */
static void
note_speaker(struct destination *d, const struct line *line,
    const char *nick)
{
	struct member *p;

	if (!model_is_news(line))
		return;
	d->last_text_ms = line->time_ms;
	p = nicklist_find(&d->members, nick);
	if (p == NULL)
		return;
	p->spoke_ms = line->time_ms;
	p->typing_until_ms = 0;
	if (line->flags & LINE_MENTION)
		p->spoke_to_me_ms = line->time_ms;
}

/* --- Own messages --- */

static enum line_state
state_of(enum session_delivery state)
{
	switch (state) {
	case SESSION_WAITS:
		return LINE_WAITS;
	case SESSION_WRITTEN:
		return LINE_WRITTEN;
	case SESSION_STORED:
		return LINE_STORED;
	case SESSION_REFUSED:
		return LINE_REFUSED;
	case SESSION_UNKNOWN:
		return LINE_UNKNOWN;
	case SESSION_DROPPED:
		break;
	}
	return LINE_SETTLED;
}

static bool
has_failed(const struct pending *p)
{
	return p->state == LINE_REFUSED || p->state == LINE_UNKNOWN;
}

/* What failed before a message that got through takes its place in time. */
static void
settle_failed(struct model *m, struct destination *d,
    const struct pending *before)
{
	size_t n = (size_t)(before - d->pending);

	for (size_t i = 0; i < n;) {
		struct pending *p = &d->pending[i];
		struct model_request r = {
			.kind = REQUEST_DROP, .place = d->place, .id = p->id,
		};
		struct line line = {
			.kind = p->kind, .state = p->state,
			.flags = LINE_OWN, .time_ms = p->time_ms,
			.nick = text_of(m->places[d->place].nick),
			.text = text_of(p->text),
			.reply = text_of(p->reply_to),
		};

		if (!has_failed(p)) {
			i++;
			continue;
		}
		if (p->reason != NULL)
			line.object = text_of(p->reason);
		buffer_append(&d->lines, &line);
		request_add(m, &r);
		destination_drop_pending(d, p);
		n--;
	}
}

void
model_confirm(struct model *m, struct destination *d,
    const struct session_line *s)
{
	struct pending *p = destination_pending(d, s->id);

	if (p == NULL)
		return;
	settle_failed(m, d, p);
	p = destination_pending(d, s->id);
	destination_drop_pending(d, p);
}

/* Finds an own line by the id it was sent under. */
static struct line_ref
find_sent(const struct destination *d, const char *id)
{
	struct line_ref ref = buffer_last(&d->lines);
	size_t len = strlen(id);
	struct line line;

	for (int i = 0; ref.chunk != NULL && i < ID_SEARCH_LINES; i++) {
		buffer_get(ref, &line);
		if ((line.flags & LINE_OWN) && line.object.len == len &&
		    memcmp(line.object.p, id, len) == 0)
			return ref;
		ref = buffer_prev(ref);
	}
	return (struct line_ref){ NULL, 0 };
}

void
model_on_message(struct model *m, struct destination *d,
    const struct session_line *s)
{
	struct line line;
	struct line_ref ref;
	char *owned;

	if (!model_is_told(s))
		return;
	if (s->own && s->id[0] != '\0')
		model_confirm(m, d, s);
	remark_answer(d, s->reply_to, true);
	model_make_line(m, d, s, &line);
	ref = buffer_append(&d->lines, &line);
	fold_note(d, ref, 1);
	model_count_news(m, d, ref, &line);
	search_line_came(m, d, &line);
	note_speaker(d, &line, s->nick);
	line.text = plain_text(line.text, &owned);
	model_alert(m, d, &line);
	free(owned);
	if (d == m->here && !d->is_scrolled)
		model_note_seen(m);
	model_trim(m, d);
	model_touch(m, d);
}

static struct pending *
add_pending(struct destination *d, const struct session_event *e)
{
	struct pending *p = destination_add_pending(d);

	str_copy(p->id, sizeof p->id, e->delivery.id);
	p->kind = kind_of(e->delivery.kind);
	p->time_ms = e->delivery.time_ms;
	p->text = xstrndup(e->delivery.text,
	    shown_len(d, e->delivery.text, strlen(e->delivery.text)));
	p->reply_to = xstrdup(e->delivery.reply_to);
	remark_answer(d, p->reply_to, true);
	return p;
}

/* A line that had been taken for sent was not: it is pending again. */
static struct pending *
take_back(struct destination *d, struct line_ref ref,
    const struct session_event *e)
{
	struct pending *p = destination_add_pending(d);
	struct line line;

	buffer_get(ref, &line);
	str_copy(p->id, sizeof p->id, e->delivery.id);
	p->kind = line.kind;
	p->time_ms = line.time_ms;
	p->text = xstrndup(line.text.p != NULL ? line.text.p : "",
	    line.text.len);
	p->reply_to = xstrndup(line.reply.len > 0 ? line.reply.p : "",
	    line.reply.len);
	buffer_remove(&d->lines, ref);
	return p;
}

static void
set_pending(struct model *m, struct destination *d, struct pending *p,
    const struct session_event *e)
{
	p->state = state_of(e->delivery.state);
	p->is_held = e->delivery.is_held;
	if (p->state == LINE_WRITTEN)
		p->written_ms = m->mono_ms;
	if (p->state == LINE_REFUSED) {
		free(p->reason);
		p->reason = xstrdup(e->delivery.reason);
		model_say(m, true, _("to %s: %s"),
		    destination_label(m, d), e->delivery.reason);
	}
}

void
model_on_delivery(struct model *m, struct destination *d,
    const struct session_event *e)
{
	struct pending *p = destination_pending(d, e->delivery.id);
	enum line_state state = state_of(e->delivery.state);
	struct line_ref ref;

	model_touch(m, d);
	if (e->delivery.is_first && p == NULL)
		p = add_pending(d, e);
	if (p != NULL && e->delivery.state == SESSION_DROPPED) {
		destination_drop_pending(d, p);
	} else if (p != NULL) {
		set_pending(m, d, p, e);
	} else if ((ref = find_sent(d, e->delivery.id)).chunk != NULL) {
		if (state == LINE_REFUSED || state == LINE_UNKNOWN)
			set_pending(m, d, take_back(d, ref, e), e);
		else
			buffer_set_state(ref, state == LINE_STORED ?
			    LINE_STORED : LINE_SETTLED);
	}
}
