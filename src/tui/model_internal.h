/*
 * model_internal.h -- the model's insides, shared by the files of the model
 * and, to read only, by those of the view.
 */
#ifndef TUI_MODEL_INTERNAL_H
#define TUI_MODEL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "session/session.h"
#include "tui/channels.h"
#include "tui/complete.h"
#include "tui/destination.h"
#include "tui/help.h"
#include "tui/layout.h"
#include "tui/model.h"
#include "tui/popup.h"
#include "tui/search.h"
#include "tui/select.h"
#include "tui/text.h"
#include "tui/vi.h"

enum {
	MODEL_MAX_DESTINATIONS = 1024,	/* when a channel is joined */
	MODEL_MAX_TALKS = 256,	/* when a talk begins */
	MODEL_NOTES = 200,	/* the log of notices */
	MODEL_WORDS = 512,	/* bytes of a sentence for the status line */
};

struct place {
	char *name;		/* owned; the network's name, or the given one */
	char *host;
	char *nick;
	char *lobby;		/* as the server says; "" if none */
	char *prefixes;		/* "@+" */
	bool tls;		/* of the connection that stands */
	bool has_echo;
	bool has_history;
	bool has_typing, has_replies, has_reactions, has_redaction;
	bool away;
	enum session_state state;
	enum session_why why;
	char *reason;
	char *trouble;		/* the reason told last; NULL: none */
	bool has_motd;		/* on its page */
	int64_t retry_at_ms;	/* steady clock */
	int64_t lost_ms;	/* Unix time; 0: it stands, or never did */
	int64_t break_ms;	/* Unix time of the last loss; 0: none so far */
	int64_t seen_ms;	/* Unix time: the person was here before; or 0 */
	int64_t lag_ms;		/* -1: not known */
	bool is_asked;		/* its answer is not there yet */
	bool was_online;
	bool is_closed;		/* and not shown any more */
	struct destination *page;	/* owned here once it has no number */
	char *going;		/* channel asked for by hand; or NULL */
	struct certificate *certificate;	/* owned; to be judged; or NULL */
	struct password *password;	/* owned; asked for; or NULL */
	char *memory;		/* what was typed the last time; or NULL */
	char *levels;		/* "#ops=none,unfold dana=all"; or NULL */
	const struct session *session;	/* borrowed; or NULL */
};

/* What Enter on an empty input answers. */
enum question_kind {
	QUESTION_NONE,
	QUESTION_LEAVE,		/* leave the program? */
	QUESTION_WORD,		/* L, H, Q in the input: is it text? */
	QUESTION_SLIP,		/* it looks like a command: text, or run it? */
	QUESTION_HELD,		/* messages that waited too long: send? */
	QUESTION_RESEND,	/* nobody is called that; to this one? */
	QUESTION_JOIN,		/* invited: go there? */
	QUESTION_FORMAT,	/* which one begins or ends here? */
	QUESTION_REDACT,	/* delete that message? */
	QUESTION_TYPING		/* may others see that we type? */
};

struct question {
	enum question_kind kind;
	int place;
	char words[MODEL_WORDS];
	char brief[64];		/* where the words do not fit; or "" */
	char target[256];	/* LEAVE: what to say then */
	char subject[256];	/* RESEND: the name that nobody has; REDACT:
				 * the msgid */
	char reason[256];	/* REDACT */
	bool leaves;		/* WORD: it may mean to leave */
	size_t unsent;		/* LEAVE: so many messages are why it is asked */
	bool at_once;		/* and else it would not be */
};

struct note {
	int64_t time_ms;
	bool is_error;
	char *text;		/* owned */
};

/* What is to be announced to somebody who does not look; at most one each
 * ALERT_PAUSE_MS, so they gather meanwhile. */
struct alert {
	int64_t last_ms;	/* steady clock */
	int count;		/* since then, and not announced */
	int place;
	char title[256];	/* of the newest one */
	char text[MODEL_WORDS];
};

enum model_focus { FOCUS_UNKNOWN, FOCUS_ON, FOCUS_OFF };

struct queued_request;

struct model {
	struct model_config config;
	struct theme theme;
	text_width_fn *width;
	int64_t mono_ms, wall_ms;
	int rows, cols;

