/*
 * session_fuzz.c -- any bytes from a server, and a person who does anything.
 *
 * An input is lines. One that begins with '!' is something the person, the
 * clock or the network does; every other one is the server's. What comes out
 * must keep the promises of session.h: clean text, whole lines.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "session/session.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Strings that are there, each once: what an edge would know by now. */
struct set {
	char **items;	/* owned */
	size_t count;
};

struct play {
	struct session *s;
	struct now now;
	uint64_t seed;
	char id[SESSION_ID_LEN + 1];	/* of the last message */
	struct set members;	/* "target nick" */
	struct set gaps;	/* "target number" */
	struct set unsettled;	/* ids */
};

static size_t
set_find(const struct set *set, const char *item)
{
	size_t i;

	for (i = 0; i < set->count; i++)
		if (strcmp(set->items[i], item) == 0)
			break;
	return i;
}

static bool
set_has(const struct set *set, const char *item)
{
	return set_find(set, item) < set->count;
}

static void
set_add(struct set *set, const char *item)
{
	if (set_has(set, item))
		return;
	set->items = xreallocarray(set->items, set->count + 1,
	    sizeof *set->items);
	set->items[set->count++] = xstrdup(item);
}

static void
set_remove_at(struct set *set, size_t i)
{
	free(set->items[i]);
	set->items[i] = set->items[--set->count];
}

static void
set_remove(struct set *set, const char *item)
{
	size_t i = set_find(set, item);

	assert(i < set->count);
	set_remove_at(set, i);
}

/* How many begin with `target` and a blank; and those go. */
static size_t
set_count(const struct set *set, const char *target)
{
	size_t i, n = 0, len = strlen(target);

	for (i = 0; i < set->count; i++)
		n += strncmp(set->items[i], target, len) == 0 &&
		    set->items[i][len] == ' ';
	return n;
}

static void
set_remove_of(struct set *set, const char *target)
{
	size_t i = 0, len = strlen(target);

	while (i < set->count)
		if (strncmp(set->items[i], target, len) == 0 &&
		    set->items[i][len] == ' ')
			set_remove_at(set, i);
		else
			i++;
}

static void
set_release(struct set *set)
{
	while (set->count > 0)
		set_remove_at(set, 0);
	free(set->items);
	set->items = NULL;
}

static void
join_words(struct buf *out, const char *a, const char *b)
{
	buf_init(out, 1 << 16);
	assert(buf_addf(out, "%s %s", a, b));
}

/* --- What must be true of everything that comes out ------------------------ */

static void
check_text(const char *text)
{
	assert(text != NULL);
	assert(utf8_valid(text, strlen(text)));
	assert(strpbrk(text, "\r\n\002\003\017\026\035\036\037") == NULL);
}

/* What people say has its formatting, and may have several lines. */
static void
check_said(enum session_line_kind kind, const char *text)
{
	if (kind > SESSION_LINE_NOTICE) {
		check_text(text);
		return;
	}
	assert(text != NULL);
	assert(utf8_valid(text, strlen(text)));
	assert(strchr(text, '\r') == NULL);
}

static void
check_line(const struct session_line *l)
{
	assert(l->kind != SESSION_LINE_REMARK);
	check_said(l->kind, l->text);
	check_text(l->nick);
	check_text(l->source);
	check_text(l->object);
	check_text(l->msgid);
	check_text(l->id);
	check_text(l->reply_to);
	assert(strlen(l->text) == l->text_len);
}

static void
check_delivery(struct play *p, const struct session_event *e)
{
	check_said(e->delivery.kind, e->delivery.text);
	check_text(e->delivery.reply_to);
	check_text(e->delivery.reason);
	assert(strlen(e->delivery.id) == SESSION_ID_LEN);
	memcpy(p->id, e->delivery.id, sizeof p->id);
	assert(e->delivery.is_first != set_has(&p->unsettled, p->id) ||
	    e->delivery.state == SESSION_REFUSED);
	if (e->delivery.state == SESSION_STORED ||
	    e->delivery.state == SESSION_REFUSED ||
	    e->delivery.state == SESSION_DROPPED)
		set_remove(&p->unsettled, p->id);
	else
		set_add(&p->unsettled, p->id);
}

