/* player.c -- plays a conversation with a server in this process. */
#include "config.h"
#include "chat/player.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/time.h"
#include "base/value.h"
#include "base/xalloc.h"
#include "chat/pattern.h"
#include "proto/limits.h"
#include "proto/sasl.h"
#include "server/oper.h"
#include "store/store.h"
#include "support/bus_held.h"
#include "support/stage.h"

#include "base/banned.h"

enum { LINE_SIZE = 16384, REST_LINES = 8 };

enum { OPERS_MAX = 4, HASH_ITERATIONS = 100 };

struct player {
	const struct conversation *conversation;
	struct stage stage;
	bool is_open;		/* the server runs: no more first settings */
	struct words words;
	struct peer *typing;	/* typed last, not yet settled; NULL: nobody */
	bool expected;		/* the newest step was an expectation */
	int line;		/* number of the step, for `why` */
	struct buf *got, *why;	/* borrowed */
	/* Settings: what stage.config borrows. */
	struct store_keep keep;
	struct store_keep_channel keep_channel;
	char keep_name[CHANNEL_LEN + 1];
	char name[64], lobby[128], topic[512], password[64], motd[4096],
	    durability[16], absent[128], info[128], icon[320], tag_deny[128],
	    rehash[128];
	struct oper_config opers[OPERS_MAX];
	char oper_texts[OPERS_MAX][256];
};

/* --- what went wrong --- */

static bool
fail(struct player *p, const char *what, const char *more)
{
	(void)!buf_addf(p->why, "%s:%d: %s%s%s", p->conversation->path,
	    p->line, what, more[0] != '\0' ? ": " : "", more);
	return false;
}

/* --- the server and its clients --- */

static bool
open_stage(struct player *p)
{
	if (!p->is_open)
		stage_open(&p->stage);
	p->is_open = true;
	return true;
}

static bool
settle(struct player *p)
{
	p->typing = NULL;
	return stage_settle(&p->stage) ||
	    fail(p, "the server never comes to rest", "");
}

/* What somebody got and nobody expected. */
static bool
nothing_unread(struct player *p)
{
	size_t i;

	for (i = 0; i < p->stage.npeers; i++) {
		struct peer *peer = p->stage.peers[i];
		const char *line = peer_next_line(peer);
		char what[LINE_SIZE + 64];

		if (line != NULL) {
			snprintf(what, sizeof what, "%s got: %s", peer->name,
			    line);
			return fail(p, "an unexpected line", what);
		}
		if (peer->client == NULL && !peer->end_seen)
			return fail(p, "the server closed", peer->name);
	}
	return true;
}

/* Before somebody acts. */
static bool
begin_act(struct player *p)
{
	bool after_expectation = p->expected;

	p->expected = false;
	if (!open_stage(p) || !settle(p))
		return false;
	return !after_expectation || nothing_unread(p);
}

/* Before something is expected. */
static bool
begin_expectation(struct player *p)
{
	p->expected = true;
	return open_stage(p) && (p->typing == NULL || settle(p));
}

/* --- settings --- */

static bool
set_text(char *field, size_t size, const char *value, const char **setting)
{
	*setting = value[0] == '\0' ? NULL : field;
	return str_copy(field, size, value);
}

/* "a\nb": what the file writes in one line. */
static bool
set_motd(struct player *p, const char *value)
{
	size_t at = 0;

	for (; *value != '\0' && at + 1 < sizeof p->motd; value++) {
		if (str_starts(value, "\\n")) {
			p->motd[at++] = '\n';
			value++;
		} else {
			p->motd[at++] = *value;
		}
	}
	p->motd[at] = '\0';
	p->stage.config.motd = p->motd;
	return true;
}

static bool
set_switch(const char *value, bool *field)
{
	*field = str_eq(value, "on");
	return *field || str_eq(value, "off");
}

static bool
set_history(const char *value, struct server_config *c)
{
	c->history_in_memory = str_eq(value, "memory");
	c->history = c->history_in_memory || str_eq(value, "on");
	return c->history || str_eq(value, "off");
}

