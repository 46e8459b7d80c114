/*
 * config_text.h -- a text of rows, "name = value", with comments and quotes as
 * tcpchat-tui.conf(5) has them: the settings, a theme.
 */
#ifndef CLIENT_CONFIG_TEXT_H
#define CLIENT_CONFIG_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"

struct err;

struct config_rows {
	size_t count;
	const char *(*name)(size_t row);	/* in constant tables */
	/* A row is there. False: `e` says what is wrong with the value. */
	bool (*take)(void *arg, size_t row, const char *value, struct err *e);
	void *arg;
};

/* Takes every row of the text, in its order. False: `e` has the first fault,
 * "path:line: reason"; the rows before it are taken. */
bool config_text_read(const char *path, const char *text,
    const struct config_rows *rows, struct err *e) ATTR_USE_RESULT;

#endif
