/*
 * numeric.h -- what a server says by number, in our own words.
 *
 * So it can be read in the person's language, says what to do next, and is the
 * same on every server.
 */
#ifndef SESSION_NUMERIC_H
#define SESSION_NUMERIC_H

struct arena;
struct irc_msg;

/*
 * The words of numeric.def for `m`, cleaned, in the arena. NULL: there are
 * none for this number, or `m` lacks a parameter that they name.
 */
const char *numeric_words(struct arena *a, const struct irc_msg *m);

#endif
