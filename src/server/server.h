/*
 * server.h -- the chat itself: bytes in, bytes out. No kernel, no clock.
 *
 * The edge (tcpchatd's loop, a test, a fuzzer) drives it:
 *
 *   each turn   server_turn(s, now)            first; applies what is ready
 *   per client  client_input(c, bytes, len)    one chunk a turn
 *               client_input_end(c)            end of input: a line like any other
 *               client_lost(c, reason)         a broken socket
 *   at its end  server_end_turn(s)             then, for each client that
 *               server_next_dirty(s) gives:    write outq, maybe free it
 *
 * Nothing here frees a client but client_free(), which only the edge calls,
 * after the turn, for a client that client_is_done().
 */
#ifndef SERVER_SERVER_H
#define SERVER_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/time.h"

struct account_row;
struct buf;
struct bus;
struct client;
struct dialect;
struct oper_config;
struct outq;
struct result;
struct server;
struct store_ban;
struct store_belonging;
struct store_channel;
struct world;

/* Who may make an account. */
enum server_registration { SERVER_REGISTRATION_ON,
	SERVER_REGISTRATION_OPERATORS, SERVER_REGISTRATION_OFF };

/* Whose user stays without a client. */
enum server_always_on { SERVER_ALWAYS_ON_OPT_IN, SERVER_ALWAYS_ON_DEFAULT,
	SERVER_ALWAYS_ON_OFF };

enum server_log_messages { SERVER_LOG_NONE, SERVER_LOG_CHANNELS,
	SERVER_LOG_ALL };

/* Settings. server_new() and server_configure() copy it, strings included. */
enum { CLOAK_KEY_BYTES = 32 };

struct server_config {
	const char *name;	/* of this server, in sources and numerics */
	const char *network;	/* ISUPPORT NETWORK */
	const char *icon;	/* ISUPPORT draft/ICON, a URL; NULL: none */
	const char *tag_deny;	/* ISUPPORT CLIENTTAGDENY; NULL: none denied */
	const char *version;	/* "tcpchat-1.0" */
	const char *password;	/* PASS that is asked of everyone; NULL: none */
	const char *lobby;	/* channel name; NULL: no lobby */
	const char *lobby_topic;	/* NULL: as it was left */
	bool        autojoin;		/* everyone joins the lobby on arrival */
	unsigned    autojoin_max;	/* until it has so many members; 0: no limit */
	bool        history;		/* messages are stored */
	bool        history_in_memory;	/* ... but not on disk */
	const struct store_keep *keep;	/* for how long; NULL: for good */
	const char *durability;		/* "full", "normal" or "off": tcpchat/stored */
	int64_t     redact_window_ms;	/* people take back what they said so long */
	int64_t     channel_keep_ms;	/* an empty channel is kept so long */
	unsigned    max_clients;	/* 0: no limit */
	unsigned    max_clients_per_ip;	/* 0: no limit; local ones have none */
	unsigned    connect_rate;	/* a second, from one network; 0: no limit */
	unsigned    silent_max;		/* connections that said nothing yet */
	unsigned    silent_max_per_ip;
	int64_t     registration_timeout_ms;
	int64_t     ping_timeout_ms;
	bool        history_open;	/* members read what they missed, too */
	unsigned    replay_on_join;	/* lines for clients without chathistory */
	int64_t     resume_hold_ms;	/* a broken connection is waited for */
	enum server_always_on always_on;
	bool        cloak;	/* hosts of newcomers are shown as cloak.h says */
	unsigned char cloak_key[CLOAK_KEY_BYTES];
	const char *absent_text;	/* away of an always-on user without a client */
	bool        flood_control;
	unsigned    tls_port;		/* tcpchat/tls; 0: there is none */
	int64_t     sts_duration_ms;	/* sts; 0: not announced */
	enum server_registration registration;	/* of accounts */
	bool        plain_anywhere;	/* SASL PLAIN without TLS, too */
	enum server_log_messages log_messages;
	const char *motd;	/* lines with \n; NULL: 422 */
	const struct oper_config *opers;	/* who may say OPER */
	size_t      nopers;
	const char *info;	/* ADMIN and INFO line of the operator; NULL */
};

/* `world` is copied; `bus` is borrowed and outlives the server. */
struct server *server_new(const struct server_config *config,
    const struct world *world, struct bus *bus, struct now now);
void server_free(struct server *s);	/* every client must be freed before */
void server_configure(struct server *s, const struct server_config *config);

/* Before the first turn, for each channel that the store has kept. */
void server_restore_channel(struct server *s, const struct store_channel *c);
/* ... then for all that accounts have beside their rows, */
void server_restore_belonging(struct server *s,
    const struct store_belonging *b);
