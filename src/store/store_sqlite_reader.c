/* store_sqlite_reader.c -- questions. */
#include "config.h"

#include <sqlite3.h>

#include "base/err.h"
#include "server/event.h"
#include "server/world.h"
#include "store/gather.h"
#include "store/page.h"
#include "store/store_sqlite_reading.h"

#include "base/banned.h"

/* Below, `seen` is a set of kinds, a bit each. The rank is that which the
 * asker must have: see struct question_channel. */
#define RANK_OF(m) \
	"(CASE WHEN " m "talk < 0 OR " m "target IS NULL OR " m "sender = ?6 " \
	"THEN 0 WHEN substr(" m "target, 1, 1) = '@' THEN 2 ELSE 1 END) "
#define ROW_OF(m) \
	m "number, " m "time_ms, " m "msgid, " m "source, " m "account, " \
	m "text, " m "tags, " m "target, " m "kind, " m "talk, " RANK_OF(m) \
	", " m "sender, "
#define ROW ROW_OF("") "NULL "
#define EVENT_ROW \
	"number, time_ms, msgid, source, account, text, NULL, target, kind, " \
	"talk, " RANK_OF("") ", sender, subject "
#define SEEN "((1 << kind) & ?4) <> 0 AND " RANK_OF("") "<= ?7 "
#define STRETCH \
	"SELECT " ROW "FROM messages INDEXED BY messages_talk " \
	"WHERE talk = ?1 AND number > ?2 AND number < ?3 AND " SEEN
/* Messages and events, merged by number: both are read in that order. */
#define STRETCH_OF_ALL STRETCH \
	"UNION ALL SELECT " EVENT_ROW "FROM events INDEXED BY events_talk " \
	"WHERE talk = ?1 AND number > ?2 AND number < ?3 AND " SEEN
#define INDEX \
	"SELECT " ROW_OF("m.") "NULL FROM search s CROSS JOIN messages m " \
	"ON m.number = s.rowid WHERE s.search MATCH ?1 AND s.rowid > ?2 " \
	"AND s.rowid < ?3 "
#define ALL \
	"SELECT " ROW "FROM messages WHERE number > ?2 AND number < ?3 "
#define PAIRS_OF \
	"(SELECT talk, high_name AS name FROM pairs WHERE low = ?1 UNION ALL " \
	"SELECT talk, low_name FROM pairs WHERE high = ?1 AND low <> ?1) "

static const char *const statements[READ_STATEMENTS] = {
	[READ_BEGIN] = "BEGIN",
	[READ_END] = "COMMIT",
	[READ_NEWEST] = STRETCH "ORDER BY number DESC LIMIT ?5",
	[READ_OLDEST] = STRETCH "ORDER BY number LIMIT ?5",
	[READ_NEWEST_OF_ALL] = STRETCH_OF_ALL "ORDER BY 1 DESC LIMIT ?5",
	[READ_OLDEST_OF_ALL] = STRETCH_OF_ALL "ORDER BY 1 LIMIT ?5",
	[READ_LATEST] =
	    "SELECT time_ms FROM messages INDEXED BY messages_talk "
	    "WHERE talk = ?1 AND number > ?2 AND number < ?3 AND " SEEN
	    "ORDER BY number DESC LIMIT 1",
	[READ_BY_MSGID] =
	    "SELECT number FROM messages WHERE msgid = ?1 AND talk = ?2",
	[READ_FROM_NUMBER] =
	    "SELECT number, time_ms FROM messages WHERE number >= ?1 "
	    "ORDER BY number LIMIT 1",
	[READ_LAST_NUMBER] = "SELECT max(number) FROM messages",
	[READ_EVENT_BY_MSGID] =
	    "SELECT number FROM events INDEXED BY events_talk "
	    "WHERE talk = ?2 AND number >= ?3 AND number <= ?4 AND msgid = ?1",
	[READ_EVENT_FROM_NUMBER] =
	    "SELECT number, time_ms FROM events WHERE number >= ?1 "
	    "ORDER BY number LIMIT 1",
	[READ_LAST_EVENT] = "SELECT max(number) FROM events",
	[READ_PAIR] = "SELECT talk FROM pairs WHERE low = ?1 AND high = ?2",
	[READ_PAIR_BY_NAME] =
	    "SELECT talk FROM " PAIRS_OF "p WHERE name = ?2 COLLATE NOCASE "
	    "ORDER BY (SELECT max(number) FROM messages m "
	    "WHERE m.talk = p.talk) DESC LIMIT 1",
	[READ_PAIRS] = "SELECT talk, name FROM " PAIRS_OF,
	[READ_INDEXED] = "SELECT value FROM meta WHERE name = 'indexed'",
	[READ_INDEX_NEWEST] = INDEX "ORDER BY s.rowid DESC",
	[READ_INDEX_OLDEST] = INDEX "ORDER BY s.rowid",
	[READ_ALL_NEWEST] = ALL "ORDER BY number DESC",
	[READ_ALL_OLDEST] = ALL "ORDER BY number",
	[READ_OWN] = ALL "AND number <= ?4 AND sender = ?6 AND kind > 0 "
	    "ORDER BY number LIMIT ?5",
	[READ_OWN_END] =
	    "SELECT max(number) FROM (SELECT number FROM messages "
	    "WHERE number > ?1 ORDER BY number LIMIT 4096)",
};

