/* puppet.c -- an IRC server with one channel, played for an old one. */
#include "config.h"
#include "adapter/puppet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "adapter/oldserver.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"

#include "base/banned.h"

enum {
	LINES_BYTES_MAX = 1048576,
	PEOPLE_MAX = 5000,		/* a hostile server makes no more */
	NAMES_BYTES = 350,		/* of one 353 */
};

static const char server_name[] = "tcpchat";

struct puppet_person {
	UT_hash_handle hh;		/* by `nick` */
	char *name;			/* owned; as the old server has it */
	char nick[NICK_LEN + 1];
};

void
puppet_init(struct puppet *p, const char *network)
{
	memset(p, 0, sizeof *p);
	lines_init(&p->lines, LINES_BYTES_MAX);
	p->network = network;
}

void
puppet_release(struct puppet *p)
{
	struct puppet_person *person, *next;

	HASH_ITER(hh, p->people, person, next) {
		HASH_DEL(p->people, person);
		free(person->name);
		free(person);
	}
	lines_release(&p->lines);
}

static void
add_line(struct puppet *p, const char *source, const char *command,
    va_list params)
{
	struct irc_msg m = { .source = source, .command = command };

	irc_msg_add_params(&m, params);
	m.colon = m.nparams > 1;
	lines_add_msg(&p->lines, &m);
}

void
puppet_say(struct puppet *p, const char *command, ...)
{
	va_list params;

	va_start(params, command);
	add_line(p, server_name, command, params);
	va_end(params);
}

static void
puppet_person_says(struct puppet *p, const char *nick, const char *command,
    ...)
{
	char source[2 * NICK_LEN + 16];
	va_list params;

	snprintf(source, sizeof source, "%s!old@server", nick);
	va_start(params, command);
	add_line(p, source, command, params);
	va_end(params);
}

static struct puppet_person *
find(const struct puppet *p, const char *nick)
{
	struct puppet_person *person;

	HASH_FIND_STR(p->people, nick, person);
	return person;
}

bool
puppet_knows(const struct puppet *p, const char *nick)
{
	return find(p, nick) != NULL;
}

/* Without what no nick may hold. False: nothing is left. */
static bool
make_nick(const char *name, char out[NICK_LEN + 1])
{
	char made[NICK_LEN + 1];
	size_t len, i;

	if (irc_nick_make(name, out))
		return true;
	len = utf8_cut(name, strlen(name), NICK_LEN - 1);
	memcpy(made, name, len);
	made[len] = '\0';
	for (i = 0; made[i] != '\0'; i++)
		if (strchr(" ,*?!@:#&$%~.+", made[i]) != NULL)
			made[i] = '_';
	if (str_is_digit(made[0]) || made[0] == '-') {
		memmove(made + 1, made, strlen(made) + 1);
		made[0] = '_';
	}
	return irc_nick_make(made, out);
}

const char *
puppet_find(const struct puppet *p, const char *name)
{
	struct puppet_person *person;
	char nick[NICK_LEN + 1];

	if (!make_nick(name, nick) || (person = find(p, nick)) == NULL)
		return NULL;
	return person->nick;
}

const char *
puppet_name(const struct puppet *p, const char *nick)
{
	const struct puppet_person *person = find(p, nick);

	return person == NULL ? nick : person->name;
}

const char *
puppet_see(struct puppet *p, const char *name, bool tells)
{
	const char *known = puppet_find(p, name);
	struct puppet_person *person;

	if (known != NULL || HASH_COUNT(p->people) >= PEOPLE_MAX)
		return known;
	person = xcalloc(1, sizeof *person);
	if (!make_nick(name, person->nick)) {
		free(person);
		return NULL;
	}
	person->name = xstrdup(name);
	HASH_ADD_STR(p->people, nick, person);
	if (tells)
		puppet_person_says(p, person->nick, "JOIN", OLDSERVER_LOBBY,
		    NULL);
	return person->nick;
}

void
puppet_leave(struct puppet *p, const char *nick, const char *reason)
{
	struct puppet_person *person = find(p, nick);

	if (person == NULL)
		return;
	if (reason != NULL)
		puppet_person_says(p, nick, "QUIT", reason, NULL);
	HASH_DEL(p->people, person);
	free(person->name);
	free(person);
}

/* "* al waves" of al is the way in which we say an action there. */
void
puppet_spoken(struct puppet *p, const char *nick, const char *text,
    bool to_all)
{
	const char *target = to_all ? OLDSERVER_LOBBY : p->nick;
	char action[IRC_LINE_BODY_MAX], start[NICK_LEN + 4];

	snprintf(start, sizeof start, "* %s ", nick);
	if (!str_starts(text, start) || strpbrk(text, "\r\n") != NULL ||
	    strlen(text) >= sizeof action - sizeof "\001ACTION \001") {
		lines_add_text_from(&p->lines, nick, target, text);
		return;
	}
	snprintf(action, sizeof action, "\001ACTION %s\001",
	    text + strlen(start));
	puppet_person_says(p, nick, "PRIVMSG", target, action, NULL);
}

const char *
puppet_next(const struct puppet *p, const char *last)
{
	const struct puppet_person *person = last == NULL ? p->people :
	    find(p, last) == NULL ? NULL : find(p, last)->hh.next;

	return person == NULL ? NULL : person->nick;
}

