/* details.h -- all that is known of the chosen message (select.h). */
#ifndef TUI_DETAILS_H
#define TUI_DETAILS_H

struct buf;
struct model;

/* A line for each thing known; nothing if no message is chosen. */
void details_words(const struct model *m, struct buf *out);

#endif
