/* theme.c -- signs and colours. */
#include "config.h"

#include "tui/theme.h"

#include <stdint.h>

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

/* Colour and attributes where there is colour; attributes where there is not. */
static const struct {
	uint8_t attrs;
	int16_t fg;
	uint8_t mono_attrs;
} looks[LOOK_COUNT] = {
	[LOOK_TEXT] = { 0, COLOUR_DEFAULT, 0 },
	[LOOK_QUIET] = { STYLE_DIM, COLOUR_DEFAULT, STYLE_DIM },
	[LOOK_LOUD] = { STYLE_BOLD, YELLOW, STYLE_BOLD },
	[LOOK_MENTION] = { STYLE_BOLD, YELLOW, STYLE_BOLD },
	[LOOK_OWN] = { STYLE_BOLD, COLOUR_DEFAULT, STYLE_BOLD },
	[LOOK_BAD] = { STYLE_BOLD, RED, STYLE_BOLD },
	[LOOK_PLAIN] = { STYLE_REVERSE, RED, STYLE_REVERSE },
	[LOOK_ALL] = { STYLE_REVERSE, COLOUR_DEFAULT, STYLE_REVERSE },
	[LOOK_CHOSEN] = { STYLE_REVERSE, COLOUR_DEFAULT, STYLE_REVERSE },
	[LOOK_HERE] = { STYLE_BOLD, COLOUR_DEFAULT, STYLE_BOLD },
	[LOOK_UNREAD] = { STYLE_BOLD, CYAN, STYLE_BOLD },
	[LOOK_HELD] = { STYLE_DIM, COLOUR_DEFAULT, STYLE_DIM },
};

/* Colours of the palette that can be read on most terminals of the kind. */
static const int16_t nick_unknown[] = { GREEN, MAGENTA, CYAN, RED };
static const int16_t nick_dark[] = {
	GREEN, YELLOW, MAGENTA, CYAN, BRIGHT + RED, BRIGHT + GREEN,
	BRIGHT + BLUE, BRIGHT + MAGENTA, BRIGHT + CYAN,
};
static const int16_t nick_light[] = { RED, BLUE, MAGENTA, GREEN };

void
theme_init(struct theme *t, enum sign_set set, bool mono)
{
	*t = (struct theme){
		.set = set, .mono = mono, .dim = true, .colours = 256,
		.background = BACKGROUND_UNKNOWN, .signs = &sign_sets[set],
	};
}

/* Yellow and cyan cannot be read on white. */
static int16_t
readable(const struct theme *t, int16_t fg)
{
	if (t->background != BACKGROUND_LIGHT)
		return fg;
	return fg == YELLOW ? MAGENTA : fg == CYAN ? BLUE : fg;
}

/* A terminal that cannot dim shows quiet things in colour 8, if it has any. */
static struct style
without_dim(const struct theme *t, struct style style)
{
	if (t->dim || !(style.attrs & STYLE_DIM))
		return style;
	style.attrs &= (uint8_t)~STYLE_DIM;
	if (!t->mono)
		style.fg = BRIGHT;
	return style;
}

struct style
theme_style(const struct theme *t, enum look look)
{
	struct style style = style_plain;

	style.attrs = t->mono ? looks[look].mono_attrs : looks[look].attrs;
	if (!t->mono)
		style.fg = readable(t, looks[look].fg);
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
	uint32_t h = hash(nick, len);

	if (t->mono)
		return style;
	switch (t->background) {
	case BACKGROUND_DARK:
		style.fg = nick_dark[h % (sizeof nick_dark / sizeof nick_dark[0])];
		break;
	case BACKGROUND_LIGHT:
		style.fg = nick_light[h % (sizeof nick_light / sizeof nick_light[0])];
		break;
	case BACKGROUND_UNKNOWN:
		style.fg = nick_unknown[h % (sizeof nick_unknown / sizeof nick_unknown[0])];
		break;
	}
	return style;
}