void
puppet_names(struct puppet *p)
{
	char list[NAMES_BYTES + NICK_LEN + 2] = "";
	const char *nick = NULL;
	size_t len = 0;

	while ((nick = puppet_next(p, nick)) != NULL) {
		len += (size_t)snprintf(list + len, sizeof list - len, "%s%s",
		    len > 0 ? " " : "", nick);
		if (len < NAMES_BYTES)
			continue;
		puppet_say(p, "353", p->nick, "=", OLDSERVER_LOBBY, list,
		    NULL);
		len = 0;
	}
	if (len > 0)
		puppet_say(p, "353", p->nick, "=", OLDSERVER_LOBBY, list,
		    NULL);
	puppet_say(p, "366", p->nick, OLDSERVER_LOBBY, "End of /NAMES list",
	    NULL);
}

void
puppet_who(struct puppet *p)
{
	const char *nick = NULL;

	while ((nick = puppet_next(p, nick)) != NULL)
		puppet_say(p, "352", p->nick, OLDSERVER_LOBBY, "old", "server",
		    server_name, nick, "H", "0 ", NULL);
	puppet_say(p, "315", p->nick, OLDSERVER_LOBBY, "End of WHO list",
	    NULL);
}

void
puppet_welcome(struct puppet *p)
{
	char network[64];

	p->is_registered = true;
	snprintf(network, sizeof network, "NETWORK=%s", p->network);
	puppet_say(p, "001", p->nick, "Connected to an old server", NULL);
	puppet_say(p, "005", p->nick, "CASEMAPPING=ascii", "CHANTYPES=#",
	    "LOBBY=" OLDSERVER_LOBBY, "PREFIX=", network,
	    "are supported by this server", NULL);
	puppet_say(p, "422", p->nick, "MOTD File is missing", NULL);
	(void)puppet_see(p, p->nick, false);
	puppet_person_says(p, p->nick, "JOIN", OLDSERVER_LOBBY, NULL);
	puppet_names(p);
}

static void
take_cap(struct puppet *p, const struct irc_msg *m)
{
	const char *verb = m->nparams > 0 ? m->params[0] : "";
	const char *nick = p->nick[0] != '\0' ? p->nick : "*";

	if (str_eq_nocase(verb, "LS")) {
		p->negotiates = true;
		puppet_say(p, "CAP", nick, "LS", "echo-message", NULL);
	} else if (str_eq_nocase(verb, "REQ") && m->nparams > 1) {
		p->negotiates = true;
		puppet_say(p, "CAP", nick, str_eq(m->params[1],
		    "echo-message") ? "ACK" : "NAK", m->params[1], NULL);
	} else if (str_eq_nocase(verb, "END")) {
		p->negotiates = false;
	}
}

/* An old server has no renaming: the first name is the one. */
static void
take_nick(struct puppet *p, const struct irc_msg *m)
{
	char nick[NICK_LEN + 1];

	if (p->is_registered)
		puppet_say(p, "447", p->nick,
		    "An old server knows no change of name", NULL);
	else if (m->nparams == 0 || !irc_nick_make(m->params[0], nick))
		puppet_say(p, "432", "*", m->nparams > 0 ? m->params[0] : "*",
		    "Erroneous nickname", NULL);
	else
		str_copy(p->nick, sizeof p->nick, nick);
}

static bool
is_ready(const struct puppet *p)
{
	return !p->is_registered && p->nick[0] != '\0' && p->has_user &&
	    !p->negotiates;
}

/* We are in the one room from the start. */
static void
take_join(struct puppet *p, const struct irc_msg *m)
{
	const char *rest = m->nparams > 0 ? m->params[0] : "";
	char channel[CHANNEL_LEN + 1];
	struct str_span item;

	while (str_next_item(&rest, ',', &item)) {
		str_copy_span(channel, sizeof channel, item);
		if (!irc_case_eq(channel, OLDSERVER_LOBBY))
			puppet_say(p, "403", p->nick, channel,
			    "An old server has one room", NULL);
	}
}

bool
puppet_take(struct puppet *p, const struct irc_msg *m, bool *ready)
{
	bool was_ready = is_ready(p);

	*ready = false;
	if (irc_msg_is(m, "CAP"))
		take_cap(p, m);
	else if (irc_msg_is(m, "NICK"))
		take_nick(p, m);
	else if (irc_msg_is(m, "USER"))
		p->has_user = true;
	else if (irc_msg_is(m, "JOIN"))
		take_join(p, m);
	else if (irc_msg_is(m, "PING"))
		puppet_say(p, "PONG", server_name, m->nparams > 0 ?
		    m->params[0] : "", NULL);
	else if (!irc_msg_is(m, "PASS") && !irc_msg_is(m, "PONG") &&
	    !irc_msg_is(m, "QUIT") && !irc_msg_is(m, "TAGMSG"))
		return false;
	*ready = !was_ready && is_ready(p);
	return true;
}

void
puppet_unknown(struct puppet *p, const struct irc_msg *m)
{
	puppet_say(p, "421", p->nick[0] != '\0' ? p->nick : "*", m->command,
	    "An old server can't do that", NULL);
}
