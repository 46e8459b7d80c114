/* slash_go.c -- the commands that go to a destination, and leave it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/chooser.h"
#include "tui/form.h"
#include "tui/model_internal.h"
#include "tui/slash_internal.h"

#include "base/banned.h"

RUN(join)
{
	char channel[NAME_SIZE];
	const char *key = str_first_word(channel, sizeof channel, args);
	struct place *p = model_place(m);
	struct destination *d;

	if (channel[0] == '\0' && destination_is_channel(m->here))
		(void)str_copy(channel, sizeof channel, m->here->target);
	if (channel[0] == '\0') {
		slash_usage(m, name);
		return;
	}
	if (!slash_names_channel(channel)) {
		memmove(channel + 1, channel, sizeof channel - 2);
		channel[0] = '#';
		channel[sizeof channel - 1] = '\0';
	}
	d = model_find(m, m->here->place, channel);
	if (d != NULL && d->is_joined) {
		model_go(m, d);
		return;
	}
	free(p->going);
	p->going = xstrdup(channel);
	slash_want(m, REQUEST_JOIN, channel, key);
}

RUN(part)
{
	struct destination *d = slash_named_channel(m, &args);

	if (d != NULL)
		slash_want(m, REQUEST_PART, d->target, args);
}

/* A place is closed with its page: when it is over, and not the last. */
static void
close_page(struct model *m, struct destination *page)
{
	if (m->places[page->place].state == SESSION_CLOSED &&
	    model_places_shown(m) > 1)
		model_close_place(m, page->place);
	else
		model_say(m, true, "%s",
		    _("this page stays; /disconnect leaves the place"));
}

RUN(close)
{
	struct destination *d = m->here;

	if (d->kind == DESTINATION_SERVER) {
		close_page(m, d);
		return;
	}
	if (destination_is_channel(d) && d->is_joined) {
		slash_want(m, REQUEST_PART, d->target, NULL);
		return;
	}
	if (d->kind == DESTINATION_PERSON)
		slash_want(m, REQUEST_FORGET, d->target, NULL);
	model_close(m, d);
}

RUN(go)
{
	int64_t n;

	if (!str_to_int64(args, 1, m->destination_count, &n) ||
	    m->destinations[n - 1] == NULL)
		model_say(m, true, _("there is no destination %s: %s shows "
		    "all"), args, model_hint(m, ACTION_CHOOSE));
	else
		model_go(m, m->destinations[n - 1]);
}

RUN(to)
{
	char who[NAME_SIZE];

	(void)str_first_word(who, sizeof who, args);
	if (who[0] == '\0')
		chooser_open(m);
	else if (slash_names_channel(who))
		slash_run_join(m, "join", args);
	else
		model_go_with_text(m, model_named(m, m->here->place, who));
}

RUN(server)
{
	model_go(m, model_server_page(m, m->here->place));
}

RUN(connect)
{
	if (args[0] == '\0' && place_is_down(model_place(m))) {
		slash_want(m, REQUEST_RECONNECT, NULL, NULL);
	} else if (args[0] == '\0') {
		form_open(m, "", model_place(m)->nick);
	} else {
		m->wants_place = true;
		slash_want(m, REQUEST_CONNECT, args, NULL);
	}
}

RUN(disconnect)
{
	slash_want(m, REQUEST_DISCONNECT, NULL, args);
}

RUN(quit)
{
	model_leave(m, args, true);
}
