/* account_change.c -- accounts made, changed and ended. */
#include "config.h"
#include "server/account_change.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "server/apply.h"
#include "server/event.h"
#include "server/nick.h"
#include "server/question.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* What is under way. No pointer into the state but to the server itself. */
struct change {
	struct server *server;
	account_done  *done;
	void          *wanted;
	enum question_kind kind;	/* of the question that makes it lasting */
	unsigned       parts;
	uint64_t       number;
	unsigned       flags;
	char           name[ACCOUNT_LEN + 1];
	char           cert[CERT_LEN + 1];
	unsigned char  salt[SASL_SALT_BYTES];
};

const char *
account_verdict_text(enum account_verdict v)
{
	static const char *const texts[ACCOUNT_VERDICTS] = {
		[ACCOUNT_DONE] = "Done",
		[ACCOUNT_BAD_NAME] = "That name cannot be an account's: it is "
		    "reserved, or not a nick",
		[ACCOUNT_NAME_IN_USE] = "Somebody else uses that "
		    "nick, or one that looks like it",
		[ACCOUNT_EXISTS] = "There is such an account already",
		[ACCOUNT_WEAK_PASSWORD] = "A password needs at least 6 "
		    "characters and must not be the name",
		[ACCOUNT_UNACCEPTABLE_PASSWORD] = "A password has at most 300 "
		    "bytes",
		[ACCOUNT_UNKNOWN] = "There is no such account",
		[ACCOUNT_TOO_MANY] = "An account has at most 8 certificates",
		[ACCOUNT_UNAVAILABLE] = "That cannot be done now, try again "
		    "later",
	};

	return texts[v];
}

/* Whether somebody could have that account: a nick, and not reserved. `out`
 * is its normal form. */
static bool
account_name_make(const char *name, char out[ACCOUNT_LEN + 1])
{
	return irc_nick_make(name, out) && !nick_is_reserved(out);
}

static void
tell(const struct change *ch, struct client *c, enum account_verdict v)
{
	struct account_outcome outcome = { .verdict = v, .number = ch->number,
	    .name = ch->name };

	ch->done(ch->server, c, &outcome, ch->wanted);
}

static struct change *
change_new(const struct account_wish *w, enum question_kind kind,
    unsigned parts)
{
	struct change *ch = xcalloc(1, sizeof *ch);

	ch->server = w->server;
	ch->done = w->done;
	ch->wanted = w->wanted;
	ch->kind = kind;
	ch->parts = parts;
	return ch;
}

static struct change *
change_of(const struct account_wish *w, const struct account *a,
    enum question_kind kind, unsigned parts)
{
	struct change *ch = change_new(w, kind, parts);

	ch->number = a->number;
	ch->flags = a->flags;
	(void)str_copy(ch->name, sizeof ch->name, a->name);
	return ch;
}

/* --- from the store to the state --- */

/* Everybody sees it: the account as the store has it now. */
static void
post_change(const struct change *ch, const struct client *c)
{
	struct server *s = ch->server;
	struct event_text text = { .source = s->config.name,
	    .target = ch->name };
	bool ends = ch->kind == QUESTION_ACCOUNT_DROP;
	struct event *e = event_new(ends ? EVENT_ACCOUNT_END : EVENT_ACCOUNT,
	    &text);

	e->account = ch->number;
	e->flags = ch->flags;
	if (ch->kind == QUESTION_ACCOUNT_ADD && c != NULL && c->user != NULL)
		e->peer = c->user->number;
	post_own(s, e);
}

static enum account_verdict
verdict_of(const struct result *r)
{
	switch (r->code) {
	case RESULT_OK:
		return ACCOUNT_DONE;
	case RESULT_EXISTS:
		return ACCOUNT_EXISTS;
	case RESULT_LOOKS_LIKE:
		return ACCOUNT_NAME_IN_USE;
	case RESULT_NO_SUCH_ACCOUNT:
		return ACCOUNT_UNKNOWN;
	case RESULT_TOO_MANY:
		return ACCOUNT_TOO_MANY;
	default:
		return ACCOUNT_UNAVAILABLE;
	}
}

static void
log_change(const struct change *ch)
{
	const char *what = ch->kind == QUESTION_ACCOUNT_ADD ? "added" :
	    ch->kind == QUESTION_ACCOUNT_DROP ? "dropped" :
	    ch->kind == QUESTION_FORGET ? "forgotten" : "changed";

	log_line(LEVEL_NOTICE, "account: name=%s %s", ch->name, what);
}

static void
then_kept(struct client *c, const struct result *r, void *ctx)
{
	const struct change *ch = ctx;

	if (r->code == RESULT_OK) {
		log_change(ch);
		if (ch->kind != QUESTION_FORGET)
			post_change(ch, c);
	}
	tell(ch, c, verdict_of(r));
}

static void
keep(struct change *take, struct client *c, const struct sasl_verifier *v)
{
	struct question q = { .kind = take->kind, .parts = take->parts,
	    .cert = take->cert[0] == '\0' ? NULL : take->cert,
	    .user = take->number, .upto = bus_applied(take->server->bus),
	    .row = { .number = take->number, .name = take->name,
	    .flags = take->flags,
	    .registered_ms = take->server->now.wall_ms } };

	if (v != NULL)
		q.row.verifier = *v;
	server_ask(take->server, c, &q, then_kept, take);
	digest_wipe(&q, sizeof q);
}

/* --- passwords --- */

