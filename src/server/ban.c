/* ban.c -- who may not come in, or not speak, on the whole server. */
#include "config.h"
#include "server/ban.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_mask.h"
#include "server/apply.h"
#include "server/event.h"
#include "server/extban.h"
#include "server/server_internal.h"
#include "store/store.h"

#include "base/banned.h"

static const char *const names[BAN_KINDS] = {
	[BAN_KLINE] = "KLINE", [BAN_DLINE] = "DLINE", [BAN_MUTE] = "MUTE",
};

const char *
ban_kind_name(enum ban_kind kind)
{
	return names[kind];
}

/* --- masks --- */

/* "user@host": what of a full mask stands behind the nick. */
static bool
make_kline(const char *text, char out[BAN_MASK_SIZE])
{
	char full[MASK_LEN + 1];

	if (strchr(text, '!') != NULL || !irc_mask_make(text, full))
		return false;
	/* A word alone would be a nick there. */
	return strncmp(full, "*!", 2) == 0 &&
	    str_copy(out, BAN_MASK_SIZE, full + 2);
}

static bool
make_dline(const char *text, char out[BAN_MASK_SIZE])
{
	struct address a;

	return address_parse(&a, text) && str_copy(out, BAN_MASK_SIZE, text);
}

static bool
make_mute(const char *text, char out[BAN_MASK_SIZE])
{
	char mask[MASK_LEN + 1];

	return extban_make(text, CHANNEL_INVEXES, mask) &&
	    str_copy(out, BAN_MASK_SIZE, mask);
}

/* A nick: the address behind it, or the account. */
static void
mask_of_user(enum ban_kind kind, const struct user *u,
    char out[BAN_MASK_SIZE])
{
	const char *account = user_account_name(u);

	if (kind == BAN_DLINE)
		str_copy(out, BAN_MASK_SIZE, user_real_host(u));
	else if (kind == BAN_KLINE)
		snprintf(out, BAN_MASK_SIZE, "*@%s", user_real_host(u));
	else if (account != NULL)
		snprintf(out, BAN_MASK_SIZE, "$a:%s", account);
	else
		snprintf(out, BAN_MASK_SIZE, "*!%s@%s", u->username,
		    user_real_host(u));
}

bool
ban_mask_make(const struct server *s, enum ban_kind kind, const char *text,
    char out[BAN_MASK_SIZE])
{
	const struct user *u = user_find(s, text);
	char copy[BAN_MASK_SIZE];

	if (u != NULL)
		mask_of_user(kind, u, copy);
	else if (!str_copy(copy, sizeof copy, text))
		return false;
	switch (kind) {
	case BAN_KLINE:
		return make_kline(copy, out);
	case BAN_DLINE:
		return make_dline(copy, out);
	default:
		return make_mute(copy, out);
	}
}

/* --- which there are --- */

struct ban *
ban_find(const struct server *s, enum ban_kind kind, const char *mask)
{
	struct list_node *n;
	struct address a;

	if (kind == BAN_DLINE)
		return address_parse(&a, mask) ?
		    ban_index_dline(&s->bans.index, &a) : NULL;
	for (n = s->bans.of[kind].first; n != NULL; n = n->next) {
		struct ban *b = list_item(n, struct ban, node);

		if (irc_case_eq(b->mask, mask))
			return b;
	}
	return NULL;
}

bool
ban_is_full(const struct server *s, enum ban_kind kind, const char *mask,
    const char **why)
{
	struct ban b = { .kind = kind, .mask = (char *)(size_t)mask };

	*why = "There are as many as there may be";
	if (s->bans.of[kind].count >=
	    (kind == BAN_MUTE ? MUTES_MAX : BANS_MAX))
		return true;
	*why = "There are as many with a * or ? in the host as there may be: "
	    "name an address or a prefix (192.0.2.0/24)";
	return kind == BAN_KLINE && ban_read_address(&b) &&
	    b.address.bits == 0 && ban_is_pattern(mask) &&
	    s->bans.index.npatterns >= BAN_PATTERNS_MAX;
}

