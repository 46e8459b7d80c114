/*
 * store.h -- history and channels on disk: the interface.
 *
 * One batch and any number of questions may be under way; both come back in
 * later turns, told by store_fd() becoming readable. Implementations:
 * store_sqlite.c (two threads) and store_mem.c (answers in the call after).
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "server/world.h"

struct err;
struct event;
struct store;

/* A channel as it is kept. All strings may be NULL but the name. */
struct store_channel {
	uint64_t    number;	/* never used twice */
	const char *name;
	const char *topic, *topic_by;
	int64_t     topic_ms;
	const char *modes;	/* letters without parameters: "nt" */
	const char *key;
	unsigned    limit;	/* 0: none */
	unsigned    slow_s;	/* +W; 0: none */
	const char *lists;	/* one entry a line: "b mask setter unix_ms\n" */
	const char *metadata;	/* one key a line: "key value\n" */
	const char *spells;	/* one a line: "from to mask\n" */
	uint64_t    founder;	/* number of an account; 0: not registered */
	const char *access;	/* one account a line: "number level\n" */
	int64_t     created_ms;
	int64_t     left_ms;	/* when the last member left; 0: it has members */
	bool        spoken;	/* something was ever said in it */
};

/* Who may not come in, or not speak, on the whole server. */
struct store_ban {
	uint64_t    number;	/* never used twice, nor that of a channel */
	int         kind;	/* enum ban_kind */
	const char *mask, *setter, *reason;
	int64_t     set_ms;
	int64_t     expires_ms;	/* 0: never */
};

/* What an account has beside its own row. */
enum belonging { BELONGING_MARKER = 1, BELONGING_USER, BELONGING_METADATA };

struct store_belonging {
	uint64_t    number;	/* never used twice, nor that of another row */
	uint64_t    account;
	int         kind;	/* enum belonging */
	const char *text;	/* see read_marker.c, standing.c, metadata.c */
};

/* What a change of state is about. */
enum store_row { STORE_ROW_CHANNEL, STORE_ROW_BAN, STORE_ROW_BELONGING };

/* A change of state that goes to disk with the next batch. Its strings are in
 * this block. */
struct store_change {
	struct store_change *next;
	enum store_row row;
	uint64_t number;	/* of the row: the newest change of it counts */
	bool gone;		/* it ended: delete its row */
	union {
		struct store_channel channel;
		struct store_ban ban;
		struct store_belonging belonging;
	};
};

/* Heap; copies all strings. */
struct store_change *store_change_new(const struct store_channel *channel,
    bool gone);
struct store_change *store_change_new_ban(const struct store_ban *ban,
    bool gone);
struct store_change *store_change_new_belonging(
    const struct store_belonging *b, bool gone);
/* The same change once more. */
struct store_change *store_change_copy(const struct store_change *c);
void store_change_free(struct store_change *c);

enum { STORE_FAULT_SIZE = 240 };

/* What is written in one transaction. */
struct batch {
	struct event *events;	/* owned, in order; the STORED ones get an outcome,
				   the others ride along untouched */
	size_t        nevents;
	struct store_change *changes;	/* owned, in order */
	bool          changes_stored;	/* out: false: hand them in again */
	struct event *happened;	/* owned, in order: rows of what apply did */
	bool          happened_stored;	/* out: false: hand them in again */
	uint64_t      high;	/* highest number handed out so far: kept */
	char          fault[STORE_FAULT_SIZE];	/* out: for the log; "": none */
};

void batch_free(struct batch *b);	/* with all it holds; NULL is fine */

/* Writes `take`; at most one batch is away at a time. */
void store_submit(struct store *s, struct batch *take);
/* The batch that has come back, or NULL. The caller owns it. */
struct batch *store_take_done(struct store *s);
/* Copies what it keeps of `q`. */
void store_ask(struct store *s, uint64_t number, const struct question *q);
void store_stop_asking(struct store *s, uint64_t number);
/* One answer; false: none. The caller ends it with result_release(). */
bool store_take_result(struct store *s, uint64_t *number, struct result *r)
    ATTR_USE_RESULT;
/* Readable while something is done; -1: ask in every turn. */
int  store_fd(const struct store *s);

/* How long what is said is kept. */
struct store_keep {
	int64_t age_ms;		/* 0: for ever */
	int64_t size_bytes;	/* of all that is kept; the oldest goes first; 0: any */
	struct store_keep_channel {
		const char *name;
		int64_t     age_ms;	/* 0: for ever */
	} *channels;		/* whose age is another */
	size_t nchannels;
};

/* Heap, one block. */
struct store_keep *store_keep_copy(const struct store_keep *k);

/*
 * Begins to delete what is not to be kept at the Unix time `now_ms`, in slices
 * between batches, and all traces of it. To be called again from time to time.
 * While that is done another call waits; a third changes nothing.
 */
