/*
 * id.h -- ids of 26 characters that grow with time (msgid, +tcpchat/id).
 *
 * 48 bits of wall time in milliseconds and 80 bits that the caller chooses, in
 * Crockford's base 32: as bytes they sort by time, then by tail.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"

enum {
	ID_LEN = 26,
	ID_SIZE = ID_LEN + 1,
	ID_TAIL_BYTES = 10,
};

/* `wall_ms` is cut to its low 48 bits; negative counts as 0. */
void id_make(char out[ID_SIZE], int64_t wall_ms,
    const unsigned char tail[ID_TAIL_BYTES]);

/* 26 capitals and digits of that alphabet, nothing else. */
bool id_valid(const char *id) ATTR_PURE;

/* The time in a valid id, in ms; -1 if it is not valid. */
int64_t id_time_ms(const char *id) ATTR_PURE;

#endif
