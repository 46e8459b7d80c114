/* happened.c -- what apply did to a channel, for its history. */
#include "config.h"
#include "server/happened.h"

#include "base/str.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

void
happened(struct server *s, const struct event *e, const struct channel *ch,
    const struct user *by, enum event_verb verb, const char *text,
    const char *subject)
{
	struct event *row;
	struct event_text strings = { .target = ch->name, .text = text,
	    .source = by == NULL ? e->s.source : by->source,
	    .account = by == NULL ? NULL : user_account_name(by),
	    .extra = subject };

	if (!ch->spoken && !ch->is_lobby)
		return;
	row = event_new(e->kind, &strings);
	row->verb = verb;
	row->order = e->order;
	row->time_ms = e->time_ms;
	(void)str_copy(row->msgid, sizeof row->msgid, e->msgid);
	row->user = e->user;
	row->account = e->account;
	row->channel = ch->number;
	bus_happened(s->bus, row);
}

void
happened_everywhere(struct server *s, const struct event *e,
    const struct user *u, enum event_verb verb, const char *text)
{
	const struct member *m;

	for (m = u->members; m != NULL; m = m->next_of_user)
		happened(s, e, m->channel, u, verb, text, NULL);
}
