/*
 * silent.h -- connections that are nobody yet: not a byte of IRC, no name.
 *
 * On some listeners they may stay so for long (an older program's person is
 * still asked for a name), so they are held apart from those who are late,
 * and few: beyond the limits of the settings the oldest go. Who has come just
 * now is not yet silent: a hundred who return at once are no attack.
 */
#ifndef SERVER_SILENT_H
#define SERVER_SILENT_H

struct client;
struct server;

void silent_begin(struct client *c);
/* It is known, speaks IRC (its time to register in runs from here), or goes. */
void silent_end(struct client *c);

/* Closes those beyond the limits. Called about each second. */
void silent_limit(struct server *s);

#endif
