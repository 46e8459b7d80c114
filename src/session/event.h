/*
 * event.h -- what a session tells: its events, and the things they speak of.
 * Included by session.h, which has what is said to a session.
 *
 * Every text that leaves the session is valid UTF-8 without CR, LF and NUL:
 * bytes that are none are taken for Latin-1. Formatting codes (bold, colour)
 * are taken out, but of what people say if config.formats. Other control
 * characters and bidi overrides are left for the view, which shows them as
 * <U+202E>.
 */
#ifndef SESSION_EVENT_H
#define SESSION_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SESSION_ID_LEN = 26,		/* an id: a ULID in Crockford's base 32 */
	SESSION_OUTBOX_MESSAGES = 200,	/* unsettled messages, at most */
	SESSION_OUTBOX_BYTES = 64 * 1024	/* their text, at most */
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
	bool ignored;		/* by session_ignore(): told ASIDE only */
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
	SESSION_INTO_GAP,	/* directly before the mark of gap `gap` */
	SESSION_ASIDE		/* nowhere: session_quote() asked for it */
};

struct session_member {
	const char *nick;
	const char *prefixes;	/* signs as in PREFIX, highest first; may be empty */
	const char *account;	/* may be empty: none, or not known */
	bool away;
	bool saw_away;		/* and it began before our eyes */
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

enum session_ignoring {
	SESSION_IGNORING_TOLD,		/* nothing has changed */
	SESSION_IGNORING_CHANGED,	/* the list has: it is to be kept */
	SESSION_IGNORING_REFUSED	/* it could not be done */
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
			const char *text;	/* what was sought */
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

#endif
