/*
 * rights_test.c -- who may do what to a channel: each command, each mode of
 * the channel, each role. A new command has a row here, or is named as one
 * that concerns no channel.
 */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/str.h"
#include "server/command.h"
#include "support/stage.h"

#include "base/banned.h"

/* Who is invited is banned, too: it opens that. */
enum role { OUTSIDER, BANNED_OUTSIDER, INVITED, MEMBER, BANNED, EXCEPTED,
	VOICED, OPERATOR, ROLES };

static const char *const nicks[ROLES] = { "out", "banout", "inv", "mem",
	"ban", "exc", "voi", "op" };

/* The channel is -nt before one of these is set. */
static const char *const modes[] = {
	"", "i", "k", "l", "m", "M", "n", "p", "R", "s", "t", "W",
};

/*
 * What the first line says that each role gets: a numeric or a command; "-":
 * nothing. `mode` NULL: with all modes that have no row of their own.
 */
static const struct right {
	const char *line, *mode;
	const char *wanted[ROLES];
} rights[] = {
	/* line             mode  out   banout inv   mem   ban   exc  voi  op */
	{ "JOIN #c",        NULL,
	    { "JOIN", "474", "JOIN", "-", "-", "-", "-", "-" } },
	{ "JOIN #c",        "i",
	    { "473", "474", "JOIN", "-", "-", "-", "-", "-" } },
	{ "JOIN #c",        "k",
	    { "475", "474", "JOIN", "-", "-", "-", "-", "-" } },
	{ "JOIN #c",        "l",
	    { "471", "474", "JOIN", "-", "-", "-", "-", "-" } },
	{ "JOIN #c",        "R",
	    { "477", "474", "JOIN", "-", "-", "-", "-", "-" } },
	{ "PRIVMSG #c :x",  NULL,
	    { "PRIVMSG", "404", "404", "PRIVMSG", "404", "PRIVMSG",
	    "PRIVMSG", "PRIVMSG" } },
	{ "PRIVMSG #c :x",  "n",
	    { "404", "404", "404", "PRIVMSG", "404", "PRIVMSG", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG #c :x",  "s",
	    { "404", "404", "404", "PRIVMSG", "404", "PRIVMSG", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG #c :x",  "m",
	    { "404", "404", "404", "404", "404", "404", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG #c :x",  "M",
	    { "404", "404", "404", "404", "404", "404", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG @#c :x", NULL,
	    { "PRIVMSG", "404", "404", "PRIVMSG", "404", "PRIVMSG",
	    "PRIVMSG", "PRIVMSG" } },
	{ "PRIVMSG @#c :x", "n",
	    { "404", "404", "404", "PRIVMSG", "404", "PRIVMSG", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG @#c :x", "s",
	    { "404", "404", "404", "PRIVMSG", "404", "PRIVMSG", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG @#c :x", "m",
	    { "404", "404", "404", "404", "404", "404", "PRIVMSG",
	    "PRIVMSG" } },
	{ "PRIVMSG @#c :x", "M",
	    { "404", "404", "404", "404", "404", "404", "PRIVMSG",
	    "PRIVMSG" } },
	{ "@label=1 NOTICE #c :x", NULL,
	    { "NOTICE", "404", "404", "NOTICE", "404", "NOTICE", "NOTICE",
	    "NOTICE" } },
	{ "@label=1 NOTICE #c :x", "n",
	    { "404", "404", "404", "NOTICE", "404", "NOTICE", "NOTICE",
	    "NOTICE" } },
	{ "@label=1 NOTICE #c :x", "s",
	    { "404", "404", "404", "NOTICE", "404", "NOTICE", "NOTICE",
	    "NOTICE" } },
	{ "@label=1 NOTICE #c :x", "m",
	    { "404", "404", "404", "404", "404", "404", "NOTICE",
	    "NOTICE" } },
	{ "@label=1 NOTICE #c :x", "M",
	    { "404", "404", "404", "404", "404", "404", "NOTICE",
	    "NOTICE" } },
	{ "@+a=b TAGMSG #c", NULL,
	    { "TAGMSG", "404", "404", "TAGMSG", "404", "TAGMSG", "TAGMSG",
	    "TAGMSG" } },
	{ "@+a=b TAGMSG #c", "n",
	    { "404", "404", "404", "TAGMSG", "404", "TAGMSG", "TAGMSG",
	    "TAGMSG" } },
	{ "@+a=b TAGMSG #c", "s",
	    { "404", "404", "404", "TAGMSG", "404", "TAGMSG", "TAGMSG",
	    "TAGMSG" } },
	{ "@+a=b TAGMSG #c", "m",
	    { "404", "404", "404", "404", "404", "404", "TAGMSG",
	    "TAGMSG" } },
	{ "@+a=b TAGMSG #c", "M",
	    { "404", "404", "404", "404", "404", "404", "TAGMSG",
	    "TAGMSG" } },
	{ "TOPIC #c :new",  NULL,
	    { "442", "442", "442", "TOPIC", "TOPIC", "TOPIC", "TOPIC",
	    "TOPIC" } },
	{ "TOPIC #c :new",  "t",
	    { "442", "442", "442", "482", "482", "482", "482", "TOPIC" } },
	{ "TOPIC #c",       NULL,
	    { "332", "332", "332", "332", "332", "332", "332", "332" } },
	{ "TOPIC #c",       "s",
	    { "442", "442", "442", "332", "332", "332", "332", "332" } },
	{ "KICK #c victim", NULL,
	    { "442", "442", "442", "482", "482", "482", "482", "KICK" } },
	{ "RENAME #c #d",   NULL,
	    { "442", "442", "442", "482", "482", "482", "482", "RENAME" } },
	{ "METADATA #c SET a b", NULL,
	    { "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "761" } },
	{ "METADATA #c GET a", NULL,
	    { "BATCH", "BATCH", "BATCH", "BATCH", "BATCH", "BATCH", "BATCH",
	    "BATCH" } },
	{ "METADATA #c GET a", "s",
	    { "FAIL", "FAIL", "FAIL", "BATCH", "BATCH", "BATCH", "BATCH",
	    "BATCH" } },
	{ "MODE #c +v victim", NULL,
	    { "442", "442", "442", "482", "482", "482", "482", "MODE" } },
	{ "MODE #c +b x",   NULL,
	    { "442", "442", "442", "482", "482", "482", "482", "MODE" } },
	{ "MODE #c",        NULL,
	    { "324", "324", "324", "324", "324", "324", "324", "324" } },
	{ "MODE #c",        "s",
	    { "442", "442", "442", "324", "324", "324", "324", "324" } },
	{ "MODE #c b",      NULL,
	    { "367", "367", "367", "367", "367", "367", "367", "367" } },
	{ "MODE #c b",      "s",
	    { "442", "442", "442", "367", "367", "367", "367", "367" } },
	{ "INVITE friend #c", NULL,
	    { "442", "442", "442", "341", "341", "341", "341", "341" } },
	{ "INVITE friend #c", "i",
	    { "442", "442", "442", "482", "482", "482", "482", "341" } },
	{ "NAMES #c",       NULL,
	    { "353", "353", "353", "353", "353", "353", "353", "353" } },
	{ "NAMES #c",       "s",
	    { "366", "366", "366", "353", "353", "353", "353", "353" } },
	{ "WHO #c",         NULL,
	    { "352", "352", "352", "352", "352", "352", "352", "352" } },
	{ "WHO #c",         "s",
	    { "315", "315", "315", "352", "352", "352", "352", "352" } },
	{ "CHATHISTORY LATEST #c * 10", NULL,
	    { "FAIL", "FAIL", "FAIL", "BATCH", "BATCH", "BATCH", "BATCH",
	    "BATCH" } },
	{ "SEARCH in=#c", NULL,
	    { "FAIL", "FAIL", "FAIL", "BATCH", "BATCH", "BATCH", "BATCH",
	    "BATCH" } },
	{ "REDACT #c 01ARZ3NDEKTSV4RRFFQ69G5FAV", NULL,
	    { "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL", "FAIL",
	    "FAIL" } },
	{ "PART #c",        NULL,
	    { "442", "442", "442", "PART", "PART", "PART", "PART", "PART" } },
};

enum { RIGHTS = sizeof rights / sizeof rights[0] };

/* LIST and WHOIS show channels, too: list.chat, whois.chat. What is in a
 * BATCH has the rights of PRIVMSG: batch.chat. */
static const char *const elsewhere[] = {
	"ADMIN", "AUTHENTICATE", "AWAY", "BATCH", "CAP", "CHANSERV",
	"CHGHOST", "CS", "DLINE", "HELP",
	"HELPOP", "INFO", "ISON", "ISUPPORT", "KILL", "KLINE", "LINKS",
	"LIST", "LUSERS", "MARKREAD", "MONITOR", "MOTD", "MUTE", "NICK",
	"NICKSERV", "NS", "OPER", "PASS", "PING", "PONG", "QUIT", "REGISTER",
	"REHASH", "RESUME", "SETNAME", "STATS", "TIME", "UNDLINE", "UNKLINE",
	"UNMUTE", "USER", "USERHOST", "VERIFY", "VERSION", "WALLOPS",
	"WEBIRC", "WHOIS", "WHOWAS",
};

/* --- a channel with somebody in each role --- */

struct scene {
	struct stage stage;
	struct peer *peers[ROLES];
	struct peer *founder;
};

static void
type(struct scene *s, struct peer *p, const char *line)
{
	peer_type(p, line);
	assert_true(stage_settle(&s->stage));
}

static struct peer *
arrive(struct scene *s, const char *nick)
{
	struct peer *p = stage_connect(&s->stage, nick, NULL);

	assert_true(peer_register(&s->stage, p, nick, "echo-message batch "
	    "labeled-response message-tags draft/chathistory "
	    "soju.im/search standard-replies draft/channel-rename "
	    "draft/message-redaction"));
	return p;
}

static void
set_mode(struct scene *s, const char *mode)
{
	char line[64];
	const char *param = str_eq(mode, "k") ? " key" :
	    str_eq(mode, "l") ? " 2" : str_eq(mode, "W") ? " 30" : "";

	if (mode[0] == '\0')
		return;
	snprintf(line, sizeof line, "MODE #c +%s%s", mode, param);
	type(s, s->founder, line);
}

static void
open_scene(struct scene *s, const char *mode)
{
	size_t i;

	stage_init(&s->stage, STAGE_LOCAL, 1);
	s->stage.config.flood_control = false;
	stage_open(&s->stage);
	s->founder = arrive(s, "founder");
	type(s, s->founder, "JOIN #c");
	type(s, s->founder, "MODE #c -nt");
	type(s, s->founder, "TOPIC #c :old");
	type(s, s->founder, "PRIVMSG #c :said");
	(void)arrive(s, "friend");
	type(s, arrive(s, "victim"), "JOIN #c");
	for (i = 0; i < ROLES; i++) {
		s->peers[i] = arrive(s, nicks[i]);
		if (i >= MEMBER)
			type(s, s->peers[i], "JOIN #c");
	}
	type(s, s->founder, "MODE #c +vo voi op");
	type(s, s->founder, "MODE #c +bbbbe ban banout exc inv exc");
	type(s, s->founder, "INVITE inv #c");
	set_mode(s, mode);
	for (i = 0; i < ROLES; i++)
		peer_forget(s->peers[i]);
}

static const struct right *
right_of(const struct right *row, const char *mode)
{
	const struct right *found = row;
	size_t i;

	for (i = 0; i < RIGHTS; i++)
		if (str_eq(rights[i].line, row->line) &&
		    str_eq(rights[i].mode, mode))
			found = &rights[i];
	return found;
}

/* The command or numeric of the first line that came, or "-". */
static void
first_word(struct peer *p, char out[32])
{
	const char *line = peer_next_line(p);
	struct str_span word = { "-", 1 };

	if (line != NULL) {
		if (line[0] == '@')
			line += strcspn(line, " ") + 1;
		word.p = line + strcspn(line, " ") + 1;
		word.len = strcspn(word.p, " ");
	}
	(void)str_copy_span(out, 32, word);
}

static void
check(struct scene *s, const struct right *r, const char *mode, size_t role)
{
	char got[32];

	type(s, s->peers[role], r->line);
	first_word(s->peers[role], got);
	if (!str_eq(got, r->wanted[role]))
		fail_msg("%s with +%s by '%s': %s, not %s", r->line, mode,
		    nicks[role], got, r->wanted[role]);
}

static void
each_command_mode_and_role(void **state)
{
	struct scene *s = &(struct scene){ .founder = NULL };
	size_t row, mode, role;

	(void)state;
	for (row = 0; row < RIGHTS; row++) {
		if (rights[row].mode != NULL)
			continue;
		for (mode = 0; mode < sizeof modes / sizeof modes[0]; mode++)
			for (role = 0; role < ROLES; role++) {
				open_scene(s, modes[mode]);
				check(s, right_of(&rights[row], modes[mode]),
				    modes[mode], role);
				stage_release(&s->stage);
			}
	}
}

static bool
is_in_a_row(const char *command)
{
	char with_blank[40];
	size_t i;

	snprintf(with_blank, sizeof with_blank, "%s ", command);
	for (i = 0; i < RIGHTS; i++)
		if (strstr(rights[i].line, with_blank) != NULL)
			return true;
	for (i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
		if (str_eq(elsewhere[i], command))
			return true;
	return false;
}

static void
each_command_is_thought_of(void **state)
{
	unsigned i;

	(void)state;
	for (i = 0; command_at(i) != NULL; i++)
		if (!is_in_a_row(command_at(i)->name))
			fail_msg("%s has no row", command_at(i)->name);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_command_mode_and_role),
		cmocka_unit_test(each_command_is_thought_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
