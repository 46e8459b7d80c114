/* model_json.h -- the model as JSON, for the control socket. Owned results. */
#ifndef TUI_MODEL_JSON_H
#define TUI_MODEL_JSON_H

#include <stddef.h>

#include <jansson.h>

struct destination;
struct model;

/* What somebody wrote, without colours and the like. */
json_t *model_json_text(const char *text, size_t len);

/* All places with their destinations. */
json_t *model_json(const struct model *m);

json_t *model_json_users(const struct destination *d);

/* The last `count` lines that people said, oldest first. */
json_t *model_json_lines(const struct destination *d, size_t count);

#endif
