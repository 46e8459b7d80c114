/* migrate.c -- from the schema of an older release to that of schema.sql. */
#include "config.h"
#include "store/migrate.h"

#include <stddef.h>

#include "base/banned.h"

static const char from_1[] =
#include "store/migrate_1.def"
;

/* steps[v] leads from version v to v + 1. There is no version 0. */
static const char *const steps[MIGRATE_VERSION] = { NULL, from_1 };

const char *
migrate_step(int version)
{
	return version < 0 || version >= MIGRATE_VERSION ? NULL :
	    steps[version];
}
