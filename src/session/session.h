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
 *
 * Every text that leaves the session is valid UTF-8 without CR, LF and NUL:
 * bytes that are none are taken for Latin-1. Formatting codes (bold, colour)
 * are taken out, but of what people say if config.formats. Other control
 * characters and bidi overrides are left for the view, which shows them as
 * <U+202E>.
 */
#ifndef SESSION_SESSION_H
#define SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/time.h"

struct buf;
struct dialect;
struct session;

enum {
	SESSION_ID_LEN = 26,		/* an id: a ULID in Crockford's base 32 */
	SESSION_OUTBOX_MESSAGES = 200,	/* unsettled messages, at most */
	SESSION_OUTBOX_BYTES = 64 * 1024	/* their text, at most */
};

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

enum session_state {
	SESSION_IDLE,		/* session_open() has not been called */
	SESSION_CONNECTING,	/* CONNECT was asked of the edge */
	SESSION_REGISTERING,	/* CAP, NICK, USER */
	SESSION_SYNCING,	/* joined; members and gaps are being fetched */
	SESSION_ONLINE,
	SESSION_WAITING,	/* lost; tries again at `retry_at_ms` */
	SESSION_CLOSED		/* the user quit, or it won't mend by itself */
};

/* Why a session is WAITING or CLOSED. */
enum session_why {
	SESSION_WHY_NONE,
	SESSION_WHY_LINK,	/* broken, unreachable, silent: mends by itself */
	SESSION_WHY_ERROR,	/* the server closed it; `reason` has its words */
	SESSION_WHY_QUIT,	/* the user asked for it */
	SESSION_WHY_PASSWORD,	/* refused: 464 */
	SESSION_WHY_BANNED,	/* refused: 465 */
	SESSION_WHY_NICK,	/* no free nick found, or refused: 432 */
	SESSION_WHY_TRUST	/* the edge refused the certificate */
};

enum session_line_kind {
	SESSION_LINE_TEXT,
	SESSION_LINE_ACTION,	/* CTCP ACTION: "* nick text" */
	SESSION_LINE_NOTICE,
	/* What happened in a channel; `text` is the reason, if any. */
	SESSION_LINE_JOIN,
	SESSION_LINE_PART,
	SESSION_LINE_QUIT,
	SESSION_LINE_KICK,	/* `object`: who was kicked */
	SESSION_LINE_MODE,	/* `text`: "+o bob" */
	SESSION_LINE_NICK,	/* `object`: the new nick */
	SESSION_LINE_TOPIC,	/* `text`: the new topic, may be empty */
	SESSION_LINE_INVITE,	/* `object`: who was invited (invite-notify) */
	SESSION_LINE_REMARK	/* of a history; never told as a line */
};

/* One line as a server sent it. Strings are never NULL. */
struct session_line {
	enum session_line_kind kind;
	bool own;		/* by our nick: perhaps another terminal of ours */
	bool from_server;	/* no person: the server or a service of it */
	int64_t time_ms;	/* server time, else time of arrival; Unix time */
	const char *msgid;	/* may be empty */
	const char *id;		/* tag +tcpchat/id, may be empty */
	const char *reply_to;	/* tag +draft/reply: a msgid, may be empty */
	const char *nick;	/* the sender */
	const char *source;	/* nick!user@host as far as known */
	const char *object;	/* see the kinds, else empty */
	const char *text;
	size_t text_len;	/* bytes of `text` */
};

/* The life of an own message. */
enum session_delivery {
	SESSION_WAITS,		/* for a connection, or its turn */
	SESSION_WRITTEN,	/* its last byte has left */
	SESSION_STORED,		/* echoed; on disk where `stored` was announced */
	SESSION_REFUSED,	/* with the server's reason */
	SESSION_UNKNOWN,	/* the connection broke, the server can't tell */
	SESSION_DROPPED		/* by session_drop(): take it off the screen */
};

enum session_where {
	SESSION_NEWEST,		/* behind all lines of the target */
	SESSION_OLDEST,		/* before all lines of the target */
	SESSION_INTO_GAP	/* directly before the mark of gap `gap` */
};

struct session_member {
	const char *nick;
	const char *prefixes;	/* signs as in PREFIX, highest first; may be empty */
	const char *account;	/* may be empty: none, or not known */
	bool away;
	bool own;
};

