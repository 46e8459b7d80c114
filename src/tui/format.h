/* format.h -- bold, colours and the like of a message as a terminal shows it. */
#ifndef TUI_FORMAT_H
#define TUI_FORMAT_H

#include <stdint.h>

#include "proto/irc_format.h"
#include "tui/grid.h"
#include "tui/theme.h"

/*
 * `base` with what `f` adds. Colours that could not be read where they stand
 * are moved towards one that can (3:1, WCAG's measure), whoever chose them;
 * without colours only the attributes are left. Monospace shows as nothing: a
 * terminal has no other kind.
 */
struct style format_style(const struct theme *t, struct style base,
    const struct irc_format *f);

/* The key that a person types for a code, and the letter that stands for it
 * in the input; '\0': it is none. */
char format_letter(unsigned char code);
char format_code(char key);

#endif
