/*
 * control_request.h -- one line of a program on the control socket, and the
 * answer: tcpchat-control(5). Pure: what it does it does to the model, or has
 * the edge do.
 */
#ifndef TUI_CONTROL_REQUEST_H
#define TUI_CONTROL_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct model;

enum {
	CONTROL_LINE_MAX = 64 * 1024,	/* bytes of a request */
	CONTROL_OUT_MAX = 4 * 1024 * 1024,	/* of answers nobody reads */
	CONTROL_LINES_MAX = 1000	/* lines of one answer */
};

struct control_request {
	struct model *model;
	/* Sends a message; the id it has, NULL: `*why` says why not. */
	const char *(*send)(void *arg, int place, const char *target,
	    const char *text, const char **why);
	void *arg;
	bool *subscribes;	/* the asker's: is told all events */
	struct buf *out;	/* the answer, a line */
};

/* `line` without its end. Whatever it holds, there is an answer; false: `out`
 * is full. */
bool control_request(const struct control_request *r, const char *line,
    size_t len);

#endif
