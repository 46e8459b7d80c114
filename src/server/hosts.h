/* hosts.h -- how many clients each address has. */
#ifndef SERVER_HOSTS_H
#define SERVER_HOSTS_H

#include <uthash.h>

struct server;

struct host {
	UT_hash_handle hh;
	unsigned clients;
	unsigned silent;	/* of them: have not sent a byte yet */
	char name[];
};

/* NULL: no client has that address. */
struct host *hosts_find(const struct server *s, const char *name);
/* Its name as it is kept once for all of that address: good until this client
 * is removed. */
const char *hosts_add_client(struct server *s, const char *name);
void hosts_remove_client(struct server *s, const char *name);

#endif