/* Differences from what is known, and nothing else. */
static void
follow_member(struct play *p, const char *target,
    const struct session_member_change *c)
{
	struct buf key;

	join_words(&key, target, c->member.nick);
	assert(set_has(&p->members, buf_str(&key)) !=
	    (c->what == SESSION_ADDED));
	if (c->what == SESSION_ADDED)
		set_add(&p->members, buf_str(&key));
	else if (c->what == SESSION_REMOVED)
		set_remove(&p->members, buf_str(&key));
	buf_release(&key);
}

static void
follow_gap(struct play *p, const char *target, uint32_t gap, bool is_open,
    bool must_be_there)
{
	struct buf key;
	char number[16];

	snprintf(number, sizeof number, "%u", (unsigned)gap);
	join_words(&key, target, number);
	if (must_be_there)
		assert(set_has(&p->gaps, buf_str(&key)));
	if (is_open)
		set_add(&p->gaps, buf_str(&key));
	else
		set_remove(&p->gaps, buf_str(&key));
	buf_release(&key);
}

static void
check_members(struct play *p, const struct session_event *e)
{
	const struct session_member *m;
	size_t i;

	for (i = 0; i < e->members.count; i++) {
		m = &e->members.changes[i].member;
		check_text(m->nick);
		check_text(m->prefixes);
		check_text(m->account);
		assert(m->nick[0] != '\0');
		follow_member(p, e->target, &e->members.changes[i]);
	}
	if (e->members.is_list_end)
		assert(set_count(&p->members, e->target) == e->members.total);
}

static void
check_event(struct play *p, const struct session_event *e)
{
	size_t i;

	if (e->target != NULL)
		check_text(e->target);
	switch (e->type) {
	case SESSION_EVENT_MESSAGE:
		check_line(&e->line);
		break;
	case SESSION_EVENT_LINES:
		for (i = 0; i < e->lines.count; i++)
			check_line(&e->lines.lines[i]);
		if (e->lines.where == SESSION_INTO_GAP)
			follow_gap(p, e->target, e->lines.gap, true, true);
		break;
	case SESSION_EVENT_GAP:
		follow_gap(p, e->target, e->gap.gap, e->gap.is_open,
		    !e->gap.is_open);
		break;
	case SESSION_EVENT_PARTED:
		set_remove_of(&p->members, e->target);
		break;
	case SESSION_EVENT_DELIVERY:
		check_delivery(p, e);
		break;
	case SESSION_EVENT_REACTION:
		check_text(e->reaction.msgid);
		check_text(e->reaction.nick);
		check_text(e->reaction.text);
		break;
	case SESSION_EVENT_REDACTED:
		check_text(e->redacted.msgid);
		check_text(e->redacted.by);
		check_text(e->redacted.reason);
		break;
	case SESSION_EVENT_MEMBERS:
		check_members(p, e);
		break;
	case SESSION_EVENT_NOTE:
		check_text(e->note.text);
		check_text(e->note.sender);
		check_text(e->note.subject);
		break;
	case SESSION_EVENT_WHOIS:
		check_text(e->whois.text);
		check_text(e->whois.more);
		check_text(e->whois.nick);
		break;
	case SESSION_EVENT_LIST:
		check_text(e->list.channel);
		check_text(e->list.topic);
		break;
	case SESSION_EVENT_TOPIC:
		check_text(e->topic.text);
		check_text(e->topic.by);
		break;
	case SESSION_EVENT_STATE:
		check_text(e->state.reason);
		break;
	case SESSION_EVENT_LOGIN:
		check_text(e->login.account);
		check_text(e->login.reason);
		break;
	case SESSION_EVENT_WELCOME:
		check_text(e->welcome.network);
		check_text(e->welcome.lobby);
		check_text(e->welcome.nick);
		check_text(e->welcome.prefixes);
		check_text(e->welcome.stored);
		break;
	default:
		break;
	}
}

/* --- The edge -------------------------------------------------------------- */

