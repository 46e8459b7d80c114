/* settings.c -- the table of settings, one value read or printed. */
#include "config.h"

#include "client/settings.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/value.h"
#include "base/xalloc.h"

#include "base/banned.h"

const struct setting settings_table[] = {
#define SETTING(field, name, type, min, max, choices, value, help) \
	{ name, SETTING_##type, min, max, choices, value, help, \
	    offsetof(struct settings, field) },
#include "client/settings.def"
#undef SETTING
};

const size_t settings_count = sizeof settings_table / sizeof *settings_table;

const struct setting *
setting_find(const char *name)
{
	size_t i;

	for (i = 0; i < settings_count; i++)
		if (str_eq(settings_table[i].name, name))
			return &settings_table[i];
	return NULL;
}

static void *
field(struct settings *s, const struct setting *setting)
{
	return (char *)s + setting->offset;
}

static const void *
const_field(const struct settings *s, const struct setting *setting)
{
	return (const char *)s + setting->offset;
}

static bool
is_text(const struct setting *setting)
{
	return setting->type == SETTING_TEXT || setting->type == SETTING_CHOICE;
}

void
settings_init(struct settings *s)
{
	size_t i;

	memset(s, 0, sizeof *s);
	for (i = 0; i < settings_count; i++) {
		const struct setting *row = &settings_table[i];
		bool ok = settings_set(s, row, row->value, NULL);

		assert(ok);	/* a default that its own row refuses */
		(void)ok;
	}
}

void
settings_release(struct settings *s)
{
	size_t i;

	for (i = 0; i < settings_count; i++)
		if (is_text(&settings_table[i]))
			free(*(char **)field(s, &settings_table[i]));
	memset(s, 0, sizeof *s);
}

static bool
set_text(char **out, const struct setting *setting, const char *text,
    struct err *e)
{
	size_t len = strlen(text);

	if (len < (size_t)setting->min || len > (size_t)setting->max ||
	    strpbrk(text, "\r\n") != NULL || !utf8_valid(text, len)) {
		err_set(e, _("'%s' is one line of UTF-8 of at most %" PRId64
		    " bytes"), setting->name, setting->max);
		return false;
	}
	free(*out);
	*out = xstrdup(text);
	return true;
}

static bool
set_choice(char **out, const struct setting *setting, const char *text,
    struct err *e)
{
	if (!value_is_choice(setting->name, text, setting->choices, e))
		return false;
	free(*out);
	*out = xstrdup(text);
	return true;
}

bool
settings_set(struct settings *s, const struct setting *setting,
    const char *text, struct err *e)
{
	void *out = field(s, setting);

	switch (setting->type) {
	case SETTING_TEXT:
		return set_text(out, setting, text, e);
	case SETTING_CHOICE:
		return set_choice(out, setting, text, e);
	case SETTING_COUNT:
		return value_count(setting->name, text, setting->min,
		    setting->max, out, e);
	case SETTING_SWITCH:
		return value_switch(setting->name, text, out, e);
	}
	return false;
}

static bool
print_quoted(const char *text, struct buf *out)
{
	if (!buf_add_char(out, '"'))
		return false;
	for (; *text != '\0'; text++) {
		if ((*text == '"' || *text == '\\' || *text == '$') &&
		    !buf_add_char(out, '\\'))
			return false;
		if (!buf_add_char(out, *text))
			return false;
	}
	return buf_add_char(out, '"');
}

bool
settings_print(const struct settings *s, const struct setting *setting,
    struct buf *out)
{
	const void *value = const_field(s, setting);

	switch (setting->type) {
	case SETTING_TEXT:
		return print_quoted(*(char *const *)value, out);
	case SETTING_CHOICE:
		return buf_add_str(out, *(char *const *)value);
	case SETTING_COUNT:
		return buf_addf(out, "%" PRId64, *(const int64_t *)value);
	case SETTING_SWITCH:
		return buf_add_str(out, *(const bool *)value ? "on" : "off");
	}
	return false;
}

/* Does the line set `name`? Blanks may stand before it. */
static bool
line_sets(const char *line, const char *name)
{
	size_t len = strlen(name);

	line += strspn(line, " \t");
	if (strncmp(line, name, len) != 0)
		return false;
	line += len;
	line += strspn(line, " \t");
	return *line == '=';
}

static bool
add_setting(const char *name, const char *text, struct buf *out)
{
	return buf_addf(out, "%s = ", name) && print_quoted(text, out) &&
	    buf_add_char(out, '\n');
}

bool
settings_edit(const char *file, const char *name, const char *text,
    struct buf *out)
{
	bool is_set = false;

	while (*file != '\0') {
		size_t len = strcspn(file, "\n");
		bool ok = true;

		if (!line_sets(file, name))
			ok = buf_add(out, file, len) && buf_add_char(out, '\n');
		else if (!is_set)
			ok = add_setting(name, text, out);
		is_set = is_set || line_sets(file, name);
		if (!ok)
			return false;
		file += len + (file[len] == '\n');
	}
	return is_set || add_setting(name, text, out);
}