/* As in the database, see store_sqlite_writer.c. */
static const int verbs[] = {
	[0] = EVENT_REDACTED,
	[1] = EVENT_PRIVMSG,
	[2] = EVENT_NOTICE,
	[3] = EVENT_TAGMSG,
	[4] = EVENT_VERB_REDACT,
	[5] = EVENT_VERB_JOIN,
	[6] = EVENT_VERB_PART,
	[7] = EVENT_VERB_QUIT,
	[8] = EVENT_VERB_KICK,
	[9] = EVENT_VERB_NICK,
	[10] = EVENT_VERB_TOPIC,
	[11] = EVENT_VERB_MODE,
};

enum { KINDS = sizeof verbs / sizeof verbs[0] };

/* --- statements --- */

static sqlite3_stmt *
statement(struct reading *in, enum reader_statement which)
{
	return in->r->stmt[which];
}

bool
reading_step(struct reading *in, sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	if ((rc & 0xff) == SQLITE_INTERRUPT)
		in->g->r.stopped = true;
	else if (rc != SQLITE_ROW && rc != SQLITE_DONE)
		in->failed = true;
	return rc == SQLITE_ROW;
}

bool
reading_numbers(struct reading *in, sqlite3_stmt *stmt, int64_t out[], int n)
{
	bool found = reading_step(in, stmt);

	for (int i = 0; found && i < n; i++)
		out[i] = sqlite3_column_int64(stmt, i);
	sqlite3_reset(stmt);
	return found;
}

/* The kinds that are wanted, a bit each; never what was taken back. */
static int
seen(const struct question *q)
{
	int kinds = 0;

	for (int kind = 1; kind < KINDS; kind++)
		if (page_wants(q, verbs[kind]))
			kinds |= 1 << kind;
	return kinds;
}

/* `rank`: see struct question_channel. */
static void
bind_stretch(struct reading *in, sqlite3_stmt *stmt, int64_t talk, int rank,
    uint64_t above, uint64_t below)
{
	sqlite3_bind_int64(stmt, 1, talk);
	bind_number(stmt, 2, above);
	bind_number(stmt, 3, below);
	sqlite3_bind_int(stmt, 4, seen(in->q));
	bind_number(stmt, 6, in->q->user);
	sqlite3_bind_int(stmt, 7, rank);
}

uint64_t
reading_end(const struct question *q)
{
	return q->upto < INT64_MAX ? q->upto + 1 : INT64_MAX;
}

/* --- which talk, which place --- */

static bool
find_pair(struct reading *in, int64_t *talk)
{
	const struct question *q = in->q;
	bool up = q->user <= q->peer;
	sqlite3_stmt *stmt = statement(in, READ_PAIR);

	bind_number(stmt, 1, up ? q->user : q->peer);
	bind_number(stmt, 2, up ? q->peer : q->user);
	return reading_numbers(in, stmt, talk, 1);
}

static bool
find_pair_by_name(struct reading *in, int64_t *talk)
{
	sqlite3_stmt *stmt = statement(in, READ_PAIR_BY_NAME);

	bind_number(stmt, 1, in->q->user);
	bind_text(stmt, 2, in->q->peer_name);
	return reading_numbers(in, stmt, talk, 1);
}

bool
reading_find_talk(struct reading *in, int64_t *talk)
{
	*talk = (int64_t)in->q->channel.number;
	if (*talk != 0)
		return true;
	return in->q->peer == 0 && in->q->peer_name != NULL ?
	    find_pair_by_name(in, talk) : find_pair(in, talk);
}

