/* oper.c -- operators of the server: who may be one, what they are told. */
#include "config.h"
#include "server/oper.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_mask.h"
#include "server/fanout.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { NOTE_SIZE = 480 };

/* --- who may be one --- */

const struct oper_config *
oper_find(const struct server *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->config.nopers; i++)
		if (str_eq(s->config.opers[i].name, name))
			return &s->config.opers[i];
	return NULL;
}

static bool
fits_a_mask(const char *masks, const struct user *u)
{
	struct str_span item;
	char one[IRC_LINE_BODY_MAX], mask[MASK_LEN + 1];

	while (str_next_item(&masks, ' ', &item))
		if (str_copy_span(one, sizeof one, item) &&
		    irc_mask_make(one, mask) && user_fits(u, mask))
			return true;
	return false;
}

bool
oper_is_allowed(const struct oper_config *o, const struct client *c)
{
	const char *account = user_account_name(c->user);

	if (o->account != NULL &&
	    (account == NULL || !irc_case_eq(account, o->account)))
		return false;
	if (o->fingerprint != NULL && (c->tls == NULL ||
	    !str_eq_nocase(o->fingerprint, c->tls->fingerprint)))
		return false;
	return o->masks == NULL || fits_a_mask(o->masks, c->user);
}

/* --- people --- */

bool
user_is_operator(const struct user *u)
{
	return u != NULL && (u->modes & USER_OPERATOR) != 0;
}

static void
tell_operators(struct server *s, const struct event *e, struct answer *a,
    const char *text)
{
	const struct list_node *n;
	struct fanout f;

	if (s->noperators == 0)
		return;
	fanout_start(&f, s, e, "NOTICE", "*", text);
	fanout_from_server(&f);
	f.msg.colon = true;
	if (a != NULL && a->client != NULL && user_is_operator(a->client->user))
		fanout_answer(&f, a);
	for (n = s->users.first; n != NULL; n = n->next) {
		const struct user *u = list_item(n, struct user, node);

		if (user_is_operator(u))
			fanout_to_user(&f, u);
	}
	fanout_end(&f);
}

void
oper_note(struct server *s, const struct event *e, struct answer *a,
    const char *format, ...)
{
	char text[NOTE_SIZE] = "*** ";
	va_list args;

	va_start(args, format);
	vsnprintf(text + 4, sizeof text - 4, format, args);
	va_end(args);
	log_line(LEVEL_NOTICE, "oper: %s", text + 4);
	tell_operators(s, e, a, text);
}