static enum account_verdict
judge_password(const char *password, const char *name)
{
	size_t len = strlen(password);

	if (len > PASSWORD_LEN || !utf8_valid(password, len))
		return ACCOUNT_UNACCEPTABLE_PASSWORD;
	if (utf8_count(password, len) < PASSWORD_LEN_MIN ||
	    irc_case_eq(password, name))
		return ACCOUNT_WEAK_PASSWORD;
	return ACCOUNT_DONE;
}

static void
then_hashed(struct client *c, const struct result *r, void *ctx)
{
	struct change *ch = ctx, *next;
	struct sasl_verifier v;

	if (r->code != RESULT_OK) {
		tell(ch, c, ACCOUNT_UNAVAILABLE);
		return;
	}
	sasl_verifier_make(&v, r->hash, ch->salt, SASL_ITERATIONS);
	next = xmemdup(ch, sizeof *ch);	/* `ctx` ends with this call */
	keep(next, c, &v);
	digest_wipe(&v, sizeof v);
}

/* In its normal form, however it was typed: to be wiped and freed. */
static char *
normal(const char *password)
{
	char *nfc = utf8_nfc(password);

	return nfc != NULL ? nfc : xstrdup(password);
}

static void
forget(char *password)
{
	digest_wipe(password, strlen(password));
	free(password);
}

void
account_ask_hash(struct client *c, const char *password,
    const unsigned char salt[SASL_SALT_BYTES], unsigned iterations,
    asking_then *then)
{
	char *typed = normal(password);
	struct question q = { .kind = QUESTION_HASH, .iterations = iterations,
	    .password = typed };

	memcpy(q.salt, salt, sizeof q.salt);
	client_ask(c, &q, then, NULL);
	forget(typed);
}

static void
hash_and_keep(struct change *take, struct client *c, const char *password)
{
	struct server *s = take->server;
	char *typed = normal(password);
	struct question q = { .kind = QUESTION_HASH, .password = typed,
	    .iterations = SASL_ITERATIONS };

	s->world.fill_random(s->world.self, take->salt, sizeof take->salt);
	memcpy(q.salt, take->salt, sizeof q.salt);
	server_ask(s, c, &q, then_hashed, take);
	forget(typed);
}

/* --- what is wanted --- */

static void
refuse(struct change *take, struct client *c, enum account_verdict v)
{
	tell(take, c, v);
	free(take);
}

static enum account_verdict
judge_name(const struct account_wish *w, const char *name,
    char out[ACCOUNT_LEN + 1])
{
	const struct client *c = w->client;

	if (!account_name_make(name, out)) {
		(void)str_copy(out, ACCOUNT_LEN + 1, name);
		return ACCOUNT_BAD_NAME;
	}
	if (account_find(w->server, out) != NULL)
		return ACCOUNT_EXISTS;
	if (c != NULL ? nick_refused(w->server, c->user, NULL, out) != NULL :
	    !nick_is_anybodys(w->server, out))
		return ACCOUNT_NAME_IN_USE;
	return ACCOUNT_DONE;
}

void
account_add(const struct account_wish *w, const char *name,
    const char *password)
{
	struct change *ch = change_new(w, QUESTION_ACCOUNT_ADD, 0);
	enum account_verdict v = judge_name(w, name, ch->name);

	if (v == ACCOUNT_DONE)
		v = judge_password(password, ch->name);
	if (v != ACCOUNT_DONE) {
		refuse(ch, w->client, v);
		return;
	}
	if (w->server->config.always_on == SERVER_ALWAYS_ON_DEFAULT)
		ch->flags = ACCOUNT_ALWAYS_ON;
	ch->number = bus_new_number(w->server->bus);
	hash_and_keep(ch, w->client, password);
}

void
account_set_password(const struct account_wish *w, const struct account *a,
    const char *password)
{
	struct change *ch = change_of(w, a, QUESTION_ACCOUNT_CHANGE,
	    ACCOUNT_PART_VERIFIER);
	enum account_verdict v = judge_password(password, a->name);

	if (v != ACCOUNT_DONE)
		refuse(ch, w->client, v);
	else
		hash_and_keep(ch, w->client, password);
}

void
account_set_flags(const struct account_wish *w, const struct account *a,
    unsigned flags)
{
	struct change *ch = change_of(w, a, QUESTION_ACCOUNT_CHANGE,
	    ACCOUNT_PART_FLAGS);

	ch->flags = flags;
	keep(ch, w->client, NULL);
}

static void
change_cert(const struct account_wish *w, const struct account *a,
    const char *cert, enum account_part part)
{
	struct change *ch = change_of(w, a, QUESTION_ACCOUNT_CHANGE, part);

	(void)str_copy(ch->cert, sizeof ch->cert, cert);
	keep(ch, w->client, NULL);
}

void
account_add_cert(const struct account_wish *w, const struct account *a,
    const char *cert)
{
	change_cert(w, a, cert, ACCOUNT_PART_CERT_ADD);
}

void
account_remove_cert(const struct account_wish *w, const struct account *a,
    const char *cert)
{
	change_cert(w, a, cert, ACCOUNT_PART_CERT_DEL);
}

void
account_drop(const struct account_wish *w, const struct account *a)
{
	keep(change_of(w, a, QUESTION_ACCOUNT_DROP, 0), w->client, NULL);
}

void
account_forget(const struct account_wish *w, const struct account *a)
{
	keep(change_of(w, a, QUESTION_FORGET, 0), w->client, NULL);
}
