/* outbox.c -- own messages, from the Enter key to the wire. */
#include "config.h"

#include "session/outbox.h"

#include <stdlib.h>
#include <string.h>

#include <utlist.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "proto/irc_tags.h"
#include "session/measure.h"
#include "session/message.h"
#include "session/remark.h"
#include "session/session_internal.h"

#include "base/banned.h"

/* --- Messages -------------------------------------------------------------- */

static struct message *
message_new(struct session *s, struct target *t, enum session_line_kind kind,
    const char *text, size_t len)
{
	struct message *m = xcalloc(1, sizeof *m);
	unsigned char tail[ID_TAIL_BYTES];

	rand_bytes(&s->rand, tail, sizeof tail);
	id_make(m->id, s->now.wall_ms, tail);
	m->target = t;
	m->kind = kind;
	m->text = xstrndup(text, len);
	m->len = strlen(m->text);
	m->wall_ms = m->since_ms = s->now.wall_ms;
	return m;
}

static void
message_free(struct message *m)
{
	free(m->text);
	free(m->reply_to);
	free(m);
}

void
outbox_append(struct session *s, struct message *m)
{
	m->order = ++s->queue.order;
	DL_APPEND(s->outbox.messages, m);
	s->outbox.count++;
	s->outbox.bytes += m->len;
}

void
outbox_unlink(struct session *s, struct message *m)
{
	DL_DELETE(s->outbox.messages, m);
	s->outbox.count--;
	s->outbox.bytes -= m->len;
}

void
outbox_settle(struct session *s, struct message *m)
{
	outbox_unlink(s, m);
	message_free(m);
}

struct message *
outbox_find(const struct session *s, const char *id)
{
	struct message *m;

	DL_FOREACH(s->outbox.messages, m)
		if (strcmp(m->id, id) == 0)
			return m;
	return NULL;
}

bool
outbox_names(const struct session *s, const struct target *t)
{
	const struct message *m;

	DL_FOREACH(s->outbox.messages, m)
		if (m->target == t)
			return true;
	return false;
}

void
outbox_clear(struct session *s)
{
	while (s->outbox.messages != NULL)
		outbox_settle(s, s->outbox.messages);
}

/* --- Saying ---------------------------------------------------------------- */

static struct message *
make_messages(struct session *s, struct target *t,
    enum session_line_kind kind, const char *text)
{
	size_t max = session_text_max(s, kind, t->name), n, skip;
	struct message *list = NULL, *m;
	const char *p;

	for (p = measure_clean(s, &s->arena, text); *p != '\0'; p += n + skip) {
		n = measure_next(s, kind, max, p, &skip);
		m = message_new(s, t, kind, p, n);
		DL_APPEND(list, m);
	}
	return list;
}

static bool
fits(struct session *s, const struct message *list)
{
	const struct message *m;
	size_t count = s->outbox.count, bytes = s->outbox.bytes;

	DL_FOREACH(list, m) {
		count++;
		bytes += m->len;
	}
	return count <= SESSION_OUTBOX_MESSAGES &&
	    bytes <= SESSION_OUTBOX_BYTES;
}

static const char *
refuse(struct session *s, struct message *list, const char *why)
{
	struct message *m, *next;

	DL_FOREACH_SAFE(list, m, next)
		message_free(m);
	s->outbox.refusal = why;
	return NULL;
}

static bool
has_held(const struct session *s, const struct target *t)
{
	const struct message *m;

	DL_FOREACH(s->outbox.messages, m)
		if (m->is_held && m->target == t)
			return true;
	return false;
}

const char *
session_reply(struct session *s, enum session_line_kind kind,
    const char *target, const char *msgid, const char *text, struct now now)
{
	struct target *t = target_get(s, target);
	struct message *list, *m, *next;
	const char *first;
	bool ask;

	s->now = now;
	s->outbox.refusal = "";
	if (t == NULL)
		return refuse(s, NULL, _("nobody can be written to there"));
	list = make_messages(s, t, kind, text);
	if (list == NULL)
		return refuse(s, NULL, _("there is nothing to send"));
	if (!fits(s, list))
		return refuse(s, list,
		    _("too much waits to be sent; the text stays here"));
	if (msgid[0] != '\0')
		list->reply_to = xstrdup(msgid);
	t->typing = SESSION_TYPING_DONE;	/* the message says so */
	first = list->id;
	ask = has_held(s, t);
	DL_FOREACH_SAFE(list, m, next) {
		outbox_append(s, m);
		delivery_tell(s, m)->delivery.is_first = true;
	}
	if (ask)
		delivery_ask_held(s);	/* the new ones wait behind them */
	return first;
}

const char *
session_send(struct session *s, enum session_line_kind kind,
    const char *target, const char *text, struct now now)
{
	return session_reply(s, kind, target, "", text, now);
}

const char *
session_refusal(const struct session *s)
{
	return s->outbox.refusal;
}

bool
outbox_restore(struct session *s, const char *id, enum session_delivery state,
    enum session_line_kind kind, const char *target, const char *reply_to,
    const char *text)
{
	struct target *t = target_get(s, target);
	struct message *m;

	if (t == NULL || outbox_find(s, id) != NULL)
		return false;
	m = message_new(s, t, kind, text, strlen(text));
	if (!fits(s, m)) {
		message_free(m);
		return false;
	}
	str_copy(m->id, sizeof m->id, id);
	if (reply_to[0] != '\0')
		m->reply_to = xstrdup(reply_to);
	m->wall_ms = m->since_ms = id_time_ms(id);
	m->state = state;
	m->is_unsure = state == SESSION_WRITTEN;
	outbox_append(s, m);
	delivery_tell(s, m)->delivery.is_first = true;
	return true;
}

