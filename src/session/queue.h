/* queue.h -- what people do goes first, and not faster than servers like. */
#ifndef SESSION_QUEUE_H
#define SESSION_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct irc_msg;
struct session;

struct command {
	struct command *prev, *next;
	uint64_t order;		/* among messages and commands */
	char *line;		/* owned; without CR LF */
};

struct queue {
	struct command *commands;	/* owned; list */
	size_t count;
	uint64_t order;		/* of the last one, messages included */
	int64_t full_ms;	/* pace: when nothing is owed any more */
};

/* A line of the person's doing: it keeps its place among messages. False,
 * with a NOTE: there is no connection, or it can't be a line. */
bool queue_send(struct session *s, const struct irc_msg *m);
void queue_say(struct session *s, const char *command, ...);

/* Writes what may be written now. */
void queue_pump(struct session *s);
void queue_clear(struct session *s);

/* A line was written that counts. */
void queue_count(struct session *s);
bool queue_has_room(const struct session *s);

/* When the next line may go, on the steady clock; INT64_MAX: none waits. */
int64_t queue_due(const struct session *s);

#endif
