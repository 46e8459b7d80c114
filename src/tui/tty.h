/*
 * tty.h -- the terminal as a file: its modes, its size, bytes to it.
 *
 * Opened anew by name, so that not to block is our own affair and not the
 * shell's. Nothing here ever waits, but tty_drain for at most as long as it
 * is told. There is one in a program: the crash handler has to find it.
 */
#ifndef TUI_TTY_H
#define TUI_TTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

#include "base/attr.h"
#include "base/buf.h"

struct err;

struct tty {
	int fd;			/* owned, non-blocking; -1: not open */
	struct termios before;	/* as it was found */
	bool is_raw;
	struct buf out;		/* bytes it has not taken yet */
	size_t taken;		/* of `out` */
	bool is_gone;		/* hung up, or an error that stays */
};

/* The terminal of standard input and output. False, with a sentence in `why`,
 * if one of them is none. */
bool tty_open(struct tty *t, struct err *why) ATTR_USE_RESULT;

/* Closes; modes are the caller's affair (tty_restore). */
void tty_release(struct tty *t);

/* Keys as they come: no echo, no signals, no flow control. Remembers how it
 * was; a second call does so anew. */
void tty_raw(struct tty *t);

/* As it was before tty_raw; drops what has not been read. */
void tty_restore(struct tty *t);

/* False if the kernel does not know; both untouched then. */
bool tty_size(const struct tty *t, int *rows, int *cols);

/* Appends to what is to be written. Bytes for a terminal that has gone are
 * dropped. */
void tty_write(struct tty *t, const void *data, size_t len);

/* Writes what the kernel takes now. */
void tty_flush(struct tty *t);

/* Bytes that wait for the terminal to take them. */
size_t tty_pending(const struct tty *t);

/* Drops them: the screen will be painted anew. */
void tty_drop_pending(struct tty *t);

/*
 * For leaving: writes what is pending, waiting at most until it is taken, and
 * then until `expected` answers ("ESC [ 0 n") came in, all in all `ms`.
 */
void tty_drain(struct tty *t, int expected, int ms);

/*
 * If the program crashes from now on, `undo` is written, the modes are set
 * back, and the signal takes its course. `undo` is borrowed until the next
 * call; NULL ends it.
 */
void tty_guard(const struct tty *t, const char *undo, size_t len);

#endif
