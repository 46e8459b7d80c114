/* chat_answer.c -- what is done with a message: answered, reacted to, deleted,
 * found. Without a cursor it is named by who said it: the last one counts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "cli/chat_internal.h"
#include "cli/format.h"

#include "base/banned.h"

enum { NAME_SIZE = 256 };

/* The last message here of `nick`, NULL: one's own, that the server has; NULL,
 * with a sentence: there is none. */
static const struct session_line *
last_of(struct cli *cli, const char *nick)
{
	const struct room *room = chat_room(cli);
	size_t i = room != NULL ? room->lines.count : 0;

	while (i-- > 0) {
		const struct session_line *line = backlog_at(&room->lines, i);

		if (line->msgid[0] != '\0' && (nick == NULL ? line->own :
		    session_same_name(cli->session, line->nick, nick)))
			return line;
	}
	if (nick == NULL)
		chat_say(cli, "%s", _("you have said nothing here that could "
		    "be deleted"));
	else
		chat_say(cli, _("%s has said nothing here: /history shows "
		    "what was said"), nick);
	return NULL;
}

void
chat_reply(struct cli *cli, const char *nick, const char *text)
{
	const struct chat *c = cli->self;
	const struct session_line *line = last_of(cli, nick);
	struct buf words;

	if (line == NULL)
		return;
	if (c->has_replies) {
		chat_send_reply(cli, line->msgid, text);
		return;
	}
	buf_init(&words, CLI_TEXT_MAX);
	if (buf_addf(&words, "%s: %s", line->nick, text))
		chat_send(cli, SESSION_LINE_TEXT, c->dest, buf_str(&words));
	buf_release(&words);
}

void
chat_react(struct cli *cli, const char *nick, const char *sign)
{
	const struct chat *c = cli->self;
	const struct session_line *line;

	if (!c->has_reactions) {
		chat_say(cli, "%s", _("this server passes no reactions on: "
		    "answer with words"));
		return;
	}
	line = last_of(cli, nick);
	if (line != NULL)
		session_react(cli->session, chat_room(cli)->target,
		    line->msgid, sign, false);
}

void
chat_redact(struct cli *cli, const char *reason)
{
	const struct chat *c = cli->self;
	const struct session_line *line;

	if (!c->has_redaction) {
		chat_say(cli, "%s", _("this server takes no message back"));
		return;
	}
	line = last_of(cli, NULL);
	if (line != NULL)
		session_redact(cli->session, chat_room(cli)->target,
		    line->msgid, reason);
}

/* --- Finding --- */

void
chat_find(struct cli *cli, const char *text)
{
	const struct room *room = chat_room(cli);

	if (room == NULL)
		chat_say(cli, "%s", _("nothing was said here"));
	else
		session_search(cli->session, room->target, text, 0);
}

void
chat_tell_found(struct cli *cli, const struct session_event *ev)
{
	if (!ev->found.is_asked)
		chat_say(cli, "%s", _("this server cannot search: /history "
		    "shows what was said"));
	else if (ev->found.is_failed)
		chat_say(cli, "%s", _("the server could not search this "
		    "time: try again later"));
	else if (ev->found.count == 0)
		chat_say(cli, "%s", _("nobody has said that here"));
	for (size_t i = 0; i < ev->found.count; i++)
		chat_tell_line(cli, ev->target, &ev->found.lines[i]);
}
