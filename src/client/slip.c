/* slip.c -- what may be a password in what somebody types. */
#include "config.h"

#include "client/slip.h"

#include <string.h>

#include "base/str.h"

#include "base/banned.h"

bool
slip_may_tell_secret(const char *text)
{
	static const char *const words[] = {
		"identify", "/oper", "pass ", "password ", "register",
		"ghost ", "recover", "authenticate",
	};
	size_t i, len = strlen(text), at;

	for (i = 0; i < sizeof words / sizeof *words; i++)
		for (at = 0; at < len; at++)
			if (str_starts_nocase(text + at, words[i]))
				return true;
	return false;
}

bool
slip_may_hold_secret(const char *text)
{
	return (text[0] == '/' || str_starts_nocase(text, "nickserv")) &&
	    slip_may_tell_secret(text);
}
