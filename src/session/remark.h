/* remark.h -- what is said about a message that is there: reactions, and that
 * it is taken back. */
#ifndef SESSION_REMARK_H
#define SESSION_REMARK_H

#include <stdbool.h>

struct received;
struct session;
struct target;

/* Whether the server passes that client tag ("+draft/react") on. */
bool remark_may_tag(const struct session *s, const char *tag);

/* A TAGMSG or REDACT in `t`, live or of its history; others pass. */
void remark_heard(struct session *s, struct target *t,
    const struct received *r);

/* Why a REDACT was refused, by the code of its FAIL; NULL: the server's words
 * say it. */
const char *remark_refusal(const char *code);

#endif