static bool
set_count(const char *value, unsigned *field)
{
	int64_t n;

	if (!str_to_int64(value, 0, 1000000, &n))
		return false;
	*field = (unsigned)n;
	return true;
}

static bool
set_log(const char *value, enum server_log_messages *field)
{
	*field = str_eq(value, "all") ? SERVER_LOG_ALL :
	    str_eq(value, "none") ? SERVER_LOG_NONE : SERVER_LOG_CHANNELS;
	return true;
}

/* One channel: "#c=2h". */
static bool
set_keep_channel(struct player *p, const char *value)
{
	size_t len = strcspn(value, "=");

	p->keep.channels = &p->keep_channel;
	p->keep.nchannels = 1;
	p->keep_channel.name = p->keep_name;
	return value[len] == '=' &&
	    str_copy_span(p->keep_name, sizeof p->keep_name,
		(struct str_span){ value, len }) &&
	    time_parse_duration(value + len + 1, &p->keep_channel.age_ms);
}

/* The first word of *rest, terminated there; *rest moves on. */
static char *
take_word(char **rest)
{
	char *word = *rest + strspn(*rest, " ");
	char *end = word + strcspn(word, " ");

	*rest = end + (*end == ' ');
	*end = '\0';
	return word;
}

/* "NAME MASK [PASSWORD]" */
static bool
add_operator(struct player *p, const char *value)
{
	static const unsigned char salt[SASL_SALT_BYTES] = "salt of the test";
	struct server_config *c = &p->stage.config;
	unsigned char salted[DIGEST_BYTES];
	struct oper_config *o = &p->opers[c->nopers];
	char *at = p->oper_texts[c->nopers];

	if (c->nopers == OPERS_MAX ||
	    !str_copy(at, sizeof p->oper_texts[0], value))
		return false;
	o->name = take_word(&at);
	o->masks = take_word(&at);
	if (*at != '\0') {
		digest_pbkdf2(at, strlen(at), salt, sizeof salt,
		    HASH_ITERATIONS, salted);
		sasl_verifier_make(&o->verifier, salted, salt,
		    HASH_ITERATIONS);
	}
	c->opers = p->opers;
	c->nopers++;
	return true;
}

/* "NAME ACCOUNT" */
static bool
add_account_operator(struct player *p, const char *value)
{
	struct server_config *c = &p->stage.config;
	struct oper_config *o = &p->opers[c->nopers];
	char *at = p->oper_texts[c->nopers];

	if (c->nopers == OPERS_MAX ||
	    !str_copy(at, sizeof p->oper_texts[0], value))
		return false;
	o->name = take_word(&at);
	o->account = take_word(&at);
	c->opers = p->opers;
	c->nopers++;
	return o->account[0] != '\0';
}

