/*
 * job.h -- what one `tcpchat send` has to do, and how far it is: which
 * messages of the input were taken, under which ids, and which are stored.
 *
 * The job can be kept in a file, lines that are only ever added:
 *
 *	piece ID TARGET TEXT	a message on the wire (long ones are several)
 *	taken HASH N		the N pieces above are the next of the input
 *	stored ID		confirmed
 *	forget N		from the N-th of the input on (from 0) all is new
 *
 * Pieces without their "taken" were never sent: the file is written first.
 */
#ifndef CLI_JOB_H
#define CLI_JOB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/id.h"

struct buf;

struct piece {
	char id[ID_SIZE];
	size_t message;		/* number in the input, from 0 */
	char *text;		/* owned: "TARGET TEXT" */
	bool is_done;
};

struct job {
	struct job_message {
		uint64_t hash;
		size_t open;	/* pieces that are not stored */
	} *messages;		/* owned; as they were taken */
	size_t count, cap;
	struct piece *pieces;	/* owned; those not stored, in their order */
	size_t npieces, pieces_cap;
	size_t stored;		/* messages of which all is stored */
};

/* Zeroed: nothing was taken. */
void job_release(struct job *j);

/* Names a message of the input: target and text. */
uint64_t job_hash(const char *target, const char *text, size_t len);

/*
 * Reads a kept job. What a crash has cut off at the end does not count:
 * *good is how many bytes do. False: this is no such file.
 */
bool job_read(struct job *j, const char *text, size_t len, size_t *good)
    ATTR_USE_RESULT;

/* The next message of the input; its pieces follow, then job_taken(). */
void job_take(struct job *j, uint64_t hash);

/* A piece of the message that was taken last. */
void job_add_piece(struct job *j, const char *id, const char *target,
    const char *text, struct buf *keep);
void job_taken(struct job *j, struct buf *keep);

/* The piece of that id that is not stored; NULL: none. */
struct piece *job_find(struct job *j, const char *id);
void job_stored(struct job *j, struct piece *p, struct buf *keep);

/* The input is another one from there on. */
void job_forget(struct job *j, size_t from, struct buf *keep);

/* The pieces that may be on their way, as session_outbox_restore reads them. */
bool job_outbox(const struct job *j, struct buf *out) ATTR_USE_RESULT;

#endif
