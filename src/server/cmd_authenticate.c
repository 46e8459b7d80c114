/*
 * cmd_authenticate.c -- AUTHENTICATE: ircv3.net/specs/extensions/sasl-3.1.
 *
 * Passwords are checked elsewhere (password_check.h); SCRAM needs only a few
 * HMACs of what the store has, and no password ever comes here.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_cap.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/authentication.h"
#include "server/command.h"
#include "server/guess.h"
#include "server/login.h"
#include "server/password_check.h"
#include "server/question.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum mechanism { EXTERNAL, PLAIN, SCRAM, SCRAM_PLUS, MECHANISMS };

static const char *const names[MECHANISMS] = {
	[EXTERNAL] = "EXTERNAL", [PLAIN] = "PLAIN",
	[SCRAM] = "SCRAM-SHA-256", [SCRAM_PLUS] = "SCRAM-SHA-256-PLUS",
};

enum step { FIRST, PROOF, CONFIRMED };

struct authentication {
	enum mechanism mechanism;
	enum step step;
	char   text[SASL_BASE64_MAX];	/* of a response, so far */
	size_t len;
	/* SCRAM */
	struct scram scram;
	struct sasl_verifier verifier;
	uint64_t account;		/* number; 0: there is none */
	char name[ACCOUNT_LEN + 1];
};

/* --- what the connection is --- */

const char *
client_fingerprint(const struct client *c)
{
	return c->tls != NULL && c->tls->fingerprint[0] != '\0' ?
	    c->tls->fingerprint : NULL;
}

bool
client_is_secure(const struct client *c)
{
	return c->is_local || c->is_secure;
}

static bool
takes_passwords(const struct client *c, const struct server_config *cfg)
{
	return cfg->plain_anywhere || client_is_secure(c);
}

bool
client_takes_passwords(const struct client *c)
{
	return takes_passwords(c, &c->server->config);
}

static bool
can_bind(const struct client *c)
{
	return c->tls != NULL &&
	    (c->tls->end_point_len > 0 || c->tls->exporter_len > 0);
}

static struct sasl_binding
binding_of(const struct client *c)
{
	struct sasl_binding b = { .end_point_len = 0 };

	if (c->tls == NULL)
		return b;
	b.end_point_len = c->tls->end_point_len;
	memcpy(b.end_point, c->tls->end_point, sizeof b.end_point);
	b.exporter_len = c->tls->exporter_len;
	memcpy(b.exporter, c->tls->exporter, sizeof b.exporter);
	return b;
}

static bool
is_offered(const struct client *c, const struct server_config *cfg,
    enum mechanism m)
{
	switch (m) {
	case EXTERNAL:
		return client_fingerprint(c) != NULL;
	case PLAIN:
		return takes_passwords(c, cfg);
	case SCRAM_PLUS:
		return can_bind(c);
	default:
		return true;
	}
}

void
authentication_mechanisms(const struct client *c,
    const struct server_config *cfg, char out[SASL_MECHANISMS_SIZE])
{
	size_t len = 0;
	int m;

	for (m = 0; m < MECHANISMS; m++)
		if (is_offered(c, cfg, (enum mechanism)m))
			len += (size_t)snprintf(out + len,
			    SASL_MECHANISMS_SIZE - len, "%s%s",
			    len == 0 ? "" : ",", names[m]);
}

/* --- its end --- */

void
authentication_free(struct authentication *a)
{
	if (a == NULL)
		return;
	digest_wipe(a, sizeof *a);
	free(a);
}

static void
end(struct client *c)
{
	authentication_free(c->authentication);
	c->authentication = NULL;
}

void
authentication_abort(struct client *c)
{
	if (c->authentication == NULL)
		return;
	end(c);
	client_reply(c, ERR_SASLABORTED, NULL);
}

static void
fail(struct client *c)
{
	end(c);
	client_reply(c, ERR_SASLFAIL, NULL);
}

/* ... for a reason that is no secret. */
static void
fail_because(struct client *c, const char *code, const char *text)
{
	client_fail(c, "AUTHENTICATE", code, text, NULL);
	fail(c);
}

static void
unavailable(struct client *c)
{
	fail_because(c, "TEMPORARILY_UNAVAILABLE",
	    "Accounts cannot be looked up now, try again later");
}

static void
too_many(struct client *c, const char *name)
{
	char text[80];

	snprintf(text, sizeof text, "Too many wrong passwords, try again in "
	    "%d seconds", guess_wait_s(c, name));
	fail_because(c, "TEMPORARILY_UNAVAILABLE", text);
}

