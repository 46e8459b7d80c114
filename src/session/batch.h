/* batch.h -- lines that belong together: BATCH of IRCv3. */
#ifndef SESSION_BATCH_H
#define SESSION_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "session/arena.h"
#include "session/limits.h"

struct received;
struct session;
struct session_line;

enum batch_kind { BATCH_OTHER, BATCH_HISTORY, BATCH_TARGETS, BATCH_MULTILINE,
	BATCH_SEARCH };

struct multiline;

struct batch {
	struct batch *next;
	enum batch_kind kind;
	char ref[64];
	char label[LABEL_SIZE];
	char target[NAME_SIZE];
	struct arena arena;
	struct session_line *lines;	/* owned array; strings in the arena */
	size_t count, cap;
	size_t sent;		/* lines of it that the server has sent */
	struct multiline *whole;	/* MULTILINE: in the arena; else NULL */
};

void batch_on_batch(struct session *s, const struct received *r);
struct batch *batch_find(struct session *s, const char *ref);

/* A line that is gathered until the batch is complete. */
void batch_add(struct session *s, struct batch *b, const struct received *r);
void batch_clear(struct session *s);	/* those that are open */
void batch_free_spent(struct session *s);

#endif
