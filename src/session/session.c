/* session.c -- what the edge calls, and the states of a session. */
#include "config.h"

#include "session/session.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "session/batch.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	HISTORY_LINES = 50,
	SYNC_MS = 30 * 1000
};

static const char *
or_else(const char *text, const char *other)
{
	return text != NULL && text[0] != '\0' ? text : other;
}

/* --- Birth and death ------------------------------------------------------- */

static void
copy_config(struct settings *to, const struct session_config *from)
{
	const char *nick = or_else(from->nick, "guest");

	to->host = xstrdup(or_else(from->host, "localhost"));
	to->port = from->port;
	to->tls = from->tls;
	to->may_upgrade = from->may_upgrade;
	to->multiline = from->multiline;
	to->formats = from->formats;
	to->resumes = from->resumes;
	to->nick = xstrdup(nick);
	to->user = xstrdup(or_else(from->user, nick));
	to->realname = xstrdup(or_else(from->realname, nick));
	to->password = xstrdup(from->password);
	to->version = xstrdup(from->version);
	to->account = xstrdup(or_else(from->account, nick));
	to->account_password = xstrdup(from->account_password);
	to->pass_too = from->pass_too && from->account_password != NULL;
	to->has_certificate = from->has_certificate;
	to->certificate_may_fail = from->certificate_may_fail;
	to->since_ms = from->since_ms;
	to->history_lines = from->history_lines > 0 ? from->history_lines :
	    HISTORY_LINES;
}

/* "#a,#b key,#c" */
static void
want_channels(struct session *s, const char *list)
{
	struct str_span item;
	const char *rest = list;
	char *channel, *key;

	while (rest != NULL && str_next_item(&rest, ',', &item)) {
		channel = xstrndup(item.p, item.len);
		key = strchr(channel, ' ');
		if (key != NULL)
			*key++ = '\0';
		session_join(s, channel, key);
		free(channel);
	}
}

struct session *
session_new(const struct session_config *config,
    const struct dialect *dialect, uint64_t seed)
{
	struct session *s = xcalloc(1, sizeof *s);

	copy_config(&s->config, config);
	s->dialect = dialect != NULL ? dialect : &dialect_irc;
	rand_seed(&s->rand, seed);
	isupport_init(&s->isupport);
	wire_init(&s->wire);
	arena_init(&s->arena);
	s->link.lag_ms = -1;
	s->outbox.refusal = "";
	str_copy(s->nick, sizeof s->nick, s->config.nick);
	want_channels(s, config->channels);
	return s;
}

void
session_free(struct session *s)
{
	if (s == NULL)
		return;
	sasl_reset(s);
	resume_forget(s);
	outbox_clear(s);
	target_free_all(s);
	ask_clear(s);
	queue_clear(s);
	batch_clear(s);
	batch_free_spent(s);
	ignore_release(&s->ignore);
	codec_free(s->codec);
	wire_release(&s->wire);
	emit_release(s);
	arena_release(&s->arena);
	free(s->config.host);
	free(s->config.nick);
	free(s->config.user);
	free(s->config.realname);
	free(s->config.password);
	free(s->config.version);
	account_release(s);
	free(s);
}

/* --- States ---------------------------------------------------------------- */

bool
session_has(const struct session *s, uint64_t caps)
{
	return (s->caps & caps) == caps;
}

bool
session_keeps_history(const struct session *s)
{
	return session_has(s, HAS_HISTORY);
}

bool
session_is_on(const struct session *s)
{
	return s->state == SESSION_SYNCING || s->state == SESSION_ONLINE;
}

void
session_set_state(struct session *s, enum session_state state)
{
	if (s->state == state)
		return;
	s->state = state;
	emit_state(s, state, SESSION_WHY_NONE, "");
}

static bool
is_joining(const struct session *s)
{
	const struct target *t;

	for (t = s->targets; t != NULL; t = t->hh.next)
		if (t->is_wanted && !t->is_joined)
			return true;
	return false;
}

/* A server that leaves a request unanswered does not keep us from talking. */
static void
check_synced(struct session *s)
{
	bool is_late = s->now.mono_ms - s->link.welcome_ms >= SYNC_MS;
	bool is_owed = s->queue.commands != NULL || !ask_is_idle(s) ||
	    is_joining(s);

	if (s->state != SESSION_SYNCING || (is_owed && !is_late))
		return;
	session_set_state(s, SESSION_ONLINE);
	history_synced(s);
}

