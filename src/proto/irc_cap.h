/* irc_cap.h -- the capabilities that we know, one bit each. */
#ifndef PROTO_IRC_CAP_H
#define PROTO_IRC_CAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum {
#define CAP(name, bit, value, needs) CAP_INDEX_##bit,
#include "proto/irc_cap.def"
#undef CAP
	CAP_COUNT	/* at most 63: the bits are in a uint64_t */
};

/* CAP_AWAY_NOTIFY, CAP_BATCH ...; a set of them is a uint64_t. */
ATTR_EXTENSION enum {
#define CAP(name, bit, value, needs) CAP_##bit = INT64_C(1) << CAP_INDEX_##bit,
#include "proto/irc_cap.def"
#undef CAP
	CAP_ALL = (INT64_C(1) << CAP_COUNT) - 1
};

/* Stands for the value that the settings of the server give. */
extern const char cap_value_setting[];
#define CAP_VALUE_SETTING cap_value_setting

struct cap {
	const char *name;
	uint64_t bit;
	const char *value;	/* NULL: none; CAP_VALUE_SETTING */
	uint64_t needs;		/* bits */
};

extern const struct cap cap_table[CAP_COUNT];	/* sorted by name */

/* By its name of `len` bytes (capabilities know no case but this); NULL: none. */
const struct cap *cap_find(const char *name, size_t len);

#endif
