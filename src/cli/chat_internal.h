/* chat_internal.h -- the conversation's insides, for the files of chat. */
#ifndef CLI_CHAT_INTERNAL_H
#define CLI_CHAT_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/chat.h"
#include "cli/room.h"
#include "session/session.h"

enum { CHAT_IDS = SESSION_OUTBOX_MESSAGES, CHAT_PROMPT_BYTES = 320 };

/* Comings and goings, told together. */
struct chat_moves {
	unsigned joined, left, renamed;	/* not told yet */
	char who[64], now[64];	/* the last of them */
};

struct chat {
	struct rooms rooms;
	char *dest;			/* owned; the last one; NULL: none yet */
	char *text;		/* owned; waits for its destination; or NULL */
	char *quit;		/* owned; what to say then; NULL: as set */
	char ids[CHAT_IDS][SESSION_ID_LEN + 1];	/* own, on their way */
	size_t nids;
	char held[CHAT_IDS][SESSION_ID_LEN + 1];	/* waited too long */
	size_t nheld;
	struct chat_moves moves;
	bool is_online;
	bool has_replies, has_reactions, has_redaction;	/* this server */
	int64_t typed_ms, rang_ms;	/* steady clock */
	bool was_lost;		/* the break has been told */
	bool is_away;
	bool is_leaving;	/* when all is confirmed */
	int64_t leave_at_ms;
	char prompt[CHAT_PROMPT_BYTES];
};

/* --- chat.c --- */

void chat_leave(struct cli *cli);

/* "bob" is the destination; ALL stands for the lobby. */
void chat_set_dest(struct cli *cli, const char *dest);

void chat_send(struct cli *cli, enum session_line_kind kind, const char *dest,
    const char *text);

/* To the destination, as an answer to that message. */
void chat_send_reply(struct cli *cli, const char *msgid, const char *text);

/* Of the destination; NULL: nothing is known of it. */
struct room *chat_room(const struct cli *cli);

/* --- chat_tell.c: what is printed --- */

/* "4 joined, 2 left.", or who it was. */
void chat_tell_moves(struct cli *cli);
void chat_note_move(struct cli *cli, const struct session_line *line);

/* A message, or what happened to a channel. */
void chat_tell_line(struct cli *cli, const char *target,
    const struct session_line *line);

/* Somebody reacts to a message; one was taken back, and is forgotten. */
void chat_tell_reaction(struct cli *cli, const struct session_event *ev);
void chat_tell_redacted(struct cli *cli, const struct session_event *ev);

/* "ALL", "#ops", "bob". */
const char *chat_name(const struct cli *cli, const char *target);

void chat_tell_people(struct cli *cli);
void chat_tell_status(struct cli *cli);
void chat_tell_unread(struct cli *cli);

/* The last `n` lines of a room. */
void chat_tell_history(struct cli *cli, struct room *room, size_t n);

void chat_tell_whois(struct cli *cli, const struct session_event *ev);

/* --- chat_answer.c --- */

void chat_reply(struct cli *cli, const char *nick, const char *text);
void chat_react(struct cli *cli, const char *nick, const char *sign);
void chat_redact(struct cli *cli, const char *reason);	/* the last own one */
void chat_find(struct cli *cli, const char *text);
void chat_tell_found(struct cli *cli, const struct session_event *ev);

/* --- chat_word.c: commands --- */

/* Runs "/name args", or one of the old words; false: it is none. */
bool chat_run(struct cli *cli, const char *line);

/* Commands that begin so, one a line. */
void chat_offer_words(const char *begin, struct buf *out);

#endif
