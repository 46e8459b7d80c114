/*
 * places.h -- the places of the program: an uplink each, and what is kept of
 * them between two starts. The model numbers them in the same order.
 */
#ifndef TUI_PLACES_H
#define TUI_PLACES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/time.h"
#include "tui/logbook.h"
#include "tui/model.h"
#include "tui/state.h"

struct err;
struct event_base;
struct known;
struct locator;
struct place_link;
struct session;
struct settings;
struct wish;

/* Filled with what is borrowed; the rest is zero at first. */
struct places {
	struct model *model;
	const struct settings *settings;
	struct event_base *base;	/* NULL: the loop is not there yet */
	int priority;			/* of their events in the loop */
	struct now (*turn)(void *arg);	/* as in struct uplink_config */
	/* What a session tells, before the model knows of it. */
	void (*told)(void *arg, int place, const struct session_event *e);
	void *arg;
	struct state saved;		/* as read at the start; owned */
	struct logbook logbook;		/* after logbook_init() */
	struct place_link *all[MODEL_MAX_PLACES];	/* owned */
	int count;
	/* The command line: account, password-command, certificate are for the
	 * first place alone, no other server learns them. Borrowed. */
	const struct locator *said;
	bool has_wallet;		/* passwords can be kept */
	struct known *known;		/* owned; servers met by TLS */
};

/* "host" or "host:port", for people. */
void places_host_words(const struct wish *w, char *out, size_t size);

/*
 * What a start goes to: what `to` says; if it says nothing, all that were
 * open when the program was left. False: nothing says where and as whom, and
 * `w` has what the first-start screen proposes.
 */
bool places_begin(struct places *ps, const struct locator *to, struct now now,
    struct wish *w);

/* One more, of the command line. */
void places_add_said(struct places *ps, const struct locator *to,
    struct now now);

/* Opens those that are not yet; `base` is borrowed. */
void places_start(struct places *ps, struct event_base *base,
    struct now now);

/*
 * Goes to `where`: the name of a place, a host, an URL. `nick`: "" for the
 * one there, else of the place in view; `password` "" for none. False: `e`
 * says what is wrong.
 */
bool places_connect(struct places *ps, const struct model_request *r,
    struct now now, struct err *e) ATTR_USE_RESULT;

/* What the person has said to its certificate, as a REQUEST_TRUST has it. */
void places_trust(struct places *ps, int number, const char *word,
    struct now now);

/* Now, not at the next try; perhaps a password is asked for first. */
void places_reconnect(struct places *ps, int number, struct now now);

/* The person leaves it; it is not gone back to by the next start. */
void places_disconnect(struct places *ps, int number, const char *reason,
    struct now now);

/* "/place": "" lists them, "NAME" goes there, "call NAME", "forget NAME". */
void places_command(struct places *ps, int number, const char *words,
    struct now now);

/* The answers of the dialogue: REQUEST_LOGIN, REQUEST_REGISTER. */
void places_login(struct places *ps, const struct model_request *r,
    struct now now);

/* "/logout", with what follows it. */
void places_logout(struct places *ps, int number, const char *words,
    struct now now);

/* "/cert" and "/status", with what follows them. */
void places_certificate(struct places *ps, int number, const char *words);
void places_status(struct places *ps, int number);

/* NULL: there is no such place. */
struct session *places_session(const struct places *ps, int number);

/* What the model asks of a place: done by its session, or from the log. False:
 * it is not for one, or there is no such place. */
bool places_request(struct places *ps, const struct model_request *r,
    struct now now);

/* Tells all sessions the time; what is to be logged is, now and then. */
void places_turn(struct places *ps, struct now now);

/* The machine has another address. */
void places_network_changed(struct places *ps, struct now now);

/* What the sessions tell, to the model; what they have to say, to the
 * kernel. Both return whether there was something. */
bool places_take_events(struct places *ps, struct now now);
bool places_write(struct places *ps, struct now now);

int64_t places_due_ms(const struct places *ps);
bool places_any_connected(const struct places *ps);
void places_quit(struct places *ps, const char *reason, struct now now);

/* At the end: to the state folder. `e` has the first reason why not. */
void places_save(struct places *ps, struct err *e);
void places_release(struct places *ps);

#endif
