/* presence.h -- who comes, goes, is renamed or away: lines of the server. */
#ifndef SESSION_PRESENCE_H
#define SESSION_PRESENCE_H

#include <stdbool.h>

struct received;
struct session;
struct session_line;
struct target;

void presence_on_join(struct session *s, const struct received *r);
void presence_on_part(struct session *s, const struct received *r);
void presence_on_kick(struct session *s, const struct received *r);
void presence_on_quit(struct session *s, const struct received *r);
void presence_on_nick(struct session *s, const struct received *r);
void presence_on_mode(struct session *s, const struct received *r);
void presence_on_away(struct session *s, const struct received *r);
void presence_on_account(struct session *s, const struct received *r);
void presence_on_chghost(struct session *s, const struct received *r);
void presence_on_topic(struct session *s, const struct received *r);
void presence_on_invite(struct session *s, const struct received *r);

/* We are in it no more, and no line has said so. `reason`: words for people,
 * good as long as the event. */
void presence_left(struct session *s, struct target *t, const char *reason);

/* The same, of a history (draft/event-playback): only a line, which changes
 * nothing. False: it is none of these. */
bool presence_past(struct session *s, const struct received *r,
    struct session_line *line);

#endif
