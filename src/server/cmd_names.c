/* cmd_names.c -- NAMES: modern.ircdocs.horse/#names-message */
#include "config.h"
#include "server/cmd_names.h"

#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/long_answer.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct names {
	struct long_answer base;
	uint64_t channel;		/* its number; 0: none such */
	char name[CHANNEL_LEN + 1];
};

/* What fits a line behind ":server 353 nick = #channel :". */
enum { NAMES_BYTES = IRC_LINE_BODY_MAX - 2 - (1 + SERVER_NAME_LEN) - 5 -
    (NICK_LEN + 1) - 2 - (CHANNEL_LEN + 2) - 1 };

/* Names that are gathered for a line. */
struct line {
	char text[NAMES_BYTES + 1];
	size_t len;
};

static void
send_names(struct answer *a, const struct channel *ch, struct line *l)
{
	if (l->len == 0)
		return;
	answer_reply_text(a, RPL_NAMREPLY, l->text,
	    ch->modes & CHANNEL_SECRET ? "@" :
	    ch->modes & CHANNEL_PRIVATE ? "*" : "=", ch->name, NULL);
	l->len = 0;
}

/* Whether the reader may see this member: +i hides from who is not inside. */
static bool
is_visible(const struct member *m, const struct client *c, bool inside)
{
	return inside || !(m->user->modes & USER_INVISIBLE) ||
	    m->user == c->user;
}

/* A room of 1,000 whom 1,000 join has half a million: nothing is copied twice.
 * False: it does not fit any more. */
static bool
add_name(struct line *l, const struct member *m, const struct client *c)
{
	char prefix[3];
	const char *name = client_has_cap(c, CAP_USERHOST_IN_NAMES) ?
	    m->user->source : m->user->nick;
	size_t len = strlen(name), before;
	char *at = l->text + l->len;

	member_prefix(m, client_has_cap(c, CAP_MULTI_PREFIX), prefix);
	before = strlen(prefix);
	if (l->len + 1 + before + len > NAMES_BYTES)
		return false;
	if (l->len > 0)
		*at++ = ' ';
	memcpy(at, prefix, before);
	memcpy(at + before, name, len + 1);
	l->len = (size_t)(at - l->text) + before + len;
	return true;
}

/* Whether it may be seen is asked for each piece: +s may have come since. */
static bool
more(struct long_answer *la, struct answer *a)
{
	struct names *n = (struct names *)la;
	struct channel *ch = channel_by_number(la->client->server, n->channel);
	struct line line = { .len = 0 };
	bool full = false;
	struct list_node *node;
	bool inside;

	if (ch == NULL || la->cursor.list == NULL ||
	    !channel_is_visible(ch, la->client->user)) {
		answer_reply(a, RPL_ENDOFNAMES, n->name, NULL);
		return false;
	}
	inside = channel_member(ch, la->client->user) != NULL;
	while (!(full = long_answer_is_full(la, a)) &&
	    (node = cursor_next(&la->cursor)) != NULL) {
		struct member *m = list_item(node, struct member, node);

		if (!is_visible(m, la->client, inside))
			continue;
		if (!add_name(&line, m, la->client)) {
			send_names(a, ch, &line);
			(void)add_name(&line, m, la->client);
		}
	}
	send_names(a, ch, &line);
	if (!full)
		answer_reply(a, RPL_ENDOFNAMES, ch->name, NULL);
	return full;
}

static void
start(struct answer *a, struct channel *ch, const char *name)
{
	struct names *n = xcalloc(1, sizeof *n);

	n->base.more = more;
	str_copy(n->name, sizeof n->name, name);
	if (ch != NULL) {
		n->channel = ch->number;
		cursor_start(&n->base.cursor, &ch->members);
	}
	long_answer_start(a->client, a, &n->base);
}

void
names_start(struct answer *a, struct channel *ch)
{
	start(a, ch, ch->name);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *names = msg->nparams > 0 ? msg->params[0] : "";
	char one[CHANNEL_LEN + 1];
	struct str_span name;

	if (msg->nparams == 0)
		client_reply(c, RPL_ENDOFNAMES, "*", NULL);
	while (str_next_item(&names, ',', &name)) {
		struct channel *ch;

		str_copy_span(one, sizeof one, name);
		ch = channel_find(c->server, one);
		if (ch != NULL && !channel_is_visible(ch, c->user))
			ch = NULL;
		start(c->server->answer, ch, one);
	}
}

const struct command cmd_names = {
	.name = "NAMES", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
