/* model_action.c -- what people do: actions, text, clicks. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "tui/chooser.h"
#include "tui/complete.h"
#include "tui/copy.h"
#include "tui/form.h"
#include "tui/model_internal.h"
#include "tui/prompt.h"

#include "base/banned.h"

enum {
	TWICE_MS = 2000,	/* Ctrl-c twice within this: leave? */
	ERROR_READ_MS = 2000,	/* a key after this long: it was read */
};

/* A key was pressed: attention, and words that were read go. */
void
model_note_key(struct model *m)
{
	m->last_key_ms = m->mono_ms;
	if (m->focus == FOCUS_OFF)	/* the report was wrong, or is late */
		m->focus = FOCUS_UNKNOWN;
	if (!m->is_attended)
		model_turn(m, m->mono_ms, m->wall_ms);
	if (m->notice != NULL && m->mono_ms - m->notice_ms >= ERROR_READ_MS)
		model_drop_notice(m);
	m->is_dirty = true;
}

/* --- The input --- */

static struct input *
input(struct model *m)
{
	return &m->here->input;
}

static void
move_row(struct model *m, int rows)
{
	size_t at = prompt_row_move(m, m->cols, rows);

	if (at != (size_t)-1)
		input(m)->cursor = at;
	else if (rows > 0)
		(void)input_history_down(input(m));
	else if (input_is_empty(input(m)) && model_edit_last(m))
		return;
	else
		(void)input_history_up(input(m));
}

static bool
edit_action(struct model *m, enum action a)
{
	struct input *in = input(m);

	switch (a) {
	case ACTION_NEWLINE:
		(void)input_insert(in, "\n", 1);
		break;
	case ACTION_UP:
		move_row(m, -1);
		break;
	case ACTION_DOWN:
		move_row(m, 1);
		break;
	case ACTION_LINE_START:
		input_line_start(in);
		break;
	case ACTION_LINE_END:
		input_line_end(in);
		break;
	case ACTION_CHAR_LEFT:
		input_left(in);
		break;
	case ACTION_CHAR_RIGHT:
		input_right(in);
		break;
	case ACTION_WORD_LEFT:
		input_word_left(in);
		break;
	case ACTION_WORD_RIGHT:
		input_word_right(in);
		break;
	case ACTION_ERASE_LEFT:
		input_erase_left(in);
		break;
	case ACTION_ERASE_RIGHT:
		input_erase_right(in);
		break;
	case ACTION_YANK:
		input_yank(in, &m->clipboard);
		break;
	default:
		return false;
	}
	return true;
}

static bool
kill_action(struct model *m, enum action a)
{
	struct input *in = input(m);

	if (!m->was_kill)
		m->clipboard.is_open = false;
	switch (a) {
	case ACTION_KILL_WORD_LEFT:
		input_kill_word_left(in, &m->clipboard);
		break;
	case ACTION_KILL_WORD_RIGHT:
		input_kill_word_right(in, &m->clipboard);
		break;
	case ACTION_KILL_TO_START:
		input_kill_to_start(in, &m->clipboard);
		break;
	case ACTION_KILL_TO_END:
		input_kill_to_end(in, &m->clipboard);
		break;
	default:
		m->was_kill = false;
		return false;
	}
	m->was_kill = true;
	return true;
}

/* --- Going --- */

static struct destination *
by_number(struct model *m, int n)
{
	return n <= m->destination_count ? m->destinations[n - 1] : NULL;
}

/* Mentions first, then what is unread, each from here onwards. */
static struct destination *
next_unread(struct model *m)
{
	struct destination *best = NULL;
	int n = m->destination_count, from = m->here->number;

	for (int i = 0; i < n; i++) {
		struct destination *d = m->destinations[(from + i) % n];

		if (d == NULL || d == m->here || d->unseen == 0 ||
		    d->notify == NOTIFY_NONE)
			continue;
		if (d->unseen_mine > 0)
			return d;
		if (best == NULL)
			best = d;
	}
	return best;
}

/* The private talk in which something was said last. */
static struct destination *
last_private(struct model *m)
{
	struct destination *best = NULL;

	for (int i = 0; i < m->destination_count; i++) {
		struct destination *d = m->destinations[i];

		if (d != NULL && d->kind == DESTINATION_PERSON &&
		    (best == NULL || d->last_text_ms > best->last_text_ms))
			best = d;
	}
	return best;
}

static void
go_or_say(struct model *m, struct destination *d, const char *words)
{
	if (d != NULL)
		model_go(m, d);
	else
		model_say(m, false, "%s", words);
}

