/*
 * keep.h -- a place's share of the state folder, between session, model and
 * files: inputs and unsent messages.
 */
#ifndef TUI_KEEP_H
#define TUI_KEEP_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct model;
struct now;
struct session;

/* Whose files they are. All borrowed. */
struct keep {
	struct model *model;
	int place;		/* the model's number */
	struct session *session;
	const char *host;
	uint16_t port;
	bool saves_inputs;
};

/* Before session_open(). */
void keep_restore(const struct keep *k, struct now now);

/* At the end. False: `e` has the first reason. */
bool keep_save(const struct keep *k, struct err *e);

#endif
