/* id.c -- ids of 26 characters that grow with time. */
#include "config.h"

#include "base/id.h"

#include <stddef.h>
#include <string.h>

#include "base/banned.h"

/* Crockford's base 32: no I, L, O, U. Sorted as bytes, so ids sort too. */
static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum {
	TIME_DIGITS = 10,	/* 48 bits, and two 0 before them */
	HALF_BYTES = ID_TAIL_BYTES / 2,
	HALF_DIGITS = HALF_BYTES * 8 / 5,
};

/* The low 5 n bits of `value`. */
static void
write_digits(char *out, uint64_t value, int n)
{
	while (n-- > 0) {
		out[n] = digits[value & 31];
		value >>= 5;
	}
}

static uint64_t
half(const unsigned char bytes[HALF_BYTES])
{
	uint64_t value = 0;
	int i;

	for (i = 0; i < HALF_BYTES; i++)
		value = value << 8 | bytes[i];
	return value;
}

void
id_make(char out[ID_SIZE], int64_t wall_ms,
    const unsigned char tail[ID_TAIL_BYTES])
{
	uint64_t time = wall_ms > 0 ? (uint64_t)wall_ms : 0;

	write_digits(out, time & 0xffffffffffff, TIME_DIGITS);
	write_digits(out + TIME_DIGITS, half(tail), HALF_DIGITS);
	write_digits(out + TIME_DIGITS + HALF_DIGITS, half(tail + HALF_BYTES),
	    HALF_DIGITS);
	out[ID_LEN] = '\0';
}

static int
digit_value(char c)
{
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

bool
id_valid(const char *id)
{
	size_t i;

	for (i = 0; i < ID_LEN; i++)
		if (digit_value(id[i]) < 0)
			return false;
	return id[ID_LEN] == '\0' && id[0] <= '7';
}

int64_t
id_time_ms(const char *id)
{
	int64_t time = 0;
	int i;

	if (!id_valid(id))
		return -1;
	for (i = 0; i < TIME_DIGITS; i++)
		time = time << 5 | digit_value(id[i]);
	return time;
}
