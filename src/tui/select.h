/*
 * select.h -- one message of the pane is chosen, to do something with it:
 * copy it, answer it, see its details. Up, Down, PgUp, PgDn, Home, End and a
 * click choose another one; Enter takes it; Alt-i shows its details; Esc leaves
 * everything as it was.
 *
 * Who wants a message hands in what it is wanted for (struct select_use).
 * While one chooses, the lines on the screen stay where they are, whatever
 * comes; going to another destination ends it. There is one choice at a time,
 * in the destination that is looked at.
 */
#ifndef TUI_SELECT_H
#define TUI_SELECT_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"
#include "tui/buffer.h"

struct item;
struct model;

/* What a message is wanted for; a constant table. */
struct select_use {
	/* Whether that line can be chosen; NULL: whatever was said. */
	bool (*fits)(const struct model *m, const struct line *line);
	/* For the status line: what the keys do now. */
	void (*words)(const struct model *m, char *out, size_t size);
	/* Enter; not used if `action` takes that and `text` is there. The
	 * choice is over; `ref` is good until the buffer changes. */
	void (*take)(struct model *m, struct line_ref ref);
	/* NULL: none. Keys of its own, asked first; true: done. */
	bool (*action)(struct model *m, enum action a);
	/* What is typed; true: done. NULL: typing takes the message, and the
	 * text goes to the input. */
	bool (*text)(struct model *m, const char *utf8, size_t len);
};

/* Begins with the last message on the screen. False: none fits; said so. */
bool select_begin(struct model *m, const struct select_use *use);

/* As Esc; nothing to do: nothing happens. */
void select_end(struct model *m);

bool select_is_on(const struct model *m);

/* The one chosen, of m->here; without a chunk: none is. */
struct line_ref select_line(const struct model *m);

/* Chooses that line of m->here, if it fits. False: another one stays. */
bool select_go_to(struct model *m, struct line_ref ref);

/* From here to the chosen one everything is chosen, or no longer. */
void select_set_anchor(struct model *m, bool is_set);
bool select_has_anchor(const struct model *m);

/* The first and the last one chosen. False: none is. */
bool select_range(const struct model *m, struct line_ref *first,
    struct line_ref *last);

/* Whether `ref` is one of those that are drawn as chosen. */
bool select_has(const struct model *m, struct line_ref ref);

/* --- For the files of the model --- */

/* False: it is no action of the choice; some end it first. */
bool select_action(struct model *m, enum action a);
bool select_text(struct model *m, const char *utf8, size_t len);

/* A cell of the screen was clicked on; false: there is no message. */
bool select_click(struct model *m, int row, int col);

/* The lines have changed: the chosen one stays on the screen. */
void select_keep(struct model *m);

#endif
