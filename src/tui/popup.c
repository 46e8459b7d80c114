/* popup.c -- what lies over the pane, and the keys it takes. */
#include "config.h"

#include "tui/popup.h"

#include <string.h>

#include "base/i18n.h"
#include "tui/certificate.h"
#include "tui/chooser.h"
#include "tui/links.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum { PAGE_ROWS = 10 };

void
popup_init(struct popup *p)
{
	memset(p, 0, sizeof *p);
	input_init(&p->filter);
	for (int i = 0; i < FIRST_CONNECT; i++)
		input_init(&p->fields[i]);
}

void
popup_release(struct popup *p)
{
	chooser_clear(p);
	input_release(&p->filter);
	for (int i = 0; i < FIRST_CONNECT; i++)
		input_release(&p->fields[i]);
}

static void
clear(struct model *m)
{
	popup_release(&m->popup);
	popup_init(&m->popup);
	m->is_dirty = true;
}

void
popup_close(struct model *m)
{
	clear(m);
	certificate_next(m);	/* it may have waited for that */
}

void
popup_open(struct model *m, enum popup_kind kind)
{
	clear(m);
	m->popup.kind = kind;
}

/* --- First start --- */

void
popup_open_first_start(struct model *m, const char *host, const char *nick)
{
	popup_open(m, POPUP_FIRST_START);
	input_set(&m->popup.fields[FIRST_SERVER], host);
	input_set(&m->popup.fields[FIRST_NAME], nick);
}

void
popup_open_connect(struct model *m, const char *host, const char *nick)
{
	popup_open_first_start(m, host, nick);
	m->is_dirty = true;
}

static struct input *
field(struct popup *p)
{
	return p->field < FIRST_CONNECT ? &p->fields[p->field] : NULL;
}

/* Who and where must be said; the first that is not gets the cursor. */
static void
connect_first(struct model *m)
{
	struct popup *p = &m->popup;
	struct model_request r = {
		.kind = REQUEST_CONNECT,
		.target = input_text(&p->fields[FIRST_SERVER]),
		.text = input_text(&p->fields[FIRST_NAME]),
		.id = input_text(&p->fields[FIRST_PASSWORD]),
	};

	for (int i = 0; i < FIRST_PASSWORD; i++)
		if (input_is_empty(&p->fields[i])) {
			p->field = i;
			return;
		}
	m->wants_place = true;
	request_add(m, &r);
}

static void
move_field(struct popup *p, int by)
{
	p->field = (p->field + by + FIRST_FIELDS) % FIRST_FIELDS;
}

static void
edit_field(struct input *in, enum action a)
{
	switch (a) {
	case ACTION_CHAR_LEFT:
		input_left(in);
		break;
	case ACTION_CHAR_RIGHT:
		input_right(in);
		break;
	case ACTION_HOME:
	case ACTION_LINE_START:
		input_line_start(in);
		break;
	case ACTION_END:
	case ACTION_LINE_END:
		input_line_end(in);
		break;
	case ACTION_ERASE_LEFT:
		input_erase_left(in);
		break;
	case ACTION_ERASE_RIGHT:
		input_erase_right(in);
		break;
	case ACTION_KILL_TO_START:
	case ACTION_KILL_WORD_LEFT:
		input_clear(in);
		break;
	default:
		break;
	}
}

static void
first_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	switch (a) {
	case ACTION_SEND:
		connect_first(m);
		break;
	case ACTION_UP:
	case ACTION_COMPLETE_PREVIOUS:
		move_field(p, -1);
		break;
	case ACTION_DOWN:
	case ACTION_COMPLETE_NEXT:
		move_field(p, 1);
		break;
	case ACTION_CLEAR_INPUT:
	case ACTION_ERASE_OR_LEAVE:
		if (m->here != NULL)
			popup_close(m);
		else
			model_want(m, REQUEST_QUIT, 0, NULL, NULL);
		break;
	case ACTION_ESCAPE:
		if (m->here != NULL)	/* there is something to go back to */
			popup_close(m);
		break;
	case ACTION_HELP:
		model_say(m, false, "%s", _("the name of the computer that "
		    "runs the server, the name you want to have there, and "
		    "its password if it has one"));
		break;
	default:
		if (field(p) != NULL)
			edit_field(field(p), a);
		break;
	}
}

