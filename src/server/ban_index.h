/*
 * ban_index.h -- the bans that an address or user@host may fit, found without
 * looking at all of them: 10,000 cost a newcomer no more than one does.
 *
 * DLINEs and KLINEs of a prefix are found by address, KLINEs of a host without
 * a wildcard by that. KLINEs with one in the host must be tried one by one, so
 * there are few (BAN_PATTERNS_MAX).
 */
#ifndef SERVER_BAN_INDEX_H
#define SERVER_BAN_INDEX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "base/address.h"
#include "base/table.h"

struct ban;

struct ban_index {
	struct table by_address, by_host;
	/* How many of each length of prefix there are in by_address. */
	unsigned prefixes[ADDRESS_BITS + 1];
	LIST_HEAD(, ban) patterns;
	unsigned npatterns;
};

void ban_index_init(struct ban_index *x);
void ban_index_release(struct ban_index *x);	/* it is empty */

/* A DLINE or KLINE whose mask and address stand. */
void ban_index_add(struct ban_index *x, struct ban *b);
void ban_index_remove(struct ban_index *x, struct ban *b);

/* Whether a KLINE's mask is one that must be tried on everybody. */
bool ban_is_pattern(const char *mask);

/* The DLINE of exactly that prefix; NULL: none. */
struct ban *ban_index_dline(const struct ban_index *x,
    const struct address *a);
/* The DLINE that this address is in, from the longest prefix on, the KLINE
 * that user@host fits. NULL: none. What has expired does not count. */
const struct ban *ban_index_of_address(const struct ban_index *x,
    const char *address, int64_t now_ms);
const struct ban *ban_index_of_source(const struct ban_index *x,
    const char *source, int64_t now_ms);

#endif