static bool
go_action(struct model *m, enum action a)
{
	if (a >= ACTION_GO_1 && a <= ACTION_GO_9) {
		go_or_say(m, by_number(m, (int)(a - ACTION_GO_1) + 1),
		    _("there is no such destination"));
		return true;
	}
	switch (a) {
	case ACTION_CHOOSE:
		chooser_open(m);
		break;
	case ACTION_GO_UNREAD:
		go_or_say(m, next_unread(m), _("nothing is unread"));
		break;
	case ACTION_GO_PREVIOUS:
		go_or_say(m, m->previous, _("there is no other destination"));
		break;
	case ACTION_GO_PRIVATE:
		go_or_say(m, last_private(m), _("nobody wrote privately"));
		break;
	default:
		return false;
	}
	return true;
}

/* --- The rest --- */

static void
clear_input(struct model *m)
{
	if (m->question.kind == QUESTION_WORD)
		model_drop_question(m);
	if (!input_is_empty(input(m))) {
		input_kill_all(input(m), &m->clipboard);
		m->clipboard.is_open = false;
		m->here->edited_id[0] = '\0';
		m->cleared_ms = m->mono_ms;
	} else if (m->mono_ms - m->cleared_ms < TWICE_MS) {
		model_leave(m, NULL, false);
	} else {
		m->cleared_ms = m->mono_ms;
		model_say(m, false, "%s", _("Ctrl-c once more: leave?"));
	}
}

/* One step back: a question, words, the unread line; never the text. */
static void
escape(struct model *m)
{
	if (m->question.kind == QUESTION_WORD) {
		input_clear(input(m));
		model_drop_question(m);
	} else if (m->question.kind == QUESTION_TYPING) {
		model_drop_question(m);
		model_answer_typing(m, false);
	} else if (m->question.kind != QUESTION_NONE) {
		model_drop_question(m);
	} else if (m->here->reply_to != NULL) {
		destination_set_reply(m->here, NULL, NULL, 0);
	} else if (m->side_over) {
		m->side_over = false;
	} else if (m->is_bare) {
		copy_bare(m, false);
	} else if (m->notice != NULL) {
		model_drop_notice(m);
	} else {
		destination_drop_marker(m->here);
	}
}

static void
toggle_side(struct model *m)
{
	if (m->cols < LAYOUT_SIDE_COLS)
		m->side_over = !m->side_over;
	else
		m->hide_side = !m->hide_side;
}

/* Lists are asked anew along with the terminal. */
static void
repaint(struct model *m)
{
	const struct destination *d = model_side(m);

	model_want(m, REQUEST_REPAINT, m->here->place, NULL, NULL);
	if (d != NULL && d->is_joined)
		model_want(m, REQUEST_REFRESH, d->place, d->target, NULL);
}

static void
details(struct model *m)
{
	const struct destination *d = m->here;

	if (d->kind == DESTINATION_PERSON)
		model_want(m, REQUEST_WHOIS, d->place, NULL, d->target);
	else if (destination_is_channel(d))
		model_want(m, REQUEST_MODE, d->place, d->target, NULL);
}

static void
other_action(struct model *m, enum action a)
{
	bool is_empty = input_is_empty(input(m));

	switch (a) {
	case ACTION_SEND:
		model_enter(m);
		break;
	case ACTION_HOME:
		if (is_empty)
			model_scroll_top(m);
		else
			input_line_start(input(m));
		break;
	case ACTION_END:
		if (is_empty)
			model_scroll_bottom(m);
		else
			input_line_end(input(m));
		break;
	case ACTION_CLEAR_INPUT:
		clear_input(m);
		break;
	case ACTION_ERASE_OR_LEAVE:
		if (is_empty)
			model_leave(m, NULL, false);
		else
			input_erase_right(input(m));
		break;
	case ACTION_ESCAPE:
		escape(m);
		break;
	case ACTION_SIDEBAR:
		toggle_side(m);
		break;
	case ACTION_REPAINT:
		repaint(m);
		break;
	case ACTION_MUTE:
		model_set_notify(m, m->here, m->here->notify == NOTIFY_NONE ?
		    NOTIFY_MENTIONS : NOTIFY_NONE);
		break;
	case ACTION_NOTICES:
		popup_open(m, POPUP_NOTES);
		break;
	case ACTION_DETAILS:
		details(m);
		break;
	case ACTION_REPLY:
		model_reply(m);
		break;
	case ACTION_REACT:
		model_react(m, "");
		break;
	case ACTION_REDACT:
		model_redact(m, "");
		break;
	case ACTION_FORMAT:
		model_ask_format(m);
		break;
	case ACTION_EDITOR:
		model_want(m, REQUEST_EDITOR, m->here->place, NULL,
		    input_text(input(m)));
		break;
	default:
		break;
	}
}