	struct place places[MODEL_MAX_PLACES];
	int place_count;
	struct destination **destinations;	/* by number - 1; owned */
	int destination_count;
	struct destination *here;	/* NULL: no place yet */
	struct destination *previous;
	struct destination *last_found;	/* the one of the last event */
	int64_t visits;			/* counts model_go() */

	struct popup popup;
	struct help help;	/* over all of them */
	struct search search;
	const struct select_use *choosing;	/* borrowed; NULL: nobody */
	bool chose_scrolled;	/* was scrolled when that began */
	struct question question;
	int64_t cleared_ms;	/* Ctrl-c came then, on the steady clock */

	struct note notes[MODEL_NOTES];	/* a ring */
	int note_first, note_count;
	struct channels channels;	/* what /list has brought so far */
	char *notice;		/* owned; shown in the status line, or NULL */
	bool is_notice_error;
	int64_t notice_ms;	/* steady clock: shown since */

	struct destination *typing_in;	/* as of the last turn; or NULL */
	size_t typing_len;	/* bytes of its input then */
	bool typing_was_text;	/* what stood there was for others */
	enum session_typing typing_said;	/* there */
	int64_t typing_ms;	/* and when, steady clock */
	bool is_typing_asked;

	char react_with[64];	/* while a message for it is chosen; "": any */
	char redact_reason[256];	/* likewise */

	struct clipboard clipboard;
	struct vi vi;		/* of the input that is looked at */
	struct completion completion;
	size_t closed_at;	/* start + 1 of the word Esc closed it at; or 0 */
	bool is_pasting;
	size_t paste_start;	/* where in the input; INPUT_NOWHERE: not there */
	bool is_allowed;	/* Enter was held, and the person said: send */
	bool is_first_start;	/* somebody new: a few words of welcome */
	bool wants_place;	/* the next place was asked for: go there */
	bool hide_side;
	bool is_bare;		/* messages alone: copy.h */
	bool mouse_is_ours;
	bool side_over;
	bool was_kill;		/* the last action cut something */

	enum model_focus focus;
	bool is_attended;	/* counts as focused */
	int64_t last_key_ms;
	struct alert alert;
	int64_t marked_ms;	/* REQUEST_MARK_READ was asked then */
	char *title;

	struct queued_request *requests, *last_request;
	struct queued_request *taken;	/* what the edge is looking at */
	bool is_dirty;
};

/* --- model.c --- */

struct destination *model_find(struct model *m, int place, const char *target);

/* Finds or makes it. NULL: there are too many, and it is no SERVER. */
struct destination *model_open(struct model *m, int place, const char *target,
    enum destination_kind kind);

/* The talk with a person, made if need be. */
struct destination *model_talk(struct model *m, int place, const char *nick);

/* What a person calls it: "ALL", "#ops", "dana"; made if it is a person. */
struct destination *model_named(struct model *m, int place, const char *name);

/* Ends a destination; its number is free again, its draft goes along. */
void model_close(struct model *m, struct destination *d);

/* Makes `d` the one that is looked at. */
void model_go(struct model *m, struct destination *d);

/* The same, and the text being typed comes along, before a draft there. */
void model_go_with_text(struct model *m, struct destination *d);

/* The page of the place itself: message of the day, notices. */
struct destination *model_server_page(struct model *m, int place);

/* The name of the lobby, a channel, a person: what a prompt says. */
const char *destination_label(const struct model *m,
    const struct destination *d);

/* The same, "name@place" where another place has one of that name. */
enum { LABEL_SIZE = 320 };
const char *destination_full_label(const struct model *m,
    const struct destination *d, char out[LABEL_SIZE]);

/* How many places there are to be seen. */
int model_places_shown(const struct model *m);

/* A place whose connection is closed goes, with all that is shown of it. */
void model_close_place(struct model *m, int place);

/* Whether there is a connection, in whatever state of coming up. */
bool place_is_down(const struct place *p);

/* Of what is said and heard there. */
enum security {
	SECURITY_NONE,		/* nothing is, before the server's welcome */
	SECURITY_PLAIN,
	SECURITY_TLS
};
enum security place_security(const struct place *p);

/* Whose members the side list shows: its own, the lobby's, or NULL. */
const struct destination *model_side(const struct model *m);

/* The place of what is looked at; NULL before the first place. */
struct place *model_place(const struct model *m);

/* The key that does it here, else its command. */
const char *model_hint(const struct model *m, enum action a);

