/* user.c -- one identity on the network. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/irc_mask.h"
#include "server/account.h"
#include "server/attachment.h"
#include "server/channel.h"
#include "server/lookalike.h"
#include "server/member.h"
#include "server/read_marker.h"
#include "server/metadata.h"
#include "server/server_internal.h"
#include "server/standing.h"
#include "server/user.h"

#include "base/banned.h"

static const struct { enum user_mode mode; char letter; } mode_letters[] = {
	{ USER_BOT, 'B' },
	{ USER_INVISIBLE, 'i' },
	{ USER_OPERATOR, 'o' },
	{ USER_REGISTERED_ONLY, 'R' },
	{ USER_WALLOPS, 'w' },
};

enum { MODE_LETTERS = sizeof mode_letters / sizeof mode_letters[0] };

static char *
keep_span(char **at, struct str_span s)
{
	char *here = *at;

	memcpy(here, s.p, s.len);
	here[s.len] = '\0';
	*at += s.len + 1;
	return here;
}

/* All its names lie in one block, which the source begins: an idle user is
 * small. The old block may hold what is given. */
static void
set_names(struct user *u, struct str_span nick, struct str_span username,
    struct str_span host, const char *realname)
{
	size_t names = nick.len + 1 + username.len + 1;
	char *block = xmalloc(2 * names + host.len + 1 + str_room(realname));
	char *at = block;

	(void)keep_span(&at, nick);
	at[-1] = '!';
	(void)keep_span(&at, username);
	at[-1] = '@';
	u->host = keep_span(&at, host);
	u->nick = keep_span(&at, nick);
	u->username = keep_span(&at, username);
	u->realname = str_keep(&at, realname);
	free(u->source);
	u->source = block;
}

static struct str_span
span(const char *s)
{
	return (struct str_span){ s, strlen(s) };
}

static void
add_nick(struct server *s, struct user *u)
{
	table_add(&s->users_by_nick, &u->by_nick);
	lookalike_add(&s->odd_users, u->nick, u);
}

static void
remove_nick(struct server *s, struct user *u)
{
	table_remove(&s->users_by_nick, &u->by_nick);
	lookalike_remove(&s->odd_users, u->nick, u);
}

struct user *
user_new(struct server *s, uint64_t number, const char *source,
    const char *realname, int64_t now_ms)
{
	struct user *u = xcalloc(1, sizeof *u);
	struct irc_source parts;

	irc_source_split(source, &parts);
	u->number = number;
	set_names(u, parts.nick, parts.user, parts.host, realname);
	u->connected_ms = u->spoke_ms = now_ms;
	list_append(&s->users, &u->node);
	add_nick(s, u);
	table_add(&s->users_by_number, &u->by_number);
	return u;
}

void
user_free(struct server *s, struct user *u)
{
	remove_nick(s, u);
	standing_gone(s, u);
	table_remove(&s->users_by_number, &u->by_number);
	metadata_free(&u->metadata);
	user_set_modes(s, u, 0);
	user_set_account(u, NULL);
	channel_uninvite_everywhere(u);
	list_remove(&s->users, &u->node);
	while (u->attachments != NULL)
		attachment_end(s, u, u->attachments);
	read_marker_end_all(s, NULL, u->markers);
	free(u->source);
	free(u->real_host);
	free(u->away);
	free(u);
}

void
user_set_nick(struct server *s, struct user *u, const char *nick)
{
	remove_nick(s, u);
	set_names(u, span(nick), span(u->username), span(u->host),
	    u->realname);
	add_nick(s, u);
}

const char *
user_real_host(const struct user *u)
{
	return u->real_host != NULL ? u->real_host : u->host;
}

void
user_set_real_host(struct user *u, const char *host)
{
	free(u->real_host);
	u->real_host = str_eq(u->host, host) ? NULL : xstrdup(host);
}

/* "nick!user@192.0.2.0/24": who really comes from there. */
static bool
fits_prefix(const struct user *u, const char *mask)
{
	const char *host = strchr(mask, '@');
	char names[MASK_LEN + 3];
	struct address a, of;

	if (host == NULL || strchr(host, '/') == NULL ||
	    !address_parse(&of, host + 1) ||
	    !address_parse(&a, user_real_host(u)))
		return false;
	snprintf(names, sizeof names, "%.*s@*", (int)(host - mask), mask);
	return irc_mask_match(names, u->source) && address_is_in(&a, &of);
}

bool
user_fits(const struct user *u, const char *mask)
{
	char real[SOURCE_LEN + 1];

	if (irc_mask_match(mask, u->source) || fits_prefix(u, mask))
		return true;
	if (u->real_host == NULL)
		return false;
	snprintf(real, sizeof real, "%s!%s@%s", u->nick, u->username,
	    u->real_host);
	return irc_mask_match(mask, real);
}

void
user_set_host(struct server *s, struct user *u, const char *username,
    const char *host)
{
	char *real = xstrdup(user_real_host(u));

	remove_nick(s, u);	/* its key moves */
	set_names(u, span(u->nick), span(username), span(host), u->realname);
	add_nick(s, u);
	user_set_real_host(u, real);
	free(real);
}

void
user_set_away(struct user *u, const char *text)
{
	free(u->away);
	u->away = text == NULL ? NULL : xstrdup(text);
}

void
user_set_modes(struct server *s, struct user *u, unsigned modes)
{
	s->ninvisible -= (u->modes & USER_INVISIBLE) != 0;
	s->noperators -= (u->modes & USER_OPERATOR) != 0;
	u->modes = modes;
	s->ninvisible += (u->modes & USER_INVISIBLE) != 0;
	s->noperators += (u->modes & USER_OPERATOR) != 0;
}

enum user_mode
user_mode_of_letter(char letter)
{
	unsigned i;

	for (i = 0; i < MODE_LETTERS; i++)
		if (mode_letters[i].letter == letter)
			return mode_letters[i].mode;
	return 0;
}

void
user_mode_text(unsigned modes, char out[USER_MODE_SIZE])
{
	unsigned i;

	*out++ = '+';
	for (i = 0; i < MODE_LETTERS; i++)
		if (modes & mode_letters[i].mode)
			*out++ = mode_letters[i].letter;
	*out = '\0';
}

void
user_set_realname(struct server *s, struct user *u, const char *realname)
{
	remove_nick(s, u);	/* its key moves */
	set_names(u, span(u->nick), span(u->username), span(u->host),
	    realname);
	add_nick(s, u);
}

bool
user_shares_channel(const struct user *a, const struct user *b)
{
	const struct member *m;

	for (m = a->members; m != NULL; m = m->next_of_user)
		if (channel_member(m->channel, b) != NULL)
			return true;
	return false;
}

void
member_prefix(const struct member *m, bool multi, char out[3])
{
	if (m->is_operator)
		*out++ = '@';
	if (m->is_voiced && (multi || !m->is_operator))
		*out++ = '+';
	*out = '\0';
}
