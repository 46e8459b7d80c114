/* receive.h -- a line of the server, with what every handler asks of it. */
#ifndef SESSION_RECEIVE_H
#define SESSION_RECEIVE_H

#include <stdbool.h>
#include <stdint.h>

struct irc_msg;
struct session;

struct received {
	const struct irc_msg *m;
	int64_t time_ms;	/* server time, else time of arrival */
	const char *nick;	/* the sender, clean; "" if not said */
	bool is_own;
	bool is_server;		/* sent by no person */
	bool is_ignored;	/* nothing is told of what it says */
	/* Tags, unescaped; never NULL. A line inside a labelled batch has the
	 * label of the batch. */
	const char *msgid, *label, *batch, *id, *reply_to, *typing;
	const char *account;	/* of the sender */
	const char *react, *unreact;
	bool is_concat;		/* draft/multiline-concat */
	const char *lines;	/* clean text of several lines, in place of the
				 * parameter; or NULL */
};

/* Reads its tags, finds its handler. `m` is borrowed for the call; events
 * borrow from it until the codec is asked again. */
void receive_line(struct session *s, const struct irc_msg *m);

#endif