enum session_change {
	SESSION_ADDED,
	SESSION_REMOVED,
	SESSION_CHANGED
};

struct session_member_change {
	enum session_change what;
	struct session_member member;
};

enum session_note {
	SESSION_NOTE_MOTD,	/* a line of the message of the day */
	SESSION_NOTE_SERVER,	/* the server's or a service's words to us */
	SESSION_NOTE_INFO,	/* the session's own words */
	SESSION_NOTE_ERROR,	/* something asked for was refused */
	SESSION_NOTE_NO_NICK,	/* nobody is called `subject` */
	SESSION_NOTE_NO_CHANNEL,/* no channel `subject`, or we are not in it */
	SESSION_NOTE_INVITE,	/* `sender` invites us to channel `subject` */
	SESSION_NOTE_RAW	/* an answer nobody knows (to session_raw) */
};

enum session_whois {
	SESSION_WHOIS_USER,	/* user@host, then the real name */
	SESSION_WHOIS_SERVER,
	SESSION_WHOIS_OPERATOR,
	SESSION_WHOIS_IDLE,	/* `number`: seconds; `time_ms`: signed on, or 0 */
	SESSION_WHOIS_CHANNELS,
	SESSION_WHOIS_AWAY,
	SESSION_WHOIS_ACCOUNT,
	SESSION_WHOIS_SECURE,
	SESSION_WHOIS_OTHER,	/* the server's words */
	SESSION_WHOIS_WAS,	/* nobody of that name now: user@host, real name of then */
	SESSION_WHOIS_END
};

enum session_typing {
	SESSION_TYPING_DONE,
	SESSION_TYPING_ACTIVE,
	SESSION_TYPING_PAUSED
};

enum session_event_type {
	SESSION_EVENT_STATE,
	SESSION_EVENT_WELCOME,
	SESSION_EVENT_LOGIN,
	SESSION_EVENT_JOINED,	/* a channel of ours: a destination appears */
	SESSION_EVENT_PARTED,	/* and ends */
	SESSION_EVENT_MESSAGE,
	SESSION_EVENT_DELIVERY,
	SESSION_EVENT_LINES,
	SESSION_EVENT_GAP,
	SESSION_EVENT_FOUND,
	SESSION_EVENT_MEMBERS,
	SESSION_EVENT_TOPIC,
	SESSION_EVENT_NICK,
	SESSION_EVENT_AWAY,
	SESSION_EVENT_TYPING,
	SESSION_EVENT_READ,
	SESSION_EVENT_REACTION,
	SESSION_EVENT_REDACTED,
	SESSION_EVENT_NOTE,
	SESSION_EVENT_LIST,
	SESSION_EVENT_WHOIS,
	SESSION_EVENT_ASK,
	SESSION_EVENT_CONNECT,
	SESSION_EVENT_CLOSE
};

/*
 * One thing that happened. All pointers are borrowed until the next call
 * with this session. `target` is a channel or a person, always in one and
 * the same spelling, so that comparing bytes tells two apart (case folding
 * is done here); NULL where the event has none. A private talk appears with
 * its first MESSAGE, LINES (perhaps of no line) or DELIVERY.
 */
struct session_event {
	enum session_event_type type;
	const char *target;
	union {
		struct {
			enum session_state state;
			enum session_why why;
			const char *reason;	/* words; may be empty */
			int64_t retry_at_ms;	/* WAITING: on the steady clock */
			int64_t since_ms;	/* WAITING: lost when, Unix time */
		} state;

		struct {	/* registered; what this server can do */
			const char *network;	/* may be empty */
			const char *lobby;	/* channel shown as ALL; "" if none */
			const char *nick;	/* ours, as the server has it */
			const char *prefixes;	/* signs, highest first: "@+" */
			const char *stored;	/* "full", "normal", "off"; "" if not said */
			bool tls, verified;	/* as session_link has it */
			bool has_echo;		/* own messages come back */
			bool has_history;
			bool has_typing;	/* and passes it on */
			bool has_replies, has_reactions, has_redaction;
			bool is_return;		/* not the first time */
			bool is_resumed;	/* nobody noticed that we were gone */
		} welcome;

		struct {	/* while we are here, or on arrival */
			const char *account;	/* that was to be logged in to */
			bool is_in;	/* false: refused; all is as before */
			const char *reason;	/* why; words for people */
		} login;

