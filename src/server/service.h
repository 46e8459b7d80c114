/*
 * service.h -- NickServ and ChanServ: what ordinary clients can type for what
 * accounts and channels can do. They are nobody: a message to them is a
 * command, and is neither stored, logged nor seen by anybody else.
 */
#ifndef SERVER_SERVICE_H
#define SERVER_SERVICE_H

#include <stdbool.h>

#include "base/attr.h"

struct answer;
struct client;
struct server;

struct service_verb {
	const char *name;	/* upper case; several words are one verb */
	unsigned min_words;	/* behind it; else its `syntax` is told */
	const char *syntax, *help;
	/* `words`: what follows the name, NULL behind the last; borrowed. */
	void (*run)(struct client *c, const char *const *words);
};

enum { SERVICE_WORDS = 8 };	/* of one message; the rest is not looked at */

struct service {
	const char *name;
	const char *about;	/* first line of HELP */
	const struct service_verb *verbs;	/* name NULL behind the last */
};

/* NULL: no service has this name. */
const struct service *service_find(const char *name);
/* What a client says to it. */
void service_message(const struct service *sv, struct client *c,
    const char *text);
/* Its nick!user@host; `out` holds SOURCE_LEN + 1 bytes. */
void service_source(const struct service *sv, const struct server *s,
    char *out);
/* One line to whom is answered now. */
void service_say(struct answer *a, const struct service *sv, const char *format,
    ...) ATTR_PRINTF(3, 4);

extern const struct service chanserv, nickserv;

#endif
