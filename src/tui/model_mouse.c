/* model_mouse.c -- what the mouse does to what is under it. */
#include "config.h"

#include "base/str.h"
#include "tui/chooser.h"
#include "tui/form.h"
#include "tui/links.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

void
model_click(struct model *m, int row, int col, enum model_button b)
{
	struct destination *d;
	const char *nick;
	int at;

	model_note_key(m);
	if (b != BUTTON_LEFT)
		return;
	if (m->help.is_open) {
		m->help.is_open = false;
		return;
	}
	if (m->popup.kind != POPUP_NONE) {
		at = view_popup_row_at(m, row, col);
		if (at >= 0)
			popup_click_row(m, (size_t)at);
		else if (!form_is(&m->popup))
			popup_close(m);
		return;
	}
	if (m->here == NULL)
		return;
	if (select_click(m, row, col))
		return;
	if (view_is_prompt_at(m, row, col))
		chooser_open(m);
	else if ((d = view_destination_at(m, row, col)) != NULL)
		model_go(m, d);
	else if (links_open_at(m, row, col))
		return;
	else if ((nick = view_member_at(m, row, col)) != NULL &&
	    !str_eq_nocase(nick, model_place(m)->nick))
		model_go(m, model_talk(m, m->here->place, nick));
}

static bool
is_over_side(const struct model *m, int row, int col)
{
	struct layout l;

	model_layout(m, &l);
	return l.side_cols > 0 && col >= l.side_col && row >= l.pane_row &&
	    row < l.pane_row + l.pane_rows;
}

/* Each list keeps its place, wherever one goes meanwhile. */
static void
scroll_side(struct model *m, int rows)
{
	struct nicklist *list = &((struct destination *)model_side(m))->members;
	int top = (int)list->top + rows, hidden = view_side_rows_hidden(m);

	top = top < hidden ? top : hidden;
	list->top = top > 0 ? (size_t)top : 0;
	m->is_dirty = true;
}

void
model_wheel(struct model *m, int row, int col, int rows)
{
	model_note_key(m);
	if (m->here == NULL && !m->help.is_open)
		return;
	if (m->popup.kind != POPUP_NONE || m->help.is_open) {
		(void)popup_action(m, rows < 0 ? ACTION_SCROLL_UP :
		    ACTION_SCROLL_DOWN);
	} else if (is_over_side(m, row, col)) {
		scroll_side(m, rows);
	} else {
		model_scroll(m, rows);
	}
}
