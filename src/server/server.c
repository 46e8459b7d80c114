/* server.c -- the chat itself: birth, turns, time, end. */
#include "config.h"
#include "server/server.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "proto/limits.h"
#include "server/account.h"
#include "server/apply.h"
#include "server/client_input.h"
#include "server/cmd_cap.h"
#include "server/command.h"
#include "server/event.h"
#include "server/guess.h"
#include "server/hosts.h"
#include "server/isupport.h"
#include "server/long_answer.h"
#include "server/lookup.h"
#include "server/member.h"
#include "server/metadata.h"
#include "server/oper.h"
#include "server/server_internal.h"
#include "server/question.h"
#include "server/read_marker.h"
#include "server/silent.h"
#include "server/standing.h"
#include "store/store.h"

#include "base/banned.h"

enum {
	SWEEP_MS = 15000,	/* timeouts of registered clients are checked */
	LOOK_MS = 1000,		/* and those of newcomers */
	/* A rendered message: two sides' tags, and of each of its lines tags
	 * of ours and a body. */
	SCRATCH_MAX = 4 * IRC_LINE_MAX + MULTILINE_BYTES +
	    MULTILINE_LINES * IRC_LINE_BODY_MAX,
};

static char *
copy(const char *s)
{
	return s == NULL ? NULL : xstrdup(s);
}

static void
config_release(struct server_config *c)
{
	free((char *)c->name);
	free((char *)c->network);
	free((char *)c->icon);
	free((char *)c->tag_deny);
	free((char *)c->version);
	free((char *)c->password);
	free((char *)c->lobby);
	free((char *)c->lobby_topic);
	free((char *)c->absent_text);
	free((struct store_keep *)c->keep);
	free((char *)c->durability);
	free((char *)c->motd);
	free((char *)c->info);
	opers_release((struct oper_config *)c->opers, c->nopers);
}

static void
config_copy(struct server_config *to, const struct server_config *from)
{
	*to = *from;
	to->name = copy(from->name);
	to->network = copy(from->network);
	to->icon = copy(from->icon);
	to->tag_deny = copy(from->tag_deny);
	to->version = copy(from->version);
	to->password = copy(from->password);
	to->lobby = copy(from->lobby);
	to->lobby_topic = copy(from->lobby_topic);
	to->absent_text = copy(from->absent_text);
	to->keep = from->keep == NULL ? NULL : store_keep_copy(from->keep);
	to->durability = copy(from->durability);
	to->motd = copy(from->motd);
	to->info = copy(from->info);
	to->opers = opers_copy(from->opers, from->nopers);
}

/* The lobby exists, with the topic of the settings. */
static void
post_lobby(struct server *s)
{
	struct event_text text = { .source = s->config.name,
	    .target = s->config.lobby, .text = s->config.lobby_topic };

	if (s->config.lobby != NULL)
		post_own(s, event_new(EVENT_LOBBY, &text));
}

struct server *
server_new(const struct server_config *config, const struct world *world,
    struct bus *bus, struct now now)
{
	struct server *s = xcalloc(1, sizeof *s);

	config_copy(&s->config, config);
	s->world = *world;
	s->bus = bus;
	s->now = now;
	s->created_ms = now.wall_ms;
	s->deliveries_left = DELIVERIES_PER_TURN;
	lookup_init(s);
	ban_index_init(&s->bans.index);
	TAILQ_INIT(&s->held);
	TAILQ_INIT(&s->clients);
	TAILQ_INIT(&s->newcomers);
	TAILQ_INIT(&s->waiting);
	buf_init(&s->scratch, SCRATCH_MAX);
	buf_init(&s->tag, IRC_TAGS_MAX);
	buf_init(&s->isupport, ISUPPORT_MAX_BYTES);
	s->plain.server = s;
	s->guesses = guesses_new();
	s->commands_run = xcalloc(command_count(), sizeof *s->commands_run);
	post_lobby(s);
	post_own(s, event_new(EVENT_START, &(struct event_text){
	    .source = s->config.name }));
	return s;
}

