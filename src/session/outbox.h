/* outbox.h -- own messages, from the Enter key to their place in the order. */
#ifndef SESSION_OUTBOX_H
#define SESSION_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "session/session.h"

struct session;
struct target;

struct message {
	struct message *prev, *next;
	char id[ID_SIZE];
	struct target *target;	/* borrowed; not freed while it is named here */
	char *text;		/* owned */
	char *reply_to;		/* owned; a msgid; NULL: no answer to one */
	size_t len;
	enum session_line_kind kind;
	enum session_delivery state;
	bool is_held;		/* too old to be sent without a word */
	bool is_queued;		/* in the buffer of the wire */
	bool is_unsure;		/* was WRITTEN when the connection broke */
	uint64_t order;
	uint64_t end_at;	/* wire.taken when its last byte has left */
	int64_t wall_ms;	/* when it was said */
	int64_t since_ms;	/* waits since; Unix time */
};

struct outbox {
	struct message *messages;	/* owned; list, in their order */
	size_t count, bytes;
	const char *refusal;	/* why the last session_send() took nothing */
};

/* --- Keeping: outbox.c --- */

struct message *outbox_find(const struct session *s, const char *id);
bool outbox_names(const struct session *s, const struct target *t);
void outbox_append(struct session *s, struct message *m);
void outbox_unlink(struct session *s, struct message *m);
void outbox_settle(struct session *s, struct message *m);	/* and frees */
void outbox_clear(struct session *s);

/* One message of the last start; `reply_to` may be "". False: there is no room
 * or sense in it. */
bool outbox_restore(struct session *s, const char *id,
    enum session_delivery state, enum session_line_kind kind,
    const char *target, const char *reply_to, const char *text);

/* The first message that may be written now; NULL: none. */
struct message *outbox_sendable(struct session *s);
void outbox_write(struct session *s, struct message *m);
void outbox_written(struct session *s);	/* bytes were taken */

/* --- What becomes of it: delivery.c --- */

/* Whether it comes back: on an old server what is private does not. */
bool delivery_has_echo(const struct session *s, const struct message *m);

/* Event DELIVERY of its present state, to be completed. */
struct session_event *delivery_tell(struct session *s,
    const struct message *m);
void delivery_ask_held(struct session *s);	/* event ASK, if there are */

/* A line of ours came back, live or from history: the message it is, or NULL.
 * By id and text also one that we said under another name. */
struct message *delivery_match(struct session *s, const struct target *t,
    const struct session_line *line, bool is_history);
void delivery_stored(struct session *s, struct message *m,
    const struct session_line *line);

/* `reason`: words for people. It is settled then. */
void delivery_refused(struct session *s, struct message *m,
    const char *reason);

/* An error of the server; true if it was about a message. */
bool delivery_error(struct session *s, const char *label, const char *target,
    const char *reason);

/* Without an echo: written up to there, and arrived. */
void delivery_arrived(struct session *s, uint64_t upto);
void delivery_acked(struct session *s, const char *label);

void delivery_lost(struct session *s);
void delivery_connected(struct session *s);	/* asks about the old ones */

/* A gap was looked through, or can't be: what is still unsure is decided. */
void delivery_decide(struct session *s, const struct target *t);

#endif
