/*
 * escape.h -- strings for the terminal that curses knows nothing of: title
 * and notices. What people wrote is cleaned of all that a terminal obeys.
 *
 * Sources: xterm's ctlseqs (OSC 2), iTerm2 (OSC 9), urxvt (OSC 777), kitty's
 * desktop notifications (OSC 99).
 */
#ifndef TUI_ESCAPE_H
#define TUI_ESCAPE_H

#include <stdbool.h>

#include "base/attr.h"

struct buf;

enum notice_way { NOTICE_AUTO, NOTICE_NONE, NOTICE_9, NOTICE_777, NOTICE_99 };

/* What asks a terminal whether it knows OSC 99. */
#define ESCAPE_ASK_99 "\033]99;i=tcpchat:p=?;\033\\"

/* All append to `out`; false if it is full. */
bool escape_title(struct buf *out, const char *title) ATTR_USE_RESULT;

/* `way` is none of AUTO and NONE. */
bool escape_notice(struct buf *out, enum notice_way way, const char *title,
    const char *body) ATTR_USE_RESULT;

#endif
