/* player.c -- a session, a server played by the test, and a clock. */
#include "config.h"

#include "tests/support/player.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/id.h"

#include "base/banned.h"

enum { TEXT_MAX = 8 * 1024 * 1024 };

const char player_tcpchat_caps[] = "away-notify batch cap-notify "
    "draft/chathistory echo-message extended-join invite-notify "
    "labeled-response message-tags multi-prefix server-time setname "
    "standard-replies tcpchat/stored=full userhost-in-names";
const char player_tcpchat_isupport[] = "CASEMAPPING=ascii CHANTYPES=# "
    "PREFIX=(ov)@+ CHANMODES=beI,k,l,imnst NICKLEN=30 NETWORK=office WHOX "
    "CHATHISTORY=100 MSGREFTYPES=msgid,timestamp LOBBY=#all "
    "TCPCHAT=1,id=86400";

/* --- Ids ------------------------------------------------------------------- */

static int
number_of_id(struct player *p, const char *id)
{
	int i;

	for (i = 0; i < p->nids; i++)
		if (strcmp(p->ids[i], id) == 0)
			return i + 1;
	assert_true(p->nids < PLAYER_IDS);
	memcpy(p->ids[p->nids], id, sizeof p->ids[0]);
	return ++p->nids;
}

const char *
player_id(const struct player *p, int n)
{
	assert_in_range(n, 1, p->nids);
	return p->ids[n - 1];
}

/* Appends `text` with each id in it replaced by its number. */
static void
add_text(struct player *p, struct buf *out, const char *text, size_t len)
{
	char id[SESSION_ID_LEN + 1] = "";
	size_t i;

	for (i = 0; i < len; i++) {
		if (len - i >= SESSION_ID_LEN) {
			memcpy(id, text + i, SESSION_ID_LEN);
			if (id_valid(id)) {
				assert_true(buf_addf(out, "<%d>",
				    number_of_id(p, id)));
				i += SESSION_ID_LEN - 1;
				continue;
			}
		}
		if (text[i] != '\r')
			assert_true(buf_add_char(out, text[i]));
	}
}

/* --- Events as text -------------------------------------------------------- */

static const char *const states[] = { "idle", "connecting", "registering",
	"syncing", "online", "waiting", "closed" };
static const char *const whys[] = { "", " link", " error", " quit",
	" password", " banned", " nick", " trust" };
static const char *const kinds[] = { "text", "action", "notice", "join",
	"part", "quit", "kick", "mode", "nick", "topic", "invite", "remark" };
static const char *const deliveries[] = { "waits", "written", "stored",
	"refused", "unknown", "dropped" };
static const char *const wheres[] = { "newest", "oldest", "gap", "aside" };
static const char *const notes[] = { "motd", "server", "info", "error",
	"no-nick", "no-channel", "invite", "raw" };
static const char *const typings[] = { "done", "active", "paused" };
static const char *const whois[] = { "user", "server", "operator", "idle",
	"channels", "away", "account", "secure", "other", "was", "end" };

static void
add_line(struct buf *b, const struct session_line *l)
{
	assert_int_equal(l->text_len, strlen(l->text));
	assert_true(buf_addf(b, "%s%s %s%s%s: %s", l->own ? "own " : "",
	    kinds[l->kind], l->nick, l->object[0] != '\0' ? " -> " : "",
	    l->object, l->text));
	if (l->reply_to[0] != '\0')
		assert_true(buf_addf(b, " re %s", l->reply_to));
	if (l->msgid[0] != '\0')
		assert_true(buf_addf(b, " [%s]", l->msgid));
	if (l->id[0] != '\0')
		assert_true(buf_addf(b, " %s", l->id));
}

