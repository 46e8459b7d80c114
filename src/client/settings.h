/*
 * settings.h -- what can be set in tcpchat-tui: settings.def as a struct.
 */
#ifndef CLIENT_SETTINGS_H
#define CLIENT_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct buf;
struct err;

#define SETTING_FIELD_TEXT(field)   char *field;	/* owned, never NULL */
#define SETTING_FIELD_SECRET(field) char *field;	/* the same; never shown */
#define SETTING_FIELD_CHOICE(field) char *field;	/* owned: one of choices */
#define SETTING_FIELD_COUNT(field)  int64_t field;
#define SETTING_FIELD_SWITCH(field) bool field;

struct settings {
#define SETTING(field, name, type, ...) SETTING_FIELD_##type(field)
#include "client/settings.def"
#undef SETTING
};

enum setting_type { SETTING_TEXT, SETTING_SECRET, SETTING_CHOICE,
	SETTING_COUNT, SETTING_SWITCH };

/* LATER: only places that are connected to afterwards feel a change. */
enum setting_when { SETTING_NOW, SETTING_LATER };

/* One row of settings.def. */
struct setting {
	const char *name;
	enum setting_type type;
	int64_t min, max;
	const char *choices;	/* "a|b|c"; of a TEXT: what is proposed */
	const char *value;	/* the default */
	enum setting_when when;
	const char *help;	/* untranslated */
	size_t offset;		/* in struct settings */
};

extern const struct setting settings_table[];
extern const size_t settings_count;

/* NULL: there is none of that name. */
const struct setting *setting_find(const char *name);

/* Every setting has its default. */
void settings_init(struct settings *s);
void settings_release(struct settings *s);

/* Reads `text` into its field; false, nothing changed, if it is not fit. */
bool settings_set(struct settings *s, const struct setting *setting,
    const char *text, struct err *e) ATTR_USE_RESULT;

/* Appends the value as it would be written in a file, stars for a secret;
 * false: `out` is full. */
bool settings_print(const struct settings *s, const struct setting *setting,
    struct buf *out) ATTR_USE_RESULT;

/* Appends `text` in the quotes of a settings file; false: `out` is full. */
bool settings_quote(const char *text, struct buf *out) ATTR_USE_RESULT;

/* Whether both have the same value of it. */
bool settings_same(const struct settings *a, const struct settings *b,
    const struct setting *setting);

/* Appends what it may be, for people: "1 to 65535", "on or off". False: `out`
 * is full. */
bool settings_range(const struct setting *setting, struct buf *out)
    ATTR_USE_RESULT;

/*
 * The text of a settings file with `name` set to `text`, in settings_edit.c.
 * The value that counts, the last one, is replaced, or a line is added at the
 * end; everything else stays: remarks, order, lines nobody knows. `text` NULL
 * takes all that set it away. False: `out` is full.
 */
bool settings_edit(const char *file, const char *name, const char *text,
    struct buf *out) ATTR_USE_RESULT;

#endif