static void
succeed(struct client *c, uint64_t account, const char *name)
{
	if (c->user != NULL) {
		login_post(c, account, LOGIN_SASL);
	} else {
		c->registration->account = account;
		login_tell_newcomer(c, name);
		client_reply(c, RPL_SASLSUCCESS, NULL);
	}
	end(c);		/* not before: `name` may be in it */
}

/* --- what is sent --- */

static void
send_text(struct client *c, const char *text)
{
	struct irc_msg m = { .source = c->server->config.name,
	    .command = "AUTHENTICATE", .nparams = 1, .params = { text } };

	client_send(c, &m);
}

/* In pieces; one that is full is followed by another, even an empty one. */
static void
send_bytes(struct client *c, const void *data, size_t len)
{
	char text[BASE64_SIZE(SCRAM_PART_MAX)], piece[SASL_CHUNK + 1];
	size_t left = base64_encode(data, len, text), n;
	const char *at = text;

	do {
		n = left < SASL_CHUNK ? left : SASL_CHUNK;
		memcpy(piece, at, n);
		piece[n] = '\0';
		send_text(c, n == 0 ? "+" : piece);
		at += n;
		left -= n;
	} while (n == SASL_CHUNK);
}

/* --- PLAIN --- */

static void
plain_done(struct client *c, enum password_verdict verdict, uint64_t account,
    const char *name)
{
	if (verdict == PASSWORD_RIGHT)
		succeed(c, account, name);
	else if (verdict == PASSWORD_UNAVAILABLE)
		unavailable(c);
	else if (verdict == PASSWORD_TOO_MANY)
		too_many(c, name);
	else
		fail(c);
}

/* Nobody acts for another: authzid is empty, or the same name. */
static void
plain(struct client *c, const char *data, size_t len)
{
	char authzid[ACCOUNT_LEN + 1], name[ACCOUNT_LEN + 1];
	char password[PASSWORD_LEN + 1];
	struct sasl_plain p;

	if (sasl_plain_read(data, len, &p) &&
	    str_copy_span(authzid, sizeof authzid, p.authzid) &&
	    str_copy_span(name, sizeof name, p.authcid) &&
	    str_copy_span(password, sizeof password, p.password) &&
	    (authzid[0] == '\0' || irc_case_eq(authzid, name)) &&
	    utf8_valid(name, strlen(name)) &&
	    utf8_valid(password, strlen(password)))
		password_check(c, name, password, names[PLAIN], plain_done);
	else
		fail(c);
	digest_wipe(password, sizeof password);
}

/* --- EXTERNAL: RFC 4422, appendix A --- */

static void
then_certificate(struct client *c, const struct result *r, void *ctx)
{
	struct authentication *a = c->authentication;

	(void)ctx;
	if (r->code == RESULT_FAILED) {
		unavailable(c);
	} else if (r->code != RESULT_OK ||
	    (a->name[0] != '\0' && !irc_case_eq(a->name, r->account.name))) {
		guess_was_wrong(c, a->name, names[EXTERNAL]);
		fail(c);
	} else {
		succeed(c, r->account.number, r->account.name);
	}
}

static void
external(struct client *c, const char *data, size_t len)
{
	struct authentication *a = c->authentication;
	struct question q = { .kind = QUESTION_ACCOUNT,
	    .cert = client_fingerprint(c) };

	if (q.cert == NULL || !str_copy_span(a->name, sizeof a->name,
	    (struct str_span){ data, len }) || !utf8_valid(data, len))
		fail(c);
	else
		client_ask(c, &q, then_certificate, NULL);
}

/* --- SCRAM --- */

static void
then_verifier(struct client *c, const struct result *r, void *ctx)
{
	struct authentication *a = c->authentication;
	struct server *s = c->server;
	unsigned char nonce[SASL_NONCE_BYTES];

	(void)ctx;
	if (r->code != RESULT_OK && r->code != RESULT_NO_SUCH_ACCOUNT) {
		unavailable(c);
		return;
	}
	if (r->code == RESULT_OK && r->account.verifier.iterations != 0) {
		a->verifier = r->account.verifier;
		a->account = r->account.number;
		(void)str_copy(a->name, sizeof a->name, r->account.name);
	} else {
		(void)str_copy(a->name, sizeof a->name, a->scram.user);
		password_fake(c, a->name, &a->verifier);
	}
	s->world.fill_random(s->world.self, nonce, sizeof nonce);
	scram_challenge(&a->scram, &a->verifier, nonce);
	a->step = PROOF;
	send_bytes(c, a->scram.server_first, strlen(a->scram.server_first));
}

