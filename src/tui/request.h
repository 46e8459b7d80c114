/* request.h -- the queue of what the model asks of the edge. */
#ifndef TUI_REQUEST_H
#define TUI_REQUEST_H

#include "tui/model.h"

/* A request at the end of the queue. Strings that are NULL are "". */
void request_add(struct model *m, const struct model_request *r);

/* The request that the edge is looking at; NULL: none. */
const struct model_request *request_taken(const struct model *m);

/* How many of those that wait say something. */
size_t request_messages(const struct model *m);

void request_free_all(struct model *m);

#endif