static bool
set(struct player *p, const char *key, const char *value)
{
	struct server_config *c = &p->stage.config;

	c->keep = &p->keep;
	if (str_eq(key, "lobby"))
		return set_text(p->lobby, sizeof p->lobby, value, &c->lobby);
	if (str_eq(key, "lobby-topic"))
		return set_text(p->topic, sizeof p->topic, value,
		    &c->lobby_topic);
	if (str_eq(key, "password"))
		return set_text(p->password, sizeof p->password, value,
		    &c->password);
	if (str_eq(key, "registration")) {
		c->registration = str_eq(value, "off") ?
		    SERVER_REGISTRATION_OFF : str_eq(value, "operators") ?
		    SERVER_REGISTRATION_OPERATORS : SERVER_REGISTRATION_ON;
		return true;
	}
	if (str_eq(key, "sasl-plain")) {
		c->plain_anywhere = str_eq(value, "always");
		return true;
	}
	if (str_eq(key, "durability"))
		return set_text(p->durability, sizeof p->durability, value,
		    &c->durability);
	if (str_eq(key, "always-on")) {
		c->always_on = str_eq(value, "default") ?
		    SERVER_ALWAYS_ON_DEFAULT : str_eq(value, "off") ?
		    SERVER_ALWAYS_ON_OFF : SERVER_ALWAYS_ON_OPT_IN;
		return true;
	}
	if (str_eq(key, "cloak")) {	/* its key: all bytes 0 */
		c->cloak = true;
		return true;
	}
	if (str_eq(key, "absent-text"))
		return set_text(p->absent, sizeof p->absent, value,
		    &c->absent_text);
	if (str_eq(key, "admin-info"))
		return set_text(p->info, sizeof p->info, value, &c->info);
	if (str_eq(key, "network-icon"))
		return set_text(p->icon, sizeof p->icon, value, &c->icon);
	if (str_eq(key, "client-tag-deny"))
		return set_text(p->tag_deny, sizeof p->tag_deny, value,
		    &c->tag_deny);
	if (str_eq(key, "operator"))
		return add_operator(p, value);
	if (str_eq(key, "account-operator"))
		return add_account_operator(p, value);
	if (str_eq(key, "rehash-fault"))
		return set_text(p->rehash, sizeof p->rehash, value,
		    &p->stage.rehash_fault);
	if (str_eq(key, "motd"))
		return set_motd(p, value);
	if (str_eq(key, "history"))
		return set_history(value, c);
	if (str_eq(key, "autojoin"))
		return set_switch(value, &c->autojoin);
	if (str_eq(key, "flood-control"))
		return set_switch(value, &c->flood_control);
	if (str_eq(key, "autojoin-max"))
		return set_count(value, &c->autojoin_max);
	if (str_eq(key, "max-clients"))
		return set_count(value, &c->max_clients);
	if (str_eq(key, "max-clients-per-ip"))
		return set_count(value, &c->max_clients_per_ip);
	if (str_eq(key, "tls-port"))
		return set_count(value, &c->tls_port);
	if (str_eq(key, "sts-duration"))
		return time_parse_duration(value, &c->sts_duration_ms);
	if (str_eq(key, "replay-on-join"))
		return set_count(value, &c->replay_on_join);
	if (str_eq(key, "silent-max"))
		return set_count(value, &c->silent_max);
	if (str_eq(key, "channel-keep"))
		return time_parse_duration(value, &c->channel_keep_ms);
	if (str_eq(key, "redact-window"))
		return time_parse_duration(value, &c->redact_window_ms);
	if (str_eq(key, "registration-timeout"))
		return time_parse_duration(value,
		    &c->registration_timeout_ms);
	if (str_eq(key, "history-access")) {
		c->history_open = str_eq(value, "open");
		return true;
	}
	if (str_eq(key, "history-keep"))
		return time_parse_duration(value, &p->keep.age_ms);
	if (str_eq(key, "history-keep-channels"))
		return set_keep_channel(p, value);
	if (str_eq(key, "history-size"))
		return value_size(key, value, 0, INT64_MAX,
		    &p->keep.size_bytes, NULL);
	if (str_eq(key, "resume-hold"))
		return time_parse_duration(value, &c->resume_hold_ms);
	if (str_eq(key, "ping-timeout"))
		return time_parse_duration(value, &c->ping_timeout_ms);
	if (str_eq(key, "log-messages"))
		return set_log(value, &c->log_messages);
	return false;
}

static bool
do_config(struct player *p, char *rest)
{
	const char *key = take_word(&rest);

	if (!set(p, key, rest))
		return fail(p, "no such setting or value", key);
	if (!p->is_open)
		return true;
	if (!begin_act(p))
		return false;
	stage_configure(&p->stage);
	return settle(p);
}

/* --- connecting --- */

struct arrival {
	char nick[64], host[64], caps[512];
	bool raw, silent, gateway, tls, certified;
};

/* "as NICK", "from HOST [silently]", "with CAP CAP …", "raw", "gateway",
 * "securely", "certified". */
static bool
read_arrival(struct arrival *a, const char *name, char *rest)
{
	*a = (struct arrival){ .raw = false };
	(void)str_copy(a->nick, sizeof a->nick, name);
	while (rest[strspn(rest, " ")] != '\0') {
		const char *word = take_word(&rest);

		if (str_eq(word, "as"))
			(void)str_copy(a->nick, sizeof a->nick,
			    take_word(&rest));
		else if (str_eq(word, "from"))
			(void)str_copy(a->host, sizeof a->host,
			    take_word(&rest));
		else if (str_eq(word, "silently"))
			a->silent = true;
		else if (str_eq(word, "raw"))
			a->raw = true;
		else if (str_eq(word, "gateway"))
			a->gateway = true;
		else if (str_eq(word, "certified"))
			a->tls = a->certified = true;
		else if (str_eq(word, "securely"))
			a->tls = true;
		else if (str_eq(word, "with"))
			return str_copy(a->caps, sizeof a->caps, rest);
		else
			return false;
	}
	return true;
}

