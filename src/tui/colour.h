/*
 * colour.h -- the 256 colours of terminals, and which of them can be read on
 * which background.
 *
 * Contrast is that of WCAG 2.2 ("contrast ratio", "relative luminance"): 1 for
 * equal colours to 21 for black on white; 4.5 is what it asks of text.
 */
#ifndef TUI_COLOUR_H
#define TUI_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

struct rgb {
	uint8_t red, green, blue;
};

/* What colours have to be read on. */
struct background {
	bool is_known;		/* else: nothing is said about it */
	struct rgb rgb;
};

/* Of black text and of white text the former is easier to read on it. */
bool background_is_light(const struct background *b);

/* 1.0 to 21.0. */
double colour_contrast(struct rgb a, struct rgb b);

/* Of a colour on that background; where that is unknown the lesser one of
 * those on black and on white. */
double colour_contrast_on(struct rgb colour, const struct background *b);

/* Colour 0-255 as xterm has it; what 0-15 really are is up to the person. */
struct rgb colour_rgb(int index);

/* The nearest of a terminal of so many colours (8, 16, 256). The first 16 are
 * left out where there are others: people change them. */
int colour_nearest(struct rgb wanted, int colours);

/*
 * "default", "0" to "255", one of the 16 names ("red", "bright-red"), or
 * "#rrggbb", which becomes the nearest of 256. False: it is none of them.
 */
bool colour_read(const char *text, int16_t *out);

/* Below this even large letters are hard to read (WCAG 2.2, 1.4.3). */
#define COLOUR_LEAST 3.0

enum { COLOUR_CHOICE = 216 };

/*
 * Fills `out` with colours of the 6x6x6 cube that can be read: those with a
 * contrast of at least 4.5 on a background that is known, else 3 on black and
 * on white both; never fewer than 12. Greys are left out: they are the text's.
 * Returns how many.
 */
int colour_choose(const struct background *b, uint8_t out[COLOUR_CHOICE]);

#endif
