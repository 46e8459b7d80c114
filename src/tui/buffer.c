/* buffer.c -- the lines of one conversation, packed into chunks. */
#include "config.h"

#include "tui/buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum {
	CHUNK_MIN = 1024,	/* bytes; a quiet destination costs no more */
	CHUNK_MAX = 64 * 1024,
	MILESTONE = 8 * 1024,
	RECORD_ALIGN = 8,
	PIECE_MAX = 255,
	TEXT_MAX = 65535,
};

struct chunk {
	struct chunk *prev, *next;
	uint32_t cap;		/* bytes of data */
	uint32_t len;
	uint32_t last;		/* offset of the last record */
	uint32_t lines;
	char data[];
};

/* How a line lies in a chunk; its texts follow: nick, object, msgid, text; of
 * one that answers another then that msgid, with its length before it. */
struct record {
	int64_t time_ms;
	uint32_t size;		/* of all of it, a multiple of RECORD_ALIGN */
	uint32_t prev;		/* size of the record before; 0: the first */
	uint16_t text_len;
	uint8_t nick_len, object_len, msgid_len;
	uint8_t kind, state, flags;
};

/* A gap has no texts; its own values stand where they would. */
struct gap_values {
	int64_t until_ms;
	uint32_t number;
};

void
buffer_init(struct buffer *b)
{
	memset(b, 0, sizeof *b);
}

void
buffer_release(struct buffer *b)
{
	struct chunk *c = b->first;

	while (c != NULL) {
		struct chunk *next = c->next;

		free(c);
		c = next;
	}
	buffer_init(b);
}

static struct record *
record_at(struct line_ref ref)
{
	return (struct record *)(void *)(ref.chunk->data + ref.offset);
}

static struct chunk *
chunk_new(uint32_t cap)
{
	struct chunk *c = xmalloc(sizeof *c + cap);

	*c = (struct chunk){ .cap = cap };
	return c;
}

/* Hangs `c` in before `where`; NULL: at the end. */
static void
link_chunk(struct buffer *b, struct chunk *c, struct chunk *where)
{
	c->next = where;
	c->prev = where != NULL ? where->prev : b->last;
	if (c->prev != NULL)
		c->prev->next = c;
	else
		b->first = c;
	if (where != NULL)
		where->prev = c;
	else
		b->last = c;
	b->bytes += sizeof *c + c->cap;
	b->lines += c->lines;
}

static void
unlink_chunk(struct buffer *b, struct chunk *c)
{
	if (c->prev != NULL)
		c->prev->next = c->next;
	else
		b->first = c->next;
	if (c->next != NULL)
		c->next->prev = c->prev;
	else
		b->last = c->prev;
	b->bytes -= sizeof *c + c->cap;
	b->lines -= c->lines;
}

static size_t
fit(struct line_text t, size_t max)
{
	return t.len <= max ? t.len : utf8_cut(t.p, t.len, max);
}

static struct record
record_of(const struct line *line)
{
	struct record r = {
		.time_ms = line->time_ms, .kind = (uint8_t)line->kind,
		.state = (uint8_t)line->state, .flags = (uint8_t)line->flags,
	};
	size_t size = sizeof r;

	if (line->kind == LINE_GAP) {
		size += sizeof(struct gap_values);
	} else {
		r.nick_len = (uint8_t)fit(line->nick, PIECE_MAX);
		r.object_len = (uint8_t)fit(line->object, PIECE_MAX);
		r.msgid_len = (uint8_t)fit(line->msgid, PIECE_MAX);
		r.text_len = (uint16_t)fit(line->text, TEXT_MAX);
		size += (size_t)r.nick_len + r.object_len + r.msgid_len +
		    r.text_len;
		r.flags &= (uint8_t)~LINE_REPLY;
		if (line->reply.len > 0) {
			r.flags |= LINE_REPLY;
			size += 1 + fit(line->reply, PIECE_MAX);
		}
	}
	size = (size + RECORD_ALIGN - 1) & ~(size_t)(RECORD_ALIGN - 1);
	r.size = (uint32_t)size;
	return r;
}

static char *
add_piece(char *at, struct line_text t, size_t len)
{
	if (len > 0)
		memcpy(at, t.p, len);
	return at + len;
}

static void
write_texts(char *at, const struct record *r, const struct line *line)
{
	struct gap_values gap = { line->until_ms, line->number };

	if (line->kind == LINE_GAP) {
		memcpy(at, &gap, sizeof gap);
		return;
	}
	at = add_piece(at, line->nick, r->nick_len);
	at = add_piece(at, line->object, r->object_len);
	at = add_piece(at, line->msgid, r->msgid_len);
	at = add_piece(at, line->text, r->text_len);
	if (r->flags & LINE_REPLY) {
		size_t len = fit(line->reply, PIECE_MAX);

		*at = (char)len;
		add_piece(at + 1, line->reply, len);
	}
}

