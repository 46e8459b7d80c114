/*
 * session.h -- the client's side of the protocol: one place, one identity.
 *
 * Pure: bytes and times in, events and bytes out. The session opens no
 * socket, reads no clock and no file; it asks the edge by events. Several
 * sessions live side by side and share nothing.
 *
 * The edge, after every call, pulls session_next() until it returns false,
 * then takes session_output() to its socket and says session_wrote(), a call
 * like any other. Lines that came are looked at as they are pulled, one by
 * one. Nothing is called back, so nothing re-enters. Each turn of the edge's
 * loop begins with session_tick(), because calls without a `now` use the last
 * one given, and ends with it: only then it is known when it is due again.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"
#include "session/event.h"

struct buf;
struct dialect;
struct session;

/* Everything is copied. Strings may be NULL where a default is named. */
struct session_config {
	const char *host;	/* to connect to, again and again */
	uint16_t port;
	bool tls;		/* from the first byte */
	bool may_upgrade;	/* comes back by TLS to a server that offers it */
	const char *nick;
	const char *user;	/* default: the nick */
	const char *realname;	/* default: the nick */
	const char *password;	/* for PASS; default: none */
	const char *account;	/* to log in to (SASL); default: the nick */
	const char *account_password;	/* default: none, a guest */
	bool pass_too;		/* a server without accounts gets that by PASS */
	bool has_certificate;	/* the edge shows one: SASL EXTERNAL */
	bool certificate_may_fail;	/* and a guest where it is not known */
	const char *channels;	/* to join, separated by commas, each perhaps
				 * followed by a blank and its key; default: none */
	unsigned history_lines;	/* wanted when a destination is opened; 0: 50 */
	int64_t since_ms;	/* the person was here last, Unix time: private
				 * talks of since then are told; 0: they are not */
	const char *version;	/* answered to CTCP VERSION; default: none */
	bool multiline;		/* texts with line breaks are understood */
	bool formats;		/* and codes of formatting: proto/irc_format.h */
	bool resumes;		/* comes back as the same user: tcpchat/resume */
};

/* What the edge knows of a connection that stands. */
struct session_link {
	bool tls;
	bool verified;		/* by the system's authorities or a pin */
	bool local;		/* loopback or a unix socket */
	const unsigned char *binding;	/* tls-exporter (RFC 9266), copied */
	size_t binding_len;	/* 0: none; at most 64 */
};

/*
 * `seed` is unpredictable: ids and back-off are drawn from it. `dialect` is
 * borrowed for the session's life; NULL is IRC. Nothing happens before
 * session_open().
 */
struct session *session_new(const struct session_config *config,
    const struct dialect *dialect, uint64_t seed);
void session_free(struct session *s);

/* Starts: event CONNECT. Also "try now" while WAITING or CLOSED. */
void session_open(struct session *s, struct now now);

/* The machine has another address, or a network again: a try is made now, and
 * a connection that stands has to show that it does. */
void session_network_changed(struct session *s, struct now now);

/* TCP stands, TLS too, and trust is settled: bytes may flow. */
void session_connected(struct session *s, const struct session_link *link,
    struct now now);

/* One call per read, never joined with another. */
void session_input(struct session *s, const void *data, size_t len,
    struct now now);

/*
 * The connection failed or ended (not when event CLOSE asked for that).
 * `reason`: words for people. For a refused certificate `why` is
 * SESSION_WHY_TRUST, and the session closes; else LINK.
 */
void session_lost(struct session *s, enum session_why why, const char *reason,
    struct now now);

/* Returns when to call again at the latest, on the steady clock (ms);
 * INT64_MAX: nothing is due. Any other call may make it sooner. */
int64_t session_tick(struct session *s, struct now now);

/*
 * The next bytes to write. Returns false if there are none. `*alone`: they
 * must be a write of their own, begun when what went before has left (old
 * dialects). Borrowed until the next call.
 */
bool session_output(struct session *s, const char **data, size_t *len,
    bool *alone);

/* The kernel has taken `n` of those bytes. */
void session_wrote(struct session *s, size_t n, struct now now);

/* Moves the next event to `ev`. Returns false if there is none. */
bool session_next(struct session *s, struct session_event *ev);

