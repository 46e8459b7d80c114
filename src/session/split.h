/* split.h -- text that is longer than a line of the wire. */
#ifndef SESSION_SPLIT_H
#define SESSION_SPLIT_H

#include <stddef.h>

/*
 * The length of the first piece of `text`, at most `max` bytes (1 at least).
 * It ends behind a word if that leaves at least half of it, else between two
 * clusters. *skip: bytes at the cut that fall away, a blank.
 */
size_t split_piece(const char *text, size_t len, size_t max, size_t *skip);

#endif
