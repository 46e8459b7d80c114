/* value.c -- one value as people write it. */
#include "config.h"

#include "base/value.h"

#include <inttypes.h>
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

#include "base/banned.h"

bool
value_switch(const char *name, const char *text, bool *out, struct err *e)
{
	static const char *const words[][2] = {
		{ "off", "on" }, { "false", "true" }, { "no", "yes" },
		{ "0", "1" },
	};
	size_t i;

	for (i = 0; i < sizeof words / sizeof *words; i++) {
		if (str_eq_nocase(text, words[i][0]) ||
		    str_eq_nocase(text, words[i][1])) {
			*out = str_eq_nocase(text, words[i][1]);
			return true;
		}
	}
	err_set(e, _("'%s' is on or off, not '%s'"), name, text);
	return false;
}

bool
value_count(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *out, struct err *e)
{
	if (str_to_int64(text, min, max, out))
		return true;
	err_set(e, _("'%s' is a number from %" PRId64 " to %" PRId64
	    ", not '%s'"), name, min, max, text);
	return false;
}

/* How far the unit shifts; -1: there is no such unit. */
static int
unit_shift(const char *unit)
{
	static const char *const units[] = { "", "k", "m", "g", "t" };

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (str_eq_nocase(unit, units[i]))
			return (int)(10 * i);
	return -1;
}

bool
value_size(const char *name, const char *text, int64_t min, int64_t max,
    int64_t *out, struct err *e)
{
	size_t ndigits = strspn(text, "0123456789");
	int shift = unit_shift(text + ndigits);
	char digits[24];
	int64_t n;

	if (shift >= 0 && str_copy_span(digits, sizeof digits,
	    (struct str_span){ text, ndigits }) &&
	    str_to_int64(digits, 0, max >> shift, &n) &&
	    n * (INT64_C(1) << shift) >= min) {
		*out = n * (INT64_C(1) << shift);
		return true;
	}
	err_set(e, _("'%s' is a size such as 500M or 10G, not '%s'"), name,
	    text);
	return false;
}

bool
value_is_choice(const char *name, const char *text, const char *choices,
    struct err *e)
{
	const char *rest = choices;
	struct str_span choice;

	while (str_next_item(&rest, '|', &choice))
		if (str_span_eq(choice, text))
			return true;
	err_set(e, _("'%s' is one of %s, not '%s'"), name, choices, text);
	return false;
}