bool
ban_read_address(struct ban *b)
{
	const char *host = strchr(b->mask, '@');

	b->address.bits = 0;
	if (b->kind == BAN_DLINE)
		return address_parse(&b->address, b->mask);
	if (b->kind == BAN_KLINE && host != NULL &&
	    strchr(host, '/') != NULL &&
	    !address_parse(&b->address, host + 1))
		b->address.bits = 0;
	return true;
}

static void
insert(struct server *s, uint64_t number, const struct ban_facts *facts)
{
	struct ban *b = xcalloc(1, sizeof *b);

	b->kind = facts->kind;
	b->number = number;
	b->mask = xstrdup(facts->mask);
	b->setter = xstrdup(facts->setter);
	b->reason = xstrdup(facts->reason);
	b->set_ms = facts->set_ms;
	b->expires_ms = facts->expires_ms;
	list_append(&s->bans.of[b->kind], &b->node);
	if (ban_read_address(b) && b->kind != BAN_MUTE)
		ban_index_add(&s->bans.index, b);
}

static void
forget(struct server *s, struct ban *b)
{
	list_remove(&s->bans.of[b->kind], &b->node);
	if (b->kind != BAN_MUTE)
		ban_index_remove(&s->bans.index, b);
	free(b->mask);
	free(b->setter);
	free(b->reason);
	free(b);
}

/* To disk with the next batch. */
static void
keep(struct server *s, const struct ban *b, bool gone)
{
	struct store_ban row = { .number = b->number, .kind = (int)b->kind,
	    .mask = b->mask, .setter = b->setter, .reason = b->reason,
	    .set_ms = b->set_ms, .expires_ms = b->expires_ms };

	bus_change(s->bus, store_change_new_ban(&row, gone));
}

struct ban *
ban_add(struct server *s, uint64_t number, const struct ban_facts *facts)
{
	struct ban *old = ban_find(s, facts->kind, facts->mask);

	if (old != NULL)
		ban_remove(s, old);
	insert(s, number, facts);
	old = ban_find(s, facts->kind, facts->mask);
	keep(s, old, false);
	return old;
}

void
ban_remove(struct server *s, struct ban *b)
{
	keep(s, b, true);
	forget(s, b);
}

/* A row that this release does not understand is left where it is. */
void
ban_restore(struct server *s, const struct store_ban *kept)
{
	struct ban_facts facts = { .kind = (enum ban_kind)kept->kind,
	    .mask = kept->mask, .setter = kept->setter,
	    .reason = kept->reason, .set_ms = kept->set_ms,
	    .expires_ms = kept->expires_ms };
	struct address a;

	if (kept->kind < BAN_KLINE || kept->kind >= BAN_KINDS ||
	    (kept->kind == BAN_DLINE && !address_parse(&a, kept->mask)))
		return;
	insert(s, kept->number, &facts);
}

void
ban_free_all(struct server *s)
{
	int kind;

	for (kind = BAN_KLINE; kind < BAN_KINDS; kind++) {
		list_end(&s->bans.of[kind]);
		while (s->bans.of[kind].first != NULL)
			forget(s, list_item(s->bans.of[kind].first, struct ban,
			    node));
	}
	ban_index_release(&s->bans.index);
}

/* --- whom they fit --- */

bool
ban_has_expired(const struct ban *b, int64_t now_ms)
{
	return b->expires_ms != 0 && b->expires_ms <= now_ms;
}

/* `who`: user@host. */
static bool
fits_prefix(const struct ban *b, const char *who)
{
	const char *host = strchr(who, '@');
	char user[BAN_MASK_SIZE];
	struct address a;

	snprintf(user, sizeof user, "%.*s@*", (int)strcspn(b->mask, "@"),
	    b->mask);
	return host != NULL && irc_mask_match(user, who) &&
	    address_parse(&a, host + 1) && address_is_in(&a, &b->address);
}

