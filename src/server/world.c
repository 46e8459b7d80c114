/* world.c -- what the server asks of its surroundings. */
#include "config.h"
#include "server/world.h"

#include <stdlib.h>

#include "base/banned.h"

void
result_release(struct result *r)
{
	digest_wipe(r->hash, sizeof r->hash);
	free(r->rows);
	free(r->targets);
	free(r->block);
	*r = (struct result){ .code = RESULT_OK };
}
