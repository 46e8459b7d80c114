/*
 * input.h -- the line being written: text, cursor, cut text, history.
 *
 * Everything moves by grapheme clusters. Positions are bytes and always lie
 * between two clusters.
 */
#ifndef TUI_INPUT_H
#define TUI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

enum {
	INPUT_MAX_BYTES = 64 * 1024,
	INPUT_HISTORY = 200,	/* lines remembered per destination */
};

#define INPUT_NOWHERE ((size_t)-1)

struct input {
	struct buf text;
	size_t cursor;		/* byte offset, 0 to text.len */
	char *history[INPUT_HISTORY];	/* owned; oldest first */
	size_t history_count;
	size_t history_at;	/* == history_count: the draft itself */
	char *draft;		/* owned: what was typed before going back */
	char *sought;		/* owned: what is looked for in the history;
				 * NULL: nothing is */
	bool is_not_found;
};

/* The text cut last; one for all destinations. */
struct clipboard {
	struct buf text;
	bool is_open;		/* the next cut is joined to it */
};

void input_init(struct input *in);
void input_release(struct input *in);

/* For what nobody may find in memory: room that is not moved while it grows,
 * and overwritten in the end. The input is empty then. */
void input_reserve(struct input *in, size_t bytes);
void input_wipe(struct input *in);

bool input_is_empty(const struct input *in);

/* Borrowed until the next change. */
const char *input_text(const struct input *in);

/* Replaces everything; the cursor is at the end. */
void input_set(struct input *in, const char *text);
void input_clear(struct input *in);

/*
 * Puts valid UTF-8 at the cursor. Control characters are dropped, but line
 * breaks and, as blanks, tabs. False, nothing changed, if it is too much.
 */
bool input_insert(struct input *in, const char *utf8, size_t len);

/* Replaces bytes [start, end) and puts the cursor behind the new text. */
void input_replace(struct input *in, size_t start, size_t end,
    const char *text);

void input_left(struct input *in);
void input_right(struct input *in);
void input_word_left(struct input *in);
void input_word_right(struct input *in);

/* Of the line of text (between line breaks) in which the cursor is. */
void input_line_start(struct input *in);
void input_line_end(struct input *in);

void input_erase_left(struct input *in);
void input_erase_right(struct input *in);

/* What is cut goes to the clipboard, joined to a cut just before it. */
void input_kill_word_left(struct input *in, struct clipboard *c);
void input_kill_word_right(struct input *in, struct clipboard *c);
void input_kill_to_start(struct input *in, struct clipboard *c);
void input_kill_to_end(struct input *in, struct clipboard *c);
void input_kill_all(struct input *in, struct clipboard *c);
void input_yank(struct input *in, const struct clipboard *c);

void clipboard_init(struct clipboard *c);
void clipboard_release(struct clipboard *c);

/* Remembers a line that was sent. The same as the last one counts once. */
void input_remember(struct input *in, const char *text);

/* Earlier and later lines; false if there is none that way. */
bool input_history_up(struct input *in);
bool input_history_down(struct input *in);

/*
 * Searching in the history, without case and accents. The first call begins,
 * with what stands in the input, each further one goes to the next earlier
 * line; more letters, or fewer, begin anew at the newest line. It ends with the
 * line that was found, or with what was there before.
 */
void input_find(struct input *in);
void input_find_add(struct input *in, const char *utf8, size_t len);
void input_find_erase(struct input *in);
void input_find_take(struct input *in);
void input_find_drop(struct input *in);

#endif