/* The key, for where no command can be typed: one that this terminal has been
 * seen to send, else the function key. */
const char *model_key(const struct model *m, enum action a);

void model_layout(const struct model *m, struct layout *l);

/* Words for the status line and the log of F4; errors stay longer. */
void model_say(struct model *m, bool is_error, const char *fmt, ...)
    ATTR_PRINTF(3, 4);

/* The same, in the log only. */
void model_log(struct model *m, bool is_error, const char *text);

/* Our own quiet line in a destination. */
void model_info(struct model *m, struct destination *d, const char *fmt, ...)
    ATTR_PRINTF(3, 4);

void model_ask(struct model *m, enum question_kind kind, int place,
    const char *words);
void model_drop_question(struct model *m);
void model_drop_notice(struct model *m);

/* Asks something of the edge; the strings are copied, NULL is "". */
void model_want(struct model *m, enum request_kind kind, int place,
    const char *target, const char *text);

/* Asks for another title of the window if it has to change. */
void model_update_title(struct model *m);

/* Has been on the screen: counts, unread line, read marker. */
void model_note_seen(struct model *m);

/* Whether a line counts as unread: somebody else said it. */
bool model_is_news(const struct line *line);

/* Drops the oldest lines of the least visited while there are too many. */
void model_trim(struct model *m, struct destination *d);

/* A person pressed or clicked something: that is attention. */
void model_note_key(struct model *m);

/* Actions of the pane; false: it is none of them. */
bool model_pane_action(struct model *m, enum action a);

/* Scrolls by rows, up if negative. */
void model_scroll(struct model *m, int rows);
void model_scroll_top(struct model *m);
void model_scroll_bottom(struct model *m);
void model_scroll_to(struct model *m, struct line_ref ref);

/* The screen begins there, or follows the end if all behind it fits. */
struct pane_top;
void model_set_top(struct model *m, const struct pane_top *top);

/* Something changed in `d`: draw it if it is looked at. */
void model_touch(struct model *m, const struct destination *d);

/* The page of the place gives its number to the lobby. */
void model_hide_page(struct model *m, int place, struct destination *lobby);

/* --- model_line.c: lines, and what becomes of our own --- */

/* `line` borrows from `s`, and from what is said about it. */
void model_make_line(const struct model *m, struct destination *d,
    const struct session_line *s, struct line *line);

/* Who comes and goes in the own name is not told. */
bool model_is_told(const struct session_line *s);

/* Counts a line that nobody has seen; `ref` is where it stands. */
void model_count_news(struct model *m, struct destination *d,
    struct line_ref ref, const struct line *line);

/* An own message has found its place among the lines. */
void model_confirm(struct model *m, struct destination *d,
    const struct session_line *s);

/* --- What a place says, by kind (model_line.c, model_page.c, ...) --- */

void model_on_message(struct model *m, struct destination *d,
    const struct session_line *s);
void model_on_delivery(struct model *m, struct destination *d,
    const struct session_event *e);
void model_on_lines(struct model *m, struct destination *d,
    const struct session_event *e);
void model_on_gap(struct model *m, struct destination *d,
    const struct session_event *e);
void model_on_reaction(struct model *m, struct destination *d,
    const struct session_event *e);
void model_on_redacted(struct model *m, struct destination *d,
    const struct session_event *e);
void model_on_note(struct model *m, int place,
    const struct session_event *e);
void model_on_list(struct model *m, const struct session_event *e);
void model_on_whois(struct model *m, const struct session_event *e);
void model_on_ask(struct model *m, int place, const struct session_event *e);

/* --- model_alert.c: who does not look --- */

/* Whether it is for the person, whatever the destination is. */
bool model_is_for_us(const struct model *m, const struct destination *d,
    const struct line *line);

/* A line that is new, now: perhaps it is announced. */
void model_alert(struct model *m, const struct destination *d,
    const struct line *line);

/* What of it calls from now on; says so. */
void model_set_notify(struct model *m, struct destination *d,
    enum notify_level level);

/* "all", "mentions", "none". */
bool notify_level_parse(const char *word, enum notify_level *level);

/* What of `d` is not the usual is remembered for the next start. */
void model_note_level(struct model *m, const struct destination *d);

/* The level it had the last time. */
void model_take_level(const struct model *m, struct destination *d);