void
server_configure(struct server *s, const struct server_config *config)
{
	struct server_config old = s->config;
	struct isupport_said said;

	isupport_remember(s, &said);
	config_copy(&s->config, config);
	caps_tell_changes(s, &old);
	isupport_tell_changes(s, &said);
	config_release(&old);
	post_lobby(s);
}

void
server_restore_channel(struct server *s, const struct store_channel *c)
{
	channel_restore(s, c);
}

void
server_restore_belonging(struct server *s, const struct store_belonging *b)
{
	bool ok = b->kind == BELONGING_MARKER ? read_marker_restore(s, b) :
	    b->kind == BELONGING_METADATA ? metadata_restore(s, b) :
	    standing_restore(s, b);

	if (!ok)
		bus_change(s->bus, store_change_new_belonging(b, true));
}

void
server_restore_ban(struct server *s, const struct store_ban *b)
{
	ban_restore(s, b);
}

void
server_restore_account(struct server *s, const struct account_row *row)
{
	struct account *a = account_new(s, row->number, row->name,
	    row->registered_ms);

	a->flags = row->flags & ACCOUNT_FLAGS;
}

void
server_restore_time(struct server *s, int64_t newest_ms)
{
	if (newest_ms > s->posted_ms)
		s->posted_ms = newest_ms;
}

static void
free_users(struct server *s)
{
	while (s->users.first != NULL) {
		struct user *u = list_item(s->users.first, struct user, node);

		while (u->members != NULL) {
			struct member *m = u->members;

			u->members = m->next_of_user;
			list_remove(&m->channel->members, &m->node);
			free(m);
		}
		user_free(s, u);
	}
}

static void
release_lines(struct server *s)
{
	int i;

	payload_writer_release(&s->own_lines);
	for (i = 0; i < FANOUT_WRITERS; i++)
		payload_writer_release(&s->lines[i]);
}

void
server_free(struct server *s)
{
	if (s == NULL)
		return;
	question_drop_own(s);
	s->is_ending = true;
	free_users(s);
	account_free_all(s);
	channel_free_all(s);
	ban_free_all(s);
	hosts_free_all(s);
	lookup_release(s);
	config_release(&s->config);
	outq_pool_release(&s->outq_pool);
	release_lines(s);
	whowas_release(&s->whowas);
	free(s->commands_run);
	buf_release(&s->plain.lines);
	guesses_free(s->guesses);
	buf_release(&s->scratch);
	buf_release(&s->tag);
	buf_release(&s->isupport);
	free(s->marked);
	client_queue_release(&s->dirty);
	client_queue_release(&s->producing);
	free(s->slots);
	free(s->free_slots);
	free(s);
}

const char *
server_time_tag(struct server *s, int64_t time_ms)
{
	if (time_ms == 0)
		time_ms = s->now.wall_ms;
	if (s->time_tag_ms != time_ms || s->time_tag[0] == '\0') {
		time_format_iso(s->time_tag, time_ms);
		s->time_tag_ms = time_ms;
	}
	return s->time_tag;
}

/* --- a turn --- */

/* Those that wait go on in the order in which they began to. */
static void
let_waiting_go_on(struct server *s)
{
	struct client *c, *next;
	struct client *last = TAILQ_LAST(&s->waiting, client_list);

	for (c = TAILQ_FIRST(&s->waiting); c != NULL; c = next) {
		next = c == last ? NULL : TAILQ_NEXT(c, waiting);
		client_go_on(c);
	}
}

static void
make_pieces(struct server *s)
{
	size_t left = client_queue_count(&s->producing);
	struct client *c;

	while (left-- > 0 &&
	    (c = client_queue_pop(&s->producing, s)) != NULL) {
		c->makes_piece = false;
		long_answer_go_on(c);
	}
}

void
server_turn(struct server *s, struct now now)
{
	s->now = now;
	s->deliveries_left = DELIVERIES_PER_TURN;
	s->has_work = false;
	apply_ready(s);
	make_pieces(s);
	let_waiting_go_on(s);
}

void
server_end_turn(struct server *s)
{
	apply_ready(s);
	channel_flush_dirty(s);
	standing_flush(s);
	bus_end_turn(s->bus);
}

