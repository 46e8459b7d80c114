/*
 * model.h -- what there is to see and to edit. Pure: the edge tells it the
 * time, keys and events, draws it with view_draw(), and does what it asks for.
 *
 *	model_turn(m, mono_ms, wall_ms);	first, once per turn of the loop
 *	model_action / model_text / model_session_event / ...
 *	while (model_next_request(m, &r)) ...	do it
 *	view_draw(m, &grid);			if model_take_dirty(m)
 *
 * A place is one session (one server, one identity); the edge numbers them
 * from 0. All texts are UTF-8 and NUL-terminated unless a length is given;
 * what is handed in is copied, what comes out is borrowed until the next call.
 */
#ifndef TUI_MODEL_H
#define TUI_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/action.h"
#include "tui/theme.h"

struct bind;
struct buf;
struct session;
struct session_event;
struct session_line;
struct settings;
struct model;

enum {
	MODEL_MAX_PLACES = 8,
};

/* Whether others see that one is typing. */
enum model_typing { TYPING_ASK, TYPING_ON, TYPING_OFF };

struct model_config {
	enum sign_set signs;
	struct background background;
	int colours;		/* of the terminal; 0: none are wanted */
	const struct style *looks;	/* LOOK_COUNT of a theme, borrowed; NULL:
				 * the terminal's own */
	bool no_dim;		/* the terminal cannot dim */
	bool has_wallet;	/* passwords can be kept by the system */
	bool no_formats;	/* bold, colours of others are not shown */
	const struct settings *settings;	/* for completing /set; NULL:
				 * their values are not told; borrowed */
	const char *highlight;	/* "a,b": words that are for us; NULL: none;
				 * borrowed until the next configuration */
	bool no_mouse;		/* it is the terminal's from the start */
	enum model_typing typing;
	size_t typing_max;	/* no channel with more people is told; 0: none */
	bool no_fold;		/* who comes and goes is told one by one */
	bool vi_keys;		/* Esc goes to the normal mode of vi */
	bool no_old_words;	/* L, H, Q, QUIT, EXIT are text like any other */
	uint32_t scrollback_lines;	/* per destination; 0: 100,000 */
	size_t scrollback_bytes;	/* in all; 0: 128 MB */
	/* Columns of a code point: 0, 1, 2, or -1 if it is not printable;
	 * NULL: as Unicode says. The edge hands in its locale's wcwidth. */
	int (*char_width)(uint32_t cp);
	/* Seconds east of UTC at that time; NULL: 0. */
	int32_t (*zone_seconds)(int64_t wall_ms);
	/* The key that does an action here ("F1", "Ctrl-t"), or NULL: none
	 * that this terminal has been seen to send. NULL: no hints of keys. */
	const char *(*key_name)(void *arg, enum action a);
	void *key_arg;
	const struct bind *own_keys;	/* for F1; NULL: none; borrowed */
};

struct model *model_new(const struct model_config *config);
void model_free(struct model *m);

/* Other settings from now on. */
void model_configure(struct model *m, const struct model_config *config);

/*
 * A place the person is connected to or connects to. `name` (shown in the top
 * line until the network says its own), `host` (for people: "host" or
 * "host:port"), `nick`. The place number is the order of the calls.
 */
int model_add_place(struct model *m, const char *name, const char *host,
    const char *nick);

/* Its session, borrowed; only asked how big a text is, and how secret. Without
 * one everything is one message. */
void model_set_session(struct model *m, int place, const struct session *s);

/* The person wants to see it: where they were there last. */
void model_show_place(struct model *m, int place);

/* What it is called now: no two have the same name. Borrowed. */
const char *model_place_name(const struct model *m, int place);

/* A name of the person's own choice. */
void model_name_place(struct model *m, int place, const char *name);

/* The first-start screen instead of the chat, with these proposals. Its
 * answer is a REQUEST_CONNECT; model_add_place() takes it away. */
void model_first_start(struct model *m, const char *host, const char *nick);

/*
 * What was typed in the place, for the next start: input histories and drafts
 * as text. Restored before its destinations appear. model_save_inputs: false
 * if `out` has not taken all.
 */
void model_restore_inputs(struct model *m, int place, const char *text);
bool model_save_inputs(struct model *m, int place, struct buf *out);

/* What of its destinations is not the usual: what calls, and what is folded:
 * "#ops=none,unfold dana=all". */
