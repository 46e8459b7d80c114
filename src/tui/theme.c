/* theme.c -- signs and colours. */
#include "config.h"

#include "tui/theme.h"

#include <stdint.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"

#include "base/banned.h"

enum { RED = 1, GREEN, YELLOW, BLUE, MAGENTA, CYAN, BRIGHT = 8 };

static const struct signs sign_sets[] = {
	[SIGNS_UNICODE] = {
		.quotes = { "“", "”" },
		.waits = "…", .written = "·", .stored = "✓", .refused = "!",
		.unknown = "?", .mention = "@", .unread = "•", .down = "↓",
		.event = "→", .vertical = "│", .horizontal = "─",
		.prompt = "▾", .typing = "✎", .reply = "↳", .more = "…",
		.dot = "·", .dash = "—", .failed = "✗",
		.corners = { "┌", "┐", "└", "┘" },
	},
	[SIGNS_NARROW] = {
		.quotes = { "\"", "\"" },
		.waits = "~", .written = ".", .stored = "✓", .refused = "!",
		.unknown = "?", .mention = "@", .unread = "*", .down = "v",
		.event = "->", .vertical = "│", .horizontal = "─",
		.prompt = "v", .typing = "✎", .reply = "↳", .more = "~",
		.dot = "-", .dash = "-", .failed = "✗",
		.corners = { "┌", "┐", "└", "┘" }, .lines_by_terminal = true,
	},
	[SIGNS_ASCII] = {
		.quotes = { "\"", "\"" },
		.waits = "~", .written = ".", .stored = "v", .refused = "!",
		.unknown = "?", .mention = "@", .unread = "*", .down = "v",
		.event = "->", .vertical = "│", .horizontal = "─",
		.prompt = "v", .typing = "~", .reply = ">>", .more = "~",
		.dot = "-", .dash = "-", .failed = "x",
		.corners = { "┌", "┐", "└", "┘" }, .lines_by_terminal = true,
	},
};

static const struct {
	const char *name;
	uint8_t attrs;
	int16_t fg;
	uint8_t mono_attrs;
} looks[LOOK_COUNT] = {
#define LOOK(id, name, attrs, fg, mono) [LOOK_##id] = { name, attrs, fg, mono },
#include "tui/look.def"
#undef LOOK
};

/* Colours of the first 16 that can be read on most terminals of the kind. */
static const uint8_t nick_unknown[] = { GREEN, MAGENTA, CYAN, RED };
static const uint8_t nick_dark[] = {
	GREEN, YELLOW, MAGENTA, CYAN, BRIGHT + RED, BRIGHT + GREEN,
	BRIGHT + BLUE, BRIGHT + MAGENTA, BRIGHT + CYAN,
};
static const uint8_t nick_light[] = { RED, BLUE, MAGENTA, GREEN };

void
theme_own_looks(struct style out[LOOK_COUNT])
{
	for (int i = 0; i < LOOK_COUNT; i++) {
		out[i] = style_plain;
		out[i].attrs = looks[i].attrs;
		out[i].fg = looks[i].fg;
	}
}

const char *
theme_look_name(enum look look)
{
	return looks[look].name;
}

void
theme_init(struct theme *t, enum sign_set set, int colours)
{
	struct background unknown = { .is_known = false };

	*t = (struct theme){ .set = set, .colours = colours, .dim = true,
		.signs = &sign_sets[set] };
	theme_own_looks(t->looks);
	theme_set_background(t, &unknown);
}

static void
nicks_of_few_colours(struct theme *t)
{
	const uint8_t *from = nick_dark;

	t->nnicks = sizeof nick_dark;
	if (!t->background.is_known) {
		from = nick_unknown;
		t->nnicks = sizeof nick_unknown;
	} else if (background_is_light(&t->background)) {
		from = nick_light;
		t->nnicks = sizeof nick_light;
	}
	memcpy(t->nicks, from, (size_t)t->nnicks);
}

void
theme_set_background(struct theme *t, const struct background *b)
{
	t->background = *b;
	if (t->colours >= 256)
		t->nnicks = colour_choose(b, t->nicks);
	else
		nicks_of_few_colours(t);
}

static const struct {
	const char *word;
	uint8_t attr;
} attributes[] = {
	{ "bold", STYLE_BOLD }, { "dim", STYLE_DIM },
	{ "reverse", STYLE_REVERSE }, { "underline", STYLE_UNDERLINE },
};

static uint8_t
attribute_of(const char *word)
{
	for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++)
		if (str_eq(word, attributes[i].word))
			return attributes[i].attr;
	return 0;
}

bool
theme_read_style(const char *text, struct style *out, struct err *e)
{
	struct style style = style_plain;
	bool is_behind = false;	/* "on" has been read */
	struct str_span item;
	char word[32];

	while (str_next_item(&text, ' ', &item)) {
		str_copy_span(word, sizeof word, item);
		if (attribute_of(word) != 0) {
			style.attrs |= attribute_of(word);
		} else if (str_eq(word, "on") && !is_behind) {
			is_behind = true;
		} else if (!colour_read(word,
		    is_behind ? &style.bg : &style.fg)) {
			err_set(e, _("'%s' is no colour: write a number up to "
			    "255, #rrggbb, a name such as red or bright-red, "
			    "or default"), word);
			return false;
		}
	}
	*out = style;
	return true;
}

/* Of the first 16 yellow and cyan cannot be read on white. */
static int16_t
readable(const struct theme *t, struct style style)
{
	if (style.bg != COLOUR_DEFAULT || !t->background.is_known ||
	    style.fg == COLOUR_DEFAULT)
		return style.fg;
	if (style.fg >= 16 && colour_contrast_on(colour_rgb(style.fg),
	    &t->background) < COLOUR_LEAST)
		return COLOUR_DEFAULT;
	if (style.fg >= 16 || !background_is_light(&t->background))
		return style.fg;
	return style.fg == YELLOW ? MAGENTA : style.fg == CYAN ? BLUE :
	    style.fg;
}

/* A terminal that cannot dim shows quiet things in colour 8, if it has any. */
static struct style
without_dim(const struct theme *t, struct style style)
{
	if (t->dim || !(style.attrs & STYLE_DIM))
		return style;
	style.attrs &= (uint8_t)~STYLE_DIM;
	if (t->colours > 0)
		style.fg = BRIGHT;
	return style;
}

struct style
theme_style(const struct theme *t, enum look look)
{
	struct style style = style_plain;

	if (t->colours == 0) {
		style.attrs = looks[look].mono_attrs;
	} else {
		style = t->looks[look];
		style.fg = readable(t, style);
	}
	return without_dim(t, style);
}

static uint32_t
hash(const char *s, size_t len)
{
	uint32_t h = 2166136261u;	/* FNV-1a */

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)str_lower(s[i])) * 16777619u;
	return h ^ h >> 16;
}

struct style
theme_nick(const struct theme *t, const char *nick, size_t len)
{
	struct style style = style_plain;

	if (t->colours > 0)
		style.fg = t->nicks[hash(nick, len) % (uint32_t)t->nnicks];
	return style;
}
