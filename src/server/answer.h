/*
 * answer.h -- what one command of one client is told, with its label.
 *
 * ircv3.net/specs/extensions/labeled-response: nothing to say: ACK; one line:
 * the line bears the label; several, or parts still open: a batch that the
 * last part closes. Open parts are the call itself, events on their way, a
 * question, a long answer. An unlabelled command is answered by the server's
 * one plain answer, whose lines go straight into the client's queue.
 */
#ifndef SERVER_ANSWER_H
#define SERVER_ANSWER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "proto/irc_numeric.h"
#include "proto/limits.h"

struct client;
struct event;
struct irc_msg;
struct server;

struct answer {
	struct answer *next;	/* client->answers */
	struct server *server;
	struct client *client;	/* NULL: nobody; what is said is swallowed */
	uint64_t number;	/* 0: the plain one */
	unsigned open;		/* parts that have not ended */
	bool in_batch;		/* BATCH + was sent */
	bool queues;		/* lines ride behind messages on their way */
	bool is_long;		/* lines of a long answer: not live */
	unsigned posted;	/* events posted by this call */
	unsigned nlines;
	struct buf lines;	/* gathered in this call, each with CR LF */
	char ref[16];		/* of its batch */
	char label[LABEL_LEN + 1];
};

/* Begins a handler's call: it becomes server->answer. `label` NULL: none. */
struct answer *answer_begin(struct client *c, const char *label);
/* This call posts a message now: what it said so far comes before that, what
 * it will say behind it, however long the message is on its way. */
void answer_before_message(struct answer *a);
/* Goes on with the open answer of that number, until answer_end(). */
struct answer *answer_resume(struct client *c, uint64_t number);
/* Ends it. */
void answer_end(struct answer *a);

/* Where the poster of `e` is told; answer_close() ends that part. */
struct answer *answer_of_event(struct server *s, const struct event *e);
/* The open answer of that number, else the plain one for `c`. */
struct answer *answer_find(struct client *c, uint64_t number);
void answer_open(struct answer *a);	/* one more part */
void answer_close(struct answer *a);	/* a part has ended; may free `a` */
/* Frees the answers of a client that goes. */
void answer_drop_all(struct client *c);

/* One line, at the time `time_ms` (0: now). m->tags are tags of its own. */
void answer_send(struct answer *a, const struct irc_msg *m, int64_t time_ms);
/* The same for what belongs to the line before it (the rest of a batch of
 * our own): the label stands on that one alone. */
void answer_send_more(struct answer *a, const struct irc_msg *m,
    int64_t time_ms);
/* A numeric of which all that stands behind the nick was rendered before and
 * fits a line; `tags` as m->tags. */
void answer_send_fixed(struct answer *a, enum numeric n, const char *rest,
    const char *tags);
/* Lines that answer_send() had rendered before, each with CR LF. */
void answer_send_rendered(struct answer *a, const char *lines);
/* As client_reply() and its like; see client.h. */
void answer_reply(struct answer *a, enum numeric n, ...) ATTR_SENTINEL;
void answer_reply_text(struct answer *a, enum numeric n, const char *text, ...)
    ATTR_SENTINEL;
void answer_vreply(struct answer *a, enum numeric n, const char *text,
    va_list params);
void answer_fail(struct answer *a, const char *command, const char *code,
    const char *text, ...) ATTR_SENTINEL;
void answer_vstandard(struct answer *a, const char *type, const char *command,
    const char *code, const char *text, va_list context);

/* Opens a batch of `type` inside the answer: its reference goes to `ref`. */
void answer_batch_start(struct answer *a, char ref[16], const char *type,
    const char *param);
void answer_batch_end(struct answer *a, const char *ref);

#endif
