/* command_listen.c -- tcpchat listen: what is said, as it is said. */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "cli/command.h"
#include "cli/follow.h"
#include "cli/format.h"
#include "cli/options.h"
#include "session/session.h"

#include "base/banned.h"

struct listening {
	struct follow **list;	/* owned */
	size_t count;
	int64_t given;		/* messages */
};

static void
start(struct cli *cli)
{
	cli->self = xcalloc(1, sizeof(struct listening));
}

static bool
is_wanted(const struct cli *cli, const char *target)
{
	const char *from = cli->options->dest;

	if (from == NULL)
		return true;
	from = cli_target(cli, from);
	return from != NULL && session_same_name(cli->session, from, target);
}

static void
give(void *arg, const char *target, const struct session_line *line)
{
	struct cli *cli = arg;
	struct listening *l = cli->self;
	struct format f = {
		.own = session_own_nick(cli->session),
		.lobby = session_lobby(cli->session), .with_date = true,
		.is_private = !session_is_channel(cli->session, target),
		.zone_s = cli->zone_seconds(line->time_ms),
	};

	if (cli->is_over || !format_is_message(line))
		return;
	if (cli->options->json)
		format_json(&cli->out, &f, target, line);
	else
		format_line(&cli->out, &f, target, line);
	if (++l->given == cli->options->count)
		cli_end(cli, STATUS_OK, NULL);
}

static struct follow *
find(const struct cli *cli, const char *target)
{
	const struct listening *l = cli->self;
	size_t i;

	for (i = 0; i < l->count; i++)
		if (session_same_name(cli->session, l->list[i]->target,
		    target))
			return l->list[i];
	return NULL;
}

static bool
has_since(const struct cli *cli)
{
	return cli->options->since.msgid != NULL ||
	    cli->options->since.time_ms != 0;
}

/* A talk that begins now has no past; a channel that we are let into has. */
static struct follow *
add(struct cli *cli, const char *target, bool has_past)
{
	struct listening *l = cli->self;
	struct follow *f = follow_new(target,
	    has_past && has_since(cli) ? &cli->options->since : NULL,
	    has_past && cli->has_history);

	f->give = give;
	f->arg = cli;
	l->list = xreallocarray(l->list, l->count + 1, sizeof *l->list);
	l->list[l->count++] = f;
	return f;
}

static void
tell_all(struct cli *cli, const struct session_event *ev)
{
	struct listening *l = cli->self;
	size_t i;

	for (i = 0; i < l->count; i++)
		follow_event(l->list[i], cli->session, ev);
}

/* A person whose past is wanted: nobody lets us in, so we ask by ourselves. */
static void
open_talk(struct cli *cli)
{
	const char *from = cli->options->dest;

	from = from != NULL ? cli_target(cli, from) : NULL;
	if (from == NULL || session_is_channel(cli->session, from) ||
	    find(cli, from) != NULL)
		return;
	if (has_since(cli))
		session_talk(cli->session, from);
	add(cli, from, has_since(cli));
}

static void
event(struct cli *cli, const struct session_event *ev)
{
	struct follow *f;

	if (ev->type == SESSION_EVENT_STATE) {
		tell_all(cli, ev);
		return;
	}
	if (ev->target == NULL || !is_wanted(cli, ev->target))
		return;
	f = find(cli, ev->target);
	if (f == NULL && ev->type == SESSION_EVENT_JOINED)
		f = add(cli, ev->target, true);
	else if (f == NULL && (ev->type == SESSION_EVENT_MESSAGE ||
	    ev->type == SESSION_EVENT_LINES))
		f = add(cli, ev->target, false);
	if (f != NULL)
		follow_event(f, cli->session, ev);
}

static bool
turn(struct cli *cli)
{
	struct listening *l = cli->self;
	bool asked = false;
	size_t i;

	cli->is_idle = cli->is_welcome;	/* as long as it takes */
	if (session_state(cli->session) != SESSION_ONLINE || cli->is_over)
		return false;
	if (cli->options->dest != NULL &&
	    cli_target(cli, cli->options->dest) == NULL) {
		cli_end(cli, STATUS_REFUSED,
		    _("there is no ALL on this server: name a channel"));
		return false;
	}
	open_talk(cli);
	for (i = 0; i < l->count; i++)
		asked = follow_turn(l->list[i], cli->session) || asked;
	return asked;
}

static void
release(struct cli *cli)
{
	struct listening *l = cli->self;

	while (l->count > 0)
		follow_free(l->list[--l->count]);
	free(l->list);
	free(l);
}

const struct command command_listen = {
	.start = start, .event = event, .turn = turn, .release = release,
};