/*
 * Says `text` to `target`: several messages if it has several lines or is
 * longer than one line of the wire, and the server takes that (or the caller:
 * config.multiline) for no single one; a DELIVERY tells each. `kind` is TEXT,
 * ACTION or NOTICE. Returns the id of the first, borrowed until it is
 * settled; NULL if it took nothing: keep the text then.
 */
const char *session_send(struct session *s, enum session_line_kind kind,
    const char *target, const char *text, struct now now);

/* The same, as an answer to the message `msgid` there (draft/reply). */
const char *session_reply(struct session *s, enum session_line_kind kind,
    const char *target, const char *msgid, const char *text, struct now now);

/* Why the last session_send() took nothing, in words for people; else "". */
const char *session_refusal(const struct session *s);

/* An UNKNOWN or held message: send it (again), under the same id. */
bool session_retry(struct session *s, const char *id, struct now now);

/* Forget it. Returns false if it is not there or already written. */
bool session_drop(struct session *s, const char *id);

/* Messages that wait to be written, or for their echo. */
size_t session_unsent(const struct session *s);

/* Appends the outbox as lines of text, for the next start. False: `out` has
 * not taken all. */
bool session_outbox_save(const struct session *s, struct buf *out);

/* Takes such lines, before session_open(). False: some were damaged. */
bool session_outbox_restore(struct session *s, const char *text, size_t len,
    struct now now);

/* Requests. What the server refuses comes back as NOTE. */
void session_join(struct session *s, const char *channel, const char *key);
void session_part(struct session *s, const char *channel, const char *reason);
void session_topic(struct session *s, const char *channel, const char *text);
void session_nick(struct session *s, const char *nick);
void session_away(struct session *s, const char *text);	/* "": back */
void session_kick(struct session *s, const char *channel, const char *nick,
    const char *reason);
void session_invite(struct session *s, const char *nick, const char *channel);
void session_mode(struct session *s, const char *target, const char *change);
void session_whois(struct session *s, const char *nick);
void session_whowas(struct session *s, const char *nick);
void session_list(struct session *s, const char *pattern);	/* "": all */
void session_motd(struct session *s);
void session_raw(struct session *s, const char *line);
void session_quit(struct session *s, const char *text, struct now now);

/*
 * Logs in to `account`: now if there is a connection and the server has
 * accounts, which event LOGIN answers, else with the next one. The password is
 * copied, and wiped in the end; "": by certificate, or as a guest again.
 */
void session_login(struct session *s, const char *account,
    const char *password, struct now now);

/* Makes an account (draft/account-registration) and logs in to it: LOGIN, or a
 * NOTE says why not. `email` may be "". */
void session_register(struct session *s, const char *account,
    const char *email, const char *password, struct now now);

/* From the next connection on the edge shows a certificate, or none. A server
 * that does not know it lets us in as a guest. */
void session_show_certificate(struct session *s, bool shows);

/* Reacts to the message, or no longer. REACTION follows, else NOTE. */
void session_react(struct session *s, const char *target, const char *msgid,
    const char *text, bool is_gone);

/* Takes the message back: REDACTED follows, or a NOTE says why not. */
void session_redact(struct session *s, const char *target, const char *msgid,
    const char *reason);

/* Tells that we are typing to `target`; thinned out here. */
void session_typing(struct session *s, const char *target,
    enum session_typing state, struct now now);

/* Asks for the list of members and compares it with what is known. */
void session_refresh(struct session *s, const char *target);

/*
 * Lines that the edge has from elsewhere (its log), oldest first, shown before
 * all those given so far. The server is asked for what is older or newer than
 * they are, and what it tells again is known by them.
 */
void session_remember(struct session *s, const char *target,
    const struct session_line *lines, size_t n);

/*
 * Between those lines, before number `at`, something is missing: behind the
 * message `msgid` (perhaps "") of that time. To be called behind
 * session_remember(), for the newest hole first. Returns the number of a gap
 * that is fillable; 0: there are too many.
 */
uint32_t session_remember_hole(struct session *s, const char *target,
    const struct session_line *lines, size_t n, size_t at,
    const char *msgid, int64_t time_ms);

