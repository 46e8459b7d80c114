/*
 * popup.h -- what lies over the pane: the destination selector, the form of a
 * connection, a certificate to judge, the log of notices. The input below
 * stays as it is; Esc always closes.
 */
#ifndef TUI_POPUP_H
#define TUI_POPUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "tui/action.h"
#include "tui/input.h"

struct destination;
struct model;

enum popup_kind {
	POPUP_NONE,
	POPUP_CHOOSER,
	POPUP_FIRST_START,
	POPUP_NOTES,
	POPUP_GUARD,		/* the input is many messages: model_guard.c */
	POPUP_CERTIFICATE,
	POPUP_DETAILS,		/* of the chosen message: details.c */
	POPUP_LINKS,		/* those on the screen: links.c */
	POPUP_PASSWORD,		/* of an account: password.c */
	POPUP_HITS,		/* lines that have what is sought: hits.c */
};

enum chooser_what {
	CHOOSER_DESTINATION,	/* one there is */
	CHOOSER_PERSON,		/* somebody of the side list */
	CHOOSER_WRITE,		/* a name that was typed */
	CHOOSER_JOIN,		/* a channel that was typed */
	CHOOSER_LINK,		/* of POPUP_LINKS: an address */
	CHOOSER_HIT,		/* of POPUP_HITS: a line */
};

struct chooser_row {
	enum chooser_what what;
	struct destination *to;	/* borrowed; DESTINATION only */
	int place;
	char *name;		/* owned */
	char *about;		/* owned: "36 here", "away 2 h" */
	int64_t time_ms;	/* HIT; Unix time */
	char *msgid;		/* owned; HIT, may be empty; else NULL */
};

/* Of a form, from above; which of them it shows: form_shows(). */
enum first_field {
	FIRST_SERVER, FIRST_NAME, FIRST_PASSWORD, FIRST_KEEP, FIRST_CONNECT,
	FIRST_FIELDS,
	FIRST_INPUTS = FIRST_KEEP	/* those that one types in */
};

struct popup {
	enum popup_kind kind;
	struct input filter;	/* CHOOSER */
	struct chooser_row *rows;	/* owned; of CHOOSER, LINKS, HITS */
	size_t row_count;
	size_t chosen;		/* one of them */
	size_t pasted, pasted_end;	/* GUARD: what a paste put into the
					 * input; NOWHERE: it was typed */
	int top;		/* first row shown of what scrolls */
	int place;		/* whose CERTIFICATE, whose PASSWORD */
	bool is_whole;		/* its fingerprint is */
	int64_t answer_ms;	/* steady clock: from then on it takes one */
	struct input fields[FIRST_INPUTS];	/* FIRST_START, PASSWORD */
	bool is_proposed[FIRST_INPUTS];	/* typing replaces what stands there */
	int field;
	bool keeps;		/* the password, in the system's store */
};

void popup_init(struct popup *p);
void popup_release(struct popup *p);

void popup_open(struct model *m, enum popup_kind kind);
void popup_close(struct model *m);

/* False: the popup has no use for it, and the input gets it. */
bool popup_action(struct model *m, enum action a);
bool popup_text(struct model *m, const char *utf8, size_t len);

/* Keeps `top` where there is something to show. In view_words.c. */
void popup_clamp(struct model *m);

/* Another row is chosen; other actions do nothing. */
void popup_move_chosen(struct popup *p, enum action a);

/* A row of it was clicked on. */
void popup_click_row(struct model *m, size_t row);

#endif
