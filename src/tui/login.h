/*
 * login.h -- as whom a place is gone to: its account, where the password comes
 * from, and where it is kept.
 *
 * A password is typed into a form, or printed by password-command, or lies in
 * the system's store, or is asked for by the dialogue; only then the place is
 * opened. One that was refused is asked for anew, never said again.
 */
#ifndef TUI_LOGIN_H
#define TUI_LOGIN_H

#include <stdbool.h>

#include "base/time.h"

struct errand;
struct place_link;
struct places;
struct session_event;
struct wish;

struct login {
	struct places *places;	/* borrowed */
	char *account;		/* owned; NULL: none is known */
	bool was_in;		/* the server knows it: it is saved */
	char *certificate, *key;	/* owned; PEM files to show; NULL: none */
	bool is_own_certificate;	/* made by /cert: it may be unknown yet */
	bool has_command;	/* password-command is for this place */
	char *fresh;		/* owned; typed, and not known to be right */
	bool keeps;		/* to be kept once it is */
	bool is_new;		/* `fresh` is of an account that is being made */
	bool was_refused;	/* the last one: another is asked for */
	struct errand *errand;	/* owned; NULL: nothing is under way */
};

void login_init(struct login *l, struct places *ps, const struct wish *w);
void login_forget_certificate(struct login *l);
void login_release(struct login *l);

/* Opens the place, as soon as there is what logs in. */
void login_begin(struct place_link *p, struct now now);

/* True: the last password was wrong, and the person is asked for another. */
bool login_asks_first(struct place_link *p);

void login_event(struct place_link *p, const struct session_event *e);

#endif