static void
use_tls(struct peer *peer, bool certified)
{
	struct client_tls tls = { .version = "TLSv1.3",
	    .cipher = "TLS_AES_256_GCM_SHA384" };

	if (certified)
		memset(tls.fingerprint, 'a', sizeof tls.fingerprint - 1);
	client_set_tls(peer->client, &tls);
}

static bool
do_connect(struct player *p, const char *name, char *rest)
{
	struct client_facts facts = { .host = NULL };
	struct arrival a;
	struct peer *peer;

	if (!read_arrival(&a, name, rest))
		return fail(p, "not understood", rest);
	if (!begin_act(p))
		return false;
	facts.host = a.host[0] != '\0' ? a.host : NULL;
	facts.silent_ok = a.silent;
	facts.webirc = a.gateway ? "gate-word" : NULL;
	peer = stage_connect_as(&p->stage, name, facts);
	if (a.tls && peer->client != NULL)
		use_tls(peer, a.certified);
	if (a.raw || peer->client == NULL)
		return settle(p);
	return peer_register(&p->stage, peer, a.nick,
	    a.caps[0] != '\0' ? a.caps : NULL) ||
	    fail(p, "is not let in", name);
}

static bool
do_refused(struct player *p, struct peer *peer, const char *pattern)
{
	p->expected = true;
	peer->end_seen = true;
	if (peer->client != NULL || peer->refused == NULL)
		return fail(p, "was let in", peer->name);
	return pattern_matches(pattern, peer->refused, &p->words) ||
	    fail(p, "was refused otherwise", peer->refused);
}

/* --- acts and expectations --- */

static bool
do_type(struct player *p, struct peer *peer, const char *text)
{
	char line[LINE_SIZE];

	if (p->typing != peer && !begin_act(p))
		return false;
	if (!words_fill_in(&p->words, text, line, sizeof line))
		return fail(p, "a {word} was not learned", text);
	if (peer->client == NULL)
		return fail(p, "is not connected", peer->name);
	peer_type(peer, line);
	p->typing = peer;
	return true;
}

/* Without msgids and tokens: another way of playing gives other ones. */
static void
remember(struct player *p, const struct peer *peer, const char *line)
{
	const char *token = strstr(line, " RESUME ");
	const char *id = line[0] == '@' ? strstr(line, "msgid=") : NULL;

	if (token != NULL)
		(void)!buf_addf(p->got, "%s< %.*s RESUME\n", peer->name,
		    (int)(token - line), line);
	else if (id != NULL && id < strchr(line, ' '))
		(void)!buf_addf(p->got, "%s< %.*s%s\n", peer->name,
		    (int)(id - line), line, id + strcspn(id, "; "));
	else
		(void)!buf_addf(p->got, "%s< %s\n", peer->name, line);
}

static void
say_rest(struct player *p, struct peer *peer)
{
	const char *line;
	int n;

	for (n = 0; n < REST_LINES && (line = peer_next_line(peer)) != NULL;
	    n++)
		(void)!buf_addf(p->why, "\n  then: %s", line);
}

static bool
do_expect(struct player *p, struct peer *peer, const char *pattern)
{
	char line[LINE_SIZE];
	const char *next;

	if (!begin_expectation(p))
		return false;
	next = peer_next_line(peer);
	if (next == NULL) {
		(void)!nothing_unread(p);
		return fail(p, "expected, but there is none", pattern);
	}
	(void)str_copy(line, sizeof line, next);
	if (pattern_matches(pattern, line, &p->words)) {
		remember(p, peer, line);
		return true;
	}
	(void)fail(p, "expected", pattern);
	(void)!buf_addf(p->why, "\n  but got: %s", line);
	say_rest(p, peer);
	return false;
}

