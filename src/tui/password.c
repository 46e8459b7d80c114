/* password.c -- the dialogue that asks for the password of an account. */
#include "config.h"

#include "tui/password.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/digest.h"
#include "tui/form.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum { QUIET_MS = 2 * 1000 };	/* without a key: what is typed may rest */

struct password {
	char *account, *email, *why;	/* owned */
	bool is_new;
	char *first;		/* owned; typed, to be said once more; or NULL */
	bool differed;
};

static void
forget_first(struct password *p)
{
	if (p->first != NULL)
		digest_wipe(p->first, strlen(p->first));
	free(p->first);
	p->first = NULL;
}

void
password_free(struct password *p)
{
	if (p == NULL)
		return;
	forget_first(p);
	free(p->account);
	free(p->email);
	free(p->why);
	free(p);
}

static void
drop(struct model *m, int place)
{
	password_free(m->places[place].password);
	m->places[place].password = NULL;
	if (m->popup.kind == POPUP_PASSWORD && m->popup.place == place)
		popup_close(m);
}

void
model_ask_password(struct model *m, int place,
    const struct model_password *asked)
{
	struct password *p;

	drop(m, place);
	if (asked == NULL)
		return;
	p = m->places[place].password = xcalloc(1, sizeof *p);
	p->account = xstrdup(asked->account);
	p->email = xstrdup(asked->email != NULL ? asked->email : "");
	p->why = xstrdup(asked->why != NULL ? asked->why : "");
	p->is_new = asked->is_new;
	password_next(m);
}

/* Nobody types: the input is empty, or rests. */
static int64_t
busy_ms(const struct model *m)
{
	if (m->here == NULL || input_is_empty(&m->here->input))
		return 0;
	return m->last_key_ms + QUIET_MS - m->mono_ms;
}

void
password_next(struct model *m)
{
	for (int i = 0; i < m->place_count; i++) {
		if (m->popup.kind != POPUP_NONE || m->here == NULL ||
		    busy_ms(m) > 0)
			return;
		if (m->places[i].password != NULL)
			form_open_password(m, i);
	}
}

int64_t
password_wait_ms(const struct model *m)
{
	if (m->popup.kind != POPUP_NONE || m->here == NULL)
		return -1;
	for (int i = 0; i < m->place_count; i++)
		if (m->places[i].password != NULL)
			return busy_ms(m) > 0 ? busy_ms(m) : 0;
	return -1;
}

static void
answer(struct model *m, int place, const char *text, bool is_guest)
{
	const struct password *p = m->places[place].password;
	struct model_request r = {
		.kind = p->is_new ? REQUEST_REGISTER : REQUEST_LOGIN,
		.place = place, .target = p->account, .text = is_guest ? "guest" : p->email,
		.id = text, .count = m->popup.keeps && form_shows(m, FIRST_KEEP),
	};

	request_add(m, &r);
}

/* True: it was the first time, or another than the first time. */
static bool
takes_once_more(struct model *m, struct password *p, const char *text)
{
	bool is_same = p->first != NULL && str_eq(p->first, text);

	if (!p->is_new || is_same)
		return false;
	p->differed = p->first != NULL;
	forget_first(p);
	if (!p->differed)
		p->first = xstrdup(text);
	input_wipe(&m->popup.fields[FIRST_PASSWORD]);
	m->popup.field = FIRST_PASSWORD;
	m->is_dirty = true;
	return true;
}

void
password_take(struct model *m, const char *text)
{
	int place = m->popup.place;
	struct password *p = m->places[place].password;

	if (p->is_new && text[0] == '\0')
		return;
	if (takes_once_more(m, p, text))
		return;
	answer(m, place, text, text[0] == '\0');
	drop(m, place);
}

void
password_leave(struct model *m)
{
	int place = m->popup.place;

	if (!m->places[place].password->is_new)
		answer(m, place, "", false);
	drop(m, place);
}

bool
password_may_be_guest(const struct model *m)
{
	return m->popup.kind != POPUP_PASSWORD ||
	    !m->places[m->popup.place].password->is_new;
}

#define ADD(text, ...) ((void)!buf_addf(text, __VA_ARGS__))

void
password_words(const struct model *m, struct buf *out)
{
	const struct password *p = m->places[m->popup.place].password;

	if (p->why[0] != '\0')
		ADD(out, "%s\n\n", p->why);
	if (p->first != NULL)
		ADD(out, _("The same password once more, for %s."),
		    p->account);
	else if (p->differed)
		ADD(out, _("These were two different ones: the password of %s, "
		    "again."), p->account);
	else if (p->is_new)
		ADD(out, _("A password for the new account %s."), p->account);
	else
		ADD(out, _("The password of the account %s."), p->account);
	ADD(out, "\n ");
}
