/* relay.h -- what the model asks for, said to the session it concerns. */
#ifndef TUI_RELAY_H
#define TUI_RELAY_H

#include <stdbool.h>

struct model;
struct model_request;
struct now;
struct session;

/* False: the request is not for a session but for the edge. */
bool relay_request(struct model *m, struct session *s,
    const struct model_request *r, struct now now);

#endif
