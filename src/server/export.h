/* export.h -- NickServ EXPORT: all that somebody has said, told to them. */
#ifndef SERVER_EXPORT_H
#define SERVER_EXPORT_H

#include <stdint.h>

struct client;

/* A page of it: what has an order number above `after`. The client is logged
 * in, and may ask a question. */
void export_ask(struct client *c, uint64_t after);

#endif