/* Times never fall from one row to the next, so halving finds it. */
static uint64_t
first_of_table(struct reading *in, enum reader_statement from_number,
    enum reader_statement last, int64_t time_ms)
{
	sqlite3_stmt *stmt = statement(in, from_number);
	int64_t low = 0, high = 0, row[2];

	reading_numbers(in, statement(in, last), &high, 1);
	high++;
	while (low < high && !in->failed) {
		int64_t middle = low + (high - low) / 2;

		sqlite3_bind_int64(stmt, 1, middle);
		if (!reading_numbers(in, stmt, row, 2) || row[1] >= time_ms)
			high = middle;
		else
			low = row[0] + 1;
	}
	return (uint64_t)low;
}

uint64_t
reading_first_at(struct reading *in, int64_t time_ms)
{
	return first_of_table(in, READ_FROM_NUMBER, READ_LAST_NUMBER, time_ms);
}

/* The same with events: they are in one order with the messages. */
static uint64_t
first_of_all(struct reading *in, int64_t time_ms)
{
	uint64_t message = reading_first_at(in, time_ms), event;

	if (!page_wants_events(in->q))
		return message;
	event = first_of_table(in, READ_EVENT_FROM_NUMBER, READ_LAST_EVENT,
	    time_ms);
	return event > message ? event : message;
}

static struct page_place
place_in_time(struct reading *in, int64_t time_ms)
{
	uint64_t at = first_of_all(in, time_ms);
	uint64_t behind = time_ms == INT64_MAX ? at :
	    first_of_all(in, time_ms + 1);

	return (struct page_place){ at, behind == 0 ? 0 : behind - 1 };
}

/* An event is found by the time in its msgid: it needs no index of its own. */
static bool
find_event(struct reading *in, int64_t talk, const char *msgid,
    int64_t *number)
{
	sqlite3_stmt *stmt = statement(in, READ_EVENT_BY_MSGID);
	struct page_place at;

	if (!page_wants_events(in->q))
		return false;
	at = place_in_time(in, id_time_ms(msgid));
	bind_text(stmt, 1, msgid);
	sqlite3_bind_int64(stmt, 2, talk);
	bind_number(stmt, 3, at.low);
	bind_number(stmt, 4, at.high);
	return reading_numbers(in, stmt, number, 1);
}

/* False: no message of this talk. */
static bool
find_place(struct reading *in, int64_t talk, const struct history_ref *ref,
    struct page_place *out)
{
	sqlite3_stmt *stmt = statement(in, READ_BY_MSGID);
	int64_t number = 0;

	*out = (struct page_place){ 0, 0 };
	if (ref->type == HISTORY_REF_NONE)
		return true;
	if (ref->type == HISTORY_REF_TIME) {
		*out = place_in_time(in, ref->time_ms);
		return true;
	}
	bind_text(stmt, 1, ref->msgid);
	sqlite3_bind_int64(stmt, 2, talk);
	if (!reading_numbers(in, stmt, &number, 1) &&
	    !find_event(in, talk, ref->msgid, &number))
		return false;
	*out = (struct page_place){ (uint64_t)number, (uint64_t)number };
	return true;
}

/* --- history --- */

void
reading_add_row(struct reading *in, sqlite3_stmt *stmt)
{
	int64_t talk = sqlite3_column_int64(stmt, 9);

	gather_row(in->g, &(struct history_row){
		.channel = talk > 0 ? (uint64_t)talk : 0,
		.order = (uint64_t)sqlite3_column_int64(stmt, 0),
		.time_ms = sqlite3_column_int64(stmt, 1),
		.msgid = column_text(stmt, 2),
		.source = column_text(stmt, 3),
		.account = column_text(stmt, 4),
		.text = column_text(stmt, 5),
		.tags = column_text(stmt, 6),
		.target = column_text(stmt, 7),
		.verb = verbs[sqlite3_column_int(stmt, 8)],
		.sender = (uint64_t)sqlite3_column_int64(stmt, 11),
		.subject = column_text(stmt, 12),
	});
}

/* Returns how many. */
static unsigned
add_part(struct reading *in, int64_t talk, const struct page_stretch *s)
{
	bool all = page_wants_events(in->q);
	sqlite3_stmt *stmt = statement(in, s->newest ?
	    (all ? READ_NEWEST_OF_ALL : READ_NEWEST) :
	    (all ? READ_OLDEST_OF_ALL : READ_OLDEST));
	unsigned n = 0;

	bind_stretch(in, stmt, talk, in->q->channel.rank, s->above, s->below);
	sqlite3_bind_int64(stmt, 5, s->limit);
	for (; reading_step(in, stmt); n++)
		reading_add_row(in, stmt);
	sqlite3_reset(stmt);
	return n;
}

