/* guess.c -- who guesses passwords is slowed down. */
#include "config.h"
#include "server/guess.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "server/hosts.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum {
	FREE_PER_ACCOUNT = 3,	/* wrong ones that cost nothing */
	FREE_PER_NETWORK = 10,
	WAIT_MAX_MS = 60000,
	FORGET_MS = 600000,	/* without a further one */
};

struct guess {
	struct address network;
	char     account[ACCOUNT_LEN + 1];	/* "": any */
	unsigned wrong;			/* 0: not used */
	int64_t  last_ms;		/* monotonic */
};

struct guesses {
	struct guess at[GUESSES_MAX];
};

struct guesses *
guesses_new(void)
{
	return xcalloc(1, sizeof(struct guesses));
}

void
guesses_free(struct guesses *g)
{
	free(g);
}

static struct guess *
find(const struct client *c, const char *account)
{
	struct address network = hosts_network_address(c->host);
	struct guesses *g = c->server->guesses;
	int64_t now = c->server->now.mono_ms;
	size_t i;

	for (i = 0; i < GUESSES_MAX; i++) {
		struct guess *at = &g->at[i];

		if (at->wrong > 0 &&
		    memcmp(&at->network, &network, sizeof network) == 0 &&
		    irc_case_eq(at->account, account) &&
		    now - at->last_ms < FORGET_MS)
			return at;
	}
	return NULL;
}

/* One that is not used, else the oldest. */
static struct guess *
take(struct guesses *g)
{
	struct guess *oldest = &g->at[0];
	size_t i;

	for (i = 0; i < GUESSES_MAX; i++) {
		if (g->at[i].wrong == 0)
			return &g->at[i];
		if (g->at[i].last_ms < oldest->last_ms)
			oldest = &g->at[i];
	}
	return oldest;
}

static int64_t
wait_ms(const struct client *c, const char *account, unsigned free_ones)
{
	const struct guess *at = find(c, account);
	int64_t wait = 1000;
	unsigned i;

	if (at == NULL || at->wrong < free_ones)
		return 0;
	for (i = free_ones; i < at->wrong && wait < WAIT_MAX_MS; i++)
		wait *= 2;
	if (wait > WAIT_MAX_MS)
		wait = WAIT_MAX_MS;
	wait -= c->server->now.mono_ms - at->last_ms;
	return wait < 0 ? 0 : wait;
}

int
guess_wait_s(const struct client *c, const char *account)
{
	int64_t one = wait_ms(c, account, FREE_PER_ACCOUNT);
	int64_t any = wait_ms(c, "", FREE_PER_NETWORK);

	return (int)(((one > any ? one : any) + 999) / 1000);
}

static void
count(struct client *c, const char *account)
{
	struct guess *at = find(c, account);

	if (at == NULL) {
		at = take(c->server->guesses);
		*at = (struct guess){
		    .network = hosts_network_address(c->host) };
		(void)str_copy(at->account, sizeof at->account, account);
	}
	at->wrong++;
	at->last_ms = c->server->now.mono_ms;
}

void
guess_was_wrong(struct client *c, const char *account, const char *how)
{
	count(c, account);
	count(c, "");
	log_line(LEVEL_NOTICE, "login: failed host=%s account=%s how=%s",
	    c->host, account, how);
}

void
guess_was_right(struct client *c, const char *account)
{
	struct guess *at = find(c, account);

	if (at != NULL)
		at->wrong = 0;
}