/* ... and for each ban. */
void server_restore_ban(struct server *s, const struct store_ban *b);
/* ... and, before the channels, for each account. */
void server_restore_account(struct server *s, const struct account_row *row);
/* ... and the time of the newest message: nothing will be older than it. */
void server_restore_time(struct server *s, int64_t newest_ms);

/* Starts a turn: takes from the bus what is ready, lets waiting clients go on. */
void server_turn(struct server *s, struct now now);
/* Ends it: hands the bus what waits. The edge then writes the dirty clients. */
void server_end_turn(struct server *s);
/* True: call server_turn() again without waiting (more than a turn's share). */
bool server_has_work(const struct server *s);
/* Timeouts, pings, flood tokens. Returns in how many ms it wants to be called. */
int64_t server_tick(struct server *s);
/* The edge hands in each result on the loop's thread; `r` is borrowed. */
void server_result(struct server *s, uint64_t number, const struct result *r);

/* Everyone gets ERROR with the reason; no new client is served after it. */
void server_stop(struct server *s, const char *reason);

/* What the edge knows of a new connection. Strings are copied. */
struct client_facts {
	const char *host;	/* address as text, IPv6 without brackets; unix
				   sockets: "localhost". A leading ':' gets a 0 */
	bool local;		/* loopback or unix socket: ten times the tokens */
	bool secure;		/* a proxy has ended TLS for it */
	const char *webirc;	/* what its address must say to be believed of
				   another's (WEBIRC); NULL: it is not believed */
	bool silent_ok;		/* an auto, json or text listener: may stay
				   without a name, as long as it is not IRC */
	void *edge;		/* the edge's own, see client_edge() */
	/* What it speaks; NULL: `tell` says by the first bytes (NULL: not yet;
	 * it is then asked again). Both NULL: IRC. */
	const struct dialect *dialect;
	const struct dialect *(*tell)(const void *data, size_t len);
};

/* What TLS has shown of a client. */
struct client_tls {
	const char *version, *cipher;	/* "TLSv1.3", "TLS_AES_…"; static */
	char    fingerprint[65];	/* of its certificate: SHA-256 in
					   lower-case hex; "": it showed none */
	uint8_t end_point[64];		/* the channel bindings of SCRAM-…-PLUS: */
	uint8_t exporter[64];		/* tls-server-end-point, tls-exporter */
	size_t  end_point_len, exporter_len;	/* 0: there is none */
};

/* NULL: refused (too many): `why` then says so, a sentence for the peer that
 * is good until the next call. */
struct client *client_new(struct server *s, const struct client_facts *facts,
    const char **why);
void *client_edge(const struct client *c);
/* It begins a TLS handshake: from here it has its time to register in. */
void client_begin_tls(struct client *c);
/* ... which is done: its bytes are told apart afresh. Copies. */
void client_set_tls(struct client *c, const struct client_tls *tls);
void client_input(struct client *c, const void *data, size_t len);
void client_input_end(struct client *c);
/* Ends it at once; `reason` is copied. Does nothing for a closed client. */
void client_close(struct client *c, const char *reason);
/* The same for a connection that broke: its user may be held for a while. */
void client_lost(struct client *c, const char *reason);
/* Is not to be read now. */
bool client_is_waiting(const struct client *c);
/* Closed, and nothing is left to write that should be: the edge frees it. A
 * peer that does not take its last bytes is the edge's to cut off (3 s). */
bool client_is_done(const struct client *c);
/* Closed: no further input is taken, what is queued is written. */
bool client_is_closed(const struct client *c);
struct outq *client_outq(struct client *c);
/*
 * Clients of the older dialects take one read for one message: each segment
 * is a write of its own, the next when the peer's kernel has the one before
 * and client_gap_ms() have passed. Their queue is never written directly.
 */
bool client_is_paced(const struct client *c);
unsigned client_gap_ms(const struct client *c);
/* The next segment, or false: none. Good until client_segment_written(). */
bool client_segment(struct client *c, const void **data, size_t *len);
/* All of it was taken by the kernel. */
void client_segment_written(struct client *c);
/* The kernel took the first `n` bytes of client_outq(): they leave the queue,
 * and a long answer goes on when it is short. */
void client_written(struct client *c, size_t n);
void client_free(struct client *c);

/* The edge wants to look at it at the end of this turn, whatever else is so. */
void client_mark_dirty(struct client *c);
/* Each client once whose queue grew, or that was marked, that may be read again or that is done,
 * since it was last given; NULL: no more. */
struct client *server_next_dirty(struct server *s);

/* How many there are now. */
struct server_counts {
	size_t   users, channels;
	unsigned clients, unregistered, clients_most;	/* of this node */
};
struct server_counts server_count(const struct server *s);

/* Users, channels, members, lists in order: equal states, equal texts. */
void server_digest(const struct server *s, struct buf *out);

#endif
