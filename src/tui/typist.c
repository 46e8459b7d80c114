/* typist.c -- keys and answers of the terminal to calls of the model. */
#include "config.h"

#include "tui/typist.h"

#include <stdint.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tui/keys.h"
#include "tui/model.h"

#include "base/banned.h"

enum { WHEEL_ROWS = 3 };

static void
show_key(struct typist *t, struct model *m, const struct tty_event *in)
{
	char key[KEY_TEXT_SIZE], text[256];
	struct keymap map = { .own = t->keymap.own };
	enum action action;

	if (in->kind == TTY_UNKNOWN)
		snprintf(text, sizeof text, _("unknown: %s"), in->unknown);
	else if (keymap_press(&map, in->key, &action) == KEYMAP_ACTION)
		snprintf(text, sizeof text, "%s: %s", key_text(in->key, key),
		    _(action_info(action)->help));
	else
		snprintf(text, sizeof text, "%s", key_text(in->key, key));
	model_note(m, false, text);
	if (in->kind == TTY_KEY && in->key.code == KEYSYM_ESCAPE)
		t->shows_keys = false;
}

void
typist_show_keys(struct typist *t, struct model *m)
{
	t->shows_keys = true;
	model_note(m, false,
	    _("press a key to see what it sends; Esc ends this"));
}

static void
type(struct model *m, uint32_t cp)
{
	char text[4];
	size_t len = utf8_encode(cp, text);

	model_text(m, text, len);
}

static void
press(struct typist *t, struct model *m, struct key key)
{
	enum action action;

	if (key.mods & KEYMOD_ALT)
		t->has_sent_alt = true;
	if (key.code >= KEYSYM_F1 && key.code <= KEYSYM_F12)
		t->has_sent_function = true;
	switch (keymap_press(&t->keymap, key, &action)) {
	case KEYMAP_TEXT:
		type(m, key.code);
		return;
	case KEYMAP_ACTION:
		model_action(m, action);
		return;
	case KEYMAP_MORE:
	case KEYMAP_NOTHING:
		return;
	}
}

static void
click(struct model *m, const struct tty_event *in)
{
	static const enum model_button buttons[] = {
		[MOUSE_LEFT] = BUTTON_LEFT,
		[MOUSE_MIDDLE] = BUTTON_MIDDLE,
		[MOUSE_RIGHT] = BUTTON_RIGHT,
	};

	if (in->click.button == MOUSE_WHEEL_UP)
		model_wheel(m, in->click.row, in->click.col, -WHEEL_ROWS);
	else if (in->click.button == MOUSE_WHEEL_DOWN)
		model_wheel(m, in->click.row, in->click.col, WHEEL_ROWS);
	else
		model_click(m, in->click.row, in->click.col,
		    buttons[in->click.button]);
}

bool
typist_input(struct typist *t, struct model *m, const struct tty_event *in)
{
	if (t->shows_keys && (in->kind == TTY_KEY ||
	    in->kind == TTY_UNKNOWN)) {
		show_key(t, m, in);
		return true;
	}
	switch (in->kind) {
	case TTY_KEY:
		press(t, m, in->key);
		return true;
	case TTY_PASTE_BEGIN:
		model_paste_begin(m);
		return false;
	case TTY_PASTED:
		type(m, in->key.code);
		return false;
	case TTY_PASTE_END:
		model_paste_end(m);
		return true;
	case TTY_FOCUS_IN:
	case TTY_FOCUS_OUT:
		model_focus(m, in->kind == TTY_FOCUS_IN);
		return false;
	case TTY_CLICK:
		click(m, in);
		return true;
	case TTY_ALIVE:
	case TTY_COLOUR:
	case TTY_RECOLOURED:
	case TTY_KEYBOARD:
	case TTY_NOTICES:
	case TTY_UNKNOWN:
		return false;
	}
	return false;
}

const char *
typist_hint(struct typist *t, enum action action)
{
	const char *keys;

	for (size_t n = 0; (keys = keymap_key(t->keymap.own, action, n,
	    t->hint)) != NULL; n++) {
		if (keys == t->hint)
			return keys;	/* the person knows the keyboard */
		if (str_starts(keys, "Alt-") && !t->has_sent_alt)
			continue;
		if (keys[0] == 'F' && str_is_digit(keys[1]) &&
		    !t->has_sent_function)
			continue;
		return keys;
	}
	return NULL;
}
