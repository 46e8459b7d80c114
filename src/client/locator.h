/*
 * locator.h -- which server, by which protocol, and as whom: what options,
 * URLs, TCPCHAT_URL and the settings say, for every client.
 */
#ifndef CLIENT_LOCATOR_H
#define CLIENT_LOCATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct err;
struct settings;

enum {
	LOCATOR_HOSTS = 16,
	LOCATOR_PORT = 6667	/* where nothing else is said */
};

enum locator_dialect { LOCATOR_IRC, LOCATOR_JSON, LOCATOR_TEXT };

/* Zeroed: nothing is said. */
struct locator {
	char *hosts[LOCATOR_HOSTS];	/* owned; the first that answers counts */
	size_t nhosts;
	uint16_t port;		/* 0: not said */
	char *nick;		/* owned; NULL: not said */
	char *channels;		/* owned; "#a,#b" of an URL; NULL: none */
	enum locator_dialect dialect;
	bool tls;		/* asked for (ircs://) */
	bool no_tls;		/* refused */
	char *trust;		/* owned; fingerprint in lower-case hex of the
				   certificate to trust; NULL: not said */
	char *account;		/* owned; to log in to; NULL: not said */
	char *password_command;	/* owned; NULL: not said */
	char *certificate;	/* owned; PEM file of our own; NULL: not said */
};

void locator_release(struct locator *l);

/*
 * Reads "[NICK@]HOST[:PORT]" or such a thing behind irc://, ircs://, json://
 * or text://, for IRC followed by "/CHANNEL,...". Host may be an address, also
 * of IPv6 ("::1", "[::1]:6667"), or a path. What is not in `text` stays as it
 * was. False: `e` says what is wrong.
 */
bool locator_parse(struct locator *l, const char *text, struct err *e)
    ATTR_USE_RESULT;

/* An option that all clients have: machine-name, port, nick, no-tls,
 * trust, account, password-command, certificate. `value` is NULL for a switch
 * without one. */
bool locator_option(struct locator *l, const char *name, const char *value,
    struct err *e) ATTR_USE_RESULT;

/*
 * If no host is said: what TCPCHAT_URL (`url`, may be NULL) says, else what
 * the setting machine-name says. What `l` says itself goes before that.
 */
bool locator_complete(struct locator *l, const char *url,
    const struct settings *s, struct err *e) ATTR_USE_RESULT;

/* Said, else as the setting has it; NULL: none. Borrowed. */
const char *locator_account(const struct locator *l,
    const struct settings *s);
const char *locator_password_command(const struct locator *l,
    const struct settings *s);
const char *locator_certificate(const struct locator *l,
    const struct settings *s);

/* The port said, else the one of the dialect; `irc_port` for plain IRC. */
uint16_t locator_port(const struct locator *l, uint16_t irc_port);

#endif
