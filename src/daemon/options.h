/*
 * options.h -- the command line of tcpchatd: options.def, and the older
 * spelling with a colon (--port:7002), which means the same.
 */
#ifndef DAEMON_OPTIONS_H
#define DAEMON_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/attr.h"

struct err;
struct settings;

struct options {
	bool  foreground, verbose;
	bool  closed;		/* no option: serves nobody but its socket */
	bool  check_config, version, help;
	char *config;		/* owned, absolute; NULL: not given */
	char *settings[8];	/* owned; "name=value" in the order given */
	size_t nsettings;
	char **addresses;	/* owned; what came after the options */
	size_t naddresses;
};

/* False: `e` says what is wrong. Release `o` in either case. */
bool options_parse(struct options *o, int argc, char *const *argv,
    struct err *e) ATTR_USE_RESULT;
void options_release(struct options *o);

/* Puts what was given over what `s` has from elsewhere. */
bool options_apply(const struct options *o, struct settings *s, struct err *e)
    ATTR_USE_RESULT;

void options_print_help(FILE *out);

#endif
