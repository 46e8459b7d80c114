/*
 * resume.h -- coming back as oneself after a break: tcpchat/resume
 * (tcpchat-proto(7)).
 *
 * Behind 001 the server hands out a token. The next connection says it before
 * NICK, and goes on as the same user, if that is still held: nobody has seen a
 * QUIT, the channels are shown as if just joined, and what was missed comes
 * from history as after any other break.
 */
#ifndef SESSION_RESUME_H
#define SESSION_RESUME_H

#include <stdbool.h>

struct received;
struct session;

enum { RESUME_TOKEN_SIZE = 128 };

struct resume {
	char token[RESUME_TOKEN_SIZE];	/* "": none */
	bool was_tls;		/* never said in clear then */
	bool is_said;		/* on this connection; not refused so far */
	bool is_done;		/* we are who we were */
};

/* Whether there is a token for the connection that stands now. */
bool resume_is_possible(const struct session *s);

/* Says it if there is, and the server has offered to take one. */
void resume_say(struct session *s);

/* A new connection begins; what was said on the old one is over. */
void resume_start(struct session *s);

/* 001: it has worked if it was not refused. */
void resume_welcome(struct session *s);

/* Registered again: asks where the server has shown all our channels. */
void resume_complete(struct session *s);

/* It has: those that it did not show we were taken out of meanwhile. True:
 * `said`, of a PONG, was the answer to that. */
bool resume_on_pong(struct session *s, const char *said);

void resume_forget(struct session *s);	/* refused, or of no use any more */
void resume_on_resume(struct session *s, const struct received *r);

#endif
