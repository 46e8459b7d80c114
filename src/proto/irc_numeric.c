/* irc_numeric.c -- the three-digit replies: numbers, names, texts. */
#include "config.h"

#include "proto/irc_numeric.h"

#include <stddef.h>

#include "base/banned.h"

static const struct row {
	const char *name, *text;
} rows[1000] = {
#define NUMERIC(code, name, text) [code] = { #name, text },
#include "proto/irc_numeric.def"
#undef NUMERIC
};

static const struct row *
row(enum numeric code)
{
	static const struct row none;
	unsigned n = (unsigned)code;

	return n < sizeof rows / sizeof rows[0] ? &rows[n] : &none;
}

const char *
numeric_text(enum numeric code)
{
	return row(code)->text;
}

const char *
numeric_name(enum numeric code)
{
	return row(code)->name;
}

void
numeric_format(enum numeric code, char out[NUMERIC_SIZE])
{
	unsigned n = (unsigned)code % 1000;

	out[0] = (char)('0' + n / 100);
	out[1] = (char)('0' + n / 10 % 10);
	out[2] = (char)('0' + n % 10);
	out[3] = '\0';
}