/* While the history is searched; false: the action ends that, and is done. */
static bool
find_action(struct model *m, enum action a)
{
	struct input *in = input(m);

	if (a == ACTION_HISTORY_FIND) {
		input_find(in);
		return true;
	}
	if (in->sought == NULL)
		return false;
	if (a == ACTION_ERASE_LEFT) {
		input_find_erase(in);
		return true;
	}
	if (a == ACTION_ESCAPE || a == ACTION_CLEAR_INPUT) {
		input_find_drop(in);
		return true;
	}
	input_find_take(in);
	return a == ACTION_SEND;	/* one more sends it */
}

/* A word that is held, or a question of one key: other keys end them. */
static void
drop_key_question(struct model *m, enum action a)
{
	if (a == ACTION_SEND || a == ACTION_ESCAPE || a == ACTION_CLEAR_INPUT)
		return;
	(void)model_answer_key(m, "", 0);
}

/* What belongs to the program, whatever is on the screen. */
static bool
program_action(struct model *m, enum action a)
{
	if (a == ACTION_SUSPEND)
		model_want(m, REQUEST_SUSPEND, 0, NULL, NULL);
	else if (m->here == NULL && a == ACTION_REPAINT)
		model_want(m, REQUEST_REPAINT, 0, NULL, NULL);
	else
		return false;
	return true;
}

/* Esc leaves the insert mode first, and the pop-up of completion with it. */
static bool
escape_vi(struct model *m)
{
	if (input(m)->sought != NULL)
		return false;
	(void)complete_drop(m);
	complete_end(m);
	return vi_escape(&m->vi, input(m));
}

/* A key of the normal mode. */
static void
type_vi(struct model *m, const char *utf8, size_t len)
{
	int action;

	m->is_dirty = true;
	action = vi_key(&m->vi, input(m), &m->clipboard, utf8, len);
	if (action >= 0)
		model_action(m, action);
	if (!m->vi.is_normal)
		complete_offer(m);
}

void
model_action(struct model *m, enum action a)
{
	model_note_key(m);
	if (program_action(m, a) || popup_action(m, a) || m->here == NULL ||
	    select_action(m, a) || search_action(m, a))
		return;
	if (a == ACTION_ESCAPE && m->config.vi_keys && escape_vi(m))
		return;
	if (a == ACTION_ERASE_LEFT && m->vi.is_normal &&
	    input(m)->sought == NULL) {
		type_vi(m, "h", 1);	/* Backspace is a motion there */
		return;
	}
	if (a == ACTION_COMPLETE_NEXT || a == ACTION_COMPLETE_PREVIOUS) {
		(void)complete_next(m, a == ACTION_COMPLETE_NEXT ? 1 : -1);
		return;
	}
	if ((a == ACTION_SEND && complete_take(m)) ||
	    (a == ACTION_ESCAPE && complete_drop(m)))
		return;
	complete_end(m);
	drop_key_question(m, a);
	if (find_action(m, a))
		return;
	if (!kill_action(m, a) && !edit_action(m, a) && !go_action(m, a) &&
	    !model_pane_action(m, a))
		other_action(m, a);
	if (a == ACTION_ERASE_LEFT)
		complete_offer(m);
}

void
model_text(struct model *m, const char *utf8, size_t len)
{
	model_note_key(m);
	if (popup_text(m, utf8, len) || m->here == NULL ||
	    select_text(m, utf8, len) || search_text(m, utf8, len))
		return;
	complete_end(m);
	m->was_kill = false;
	if (input(m)->sought != NULL && !m->is_pasting) {
		input_find_add(input(m), utf8, len);
		return;
	}
	input_find_take(input(m));
	if (!m->is_pasting && model_answer_key(m, utf8, len))
		return;
	if (m->config.vi_keys && m->vi.is_normal && !m->is_pasting) {
		type_vi(m, utf8, len);
		return;
	}
	if (!input_insert(input(m), utf8, len))
		model_say(m, true, "%s", _("the input is full"));
	complete_offer(m);
}

void
model_paste_begin(struct model *m)
{
	m->is_pasting = true;
	m->paste_start = INPUT_NOWHERE;
	if (m->here == NULL)
		return;
	(void)model_answer_key(m, "", 0);
	if (m->popup.kind == POPUP_GUARD)	/* asked anew behind it */
		popup_close(m);
	if (m->popup.kind != POPUP_CHOOSER &&
	    !form_is(&m->popup))
		m->paste_start = input(m)->cursor;
}

void
model_paste_end(struct model *m)
{
	m->is_pasting = false;
	if (m->here != NULL && m->paste_start != INPUT_NOWHERE)
		guard_check_paste(m);
}

void
model_set_input(struct model *m, const char *text)
{
	size_t len = strlen(text);
	char *copy = xstrdup(text);

	/* Editors end a file with a line break; nobody typed that one. */
	while (len > 0 && copy[len - 1] == '\n')
		copy[--len] = '\0';
	if (m->here != NULL)
		input_set(input(m), copy);
	free(copy);
	m->is_dirty = true;
}
