/*
 * wish.h -- where to go at the start: what the command line, the settings and
 * the last time say, in this order.
 */
#ifndef TUI_WISH_H
#define TUI_WISH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "client/locator.h"

struct settings;

/* A place to connect to. Everything is borrowed from where it came from. */
struct wish {
	const char *const *hosts;	/* at least one */
	size_t nhosts;
	uint16_t port;
	enum locator_dialect dialect;
	const char *nick;
	const char *channels;	/* "#a,#b" or "" */
	bool tls;		/* from the first byte */
	bool no_tls;		/* never: it was said so */
	const char *trust;	/* a fingerprint; NULL: none */
	const char *name;	/* what the place was called; NULL: not yet */
	const char *password;	/* "": none */
	const char *account;	/* "": none that is known */
	bool keeps;		/* the password, if it is right */
};

/* The place as it was saved; host NULL: it was not. */
struct wish_last {
	const char *host;
	uint16_t port;
	const char *nick;
	const char *channels;
	const char *account;
	enum locator_dialect dialect;
	bool tls;
	const char *name;
};

/*
 * False: nothing says who and where; the first-start screen asks, and `w` has
 * what it proposes (`login` as the name). `w` borrows from all arguments.
 */
bool wish_make(struct wish *w, const struct locator *to,
    const struct settings *s, const struct wish_last *last,
    const char *login);

/* Owned copies of a list of channels with or without `name`. */
char *wish_channels_with(const char *channels, const char *name);
char *wish_channels_without(const char *channels, const char *name);

#endif
