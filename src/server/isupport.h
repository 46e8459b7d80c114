/* isupport.h -- numeric 005: on arrival, and when the settings change. */
#ifndef SERVER_ISUPPORT_H
#define SERVER_ISUPPORT_H

#include "proto/irc_isupport.h"

struct answer;
struct server;

enum {
	ISUPPORT_TOKEN_SIZE = 320,
	ISUPPORT_MAX_BYTES = ISUPPORT_ROWS * (ISUPPORT_TOKEN_SIZE + 64),
};

/* All tokens as they are said; "" for one that is not. */
struct isupport_said {
	char tokens[ISUPPORT_ROWS][ISUPPORT_TOKEN_SIZE];
};

/* The lines of ISUPPORT (005) to this client. */
void isupport_send(struct answer *a);

void isupport_remember(const struct server *s, struct isupport_said *said);
/* Everybody is told what reads otherwise now. The settings have changed. */
void isupport_tell_changes(struct server *s,
    const struct isupport_said *before);

#endif