void model_restore_levels(struct model *m, int place, const char *levels);
const char *model_levels(const struct model *m, int place);

/* The person was here last at that time: what was said since is unread. */
void model_restore_seen(struct model *m, int place, int64_t seen_ms);

/* What time it is: the first call of every turn. */
void model_turn(struct model *m, int64_t mono_ms, int64_t wall_ms);

/* In how many ms model_turn() is wanted even if nothing happens; -1: never. */
int64_t model_wait_ms(const struct model *m);

/* The screen has this size now; what was taken of it. */
void model_resize(struct model *m, int rows, int cols);
int model_rows(const struct model *m);
int model_cols(const struct model *m);

/* --- What people do ------------------------------------------------------ */

void model_action(struct model *m, enum action a);

/* Typed text, any cut; control characters in it are dropped. */
void model_text(struct model *m, const char *utf8, size_t len);

/* Between the two, text lands in the input as it is and never sends. */
void model_paste_begin(struct model *m);
void model_paste_end(struct model *m);

enum model_button { BUTTON_LEFT, BUTTON_MIDDLE, BUTTON_RIGHT };

/* A click on row and column of the last model_resize(), from 0. */
void model_click(struct model *m, int row, int col, enum model_button b);

/* The wheel over that cell; `rows` up if negative. */
void model_wheel(struct model *m, int row, int col, int rows);

void model_focus(struct model *m, bool has_focus);

/* What came back from $EDITOR: replaces the input. */
void model_set_input(struct model *m, const char *text);

/* A line for the status line and the log of notices (F4). */
void model_note(struct model *m, bool is_error, const char *text);

/* A quiet line of our own in the pane. */
void model_tell(struct model *m, const char *text);

/* The same in a destination; in what is looked at if that is gone. */
void model_tell_in(struct model *m, int place, const char *target,
    const char *text);

/*
 * A text of the person's own to be sent to that destination: into its input,
 * where it is held if it would be several messages, or sent at once. Where
 * something is being written it is only put behind that.
 */
void model_offer(struct model *m, int place, const char *target,
    const char *text);

void model_set_background(struct model *m, const struct background *b);

/* --- What the place says ------------------------------------------------- */

void model_session_event(struct model *m, int place,
    const struct session_event *e);

/* Lines of the log, oldest first, and what is missing between them. */
struct model_hole {
	size_t at;		/* before that line */
	uint32_t number;	/* the session's; 0: nobody can fill it */
	int64_t from_ms, until_ms;	/* Unix time */
};
struct model_log {
	const struct session_line *lines;
	size_t n;
	const struct model_hole *holes;	/* in the order of the lines */
	size_t nholes;
	bool is_newest;		/* its end: a line says so */
};

/* They come before all others of the destination, made if need be. */
void model_log_lines(struct model *m, int place, const char *target,
    const struct model_log *log);

/* Round trip to the server in ms, -1: not known. */
void model_lag(struct model *m, int place, int64_t lag_ms, bool is_asked);

/* A server's certificate that nobody vouches for. */
struct model_certificate {
	const char *host;	/* as the person named it */
	int port;
	const char *subject;
	const char *fingerprint;	/* SHA-256 in hex */
	const char *fault;	/* why nobody vouches for it */
	int64_t until_ms;	/* Unix time */
	bool has_changed;	/* it was another one: only told */
};

/* The place waits for the person's word about it; NULL: not any more. It is
 * asked as soon as nothing else lies over the pane, one place after the
 * other; the answer is a REQUEST_TRUST. */
void model_certificate(struct model *m, int place,
    const struct model_certificate *c);

/* A password that a place wants to know. */
struct model_password {
	const char *account;
	const char *why;	/* it is asked for: words for people; "" */
	const char *email;	/* of a new account; NULL: none */
	bool is_new;		/* an account is made: REQUEST_REGISTER */
};

/* Asks for it as soon as nobody types; NULL: not any more. The answer is a
 * REQUEST_LOGIN, also when the person leaves it. */
void model_ask_password(struct model *m, int place,
    const struct model_password *asked);

/* --- What the model asks for --------------------------------------------- */