bool
server_has_work(const struct server *s)
{
	return s->has_work || client_queue_count(&s->producing) > 0;
}

/* --- time --- */

static void
end_channel(struct server *s, const struct channel *ch)
{
	struct event_text text = { .source = s->config.name,
	    .target = ch->name };
	struct event *e = event_new(EVENT_CHANNEL_END, &text);

	e->channel = ch->number;
	post_own(s, e);
}

static bool
may_end(const struct channel *ch)
{
	return ch->left_ms != 0 && !ch->is_lobby && ch->founder == 0;
}

/* Empty channels whose time is over, and the oldest of too many. */
static void
end_channels(struct server *s)
{
	const struct list_node *n;
	size_t kept = 0;

	for (n = s->channels.first; n != NULL; n = n->next)
		kept += may_end(list_item(n, struct channel, node));
	for (n = s->channels.first; n != NULL; n = n->next) {
		const struct channel *ch = list_item(n, struct channel, node);

		if (!may_end(ch))
			continue;
		if (kept > CHANNELS_KEPT_MAX ||
		    s->now.wall_ms - ch->left_ms > s->config.channel_keep_ms) {
			kept--;
			end_channel(s, ch);
		}
	}
}

static void
check_alive(struct client_list *list)
{
	struct client *c, *next;

	for (c = TAILQ_FIRST(list); c != NULL; c = next) {
		next = TAILQ_NEXT(c, all);
		client_check_alive(c);
	}
}

/* Whether `*next_ms` has come; it is then, or where a setting has made the
 * interval shorter since, put off by `interval`. */
static bool
is_due(const struct server *s, int64_t *next_ms, int64_t interval)
{
	bool due = s->now.mono_ms >= *next_ms;

	if (due || *next_ms > s->now.mono_ms + interval)
		*next_ms = s->now.mono_ms + interval;
	return due;
}

static int64_t
part_of(int64_t timeout_ms, int64_t most)
{
	int64_t part = timeout_ms / 8;

	if (part > most)
		part = most;
	return part < 10 ? 10 : part;
}

/* Until the first client that waits for tokens has one. */
static int64_t
flood_wait_ms(const struct server *s, int64_t most)
{
	const struct client *c;

	TAILQ_FOREACH(c, &s->waiting, waiting) {
		int64_t wait = client_flood_wait_ms(c);

		if (wait > 0 && wait < most)
			most = wait;
	}
	return most;
}

/* Ten thousand clients who say nothing are looked at seldom, the few who have
 * not said who they are often. */
static void
look_at_newcomers(struct server *s)
{
	check_alive(&s->newcomers);
	silent_limit(s);
}

int64_t
server_tick(struct server *s)
{
	int64_t wait;

	if (is_due(s, &s->next_sweep_ms,
	    part_of(s->config.ping_timeout_ms, SWEEP_MS))) {
		check_alive(&s->clients);
		end_channels(s);
		ban_sweep(s);
		hosts_sweep(s);
	}
	wait = s->next_sweep_ms - s->now.mono_ms;
	if (!TAILQ_EMPTY(&s->newcomers)) {
		if (is_due(s, &s->next_look_ms,
		    part_of(s->config.registration_timeout_ms, LOOK_MS)))
			look_at_newcomers(s);
		if (s->next_look_ms - s->now.mono_ms < wait)
			wait = s->next_look_ms - s->now.mono_ms;
	}
	return flood_wait_ms(s, attachment_end_held(s, wait));
}

void
server_stop(struct server *s, const char *reason)
{
	struct client *c;

	s->is_stopping = true;
	TAILQ_FOREACH(c, &s->clients, all)
		client_close(c, reason);
	TAILQ_FOREACH(c, &s->newcomers, all)
		client_close(c, reason);
}

struct server_counts
server_count(const struct server *s)
{
	return (struct server_counts){
		.users = s->users.count,
		.channels = s->channels.count,
		.clients = s->nclients,
		.unregistered = s->nclients - s->nregistered,
		.clients_most = s->nclients_max,
	};
}
