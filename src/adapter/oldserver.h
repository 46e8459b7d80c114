/*
 * oldserver.h -- the old servers, played as IRC servers towards our session.
 *
 * Each codec answers by itself what its server can't: registration, the list
 * of the lobby, PING, and 421 for all the rest. The next message is written
 * when the echo of the one before has come, or after dialect.gap_ms.
 */
#ifndef ADAPTER_OLDSERVER_H
#define ADAPTER_OLDSERVER_H

#include "proto/dialect.h"

/* json://: users by ClientList, ALL and names. */
extern const struct dialect dialect_oldserver_json;

/* text://: one room; who is there is who was seen to join, speak or leave. */
extern const struct dialect dialect_oldserver_text;

/* The room of an old server, as a channel. */
#define OLDSERVER_LOBBY "#all"

#endif
