/* hosts.c -- how many clients each address has. */
#include "config.h"
#include "server/hosts.h"

#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct host *
hosts_find(const struct server *s, const char *name)
{
	struct host *h;

	HASH_FIND_STR(s->hosts, name, h);
	return h;
}

const char *
hosts_add_client(struct server *s, const char *name)
{
	struct host *h = hosts_find(s, name);
	size_t size = strlen(name) + 1;

	if (h == NULL) {
		h = xcalloc(1, sizeof *h + size);
		memcpy(h->name, name, size);
		HASH_ADD_STR(s->hosts, name, h);
	}
	h->clients++;
	return h->name;
}

void
hosts_remove_client(struct server *s, const char *name)
{
	struct host *h = hosts_find(s, name);

	if (--h->clients > 0)
		return;
	HASH_DEL(s->hosts, h);
	free(h);
}
