/* term_caps.c -- what a terminal is, and what it can do. */
#include "config.h"

#include "tui/term_internal.h"

#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

/* --- strings of terminfo -------------------------------------------------- */

/* tputs() calls a function that knows nothing: where its bytes go. */
static struct buf *putting_to;

static int
put_byte(int c)
{
	if (!buf_add_char(putting_to, (char)c))
		return EOF;
	return c;
}

static void
add_string(struct buf *b, const char *string)
{
	putting_to = b;
	tputs(string, 1, put_byte);
}

bool
term_has_cap(const char *name)
{
	const char *string = tigetstr(name);

	return string != NULL && string != (char *)-1;
}

void
term_add_cap(struct buf *b, const char *name)
{
	if (term_has_cap(name))
		add_string(b, tigetstr(name));
}

void
term_add_cap_at(struct buf *b, const char *name, int first, int second)
{
	if (term_has_cap(name))
		add_string(b, tparm(tigetstr(name), first, second, 0, 0, 0, 0,
		    0, 0, 0));
}

/* --- its name ------------------------------------------------------------- */

static bool
try_name(struct term *t, const char *name)
{
	int why;

	/* newterm() loses memory over a name that it does not know. */
	if (name[0] == '\0' || setupterm(name, t->tty.fd, &why) != OK)
		return false;
	del_curterm(cur_term);
	t->screen = newterm(name, t->frame, t->in);
	if (t->screen != NULL)
		str_copy(t->name, sizeof t->name, name);
	return t->screen != NULL;
}

/* COLORTERM says more of the terminal than an old TERM does. */
static bool
try_more_colours(struct term *t, const char *name)
{
	const char *more = getenv("COLORTERM");
	char longer[sizeof t->name];

	if (more == NULL || (!str_eq(more, "truecolor") &&
	    !str_eq(more, "24bit")))
		return false;
	if (strstr(name, "256color") != NULL || strstr(name, "direct") != NULL)
		return false;
	return snprintf(longer, sizeof longer, "%s-256color", name) <
	    (int)sizeof longer && try_name(t, longer);
}

/*
 * "xterm-ghostty" of a newer machine is unknown here: what stands before a
 * '-' may be known, and then what nearly all terminals of today resemble.
 */
bool
term_find(struct term *t, const char *name)
{
	static const char *const others[] = {
		"xterm-256color", "xterm", "screen", "vt220", "vt100", "ansi"
	};
	char shorter[sizeof t->name];
	char *dash;
	size_t i;

	if (try_more_colours(t, name) || try_name(t, name))
		return true;
	str_copy(shorter, sizeof shorter, name);
	while ((dash = strrchr(shorter, '-')) != NULL) {
		*dash = '\0';
		if (try_name(t, shorter))
			return true;
	}
	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (try_name(t, others[i]))
			return true;
	return false;
}

bool
term_is_simple(void)
{
	const char *name = getenv("TERM");
	int error;
	bool is_simple;

	if (name == NULL || name[0] == '\0')
		return true;
	if (setupterm(name, STDOUT_FILENO, &error) != OK)
		return false;	/* a name like it may be known */
	is_simple = !term_has_cap("cup");
	del_curterm(cur_term);
	return is_simple;
}

/* --- its kind ------------------------------------------------------------- */

bool
term_is_narrow_locale(void)
{
	const char *name = setlocale(LC_CTYPE, NULL);

	return name != NULL && (str_starts(name, "ja") ||
	    str_starts(name, "ko") || str_starts(name, "zh"));
}

bool
term_is_console(const struct term *t)
{
	const char *name = t->name;

	return str_starts(name, "linux") || str_starts(name, "vt") ||
	    str_starts(name, "ansi") || str_starts(name, "cons") ||
	    str_starts(name, "wsvt");
}

bool
term_is_inside_another(const struct term *t)
{
	return getenv("TMUX") != NULL || getenv("STY") != NULL ||
	    str_starts(t->name, "tmux") || str_starts(t->name, "screen");
}

/* --- signs and colours ---------------------------------------------------- */

void
term_set_up_colours(struct term *t)
{
	const char *no_colour = getenv("NO_COLOR");

	if (!has_colors() || (no_colour != NULL && no_colour[0] != '\0'))
		return;
	start_color();
	use_default_colors();
	t->colours = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

/* A colour of the 256 as the nearest of the first eight. */
static int
basic_colour(int colour)
{
	static const int levels[] = { 0, 0, 1, 1, 1, 1 };
	int n = colour - 16;

	if (colour < 16)
		return colour % 8;
	if (colour >= 232)
		return colour < 244 ? 0 : 7;
	return levels[n / 36] | levels[n / 6 % 6] << 1 | levels[n % 6] << 2;
}

int
term_colour(const struct term *t, int wanted)
{
	if (wanted < 0 || wanted < t->colours)
		return wanted;
	return basic_colour(wanted);
}

enum sign_set
term_signs(const struct term *t)
{
	if (!t->charset.is_utf8 || str_starts(t->name, "linux") ||
	    str_starts(t->name, "vt"))
		return SIGNS_ASCII;
	return term_is_narrow_locale() ? SIGNS_NARROW : SIGNS_UNICODE;
}

int
term_colours(const struct term *t)
{
	return t->colours;
}

bool
term_can_dim(const struct term *t)
{
	(void)t;
	return enter_dim_mode != NULL;
}

int
term_char_width(uint32_t cp)
{
	int width = wcwidth((wchar_t)cp);

	if (width >= 0 || cp < 0xa0 || str_eq(nl_langinfo(CODESET), "UTF-8"))
		return width;
	return utf8_width(cp);	/* what the charset lacks: a '?' as wide */
}