static void
scram_begin(struct client *c, const char *data, size_t len)
{
	struct authentication *a = c->authentication;
	struct question q = { .kind = QUESTION_ACCOUNT,
	    .row.name = a->scram.user };

	if (!scram_first(&a->scram, data, len, a->mechanism == SCRAM_PLUS,
	    can_bind(c)) || !utf8_valid(a->scram.user, strlen(a->scram.user)))
		fail(c);
	else if (guess_wait_s(c, a->scram.user) > 0)
		too_many(c, a->scram.user);
	else
		client_ask(c, &q, then_verifier, NULL);
}

static void
scram_prove(struct client *c, const char *data, size_t len)
{
	struct authentication *a = c->authentication;
	struct sasl_binding binding = binding_of(c);
	char out[SCRAM_FINAL_SIZE];

	if (!scram_final(&a->scram, &a->verifier, &binding, data, len, out) ||
	    a->account == 0) {
		guess_was_wrong(c, a->name, names[a->mechanism]);
		fail(c);
		return;
	}
	guess_was_right(c, a->name);
	a->step = CONFIRMED;
	send_bytes(c, out, strlen(out));
}

static void
scram(struct client *c, const char *data, size_t len)
{
	struct authentication *a = c->authentication;

	if (a->step == FIRST)
		scram_begin(c, data, len);
	else if (a->step == PROOF)
		scram_prove(c, data, len);
	else if (len == 0)
		succeed(c, a->account, a->name);
	else
		fail(c);
}

/* --- what is received --- */

static void
respond(struct client *c)
{
	struct authentication *a = c->authentication;
	char data[BASE64_BYTES(SASL_BASE64_MAX)];
	size_t len;

	if (!base64_decode(a->text, a->len, data, &len)) {
		fail(c);
		return;
	}
	digest_wipe(a->text, a->len);
	a->len = 0;
	if (a->mechanism == PLAIN)
		plain(c, data, len);
	else if (a->mechanism == EXTERNAL)
		external(c, data, len);
	else
		scram(c, data, len);
	digest_wipe(data, sizeof data);
}

/* A piece of a response; a full one is followed by another. */
static void
take_piece(struct client *c, const char *piece)
{
	struct authentication *a = c->authentication;
	size_t len = str_eq(piece, "+") ? 0 : strlen(piece);

	if (len > SASL_CHUNK || a->len + len > SASL_BASE64_MAX) {
		end(c);
		client_reply(c, ERR_SASLTOOLONG, NULL);
		return;
	}
	memcpy(a->text + a->len, piece, len);
	a->len += len;
	if (len < SASL_CHUNK)
		respond(c);
}

static void
begin(struct client *c, const char *name)
{
	const struct server_config *cfg = &c->server->config;
	char mechanisms[SASL_MECHANISMS_SIZE];
	int m = 0;

	if (c->user == NULL && c->registration->account != 0) {
		client_reply(c, ERR_SASLALREADY, NULL);
		return;
	}
	while (m < MECHANISMS && !str_eq_nocase(name, names[m]))
		m++;
	if (m == MECHANISMS || !is_offered(c, cfg, (enum mechanism)m)) {
		authentication_mechanisms(c, cfg, mechanisms);
		client_reply(c, RPL_SASLMECHS, mechanisms, NULL);
		client_reply(c, ERR_SASLFAIL, NULL);
		return;
	}
	c->authentication = xcalloc(1, sizeof *c->authentication);
	c->authentication->mechanism = (enum mechanism)m;
	send_text(c, "+");
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	const char *text = msg->params[0];

	if (!client_has_cap(c, CAP_SASL)) {
		client_reply(c, ERR_SASLFAIL, NULL);
	} else if (str_eq(text, "*")) {
		end(c);
		client_reply(c, ERR_SASLABORTED, NULL);
	} else if (c->authentication == NULL) {
		begin(c, text);
	} else {
		take_piece(c, text);
	}
}

const struct command cmd_authenticate = {
	.name = "AUTHENTICATE", .when = COMMAND_ANY, .min_params = 1,
	.cost = 2, .asks = true, .has_secrets = true, .run = run,
};
