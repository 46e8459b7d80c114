/* wire.h -- messages into bytes, and how many of them have left. */
#ifndef SESSION_WIRE_H
#define SESSION_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct irc_msg;
struct session;

struct wire {
	struct buf out;		/* not yet taken by the kernel */
	uint64_t queued;	/* bytes ever put there */
	uint64_t taken;		/* bytes ever taken */
	struct buf cuts;	/* size_t each: lengths of whole writes */
	int64_t gap_until_ms;	/* steady clock: a dialect that takes one read
				   for one message gets nothing before */
};

void wire_init(struct wire *w);
void wire_release(struct wire *w);

/* Written at once, past every queue. False: it can't be a line. */
bool wire_send(struct session *s, const struct irc_msg *m);

/* The same; parameters up to a NULL. */
void wire_say(struct session *s, const char *command, ...);

/* What the codec says by itself. */
void wire_flush(struct session *s);

/* May the next segment be made? An answer to the last one ends the gap. */
bool wire_is_ready(const struct session *s);
void wire_answered(struct session *s);

#endif
