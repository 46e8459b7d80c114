/*
 * login.h -- as whom a place is gone to: its account, where the password comes
 * from, and where it is kept. The same for every client.
 *
 * A password is typed into a form, or printed by password-command, or lies in
 * the system's store, or is asked for; only then the place is opened. One that
 * was refused is asked for anew, never said again.
 */
#ifndef CLIENT_LOGIN_H
#define CLIENT_LOGIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct errand;
struct event_base;
struct session_event;
struct uplink;

/* What the program does; `arg` is that of struct login_config. */
struct login_calls {
	/* The first call of whatever follows, as in struct uplink_config. */
	struct now (*turn)(void *arg);
	/* The person, for the password of `account`; login_with() answers.
	 * `why`: a sentence to say first, or "". */
	void (*ask)(void *arg, const char *account, const char *why);
	/* Something that has happened; an answer to what was asked for. */
	void (*note)(void *arg, bool is_error, const char *words);
	void (*tell)(void *arg, const char *words);
};

/* All borrowed, `host` for as long as the login lives. */
struct login_config {
	const char *host;	/* its name in the store and in files */
	uint16_t port;
	const char *account;	/* NULL: none is known */
	const char *password;	/* typed already; NULL: none */
	bool keeps;		/* the password, once it was right */
	bool was_in;		/* in that account, some other time */
	const char *command;	/* password-command; NULL: none */
	const char *certificate;	/* PEM file; NULL: what /cert made */
	bool has_wallet;	/* passwords can be kept */
	const struct login_calls *calls;
	void *arg;
};

struct login {
	const struct login_calls *calls;
	void *arg;
	struct uplink *uplink;	/* borrowed; from login_begin() on */
	struct event_base *base;
	const char *host;
	char *command;		/* owned; password-command; NULL: none */
	uint16_t port;
	bool has_wallet;
	char *account;		/* owned; NULL: none is known */
	bool was_in;		/* the server knows it: it is saved */
	char *certificate, *key;	/* owned; PEM files to show; NULL: none */
	bool is_own_certificate;	/* made by /cert: it may be unknown yet */
	char *fresh;		/* owned; typed, and not known to be right */
	bool keeps;		/* to be kept once it is */
	bool is_new;		/* `fresh` is of an account that is being made */
	bool was_refused;	/* the last one: another is asked for */
	bool comes_again;	/* once it has been left: as a guest */
	struct errand *errand;	/* owned; NULL: nothing is under way */
};

void login_init(struct login *l, const struct login_config *config);
void login_release(struct login *l);

/* Opens the place, as soon as there is what logs in. Both are borrowed. */
void login_begin(struct login *l, struct uplink *u, struct event_base *base,
    struct now now);

/* True: the last password was wrong, and the person is asked for another. */
bool login_asks_first(struct login *l);

void login_event(struct login *l, const struct session_event *e);

/* At the end of a turn, when all is written. Returns whether it comes again:
 * the session has more to tell then. */
bool login_turn(struct login *l, struct now now);

/* --- What people say --- */

void login_with(struct login *l, const char *account, const char *password,
    bool keeps, struct now now);
void login_as_guest(struct login *l, struct now now);

/* No password after all: whoever was let in stays what he is. */
void login_decline(struct login *l, struct now now);

/* Makes an account and logs in to it. `email` may be "". */
void login_register(struct login *l, const char *account, const char *email,
    const char *password, bool keeps, struct now now);

/* "/logout": comes anew, as a guest. `words` "forget": the kept password goes
 * too. `quit_message` is what others read. */
void login_out(struct login *l, const char *words, const char *quit_message,
    struct now now);

/* "/cert", with what follows it. */
void login_certificate(struct login *l, const char *words);

/* The part of "/status" that is about who we are, and how we are connected. */
void login_status(const struct login *l);

#endif