static void
settle(struct play *p)
{
	const struct session_link link = { false, false };
	struct session_event e;
	const char *data;
	size_t len;
	bool alone;

	do {
		while (session_next(p->s, &e)) {
			check_event(p, &e);
			if (e.type == SESSION_EVENT_CONNECT)
				session_connected(p->s, &link, p->now);
		}
		if (!session_output(p->s, &data, &len, &alone))
			break;
		session_wrote(p->s, len > 7 ? len / 2 : len, p->now);
	} while (true);
}

static void
restart(struct play *p)
{
	static const struct session_config config = {
		.host = "h", .port = 1, .nick = "me", .channels = "#a,#b key",
		.multiline = true, .formats = true,
	};
	struct buf saved;

	buf_init(&saved, 1 << 20);
	if (p->s != NULL) {
		assert(session_outbox_save(p->s, &saved));
		session_free(p->s);
	}
	set_release(&p->members);
	set_release(&p->gaps);
	set_release(&p->unsettled);
	p->s = session_new(&config, NULL, ++p->seed);
	if (saved.len > 0)
		session_outbox_restore(p->s, saved.data, saved.len, p->now);
	buf_release(&saved);
	session_open(p->s, p->now);
}

/* --- The person, by the letter behind '!' ---------------------------------- */

static void
request(struct play *p, char what, const char *word, const char *rest)
{
	struct session *s = p->s;

	switch (what) {
	case 'j': session_join(s, word, rest); break;
	case 'p': session_part(s, word, rest); break;
	case 't': session_topic(s, word, rest); break;
	case 'n': session_nick(s, word); break;
	case 'a': session_away(s, rest); break;
	case 'k': session_kick(s, word, rest, rest); break;
	case 'm': session_mode(s, word, rest); break;
	case 'w': session_whois(s, word); break;
	case 'l': session_list(s, word); break;
	case 'u': session_refresh(s, word); break;
	case 'o': session_older(s, word, 5); break;
	case 'f': session_fill(s, word, (uint32_t)rest[0] % 8); break;
	case 'v': session_set_visible(s, word); break;
	case 'T': session_talk(s, word); break;
	case 'F': session_forget(s, word); break;
	case 'r': session_mark_read(s, word, INT64_C(1795166400000) +
	    (unsigned char)rest[0]); break;
	case 'R': session_raw(s, rest); break;
	default: break;
	}
}

static void
act(struct play *p, const char *line)
{
	char *word = xstrdup(line[0] != '\0' ? line + 1 : line), *rest;

	rest = strchr(word, ' ');
	if (rest != NULL)
		*rest++ = '\0';
	else
		rest = word + strlen(word);
	switch (line[0]) {
	case 's':
		session_send(p->s, SESSION_LINE_TEXT, word, rest, p->now);
		break;
	case 'S':
		session_send(p->s, SESSION_LINE_ACTION, word, rest, p->now);
		break;
	case 'y': session_retry(p->s, p->id, p->now); break;
	case 'd': session_drop(p->s, p->id); break;
	case 'c':
		p->now.mono_ms += 1 + rest[0] * 500;
		p->now.wall_ms += 1 + rest[0] * 500;
		session_tick(p->s, p->now);
		break;
	case 'z': p->now.wall_ms += 60000; break;
	case 'b':
		session_lost(p->s, SESSION_WHY_LINK, "broken", p->now);
		break;
	case 'q': session_quit(p->s, rest, p->now); break;
	case 'x': restart(p); break;
	case 'O': session_open(p->s, p->now); break;
	default: request(p, line[0], word, rest); break;
	}
	free(word);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct play p = { .now = { 1000, INT64_C(1795166400000) } };
	const char *at = (const char *)data, *end = at + size, *eol;
	char *line;

	restart(&p);
	settle(&p);
	for (; at < end; at = eol + 1) {
		eol = memchr(at, '\n', (size_t)(end - at));
		if (eol == NULL)
			eol = end;
		if (*at == '!') {
			line = xstrndup(at + 1, (size_t)(eol - at - 1));
			act(&p, line);
			free(line);
		} else {
			session_input(p.s, at, (size_t)(eol - at), p.now);
			session_input(p.s, "\r\n", 2, p.now);
		}
		settle(&p);
	}
	session_free(p.s);
	set_release(&p.members);
	set_release(&p.gaps);
	set_release(&p.unsettled);
	return 0;
}