		struct {
			bool is_lobby;
			bool is_return;	/* we were in it before the break */
		} joined;

		struct {
			const char *by;		/* who kicked us; "" if we left */
			const char *reason;
		} parted;

		/* MESSAGE; an own one of the outbox has its `id`: what was
		 * shown as waiting under that id has found its place */
		struct session_line line;

		/*
		 * An own message. Its first DELIVERY has the text (one
		 * session_send() may become several messages). With echoes,
		 * STORED comes right behind its MESSAGE. Without, MESSAGE
		 * comes with WRITTEN, and REFUSED or UNKNOWN may follow.
		 */
		struct {
			const char *id;
			enum session_delivery state;
			enum session_line_kind kind;
			bool is_first;
			bool is_final;	/* nothing more will come by itself */
			bool is_held;	/* WAITS, until session_retry/drop */
			const char *text;
			const char *reply_to;	/* a msgid, may be empty */
			const char *msgid;	/* STORED, may be empty */
			const char *reason;	/* REFUSED, UNKNOWN */
			int64_t time_ms;	/* when it was written by its person */
		} delivery;

		struct {
			enum session_where where;
			uint32_t gap;		/* INTO_GAP: which; OLDEST: the
						 * hole behind them, or 0 */
			const struct session_line *lines;	/* oldest first */
			size_t count;		/* may be 0 */
			bool is_end;		/* OLDEST: there is nothing older */
		} lines;

		/*
		 * A hole. Opened: its mark goes behind all lines of the target
		 * there are now. Changed: some was filled. Closed: the mark goes.
		 */
		struct {
			uint32_t gap;		/* number, one per target and hole */
			bool is_open;		/* false: it is filled */
			bool is_fillable;	/* by session_fill() */
			const char *from_msgid;	/* the last line before; or "" */
			int64_t from_ms;	/* Unix time of the last line before */
			int64_t to_ms;		/* of the first one behind it */
		} gap;

		struct {	/* the answer to session_search() */
			const struct session_line *lines;	/* oldest first */
			size_t count;
			bool is_asked;	/* else: the server cannot search */
			bool is_failed;	/* it could not this time */
		} found;

		struct {
			const struct session_member_change *changes;
			size_t count;
			size_t total;		/* members now */
			bool is_list_end;	/* a whole list was compared */
		} members;

		struct {
			const char *text;	/* may be empty */
			const char *by;		/* nick, may be empty */
			int64_t time_ms;	/* set when; 0: not known */
			bool is_change;		/* just now, not on joining */
		} topic;

		/* Also MEMBERS and a MESSAGE for each channel both are in. */
		struct {
			const char *from;
			const char *to;
			bool own;
			bool is_target;	/* the talk with `from` goes on as `to` */
		} nick;

		struct {
			const char *nick;
			bool own;
			bool away;
			const char *text;	/* may be empty */
			int64_t time_ms;
		} away;

		struct {
			const char *nick;
			enum session_typing state;
		} typing;

		struct {	/* perhaps elsewhere, by another client of ours */
			int64_t time_ms;	/* up to the line of that time */
		} read;

		/* Somebody reacts to a message, or no longer; perhaps told more than
		 * once, and before the message itself. */
		struct {
			const char *msgid;
			const char *nick;
			const char *text;	/* an emoji, or a few letters */
			bool own;
			bool is_gone;
			int64_t time_ms;
		} reaction;

		struct {	/* perhaps before the message itself */
			const char *msgid;
			const char *by;
			const char *reason;
		} redacted;

		struct {
			enum session_note kind;
			const char *sender;	/* may be empty */
			const char *subject;	/* may be empty */
			const char *text;
			int64_t time_ms;
		} note;

		struct {
			const char *channel;
			const char *topic;
			unsigned long members;
			bool is_end;	/* behind the last row; the rest is empty */
		} list;

		struct {
			const char *nick;
			enum session_whois what;
			const char *text;
			const char *more;	/* USER, WAS: the real name */
			uint64_t number;
			int64_t time_ms;
		} whois;

		struct {	/* unsent for 2 min: session_retry or session_drop */
			const char *const *ids;
			size_t count;
		} ask;

		struct {
			const char *host;
			uint16_t port;
			bool tls;
		} connect;

		struct {	/* end the connection; write out what is left first */
			const char *reason;
		} close;
	};
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
