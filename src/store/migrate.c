/* migrate.c -- from the schema of an older release to that of schema.sql. */
#include "config.h"
#include "store/migrate.h"

#include <stddef.h>

#include "base/banned.h"

/* steps[v] leads from version v to v + 1. There is no version 0. */
static const char *const steps[MIGRATE_VERSION] = { NULL };

const char *
migrate_step(int version)
{
	return version < 0 || version >= MIGRATE_VERSION ? NULL :
	    steps[version];
}
