/*
 * player.h -- plays a conversation (*.chat) with a server in this process.
 *
 *   # words after a '#' at the start of a line are for people
 *   config lobby #all            a setting, as in tcpchatd.conf(5)
 *   config operator root *!*@* sesame    name, masks, password or nothing
 *   config account-operator root al    who is logged in to al may be root
 *   config rehash-fault TEXT     why REHASH fails; nothing: it works
 *   al connects                  says NICK al, USER al; the welcome is skipped
 *   bo connects as bob with server-time echo-message
 *   cy connects from 192.0.2.7   its host; "::1 silently": may stay silent
 *   di connects raw              says nothing
 *   ed connects securely         by TLS; "certified": with a certificate whose
 *                                fingerprint is 64 times an a
 *   fa connects gateway          may say WEBIRC gate-word …
 *   al> JOIN #c                  typed; lines of one client in a row are one
 *                                write; {name} is what was learned before
 *   al< :al!*@* JOIN #c          the next line that it gets: see pattern.h
 *   al skips                     whatever it has got by now
 *   al skips to :* 422 *         up to such a line, which must be there
 *   al ends                      end of its input, behind what it has typed
 *   al breaks                    an error of its socket
 *   al is closed                 by the server, and has nothing left to read
 *   al is refused Too many*      instead of being connected
 *   al stops reading, al reads   what it is sent piles up, is taken
 *   wait 10s                     both clocks move
 *   hold                         events that are posted wait; a release lets
 *   release 2                    so many (all of them) go, the oldest first,
 *   refuse disk full             the oldest is not stored, and goes
 *   flow                         nothing waits any more
 *   log< close: client=al *      such a line is in the log
 *   log! *secret*                no such line is in it
 *   restart                      the server ends and starts on its store
 *
 * Whatever a client got and no line expects fails the conversation, as soon
 * as somebody acts after an expectation, and at the end.
 */
#ifndef CHAT_PLAYER_H
#define CHAT_PLAYER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"

struct conversation {
	char *path;		/* owned */
	char *text;		/* owned */
	bool  holds;		/* it says itself when events are released */
};

/* How it is played. */
struct way {
	bool     held;	/* chance releases each event */
	bool     cut;	/* chance cuts what is typed */
	uint64_t seed;
};

/* NULL: there is no such file. */
struct conversation *conversation_read(const char *path);
void conversation_free(struct conversation *c);		/* NULL is fine */

/*
 * `got` is then every line that was expected, with its client, msgids left
 * out: two ways are to give the same. False: `why` says what was not as
 * expected, and where.
 */
bool conversation_play(const struct conversation *c, struct way way,
    struct buf *got, struct buf *why) ATTR_USE_RESULT;

#endif
