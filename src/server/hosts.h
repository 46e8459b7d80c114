/*
 * hosts.h -- where clients come from: how many there are, how fast they come.
 *
 * Limits count networks: one IPv4 address, or the 64 bits of IPv6 that one
 * customer is given. Each has a bucket of connections, which lasts until it is
 * full again, whether anybody is still there or not.
 */
#ifndef SERVER_HOSTS_H
#define SERVER_HOSTS_H

#include <stdint.h>

#include <uthash.h>

#include "base/address.h"

struct server;

struct network {
	UT_hash_handle hh;
	struct address address;
	unsigned clients;
	unsigned silent;	/* of them: have not sent a byte yet */
	int64_t  full_us;	/* monotonic: when the bucket is full again */
};

/* A name, kept once for all who have it. */
struct host {
	UT_hash_handle hh;
	struct network *network;
	unsigned clients;
	char name[];
};

/* Of whom a name is; those that are no address (a unix socket's) are one. */
struct address hosts_network_address(const char *name);
/* NULL: nobody is there, nor has been lately. */
struct network *hosts_network(const struct server *s, const char *name);
/* Its name as it is kept once for all of that address: good until this client
 * is removed. */
const char *hosts_add_client(struct server *s, const char *name);
void hosts_remove_client(struct server *s, const char *name);

/* In how many ms one more connection from there may begin to speak. */
int64_t hosts_wait_ms(const struct server *s, const char *name);
/* One more has come, and will. */
void hosts_charge(struct server *s, const char *name);
/* Forgets networks without clients whose bucket is full. */
void hosts_sweep(struct server *s);
void hosts_free_all(struct server *s);

#endif
