/* certificate.h -- the dialogue about a server that nobody vouches for. */
#ifndef TUI_CERTIFICATE_H
#define TUI_CERTIFICATE_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"

struct buf;
struct certificate;
struct model;

/* What a place waits for; NULL is fine. */
void certificate_free(struct certificate *c);

/* Shows the first that waits, if nothing else lies over the pane. */
void certificate_next(struct model *m);

/* False: the input gets it. */
bool certificate_action(struct model *m, enum action a);
bool certificate_text(struct model *m, const char *utf8, size_t len);

/* Appends what the dialogue says. */
void certificate_words(const struct model *m, struct buf *out);

/* The keys that answer, for a box of so many columns. */
void certificate_keys(const struct model *m, int cols, char *out,
    size_t size);

#endif
