/* history_request.c -- asking for history: the words of CHATHISTORY. */
#include "config.h"

#include "session/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "proto/irc_tags.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	PAGE_LINES = 100,	/* where the server names no limit */
	AROUND_LINES = 50,
	REF_SIZE = MSGID_SIZE + 16
};

static unsigned
page_of(const struct session *s, unsigned wanted)
{
	size_t max = s->isupport.chathistory > 0 &&
	    s->isupport.chathistory < PAGE_LINES ? s->isupport.chathistory :
	    PAGE_LINES;

	return wanted > 0 && wanted < max ? wanted : (unsigned)max;
}

static void
time_ref(char ref[REF_SIZE], int64_t time_ms)
{
	char iso[TIME_ISO_SIZE];

	time_format_iso(iso, time_ms);
	snprintf(ref, REF_SIZE, "timestamp=%s", iso);
}

static void
mark_ref(const struct session *s, char ref[REF_SIZE], const struct mark *m,
    bool by_time, int64_t overlap_ms)
{
	if (!by_time && m->msgid[0] != '\0' && s->isupport.ref_msgid)
		snprintf(ref, REF_SIZE, "msgid=%s", m->msgid);
	else
		time_ref(ref, m->time_ms + overlap_ms);
}

/* CHATHISTORY <verb> <target> <ref> <count>; TARGETS: two refs. */
static bool
write_request(struct session *s, const struct ask *a, const char *verb,
    const char *first, const char *second)
{
	struct irc_msg m = {
		.command = "CHATHISTORY", .nparams = 4,
		.params = { verb, first, second },
	};
	char count[16];
	struct buf tags;
	bool ok;

	snprintf(count, sizeof count, "%u", a->count);
	m.params[3] = count;
	buf_init(&tags, LABEL_SIZE * 2);
	if (session_has(s, HAS_LABELS) && irc_tags_add(&tags, "label",
	    a->label))
		m.tags = buf_str(&tags);
	ok = wire_send(s, &m);
	buf_release(&tags);
	return ok;
}

static bool
write_gap(struct session *s, struct ask *a)
{
	struct gap *g = a->target != NULL ? gap_find(a->target, a->gap) : NULL;
	char ref[REF_SIZE];

	if (g == NULL)
		return false;
	a->count = page_of(s, g->is_latest ? s->config.history_lines : 0);
	if (g->is_latest && g->to.time_ms == 0)
		return write_request(s, a, "LATEST", a->target->name, "*");
	if (g->is_latest) {
		mark_ref(s, ref, &g->to, false, 0);
		return write_request(s, a, "BEFORE", a->target->name, ref);
	}
	mark_ref(s, ref, &g->from, g->by_time, g->pages == 0 ? -HISTORY_OVERLAP_MS :
	    -1);
	return write_request(s, a, "AFTER", a->target->name, ref);
}

static bool
write_older(struct session *s, struct ask *a)
{
	struct target *t = a->target;
	char ref[REF_SIZE];

	if (t == NULL)
		return false;
	a->count = page_of(s, a->count);
	if (t->oldest.time_ms == 0)
		return write_request(s, a, "LATEST", t->name, "*");
	mark_ref(s, ref, &t->oldest, false, 0);
	return write_request(s, a, "BEFORE", t->name, ref);
}

static bool
write_around(struct session *s, struct ask *a)
{
	struct mark m = { .time_ms = a->from_ms };
	char ref[REF_SIZE];

	if (a->target == NULL)
		return false;
	a->count = page_of(s, a->kind == ASK_QUOTE ? 1 : AROUND_LINES);
	str_copy(m.msgid, sizeof m.msgid, a->text);
	mark_ref(s, ref, &m, false, 0);
	return write_request(s, a, "AROUND", a->target->name, ref);
}

bool
history_write(struct session *s, struct ask *a)
{
	char from[REF_SIZE], to[REF_SIZE];

	if (a->kind == ASK_GAP)
		return write_gap(s, a);
	if (a->kind == ASK_OLDER)
		return write_older(s, a);
	if (a->kind == ASK_AROUND || a->kind == ASK_QUOTE)
		return write_around(s, a);
	a->count = page_of(s, 0);
	time_ref(from, a->from_ms);
	time_ref(to, a->to_ms);
	return write_request(s, a, "TARGETS", from, to);
}

/* --- What people ask for --------------------------------------------------- */

void
session_older(struct session *s, const char *target, unsigned n)
{
	struct target *t = target_find(s, target);

	if (t == NULL)
		return;
	if (session_is_on(s) && session_has(s, HAS_HISTORY) && !t->is_at_end)
		ask_add(s, ASK_OLDER, t)->count = n;
	else
		history_tell(s, t, SESSION_OLDEST, NULL, 0, 0,
		    session_is_on(s));
}

void
session_around(struct session *s, const char *target, const char *msgid,
    int64_t time_ms)
{
	struct target *t = target_find(s, target);
	struct ask *a;

	if (t == NULL)
		return;
	if (!session_is_on(s) || !session_has(s, HAS_HISTORY)) {
		history_tell(s, t, SESSION_OLDEST, NULL, 0, 0, false);
		return;
	}
	a = ask_add(s, ASK_AROUND, t);
	free(a->text);
	a->text = xstrdup(msgid);
	a->from_ms = time_ms;
}

/* By msgid only: without it nobody could say which one it is. */
void
session_quote(struct session *s, const char *target, const char *msgid)
{
	struct target *t = target_find(s, target);
	struct ask *a;

	if (t == NULL || !session_is_on(s) || !session_has(s, HAS_HISTORY) ||
	    !s->isupport.ref_msgid)
		return;
	a = ask_add(s, ASK_QUOTE, t);
	free(a->text);
	a->text = xstrdup(msgid);
}

void
session_fill(struct session *s, const char *target, uint32_t gap)
{
	struct target *t = target_find(s, target);
	struct gap *g = t != NULL ? gap_find(t, gap) : NULL;

	if (g == NULL || !session_is_on(s))
		return;
	if (!session_has(s, HAS_HISTORY)) {
		gap_tell(s, t, g, true, false);
		return;
	}
	g->pages = 0;
	gap_ask(s, t, g);
}
