/*
 * editor.h -- the line being typed: by libedit on a terminal, else as it comes.
 *
 * What is printed goes above the line being typed, which is then shown again;
 * nothing else is ever painted anew.
 */
#ifndef CLI_EDITOR_H
#define CLI_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct editor;

struct editor_calls {
	/* A line without its end; NULL: the end of input. */
	void (*typed)(void *arg, const char *line);
	/* As chat_complete. */
	size_t (*complete)(void *arg, const char *line, struct buf *out);
};

/* `is_simple`: a terminal that can only print, or none at all. `calls` is
 * borrowed. setlocale() comes before it. */
struct editor *editor_new(bool is_simple, const struct editor_calls *calls,
    void *arg);
void editor_free(struct editor *e);

/* Asks one question, waiting for the answer; owned; NULL: the end of input. */
char *editor_ask(struct editor *e, const char *prompt);

/* Shows the prompt and begins to take keys. */
void editor_prompt(struct editor *e, const char *prompt);

/* What is typed is not shown from now on, or is again. False: a line is being
 * typed, which goes on. */
bool editor_hide_typing(struct editor *e, bool hides);

/* Lines, each with its end, above the line being typed. */
void editor_print(struct editor *e, const char *text, size_t len);

/* Remembers a line for the Up key. */
void editor_remember(struct editor *e, const char *line);

/* Standard input has something. */
void editor_read(struct editor *e);

void editor_resize(struct editor *e);
void editor_suspend(struct editor *e);	/* the terminal as it was */
void editor_resume(struct editor *e);

#endif
