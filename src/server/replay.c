/* replay.c -- earlier messages for clients that do not ask for them. */
#include "config.h"
#include "server/replay.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "server/client_input.h"
#include "server/history_answer.h"
#include "server/member.h"
#include "server/read_marker.h"
#include "server/reading.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct replay {
	struct replay *next;		/* client->replays */
	uint64_t channel;		/* number; 0: a private talk, or all */
	char     name[CHANNEL_LEN + 1];	/* "": with whom there were talks */
	int64_t  since_ms;		/* 0: from the beginning */
	unsigned limit;
	uint64_t upto;			/* what is newer comes live */
};

/* What `then` must know of the question. */
struct asked {
	uint64_t user;			/* user_identity() of who asked */
	struct replay replay;
};

static bool
is_wanted(const struct client *c)
{
	return c->server->config.history && !c->is_closed &&
	    !client_has_cap(c, CAP_CHATHISTORY);
}

static struct replay *
add(struct client *c, const char *name, int64_t since_ms, unsigned limit,
    uint64_t upto)
{
	struct replay **link = &c->replays, *r = xcalloc(1, sizeof *r);

	while (*link != NULL)
		link = &(*link)->next;
	*link = r;
	(void)str_copy(r->name, sizeof r->name, name);
	r->since_ms = since_ms;
	r->limit = limit;
	r->upto = upto;
	client_resume(c);		/* the next turn asks */
	return r;
}

static void
add_channel(struct client *c, const struct channel *ch, int64_t since_ms,
    unsigned limit)
{
	add(c, ch->name, since_ms, limit, bus_applied(c->server->bus))
	    ->channel = ch->number;
}

void
replay_joined(struct client *c, const struct channel *ch)
{
	unsigned n = c->server->config.replay_on_join;

	if (n > 0 && is_wanted(c))
		add_channel(c, ch, 0, n);
}

/* Whatever was said since, and has not been read elsewhere. */
static void
add_missed(struct client *c, const struct member *m, int64_t since_ms)
{
	struct read_target target = { .nick = "" };
	int64_t read_ms;

	if (m == NULL)
		return;
	add_missed(c, m->next_of_user, since_ms);	/* the oldest first */
	target.channel = m->channel->number;
	read_ms = read_marker_get(c->user, target);
	add_channel(c, m->channel, read_ms > since_ms ? read_ms : since_ms,
	    CHATHISTORY_MAX);
}

void
replay_missed(struct client *c, int64_t since_ms)
{
	if (!is_wanted(c))
		return;
	since_ms--;	/* rather twice what was said in that millisecond */
	add_missed(c, c->user->members, since_ms);
	(void)add(c, "", since_ms, CHATHISTORY_MAX,
	    bus_applied(c->server->bus));
}

/* --- the answers --- */

static void
then_rows(struct client *c, const struct result *r, void *ctx)
{
	const struct asked *asked = ctx;

	if (r->code == RESULT_OK && r->nrows > 0 &&
	    asked->user == user_identity(c->user))
		history_answer_start(c->server->answer, r, "chathistory",
		    asked->replay.name);
}

static void
then_talks(struct client *c, const struct result *r, void *ctx)
{
	const struct asked *asked = ctx;
	const struct replay *all = &asked->replay;
	size_t i;

	for (i = 0; r->code == RESULT_OK && i < r->ntargets; i++)
		if (r->targets[i].channel == 0)
			(void)add(c, r->targets[i].name, all->since_ms,
			    all->limit, all->upto);
}

/* --- the questions --- */

static void
ask(struct client *c, const struct replay *r)
{
	struct question q = { .kind = QUESTION_HISTORY,
	    .part = HISTORY_LATEST, .user = user_identity(c->user),
	    .limit = r->limit, .upto = r->upto };
	struct asked *asked = xcalloc(1, sizeof *asked);
	char folded[NICK_LEN + 1];
	bool may;

	asked->user = q.user;
	asked->replay = *r;
	if (r->since_ms != 0)
		q.from = (struct history_ref){ .type = HISTORY_REF_TIME,
		    .time_ms = r->since_ms };
	if (r->name[0] == '\0') {
		q.kind = QUESTION_TARGETS;
		q.to = (struct history_ref){ .type = HISTORY_REF_TIME,
		    .time_ms = INT64_MAX };
		client_ask(c, &q, then_talks, asked);
		return;
	}
	may = r->channel != 0 ? reading_channel(c, channel_by_number(c->server,
	    r->channel), &q.channel) : reading_talk(c, r->name, &q, folded);
	if (may)
		client_ask(c, &q, then_rows, asked);
	else
		free(asked);
}

void
replay_go_on(struct client *c)
{
	struct server *s = c->server;

	while (c->replays != NULL && c->user != NULL && c->question == NULL &&
	    s->nquestions < QUESTIONS_MAX) {
		struct replay *r = c->replays;

		c->replays = r->next;
		s->answer = answer_find(c, 0);
		ask(c, r);
		s->answer = NULL;
		free(r);
	}
}

void
replay_drop_all(struct client *c)
{
	while (c->replays != NULL) {
		struct replay *r = c->replays;

		c->replays = r->next;
		free(r);
	}
}
