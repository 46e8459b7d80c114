/* store_sqlite_message.c -- one message: its talk, its row, its id. */
#include "config.h"

#include <assert.h>
#include <string.h>

#include <sqlite3.h>

#include "base/str.h"
#include "proto/limits.h"
#include "server/event.h"
#include "store/resend.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

#define DAY_MS INT64_C(86400000)

/* In the database for good: a kind's number never changes. */
static const int kinds[] = {
	[EVENT_PRIVMSG] = 1,
	[EVENT_NOTICE] = 2,
	[EVENT_TAGMSG] = 3,
	[EVENT_VERB_REDACT] = 4,
	[EVENT_VERB_JOIN] = 5,
	[EVENT_VERB_PART] = 6,
	[EVENT_VERB_QUIT] = 7,
	[EVENT_VERB_KICK] = 8,
	[EVENT_VERB_NICK] = 9,
	[EVENT_VERB_TOPIC] = 10,
	[EVENT_VERB_MODE] = 11,
};

/* --- private talks --- */

static bool
find_pair(struct writer *w, uint64_t low, uint64_t high, int64_t *talk,
    char low_name[NICK_LEN + 1], char high_name[NICK_LEN + 1])
{
	sqlite3_stmt *stmt = w->stmt[WRITE_FIND_PAIR];
	bool found;

	bind_number(stmt, 1, low);
	bind_number(stmt, 2, high);
	found = sqlite3_step(stmt) == SQLITE_ROW;
	if (found) {
		*talk = sqlite3_column_int64(stmt, 0);
		str_copy(low_name, NICK_LEN + 1, column_text(stmt, 1));
		str_copy(high_name, NICK_LEN + 1, column_text(stmt, 2));
	}
	sqlite3_reset(stmt);
	return found;
}

static bool
write_pair(struct writer *w, enum writer_statement which, int64_t talk,
    uint64_t low, uint64_t high, const char *low_name, const char *high_name)
{
	sqlite3_stmt *stmt = w->stmt[which];

	sqlite3_bind_int64(stmt, 1, talk);
	if (which == WRITE_PAIR) {
		bind_number(stmt, 2, low);
		bind_number(stmt, 3, high);
	}
	bind_text(stmt, 4, low_name);
	bind_text(stmt, 5, high_name);
	return writer_step(w, which);
}

/* The private talk of `e`, made if this is its first message. */
static bool
pair_talk(struct writer *w, const struct event *e, int64_t *talk)
{
	uint64_t from = event_sender(e), to = event_receiver(e);
	bool up = from <= to;
	uint64_t low = up ? from : to, high = up ? to : from;
	char sender[NICK_LEN + 1], peer[NICK_LEN + 1];
	char low_name[NICK_LEN + 1], high_name[NICK_LEN + 1];

	str_copy_span(sender, sizeof sender, (struct str_span){
	    e->s.source, strcspn(e->s.source, "!") });
	str_copy(peer, sizeof peer, e->s.target);
	if (!find_pair(w, low, high, talk, low_name, high_name)) {
		*talk = -(int64_t)e->order;
		return write_pair(w, WRITE_PAIR, *talk, low, high,
		    up ? sender : peer, up ? peer : sender);
	}
	if (strcmp(low_name, up ? sender : peer) == 0 &&
	    strcmp(high_name, up ? peer : sender) == 0)
		return true;
	return write_pair(w, WRITE_PAIR_NAMES, *talk, low, high,
	    up ? sender : peer, up ? peer : sender);
}

/* --- the row --- */

/* What both tables have: ?1 to ?10. */
static void
bind_row(sqlite3_stmt *stmt, const struct event *e, int64_t talk)
{
	bind_number(stmt, 1, e->order);
	sqlite3_bind_int64(stmt, 2, talk);
	bind_text(stmt, 3, e->msgid);
	sqlite3_bind_int64(stmt, 4, e->time_ms);
	bind_number(stmt, 5, event_sender(e));
	bind_text(stmt, 6, e->s.source);
	bind_text(stmt, 7, e->s.account);
	bind_text(stmt, 8, e->channel == 0 || event_is_for_sign(e) ?
	    e->s.target : NULL);
	sqlite3_bind_int(stmt, 9, kinds[e->verb]);
	bind_text(stmt, 10, e->s.text);
}

static bool
write_event(struct writer *w, const struct event *e, int64_t talk)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_EVENT];

	bind_row(stmt, e, talk);
	bind_text(stmt, 11, e->s.extra);
	return writer_step(w, WRITE_EVENT);
}

/* What it takes back may be gone meanwhile: that is as good. */
static bool
redact(struct writer *w, const struct event *e, int64_t talk)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_REDACTION];

	bind_text(stmt, 1, e->s.extra);
	sqlite3_bind_int64(stmt, 2, talk);
	return writer_step(w, WRITE_REDACTION) && write_event(w, e, talk);
}

bool
message_write_happened(struct writer *w, const struct event *e)
{
	return write_event(w, e, (int64_t)e->channel);
}

bool
message_write(struct writer *w, const struct event *e)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_MESSAGE];
	int64_t talk = (int64_t)e->channel;

	assert(e->s.source != NULL && e->s.target != NULL);
	if (e->channel == 0 && (!pair_talk(w, e, &talk) || writer_is_over(w)))
		return false;
	if (e->kind == EVENT_REDACT)
		return redact(w, e, talk);
	bind_row(stmt, e, talk);
	bind_text(stmt, 11, e->s.tags);
	return writer_step(w, WRITE_MESSAGE);
}

/* --- resends --- */

bool
message_find_first(struct writer *w, struct event *e, const char *target)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_FIND_RESEND];
	int rc;

	sqlite3_bind_int64(stmt, 1, e->time_ms / DAY_MS);
	bind_text(stmt, 2, e->s.id);
	bind_text(stmt, 3, target);
	sqlite3_bind_int64(stmt, 4, (int64_t)resend_digest(e));
	sqlite3_bind_int64(stmt, 5, e->time_ms - RESEND_WINDOW_S * 1000LL);
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		event_set_first(e, column_text(stmt, 0),
		    sqlite3_column_int64(stmt, 1), column_text(stmt, 2));
	sqlite3_reset(stmt);
	return rc == SQLITE_ROW || rc == SQLITE_DONE;
}

void
message_note_id(struct writer *w, const struct event *e, const char *target)
{
	sqlite3_stmt *stmt = w->stmt[WRITE_RESEND];

	sqlite3_bind_int64(stmt, 1, e->time_ms / DAY_MS);
	bind_text(stmt, 2, e->s.id);
	bind_text(stmt, 3, target);
	sqlite3_bind_int64(stmt, 4, (int64_t)resend_digest(e));
	bind_number(stmt, 5, e->order);
	writer_step(w, WRITE_RESEND);
}
