/*
 * reconnect_test.c -- three people, a server, and connections that break.
 *
 * Sessions talk with the real server in one process. Chance cuts what is on
 * its way into pieces, breaks connections in the middle and starts the server
 * again. At the end everybody must have seen every message once and in one
 * order, and every sender must know of each of theirs that it is stored.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/rand.h"
#include "base/xalloc.h"
#include "session/session.h"
#include "support/stage.h"

#include "base/banned.h"

enum { PEOPLE = 3, SEEDS = 200, STEPS = 400, LINES_MAX = 4096 };

/* What the pane of #all shows: texts, and the marks of gaps. */
struct pane {
	char *lines[LINES_MAX];	/* owned; a mark begins with '\t' */
	size_t count;
};

struct person {
	struct session *s;
	struct peer *peer;	/* NULL: no connection */
	struct pane pane;
	struct pane happened;	/* msgids: who came and went */
	unsigned said, stored;
	const char *nick;
};

struct world_of_test {
	struct stage stage;
	struct rand rand;
	struct person people[PEOPLE];
	unsigned connections;
	unsigned resent;	/* deliveries that waited once more */
	unsigned resumed;	/* returns that nobody noticed */
};

/* --- The pane -------------------------------------------------------------- */

static void
pane_insert(struct pane *p, size_t at, const char *text)
{
	assert_true(p->count < LINES_MAX);
	memmove(&p->lines[at + 1], &p->lines[at],
	    (p->count - at) * sizeof p->lines[0]);
	p->lines[at] = xstrdup(text);
	p->count++;
}

static size_t
pane_find(const struct pane *p, const char *text)
{
	size_t i;

	for (i = 0; i < p->count; i++)
		if (strcmp(p->lines[i], text) == 0)
			break;
	return i;
}

static void
pane_remove(struct pane *p, size_t at)
{
	free(p->lines[at]);
	p->count--;
	memmove(&p->lines[at], &p->lines[at + 1],
	    (p->count - at) * sizeof p->lines[0]);
}

static void
mark_name(char out[32], uint32_t gap)
{
	snprintf(out, 32, "\tgap %u", (unsigned)gap);
}

/* Who came and went is told once, live or by the history. */
static void
show_event(struct person *p, const struct session_line *line)
{
	if (line->msgid[0] == '\0')
		return;
	assert_int_equal(pane_find(&p->happened, line->msgid),
	    p->happened.count);
	pane_insert(&p->happened, p->happened.count, line->msgid);
}

static void
show_lines(struct person *who, const struct session_event *e)
{
	struct pane *p = &who->pane;
	size_t at = p->count, i;
	char mark[32];

	if (e->lines.where == SESSION_INTO_GAP) {
		mark_name(mark, e->lines.gap);
		at = pane_find(p, mark);
		assert_true(at < p->count);
	}
	for (i = 0; i < e->lines.count; i++)
		if (e->lines.lines[i].kind == SESSION_LINE_TEXT)
			pane_insert(p, at++, e->lines.lines[i].text);
		else
			show_event(who, &e->lines.lines[i]);
}

static void
show_gap(struct pane *p, const struct session_event *e)
{
	char mark[32];
	size_t at;

	mark_name(mark, e->gap.gap);
	at = pane_find(p, mark);
	assert_true(e->gap.is_fillable || !e->gap.is_open);
	if (!e->gap.is_open)
		pane_remove(p, at);
	else if (at == p->count)
		pane_insert(p, at, mark);
}

/* --- The edge -------------------------------------------------------------- */

static struct now
now_of(struct world_of_test *w)
{
	return w->stage.now;
}

static void
follow_delivery(struct world_of_test *w, struct person *p,
    const struct session_event *e)
{
	assert_int_not_equal(e->delivery.state, SESSION_REFUSED);
	assert_int_not_equal(e->delivery.state, SESSION_UNKNOWN);
	if (e->delivery.state == SESSION_WAITS && !e->delivery.is_first)
		w->resent++;
	if (e->delivery.state == SESSION_STORED)
		p->stored++;
}

static void
connect_person(struct world_of_test *w, struct person *p)
{
	static const struct session_link link = { .tls = false };
	char name[PEER_NAME_SIZE];

	snprintf(name, sizeof name, "%s%u", p->nick, ++w->connections);
	p->peer = stage_connect(&w->stage, name, NULL);
	session_connected(p->s, &link, now_of(w));
}

static void
take_events(struct world_of_test *w, struct person *p)
{
	struct session_event e;

	while (session_next(p->s, &e)) {
		if (e.type == SESSION_EVENT_CONNECT)
			connect_person(w, p);
		else if (e.type == SESSION_EVENT_WELCOME)
			w->resumed += e.welcome.is_resumed;
		else if (e.type == SESSION_EVENT_DELIVERY)
			follow_delivery(w, p, &e);
		else if (e.type == SESSION_EVENT_LINES)
			show_lines(p, &e);
		else if (e.type == SESSION_EVENT_GAP)
			show_gap(&p->pane, &e);
		else if (e.type == SESSION_EVENT_MESSAGE &&
		    e.line.kind == SESSION_LINE_TEXT)
			pane_insert(&p->pane, p->pane.count, e.line.text);
		else if (e.type == SESSION_EVENT_MESSAGE)
			show_event(p, &e.line);
	}
}

/* How much of `len` bytes goes this time. */
static size_t
some(struct world_of_test *w, size_t len, bool all)
{
	return all || rand_below(&w->rand, 3) > 0 ? len :
	    1 + rand_below(&w->rand, len);
}

static void
lose(struct world_of_test *w, struct person *p)
{
	p->peer = NULL;
	session_lost(p->s, SESSION_WHY_LINK, "broken", now_of(w));
	take_events(w, p);
}