enum store_prune { STORE_PRUNE_BEGUN, STORE_PRUNE_WAITS, STORE_PRUNE_REFUSED };
enum store_prune store_prune(struct store *s, const struct store_keep *keep,
    int64_t now_ms);

/* Before the first submit: what was kept, channel by channel, by number. */
bool store_load(struct store *s,
    void (*each)(void *ctx, const struct store_channel *c), void *ctx)
    ATTR_USE_RESULT;
/* ... and every account, by number; the verifier is left out. */
bool store_load_accounts(struct store *s,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
    ATTR_USE_RESULT;
/* ... and every ban, by number. */
bool store_load_bans(struct store *s,
    void (*each)(void *ctx, const struct store_ban *b), void *ctx)
    ATTR_USE_RESULT;
/* ... and what accounts have beside their rows, by number. */
bool store_load_belongings(struct store *s,
    void (*each)(void *ctx, const struct store_belonging *b), void *ctx)
    ATTR_USE_RESULT;
/* The highest number on disk: counters of this start begin above it. */
uint64_t store_high(const struct store *s);
/* The wall time of the newest message, or 0. */
int64_t store_last_ms(const struct store *s);
/* Waits for what is away, then closes. NULL is fine. */
void store_free(struct store *s);

/* In memory; forgets everything with the process. Answers in the call after. */
struct store *store_mem_new(void);

enum store_sync {
	STORE_SYNC_FULL,	/* a batch is done when it is on the disk itself */
	STORE_SYNC_NORMAL,	/* survives this process, not the machine */
	STORE_SYNC_OFF,
};

/*
 * Opens the database `path`, makes it if there is none, and starts two
 * threads. NULL: `err` names the file, the fault and the remedy.
 */
struct store *store_sqlite_open(const char *path, enum store_sync sync,
    struct err *err) ATTR_USE_RESULT;

/*
 * The same in memory, for as long as it is open: nothing of it reaches a disk.
 * `beside`: one of store_sqlite_open(), whose store_fd() is used; may be NULL.
 */
struct store *store_sqlite_open_memory(const struct store *beside,
    struct err *err) ATTR_USE_RESULT;

/*
 * What was said in memory only; everything else, accounts, channels, bans, in
 * the database `path`. What an earlier start has written there is not shown,
 * but still deleted when it is too old, or FORGET asks for it.
 */
struct store *store_split_open(const char *path, enum store_sync sync,
    struct err *err) ATTR_USE_RESULT;

/*
 * Copies the database `path` as it is at one moment, also while a server
 * writes to it, into the new file `to`.
 */
bool store_sqlite_backup(const char *path, const char *to, struct err *err)
    ATTR_USE_RESULT;
/*
 * Reads all of it; tells each fault to `say`. `alone`: nobody else uses it, so
 * the search index is looked at, too. False: `err` says what is to be done.
 */
bool store_sqlite_check(const char *path, bool alone,
    void (*say)(void *ctx, const char *line), void *ctx, struct err *err)
    ATTR_USE_RESULT;
/* As store_prune(), where no server runs: all is done when it returns. */
bool store_sqlite_prune(const char *path, const struct store_keep *keep,
    int64_t now_ms, struct err *err) ATTR_USE_RESULT;

/* What an account has said. */
struct store_own {
	int64_t     time_ms;
	const char *msgid, *command;
	const char *target;	/* NULL: a channel that is gone */
	const char *text, *tags;	/* NULL: none */
};

/*
 * Tells everything that the account `account` has said and that is kept, the
 * oldest first; also while a server runs. False: see `err`.
 */
bool store_sqlite_export(const char *path, const char *account,
    void (*each)(void *ctx, const struct store_own *row), void *ctx,
    struct err *err) ATTR_USE_RESULT;

/* The implementations fill this; nobody else looks. */
struct store_ops {
	void (*submit)(struct store *, struct batch *);
	struct batch *(*take_done)(struct store *);
	void (*ask)(struct store *, uint64_t, const struct question *);
	void (*stop_asking)(struct store *, uint64_t);
	bool (*take_result)(struct store *, uint64_t *, struct result *);
	int  (*fd)(const struct store *);
	bool (*load)(struct store *,
	    void (*)(void *, const struct store_channel *), void *);
	bool (*load_accounts)(struct store *,
	    void (*)(void *, const struct account_row *), void *);
	bool (*load_bans)(struct store *,
	    void (*)(void *, const struct store_ban *), void *);
	enum store_prune (*prune)(struct store *, const struct store_keep *,
	    int64_t);
	bool (*load_belongings)(struct store *,
	    void (*)(void *, const struct store_belonging *), void *);
	uint64_t (*high)(const struct store *);
	int64_t (*last_ms)(const struct store *);
	void (*free)(struct store *);
};

struct store {
	const struct store_ops *ops;
};

#endif
