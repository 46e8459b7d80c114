/*
 * session_internal.h -- the whole of a session, for the files of this folder.
 *
 *   session    what the edge calls; states    register  CAP, NICK, USER
 *   request    what people ask for        event     what the edge is told
 *   sasl       logging in                 resume    the same user after a break
 *   account    which one it is, and a new one
 *   receive    a line in -> its handler       message   PRIVMSG and kin
 *   presence   who comes and goes             roster    lists of members
 *   history    CHATHISTORY, doubles           gap       holes
 *   talks      private ones of the time away  search    SEARCH
 *   batch      lines that belong together     answer    WHOIS, LIST, errors
 *   outbox     own messages                   delivery  what becomes of them
 *   queue      what is written next           ask       requests of our own
 *   wire       messages -> bytes              link      silence, lag, back-off
 *   target     channels and talks             emit      events for the edge
 *   clean, split   text in, text out          ignore    whose words are not told
 *   ignoring   /ignore, in words
 */
#ifndef SESSION_SESSION_INTERNAL_H
#define SESSION_SESSION_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/rand.h"
#include "base/str.h"
#include "base/time.h"
#include "proto/digest.h"
#include "proto/dialect.h"
#include "proto/irc_isupport.h"
#include "proto/irc_msg.h"
#include "session/account.h"
#include "session/arena.h"
#include "session/ask.h"
#include "session/cap.h"
#include "session/emit.h"
#include "session/ignore.h"
#include "session/limits.h"
#include "session/link.h"
#include "session/outbox.h"
#include "session/queue.h"
#include "session/receive.h"
#include "session/register.h"
#include "session/resume.h"
#include "session/sasl.h"
#include "session/session.h"
#include "session/target.h"
#include "session/wire.h"

struct batch;

struct settings {
	char *host, *nick, *user, *realname, *password, *version;
	char *account, *account_password;
	uint16_t port;
	bool tls, may_upgrade, pass_too, has_certificate, multiline, formats,
	    resumes, certificate_may_fail;
	unsigned history_lines;
	int64_t since_ms;
};

struct session {
	struct settings config;	/* owned strings */
	const struct dialect *dialect;	/* borrowed */
	struct rand rand;
	struct now now;		/* as last told */
	struct now ticked;	/* by the last session_tick() */
	enum session_state state;

	struct codec *codec;	/* owned; NULL before the first connection */
	struct wire wire;
	struct link link;
	struct login login;
	struct sasl sasl;
	struct account account;
	struct resume resume;
	bool is_tls, is_verified;	/* this connection */
	bool is_private;	/* nobody listens on the way */
	unsigned char binding[64];	/* tls-exporter of this connection */
	size_t binding_len;
	uint64_t caps;		/* enum cap_bit */
	char stored[8];		/* value of tcpchat/stored; "" */
	/* Of one message with line breaks, as last offered; 0 bytes: never. */
	size_t multiline_bytes, multiline_lines;
	struct isupport isupport;
	char nick[NAME_SIZE];
	size_t userhost_len;	/* bytes of our user@host; 0: not known */

	struct target *targets;	/* owned; hash by key, in order of making */
	struct target *visible;	/* borrowed */
	uint32_t gap_number;	/* of the last one */
	char whois[NAME_SIZE];	/* whose WHOIS is coming in */
	char ctcp_to[NAME_SIZE];	/* whom we have asked by CTCP last */

	struct queue queue;
	struct outbox outbox;
	struct ignore ignore;
	struct asks asks;
	struct batch *batches;	/* owned; open */
	struct batch *spent;	/* owned; their lines are in an event */

	struct emitted emitted;
	struct arena arena;	/* strings of the events that wait */
};

bool session_has(const struct session *s, uint64_t caps);

/* Registered: lines of people may go out. */
bool session_is_on(const struct session *s);
void session_set_state(struct session *s, enum session_state state);

#endif