static void
add_delivery(struct buf *b, const struct session_event *e)
{
	assert_true(buf_addf(b, "%s %s%s%s", e->delivery.id,
	    deliveries[e->delivery.state],
	    e->delivery.is_final ? " final" : "",
	    e->delivery.is_held ? " held" : ""));
	if (e->delivery.is_first)
		assert_true(buf_addf(b, " first: %s", e->delivery.text));
	if (e->delivery.state == SESSION_REFUSED)
		assert_true(buf_addf(b, ": %s", e->delivery.reason));
	if (e->delivery.reply_to[0] != '\0')
		assert_true(buf_addf(b, " re %s", e->delivery.reply_to));
	if (e->delivery.msgid[0] != '\0')
		assert_true(buf_addf(b, " [%s]", e->delivery.msgid));
}

static void
add_members(struct buf *b, const struct session_event *e)
{
	static const char signs[] = "+-~";
	const struct session_member_change *c;
	size_t i;

	for (i = 0; i < e->members.count; i++) {
		c = &e->members.changes[i];
		assert_true(buf_addf(b, "%s%c%s%s%s%s%s", i > 0 ? " " : "",
		    signs[c->what], c->member.prefixes, c->member.nick,
		    c->member.away ? " away" : "",
		    c->member.account[0] != '\0' ? " as " : "",
		    c->member.account));
	}
	assert_true(buf_addf(b, " (%zu%s)", e->members.total,
	    e->members.is_list_end ? ", list" : ""));
}

static void
add_lines(struct buf *b, const struct session_event *e)
{
	size_t i;

	assert_true(buf_addf(b, "%s", wheres[e->lines.where]));
	if (e->lines.where == SESSION_INTO_GAP)
		assert_true(buf_addf(b, " %u", e->lines.gap));
	assert_true(buf_addf(b, " %zu%s", e->lines.count,
	    e->lines.is_end ? " end" : ""));
	for (i = 0; i < e->lines.count; i++) {
		assert_true(buf_add_str(b, "\n\t"));
		add_line(b, &e->lines.lines[i]);
	}
}

