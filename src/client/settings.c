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
#define SETTING(field, name, type, min, max, choices, value, when, help) \
	{ name, SETTING_##type, min, max, choices, value, SETTING_##when, help, \
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
	return setting->type == SETTING_TEXT ||
	    setting->type == SETTING_SECRET || setting->type == SETTING_CHOICE;
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
	case SETTING_SECRET:
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

bool
settings_quote(const char *text, struct buf *out)
{
	bool ok = buf_add_char(out, '"');

	for (; ok && *text != '\0'; text++)
		ok = (strchr("\"\\$", *text) == NULL ||
		    buf_add_char(out, '\\')) && buf_add_char(out, *text);
	return ok && buf_add_char(out, '"');
}

bool
settings_print(const struct settings *s, const struct setting *setting,
    struct buf *out)
{
	const void *value = const_field(s, setting);

	switch (setting->type) {
	case SETTING_TEXT:
		return settings_quote(*(char *const *)value, out);
	case SETTING_SECRET:
		return buf_add_str(out, **(char *const *)value != '\0' ?
		    "********" : "\"\"");
	case SETTING_CHOICE:
		return buf_add_str(out, *(char *const *)value);
	case SETTING_COUNT:
		return buf_addf(out, "%" PRId64, *(const int64_t *)value);
	case SETTING_SWITCH:
		return buf_add_str(out, *(const bool *)value ? "on" : "off");
	}
	return false;
}

bool
settings_same(const struct settings *a, const struct settings *b,
    const struct setting *setting)
{
	const void *x = const_field(a, setting), *y = const_field(b, setting);

	switch (setting->type) {
	case SETTING_TEXT:
	case SETTING_SECRET:
	case SETTING_CHOICE:
		return str_eq(*(char *const *)x, *(char *const *)y);
	case SETTING_COUNT:
		return *(const int64_t *)x == *(const int64_t *)y;
	case SETTING_SWITCH:
		return *(const bool *)x == *(const bool *)y;
	}
	return false;
}

bool
settings_range(const struct setting *setting, struct buf *out)
{
	const char *rest = setting->choices;
	struct str_span item;

	switch (setting->type) {
	case SETTING_TEXT:
	case SETTING_SECRET:
		return buf_addf(out, _("a text of at most %" PRId64 " bytes"),
		    setting->max);
	case SETTING_COUNT:
		return buf_addf(out, _("a number from %" PRId64 " to %" PRId64),
		    setting->min, setting->max);
	case SETTING_SWITCH:
		return buf_add_str(out, _("on or off"));
	case SETTING_CHOICE:
		break;
	}
	while (str_next_item(&rest, '|', &item))
		if ((item.p != setting->choices && !buf_add_str(out, ", ")) ||
		    !buf_add(out, item.p, item.len))
			return false;
	return true;
}