bool
ban_fits_source(const struct ban *b, const char *source)
{
	const char *bang = strchr(source, '!');

	if (b->kind == BAN_KLINE && b->address.bits > 0)
		return bang != NULL && fits_prefix(b, bang + 1);
	if (b->kind == BAN_KLINE)
		return bang != NULL && irc_mask_match(b->mask, bang + 1);
	return b->kind == BAN_MUTE && b->mask[0] != '$' &&
	    irc_mask_match(b->mask, source);
}

bool
ban_fits_address(const struct ban *b, const char *address)
{
	struct address a;

	return b->kind == BAN_DLINE && address_parse(&a, address) &&
	    address_is_in(&a, &b->address);
}

static void
real_source(const char *source, const char *host, char out[SOURCE_LEN + 1])
{
	snprintf(out, SOURCE_LEN + 1, "%.*s@%s", (int)strcspn(source, "@"),
	    source, host);
}

/* By the host that is shown, or by another one (NULL: there is none). */
static bool
fits_either(const struct ban *b, const char *source, const char *host)
{
	char real[SOURCE_LEN + 1];

	if (ban_fits_source(b, source))
		return true;
	if (host == NULL)
		return false;
	real_source(source, host, real);
	return ban_fits_source(b, real);
}

bool
ban_fits_user(const struct ban *b, const struct user *u)
{
	switch (b->kind) {
	case BAN_KLINE:
		return fits_either(b, u->source, u->real_host);
	case BAN_DLINE:
		return ban_fits_address(b, user_real_host(u));
	default:
		return extban_matches(b->mask, u, CHANNEL_SPEAK);
	}
}

const struct ban *
ban_of_address(const struct server *s, const char *address, int64_t now_ms)
{
	return ban_index_of_address(&s->bans.index, address, now_ms);
}

const struct ban *
ban_of_source(const struct server *s, const char *source, const char *host,
    int64_t now_ms)
{
	const struct ban_index *x = &s->bans.index;
	const struct ban *b = ban_index_of_source(x, source, now_ms);
	char real[SOURCE_LEN + 1];

	if (b != NULL || host == NULL)
		return b;
	real_source(source, host, real);
	return str_eq(source, real) ? NULL :
	    ban_index_of_source(x, real, now_ms);
}

const struct ban *
ban_of_speaker(const struct server *s, const struct user *u, int64_t now_ms)
{
	struct list_node *n;

	for (n = s->bans.of[BAN_MUTE].first; n != NULL; n = n->next) {
		const struct ban *b = list_item(n, struct ban, node);

		if (!ban_has_expired(b, now_ms) && ban_fits_user(b, u))
			return b;
	}
	return NULL;
}

/* --- words --- */

void
ban_text(const struct ban *b, const char *what, char out[BAN_TEXT_SIZE])
{
	char when[TIME_ISO_SIZE] = "";

	if (b->expires_ms != 0)
		time_format_iso(when, b->expires_ms);
	snprintf(out, BAN_TEXT_SIZE, "%s%s%s%s%s", what,
	    b->expires_ms == 0 ? "" : " until ", when,
	    b->reason[0] == '\0' ? "" : ": ", b->reason);
}

/* --- time --- */

void
ban_sweep(struct server *s)
{
	int kind;

	for (kind = BAN_KLINE; kind < BAN_KINDS; kind++) {
		struct list_node *n = s->bans.of[kind].first;

		for (; n != NULL; n = n->next) {
			const struct ban *b = list_item(n, struct ban, node);
			struct event_text text = { .source = s->config.name,
			    .target = b->mask };
			struct event *e;

			if (!ban_has_expired(b, s->now.wall_ms))
				continue;
			e = event_new(EVENT_UNBAN, &text);
			e->flags = (uint32_t)kind;
			post_own(s, e);
		}
	}
}
