/* store_mem_account.c -- accounts in memory. */
#include "config.h"
#include "store/store_mem_account.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_skeleton.h"
#include "server/world.h"
#include "store/gather.h"

#include "base/banned.h"

enum { CERTS_SIZE = CERTS_MAX * (CERT_LEN + 1) };

struct mem_account {
	struct mem_account *next;	/* by number, the lowest first */
	struct account_row row;
	char name[ACCOUNT_LEN + 1];	/* row.name */
	char certs[CERTS_SIZE];		/* row.certs */
};

struct mem_accounts {
	struct mem_account *first;
};

struct mem_accounts *
mem_accounts_new(void)
{
	return xcalloc(1, sizeof(struct mem_accounts));
}

void
mem_accounts_free(struct mem_accounts *m)
{
	struct mem_account *a;

	while ((a = m->first) != NULL) {
		m->first = a->next;
		free(a);
	}
	free(m);
}

/* Where the fingerprint stands among those of `a`; NULL: it has it not. */
static char *
find_cert(struct mem_account *a, const char *cert)
{
	char *at = strstr(a->certs, cert);

	return strlen(cert) == CERT_LEN ? at : NULL;
}

static struct mem_account *
find(struct mem_accounts *m, uint64_t number, const char *name,
    const char *cert)
{
	struct mem_account *a;

	for (a = m->first; a != NULL; a = a->next)
		if (number != 0 ? a->row.number == number :
		    name != NULL ? irc_case_eq(a->name, name) :
		    cert != NULL && find_cert(a, cert) != NULL)
			return a;
	return NULL;
}

static bool
looks_like_another(const struct mem_accounts *m, const struct mem_account *by,
    const char *name)
{
	char looks[SKELETON_SIZE], others[SKELETON_SIZE];
	const struct mem_account *a;

	if (!irc_skeleton(name, looks))
		return false;
	for (a = m->first; a != NULL; a = a->next)
		if (a != by && irc_skeleton(a->name, others) &&
		    str_eq(looks, others))
			return true;
	return false;
}

/* Whether `by` may have them: OK, or why not. */
static enum result_code
taken(struct mem_accounts *m, const struct mem_account *by,
    const char *name, const char *cert)
{
	const struct mem_account *a = name == NULL ? NULL :
	    find(m, 0, name, NULL);
	const struct mem_account *b = cert == NULL ? NULL :
	    find(m, 0, NULL, cert);

	if ((a != NULL && a != by) || (b != NULL && b != by))
		return RESULT_EXISTS;
	return name != NULL && looks_like_another(m, by, name) ?
	    RESULT_LOOKS_LIKE : RESULT_OK;
}

static bool
add_cert(struct mem_account *a, const char *cert)
{
	size_t len = strlen(a->certs);

	if (find_cert(a, cert) != NULL)
		return true;
	if (len + 1 + CERT_LEN >= sizeof a->certs)
		return false;
	if (len > 0)
		a->certs[len++] = ' ';
	(void)str_copy(a->certs + len, sizeof a->certs - len, cert);
	return true;
}

static void
remove_cert(struct mem_account *a, const char *cert)
{
	char *at = find_cert(a, cert), *behind;

	if (at == NULL)
		return;
	behind = at + CERT_LEN;
	if (*behind == ' ')
		behind++;
	else if (at > a->certs)
		at--;
	memmove(at, behind, strlen(behind) + 1);
}

static void
add(struct mem_accounts *m, const struct question *q, struct gather *g)
{
	struct mem_account **link = &m->first, *a;
	enum result_code code = taken(m, NULL, q->row.name, q->cert);

	if (code != RESULT_OK) {
		gather_fail(g, code, NULL);
		return;
	}
	a = xcalloc(1, sizeof *a);
	a->row = q->row;
	(void)str_copy(a->name, sizeof a->name, q->row.name);
	if (q->cert != NULL)
		(void)add_cert(a, q->cert);
	while (*link != NULL && (*link)->row.number < a->row.number)
		link = &(*link)->next;
	a->next = *link;
	*link = a;
}

static void
change(struct mem_accounts *m, const struct question *q, struct gather *g)
{
	struct mem_account *a = find(m, q->row.number, NULL, NULL);
	const char *name = q->parts & ACCOUNT_PART_NAME ? q->row.name : NULL;
	const char *cert = q->parts & ACCOUNT_PART_CERT_ADD ? q->cert : NULL;
	enum result_code code = taken(m, a, name, cert);

	if (a == NULL) {
		gather_fail(g, RESULT_NO_SUCH_ACCOUNT, NULL);
	} else if (code != RESULT_OK) {
		gather_fail(g, code, NULL);
	} else if (cert != NULL && !add_cert(a, cert)) {
		gather_fail(g, RESULT_TOO_MANY, NULL);
	} else {
		if (name != NULL)
			(void)str_copy(a->name, sizeof a->name, name);
		if (q->parts & ACCOUNT_PART_FLAGS)
			a->row.flags = q->row.flags;
		if (q->parts & ACCOUNT_PART_VERIFIER)
			a->row.verifier = q->row.verifier;
		if (q->parts & ACCOUNT_PART_CERT_DEL)
			remove_cert(a, q->cert);
	}
}

static void
drop(struct mem_accounts *m, const struct question *q, struct gather *g)
{
	struct mem_account **link = &m->first, *a;

	while ((a = *link) != NULL && a->row.number != q->row.number)
		link = &a->next;
	if (a == NULL) {
		gather_fail(g, RESULT_NO_SUCH_ACCOUNT, NULL);
		return;
	}
	*link = a->next;
	free(a);
}

static void
read_one(struct mem_accounts *m, const struct question *q, struct gather *g)
{
	struct mem_account *a = find(m, q->row.number, q->row.name, q->cert);
	struct account_row row;

	if (a == NULL) {
		gather_fail(g, RESULT_NO_SUCH_ACCOUNT, NULL);
		return;
	}
	row = a->row;
	row.name = a->name;
	row.certs = a->certs;
	gather_account(g, &row);
}

void
mem_accounts_answer(struct mem_accounts *m, const struct question *q,
    struct gather *g)
{
	if (q->kind == QUESTION_ACCOUNT)
		read_one(m, q, g);
	else if (q->kind == QUESTION_ACCOUNT_ADD)
		add(m, q, g);
	else if (q->kind == QUESTION_ACCOUNT_CHANGE)
		change(m, q, g);
	else
		drop(m, q, g);
}

void
mem_accounts_load(const struct mem_accounts *m,
    void (*each)(void *ctx, const struct account_row *row), void *ctx)
{
	const struct mem_account *a;

	for (a = m->first; a != NULL; a = a->next) {
		struct account_row row = a->row;

		row.name = a->name;
		row.certs = NULL;
		digest_wipe(&row.verifier, sizeof row.verifier);
		each(ctx, &row);
	}
}

uint64_t
mem_accounts_high(const struct mem_accounts *m)
{
	const struct mem_account *a;
	uint64_t high = 0;

	for (a = m->first; a != NULL; a = a->next)
		high = a->row.number;
	return high;
}
