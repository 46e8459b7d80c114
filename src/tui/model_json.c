/* model_json.c -- places, destinations, users and lines as JSON. */
#include "config.h"

#include "tui/model_json.h"

#include <stdlib.h>

#include "base/time.h"
#include "base/xalloc.h"
#include "proto/irc_format.h"
#include "tui/model_internal.h"

#include "base/banned.h"

static json_t *
of_destination(const struct model *m, const struct destination *d)
{
	static const char *const kinds[] = {
		[DESTINATION_SERVER] = "server",
		[DESTINATION_LOBBY] = "lobby",
		[DESTINATION_CHANNEL] = "channel",
		[DESTINATION_PERSON] = "person",
	};

	return json_pack("{si ss ss ss ss sb sb si si si}",
	    "number", d->number, "to", destination_label(m, d),
	    "target", d->target, "kind", kinds[d->kind], "topic", d->topic,
	    "joined", (int)d->is_joined, "here", (int)(d == m->here),
	    "unread", (int)d->unseen, "for_me", (int)d->unseen_mine,
	    "users", (int)d->members.count);
}

static json_t *
of_place(const struct model *m, int number)
{
	const struct place *p = &m->places[number];
	json_t *list = json_array();

	for (int i = 0; i < m->destination_count; i++)
		if (m->destinations[i] != NULL &&
		    m->destinations[i]->place == number)
			json_array_append_new(list,
			    of_destination(m, m->destinations[i]));
	return json_pack("{ss ss ss sb sb so}", "name", p->name,
	    "host", p->host, "nick", p->nick, "online",
	    (int)(p->state == SESSION_ONLINE || p->state == SESSION_SYNCING),
	    "away", (int)p->away, "destinations", list);
}

json_t *
model_json(const struct model *m)
{
	json_t *list = json_array();

	for (int i = 0; i < m->place_count; i++)
		if (!m->places[i].is_closed)
			json_array_append_new(list, of_place(m, i));
	return list;
}

json_t *
model_json_users(const struct destination *d)
{
	json_t *list = json_array();
	char sign[2] = "";

	for (size_t i = 0; i < d->members.count; i++) {
		const struct member *p = d->members.rows[i];

		sign[0] = p->sign != ' ' ? p->sign : '\0';
		json_array_append_new(list, json_pack("{ss ss sb sb}",
		    "nick", p->nick, "sign", sign, "away", (int)p->away,
		    "own", (int)p->own));
	}
	return list;
}

json_t *
model_json_text(const char *text, size_t len)
{
	char *plain = xmalloc(len + 1);
	json_t *json = json_stringn(plain, irc_format_strip(plain, text,
	    len));

	free(plain);
	return json;
}

static json_t *
of_line(const struct line *l)
{
	char iso[TIME_ISO_SIZE];

	time_format_iso(iso, l->time_ms);
	return json_pack("{ss ss ss% ss% sb sb so}", "kind",
	    l->kind == LINE_ACTION ? "action" :
	    l->kind == LINE_NOTICE ? "notice" : "message", "time", iso,
	    "msgid", l->msgid.p != NULL ? l->msgid.p : "", l->msgid.len, "from",
	    l->nick.p, l->nick.len,
	    "own", (l->flags & LINE_OWN) != 0,
	    "for_me", (l->flags & LINE_MENTION) != 0,
	    "text", model_json_text(l->text.p, l->text.len));
}

json_t *
model_json_lines(const struct destination *d, size_t count)
{
	json_t *list = json_array();
	struct line_ref ref = buffer_last(&d->lines);
	struct line line;

	for (; ref.chunk != NULL && count > 0; ref = buffer_prev(ref)) {
		if (!line_is_said(buffer_kind(ref)))
			continue;
		buffer_get(ref, &line);
		json_array_insert_new(list, 0, of_line(&line));
		count--;
	}
	return list;
}