/* `last` "": all there is. */
static bool
do_skip(struct player *p, struct peer *peer, const char *last)
{
	const char *line;

	if (!begin_expectation(p))
		return false;
	while ((line = peer_next_line(peer)) != NULL) {
		remember(p, peer, line);
		if (last[0] != '\0' && pattern_matches(last, line, &p->words))
			return true;
	}
	return last[0] == '\0' || fail(p, "never came", last);
}

static bool
do_expect_closed(struct player *p, struct peer *peer)
{
	const char *line;

	if (!begin_expectation(p))
		return false;
	line = peer_next_line(peer);
	if (line != NULL)
		return fail(p, "is not closed, but got", line);
	if (peer->client != NULL)
		return fail(p, "is not closed", peer->name);
	peer->end_seen = true;
	return true;
}

static bool
do_end(struct player *p, struct peer *peer)
{
	if (p->typing != peer && !begin_act(p))
		return false;
	peer->ends = true;
	p->typing = peer;
	return true;
}

static bool
do_break(struct player *p, struct peer *peer)
{
	if (!begin_act(p))
		return false;
	peer_break(&p->stage, peer);
	peer->end_seen = true;
	return settle(p) && (peer_forget(peer), true);
}

static bool
do_deafness(struct player *p, struct peer *peer, bool deaf)
{
	if (!begin_act(p))
		return false;
	peer_hear(&p->stage, peer, !deaf);
	return settle(p);
}

static bool
do_wait(struct player *p, const char *time)
{
	int64_t ms;

	if (!begin_act(p))
		return false;
	if (!time_parse_duration(time, &ms))
		return fail(p, "not a time", time);
	return stage_wait(&p->stage, ms) ||
	    fail(p, "the server never comes to rest", "");
}

static bool
is_logged(struct player *p, const char *pattern)
{
	const char *rest = buf_str(&p->stage.log);
	struct str_span line;
	char one[LINE_SIZE];

	while (str_next_item(&rest, '\n', &line)) {
		(void)str_copy_span(one, sizeof one, line);
		if (pattern_matches(pattern, one, &p->words))
			return true;
	}
	return false;
}

static bool
do_log(struct player *p, const char *pattern, bool wanted)
{
	if (!begin_expectation(p))
		return false;
	if (is_logged(p, pattern) == wanted)
		return true;
	return fail(p, wanted ? "no such line in the log" :
	    "this is in the log", pattern);
}

/* --- events that are held --- */

static bool
do_hold(struct player *p)
{
	if (!begin_act(p))
		return false;
	p->stage.holds = true;
	return true;
}

static bool
do_release(struct player *p, const char *count)
{
	int64_t n = INT64_MAX;

	if (!begin_act(p))
		return false;
	if (count[0] != '\0' && !str_to_int64(count, 1, 1000, &n))
		return fail(p, "not a number", count);
	if (bus_held_count(p->stage.bus) == 0)
		return fail(p, "nothing is held", "");
	while (n-- > 0 && bus_held_count(p->stage.bus) > 0)
		bus_held_release(p->stage.bus);
	return settle(p);
}

static bool
do_refuse(struct player *p)
{
	if (!begin_act(p))
		return false;
	if (bus_held_count(p->stage.bus) == 0)
		return fail(p, "nothing is held", "");
	bus_held_refuse(p->stage.bus, "not stored: disk full");
	return settle(p);
}

static bool
do_flow(struct player *p)
{
	if (!begin_act(p))
		return false;
	p->stage.holds = false;
	return settle(p);
}

static bool
do_restart(struct player *p)
{
	if (!begin_act(p))
		return false;
	stage_restart(&p->stage);
	return true;
}

/* --- a step --- */

