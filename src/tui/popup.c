/* popup.c -- what lies over the pane, and the keys it takes. */
#include "config.h"

#include "tui/popup.h"

#include <string.h>

#include "base/i18n.h"
#include "tui/certificate.h"
#include "tui/chooser.h"
#include "tui/form.h"
#include "tui/help.h"
#include "tui/hits.h"
#include "tui/links.h"
#include "tui/model_internal.h"
#include "tui/password.h"

#include "base/banned.h"

enum { PAGE_ROWS = 10 };

void
popup_init(struct popup *p)
{
	memset(p, 0, sizeof *p);
	input_init(&p->filter);
	for (int i = 0; i < FIRST_INPUTS; i++)
		input_init(&p->fields[i]);
}

void
popup_release(struct popup *p)
{
	chooser_clear(p);
	input_wipe(&p->fields[FIRST_PASSWORD]);
	input_release(&p->filter);
	for (int i = 0; i < FIRST_INPUTS; i++)
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
	password_next(m);
}

void
popup_open(struct model *m, enum popup_kind kind)
{
	clear(m);
	m->help.is_open = false;
	m->popup.kind = kind;
}

/* --- Notices and details: they scroll --- */

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
	if (help_action(m, a))
		return true;
	if (p->kind == POPUP_NONE)
		return false;
	if (form_is(p)) {
		form_action(m, a);
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
	if (p->kind == POPUP_HITS)
		return hits_action(m, a);
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

	if (help_text(m))
		return true;
	switch (p->kind) {
	case POPUP_CHOOSER:
		chooser_text(m, utf8, len);
		return true;
	case POPUP_FIRST_START:
	case POPUP_PASSWORD:
		form_text(m, utf8, len);
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
	} else if (m->popup.kind == POPUP_HITS && row < m->popup.row_count) {
		hits_choose(m, row);
	} else if (form_is(&m->popup)) {
		form_click(m, (int)row);
	}
}
