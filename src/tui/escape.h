/*
 * escape.h -- strings for the terminal that curses knows nothing of: title,
 * notices and clipboard. What people wrote is cleaned of all that a terminal
 * obeys, or goes as base64.
 *
 * Sources: Egmont Koblinger's "Hyperlinks in terminal emulators" (OSC 8),
 * xterm's ctlseqs (OSC 2, OSC 52), tmux(1) (allow-passthrough),
 * screen(1) (DCS; a string of it holds 256 bytes in old ones), iTerm2 (OSC 9), urxvt (OSC 777), kitty's
 * desktop notifications (OSC 99).
 */
#ifndef TUI_ESCAPE_H
#define TUI_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct buf;

enum notice_way { NOTICE_AUTO, NOTICE_NONE, NOTICE_9, NOTICE_777, NOTICE_99 };

/* What asks a terminal whether it knows OSC 99. */
#define ESCAPE_ASK_99 "\033]99;i=tcpchat:p=?;\033\\"

/* All append to `out`; false if it is full. */
bool escape_title(struct buf *out, const char *title) ATTR_USE_RESULT;

/* OSC 8: what follows leads to `url`, of which only printable ASCII goes as it
 * is. Parts of one link have one `id`. */
bool escape_link(struct buf *out, uint32_t id, const char *url)
    ATTR_USE_RESULT;
bool escape_link_end(struct buf *out) ATTR_USE_RESULT;

/* How a clipboard string gets past what lies between us and the terminal. */
enum copy_way {
	COPY_PLAIN,
	COPY_TMUX,		/* for tmux itself, and past it */
	COPY_SCREEN,		/* past GNU screen, in pieces that it takes */
};

/* What most terminals take at once: 100,000 bytes of sequence. */
enum { COPY_BYTES = 74000 };

/* OSC 52: `len` bytes, at most COPY_BYTES, for the clipboard. */
bool escape_copy(struct buf *out, enum copy_way way, const char *text,
    size_t len) ATTR_USE_RESULT;

/* `way` is none of AUTO and NONE. */
bool escape_notice(struct buf *out, enum notice_way way, const char *title,
    const char *body) ATTR_USE_RESULT;

#endif
