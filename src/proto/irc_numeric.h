/* irc_numeric.h -- the three-digit replies: modern.ircdocs.horse/#numerics. */
#ifndef PROTO_IRC_NUMERIC_H
#define PROTO_IRC_NUMERIC_H

#include "base/attr.h"

enum numeric {
#define NUMERIC(code, name, text) name = code,
#include "proto/irc_numeric.def"
#undef NUMERIC
};

enum { NUMERIC_SIZE = 4 };	/* "001" and its NUL */

/* Its last parameter, when that is always the same; else NULL. */
const char *numeric_text(enum numeric code);

/* "ERR_NOSUCHNICK"; NULL for a number that is not in the list. */
const char *numeric_name(enum numeric code);

/* "001". */
void numeric_format(enum numeric code, char out[NUMERIC_SIZE]);

#endif