static bool
do_with_peer(struct player *p, struct peer *peer, const char *verb,
    char *rest)
{
	if (str_eq(verb, "skips"))
		return do_skip(p, peer, str_starts(rest, "to ") ?
		    rest + strlen("to ") : "");
	if (str_eq(verb, "ends"))
		return do_end(p, peer);
	if (str_eq(verb, "breaks"))
		return do_break(p, peer);
	if (str_eq(verb, "is") && str_eq(rest, "closed"))
		return do_expect_closed(p, peer);
	if (str_eq(verb, "is") && str_starts(rest, "refused "))
		return do_refused(p, peer, rest + strlen("refused "));
	if (str_eq(verb, "stops") && str_eq(rest, "reading"))
		return do_deafness(p, peer, true);
	if (str_eq(verb, "reads"))
		return do_deafness(p, peer, false);
	return fail(p, "not understood", verb);
}

/* "NAME> TEXT", "NAME< PATTERN", "NAME VERB …". */
static bool
do_named(struct player *p, char *name, char *rest)
{
	size_t len = strlen(name);
	char sign = name[len - 1];
	struct peer *peer;

	if (sign == '>' || sign == '<' || sign == '!')
		name[len - 1] = '\0';
	peer = stage_peer(&p->stage, name);
	if ((sign == '<' || sign == '!') && str_eq(name, "log"))
		return do_log(p, rest, sign == '<');
	if (sign != '>' && sign != '<' && str_starts(rest, "connects"))
		return do_connect(p, name, rest + strlen("connects"));
	if (peer == NULL)
		return fail(p, "nobody of that name", name);
	if (sign == '>')
		return do_type(p, peer, rest);
	if (sign == '<')
		return do_expect(p, peer, rest);
	name = take_word(&rest);
	return do_with_peer(p, peer, name, rest);
}

static bool
do_step(struct player *p, char *line)
{
	char *rest = line;
	char *word = take_word(&rest);

	if (word[0] == '\0' || word[0] == '#')
		return true;
	if (str_eq(word, "config"))
		return do_config(p, rest);
	if (str_eq(word, "wait"))
		return do_wait(p, rest);
	if (str_eq(word, "hold"))
		return do_hold(p);
	if (str_eq(word, "release"))
		return do_release(p, rest);
	if (str_eq(word, "refuse"))
		return do_refuse(p);
	if (str_eq(word, "flow"))
		return do_flow(p);
	if (str_eq(word, "restart"))
		return do_restart(p);
	return do_named(p, word, rest);
}

static bool
do_steps(struct player *p)
{
	const char *at = p->conversation->text;
	char line[LINE_SIZE];

	while (*at != '\0') {
		struct str_span one = { at, strcspn(at, "\n") };

		p->line++;
		if (!str_copy_span(line, sizeof line, one))
			return fail(p, "a line that is too long", "");
		if (!do_step(p, line))
			return false;
		at += one.len;
		at += *at == '\n';
	}
	p->expected = true;
	return begin_act(p);
}

/* --- a conversation --- */

static bool
has_step(const char *text, const char *step)
{
	const char *at = text;

	while ((at = strstr(at, step)) != NULL) {
		if (at == text || at[-1] == '\n')
			return true;
		at++;
	}
	return false;
}

struct conversation *
conversation_read(const char *path)
{
	struct conversation *c;
	FILE *f = fopen(path, "r");
	char chunk[4096];
	struct buf text;
	size_t n;

	if (f == NULL)
		return NULL;
	buf_init(&text, 1 << 24);
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		if (!buf_add(&text, chunk, n))
			abort();
	fclose(f);
	c = xcalloc(1, sizeof *c);
	c->path = xstrdup(path);
	c->text = xstrdup(buf_str(&text));
	c->holds = has_step(c->text, "hold");
	buf_release(&text);
	return c;
}

void
conversation_free(struct conversation *c)
{
	if (c == NULL)
		return;
	free(c->path);
	free(c->text);
	free(c);
}

bool
conversation_play(const struct conversation *c, struct way way,
    struct buf *got, struct buf *why)
{
	struct player *p = xcalloc(1, sizeof *p);
	bool ok;

	p->conversation = c;
	p->got = got;
	p->why = why;
	stage_init(&p->stage, c->holds ? STAGE_HELD :
	    way.held ? STAGE_RANDOM : STAGE_LOCAL, way.seed);
	p->stage.cuts = way.cut;
	ok = do_steps(p);
	stage_release(&p->stage);
	free(p);
	return ok;
}
