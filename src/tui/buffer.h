/*
 * buffer.h -- the lines of one conversation.
 *
 * Lines lie packed one behind the other in chunks that are only appended to;
 * there is no index and no handle per line, so 100,000 of them cost little
 * more than their text. Older lines are put before the first chunk, and the
 * lines of a gap between two; the oldest chunk goes first when there are too
 * many. Places that must be found again are marks, kept by the buffer.
 */
#ifndef TUI_BUFFER_H
#define TUI_BUFFER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum line_kind {
	LINE_TEXT,
	LINE_ACTION,
	LINE_NOTICE,
	LINE_JOIN,
	LINE_PART,
	LINE_QUIT,
	LINE_KICK,
	LINE_MODE,
	LINE_NICK,
	LINE_TOPIC,
	LINE_INVITE,
	LINE_INFO,		/* our own words: an answer, a list */
	LINE_GAP,		/* lines are missing here; `number`: which gap */
	LINE_LOG,		/* what stands before it is from our log */
	LINE_GONE		/* was taken away; never handed out */
};

enum line_state {
	LINE_SETTLED,		/* nothing to say */
	LINE_WAITS,
	LINE_WRITTEN,
	LINE_LATE,		/* written 5 s ago and more, the echo is due */
	LINE_STORED,
	LINE_REFUSED,
	LINE_UNKNOWN
};

enum {
	LINE_OWN = 1 << 0,
	LINE_MENTION = 1 << 1,	/* for the person: named, or private */
	LINE_FILLABLE = 1 << 2,	/* GAP: the server has what is missing */
	LINE_ALONE = 1 << 3,	/* fold.h: never folded with others */
	LINE_REPLY = 1 << 4,	/* `reply` is not empty */
	LINE_DELETED = 1 << 5,	/* taken back by `object`; text: the reason */
};

/* A piece of a line; borrowed until the buffer changes. */
struct line_text {
	const char *p;		/* not NUL-terminated */
	size_t len;
};

/* One line, handed in or out. */
struct line {
	enum line_kind kind;
	enum line_state state;
	unsigned flags;		/* LINE_ bits */
	uint32_t number;	/* GAP */
	int64_t time_ms;	/* Unix time; GAP: of the line before it */
	int64_t until_ms;	/* GAP: time of the line behind it */
	struct line_text nick;	/* at most 255 bytes, else cut */
	struct line_text object;	/* the same; of what others said:
					 * user@host */
	struct line_text msgid;	/* the same */
	struct line_text reply;	/* msgid of the one it answers; the same */
	struct line_text text;	/* at most 65,535 bytes, else cut */
};

struct chunk;

/* Where a line is; good until the buffer changes. */
struct line_ref {
	struct chunk *chunk;	/* NULL: no line */
	uint32_t offset;
};

enum buffer_mark {
	MARK_TOP,		/* scrolled: the first line on the screen */
	MARK_UNREAD,		/* the unread line is drawn before it */
	MARK_SEEN,		/* the last line that was on the screen */
	MARK_MENTION,		/* the line for the person last jumped to */
	MARK_CHOSEN,		/* select.h: the chosen line */
	MARK_ANCHOR,		/* and the other end of a range */
	MARK_FOUND,		/* search.h: what was found last */
	MARK_SOUGHT,		/* the line looked at last for the next one */
	MARK_COUNTED,		/* and by who counts them */
	MARK_BACK,		/* the first line on the screen before it began */
	MARK_ORIGIN,		/* and the last one */
	MARK_LISTED,		/* hits.h: the line looked at last */
	MARK_CLEARED,		/* the pane begins behind it, till scrolled */
	MARK_COUNT
};

struct buffer {
	struct chunk *first, *last;	/* owned */
	struct line_ref marks[MARK_COUNT];
	uint32_t lines;		/* how many, those taken away included */
	size_t bytes;		/* of memory, all chunks */
};

void buffer_init(struct buffer *b);
void buffer_release(struct buffer *b);

/* Copies `line` behind all others. */
struct line_ref buffer_append(struct buffer *b, const struct line *line);

/*
 * Copies `n` lines, oldest first, before `where`; before all others if `where`
 * is no line and `n` lines are older ones.
 */
void buffer_insert(struct buffer *b, struct line_ref where,
    const struct line *lines, size_t n);

/* Another line in its place; what it said is wiped. Marks stay with it. */
void buffer_replace(struct buffer *b, struct line_ref ref,
    const struct line *line);

/* Takes a line out of sight. Marks on it move to the next one, or end. */
void buffer_remove(struct buffer *b, struct line_ref ref);

void buffer_set_state(struct line_ref ref, enum line_state state);

/* Adds LINE_ bits. */
void buffer_add_flags(struct line_ref ref, unsigned flags);

/* Gives a gap, which `ref` must be, the times and flags of `line`. */
void buffer_set_gap(struct line_ref ref, const struct line *line);

/* Walking; a result without a chunk means: none. */
struct line_ref buffer_first(const struct buffer *b);
struct line_ref buffer_last(const struct buffer *b);
struct line_ref buffer_next(struct line_ref ref);
struct line_ref buffer_prev(struct line_ref ref);

static inline bool
line_ref_equal(struct line_ref a, struct line_ref b)
{
	return a.chunk == b.chunk && (a.chunk == 0 || a.offset == b.offset);
}

/* Whether somebody said it: no event, and no words of our own. */
static inline bool
line_is_said(enum line_kind kind)
{
	return kind == LINE_TEXT || kind == LINE_ACTION ||
	    kind == LINE_NOTICE;
}

/* The kind alone, sooner than buffer_get() says it. */
enum line_kind buffer_kind(struct line_ref ref);

/* Kind, flags and time alone, sooner still. */
void buffer_get_brief(struct line_ref ref, struct line *line);

/*
 * Whether `ref` is the first line behind 8 kB of others, or so. Who walks to
 * where something ends may end there, and never walks far.
 */
bool buffer_is_milestone(struct line_ref ref);

/* Whether line `a` stands before line `b` of the same buffer. */
bool buffer_is_before(struct line_ref a, struct line_ref b);

/* `ref` must be a line. */
void buffer_get(struct line_ref ref, struct line *line);

/* The line of that msgid, looked for from the last one back through at most
 * `n` lines; or none. */
struct line_ref buffer_find_msgid(const struct buffer *b,
    struct line_text msgid, size_t n);

/* The gap of that number, or none. */
struct line_ref buffer_find_gap(const struct buffer *b, uint32_t number);

/*
 * Drops the oldest chunk, but never the last one, nor the one of MARK_TOP.
 * False if there was none to drop.
 */
bool buffer_drop_oldest(struct buffer *b);

#endif
