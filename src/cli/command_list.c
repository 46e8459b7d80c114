/* command_list.c -- tcpchat list: who is here. */
#include "config.h"

#include <stdlib.h>

#include <jansson.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "cli/command.h"
#include "cli/format.h"
#include "cli/options.h"
#include "cli/people.h"
#include "session/session.h"

#include "base/banned.h"

struct listing {
	struct people people;
	bool is_whole;		/* a list has come to its end */
};

static void
start(struct cli *cli)
{
	cli->self = xcalloc(1, sizeof(struct listing));
}

static void
add_json(struct cli *cli, const struct person *one)
{
	json_t *object = json_pack("{ss ss ss sb}", "name", one->nick,
	    "signs", one->prefixes, "account", one->account,
	    "away", (int)one->away);
	char *text = object != NULL ? json_dumps(object,
	    JSON_COMPACT | JSON_ENSURE_ASCII) : NULL;

	if (text == NULL || !buf_addf(&cli->out, "%s\n", text))
		abort();	/* out of memory */
	free(text);
	json_decref(object);
}

/* Ourselves we know; another connection of that person has its own name. */
static void
print(struct cli *cli, const struct people *p)
{
	size_t i;

	for (i = 0; i < p->count; i++) {
		if (p->list[i].own)
			continue;
		if (cli->options->json) {
			add_json(cli, &p->list[i]);
			continue;
		}
		format_text(&cli->out, p->list[i].nick);
		if (!buf_add_str(&cli->out, p->list[i].away ?
		    _(" (away)") : "") || !buf_add_char(&cli->out, '\n'))
			abort();
	}
	cli_end(cli, STATUS_OK, NULL);
}

static void
take_members(struct cli *cli, const struct session_event *ev)
{
	struct listing *l = cli->self;
	const char *target = cli_target(cli, cli->options->dest);

	if (target == NULL || !session_same_name(cli->session, target,
	    ev->target))
		return;
	people_change(&l->people, ev->members.changes, ev->members.count);
	l->is_whole = l->is_whole || ev->members.is_list_end;
}

static void
take_note(struct cli *cli, const struct session_event *ev)
{
	const char *target = cli_target(cli, cli->options->dest);

	if ((ev->note.kind == SESSION_NOTE_NO_CHANNEL ||
	    ev->note.kind == SESSION_NOTE_ERROR) && target != NULL &&
	    session_same_name(cli->session, target, ev->note.subject))
		cli_end(cli, STATUS_REFUSED, "%s: %s", target, ev->note.text);
}

static void
event(struct cli *cli, const struct session_event *ev)
{
	struct listing *l = cli->self;

	if (ev->type == SESSION_EVENT_MEMBERS)
		take_members(cli, ev);
	else if (ev->type == SESSION_EVENT_NOTE)
		take_note(cli, ev);
	else if (ev->type == SESSION_EVENT_STATE &&
	    ev->state.state == SESSION_WAITING)
		people_release(&l->people);
}

static bool
turn(struct cli *cli)
{
	struct listing *l = cli->self;
	/* An old server's list is all that it ever tells of people. */
	bool is_done = l->is_whole && cli->is_welcome &&
	    cli->options->to.dialect != LOCATOR_IRC;

	if (cli->is_over || (!is_done &&
	    session_state(cli->session) != SESSION_ONLINE))
		return false;
	if (cli_target(cli, cli->options->dest) == NULL)
		cli_end(cli, STATUS_REFUSED,
		    _("there is no ALL on this server: name a channel"));
	else if (l->is_whole || l->people.count > 0)
		print(cli, &l->people);
	return false;
}

static void
release(struct cli *cli)
{
	struct listing *l = cli->self;

	people_release(&l->people);
	free(l);
}

const struct command command_list = {
	.start = start, .event = event, .turn = turn, .release = release,
};