/* --- The connection -------------------------------------------------------- */

void
session_open(struct session *s, struct now now)
{
	s->now = now;
	if (s->state == SESSION_IDLE || s->state == SESSION_WAITING ||
	    s->state == SESSION_CLOSED)
		link_connect(s);
}

void
session_connected(struct session *s, const struct session_link *link,
    struct now now)
{
	s->now = now;
	if (s->state != SESSION_CONNECTING)
		return;
	codec_free(s->codec);
	s->codec = codec_new(s->dialect, DIALECT_CLIENT);
	wire_release(&s->wire);
	wire_init(&s->wire);
	link_up(s);
	wire_flush(s);
	sasl_reset(s);
	account_reset(s);
	s->is_tls = link->tls;
	s->is_verified = link->verified;
	s->is_private = link->tls || link->local;
	s->binding_len = link->binding_len <= sizeof s->binding
	    ? link->binding_len : 0;
	if (s->binding_len > 0)
		memcpy(s->binding, link->binding, s->binding_len);
	register_start(s, link->tls);
}

void
session_input(struct session *s, const void *data, size_t len, struct now now)
{
	s->now = now;
	if (!s->link.is_up)
		return;
	link_heard(s);
	if (!codec_feed(s->codec, data, len))
		link_down(s, SESSION_WHY_LINK,
		    _("the server sends lines without end"), true);
	wire_flush(s);
}

void
session_lost(struct session *s, enum session_why why, const char *reason,
    struct now now)
{
	s->now = now;
	link_down(s, why, reason, false);
}

void
session_quit(struct session *s, const char *text, struct now now)
{
	s->now = now;
	resume_forget(s);	/* who quits is gone */
	if (s->link.is_up)
		wire_say(s, "QUIT", text, NULL);
	if (s->link.is_up || s->state == SESSION_CONNECTING) {
		s->link.reason[0] = '\0';
		link_down(s, SESSION_WHY_QUIT, "", true);
	} else if (s->state != SESSION_CLOSED) {
		s->state = SESSION_CLOSED;
		emit_state(s, s->state, SESSION_WHY_QUIT, "");
	}
}

/* The next line that came; false: no whole one is left. */
static bool
take_line(struct session *s)
{
	struct irc_msg m;

	if (!s->link.is_up)
		return false;
	switch (codec_next(s->codec, &m)) {
	case DIALECT_MESSAGE:
		receive_line(s, &m);
		return true;
	case DIALECT_TOO_LONG:
	case DIALECT_NOT_UTF8:
	case DIALECT_BAD_BYTES:
		return true;	/* passed over */
	case DIALECT_FOREIGN:
		link_down(s, SESSION_WHY_LINK,
		    _("that is not a chat server"), true);
		return false;
	case DIALECT_MORE:
		break;
	}
	return false;
}

bool
session_next(struct session *s, struct session_event *ev)
{
	for (;;) {
		if (emit_take(s, ev))
			return true;
		arena_reset(&s->arena);
		batch_free_spent(s);
		if (take_line(s))
			continue;
		check_synced(s);
		queue_pump(s);
		if (emit_is_empty(s))
			return false;
	}
}

int64_t
session_tick(struct session *s, struct now now)
{
	struct now before = s->ticked;
	int64_t due, other;

	s->now = s->ticked = now;
	target_sweep(s);
	due = link_tick(s, before);
	other = register_tick(s);
	due = other < due ? other : due;
	other = ask_tick(s);
	due = other < due ? other : due;
	other = queue_due(s);
	return other < due ? other : due;
}

/* --- What is known --------------------------------------------------------- */

enum session_state
session_state(const struct session *s)
{
	return s->state;
}

const char *
session_own_nick(const struct session *s)
{
	return s->nick;
}

const char *
session_lobby(const struct session *s)
{
	return s->isupport.lobby;
}

const char *
session_network(const struct session *s)
{
	return s->isupport.network;
}

bool
session_is_channel(const struct session *s, const char *name)
{
	return isupport_is_channel(&s->isupport, name);
}

bool
session_same_name(const struct session *s, const char *a, const char *b)
{
	return irc_casemap_eq(s->isupport.casemapping, a, b);
}