static void
add_stretch(struct reading *in, int64_t talk, struct page_stretch *s)
{
	size_t first = in->g->r.nrows;
	struct page_stretch part;

	while (page_next_part(s, &in->q->channel, &part))
		s->limit -= add_part(in, talk, &part);
	if (s->newest)
		gather_reverse(in->g, first);
}

static void
answer_history(struct reading *in)
{
	struct page_stretch stretches[PAGE_STRETCHES];
	struct page_place from, to;
	int64_t talk = 0;
	bool known = reading_find_talk(in, &talk);
	size_t n;

	if (!find_place(in, talk, &in->q->from, &from) ||
	    !find_place(in, talk, &in->q->to, &to)) {
		gather_fail(in->g, RESULT_NO_SUCH_MSGID, NULL);
		return;
	}
	n = known ? page_plan(in->q, from, to, stretches) : 0;
	for (size_t i = 0; i < n; i++)
		add_stretch(in, talk, &stretches[i]);
}

/* --- targets --- */

/* False: nothing that may be seen. */
static bool
find_latest(struct reading *in, int64_t talk,
    const struct question_channel *c, int64_t *time_ms)
{
	sqlite3_stmt *stmt = statement(in, READ_LATEST);
	struct page_stretch all = { .newest = true, .limit = 1,
	    .above = c->since == 0 ? 0 : c->since - 1,
	    .below = reading_end(in->q) }, part;

	while (page_next_part(&all, c, &part)) {
		bind_stretch(in, stmt, talk, c->rank, part.above, part.below);
		if (reading_numbers(in, stmt, time_ms, 1))
			return true;
	}
	return false;
}

static void
add_channel(struct reading *in, const struct question_channel *c)
{
	struct target_row row = { .channel = c->number };

	if (find_latest(in, (int64_t)c->number, c, &row.latest_ms))
		gather_target(in->g, &row);
}

static void
add_people(struct reading *in)
{
	static const struct question_channel private_talk;
	sqlite3_stmt *stmt = statement(in, READ_PAIRS);

	bind_number(stmt, 1, in->q->user);
	while (reading_step(in, stmt)) {
		struct target_row row = { .name = column_text(stmt, 1) };

		if (find_latest(in, sqlite3_column_int64(stmt, 0),
		    &private_talk, &row.latest_ms))
			gather_target(in->g, &row);
	}
	sqlite3_reset(stmt);
}

static void
answer_targets(struct reading *in)
{
	for (size_t i = 0; i < in->q->nchannels; i++)
		add_channel(in, &in->q->channels[i]);
	add_people(in);
	gather_choose_targets(in->g, in->q);
}

/* --- a question --- */

/* One transaction: all its statements see the same rows. */
static void
answer(struct reading *in)
{
	reading_numbers(in, statement(in, READ_BEGIN), NULL, 0);
	switch (in->q->kind) {
	case QUESTION_HISTORY:
		answer_history(in);
		break;
	case QUESTION_TARGETS:
		answer_targets(in);
		break;
	case QUESTION_SEARCH:
		reading_search(in);
		break;
	case QUESTION_OWN:
		reading_own(in);
		break;
	case QUESTION_ACCOUNT:
		if (!account_read(in->r->db, in->q, in->g))
			in->failed = true;
		break;
	case QUESTION_ACCOUNT_ADD:
	case QUESTION_ACCOUNT_CHANGE:
	case QUESTION_ACCOUNT_DROP:
	case QUESTION_FORGET:
	case QUESTION_HASH:
	case QUESTION_REHASH:
		gather_fail(in->g, RESULT_FAILED, "not a question to a reader");
		break;
	}
	reading_numbers(in, statement(in, READ_END), NULL, 0);
}

void
reader_answer(struct reader *r, const struct question *q, struct gather *g)
{
	struct reading in = { .r = r, .q = q, .g = g };

	if (r->db == NULL)
		r->db = file_open(r->path, FILE_READ, STORE_SYNC_FULL,
		    statements, r->stmt, READ_STATEMENTS, NULL);
	if (r->db != NULL)
		answer(&in);
	if (r->db != NULL && !in.failed)
		return;
	gather_fail(g, RESULT_FAILED, "the history cannot be read now");
	reader_close(r);
}

void
reader_close(struct reader *r)
{
	file_close(r->db, r->stmt, READ_STATEMENTS);
	r->db = NULL;
}
