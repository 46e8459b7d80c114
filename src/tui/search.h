/*
 * search.h -- a text is sought: back from the view through the pane, then in
 * the log, of which ever more is put above it, then on the server, from where
 * what surrounds a hit comes. So whatever is found stands in the pane.
 *
 * It takes slices of some milliseconds, between which keys are served; the
 * whole is counted when there is nothing to be sought. Ctrl-f and Up go to the
 * one before, Down to the one behind, Tab lists all, Enter stays, Esc goes back
 * to where one was; going elsewhere ends it. The text typed into the input stays there.
 */
#ifndef TUI_SEARCH_H
#define TUI_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/find.h"
#include "tui/action.h"
#include "tui/buffer.h"

struct destination;
struct model;
struct session_event;

enum { SEARCH_TEXT = 128 };

/* Where one looks. */
enum search_stage {
	SEARCH_PANE,
	SEARCH_OLDER,		/* asked: the log, else the server */
	SEARCH_AROUND,		/* asked: what surrounds the server's hit */
	SEARCH_NOTHING		/* nothing older has it */
};

struct search {
	bool is_on;
	char text[SEARCH_TEXT];
	struct find find;
	enum search_stage stage;
	int step;		/* sought now: -1 the one before, 1 behind; 0 */
	bool is_fresh;		/* and none has been looked at yet */
	bool is_counting, is_count_fresh;
	bool is_servers;	/* the server found the last one */
	bool is_last;		/* nothing is behind the one found */
	bool is_listing, is_list_fresh;	/* hits.h: goes on, none looked at yet */
	bool is_from_log;	/* what is looked at for that */
	bool asks_for_list;	/* OLDER: was asked for that */
	unsigned count;		/* those counted */
	unsigned number;	/* of the one found, from below; 0: not known */
	bool was_scrolled;
	int top_row;
	char hit[256];		/* AROUND: the msgid */
	const char *why;	/* NOTHING: words; constant */
};

/* `text` may be empty: it is typed then. Only in a destination. */
void search_begin(struct model *m, const char *text);

/* `goes_back`: to where one was. Nothing if there is no search. */
void search_end(struct model *m, bool goes_back);

/* False: it is none of the search's. */
bool search_action(struct model *m, enum action a);
bool search_text(struct model *m, const char *utf8, size_t len);

/* Goes on for a slice. */
void search_turn(struct model *m);
bool search_is_busy(const struct model *m);

/* What has come: a live line, or some put in anywhere. */
void search_line_came(struct model *m, const struct destination *d,
    const struct line *line);
void search_lines_came(struct model *m, const struct destination *d,
    bool is_older);

/* What the server has found, or that it cannot; the log has no more. */
void search_found(struct model *m, const struct destination *d,
    const struct session_event *e);

/* --- For hits.c --- */

/* Whether the line has it; *cost grows by what that took. */
bool search_has_it(const struct search *s, struct line_ref ref, size_t *cost);

/* That one is found now. */
void search_go_to(struct model *m, struct line_ref ref);

/* The pane has nothing before: the log may, else the server. */
void search_ask_further(struct model *m);

/* What surrounds a hit of the server, which is found then. */
void search_ask_around(struct model *m, const char *msgid, int64_t time_ms);

/* Whether `ref` is the line found last. */
bool search_has(const struct model *m, struct line_ref ref);

/* What is marked in the lines of the pane; NULL: nothing. */
const struct find *search_marks(const struct model *m);

/* For the status line: a sentence, and a short one. */
void search_words(const struct model *m, char *out, size_t size,
    char *brief, size_t brief_size);

#endif