/* Bytes go both ways, perhaps not all of them. */
static void
move_bytes(struct world_of_test *w, struct person *p, bool all)
{
	const char *data;
	size_t len;
	bool alone;

	session_tick(p->s, now_of(w));
	take_events(w, p);
	if (p->peer == NULL)
		return;
	len = p->peer->output.len - p->peer->taken;
	if (len > 0) {
		len = some(w, len, all);
		data = p->peer->output.data + p->peer->taken;
		p->peer->taken += len;
		session_input(p->s, data, len, now_of(w));
		take_events(w, p);
	} else if (p->peer->client == NULL) {
		lose(w, p);
		return;
	}
	if (session_output(p->s, &data, &len, &alone)) {
		len = some(w, len, all);
		peer_type_bytes(p->peer, data, len);
		session_wrote(p->s, len, now_of(w));
		take_events(w, p);
	}
}

/* --- What happens ---------------------------------------------------------- */

static void
say(struct world_of_test *w, struct person *p)
{
	char text[32];

	snprintf(text, sizeof text, "%s %u", p->nick, p->said + 1);
	if (session_send(p->s, SESSION_LINE_TEXT, "#all", text, now_of(w)) !=
	    NULL)
		p->said++;
	take_events(w, p);
}

static void
break_link(struct world_of_test *w, struct person *p)
{
	if (p->peer == NULL)
		return;
	if (p->peer->client != NULL)
		peer_break(&w->stage, p->peer);
	lose(w, p);
}

/* The server ends and is there again; its peers end with it. */
static void
restart(struct world_of_test *w)
{
	size_t i;

	stage_restart(&w->stage);
	for (i = 0; i < PEOPLE; i++)
		if (w->people[i].peer != NULL)
			lose(w, &w->people[i]);
}

static void
step(struct world_of_test *w)
{
	struct person *p = &w->people[rand_below(&w->rand, PEOPLE)];
	uint64_t what = rand_below(&w->rand, 100);

	if (what < 40)
		say(w, p);
	else if (what < 80)
		move_bytes(w, p, false);
	else if (what < 92)
		assert_true(stage_wait(&w->stage, (int64_t)
		    rand_below(&w->rand, 500)));
	else if (what < 96)
		stage_turn(&w->stage);
	else if (what < 99)
		break_link(w, p);
	else if (rand_below(&w->rand, 3) == 0)
		restart(w);
}

static bool
is_settled(const struct world_of_test *w)
{
	size_t i;

	for (i = 0; i < PEOPLE; i++)
		if (session_state(w->people[i].s) != SESSION_ONLINE ||
		    session_unsent(w->people[i].s) > 0)
			return false;
	return true;
}

/* Everything arrives, everybody returns. */
static void
calm_down(struct world_of_test *w, unsigned turns)
{
	unsigned i, k;

	for (i = 0; i < turns || (!is_settled(w) && i < 10000); i++) {
		for (k = 0; k < PEOPLE; k++)
			move_bytes(w, &w->people[k], true);
		assert_true(stage_wait(&w->stage, 20));
	}
	assert_true(is_settled(w));
}

/* --- Before and after ------------------------------------------------------ */

static void
begin(struct world_of_test *w, uint64_t seed)
{
	static const char *const nicks[PEOPLE] = { "alice", "bob", "carol" };
	struct session_config config = { .host = "h", .port = 1 };
	size_t i;

	memset(w, 0, sizeof *w);
	rand_seed(&w->rand, seed);
	stage_init(&w->stage, STAGE_RANDOM, seed);
	w->stage.config.lobby = "#all";
	stage_open(&w->stage);
	for (i = 0; i < PEOPLE; i++) {
		w->people[i].nick = config.nick = nicks[i];
		config.resumes = i > 0;	/* and one always comes anew */
		w->people[i].s = session_new(&config, NULL, seed * 10 + i);
		session_tick(w->people[i].s, now_of(w));
		session_open(w->people[i].s, now_of(w));
	}
	calm_down(w, 20);
}

static void
compare(const struct world_of_test *w)
{
	const struct pane *first = &w->people[0].pane, *p;
	unsigned said = 0;
	size_t i, k;

	for (i = 0; i < PEOPLE; i++) {
		assert_int_equal(w->people[i].stored, w->people[i].said);
		said += w->people[i].said;
	}
	assert_int_equal(first->count, said);
	for (i = 0; i < PEOPLE; i++) {
		p = &w->people[i].pane;
		assert_int_equal(p->count, said);
		for (k = 0; k < said; k++) {
			assert_string_equal(p->lines[k], first->lines[k]);
			assert_int_equal(pane_find(p, p->lines[k]), k);
		}
	}
}

static void
end(struct world_of_test *w)
{
	size_t i;

	for (i = 0; i < PEOPLE; i++) {
		session_free(w->people[i].s);
		while (w->people[i].pane.count > 0)
			pane_remove(&w->people[i].pane,
			    w->people[i].pane.count - 1);
		while (w->people[i].happened.count > 0)
			pane_remove(&w->people[i].happened,
			    w->people[i].happened.count - 1);
	}
	stage_release(&w->stage);
}

static void
nothing_is_lost_doubled_or_out_of_order(void **state)
{
	static struct world_of_test w;
	unsigned i, resent = 0, resumed = 0;
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= SEEDS; seed++) {
		begin(&w, seed);
		for (i = 0; i < STEPS; i++)
			step(&w);
		calm_down(&w, 50);
		compare(&w);
		resent += w.resent;
		resumed += w.resumed;
		end(&w);
	}
	assert_true(resent > SEEDS);	/* it was not too easy */
	assert_true(resumed > SEEDS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_lost_doubled_or_out_of_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