/* Room for it must be there. Returns its offset. */
static uint32_t
chunk_add(struct chunk *c, struct record *r, const struct line *line)
{
	uint32_t at = c->len;

	r->prev = c->lines == 0 ? 0 : at - c->last;
	memcpy(c->data + at, r, sizeof *r);
	write_texts(c->data + at + sizeof *r, r, line);
	c->last = at;
	c->len = at + r->size;
	c->lines++;
	return at;
}

/* The first chunks are small, the others as large as they may be. */
static uint32_t
next_cap(const struct buffer *b, uint32_t need)
{
	uint32_t cap = b->last == NULL ? CHUNK_MIN : b->last->cap * 2;

	if (cap > CHUNK_MAX)
		cap = CHUNK_MAX;
	return cap < need ? need : cap;
}

struct line_ref
buffer_append(struct buffer *b, const struct line *line)
{
	struct record r = record_of(line);
	struct line_ref ref;

	if (b->last == NULL || b->last->cap - b->last->len < r.size)
		link_chunk(b, chunk_new(next_cap(b, r.size)), NULL);
	ref.chunk = b->last;
	ref.offset = chunk_add(ref.chunk, &r, line);
	b->lines++;
	return ref;
}

/* Cuts a chunk in two before `where`; marks go with their lines. */
static struct chunk *
split(struct buffer *b, struct line_ref where)
{
	struct chunk *c = where.chunk;
	uint32_t rest = c->len - where.offset;
	struct chunk *behind = chunk_new(rest);
	uint32_t moved = 0;

	memcpy(behind->data, c->data + where.offset, rest);
	behind->len = rest;
	behind->last = c->last - where.offset;
	for (uint32_t at = where.offset; at < c->len; moved++)
		at += record_at((struct line_ref){ c, at })->size;
	c->last = where.offset - record_at(where)->prev;
	record_at((struct line_ref){ behind, 0 })->prev = 0;
	c->len = where.offset;
	c->lines -= moved;
	b->lines -= moved;
	behind->lines = moved;
	for (int i = 0; i < MARK_COUNT; i++)
		if (b->marks[i].chunk == c &&
		    b->marks[i].offset >= where.offset) {
			b->marks[i].chunk = behind;
			b->marks[i].offset -= where.offset;
		}
	link_chunk(b, behind, c->next);
	return behind;
}

/* Lines packed into one chunk of their own. */
static struct chunk *
pack(const struct line *lines, size_t n)
{
	uint32_t size = 0;
	struct chunk *c;

	for (size_t i = 0; i < n; i++)
		size += record_of(&lines[i]).size;
	c = chunk_new(size);
	for (size_t i = 0; i < n; i++) {
		struct record r = record_of(&lines[i]);

		chunk_add(c, &r, &lines[i]);
	}
	return c;
}

void
buffer_insert(struct buffer *b, struct line_ref where,
    const struct line *lines, size_t n)
{
	struct chunk *before = where.chunk;

	if (n == 0)
		return;
	if (before == NULL)
		before = b->first;
	else if (where.offset > 0)
		before = split(b, where);
	link_chunk(b, pack(lines, n), before);
}

/* Walks over what was taken away. */
static struct line_ref
skip(struct line_ref ref, struct line_ref (*step)(struct line_ref))
{
	while (ref.chunk != NULL && record_at(ref)->kind == LINE_GONE)
		ref = step(ref);
	return ref;
}

static struct line_ref
step_next(struct line_ref ref)
{
	ref.offset += record_at(ref)->size;
	if (ref.offset >= ref.chunk->len) {
		ref.chunk = ref.chunk->next;
		ref.offset = 0;
	}
	return ref;
}

static struct line_ref
step_prev(struct line_ref ref)
{
	uint32_t prev = record_at(ref)->prev;

	if (prev > 0) {
		ref.offset -= prev;
		return ref;
	}
	ref.chunk = ref.chunk->prev;
	ref.offset = ref.chunk != NULL ? ref.chunk->last : 0;
	return ref;
}

struct line_ref
buffer_first(const struct buffer *b)
{
	return skip((struct line_ref){ b->first, 0 }, step_next);
}

struct line_ref
buffer_last(const struct buffer *b)
{
	struct line_ref ref = { b->last, 0 };

	if (b->last != NULL)
		ref.offset = b->last->last;
	return skip(ref, step_prev);
}

struct line_ref
buffer_next(struct line_ref ref)
{
	return skip(step_next(ref), step_next);
}

struct line_ref
buffer_prev(struct line_ref ref)
{
	return skip(step_prev(ref), step_prev);
}

/* Lines compared are near each other: both ways at once finds them soon. */
bool
buffer_is_before(struct line_ref a, struct line_ref b)
{
	const struct chunk *before = a.chunk, *behind = a.chunk;

	if (a.chunk == b.chunk)
		return a.offset < b.offset;
	while (before != NULL || behind != NULL) {
		before = before != NULL ? before->prev : NULL;
		behind = behind != NULL ? behind->next : NULL;
		if (behind == b.chunk && behind != NULL)
			return true;
		if (before == b.chunk && before != NULL)
			return false;
	}
	return false;
}

