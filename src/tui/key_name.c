/* key_name.c -- how people write keys, and which of them are the same. */
#include "config.h"

#include "tui/keys.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

static const char *const names[] = {
	[KEYSYM_ENTER - KEYSYM_NONE] = "Enter",
	[KEYSYM_TAB - KEYSYM_NONE] = "Tab",
	[KEYSYM_BACKSPACE - KEYSYM_NONE] = "Backspace",
	[KEYSYM_ESCAPE - KEYSYM_NONE] = "Esc",
	[KEYSYM_UP - KEYSYM_NONE] = "Up",
	[KEYSYM_DOWN - KEYSYM_NONE] = "Down",
	[KEYSYM_LEFT - KEYSYM_NONE] = "Left",
	[KEYSYM_RIGHT - KEYSYM_NONE] = "Right",
	[KEYSYM_HOME - KEYSYM_NONE] = "Home",
	[KEYSYM_END - KEYSYM_NONE] = "End",
	[KEYSYM_INSERT - KEYSYM_NONE] = "Ins",
	[KEYSYM_DELETE - KEYSYM_NONE] = "Del",
	[KEYSYM_PAGE_UP - KEYSYM_NONE] = "PgUp",
	[KEYSYM_PAGE_DOWN - KEYSYM_NONE] = "PgDn",
	[KEYSYM_F1 - KEYSYM_NONE] = "F1", "F2", "F3", "F4", "F5", "F6", "F7",
	"F8", "F9", "F10", "F11", "F12",
};

enum { NAMES = sizeof names / sizeof *names };

const char *
key_text(struct key key, char out[KEY_TEXT_SIZE])
{
	char text[5] = "";
	const char *name = text;

	if (key.code > KEYSYM_NONE && key.code - KEYSYM_NONE < NAMES)
		name = names[key.code - KEYSYM_NONE];
	else if (key.code == ' ')
		name = "Space";
	else if (key.code == ',')
		name = "Comma";	/* which separates keys in a list of them */
	else
		text[utf8_encode(key.code, text)] = '\0';
	snprintf(out, KEY_TEXT_SIZE, "%s%s%s%s",
	    key.mods & KEYMOD_CTRL ? "Ctrl-" : "",
	    key.mods & KEYMOD_ALT ? "Alt-" : "",
	    key.mods & KEYMOD_SHIFT ? "Shift-" : "", name);
	return out;
}

static bool
take_prefix(const char **name, const char *prefix)
{
	size_t len = strlen(prefix);

	/* "-" alone, as in "Ctrl--", is the key. */
	if (strlen(*name) <= len || !str_starts_nocase(*name, prefix))
		return false;
	*name += len;
	return true;
}

bool
key_parse(const char *name, struct key *key)
{
	unsigned i, mods = 0;
	uint32_t cp;
	size_t len;

	for (;;) {
		if (take_prefix(&name, "Ctrl-"))
			mods |= KEYMOD_CTRL;
		else if (take_prefix(&name, "Alt-"))
			mods |= KEYMOD_ALT;
		else if (take_prefix(&name, "Shift-"))
			mods |= KEYMOD_SHIFT;
		else
			break;
	}
	len = utf8_decode(name, strlen(name), &cp);
	for (i = 1; i < NAMES; i++) {
		if (str_eq_nocase(names[i], name)) {
			*key = (struct key){ KEYSYM_NONE + i, mods };
			return true;
		}
	}
	if (str_eq_nocase(name, "Space"))
		cp = ' ';
	else if (str_eq_nocase(name, "Comma"))
		cp = ',';
	else if (len == 0 || name[len] != '\0' || cp < ' ' || cp == 0x7f)
		return false;
	*key = (struct key){ cp, mods };
	return true;
}

struct key
key_usual(struct key key)
{
	static const struct { char letter; uint32_t code; } same[] = {
		{ 'i', KEYSYM_TAB }, { 'm', KEYSYM_ENTER },
		{ 'h', KEYSYM_BACKSPACE }, { '[', KEYSYM_ESCAPE },
	};

	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		if (key.mods & KEYMOD_CTRL && key.code ==
		    (unsigned char)same[i].letter)
			return (struct key){ same[i].code,
			    key.mods & ~(unsigned)KEYMOD_CTRL };
	return key;
}

/* The letters of a keyboard, and what stands there on an English one. */
static const struct { const char *theirs, *english; } keyboards[] = {
	{ "йцукенгшщзхъфывапролджэячсмитьбюё",
	    "qwertyuiop[]asdfghjkl;'zxcvbnm,.`" },
	{ "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
	    "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~" },
	{ "їієґЇІЄҐ", "]s'\\}S\"|" },
	{ "ςερτυθιοπασδφγηξκλζχψωβνμ", "wertyuiopasdfghjklzxcvbnm" },
	{ "ΕΡΤΥΘΙΟΠΑΣΔΦΓΗΞΚΛΖΧΨΩΒΝΜ", "ERTYUIOPASDFGHJKLZXCVBNM" },
};

struct key
key_latin(struct key key)
{
	for (size_t i = 0; i < sizeof keyboards / sizeof *keyboards; i++) {
		const char *p = keyboards[i].theirs;

		for (size_t n = 0; *p != '\0'; n++) {
			uint32_t cp;

			p += utf8_decode(p, strlen(p), &cp);
			if (cp == key.code)
				return (struct key){ (unsigned char)
				    keyboards[i].english[n], key.mods };
		}
	}
	return key;
}
