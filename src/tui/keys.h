/*
 * keys.h -- what a terminal sends, put together: keys, pasted text, answers.
 *
 * The terminal layer hands over bytes (UTF-8) one by one, and keys that
 * curses has recognised. Any cut is fine, inside characters and sequences
 * too. What was not recognised is swallowed whole and told as TTY_UNKNOWN;
 * it is never typed.
 *
 * Sources: ECMA-48 (sequences), xterm's ctlseqs (modified keys, focus, paste,
 * SGR mouse, OSC 10/11), the kitty keyboard protocol (CSI u). The sequences are
 * read in keys_sequence.c, the names of keys in key_name.c.
 */
#ifndef TUI_KEYS_H
#define TUI_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Keys without a character; beyond the last code point of Unicode. */
enum key_sym {
	KEYSYM_NONE = 0x110000,
	KEYSYM_ENTER,
	KEYSYM_TAB,
	KEYSYM_BACKSPACE,
	KEYSYM_ESCAPE,
	KEYSYM_UP,
	KEYSYM_DOWN,
	KEYSYM_LEFT,
	KEYSYM_RIGHT,
	KEYSYM_HOME,
	KEYSYM_END,
	KEYSYM_INSERT,
	KEYSYM_DELETE,
	KEYSYM_PAGE_UP,
	KEYSYM_PAGE_DOWN,
	KEYSYM_F1,
	KEYSYM_F12 = KEYSYM_F1 + 11
};

/* Bits of `struct key.mods`. Shift is only told of keys without a character. */
enum {
	KEYMOD_SHIFT = 1 << 0,
	KEYMOD_ALT = 1 << 1,
	KEYMOD_CTRL = 1 << 2,
};

/* Ctrl-a is { 'a', KEYMOD_CTRL }, Alt-A { 'A', KEYMOD_ALT }. */
struct key {
	uint32_t code;		/* a character or an enum key_sym */
	unsigned mods;
};

enum mouse_button {
	MOUSE_LEFT,
	MOUSE_MIDDLE,
	MOUSE_RIGHT,
	MOUSE_WHEEL_UP,
	MOUSE_WHEEL_DOWN,
};

enum tty_event_kind {
	TTY_KEY,
	TTY_PASTE_BEGIN,
	TTY_PASTED,		/* a character of the paste; '\n' ends a line */
	TTY_PASTE_END,
	TTY_FOCUS_IN,
	TTY_FOCUS_OUT,
	TTY_CLICK,		/* a button went down, or the wheel turned */
	TTY_ALIVE,		/* CSI 0 n: all before CSI 5 n was painted */
	TTY_COLOUR,		/* OSC 10 or 11: the colours of the terminal */
	TTY_RECOLOURED,		/* CSI ? 997 ; N n: they are others now */
	TTY_KEYBOARD,		/* CSI ? flags u: knows the kitty protocol */
	TTY_NOTICES,		/* OSC 99 with p=?: knows kitty's notices */
	TTY_UNKNOWN,
};

enum { TTY_UNKNOWN_MAX = 48 };

struct tty_event {
	enum tty_event_kind kind;
	struct key key;			/* KEY; PASTED: only its code */
	struct {
		enum mouse_button button;
		unsigned mods;
		int row;		/* from 0 */
		int col;
	} click;
	struct {
		bool is_background;
		uint8_t red, green, blue;
	} colour;
	char unknown[TTY_UNKNOWN_MAX + 1];	/* printable: "ESC [ 9 z" */
};

enum {
	KEYS_SEQUENCE_MAX = 256,	/* bytes kept of one sequence */
	KEYS_QUEUE = 4,			/* what one byte can bring, and more */
};

struct keys {
	int state;			/* of the sequence, enum in keys.c */
	bool in_paste;
	bool after_cr;			/* the paste's last was CR */
	uint32_t cp;			/* the UTF-8 character so far */
	int cp_missing;			/* bytes it still needs */
	uint32_t cp_least;		/* smaller is an overlong form */
	bool cp_alt;			/* ESC came before it */
	bool after_escape;		/* ESC came before the sequence */
	size_t len;			/* bytes in `seq` */
	char seq[KEYS_SEQUENCE_MAX];
	int queued;
	int next;
	struct tty_event queue[KEYS_QUEUE];
};

/* No memory is held, so there is no release. */
void keys_init(struct keys *k);

/*
 * One byte from the terminal. Take everything with keys_next before the next
 * byte.
 */
void keys_byte(struct keys *k, unsigned char byte);

/* A key that curses recognised as a whole. */
void keys_special(struct keys *k, struct key key);

/* False when there is nothing (more) to take. */
bool keys_next(struct keys *k, struct tty_event *in);

/*
 * How long to wait for the rest of what has begun, in ms: short for what a
 * person may have typed (Esc, Alt-[), long for a sequence that a slow link
 * cut. 0 when nothing has begun.
 */
int keys_wait_ms(const struct keys *k);

/* That long has passed and nothing came: takes what is there for itself. */
void keys_idle(struct keys *k);

/* The longest name that key_text writes, with its NUL. */
enum { KEY_TEXT_SIZE = 40 };

/* "Ctrl-x", "Alt-Enter", "F1", "é". Returns `out`. */
const char *key_text(struct key key, char out[KEY_TEXT_SIZE]);

/* Reads what key_text writes. False if it is no key. */
bool key_parse(const char *name, struct key *key);

/* Tab for Ctrl-i, Enter for Ctrl-m, Backspace for Ctrl-h, Esc for Ctrl-[: most
 * terminals send the same for both, and fingers know both. */
struct key key_usual(struct key key);

/* The key at its place on an English keyboard, for one of Cyrillic or Greek
 * letters, whose Ctrl and Alt else mean nothing; any other as it is. */
struct key key_latin(struct key key);

#endif
