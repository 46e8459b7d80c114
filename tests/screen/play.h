/*
 * play.h -- a screen being played: the real session and model, a grid, and a
 * clock that only the file moves.
 */
#ifndef SCREEN_PLAY_H
#define SCREEN_PLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/time.h"
#include "tui/bind.h"
#include "tui/grid.h"
#include "tui/model.h"

struct session;

enum {
	LINE_SIZE = 8192,
	FILE_MAX = 1 << 20,
	SENT_MAX = 2000,
	PLACES_MAX = 3,
};

/* A server as a file plays it, and the session that talks to it. */
struct play_place {
	struct session *s;
	bool is_up, is_silent;
	char ping[64];		/* to be answered; empty: none */
	char *sent[SENT_MAX];
	size_t sent_count, sent_at;
	const char *expected;	/* the last sent line that a `>` found */
	struct buf half_sent;
};

struct play {
	const char *folder;
	const char *file;	/* being played, for what goes wrong */
	int line_number;
	struct buf problems;
	struct buf *rewritten;	/* the file anew; NULL: only compared */

	struct bind bind;	/* keys of the person's own */
	char hint[KEY_TEXT_SIZE];
	struct model *m;
	struct grid g;
	struct now now;
	int64_t since_ms;	/* of the next place: here last; or 0 */
	struct play_place places[PLACES_MAX];	/* as the model numbers them */
	int place_count;
	struct play_place *at;	/* the one that lines are about */
	int bells;
	char *title;
	char *copied;		/* NULL: nothing since it was looked at */
	char *notified;		/* where, and what, of the last one */
	bool has_quit;
	struct model_certificate certificate;	/* host NULL: none */
	char subject[64], fingerprint[80];	/* of it */
};

/* A file, read whole, taken line by line. */
struct script {
	struct buf text;
	size_t at;
};

/* Notes what is wrong at the line being played; a format and its values. */
#define PROBLEM(p, ...) play_problem_at(p), \
	(void)!buf_addf(&(p)->problems, __VA_ARGS__)
void play_problem_at(struct play *p);

/* --- play_edge.c: what tcpchat-tui's main.c does --- */

/* A place, connected to at once. */
void play_start(struct play *p, const char *name, const char *host,
    const char *nick);

/* Everything that follows from what has just been done. */
void play_settle(struct play *p);

/* The first thing after the clock has moved. */
void play_turn(struct play *p);

/* Time passes as the program would see it: from one wish to the next. */
void play_wait(struct play *p, int64_t ms);

void play_release(struct play *p);

/* --- play_directive.c: keys, lines, sizes ... --- */

/* Runs a line that stands for itself; false: it is none. */
bool play_directive(struct play *p, const char *line);

/* Takes a word and the blank behind it off the line, if it begins so. */
bool play_take_word(const char **line, const char *word);

/* "paste 3" and the three lines behind it. */
void play_paste(struct play *p, const char *args, struct script *f);

/* "log end 3", "log 3" and the lines behind it: what the log of #all gives. */
void play_log(struct play *p, const char *args, struct script *f);

/* --- play_frame.c: what the screen shows --- */

void play_show(struct play *p, struct script *f);
/* Draws the screen anew. */
void play_draw(struct play *p);

void play_style(struct play *p, const char *args);
void play_link(struct play *p, const char *args);
void play_cursor(struct play *p, const char *args);

/* --- play_looks.c: and in which looks --- */

void play_looks(struct play *p, struct script *f);

/* --- screen_test.c --- */

/* The next line of the file, without its end. False: there is none. */
bool script_next(struct script *f, char line[LINE_SIZE]);

#endif
