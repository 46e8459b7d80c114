/* place_command.c -- /place: lists the places, names and forgets them. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "client/uplink.h"
#include "session/session.h"
#include "tui/model.h"
#include "tui/places_internal.h"
#include "tui/state.h"

#include "base/banned.h"

enum { HOST_SIZE = 300, LINE_SIZE = 700 };

static const char *
state_words(const struct place_link *p)
{
	switch (session_state(uplink_session(p->uplink))) {
	case SESSION_ONLINE:
	case SESSION_SYNCING:
		return _("connected");
	default:
		return _("not connected");
	}
}

static void
tell_place(struct places *ps, const char *name, const char *host,
    uint16_t port, const char *nick, const char *state)
{
	char where[HOST_SIZE], line[LINE_SIZE];

	place_host_words(host, port, where, sizeof where);
	snprintf(line, sizeof line, _("%s: %s as %s, %s"), name, where, nick,
	    state);
	model_tell(ps->model, line);
}

static void
list(struct places *ps)
{
	for (int i = 0; i < ps->count; i++) {
		const struct place_link *p = ps->all[i];

		tell_place(ps, model_place_name(ps->model, i), p->host,
		    p->port, session_own_nick(uplink_session(p->uplink)),
		    state_words(p));
	}
	for (size_t i = 0; i < ps->saved.count; i++) {
		const struct state_place *p = &ps->saved.places[i];

		if (place_find(ps, p->host, p->port, NULL) == NULL)
			tell_place(ps, p->name, p->host, p->port, p->nick,
			    _("saved"));
	}
}

static void
forget(struct places *ps, const char *name, struct now now)
{
	struct place_link *p = place_find(ps, NULL, 0, name);
	struct state_place *saved = state_find_name(&ps->saved, name);
	struct err why = { "" };

	if (p == NULL && saved == NULL) {
		err_set(&why, _("no place is called '%s'"), name);
		model_note(ps->model, true, why.text);
		return;
	}
	if (p != NULL) {
		places_disconnect(ps, p->number, "", now);
		p->was_here = false;	/* nothing of it is saved */
		saved = state_find(&ps->saved, p->host, p->port);
	}
	if (saved != NULL)
		state_forget(&ps->saved, saved);
	if (!state_write_places(&ps->saved, &why))
		model_note(ps->model, true, why.text);
	else
		model_note(ps->model, false, _("forgotten"));
}

void
places_command(struct places *ps, int number, const char *words,
    struct now now)
{
	struct model_request r = {
		.place = number, .target = words, .text = "", .id = "",
	};
	struct err why = { "" };

	/* Another client may have saved places meanwhile. */
	state_release(&ps->saved);
	state_read_places(&ps->saved);
	if (words[0] == '\0')
		list(ps);
	else if (str_starts(words, "forget "))
		forget(ps, words + strlen("forget "), now);
	else if (str_starts(words, "call "))
		model_name_place(ps->model, number, words + strlen("call "));
	else if (!places_connect(ps, &r, now, &why))
		model_note(ps->model, true, why.text);
}
