/*
 * logbook.h -- what is said, kept on the disk: a file for each place and
 * destination below $XDG_STATE_HOME/tcpchat/log, and read back from there.
 *
 * Logged is what people say, each line once, in the order in which it is told
 * here, and what is missing: lines of a hole come behind the live ones that
 * ended it, and are put in their places when they are read (logpage.h). What
 * was said before the log began stays with the server. A password is never in it: what holds one of
 * ours, and what is said to services, is left out.
 *
 * Nothing is opened before somebody talks there, and written at most once a
 * second; on a disk that takes nothing lines wait, and some get lost, but
 * nobody waits for it.
 */
#ifndef TUI_LOGBOOK_H
#define TUI_LOGBOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/time.h"

struct logbook_file;
struct model;
struct session;
struct session_event;
struct settings;

/* The place an event comes from. All borrowed. */
struct logbook_place {
	int number;		/* the model's */
	const char *host;
	uint16_t port;
	struct session *session;
};

struct logbook {
	struct model *model;	/* borrowed, as are the settings */
	const struct settings *settings;
	struct logbook_file *files;	/* owned; a hash */
	int64_t now_ms;		/* steady clock, as last told */
	int64_t due_ms;		/* when to write, likewise; INT64_MAX */
	bool has_failed;	/* it was said */
};

void logbook_init(struct logbook *b, struct model *m,
    const struct settings *settings);

/* Writes what waits, and ends. */
void logbook_release(struct logbook *b);

/*
 * What the model has just been told: messages are logged; of a destination
 * that is new the end of its log is shown above them.
 */
void logbook_event(struct logbook *b, const struct logbook_place *p,
    const struct session_event *e, struct now now);

/* A talk that the person begins. */
void logbook_open(struct logbook *b, const struct logbook_place *p,
    const char *target);

/* Gives the model the lines before those it has, at most `n`. False: there
 * are none; the server may have some. */
bool logbook_older(struct logbook *b, const struct logbook_place *p,
    const char *target, int n);

/* The destination is no longer shown: another time it begins anew. */
void logbook_forget(struct logbook *b, const struct logbook_place *p,
    const char *target);

/* Writes if it is time. */
void logbook_turn(struct logbook *b, struct now now);

#endif