static bool
add_detail(struct buf *b, const struct session_event *e, int64_t mono_ms)
{
	size_t i;

	switch (e->type) {
	case SESSION_EVENT_STATE:
		if (e->state.state == SESSION_WAITING)
			return buf_addf(b, "STATE waiting%s %lld ms: %s",
			    whys[e->state.why], (long long)
			    (e->state.retry_at_ms - mono_ms), e->state.reason);
		return buf_addf(b, "STATE %s%s%s%s", states[e->state.state],
		    whys[e->state.why], e->state.reason[0] != '\0' ? ": " : "",
		    e->state.reason);
	case SESSION_EVENT_WELCOME:
		return buf_addf(b, "WELCOME %s to %s lobby %s signs %s%s%s%s%s",
		    e->welcome.nick, e->welcome.network, e->welcome.lobby,
		    e->welcome.prefixes, e->welcome.has_echo ? " echo" : "",
		    e->welcome.has_history ? " history" : "",
		    e->welcome.stored, e->welcome.is_return ? " again" : "");
	case SESSION_EVENT_LOGIN:
		return buf_addf(b, "LOGIN %s %s%s", e->login.account,
		    e->login.is_in ? "in" : "refused: ", e->login.reason);
	case SESSION_EVENT_JOINED:
		return buf_addf(b, "JOINED %s%s%s", e->target,
		    e->joined.is_lobby ? " lobby" : "",
		    e->joined.is_return ? " again" : "");
	case SESSION_EVENT_PARTED:
		return buf_addf(b, "PARTED %s by %s: %s", e->target,
		    e->parted.by, e->parted.reason);
	case SESSION_EVENT_MESSAGE:
		assert_true(buf_addf(b, "MESSAGE %s ", e->target));
		add_line(b, &e->line);
		return true;
	case SESSION_EVENT_DELIVERY:
		assert_true(buf_addf(b, "DELIVERY %s ", e->target));
		add_delivery(b, e);
		return true;
	case SESSION_EVENT_LINES:
		assert_true(buf_addf(b, "LINES %s ", e->target));
		add_lines(b, e);
		return true;
	case SESSION_EVENT_GAP:
		return buf_addf(b, "GAP %s %u %s%s", e->target, e->gap.gap,
		    e->gap.is_open ? "open" : "closed",
		    e->gap.is_fillable ? " fillable" : "");
	case SESSION_EVENT_MEMBERS:
		assert_true(buf_addf(b, "MEMBERS %s ", e->target));
		add_members(b, e);
		return true;
	case SESSION_EVENT_TOPIC:
		return buf_addf(b, "TOPIC %s by %s at %lld%s: %s", e->target,
		    e->topic.by, (long long)e->topic.time_ms,
		    e->topic.is_change ? " now" : "", e->topic.text);
	case SESSION_EVENT_NICK:
		return buf_addf(b, "NICK %s%s to %s%s",
		    e->nick.own ? "own " : "", e->nick.from, e->nick.to,
		    e->nick.is_target ? " talk" : "");
	case SESSION_EVENT_AWAY:
		return buf_addf(b, "AWAY %s%s %s: %s", e->away.own ? "own " : "",
		    e->away.nick, e->away.away ? "away" : "back",
		    e->away.text);
	case SESSION_EVENT_TYPING:
		return buf_addf(b, "TYPING %s %s %s", e->target, e->typing.nick,
		    typings[e->typing.state]);
	case SESSION_EVENT_READ:
		return buf_addf(b, "READ %s %lld", e->target,
		    (long long)(e->read.time_ms / 1000));
	case SESSION_EVENT_REACTION:
		return buf_addf(b, "REACTION %s [%s] %s by %s%s%s", e->target,
		    e->reaction.msgid, e->reaction.text, e->reaction.nick,
		    e->reaction.own ? ", own" : "",
		    e->reaction.is_gone ? ", no longer" : "");
	case SESSION_EVENT_REDACTED:
		return buf_addf(b, "REDACTED %s [%s] by %s: %s", e->target,
		    e->redacted.msgid, e->redacted.by, e->redacted.reason);
	case SESSION_EVENT_FOUND:
		return buf_addf(b, "FOUND %s%s", !e->found.is_asked ?
		    "not asked" : e->found.is_failed ? "failed" : "",
		    e->found.count > 0 ? e->found.lines[0].text : "");
	case SESSION_EVENT_NOTE:
		return buf_addf(b, "NOTE %s %s %s: %s", notes[e->note.kind],
		    e->note.sender, e->note.subject, e->note.text);
	case SESSION_EVENT_LIST:
		return buf_addf(b, "LIST %s %lu: %s%s", e->list.channel,
		    e->list.members, e->list.topic,
		    e->list.is_end ? " end" : "");
	case SESSION_EVENT_WHOIS:
		return buf_addf(b, "WHOIS %s %s: %s%s%s %llu", e->whois.nick,
		    whois[e->whois.what], e->whois.text,
		    e->whois.more[0] != '\0' ? " / " : "", e->whois.more,
		    (unsigned long long)e->whois.number);
	case SESSION_EVENT_ASK:
		assert_true(buf_add_str(b, "ASK"));
		for (i = 0; i < e->ask.count; i++)
			assert_true(buf_addf(b, " %s", e->ask.ids[i]));
		return true;
	case SESSION_EVENT_CONNECT:
		return buf_addf(b, "CONNECT %s:%u%s", e->connect.host,
		    (unsigned)e->connect.port, e->connect.tls ? " tls" : "");
	case SESSION_EVENT_CLOSE:
		return buf_addf(b, "CLOSE %s", e->close.reason);
	}
	return false;
}

static void
add_event(struct player *p, const struct session_event *e)
{
	struct buf line;

	if (!p->is_noisy && (e->type == SESSION_EVENT_STATE ||
	    e->type == SESSION_EVENT_NOTE || e->type == SESSION_EVENT_AWAY))
		return;
	buf_init(&line, TEXT_MAX);
	assert_true(add_detail(&line, e, p->now.mono_ms));
	assert_true(buf_add_char(&line, '\n'));
	add_text(p, &p->told, line.data, line.len);
	buf_release(&line);
}

