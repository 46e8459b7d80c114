/*
 * happened.h -- what apply did to a channel, for its history.
 *
 * IRCv3 draft/event-playback: CHATHISTORY tells JOIN, PART, QUIT, KICK, NICK,
 * TOPIC and MODE to who wants that. Such a row goes to the store behind the
 * deed, with the next batch (DESIGN.md, chapter 2); a QUIT or NICK has one in
 * each channel. A channel in which nothing was ever said keeps nothing.
 */
#ifndef SERVER_HAPPENED_H
#define SERVER_HAPPENED_H

#include "server/event.h"

struct channel;
struct server;
struct user;

/*
 * Called by apply, before or after the deed. `by` as it is shown in the line;
 * NULL: whoever the event says. `text`: reason, real name, new nick, topic or
 * changes, or NULL (several lines of MODE are parted as multiline.h does);
 * `subject`: who was kicked, or NULL.
 */
void happened(struct server *s, const struct event *e,
    const struct channel *ch, const struct user *by, enum event_verb verb,
    const char *text, const char *subject);
/* In each channel that `u` is in. */
void happened_everywhere(struct server *s, const struct event *e,
    const struct user *u, enum event_verb verb, const char *text);

#endif
