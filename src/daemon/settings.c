/* settings.c -- the table of settings, and reading one value. */
#include "config.h"

#include "daemon/settings.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/value.h"
#include "base/xalloc.h"

#include "base/banned.h"

const struct setting settings_table[] = {
#define SETTING(field, name, type, min, max, choices, value, when, help) \
	{ name, SETTING_##type, min, max, choices, value, SETTING_##when, \
	    help, offsetof(struct settings, field) },
#include "daemon/settings.def"
#undef SETTING
};
const size_t settings_count = sizeof settings_table / sizeof *settings_table;

const struct setting *
setting_find(const char *name)
{
	for (size_t i = 0; i < settings_count; i++)
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
is_owned(const struct setting *setting)
{
	switch (setting->type) {
	case SETTING_TEXT:
	case SETTING_WORD:
	case SETTING_WORDS:
	case SETTING_CHANNEL:
	case SETTING_PATH:
	case SETTING_CHOICE:
		return true;
	case SETTING_COUNT:
	case SETTING_SWITCH:
	case SETTING_TIME:
	case SETTING_SIZE:
		break;
	}
	return false;
}

void
settings_init(struct settings *s)
{
	memset(s, 0, sizeof *s);
	for (size_t i = 0; i < settings_count; i++) {
		const struct setting *row = &settings_table[i];
		bool ok = settings_set(s, row, row->value, NULL);

		assert(ok);	/* a default that its own row refuses */
		(void)ok;
	}
}

void
settings_release(struct settings *s)
{
	for (size_t i = 0; i < settings_count; i++)
		if (is_owned(&settings_table[i]))
			free(*(char **)field(s, &settings_table[i]));
	settings_release_blocks(s);
	memset(s, 0, sizeof *s);
}

static bool
set_time(int64_t *out, const struct setting *row, const char *text,
    struct err *e)
{
	int64_t ms;

	if (time_parse_duration(text, &ms) && ms >= row->min * 1000
	    && ms <= row->max * 1000) {
		*out = ms;
		return true;
	}
	err_set(e, _("'%s' must be a time such as 90s, 10m, 2h or 7d, "
	    "from %" PRId64 " to %" PRId64 " seconds, not '%s'"), row->name,
	    row->min, row->max, text);
	return false;
}

static bool
set_size(int64_t *out, const struct setting *row, const char *text,
    struct err *e)
{
	return value_size(row->name, text, row->min, row->max, out, e);
}

static void
replace(char **out, const char *text)
{
	char *before = *out;	/* `text` may be it */

	*out = xstrdup(text);
	free(before);
}

static bool
set_choice(char **out, const struct setting *row, const char *text,
    struct err *e)
{
	bool on;

	/* "yes" and "no" are as good as where there is nothing else. */
	if (value_switch(row->name, text, &on, NULL) &&
	    value_is_choice(row->name, "on", row->choices, NULL))
		text = on ? "on" : "off";
	if (!value_is_choice(row->name, text, row->choices, e))
		return false;
	replace(out, text);
	return true;
}

static bool
has_control(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return true;
	return false;
}

static bool
set_text(char **out, const struct setting *row, const char *text,
    struct err *e)
{
	size_t len = strlen(text);

	if (len < (size_t)row->min || len > (size_t)row->max) {
		err_set(e, _("'%s' must have %" PRId64 " to %" PRId64
		    " bytes, not %zu"), row->name, row->min, row->max, len);
		return false;
	}
	if (!utf8_valid(text, len) || has_control(text)) {
		err_set(e, _("'%s' must be UTF-8 text without control "
		    "characters"), row->name);
		return false;
	}
	replace(out, text);
	return true;
}

/* As one parameter of a line of IRC can be. */
static bool
set_word(char **out, const struct setting *row, const char *text,
    struct err *e)
{
	if (strpbrk(text, " ,") == NULL && text[0] != ':')
		return set_text(out, row, text, e);
	err_set(e, _("'%s' must have no blank and no comma, not '%s'"),
	    row->name, text);
	return false;
}

/* The same, but it may be several with commas between: keys of tags, which
 * ISUPPORT lists without what makes them client-only. */
static bool
set_words(char **out, const struct setting *row, const char *text,
    struct err *e)
{
	if (strchr(text, '+') != NULL) {
		err_set(e, _("'%s' names tags without their '+', not '%s'"),
		    row->name, text);
		return false;
	}
	if (strpbrk(text, " ;=") == NULL && text[0] != ':')
		return set_text(out, row, text, e);
	err_set(e, _("'%s' must be words with commas and no blanks between, "
	    "not '%s'"), row->name, text);
	return false;
}

static bool
set_channel(char **out, const struct setting *row, const char *text,
    struct err *e)
{
	if (text[0] == '\0' || text[0] == '#')
		return set_word(out, row, text, e);
	err_set(e, _("'%s' must begin with '#' (and be put in quotes), "
	    "not '%s'"), row->name, text);
	return false;
}

/* A daemon works in "/", a server in the foreground elsewhere. */
static bool
set_path(char **out, const struct setting *row, const char *text,
    struct err *e)
{
	if (text[0] == '\0' || text[0] == '/')
		return set_text(out, row, text, e);
	err_set(e, _("'%s' must be a whole path, beginning with '/', not '%s'"),
	    row->name, text);
	return false;
}

bool
settings_set(struct settings *s, const struct setting *setting,
    const char *text, struct err *e)
{
	void *out = field(s, setting);

	switch (setting->type) {
	case SETTING_TEXT:
		return set_text(out, setting, text, e);
	case SETTING_WORD:
		return set_word(out, setting, text, e);
	case SETTING_WORDS:
		return set_words(out, setting, text, e);
	case SETTING_CHANNEL:
		return set_channel(out, setting, text, e);
	case SETTING_PATH:
		return set_path(out, setting, text, e);
	case SETTING_CHOICE:
		return set_choice(out, setting, text, e);
	case SETTING_COUNT:
		return value_count(setting->name, text, setting->min,
		    setting->max, out, e);
	case SETTING_TIME:
		return set_time(out, setting, text, e);
	case SETTING_SIZE:
		return set_size(out, setting, text, e);
	case SETTING_SWITCH:
		return value_switch(setting->name, text, out, e);
	}
	return false;
}

bool
settings_equal(const struct settings *a, const struct settings *b,
    const struct setting *setting)
{
	const void *x = const_field(a, setting);
	const void *y = const_field(b, setting);

	if (is_owned(setting))
		return str_eq(*(char *const *)x, *(char *const *)y);
	if (setting->type == SETTING_SWITCH)
		return *(const bool *)x == *(const bool *)y;
	return *(const int64_t *)x == *(const int64_t *)y;
}

void
settings_copy(struct settings *to, const struct settings *from,
    const struct setting *setting)
{
	void *out = field(to, setting);
	const void *in = const_field(from, setting);

	if (is_owned(setting))
		replace(out, *(char *const *)in);
	else if (setting->type == SETTING_SWITCH)
		*(bool *)out = *(const bool *)in;
	else
		*(int64_t *)out = *(const int64_t *)in;
}
