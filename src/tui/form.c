/* form.c -- what is filled in: server, name, password. */
#include "config.h"

#include "tui/form.h"

#include <string.h>

#include "base/i18n.h"
#include "tui/model_internal.h"
#include "tui/password.h"
#include "tui/request.h"

#include "base/banned.h"

enum { PASSWORD_MAX_BYTES = 500 };

static void
open_form(struct model *m, enum popup_kind kind)
{
	popup_open(m, kind);
	input_reserve(&m->popup.fields[FIRST_PASSWORD],
	    2 * PASSWORD_MAX_BYTES);
	m->popup.keeps = m->config.has_wallet;
	m->is_dirty = true;
}

void
form_open(struct model *m, const char *host, const char *nick)
{
	open_form(m, POPUP_FIRST_START);
	input_set(&m->popup.fields[FIRST_SERVER], host);
	input_set(&m->popup.fields[FIRST_NAME], nick);
	for (int i = FIRST_SERVER; i <= FIRST_NAME; i++)
		m->popup.is_proposed[i] =
		    !input_is_empty(&m->popup.fields[i]);
}

void
form_open_password(struct model *m, int place)
{
	open_form(m, POPUP_PASSWORD);
	m->popup.place = place;
	m->popup.field = FIRST_PASSWORD;
}

bool
form_is(const struct popup *p)
{
	return p->kind == POPUP_FIRST_START || p->kind == POPUP_PASSWORD;
}

bool
form_shows(const struct model *m, enum first_field field)
{
	switch (field) {
	case FIRST_SERVER:
	case FIRST_NAME:
		return m->popup.kind == POPUP_FIRST_START;
	case FIRST_KEEP:
		return m->config.has_wallet;
	default:
		return true;
	}
}

static struct input *
field(struct popup *p)
{
	return p->field < FIRST_INPUTS ? &p->fields[p->field] : NULL;
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
		.count = p->keeps,
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
press(struct model *m)
{
	if (m->popup.kind == POPUP_PASSWORD)
		password_take(m, input_text(
		    &m->popup.fields[FIRST_PASSWORD]));
	else
		connect_first(m);
}

static void
leave(struct model *m)
{
	if (m->popup.kind == POPUP_PASSWORD)
		password_leave(m);
	else if (m->here != NULL)	/* there is something to go back to */
		popup_close(m);
}

static void
move_field(struct model *m, int by)
{
	struct popup *p = &m->popup;

	do
		p->field = (p->field + by + FIRST_FIELDS) % FIRST_FIELDS;
	while (!form_shows(m, (enum first_field)p->field));
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
		input_wipe(in);		/* no clipboard: it may be a password */
		break;
	default:
		break;
	}
}

void
form_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	switch (a) {
	case ACTION_SEND:
		press(m);
		break;
	case ACTION_UP:
	case ACTION_COMPLETE_PREVIOUS:
		move_field(m, -1);
		break;
	case ACTION_DOWN:
	case ACTION_COMPLETE_NEXT:
		move_field(m, 1);
		break;
	case ACTION_CLEAR_INPUT:
	case ACTION_ERASE_OR_LEAVE:
		if (m->here != NULL)
			leave(m);
		else
			model_want(m, REQUEST_QUIT, 0, NULL, NULL);
		break;
	case ACTION_ESCAPE:
		leave(m);
		break;
	default:
		if (field(p) == NULL)
			break;
		p->is_proposed[p->field] = false;
		edit_field(field(p), a);
		break;
	}
}

void
form_text(struct model *m, const char *utf8, size_t len)
{
	struct popup *p = &m->popup;
	struct input *in = field(p);

	if (p->field == FIRST_KEEP && len == 1 && utf8[0] == ' ')
		p->keeps = !p->keeps;
	if (in == NULL || memchr(utf8, '\n', len) != NULL ||
	    (p->field == FIRST_PASSWORD &&
	    in->text.len + len > PASSWORD_MAX_BYTES))
		return;
	if (p->is_proposed[p->field])
		input_wipe(in);
	p->is_proposed[p->field] = false;
	(void)input_insert(in, utf8, len);
}

void
form_click(struct model *m, int row)
{
	m->popup.field = row;
	if (row == FIRST_KEEP)
		m->popup.keeps = !m->popup.keeps;
	else if (row == FIRST_CONNECT)
		press(m);
}