/* --- Writing --------------------------------------------------------------- */

/* Something of the same target must go first, or be decided first. */
static bool
is_behind(const struct session *s, const struct message *m)
{
	const struct message *e;

	for (e = s->outbox.messages; e != m; e = e->next)
		if (e->target == m->target && (e->is_unsure ||
		    (e->state == SESSION_WAITS && !e->is_queued)))
			return true;
	return false;
}

struct message *
outbox_sendable(struct session *s)
{
	struct message *m;

	DL_FOREACH(s->outbox.messages, m) {
		if (m->state != SESSION_WAITS || m->is_queued || m->is_held)
			continue;
		if (s->state == SESSION_SYNCING && m->target->is_wanted &&
		    !m->target->is_joined)
			continue;	/* not yet let in again */
		if (!is_behind(s, m))
			return m;
	}
	return NULL;
}

static bool
write_tagged(struct session *s, struct irc_msg *line, const struct buf *tags)
{
	line->tags = tags->len > 0 ? tags->data : NULL;
	return wire_send(s, line);
}

/* Several lines, or a long one, as one message: draft/multiline. */
static bool
write_batch(struct session *s, const struct message *m, struct irc_msg *line,
    struct buf *tags)
{
	struct irc_msg around = {
		.command = "BATCH", .nparams = 3,
		.params = { "+m", "draft/multiline", m->target->name },
	};
	size_t max = session_text_max(s, m->kind, m->target->name), len;
	bool is_concat = false, ok;
	const char *p;
	char *piece;

	if (!session_has(s, HAS_MULTILINE) || !write_tagged(s, &around, tags))
		return false;
	for (p = m->text;; p += len + !is_concat) {
		len = measure_batch_line(p, max);
		piece = xstrndup(p, len);
		line->params[1] = piece;
		line->tags = is_concat ? "batch=m;draft/multiline-concat" :
		    "batch=m";
		ok = wire_send(s, line);
		free(piece);
		if (!ok)
			return false;
		queue_count(s);
		if (p[len] == '\0')
			break;
		is_concat = p[len] != '\n';
	}
	around.tags = NULL;
	around.nparams = 1;
	around.params[0] = "-m";
	return wire_send(s, &around);
}

static bool
write_message(struct session *s, const struct message *m, struct buf *tags,
    struct buf *text)
{
	struct irc_msg line = {
		.command = m->kind == SESSION_LINE_NOTICE ? "NOTICE" :
		    "PRIVMSG",
		.nparams = 2, .params = { m->target->name, m->text },
		.colon = true,
	};

	if (session_has(s, HAS_TAGS) && !irc_tags_add(tags, "+tcpchat/id",
	    m->id))
		return false;
	if (session_has(s, HAS_LABELS) && !irc_tags_add(tags, "label", m->id))
		return false;
	if (m->reply_to != NULL && remark_may_tag(s, "+draft/reply") &&
	    !irc_tags_add(tags, "+draft/reply", m->reply_to))
		return false;
	(void)buf_str(tags);
	if (strchr(m->text, '\n') != NULL || (m->kind != SESSION_LINE_ACTION &&
	    m->len > session_text_max(s, m->kind, m->target->name)))
		return write_batch(s, m, &line, tags);
	if (m->kind == SESSION_LINE_ACTION) {
		if (!buf_addf(text, "\001ACTION %s\001", m->text))
			return false;
		line.params[1] = buf_str(text);
	}
	return write_tagged(s, &line, tags);
}

void
outbox_write(struct session *s, struct message *m)
{
	struct buf tags, text;
	bool ok;

	buf_init(&tags, IRC_TAGS_CLIENT_MAX);
	buf_init(&text, IRC_LINE_BODY_MAX);
	ok = write_message(s, m, &tags, &text);
	buf_release(&tags);
	buf_release(&text);
	if (!ok) {
		delivery_refused(s, m, _("this can't be sent"));
		return;
	}
	queue_count(s);
	m->is_queued = true;
	m->end_at = s->wire.queued;
}

/* Without an echo this is all that will ever be seen of it. */
static void
tell_line(struct session *s, const struct message *m)
{
	struct session_line line = {
		.kind = m->kind, .own = true, .time_ms = s->now.wall_ms,
		.msgid = "", .id = emit_text(s, m->id),
		.reply_to = emit_text(s, m->reply_to != NULL ? m->reply_to :
		    ""),
		.nick = emit_text(s, s->nick), .object = "",
		.text = emit_text(s, m->text), .text_len = m->len,
	};

	line.source = line.nick;
	message_tell(s, m->target, &line);
}

void
outbox_written(struct session *s)
{
	struct message *m, *next;
	bool has_echo;

	DL_FOREACH_SAFE(s->outbox.messages, m, next) {
		if (!m->is_queued || m->end_at > s->wire.taken)
			continue;
		m->is_queued = false;
		m->state = SESSION_WRITTEN;
		has_echo = delivery_has_echo(s, m);
		if (!has_echo)
			tell_line(s, m);
		delivery_tell(s, m);
		if (!has_echo && s->dialect->no_private_echo)
			outbox_settle(s, m);	/* nobody will say more of it */
		else if (!has_echo && !session_has(s, HAS_LABELS))
			ask_add(s, ASK_SETTLE, NULL);
	}
}
