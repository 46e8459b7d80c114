/* irc_cap.c -- the capabilities that we know. */
#include "config.h"

#include "proto/irc_cap.h"

#include <string.h>

#include "proto/limits.h"

#include "base/banned.h"

#define NUM_TEXT(n) #n
#define NUM(n) NUM_TEXT(n)

const char cap_value_setting[] = "";

const struct cap cap_table[CAP_COUNT] = {
#define CAP(name, bit, value, needs) { name, CAP_##bit, value, needs },
#include "proto/irc_cap.def"
#undef CAP
};

const struct cap *
cap_find(const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < CAP_COUNT; i++)
		if (strlen(cap_table[i].name) == len &&
		    memcmp(cap_table[i].name, name, len) == 0)
			return &cap_table[i];
	return NULL;
}
