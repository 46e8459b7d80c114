/*
 * list_filter.h -- which channels LIST is to name: ISUPPORT ELIST=CMNTU.
 *
 * modern.ircdocs.horse/#list-message. Conditions stand between commas and all
 * must hold, but of several masks one is enough, as of several names.
 */
#ifndef SERVER_LIST_FILTER_H
#define SERVER_LIST_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"

struct channel;

enum { LIST_FILTER_MASKS = 64 };

struct list_filter {
	size_t  more_users, fewer_users;	/* members > and < */
	int64_t created_after_ms, created_before_ms;
	int64_t topic_after_ms, topic_before_ms;
	unsigned nmasks;
	unsigned nwanted;		/* masks and names among them */
	bool     has_patterns;		/* or conditions: every channel is looked at */
	struct {
		bool refuses;		/* "!mask" */
		char mask[CHANNEL_LEN + 1];
	} masks[LIST_FILTER_MASKS];
};

/* Everything. */
void list_filter_init(struct list_filter *f);
/* Adds the conditions of one parameter. Times are minutes before `now_ms`.
 * What is no condition and no channel's name or mask is passed over. */
void list_filter_add(struct list_filter *f, const char *conditions,
    int64_t now_ms);
/* Does not look at who may see it. */
bool list_filter_matches(const struct list_filter *f,
    const struct channel *ch);

#endif
