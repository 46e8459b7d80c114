/* slash_channel.c -- the commands about a channel and who is in it. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "tui/model_internal.h"
#include "tui/request.h"
#include "tui/slash_internal.h"

#include "base/banned.h"

RUN(topic)
{
	struct destination *d = slash_named_channel(m, &args);

	if (d == NULL)
		return;
	if (args[0] != '\0')
		slash_want(m, REQUEST_TOPIC, d->target, args);
	else if (d->topic[0] != '\0')
		model_info(m, d, _("the topic is: %s"), d->topic);
	else
		model_info(m, d, "%s", _("there is no topic"));
}

RUN(kick)
{
	struct destination *d = slash_named_channel(m, &args);
	struct model_request r = { .kind = REQUEST_KICK };
	char who[NAME_SIZE];

	if (d == NULL)
		return;
	r.text = str_first_word(who, sizeof who, args);
	r.place = d->place;
	r.target = d->target;
	r.id = who;
	if (who[0] == '\0')
		slash_usage(m, name);
	else
		request_add(m, &r);
}

/* "/invite bob", or "/invite bob #c". */
RUN(invite)
{
	char who[NAME_SIZE];
	const char *channel = str_first_word(who, NAME_SIZE, args);
	struct destination *d;

	if (slash_names_channel(channel))
		slash_want(m, REQUEST_INVITE, channel, who);
	else if ((d = slash_this_channel(m)) != NULL)
		slash_want(m, REQUEST_INVITE, d->target, who);
}

/* Of a channel; elsewhere, or if our own name is said first, our own. */
RUN(mode)
{
	char who[NAME_SIZE];
	const char *change = str_first_word(who, NAME_SIZE, args);
	const char *nick = model_place(m)->nick;

	if (slash_names_channel(who))
		slash_want(m, REQUEST_MODE, who, change);
	else if (nick != NULL && str_eq_nocase(who, nick))
		slash_want(m, REQUEST_MODE, nick, change);
	else if (destination_is_channel(m->here) || nick == NULL)
		slash_want(m, REQUEST_MODE, m->here->target, args);
	else
		slash_want(m, REQUEST_MODE, nick, args);
}

/* "/op a b" is one change: "+oo a b". */
static void
change_members(struct model *m, const char *name, const char *args,
    char way, char letter)
{
	struct destination *d = slash_named_channel(m, &args);
	const char *rest = args;
	struct str_span word;
	char letters[16];
	size_t n = 0;
	char change[NAME_SIZE * 2];

	if (d == NULL)
		return;
	while (n < sizeof letters - 2 && str_next_word(&rest, &word))
		letters[1 + n++] = letter;
	if (n == 0) {
		slash_usage(m, name);
		return;
	}
	letters[0] = way;
	letters[1 + n] = '\0';
	snprintf(change, sizeof change, "%s %s", letters, args);
	slash_want(m, REQUEST_MODE, d->target, change);
}

RUN(op)
{
	change_members(m, name, args, '+', 'o');
}

RUN(deop)
{
	change_members(m, name, args, '-', 'o');
}

RUN(voice)
{
	change_members(m, name, args, '+', 'v');
}

RUN(devoice)
{
	change_members(m, name, args, '-', 'v');
}

/* A name alone means that name from anywhere; none: who is banned? */
static void
change_ban(struct model *m, const char *args, char way)
{
	struct destination *d = slash_named_channel(m, &args);
	bool is_mask = strpbrk(args, "!@*?$") != NULL;
	char change[NAME_SIZE * 2];

	if (d == NULL)
		return;
	if (args[0] == '\0') {
		slash_want(m, REQUEST_MODE, d->target, "b");
		return;
	}
	if (strchr(args, ' ') != NULL) {
		slash_usage(m, way == '+' ? "ban" : "unban");
		return;
	}
	snprintf(change, sizeof change, "%cb %s%s", way, args,
	    is_mask ? "" : "!*@*");
	slash_want(m, REQUEST_MODE, d->target, change);
}

RUN(ban)
{
	change_ban(m, args, '+');
}

RUN(unban)
{
	change_ban(m, args, '-');
}