/* --- Help and notices: they scroll --- */

static bool
scroll_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	switch (a) {
	case ACTION_UP:
	case ACTION_SCROLL_UP:
		p->top--;
		break;
	case ACTION_DOWN:
	case ACTION_SCROLL_DOWN:
		p->top++;
		break;
	case ACTION_PAGE_UP:
		p->top -= PAGE_ROWS;
		break;
	case ACTION_PAGE_DOWN:
		p->top += PAGE_ROWS;
		break;
	case ACTION_HOME:
	case ACTION_TOP:
		p->top = 0;
		break;
	case ACTION_HELP:
	case ACTION_NOTICES:
	case ACTION_DETAILS:
	case ACTION_SEND:
		if (a == ACTION_SEND && p->kind != POPUP_DETAILS &&
		    !input_is_empty(&m->here->input)) {
			popup_close(m);	/* with text, Enter sends, always */
			return false;
		}
		popup_close(m);
		return true;
	default:
		return false;
	}
	popup_clamp(m);
	return true;
}

/* --- Rows to choose from --- */

void
popup_move_chosen(struct popup *p, enum action a)
{
	size_t n = p->row_count;

	if (n == 0)
		return;
	switch (a) {
	case ACTION_UP:
	case ACTION_COMPLETE_PREVIOUS:
	case ACTION_SCROLL_UP:
		p->chosen = p->chosen > 0 ? p->chosen - 1 : n - 1;
		break;
	case ACTION_DOWN:
	case ACTION_COMPLETE_NEXT:
	case ACTION_SCROLL_DOWN:
		p->chosen = p->chosen + 1 < n ? p->chosen + 1 : 0;
		break;
	default:
		break;
	}
}

/* --- All of them --- */

bool
popup_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	m->is_dirty = true;
	if (p->kind == POPUP_NONE)
		return false;
	if (p->kind == POPUP_FIRST_START) {
		first_action(m, a);
		return true;
	}
	if (p->kind == POPUP_GUARD) {
		guard_action(m, a);
		return true;
	}
	if (p->kind == POPUP_CERTIFICATE)
		return certificate_action(m, a);
	if (a == ACTION_ESCAPE || a == ACTION_CLEAR_INPUT ||
	    (a == ACTION_CHOOSE && p->kind == POPUP_CHOOSER)) {
		popup_close(m);
		return true;
	}
	if (p->kind == POPUP_CHOOSER) {
		chooser_action(m, a);
		return true;
	}
	if (p->kind == POPUP_LINKS) {
		links_action(m, a);
		return true;
	}
	return scroll_action(m, a);
}

bool
popup_text(struct model *m, const char *utf8, size_t len)
{
	struct popup *p = &m->popup;

	switch (p->kind) {
	case POPUP_CHOOSER:
		chooser_text(m, utf8, len);
		return true;
	case POPUP_FIRST_START:
		if (field(p) != NULL && memchr(utf8, '\n', len) == NULL)
			(void)input_insert(field(p), utf8, len);
		return true;
	case POPUP_LINKS:
		links_text(m, utf8, len);
		return true;
	case POPUP_GUARD:
		return guard_text(m, utf8, len);
	case POPUP_CERTIFICATE:
		return certificate_text(m, utf8, len);
	default:
		return false;
	}
}

void
popup_click_row(struct model *m, size_t row)
{
	if (m->popup.kind == POPUP_CHOOSER && row < m->popup.row_count) {
		chooser_choose(m, row);
	} else if (m->popup.kind == POPUP_LINKS && row < m->popup.row_count) {
		links_choose(m, row);
	} else if (m->popup.kind == POPUP_FIRST_START) {
		m->popup.field = (int)row;
		if (row == FIRST_CONNECT)
			connect_first(m);
	}
}
