/* proxy_fuzz.c -- any bytes as the header of a proxy. */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "net/proxy.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* However it is cut, what more bytes decide is decided as it was by fewer, and
 * more than a header's are never asked for. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum proxy_result before = PROXY_MORE, now;
	struct proxy_peer peer, first;
	size_t used, used_first = 0;

	memset(&first, 0, sizeof first);
	for (size_t len = 1; len <= size; len++) {
		uint8_t *exact = xmemdup(data, len);	/* for its end */

		now = proxy_parse(exact, len, &peer, &used);
		free(exact);
		assert(now != PROXY_MORE || len < PROXY_HEADER_MAX);
		assert(now != PROXY_DONE || used <= len);
		if (before == PROXY_DONE)
			assert(now == before && used == used_first
			    && memcmp(&peer, &first, sizeof peer) == 0);
		else if (before == PROXY_BAD)
			assert(now == before);
		before = now;
		first = peer;
		used_first = used;
	}
	return 0;
}