void
buffer_remove(struct buffer *b, struct line_ref ref)
{
	struct line_ref next = buffer_next(ref);

	for (int i = 0; i < MARK_COUNT; i++)
		if (line_ref_equal(b->marks[i], ref))
			b->marks[i] = next;
	record_at(ref)->kind = LINE_GONE;
}

/* No trace of what it said stays in memory. */
static void
wipe(struct record *r)
{
	memset(r + 1, 0, r->size - sizeof *r);
	r->nick_len = r->object_len = r->msgid_len = 0;
	r->text_len = 0;
	r->flags = 0;
	r->kind = LINE_GONE;
}

/* Puts the one line of `c` where the wiped one is. */
static bool
refill(struct record *old, struct chunk *c)
{
	struct record *r = record_at((struct line_ref){ c, 0 });
	uint32_t size = old->size, prev = old->prev;

	if (r->size > size)
		return false;
	memcpy(old, r, r->size);
	old->size = size;
	old->prev = prev;
	free(c);
	return true;
}

void
buffer_replace(struct buffer *b, struct line_ref ref, const struct line *line)
{
	struct chunk *c = pack(line, 1);	/* may borrow from the old one */
	struct line_ref next;

	wipe(record_at(ref));
	if (refill(record_at(ref), c))
		return;
	next = step_next(ref);
	link_chunk(b, c, next.chunk == NULL || next.offset == 0 ? next.chunk :
	    split(b, next));
	for (int i = 0; i < MARK_COUNT; i++)
		if (line_ref_equal(b->marks[i], ref))
			b->marks[i] = (struct line_ref){ c, 0 };
}

void
buffer_set_state(struct line_ref ref, enum line_state state)
{
	record_at(ref)->state = (uint8_t)state;
}

void
buffer_add_flags(struct line_ref ref, unsigned flags)
{
	record_at(ref)->flags |= (uint8_t)flags;
}

enum line_kind
buffer_kind(struct line_ref ref)
{
	return record_at(ref)->kind;
}

void
buffer_get_brief(struct line_ref ref, struct line *line)
{
	const struct record *r = record_at(ref);

	line->kind = r->kind;
	line->flags = r->flags;
	line->time_ms = r->time_ms;
}

bool
buffer_is_milestone(struct line_ref ref)
{
	uint32_t prev = record_at(ref)->prev;

	if (ref.offset == 0)
		return ref.chunk->prev != NULL &&
		    ref.chunk->prev->cap >= MILESTONE;
	return ref.offset / MILESTONE != (ref.offset - prev) / MILESTONE;
}

void
buffer_set_gap(struct line_ref ref, const struct line *line)
{
	struct record *r = record_at(ref);

	assert(r->kind == LINE_GAP);
	r->flags = (uint8_t)line->flags;
	r->time_ms = line->time_ms;
	write_texts((char *)(r + 1), r, line);
}

static const char *
take_piece(const char *at, struct line_text *t, size_t len)
{
	t->p = at;
	t->len = len;
	return at + len;
}

void
buffer_get(struct line_ref ref, struct line *line)
{
	const struct record *r = record_at(ref);
	const char *at = (const char *)(r + 1);
	struct gap_values gap;

	*line = (struct line){
		.kind = r->kind, .state = r->state, .flags = r->flags,
		.time_ms = r->time_ms,
	};
	if (r->kind == LINE_GAP) {
		memcpy(&gap, at, sizeof gap);
		line->until_ms = gap.until_ms;
		line->number = gap.number;
	}
	at = take_piece(at, &line->nick, r->nick_len);
	at = take_piece(at, &line->object, r->object_len);
	at = take_piece(at, &line->msgid, r->msgid_len);
	at = take_piece(at, &line->text, r->text_len);
	if (r->flags & LINE_REPLY)
		take_piece(at + 1, &line->reply, (unsigned char)*at);
}

struct line_ref
buffer_find_msgid(const struct buffer *b, struct line_text msgid, size_t n)
{
	struct line_ref ref = buffer_last(b);

	for (; ref.chunk != NULL && n > 0; ref = buffer_prev(ref), n--) {
		const struct record *r = record_at(ref);

		if (r->msgid_len == msgid.len && memcmp((const char *)(r + 1) +
		    r->nick_len + r->object_len, msgid.p, msgid.len) == 0)
			return ref;
	}
	return (struct line_ref){ NULL, 0 };
}

struct line_ref
buffer_find_gap(const struct buffer *b, uint32_t number)
{
	struct line_ref ref = buffer_last(b);
	struct line line;

	for (; ref.chunk != NULL; ref = buffer_prev(ref)) {
		if (record_at(ref)->kind != LINE_GAP)
			continue;
		buffer_get(ref, &line);
		if (line.number == number)
			break;
	}
	return ref;
}

bool
buffer_drop_oldest(struct buffer *b)
{
	struct chunk *c = b->first;

	if (c == NULL || c == b->last || b->marks[MARK_TOP].chunk == c)
		return false;
	unlink_chunk(b, c);
	for (int i = 0; i < MARK_COUNT; i++)
		if (b->marks[i].chunk == c)
			b->marks[i] = buffer_first(b);
	free(c);
	return true;
}
