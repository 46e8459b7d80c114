/* server_internal.h -- the state of one server. Only for src/server. */
#ifndef SERVER_SERVER_INTERNAL_H
#define SERVER_SERVER_INTERNAL_H

#include <sys/queue.h>

#include "base/buf.h"
#include "base/table.h"
#include "base/time.h"
#include "bus/bus.h"
#include "server/account.h"
#include "server/answer.h"
#include "server/ban.h"
#include "server/attachment.h"
#include "server/channel.h"
#include "server/client.h"
#include "server/client_queue.h"
#include "server/list.h"
#include "server/outq.h"
#include "server/server.h"
#include "server/user.h"
#include "server/whowas.h"
#include "server/world.h"

/* Writers for fan-out, a power of two: variants in use at once seldom meet. */
enum { FANOUT_WRITERS = 8 };

struct server {
	/* What was said at birth or by the last rehash. */
	struct server_config config;	/* strings owned */
	struct world world;
	struct bus  *bus;		/* borrowed */

	/* This turn. */
	struct now now;
	char    time_tag[TIME_ISO_SIZE];	/* the last one made */
	int64_t time_tag_ms;		/* and of when it is */
	size_t  deliveries_left;	/* of this turn's share */
	bool    has_work;

	/* Shared state: the same on every node. */
	struct table    users_by_nick, users_by_number;
	struct list     users;
	unsigned        ninvisible;	/* of them: +i */
	unsigned        noperators;	/* +o */
	struct bans     bans;
	struct table    accounts_by_name, accounts_by_number;
	struct list     accounts;
	uint64_t *marked;		/* numbers of users, see standing.h */
	size_t   nmarked, marked_room;
	TAILQ_HEAD(, resume) held;	/* broken, in the order of that */
	unsigned        nheld;
	struct table    channels_by_name, channels_by_number;
	struct list     channels;
	struct channel *dirty_channels;
	struct whowas   whowas;
	struct table    odd_users, odd_accounts, odd_channels;	/* lookalike.h */

	/* This node's own. */
	struct client **slots;		/* client number -> client, see client.c */
	unsigned *free_slots;
	size_t   nslots, nfree_slots;
	struct host *hosts;		/* by name, see hosts.h */
	struct network *networks;	/* by address */
	struct watch *watches;		/* by nick, see monitor.h */
	uint64_t *commands_run;		/* how often, by place in command.def */
	uint64_t clients_made;
	TAILQ_HEAD(client_list, client) clients;	/* registered */
	struct client_list newcomers, waiting;
	struct client_queue dirty, producing;
	unsigned nclients, nregistered, nclients_max;
	unsigned nsilent;
	struct outq_pool outq_pool;
	struct payload_writer own_lines;	/* for one client alone */
	struct payload_writer lines[FANOUT_WRITERS];	/* by variant */
	struct answer plain;		/* where an unlabelled call is answered */
	struct answer *answer;		/* of the handler that runs now */
	uint64_t answers_made;
	uint64_t questions_made;
	struct guesses *guesses;	/* owned; see guess.h */
	unsigned char secret[DIGEST_BYTES];	/* of verifiers that nobody has */
	bool     has_secret;
	unsigned nquestions;
	struct asking *own_questions;	/* of no client that is still there */
	unsigned stamp;			/* see fanout.c: whoever was told already */
	int64_t  posted_ms;		/* time of the newest event */
	int64_t  created_ms;
	int64_t  next_sweep_ms;		/* monotonic: timeouts are looked at then */
	int64_t  next_look_ms;		/* monotonic: those of newcomers */
	bool     is_stopping;
	bool     is_ending;		/* what is freed now is not gone */
	char     refusal[BAN_TEXT_SIZE];	/* what client_new() said last */
	struct buf scratch;		/* for rendering; empty between uses */
	struct buf tag;			/* for one tag, likewise */
	struct buf isupport;		/* see isupport.c; empty: not yet made */
};

/* The value of a `time` tag for `time_ms`, 0: now. Good until the next call. */
const char *server_time_tag(struct server *s, int64_t time_ms);

#endif
