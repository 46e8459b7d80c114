/*
 * resend.h -- which message a resend repeats.
 *
 * A message whose +tcpchat/id, target and text are those of a message of the
 * last RESEND_WINDOW_S seconds is that message, whoever sends it. This table
 * keeps the newest ids in memory; store_sqlite keeps its own on disk.
 */
#ifndef STORE_RESEND_H
#define STORE_RESEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event;
struct resend;

/* Keeps `most` ids; the oldest beyond them are forgotten. */
struct resend *resend_new(size_t most);
void resend_free(struct resend *r);	/* NULL is fine */

/*
 * Whether `e`, which carries an id, is a resend: it is then made a DUPLICATE
 * of the first message. Otherwise it is noted as a first message.
 */
bool resend_meet(struct resend *r, struct event *e);

/*
 * What of a message besides id and target must be the same: verb and text, of
 * a TAGMSG its tags. FNV-1a of 64 bits; kept on disk, so it stays as it is.
 */
uint64_t resend_digest(const struct event *e);

#endif
