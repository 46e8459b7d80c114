/* message.h -- PRIVMSG, NOTICE and TAGMSG: what people say. */
#ifndef SESSION_MESSAGE_H
#define SESSION_MESSAGE_H

#include <stdbool.h>

struct received;
struct session;
struct session_line;
struct target;

/* Makes a line of a PRIVMSG or NOTICE, its texts in the arena or borrowed from
 * `r`; false: it is none (CTCP). */
bool message_line(struct session *s, const struct received *r,
    struct session_line *line);

/* Tells a line of a channel or talk; counts it as the newest there. */
void message_tell(struct session *s, struct target *t,
    const struct session_line *line);

/* Lines of the server. */
void message_on_text(struct session *s, const struct received *r);
void message_on_tagmsg(struct session *s, const struct received *r);
/* How far we have read, unless this server knows. */
void message_tell_read(struct session *s, struct target *t);
void message_on_markread(struct session *s, const struct received *r);
void message_on_redact(struct session *s, const struct received *r);

#endif
