/* command_history.c -- tcpchat history: what was said last, or before something. */
#include "config.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/backlog.h"
#include "cli/command.h"
#include "cli/format.h"
#include "cli/options.h"
#include "session/session.h"

#include "base/banned.h"

enum { LIMIT = 50, PAGE_LINES = 100 };

struct reading {
	struct backlog lines;
	bool is_asked;		/* for older ones */
	bool is_at_end;		/* there is nothing older */
	bool has_talk;		/* the talk with a person has been opened */
};

static void
start(struct cli *cli)
{
	cli->self = xcalloc(1, sizeof(struct reading));
}

static bool
is_ours(const struct cli *cli, const struct session_event *ev)
{
	const char *target = cli->is_welcome ?
	    cli_target(cli, cli->options->dest) : NULL;

	return ev->target != NULL && target != NULL &&
	    session_same_name(cli->session, target, ev->target);
}

static void
take_lines(struct cli *cli, const struct session_event *ev)
{
	struct reading *r = cli->self;

	cli->progress_ms = cli->now.mono_ms;
	if (ev->lines.where != SESSION_OLDEST) {
		backlog_append(&r->lines, ev->lines.lines, ev->lines.count);
		return;
	}
	r->is_asked = false;
	backlog_prepend(&r->lines, ev->lines.lines, ev->lines.count);
	r->is_at_end = ev->lines.is_end;
	if (ev->lines.count == 0 && !ev->lines.is_end &&
	    session_state(cli->session) == SESSION_ONLINE)
		cli_end(cli, STATUS_REFUSED,
		    _("the server does not give the history of '%s'"),
		    ev->target);
}

static void
event(struct cli *cli, const struct session_event *ev)
{
	struct reading *r = cli->self;

	if (ev->type == SESSION_EVENT_STATE &&
	    ev->state.state == SESSION_WAITING)
		r->is_asked = false;
	else if (ev->type == SESSION_EVENT_LINES && is_ours(cli, ev))
		take_lines(cli, ev);
	else if (ev->type == SESSION_EVENT_MESSAGE && is_ours(cli, ev))
		backlog_append(&r->lines, &ev->line, 1);
	else if (ev->type == SESSION_EVENT_NOTE && cli->is_welcome &&
	    (ev->note.kind == SESSION_NOTE_ERROR ||
	    ev->note.kind == SESSION_NOTE_NO_CHANNEL) &&
	    str_eq(cli_target(cli, cli->options->dest), ev->note.subject))
		cli_end(cli, STATUS_REFUSED, "%s: %s", ev->note.subject,
		    ev->note.text);
}

static bool
is_before(const struct session_line *line, const struct options_point *p)
{
	return p->msgid != NULL ? !str_eq(line->msgid, p->msgid) :
	    p->time_ms == 0 || line->time_ms < p->time_ms;
}

/* How many lines, from the oldest, are before the point. False: a message of
 * that id is not among them (yet). */
static bool
find_end(const struct reading *r, const struct options_point *p, size_t *end)
{
	for (*end = 0; *end < r->lines.count; ++*end)
		if (!is_before(backlog_at(&r->lines, *end), p))
			return true;
	return p->msgid == NULL;
}

/* Counts back over messages; returns where the last `limit` of them begin. */
static size_t
find_begin(const struct reading *r, size_t end, int64_t limit, bool *enough)
{
	int64_t n = 0;

	while (end > 0 && n < limit)
		n += format_is_message(backlog_at(&r->lines, --end));
	*enough = n == limit;
	return end;
}

static void
print(struct cli *cli, size_t i, size_t end)
{
	struct reading *r = cli->self;
	const char *target = cli_target(cli, cli->options->dest);
	struct format f = {
		.own = session_own_nick(cli->session),
		.lobby = session_lobby(cli->session), .with_date = true,
		.is_private = !session_is_channel(cli->session, target),
	};

	for (; i < end; i++) {
		const struct session_line *line = backlog_at(&r->lines, i);

		if (!format_is_message(line))
			continue;
		f.zone_s = cli->zone_seconds(line->time_ms);
		if (cli->options->json)
			format_json(&cli->out, &f, target, line);
		else
			format_line(&cli->out, &f, target, line);
	}
	cli_end(cli, STATUS_OK, NULL);
}

static bool
ask_older(struct cli *cli, const char *target)
{
	struct reading *r = cli->self;

	if (r->is_asked)
		return false;
	if (!r->has_talk && !session_is_channel(cli->session, target))
		session_talk(cli->session, target);
	r->has_talk = r->is_asked = true;
	session_older(cli->session, target, PAGE_LINES);
	return true;
}

static void
look(struct cli *cli, const char *target, bool *asked)
{
	struct reading *r = cli->self;
	int64_t limit = cli->options->limit > 0 ? cli->options->limit : LIMIT;
	size_t begin, end;
	bool has_end = find_end(r, &cli->options->before, &end), enough;

	begin = find_begin(r, end, limit, &enough);
	if (has_end && (enough || r->is_at_end))
		print(cli, begin, end);
	else if (r->is_at_end)
		cli_end(cli, STATUS_REFUSED, _("there is no message '%s'"),
		    cli->options->before.msgid);
	else
		*asked = ask_older(cli, target);
}

static bool
turn(struct cli *cli)
{
	bool asked = false;
	const char *target;

	if (session_state(cli->session) != SESSION_ONLINE || cli->is_over)
		return false;
	target = cli_target(cli, cli->options->dest);
	if (target == NULL)
		cli_end(cli, STATUS_REFUSED,
		    _("there is no ALL on this server: name a channel"));
	else if (!cli->has_history)
		cli_end(cli, STATUS_CANNOT,
		    _("this server does not keep a history"));
	else
		look(cli, target, &asked);
	return asked;
}

static void
release(struct cli *cli)
{
	struct reading *r = cli->self;

	backlog_release(&r->lines);
	free(r);
}

const struct command command_history = {
	.start = start, .event = event, .turn = turn, .release = release,
};
