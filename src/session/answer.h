/* answer.h -- answers to what was asked, errors, the server's words. */
#ifndef SESSION_ANSWER_H
#define SESSION_ANSWER_H

#include "session/session.h"

struct received;
struct session;

/* The session's own words. */
void answer_note(struct session *s, enum session_note kind,
    const char *subject, const char *text);

/* Lines of the server. */
void answer_on_whois(struct session *s, const struct received *r);
void answer_on_list(struct session *s, const struct received *r);
void answer_on_away(struct session *s, const struct received *r);
void answer_on_own_away(struct session *s, const struct received *r);
void answer_on_topic(struct session *s, const struct received *r);
void answer_on_motd(struct session *s, const struct received *r);
void answer_on_words(struct session *s, const struct received *r);
void answer_on_numeric(struct session *s, const struct received *r);
void answer_on_standard(struct session *s, const struct received *r);

#endif
