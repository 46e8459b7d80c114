/* sequence.c -- the sequences of keys, by number. */
#include "config.h"

#include "tui/sequence.h"

#include <stdio.h>

#include "base/str.h"

#include "base/banned.h"

enum {
	MODS = 7,		/* xterm's 2 to 8: each set of Shift, Alt, Ctrl */
	FIRST_MOD = 2,
	NUMBERS = 24,		/* CSI n ~ */
};

static const char letters[] = "ABCDFHPQRS";

enum {
	PER_LETTER = 2 + MODS,
	BY_LETTER = (int)(sizeof letters - 1) * PER_LETTER,
	PER_NUMBER = 1 + MODS,
	BY_NUMBER = NUMBERS * PER_NUMBER,
};

static void
by_letter(int n, char out[SEQUENCE_SIZE])
{
	char letter = letters[n / PER_LETTER];
	int form = n % PER_LETTER;

	if (form < 2)
		snprintf(out, SEQUENCE_SIZE, "\033%c%c", form == 0 ? '[' : 'O',
		    letter);
	else
		snprintf(out, SEQUENCE_SIZE, "\033[1;%d%c",
		    form - 2 + FIRST_MOD, letter);
}

static void
by_number(int n, char out[SEQUENCE_SIZE])
{
	int key = n / PER_NUMBER + 1, form = n % PER_NUMBER;

	if (form == 0)
		snprintf(out, SEQUENCE_SIZE, "\033[%d~", key);
	else
		snprintf(out, SEQUENCE_SIZE, "\033[%d;%d~", key,
		    form - 1 + FIRST_MOD);
}

bool
sequence_of(int n, char out[SEQUENCE_SIZE])
{
	static const char *const others[] = {
		"\033[0n", "\033[I", "\033[O", "\033[200~", "\033[201~",
		"\033[Z",
	};
	int rest = n - BY_LETTER - BY_NUMBER;

	if (n < BY_LETTER)
		by_letter(n, out);
	else if (rest < 0)
		by_number(n - BY_LETTER, out);
	else if (rest < (int)(sizeof others / sizeof *others))
		(void)str_copy(out, SEQUENCE_SIZE, others[rest]);
	else
		return false;
	return true;
}
