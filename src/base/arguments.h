/*
 * arguments.h -- a command line taken apart: long options, also in the older
 * spelling with a colon (--port:7002), and words, in any order.
 */
#ifndef BASE_ARGUMENTS_H
#define BASE_ARGUMENTS_H

#include <getopt.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct buf;
struct err;

/* What a row of an options.def says of its value. */
#define ARGUMENT_NONE   no_argument
#define ARGUMENT_MAYBE  optional_argument
#define ARGUMENT_NEEDED required_argument

struct argument_calls {
	const struct option *table;	/* each row with val 1; ends with zeros */
	/* `value` is NULL where none was given. Both are borrowed. */
	bool (*option)(void *self, const char *name, const char *value,
	    struct err *e);
	bool (*word)(void *self, const char *text, struct err *e);
};

/* False: `e` says what is wrong. Options come first, then the words; behind
 * "--" all is a word. */
bool arguments_parse(int argc, char *const *argv,
    const struct argument_calls *calls, void *self, struct err *e)
    ATTR_USE_RESULT;

/* What an option without a value, or with "true" or "false", says. */
bool arguments_flag(bool *out, const char *name, const char *value,
    struct err *e) ATTR_USE_RESULT;

/* One row of --help: `left` and, beside it or below where it is too long, the
 * words, broken at blanks to fit 80 columns. False: `out` is full. */
bool arguments_help(struct buf *out, const char *left, const char *words)
    ATTR_USE_RESULT;

/* The same for an option; `value` "" : it takes none. */
bool arguments_help_option(struct buf *out, const char *name,
    const char *value, const char *words) ATTR_USE_RESULT;

#endif
