/*
 * fanout.h -- one event told to many: rendered once per variant.
 *
 * A variant is what of the reader's capabilities this kind of event looks at
 * (DESIGN.md, chapter 3). It lives on the stack while the event is applied.
 */
#ifndef SERVER_FANOUT_H
#define SERVER_FANOUT_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/irc_msg.h"
#include "proto/limits.h"
#include "server/payload.h"

struct answer;
struct channel;
struct client;
struct event;
struct server;
struct user;

struct fanout {
	struct server *server;
	int64_t  time_ms;
	const char *msgid;	/* borrowed; NULL or "": none */
	const char *account;	/* borrowed; of the source; NULL: a guest */
	bool     is_oper;	/* the source: ircv3.net/specs/extensions/oper-tag */
	bool     is_bot;	/* the source: ircv3.net/specs/extensions/bot-mode */
	struct irc_msg msg;	/* tags: client-only ones, for message-tags */
	uint64_t alt_cap;	/* readers with it get `alt` instead; 0: none */
	struct irc_msg alt;
	const char *only_key;	/* only readers of this metadata; NULL: all */
	uint64_t only_cap;	/* only readers with it; 0: all */
	uint64_t not_cap;	/* only readers without it; 0: all */
	int      least_rank;	/* of members that are told, see member_rank() */
	bool     is_multiline;	/* its text has several lines: fanout_lines() */
	struct client *except;	/* is told otherwise; NULL: nobody */
	uint64_t looks_at;	/* set by fanout_start() */
	unsigned nvariants;
	struct {
		uint64_t key;
		struct slice line;	/* counted; NULL: it can't be rendered */
	} variants[VARIANTS_MAX];
};

/* `source`, `command` and up to two parameters (NULL: none); more may be added
 * to f->msg before the first reader. All strings are borrowed. */
void fanout_start(struct fanout *f, struct server *s, const struct event *e,
    const char *command, const char *a, const char *b);
/* The last parameter of f->msg, a text, may be of several lines. */
void fanout_lines(struct fanout *f);
/* `u`, not who posted the event, is the source. */
void fanout_of_user(struct fanout *f, const struct user *u);
/* The server says it itself: none of the poster's tags. */
void fanout_from_server(struct fanout *f);
/* The poster's own copy, with its label; the others come after. */
void fanout_answer(struct fanout *f, struct answer *a);
void fanout_to_client(struct fanout *f, struct client *c);
void fanout_to_user(struct fanout *f, const struct user *u);
void fanout_to_channel(struct fanout *f, const struct channel *ch);
/* Everyone who shares a channel with `u`, each once; not `u`. */
void fanout_to_neighbours(struct fanout *f, const struct user *u);
void fanout_end(struct fanout *f);

#endif
