/* setup.h -- the settings at work: from the file, to terminal and model. */
#ifndef TUI_SETUP_H
#define TUI_SETUP_H

#include <stdbool.h>

#include "base/attr.h"
#include "client/settings.h"
#include "tui/bind.h"
#include "tui/escape.h"
#include "tui/theme.h"
#include "tui/typist.h"

struct err;
struct tty_event;
struct model;
struct term;

struct setup {
	struct settings settings;
	char *path;		/* owned: the file; NULL: there is no home */
	struct term *term;	/* borrowed */
	struct model *model;	/* borrowed */
	struct typist typist;
	struct bind bind;	/* keys of the person's own */
	bool has_wallet;	/* the system keeps passwords */
	bool was_warned;	/* of a password in clear: the next is taken */
	struct background asked;	/* what the terminal says of itself */
	struct style looks[LOOK_COUNT];	/* of the theme */
};

/* Reads the file that is named, else that of the person. Release `s` in
 * either case. */
bool setup_read(struct setup *s, const char *named, struct err *why)
    ATTR_USE_RESULT;
void setup_release(struct setup *s);

/* A model for this terminal, owned by the caller. */
struct model *setup_model(struct setup *s, struct term *term);

/* How a notice is asked of the terminal. */
enum notice_way setup_notice_way(const struct setup *s);

/* The terminal says what its colours are. */
void setup_colour(struct setup *s, const struct tty_event *in);

/* The settings have changed: terminal and model are as they say. */
void setup_take_effect(struct setup *s);

#endif
