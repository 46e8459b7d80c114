/* colour.c -- the 256 colours of terminals, and which can be read on what. */
#include "config.h"

#include "tui/colour.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "tui/grid.h"

#include "base/banned.h"

enum {
	CUBE = 16,		/* the first colour of the 6x6x6 cube */
	GREYS = 232,		/* the first of 24 greys */
	COLOURS = 256,
	FEWEST = 12,
};

static const double ENOUGH = 4.5;		/* WCAG 2.2, 1.4.3 */

static const char *const names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow",
	"bright-blue", "bright-magenta", "bright-cyan", "bright-white",
};

static const struct rgb first_sixteen[] = {
	{ 0, 0, 0 }, { 205, 0, 0 }, { 0, 205, 0 }, { 205, 205, 0 },
	{ 0, 0, 238 }, { 205, 0, 205 }, { 0, 205, 205 }, { 229, 229, 229 },
	{ 127, 127, 127 }, { 255, 0, 0 }, { 0, 255, 0 }, { 255, 255, 0 },
	{ 92, 92, 255 }, { 255, 0, 255 }, { 0, 255, 255 }, { 255, 255, 255 },
};

static const struct rgb black = { 0, 0, 0 }, white = { 255, 255, 255 };

static double
linear(uint8_t value)
{
	double v = value / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

static double
luminance(struct rgb c)
{
	return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) +
	    0.0722 * linear(c.blue);
}

double
colour_contrast(struct rgb a, struct rgb b)
{
	double x = luminance(a), y = luminance(b);

	return x > y ? (x + 0.05) / (y + 0.05) : (y + 0.05) / (x + 0.05);
}

bool
background_is_light(const struct background *b)
{
	return b->is_known &&
	    colour_contrast(black, b->rgb) > colour_contrast(white, b->rgb);
}

double
colour_contrast_on(struct rgb colour, const struct background *b)
{
	double on_black, on_white;

	if (b->is_known)
		return colour_contrast(colour, b->rgb);
	on_black = colour_contrast(colour, black);
	on_white = colour_contrast(colour, white);
	return on_black < on_white ? on_black : on_white;
}

static uint8_t
cube_level(int n)
{
	return (uint8_t)(n == 0 ? 0 : 55 + 40 * n);
}

struct rgb
colour_rgb(int index)
{
	int n = index - CUBE;
	uint8_t grey;

	if (index < CUBE)
		return first_sixteen[index < 0 ? 0 : index];
	if (index < GREYS)
		return (struct rgb){ cube_level(n / 36), cube_level(n / 6 % 6),
			cube_level(n % 6) };
	grey = (uint8_t)(8 + 10 * (index - GREYS));
	return (struct rgb){ grey, grey, grey };
}

static int
distance(struct rgb a, struct rgb b)
{
	int red = a.red - b.red, green = a.green - b.green,
	    blue = a.blue - b.blue;

	return red * red + green * green + blue * blue;
}

int
colour_nearest(struct rgb wanted, int colours)
{
	int first = colours > CUBE ? CUBE : 0, best = first;

	for (int i = first; i < colours; i++)
		if (distance(colour_rgb(i), wanted) <
		    distance(colour_rgb(best), wanted))
			best = i;
	return best;
}

static bool
read_hex(const char *text, int16_t *out)
{
	char *end;
	unsigned long v = strtoul(text + 1, &end, 16);

	if (strlen(text) != 7 || *end != '\0' ||
	    strspn(text + 1, "0123456789abcdefABCDEF") != 6)
		return false;
	*out = (int16_t)colour_nearest((struct rgb){ (uint8_t)(v >> 16),
	    (uint8_t)(v >> 8), (uint8_t)v }, COLOURS);
	return true;
}

bool
colour_read(const char *text, int16_t *out)
{
	int64_t index;

	if (text[0] == '#')
		return read_hex(text, out);
	if (str_to_int64(text, 0, COLOURS - 1, &index)) {
		*out = (int16_t)index;
		return true;
	}
	for (int i = 0; i < CUBE; i++)
		if (str_eq(text, names[i])) {
			*out = (int16_t)i;
			return true;
		}
	*out = COLOUR_DEFAULT;
	return str_eq(text, "default");
}

/* A colour that could be chosen. */
struct candidate {
	double contrast;
	uint8_t index;
};

/* The best first; equal ones in the order of their numbers. */
static int
compare(const void *left, const void *right)
{
	const struct candidate *a = left, *b = right;

	if (a->contrast != b->contrast)
		return a->contrast < b->contrast ? 1 : -1;
	return a->index - b->index;
}

int
colour_choose(const struct background *b, uint8_t out[COLOUR_CHOICE])
{
	struct candidate all[COLOUR_CHOICE];
	double enough = b->is_known ? ENOUGH : COLOUR_LEAST;
	int n = 0, chosen = 0;

	for (int i = CUBE; i < GREYS; i++) {
		struct rgb c = colour_rgb(i);

		if (c.red != c.green || c.green != c.blue)
			all[n++] = (struct candidate){
			    colour_contrast_on(c, b), (uint8_t)i };
	}
	qsort(all, (size_t)n, sizeof *all, compare);
	while (chosen < n && (chosen < FEWEST || all[chosen].contrast >= enough)) {
		out[chosen] = all[chosen].index;
		chosen++;
	}
	return chosen;
}