enum request_kind {
	REQUEST_CONNECT,	/* target: host, URL or the name of a place;
				 * text: nick, "": any; id: password or "";
				 * count: it is to be kept */
	REQUEST_RECONNECT,	/* now, not at the next try */
	REQUEST_TRUST,		/* the certificate; text: "trust", "once", "" */
	REQUEST_LOGIN,		/* target: account; id: password, or "" and
				 * text "guest", or neither: it was left;
				 * count: it is to be kept */
	REQUEST_REGISTER,	/* the same for a new one; text: email or "" */
	REQUEST_DISCONNECT,	/* text: reason or "" */
	REQUEST_SEND,		/* target, text, id: msgid of what it answers
				 * or ""; then model_sent() */
	REQUEST_ACTION,		/* the same: "* nick text" */
	REQUEST_NOTICE,		/* the same as a NOTICE */
	REQUEST_REACT,		/* target, id: msgid, text; count: no longer */
	REQUEST_REDACT,		/* target, id: msgid, text: reason or "" */
	REQUEST_TYPING,		/* target, count: enum session_typing */
	REQUEST_RETRY,		/* id: an unknown or held message, same id */
	REQUEST_DROP,		/* id: give it up */
	REQUEST_JOIN,		/* target, text: key or "" */
	REQUEST_PART,		/* target, text: reason or "" */
	REQUEST_TOPIC,		/* target, text */
	REQUEST_NICK,		/* text */
	REQUEST_AWAY,		/* text; "": back */
	REQUEST_REFRESH,	/* target: members anew */
	REQUEST_VISIBLE,	/* target is what is looked at now */
	REQUEST_OLDER,		/* target, count: lines before the first one */
	REQUEST_FIND,		/* target, text: older ones that have it; count
				 * of the log, if it has more, else what the
				 * server finds before time_ms (0: any) */
	REQUEST_AROUND,		/* target, id: msgid, time_ms: lines around it */
	REQUEST_QUOTE,		/* target, id: msgid: what it says */
	REQUEST_MARK_READ,	/* target, time_ms: of the last line read */
	REQUEST_KICK,		/* target: channel, id: nick, text: reason */
	REQUEST_INVITE,		/* target: channel, text: nick */
	REQUEST_MODE,		/* target: channel, text: change or "" */
	REQUEST_WHOIS,		/* text: nick */
	REQUEST_WHOWAS,		/* text: nick */
	REQUEST_LIST,		/* text: pattern or "" */
	REQUEST_MOTD,
	REQUEST_IGNORE,		/* text: whom, or "" to see the list */
	REQUEST_UNIGNORE,	/* text: whom */
	REQUEST_TALK,		/* target: a private talk begins */
	REQUEST_FORGET,		/* target: and ends */
	REQUEST_FILL,		/* target, count: number of the gap */
	REQUEST_RAW,		/* text: one line of the protocol */
	REQUEST_QUIT,		/* all places; text: reason or "" */
	REQUEST_SUSPEND,
	REQUEST_REPAINT,	/* the terminal anew, its answers asked again */
	REQUEST_EDITOR,		/* text: the input, for $EDITOR */
	REQUEST_OPEN,		/* text: an address, for the desktop */
	REQUEST_MOUSE,		/* count: 1 for us, 0 for the terminal */
	REQUEST_COPY,		/* text: for the terminal's clipboard */
	REQUEST_TITLE,		/* text: of the terminal's window */
	REQUEST_NOTIFY,		/* nobody looks: target: where, as people call
				 * it; text: who said what; count of messages */
	REQUEST_COMMAND,	/* text: "set ...", "keys", "place ...": the edge's */
};

struct model_request {
	enum request_kind kind;
	int place;
	const char *target;	/* never NULL; borrowed until the next call */
	const char *text;	/* never NULL */
	const char *id;		/* never NULL */
	int count;
	int port;		/* 0: not said */
	bool tls;
	int64_t time_ms;	/* Unix time */
};

/* Takes the oldest request off; false: none. */
bool model_next_request(struct model *m, struct model_request *r);

/*
 * The answer to the REQUEST_SEND (ACTION, NOTICE) just taken: what
 * session_send() returned. NULL: it did not take the message, and the text
 * goes back to the input; `why` says it, NULL if a NOTE already has.
 */
void model_sent(struct model *m, const char *id, const char *why);

/* What the window's title is to say; NULL: nothing yet. Borrowed. */
const char *model_title(const struct model *m);

/* Whether something to be seen has changed since the last call. */
bool model_take_dirty(struct model *m);

#endif
