/* password_check.c -- is this the password of that account? */
#include "config.h"
#include "server/password_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "server/account_change.h"
#include "server/guess.h"
#include "server/question.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct password_check {
	password_done *done;
	const char *how;
	char *password;			/* owned; wiped */
	uint64_t account;		/* 0: there is none */
	char name[ACCOUNT_LEN + 1];
	struct sasl_verifier verifier;
};

void
password_check_free(struct password_check *p)
{
	if (p == NULL)
		return;
	digest_wipe(p->password, strlen(p->password));
	free(p->password);
	digest_wipe(&p->verifier, sizeof p->verifier);
	free(p);
}

void
password_fake(struct client *c, const char *name, struct sasl_verifier *v)
{
	struct server *s = c->server;
	char folded[ACCOUNT_LEN + 1];

	if (!s->has_secret) {
		s->world.fill_random(s->world.self, s->secret,
		    sizeof s->secret);
		s->has_secret = true;
	}
	irc_case_fold(folded, sizeof folded, name);
	sasl_verifier_fake(v, folded, s->secret);
}

static void
finish(struct client *c, enum password_verdict verdict)
{
	struct password_check *p = c->check;

	c->check = NULL;
	if (verdict == PASSWORD_RIGHT)
		guess_was_right(c, p->name);
	else if (verdict == PASSWORD_WRONG)
		guess_was_wrong(c, p->name, p->how);
	p->done(c, verdict, p->account, p->name);
	password_check_free(p);
}

static void
then_hashed(struct client *c, const struct result *r, void *ctx)
{
	const struct password_check *p = c->check;

	(void)ctx;
	if (r->code != RESULT_OK)
		finish(c, PASSWORD_UNAVAILABLE);
	else if (sasl_verifier_matches(&p->verifier, r->hash) &&
	    p->account != 0)
		finish(c, PASSWORD_RIGHT);
	else
		finish(c, PASSWORD_WRONG);
}

/* Without an account or a password it takes as long. */
static void
then_read(struct client *c, const struct result *r, void *ctx)
{
	struct password_check *p = c->check;

	(void)ctx;
	if (r->code != RESULT_OK && r->code != RESULT_NO_SUCH_ACCOUNT) {
		finish(c, PASSWORD_UNAVAILABLE);
		return;
	}
	if (r->code == RESULT_OK && r->account.verifier.iterations != 0) {
		p->account = r->account.number;
		p->verifier = r->account.verifier;
		(void)str_copy(p->name, sizeof p->name, r->account.name);
	} else {
		password_fake(c, p->name, &p->verifier);
	}
	account_ask_hash(c, p->password, p->verifier.salt,
	    p->verifier.iterations, then_hashed);
}

void
password_check(struct client *c, const char *name, const char *password,
    const char *how, password_done *done)
{
	struct question q = { .kind = QUESTION_ACCOUNT, .row.name = name };
	struct password_check *p;

	if (guess_wait_s(c, name) > 0) {
		done(c, PASSWORD_TOO_MANY, 0, name);
		return;
	}
	p = xcalloc(1, sizeof *p);
	p->done = done;
	p->how = how;
	p->password = xstrdup(password);
	(void)str_copy(p->name, sizeof p->name, name);
	c->check = p;
	client_ask(c, &q, then_read, NULL);
}
