/*
 * theme_file.h -- themes: those that come along, and a person's own.
 *
 * The file is described in tcpchat-tui.conf(5), "Themes".
 */
#ifndef TUI_THEME_FILE_H
#define TUI_THEME_FILE_H

#include <stdbool.h>

#include "base/attr.h"
#include "tui/theme.h"

struct err;

/*
 * The looks of the theme `name`: "terminal", the path of a file (it has a
 * '/'), NAME.theme of the folder "themes" beside the settings, or one that
 * comes along (dark, light, contrast). What a file does not set stays that of
 * the terminal. False, `out` untouched, with a sentence in `e`.
 */
bool theme_file_read(const char *name, struct style out[LOOK_COUNT],
    struct err *e) ATTR_USE_RESULT;

#endif
