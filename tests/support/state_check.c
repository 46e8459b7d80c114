/* state_check.c -- whether a server's state is as its headers promise. */
#include "config.h"
#include "support/state_check.h"

#include "base/str.h"
#include "server/access.h"
#include "server/hosts.h"
#include "server/long_answer.h"
#include "server/member.h"
#include "server/server_internal.h"
#include "server/standing.h"

#include "base/banned.h"

/* Ends the check: `what` is a claim that does not hold. */
#define CLAIM(what) \
	do { if (!(what)) return #what; } while (0)

/* --- lists --- */

static const char *
check_list(const struct list *l)
{
	const struct list_node *n, *before = NULL;
	size_t count = 0;

	for (n = l->first; n != NULL; before = n, n = n->next) {
		CLAIM(n->prev == before);
		count++;
	}
	CLAIM(l->last == before);
	CLAIM(l->count == count);
	return NULL;
}

/* --- users and channels --- */

static const char *
check_membership(const struct user *u, const struct member *m)
{
	const struct list_node *n = m->channel->members.first;

	CLAIM(m->user == u);
	while (n != NULL && n != &m->node)
		n = n->next;
	CLAIM(n == &m->node);
	return NULL;
}

/* A user is there for its clients; held ones have none. */
static const char *
check_attachments(const struct user *u, unsigned *nheld)
{
	const struct attachment *at;
	const struct client *c;
	unsigned n = 0;

	for (at = u->attachments; at != NULL; at = at->next, n++) {
		CLAIM(attachment_find(u, at->number) == at);
		CLAIM(at->resume == NULL || at->resume->user == u);
		if (!attachment_is_held(at))
			continue;
		++*nheld;
		for (c = u->clients; c != NULL; c = c->next_of_user)
			CLAIM(c->attachment != at->number);
	}
	CLAIM(n == u->nattachments);
	CLAIM(n <= CLIENTS_PER_USER);
	CLAIM(n > 0 || (standing_is(u) && u->away != NULL));
	CLAIM(n == 0 || str_eq(u->away, attachment_away(u)));
	return NULL;
}

static const char *
check_user(const struct server *s, const struct user *u, unsigned *nheld)
{
	const struct invitation *i;
	const struct member *m;
	const struct client *c;
	unsigned nmembers = 0, ninvitations = 0;
	const char *wrong;

	CLAIM(user_find(s, u->nick) == u);
	CLAIM(user_by_number(s, u->number) == u);
	CLAIM(u->account == NULL ||
	    account_by_number(s, u->account->number) == u->account);
	for (m = u->members; m != NULL; m = m->next_of_user) {
		if ((wrong = check_membership(u, m)) != NULL)
			return wrong;
		nmembers++;
	}
	LIST_FOREACH(i, &u->invitations, of_user) {
		CLAIM(i->user == u);
		CLAIM(channel_is_invited(i->channel, u));
		ninvitations++;
	}
	for (c = u->clients; c != NULL; c = c->next_of_user) {
		CLAIM(c->user == u);
		CLAIM(c->is_closed || attachment_find(u, c->attachment) !=
		    NULL);
	}
	if ((wrong = check_attachments(u, nheld)) != NULL)
		return wrong;
	CLAIM(u->nmembers == nmembers);
	CLAIM(u->nmembers <= CHANNELS_PER_USER);
	CLAIM(u->ninvitations == ninvitations);
	CLAIM(u->ninvitations <= INVITES_MAX);
	return NULL;
}

static const char *
check_accounts(const struct server *s)
{
	const struct list_node *n;
	const char *wrong = check_list(&s->accounts);

	for (n = s->accounts.first; wrong == NULL && n != NULL; n = n->next) {
		const struct account *a = list_item(n, struct account, node);
		const struct user *u;

		CLAIM(account_find(s, a->name) == a);
		CLAIM(account_by_number(s, a->number) == a);
		LIST_FOREACH(u, &a->users, of_account)
			CLAIM(u->account == a);
	}
	return wrong;
}

static const char *
check_users(const struct server *s)
{
	const struct list_node *n;
	const char *wrong = check_list(&s->users);
	unsigned ninvisible = 0, nheld = 0;

	for (n = s->users.first; wrong == NULL && n != NULL; n = n->next) {
		const struct user *u = list_item(n, struct user, node);

		wrong = check_user(s, u, &nheld);
		ninvisible += (u->modes & USER_INVISIBLE) != 0;
	}
	if (wrong != NULL)
		return wrong;
	CLAIM(s->ninvisible == ninvisible);
	CLAIM(s->nheld == nheld && nheld <= HELD_MAX);
	CLAIM(s->users_by_nick.count == s->users.count);
	CLAIM(s->users_by_number.count == s->users.count);
	return NULL;
}

static const char *
check_access(const struct server *s, const struct channel *ch)
{
	unsigned i, k;

	CLAIM(ch->founder == 0 || account_by_number(s, ch->founder) != NULL);
	CLAIM(ch->founder != 0 || ch->naccess == 0);
	CLAIM(ch->naccess <= ACCESS_MAX);
	for (i = 0; i < ch->naccess; i++) {
		const struct access *entry = &ch->access[i];

		CLAIM(account_by_number(s, entry->account) != NULL);
		CLAIM(entry->account != ch->founder);
		CLAIM(entry->level == ACCESS_OP ||
		    entry->level == ACCESS_VOICE);
		for (k = 0; k < i; k++)
			CLAIM(ch->access[k].account != entry->account);
	}
	return NULL;
}

static const char *
check_channel(const struct server *s, const struct channel *ch)
{
	const char *wrong = check_list(&ch->members);
	const struct list_node *n;
	size_t masks = 0;
	int which;

	for (which = 0; wrong == NULL && which < CHANNEL_LISTS; which++) {
		wrong = check_list(&ch->lists[which]);
		masks += ch->lists[which].count;
	}
	if (wrong != NULL)
		return wrong;
	CLAIM(channel_find(s, ch->name) == ch);
	CLAIM(channel_by_number(s, ch->number) == ch);
	CLAIM((ch->left_ms != 0) == (ch->members.count == 0));
	CLAIM(ch->members.count > 0 || channel_is_kept_empty(ch));
	CLAIM(masks <= LIST_MAX);
	if ((wrong = check_access(s, ch)) != NULL)
		return wrong;
	for (n = ch->members.first; n != NULL; n = n->next) {
		const struct member *m = list_item(n, struct member, node);

		CLAIM(m->channel == ch);
		CLAIM(channel_member(ch, m->user) == m);
	}
	return NULL;
}

static const char *
check_channels(const struct server *s)
{
	const struct list_node *n;
	const char *wrong = check_list(&s->channels);

	for (n = s->channels.first; wrong == NULL && n != NULL; n = n->next)
		wrong = check_channel(s, list_item(n, struct channel, node));
	if (wrong != NULL)
		return wrong;
	CLAIM(s->channels_by_name.count == s->channels.count);
	CLAIM(s->channels_by_number.count ==
	    s->channels.count);
	return NULL;
}

/* --- clients --- */

static const char *
check_queue(const struct outq *q)
{
	struct iovec iov[64];
	int n = outq_peek(q, iov, 64), i;
	size_t bytes = 0;

	for (i = 0; i < n; i++)
		bytes += iov[i].iov_len;
	CLAIM(n < 64 ? bytes == q->bytes : bytes < q->bytes || n == 64);
	CLAIM(q->live_bytes <= q->bytes);
	CLAIM((q->first == NULL) == (q->bytes == 0));
	return NULL;
}

/* With nothing on its way nobody waits for it, and no answer is open but
 * those of long answers and of batches that are not sent to the end. */
static const char *
check_rest(const struct client *c)
{
	CLAIM(c->pending_stored == 0);
	CLAIM(c->pending_other == 0);
	CLAIM(c->pending_bytes == 0);
	CLAIM(c->question == NULL);
	CLAIM(c->answers == NULL || c->longs != NULL || c->batch != NULL ||
	    c->is_closed);
	CLAIM(!c->is_waiting || c->longs != NULL ||
	    client_flood_wait_ms(c) > 0 || c->paced != NULL);
	return NULL;
}

static const char *
check_client(const struct server *s, const struct client *c, int idle)
{
	const struct client *other;

	CLAIM(client_by_number(s, c->number) == c);
	CLAIM(c->host != NULL);
	CLAIM(c->user == NULL || c->registration == NULL);
	CLAIM(c->is_closed || (c->user == NULL) == (c->registration != NULL));
	if (c->user != NULL) {
		for (other = c->user->clients; other != NULL && other != c;
		    other = other->next_of_user)
			;
		CLAIM(other == c);
	}
	CLAIM(!c->is_closed || !c->is_waiting);
	return idle ? check_rest(c) : NULL;
}

static const char *
check_clients(const struct server *s, const struct client_list *list,
    int idle, unsigned *n)
{
	const struct client *c;
	const char *wrong = NULL;

	TAILQ_FOREACH(c, list, all) {
		if ((wrong = check_client(s, c, idle)) == NULL)
			wrong = check_queue(&c->out);
		if (wrong != NULL)
			return wrong;
		++*n;
	}
	return NULL;
}

static const char *
check_hosts(const struct server *s)
{
	const struct host *h;
	const struct network *n;
	unsigned named = 0, clients = 0, silent = 0;

	for (h = s->hosts; h != NULL; h = h->hh.next) {
		CLAIM(h->clients > 0);
		CLAIM(h->network == hosts_network(s, h->name));
		CLAIM(h->clients <= h->network->clients);
		named += h->clients;
	}
	for (n = s->networks; n != NULL; n = n->hh.next) {
		CLAIM(n->silent <= n->clients);
		clients += n->clients;
		silent += n->silent;
	}
	CLAIM(named == s->nclients);
	CLAIM(clients == s->nclients);
	CLAIM(silent == s->nsilent);
	return NULL;
}

const char *
state_check(const struct server *s, int idle)
{
	unsigned registered = 0, newcomers = 0;
	const char *wrong;

	if ((wrong = check_accounts(s)) != NULL ||
	    (wrong = check_users(s)) != NULL ||
	    (wrong = check_channels(s)) != NULL ||
	    (wrong = check_clients(s, &s->clients, idle, &registered)) !=
	    NULL ||
	    (wrong = check_clients(s, &s->newcomers, idle, &newcomers)) !=
	    NULL || (wrong = check_hosts(s)) != NULL)
		return wrong;
	CLAIM(s->nregistered == registered);
	CLAIM(s->nclients == registered + newcomers);
	CLAIM(s->answer == NULL);
	CLAIM(!idle || s->nquestions == 0);
	return NULL;
}