/* --- Playing --------------------------------------------------------------- */

void
player_init(struct player *p, const struct session_config *config)
{
	static const struct session_config usual = {
		.host = "chat.example", .port = 6667, .nick = "alice",
	};

	memset(p, 0, sizeof *p);
	p->now.mono_ms = 1000000;
	p->now.wall_ms = INT64_C(1795166400000);
	buf_init(&p->sent, TEXT_MAX);
	buf_init(&p->told, TEXT_MAX);
	p->s = session_new(config != NULL ? config : &usual, NULL, 1);
}

void
player_release(struct player *p)
{
	session_free(p->s);
	buf_release(&p->sent);
	buf_release(&p->told);
}

static void
take_events(struct player *p)
{
	struct session_event e;

	while (session_next(p->s, &e))
		add_event(p, &e);
}

void
player_settle(struct player *p)
{
	const char *data;
	size_t len;
	bool alone;

	take_events(p);
	while (!p->is_stuck && session_output(p->s, &data, &len, &alone)) {
		add_text(p, &p->sent, data, len);
		session_wrote(p->s, len, p->now);
		take_events(p);
	}
}

void
player_forget(struct player *p)
{
	buf_reset(&p->sent);
	buf_reset(&p->told);
}

void
player_connect(struct player *p)
{
	session_tick(p->s, p->now);
	session_open(p->s, p->now);
	player_settle(p);
	player_return(p);
}

void
player_return(struct player *p)
{
	session_connected(p->s, &p->link, p->now);
	player_settle(p);
	player_forget(p);
}

void
player_break(struct player *p)
{
	session_lost(p->s, SESSION_WHY_LINK, "connection reset", p->now);
	player_settle(p);
}

void
player_feed(struct player *p, const char *lines)
{
	const char *end;

	for (; *lines != '\0'; lines = *end == '\0' ? end : end + 1) {
		end = lines + strcspn(lines, "\n");
		session_input(p->s, lines, (size_t)(end - lines), p->now);
		session_input(p->s, "\r\n", 2, p->now);
	}
	player_settle(p);
}

static void
pass(struct player *p, int64_t ms)
{
	p->now.mono_ms += ms;
	p->now.wall_ms += ms;
}

void
player_wait(struct player *p, int64_t ms)
{
	int64_t end = p->now.mono_ms + ms, due;

	for (;;) {
		due = session_tick(p->s, p->now);
		player_settle(p);
		if (due > end)
			break;
		pass(p, due > p->now.mono_ms ? due - p->now.mono_ms : 0);
	}
	pass(p, end - p->now.mono_ms);
	session_tick(p->s, p->now);
	player_settle(p);
}

void
player_welcome(struct player *p, const char *caps, const char *isupport)
{
	struct buf b;

	buf_init(&b, TEXT_MAX);
	assert_true(buf_addf(&b, ":srv CAP * LS :%s\n", caps));
	if (caps[0] != '\0')
		assert_true(buf_addf(&b, ":srv CAP * ACK :%s\n", caps));
	assert_true(buf_addf(&b, ":srv 001 alice :Welcome\n"
	    ":srv 005 alice %s :are supported\n:srv 422 alice :No MOTD\n",
	    isupport));
	if (strstr(isupport, "LOBBY=#all") != NULL)
		assert_true(buf_add_str(&b, ":alice!alice@host JOIN #all * :A\n"
		    ":srv 353 alice = #all :@bob alice\n"
		    ":srv 366 alice #all :End\n"));
	player_feed(p, buf_str(&b));
	buf_release(&b);
}

void
player_expect(struct buf *got, const char *text, const char *file, int line)
{
	char *have = buf_str(got);

	if (strcmp(have, text) != 0) {
		print_error("--- expected:\n%s--- got:\n%s---\n", text, have);
		_fail(file, line);
	}
	buf_reset(got);
}

bool
player_has(struct buf *got, const char *text)
{
	return strstr(buf_str(got), text) != NULL;
}
