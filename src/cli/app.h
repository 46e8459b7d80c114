/*
 * app.h -- tcpchat at work: what main.c starts, turn.c keeps going, streams.c
 * reads and prints, trust.c asks about the server's certificate, and signin.c
 * for the password of an account.
 */
#ifndef CLI_APP_H
#define CLI_APP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/command.h"
#include "cli/options.h"
#include "client/login.h"
#include "client/settings.h"

struct editor;
struct err;
struct event;
struct event_base;
struct known;
struct uplink;

/* What the person is asked about an account. */
struct signin {
	enum {
		SIGNIN_NOTHING,
		SIGNIN_PASSWORD,
		SIGNIN_AGAIN,		/* a new one is said twice */
		SIGNIN_KEEP		/* in the system's store? */
	} step;
	bool is_shown;		/* else a line is being typed: it waits */
	bool is_new;
	char *name, *email;	/* owned */
	char *first;		/* owned; as it was typed */
	char prompt[320];
};

struct app {
	struct cli cli;
	const struct command *command;
	struct options options;
	struct settings settings;
	struct event_base *base;
	struct editor *editor;		/* owned; NULL: not a conversation */
	bool is_chat;

	char *nick;			/* owned */
	char *secret;			/* owned; of password-command; or NULL */
	char *channels;			/* owned; to join; NULL: none */
	char *channel;			/* owned; the first of them */

	struct known *known;		/* owned; servers met by TLS */
	struct uplink *uplink;		/* owned; NULL: not yet */
	char reason[256];		/* why the session waits */
	bool is_asked;			/* the person is, whom to trust */
	struct login login;
	struct signin signin;

	struct event *typed;		/* standard input */
	struct event *broken;		/* nobody reads standard output */
	struct event *timer;
	struct event *signals[8];
	size_t nsignals;
	bool reads_file;		/* input that is always there */
	bool has_input;			/* not ended */

	int state_fd;			/* of --state; -1: none */
	int64_t retry_ms;		/* connect again then; INT64_MAX */
	int64_t leave_at_ms;		/* 0: we stay */
	bool is_quiet;			/* nobody reads what we say */
};

/* --- turn.c --- */

/* The first thing of whatever happens: what time it is. */
void turn_begin(struct app *a);
struct now turn_now(void *app);

void turn_make_loop(struct app *a);
void turn_run(struct app *a);	/* until it is over */
void turn_release(struct app *a);

/* --- streams.c --- */

/* The file of --state. False: `e` says why not. */
bool streams_open_state(struct app *a, struct err *e) ATTR_USE_RESULT;

/* Before anything goes to the server: it must be known under its id. */
bool streams_keep(struct app *a);

/* A line editor, if this is a conversation. */
void streams_open_editor(struct app *a);

void streams_read(struct app *a);	/* standard input has something */
void streams_prompt(struct app *a);
void streams_speak(struct app *a);	/* prints what there is to say */

/* --- trust.c --- */

/* Whether the person is being asked: standard input is the answer then. */
bool trust_is_asked(const struct app *a);

/* Looks whether there is something to ask; without a terminal it is the end. */
void trust_check(struct app *a);

/* What the prompt says meanwhile. */
const char *trust_prompt(void);

/* A line that was typed; NULL: the end of input. */
void trust_typed(struct app *a, const char *line);

/* --- signin.c --- */

/* Before the uplink: what logs in. */
void signin_init(struct app *a);
void signin_release(struct signin *c);

/* Whether a person could be: in a conversation on a terminal. */
bool signin_can_ask(const struct app *a);

/* Whether the person is being asked: the next line typed is the answer, not
 * to be shown if it is hidden. */
bool signin_is_asked(const struct app *a);
bool signin_is_hidden(const struct app *a);
const char *signin_prompt(struct app *a);
void signin_typed(struct app *a, const char *line);

#endif
