/*
 * destination.h -- where the input line goes: the lobby, a channel, a person,
 * or the place's own page; with its lines, its draft and what is unread.
 */
#ifndef TUI_DESTINATION_H
#define TUI_DESTINATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "session/session.h"
#include "tui/buffer.h"
#include "tui/input.h"
#include "tui/nicklist.h"
#include "tui/remark.h"

enum destination_kind {
	DESTINATION_SERVER,	/* the place's own page: nothing can be said */
	DESTINATION_LOBBY,
	DESTINATION_CHANNEL,
	DESTINATION_PERSON
};

/* What of it is announced to somebody who does not look. */
enum notify_level {
	NOTIFY_MENTIONS,	/* what is for the person; of a talk, all */
	NOTIFY_ALL,
	NOTIFY_NONE		/* and it is loud nowhere: muted */
};

/* Whether who comes and goes is told in one line (fold.h). */
enum fold {
	FOLD_USUAL,		/* as the setting says */
	FOLD_ON,
	FOLD_OFF
};

/* An own message that has no place among the others yet. */
struct pending {
	char id[SESSION_ID_LEN + 1];
	enum line_kind kind;
	enum line_state state;
	bool is_held;		/* waited too long: asks before it is sent */
	int64_t time_ms;	/* Unix time */
	int64_t written_ms;	/* steady clock */
	char *text;		/* owned */
	char *reply_to;		/* owned; a msgid; NULL: none */
	char *reason;		/* owned; why it was refused */
};

struct destination {
	int number;		/* as in the status line; from 1 */
	int place;
	enum destination_kind kind;
	char *target;		/* owned; as the session spells it; "" SERVER */
	char *topic;		/* owned */
	bool was_removed;	/* by somebody else, and is not back */
	bool is_joined;		/* channels */

	struct buffer lines;
	struct pending *pending;	/* owned array, oldest first */
	size_t pending_count;
	char edited_id[SESSION_ID_LEN + 1];	/* Up took it into the input */
	bool had_lines;		/* of the server's history */
	int64_t log_ms;		/* Unix time: up to here it was known at the
				 * start, by our log or by reading elsewhere; 0:
				 * there is no log */
	int64_t log_from_ms;	/* Unix time: of the first line given by it */
	bool has_no_older;	/* the server has nothing before the first */
	bool is_older_asked;
	unsigned fetched;	/* lines that came into a gap, so far */
	uint32_t gap_asked;	/* the gap being filled; 0: none */
	bool is_unmarked;	/* seen, and the place does not know it yet */

	struct remarks remarks;	/* what is said about the lines */
	bool lacks_quotes;	/* of some nobody knows what they answer */
	char *reply_to;		/* owned; msgid that the input answers, may be
				 * empty; NULL: it answers none */
	char *reply_nick;	/* owned; and who said it */

	struct nicklist members;
	struct input input;

	/* Scrolled: MARK_TOP and this row of its block are on top. */
	bool is_scrolled;
	int top_row;

	int64_t read_ms;	/* Unix time: read up to here, perhaps elsewhere */
	bool keeps_unread;	/* "unread from here": until it is entered anew */
	unsigned unseen;	/* messages not yet on the screen */
	unsigned unseen_mine;	/* of these for the person */
	bool is_private;	/* all of them are */
	enum notify_level notify;
	enum fold fold;
	bool is_fold_peeked;	/* the other way, until it is left */

	/* The unread line stands before MARK_UNREAD. */
	bool is_marker_armed;	/* the next message begins it */
	unsigned marker_count;	/* 0: there is none */
	int64_t marker_since_ms;	/* Unix time: not looked at since */
	int64_t marker_seen_ms;	/* steady clock: its end is on the screen */

	int64_t visit;		/* when it was last gone to: a counter */
	int64_t last_text_ms;	/* Unix time of the last message */
};

struct destination *destination_new(int number, int place,
    enum destination_kind kind, const char *target);
void destination_free(struct destination *d);

bool destination_is_channel(const struct destination *d);

/* Something is unsent there: a draft, or a message that waits. */
bool destination_has_draft(const struct destination *d);

/* Nobody looks at it any more: the next message begins the unread line. */
void destination_arm(struct destination *d, int64_t wall_ms);
void destination_drop_marker(struct destination *d);

/* What is typed answers that message; msgid NULL: none any more. */
void destination_set_reply(struct destination *d, const char *msgid,
    const char *nick, size_t nick_len);

struct pending *destination_pending(struct destination *d, const char *id);
struct pending *destination_add_pending(struct destination *d);
void destination_drop_pending(struct destination *d, struct pending *p);

#endif
