/* babble.h -- what people might type, at random; few names, so they meet. */
#ifndef SUPPORT_BABBLE_H
#define SUPPORT_BABBLE_H

#include <stddef.h>

struct rand;

/* Any command but QUIT, without CR LF. */
void babble_line(struct rand *r, char *out, size_t size);
/* A nick that others may have, too. */
const char *babble_nick(struct rand *r);

#endif