/* Fetches up to `n` lines before the oldest one given: LINES, OLDEST. */
void session_older(struct session *s, const char *target, unsigned n);

/* What the server has of `text`, said there before that time (0: at any): the
 * newest of it comes as FOUND. */
void session_search(struct session *s, const char *target, const char *text,
    int64_t before_ms);

/* Fetches what surrounds a line that is older than all that was given: LINES,
 * OLDEST, with a hole behind them that is fillable. */
void session_around(struct session *s, const char *target, const char *msgid,
    int64_t time_ms);

/* Fetches that message, which nobody has here: LINES, ASIDE, if it is there. */
void session_quote(struct session *s, const char *target, const char *msgid);

/* Goes on filling a gap that is fillable. */
void session_fill(struct session *s, const char *target, uint32_t gap);

/* Read up to the line of that time (the server's, Unix time). Told to the
 * server if it keeps markers, now or when there is a connection again. */
void session_mark_read(struct session *s, const char *target,
    int64_t time_ms);

/* What the person looks at: its requests go first. NULL: nothing. */
void session_set_visible(struct session *s, const char *target);

/* A private talk begins: what was said last is fetched. */
void session_talk(struct session *s, const char *nick);

/* The destination is shown no more: what is known of it is forgotten. A
 * channel must have been left. */
void session_forget(struct session *s, const char *target);

/*
 * From now on nothing is told of what `who` says, types, reacts and invites to,
 * here or in what was said before: a nick, a mask (nick!user@host with * and
 * ?) or "$a:ACCOUNT". It is known all the same, and quoted where somebody
 * answers to it. False: `who` is none of these, or there are too many.
 */
bool session_ignore(struct session *s, const char *who);

/* False: it was not ignored. */
bool session_unignore(struct session *s, const char *who);

/* All of them, blanks between; "": nobody. Borrowed until one of the above. */
const char *session_ignored(const struct session *s);

/* Takes such a list, at the start; what is damaged of it is passed over. */
void session_ignore_all(struct session *s, const char *list);

/* What is typed behind /ignore (`begins`) or /unignore is done; "": who is
 * ignored? `out`: a sentence for the person, cut to `size` bytes. */
enum session_ignoring session_ignoring(struct session *s, bool begins,
    const char *who, char *out, size_t size);

/* Whether that nick is among them, by itself or by a mask. */
bool session_ignores(const struct session *s, const char *nick);

/* What is known now. Borrowed until the next call. */
enum session_state session_state(const struct session *s);
const char *session_own_nick(const struct session *s);
const char *session_lobby(const struct session *s);	/* "" if none */
const char *session_network(const struct session *s);	/* "" if not said */
/* Appends the names of the capabilities that are agreed on, blanks between. */
void session_capabilities(const struct session *s, struct buf *out);

const char *session_account(const struct session *s);	/* "": a guest */
const char *session_login_account(const struct session *s);	/* the next */
bool session_keeps_history(const struct session *s);	/* the server does */

/* Unix time: now, or when the last connection broke. */
int64_t session_seen_ms(const struct session *s);
int64_t session_lag_ms(const struct session *s);	/* -1: not known */
bool session_is_asked(const struct session *s);	/* and has not answered yet:
						 * the lag is how long so far */
bool session_is_channel(const struct session *s, const char *name);
bool session_same_name(const struct session *s, const char *a, const char *b);

/* How many bytes of text fit into one message to `target`. */
size_t session_text_max(const struct session *s, enum session_line_kind kind,
    const char *target);

/* What a text is on the wire. */
struct session_size {
	size_t messages;	/* session_send() makes so many of it */
	size_t bytes;		/* of text in all of them */
	size_t max;		/* that one of them holds */
	size_t first;		/* bytes of the text that the first one takes */
};

/* How big `text` is, would it be sent now. */
void session_measure(const struct session *s, enum session_line_kind kind,
    const char *target, const char *text, struct session_size *out);

/* Whether the password of this place, or of the account there, is in it. */
bool session_is_secret(const struct session *s, const char *text);

/* NickServ, ChanServ, Q@a.server: what they are told may be a password, and is
 * neither logged nor kept. */
bool session_is_service(const char *name);

#endif
