/* access.c -- a registered channel: its founder, and who is what in it. */
#include "config.h"
#include "server/access.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "server/fanout.h"
#include "server/member.h"
#include "server/server_internal.h"
#include "server/service.h"
#include "server/standing.h"

#include "base/banned.h"

static const char *const names[ACCESS_LEVELS] = { "", "voice", "op",
    "founder" };

const char *
access_name(enum access_level level)
{
	return names[level];
}

enum access_level
access_level_of_name(const char *name)
{
	int level = ACCESS_LEVELS - 1;

	while (level > ACCESS_NONE && !str_eq_nocase(names[level], name))
		level--;
	return (enum access_level)level;
}

static struct access *
find(const struct channel *ch, uint64_t account)
{
	unsigned i;

	for (i = 0; i < ch->naccess; i++)
		if (ch->access[i].account == account)
			return &ch->access[i];
	return NULL;
}

enum access_level
access_of_account(const struct channel *ch, uint64_t account)
{
	const struct access *entry;

	if (ch->founder == 0 || account == 0)
		return ACCESS_NONE;
	if (ch->founder == account)
		return ACCESS_FOUNDER;
	entry = find(ch, account);
	return entry == NULL ? ACCESS_NONE : entry->level;
}

enum access_level
access_of(const struct channel *ch, const struct user *u)
{
	return u->account == NULL ? ACCESS_NONE :
	    access_of_account(ch, u->account->number);
}

unsigned
access_count_founded(const struct server *s, uint64_t account)
{
	const struct list_node *n;
	unsigned count = 0;

	for (n = s->channels.first; n != NULL; n = n->next)
		count += list_item(n, struct channel, node)->founder ==
		    account;
	return count;
}

static void
take_off(struct channel *ch, uint64_t account)
{
	struct access *entry = find(ch, account);

	if (entry == NULL)
		return;
	for (ch->naccess--; entry < ch->access + ch->naccess; entry++)
		entry[0] = entry[1];
}

static void
put_on(struct channel *ch, uint64_t account, enum access_level level)
{
	struct access *entry = find(ch, account);

	if (entry == NULL) {
		ch->access = xreallocarray(ch->access, ch->naccess + 1,
		    sizeof *ch->access);
		entry = &ch->access[ch->naccess++];
	}
	*entry = (struct access){ .account = account, .level = level };
}

void
access_set(struct channel *ch, uint64_t account, enum access_level level)
{
	uint64_t before = ch->founder;

	if (level == ACCESS_FOUNDER || level == ACCESS_NONE)
		take_off(ch, account);
	else
		put_on(ch, account, level);
	if (level == ACCESS_FOUNDER) {
		ch->founder = account;
		if (before != 0 && before != account)
			put_on(ch, before, ACCESS_OP);
	}
}

void
access_drop(struct server *s, struct channel *ch)
{
	ch->founder = 0;
	ch->naccess = 0;
	free(ch->access);
	ch->access = NULL;
	if (ch->members.count == 0 && !channel_is_kept_empty(ch))
		channel_end(s, ch);
	else
		channel_mark_dirty(s, ch);
}

void
access_forget(struct server *s, uint64_t account)
{
	struct list_node *n, *next;

	for (n = s->channels.first; n != NULL; n = next) {
		struct channel *ch = list_item(n, struct channel, node);

		next = n->next;
		if (ch->founder == account) {
			log_line(LEVEL_NOTICE, "channel: name=%s is nobody's",
			    ch->name);
			access_drop(s, ch);
		} else if (find(ch, account) != NULL) {
			take_off(ch, account);
			channel_mark_dirty(s, ch);
		}
	}
}

/* --- given --- */

void
access_give(struct server *s, const struct event *e, struct member *m,
    struct answer *a)
{
	enum access_level level = access_of(m->channel, m->user);
	bool is_op = level >= ACCESS_OP;
	bool *has = is_op ? &m->is_operator : &m->is_voiced;
	char source[SOURCE_LEN + 1];
	struct fanout f;

	if (level == ACCESS_NONE || *has)
		return;
	*has = true;
	standing_mark(s, m->user);
	service_source(&chanserv, s, source);
	fanout_start(&f, s, e, "MODE", m->channel->name, is_op ? "+o" : "+v");
	fanout_from_server(&f);
	f.msg.source = source;
	f.msg.params[f.msg.nparams++] = m->user->nick;
	if (a != NULL)
		fanout_answer(&f, a);
	fanout_to_channel(&f, m->channel);
	fanout_end(&f);
}

void
access_give_everywhere(struct server *s, const struct event *e,
    const struct user *u)
{
	struct member *m;

	for (m = u->members; m != NULL; m = m->next_of_user)
		access_give(s, e, m, NULL);
}

/* --- kept --- */

const char *
access_text(const struct channel *ch, struct buf *out)
{
	unsigned i;

	for (i = 0; i < ch->naccess; i++)
		if (!buf_addf(out, "%" PRIu64 " %c\n", ch->access[i].account,
		    names[ch->access[i].level][0]))
			break;
	return ch->naccess == 0 ? NULL : buf_str(out);
}

static void
restore_entry(const struct server *s, struct channel *ch, const char *line)
{
	uint64_t account;
	char letter;

	if (sscanf(line, "%" SCNu64 " %c", &account, &letter) != 2 ||
	    account == ch->founder || account_by_number(s, account) == NULL ||
	    ch->naccess == ACCESS_MAX)
		return;
	put_on(ch, account, letter == names[ACCESS_OP][0] ? ACCESS_OP :
	    ACCESS_VOICE);
}

void
access_restore(const struct server *s, struct channel *ch, uint64_t founder,
    const char *text)
{
	struct str_span line;
	char copy[64];

	if (founder == 0 || account_by_number(s, founder) == NULL)
		return;
	ch->founder = founder;
	while (text != NULL && str_next_item(&text, '\n', &line))
		if (str_copy_span(copy, sizeof copy, line))
			restore_entry(s, ch, copy);
}
