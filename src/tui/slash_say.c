/* slash_say.c -- the commands that say something, and who hears of it. */
#include "config.h"

#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "client/slip.h"
#include "tui/fold.h"
#include "tui/model_internal.h"
#include "tui/slash_internal.h"

#include "base/banned.h"

RUN(me)
{
	if (m->here->kind == DESTINATION_SERVER)
		model_say(m, true, "%s", _("nobody would read it here: "
		    "/join #channel, or Ctrl-t"));
	else
		slash_want(m, REQUEST_ACTION, m->here->target, args);
}

/* "ALL" is the lobby, for whoever writes it. */
static const char *
target_of(const struct model *m, const char *name)
{
	const char *lobby = model_place(m)->lobby;

	return lobby[0] != '\0' && str_eq_nocase(name, _("ALL")) ? lobby :
	    name;
}

/* What was sent elsewhere leaves one quiet line here. */
RUN(msg)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	slash_want(m, REQUEST_SEND, target_of(m, who), text);
	if (slip_may_hold_secret(args))		/* nobody looking on reads it */
		text = m->theme.signs->waits;
	model_info(m, m->here, _("%s to %s: %s"), m->theme.signs->event, who,
	    text);
}

RUN(query)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	model_go(m, model_named(m, m->here->place, who));
	if (text[0] != '\0')
		slash_want(m, REQUEST_SEND, m->here->target, text);
}

RUN(notice)
{
	char who[NAME_SIZE];
	const char *text = str_first_word(who, sizeof who, args);

	slash_want(m, REQUEST_NOTICE, target_of(m, who), text);
}

RUN(away)
{
	slash_want(m, REQUEST_AWAY, NULL, args[0] != '\0' ? args : _("away"));
}

RUN(back)
{
	slash_want(m, REQUEST_AWAY, NULL, NULL);
}

/* Where no name was free, another one may let us in. */
RUN(nick)
{
	if (strchr(args, ' ') != NULL) {
		slash_usage(m, name);
		return;
	}
	slash_want(m, REQUEST_NICK, NULL, args);
	if (place_is_down(model_place(m)))
		slash_want(m, REQUEST_RECONNECT, NULL, NULL);
}

RUN(raw)
{
	slash_want(m, REQUEST_RAW, NULL, args);
}

/* Without a word: as it is. */
RUN(notify)
{
	enum notify_level level = m->here->notify;

	if (args[0] != '\0' && !notify_level_parse(args, &level))
		slash_usage(m, name);
	else
		model_set_notify(m, m->here, level);
}

RUN(ignore)
{
	slash_want(m, REQUEST_IGNORE, NULL, args);
}

RUN(unignore)
{
	if (args[0] != '\0')
		slash_want(m, REQUEST_UNIGNORE, NULL, args);
	else
		slash_usage(m, name);
}

/* Without a word: the other way, until one goes elsewhere. */
RUN(fold)
{
	if (args[0] == '\0')
		fold_peek(m, m->here);
	else if (str_eq(args, "on") || str_eq(args, "off"))
		fold_set(m, m->here, str_eq(args, "on"));
	else
		slash_usage(m, name);
}

RUN(react)
{
	model_react(m, args);
}

RUN(redact)
{
	model_redact(m, args);
}
