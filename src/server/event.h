/*
 * event.h -- what happened: a record in names and numbers.
 *
 * Whatever changes something that others can see is posted as an event. An
 * event holds no pointer into the state, so a file, another node or a test
 * can hold it. Its strings live in the block of the event itself.
 *
 * The way says how an event travels (DESIGN.md, chapter 2):
 *   STORED   decided when posted; on disk before apply sees it
 *   ORDERED  decided by apply, on the state of its moment
 *   CAST     neither ordered nor stored: delivered at once, may be lost
 *   LOCAL    of this node only; keeps its place in the order
 */
#ifndef SERVER_EVENT_H
#define SERVER_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"

/* libevent, which the edge uses, has functions of these names too: the linker
 * must not take one for the other. No file knows both. */
#define event_new  chat_event_new
#define event_free chat_event_free

enum event_kind {
#define EVENT(kind, way) EVENT_##kind,
#include "server/event.def"
#undef EVENT
	EVENT_KINDS
};

enum event_way { EVENT_WAY_STORED, EVENT_WAY_ORDERED, EVENT_WAY_CAST,
	EVENT_WAY_LOCAL };

enum event_outcome {
	EVENT_OK,
	EVENT_DUPLICATE,	/* a resend: `first` says of which message */
	EVENT_NOT_STORED,	/* `why` says why */
};

/* What a row of the history is on the wire; of events those of MESSAGE,
 * SIGNAL and REDACT have one. */
enum event_verb {
	EVENT_PRIVMSG, EVENT_NOTICE, EVENT_TAGMSG,
	EVENT_VERB_REDACT,
	/* What apply did to a channel: see happened.h. */
	EVENT_VERB_JOIN, EVENT_VERB_PART, EVENT_VERB_QUIT, EVENT_VERB_KICK,
	EVENT_VERB_NICK, EVENT_VERB_TOPIC, EVENT_VERB_MODE,
	EVENT_REDACTED,		/* a message that was taken back: never told */
	EVENT_VERBS
};

/* The message that a resend repeats. */
struct event_first {
	char     msgid[ID_SIZE];
	int64_t  time_ms;
	char    *source;	/* owned, from the heap */
};

/* The strings of an event; NULL: none. See event_new(). */
struct event_text {
	const char *source;	/* nick!user@host of who caused it */
	const char *account;	/* of the source */
	const char *target;	/* channel or nick, as it is to be shown */
	const char *text;	/* message, topic, reason, new nick, real name */
	const char *tags;	/* client-only tags to relay, raw, escaped */
	const char *id;		/* the sender's +tcpchat/id */
	const char *extra;	/* JOIN: the key; MODE: its parameters, blank
				   between; REDACT: the msgid; a row of a KICK:
				   who was kicked */
	const char *host;	/* CONNECT: where it really is, if the source
				   does not say so */
};

struct event {
	struct event *next;	/* of whoever owns the event: bus, batch, list */

	enum event_kind    kind;
	enum event_verb    verb;
	enum event_outcome outcome;	/* set by the bus */

	uint64_t order;		/* place in the one order, from 1; set by the bus */
	int64_t  time_ms;	/* Unix time; never below that of the event before */
	char     msgid[ID_SIZE];	/* "" for kinds that have none */

	uint64_t client;	/* who posted it, on this node; 0: the server */
	uint64_t answer;	/* where its poster is told; 0: nowhere */

	uint64_t user;		/* number of the source; 0: the server */
	uint64_t account;	/* its account's, or the one that is logged in to,
				   made, ended; 0: a guest */
	uint64_t attachment;	/* which of the source's clients; 0: none */
	uint64_t channel;	/* number of the target channel; 0: not one */
	uint64_t peer;		/* number of the addressed, kicked, invited user */
	uint64_t peer_account;	/* MESSAGE: the account of `peer`; 0: a guest;
				   CHANNEL: whose access changes */
	uint32_t flags;		/* a kind's own, see its command's file */

	struct event_text s;	/* strings, inside this block */
	size_t size;		/* bytes of the whole block: what queues count */

	/* Only beside the outcome that fills them. */
	struct event_first *first;	/* owned; DUPLICATE */
	const char         *why;	/* borrowed constant; NOT_STORED */
};

enum event_way event_way(enum event_kind kind);
const char *event_name(enum event_kind kind);
/* Whether CHATHISTORY may tell it as it was: its lines have a msgid. */
bool event_is_replayed(enum event_kind kind);
/* The command: "PRIVMSG", "NOTICE", "JOIN" ... */
const char *event_verb_name(enum event_verb verb);

/* Whose a message is on disk: of two private talks only those of the same
 * numbers are one (DESIGN.md, chapter 2, "Who is who on disk"). */
static inline uint64_t
event_sender(const struct event *e)
{
	return e->account != 0 ? e->account : e->user;
}

static inline uint64_t
event_receiver(const struct event *e)
{
	return e->peer_account != 0 ? e->peer_account : e->peer;
}

/* A message to those of a channel who have a sign: its target is "@#c". */
static inline bool
event_is_for_sign(const struct event *e)
{
	return e->channel != 0 && (e->s.target[0] == '@' ||
	    e->s.target[0] == '+');
}

/* Heap; copies every string of `text`. Number, time and msgid are post()'s. */
struct event *event_new(enum event_kind kind, const struct event_text *text);
void event_free(struct event *e);	/* NULL is fine */
/* The same happening once more, in no list and with no outcome. */
struct event *event_copy(const struct event *e);
/* The same with other strings. */
struct event *event_copy_with(const struct event *e,
    const struct event_text *text);

/* Makes `e` a DUPLICATE of that message; copies. */
void event_set_first(struct event *e, const char *msgid, int64_t time_ms,
    const char *source);
/* Forgets what event_set_first() said, if it did. The outcome stays. */
void event_clear_first(struct event *e);

#endif
