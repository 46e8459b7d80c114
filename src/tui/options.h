/*
 * options.h -- the command line of tcpchat-tui: options.def, the older
 * spelling with a colon (--port:7002), and the place to go to.
 */
#ifndef TUI_OPTIONS_H
#define TUI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "client/locator.h"

struct buf;
struct err;

enum { OPTIONS_MORE = 7 };

struct options {
	struct locator to;	/* what is said of the server */
	struct locator more[OPTIONS_MORE];	/* and of further places */
	size_t nmore;
	char *nick;		/* owned; for all of them; NULL: not given */
	char *config;		/* owned; NULL: not given */
	char *control;		/* owned; of the control socket; NULL: none */
	bool plain;		/* as tcpchat, the line client */
	bool version, help;
};

/* False: `e` says what is wrong. Release `o` in either case. */
bool options_parse(struct options *o, int argc, char *const *argv,
    struct err *e) ATTR_USE_RESULT;
void options_release(struct options *o);

/* The text of --help. */
void options_help(struct buf *out);

#endif