/* Time has passed: what has gathered is announced. */
void model_alert_turn(struct model *m);

/* In how many ms model_alert_turn() is wanted; -1: not at all. */
int64_t model_alert_wait_ms(const struct model *m);

/* --- model_read.c: how far it is read --- */

/* What begins at `ref` is unread: the line before it, and the counts. */
void model_set_unread(struct model *m, struct destination *d,
    struct line_ref ref);

/* The place says how far the person has read, perhaps elsewhere. */
void model_on_read(struct model *m, struct destination *d, int64_t time_ms);

/* The first lines have come, perhaps with some that are not read. */
void model_first_lines(struct model *m, struct destination *d);

/* Tells the places, now and then, how far the person has read. */
void model_read_turn(struct model *m);
int64_t model_read_wait_ms(const struct model *m);

/* --- model_remark.c: what is said about messages --- */

/* Somebody answers `msgid` ("": nothing). `seeks`: among the lines there. */
void remark_answer(struct destination *d, const char *msgid, bool seeks);

/* A line that is put in: perhaps it was taken back, is answered, or answers
 * one of ours. `line` may borrow from what is known then. */
void remark_line(struct destination *d, struct line *line);

/* What lines on the screen answer, and nobody knows here, is asked for. */
void remark_seek_quotes(struct model *m);

/* The server has told some of it. */
void remark_aside(struct model *m, struct destination *d,
    const struct session_line *lines, size_t n);

/* A message is chosen, and then answered, ... `text`: an emoji, its name, a
 * few letters; "": a key says it. */
void model_reply(struct model *m);
void model_react(struct model *m, const char *text);
void model_redact(struct model *m, const char *reason);

/* Says it in answer to d->reply_to. */
void model_send_reply(struct model *m, struct destination *d,
    const char *text);

/* The answer to QUESTION_REDACT; false: the key is text. */
bool model_answer_redact(struct model *m, bool is_yes);

/* --- model_typing.c: who is typing --- */

void model_on_typing(struct model *m, struct destination *d,
    const struct session_event *e);

/* Tells others what has become of the input in this turn. */
void model_typing_update(struct model *m);
void model_answer_typing(struct model *m, bool is_yes);

/* The destination ends. */
void model_typing_forget(struct model *m, const struct destination *d);

void model_typing_turn(struct model *m, bool is_new_second);
int64_t model_typing_wait_ms(const struct model *m);

/* --- model_send.c: what Enter does --- */

/* Any key that is no Enter: a question of one key may take it. True: done. */
bool model_answer_key(struct model *m, const char *utf8, size_t len);

/* Bold, or a colour? The next key says it. */
void model_ask_format(struct model *m);

/* Brings the last own message back: if it failed, sending it replaces it; if
 * it waits, it is taken back. False: it is on its way or has arrived. */
bool model_edit_last(struct model *m);

/*
 * What was not sent when "leave?" was asked may be by now. Looked at between
 * turns only: within one a message may be on its way to the session.
 */
bool model_asks_in_vain(const struct model *m);

/* With the count of now; who only had to wait for that leaves. */
void model_ask_anew(struct model *m);

void model_enter(struct model *m);

/* The input as text, whatever it looks like. */
void model_send_input(struct model *m);

/* Runs the line of a command; it stays in the input if it can't be run. */
void model_run(struct model *m, const char *line);

/* Whether the input is a command, not text. */
bool model_is_command(const char *text);
void model_leave(struct model *m, const char *text, bool at_once);

/* --- model_guard.c: what is held before it is sent --- */

/* How big the input would be; one message if nobody can say. */
void model_measure(const struct model *m, struct session_size *out);

/* The input holds a password of this place: it is refused, with a sentence. */
bool guard_refuses(struct model *m);

/* Several messages, or a slip: a pop-up or a question is there now. */
bool guard_holds(struct model *m);

/* "/jion" was to be run: what it may have been is asked. */
void guard_ask_unknown(struct model *m, const char *name);

/* A key answers the question; false: it is text. */
bool guard_answer_key(struct model *m, const char *utf8, size_t len);

/* The pop-up of many messages: after a paste, its keys. */
void guard_check_paste(struct model *m);
void guard_action(struct model *m, enum action a);
bool guard_text(struct model *m, const char *utf8, size_t len);

#endif
