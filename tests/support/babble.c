/* babble.c -- what people might type, at random. */
#include "config.h"
#include "support/babble.h"

#include <stdint.h>
#include <stdio.h>

#include "base/rand.h"
#include "base/str.h"

#include "base/banned.h"

static const char *const nicks[] = {
	"al", "bo", "cy", "di", "ed", "fi", "Al", "zoë", "nobody",
};
static const char *const channels[] = {
	"#a", "#b", "#c", "#all", "#A", "#käse",
};
static const char *const modes[] = {
	"+o %s", "-o %s", "+v %s", "-v %s", "+b %s!*@*", "-b %s!*@*",
	"+e %s", "+I *!%s@*", "-I *!%s@*", "+k key%s", "-k x%s", "+imnst%s",
	"-i%s", "-nt%s", "+l 2%s", "-l%s", "+ov-m %s al", "b%s",
};
/* %1: a nick, %2: a channel. */
static const char *const lines[] = {
	"JOIN %2", "JOIN %2", "JOIN %2", "JOIN %2 key", "PART %2 :bye",
	"KICK %2 %1 :out", "TOPIC %2 :of %1", "TOPIC %2 :", "NICK %1",
	"AWAY :%1", "AWAY", "SETNAME :called %1", "INVITE %1 %2",
	"PRIVMSG %2 :to %1", "PRIVMSG %1 :in %2", "NOTICE %2,%1 :x",
	"@+react=x TAGMSG %2", "MODE %1 +i", "MODE %1 -i", "JOIN 0",
	"@label=1 JOIN %2", "@label=2 PRIVMSG %2 :labelled", "WHO %2", "LIST",
	"NAMES %2", "WHOIS %1", "PING :%1", "CHATHISTORY LATEST %2 * 5",
	"@label=3 PRIVMSG %1,%2 :to two", "INVITE", "MODE %2", "TOPIC %2",
};

static const char *
one_of(struct rand *r, const char *const *list, size_t n)
{
	return list[rand_below(r, n)];
}

#define ONE_OF(r, list) one_of((r), (list), sizeof (list) / sizeof (list)[0])

/* Fills one of `lines`. */
static void
make_line(struct rand *r, char *out, size_t size)
{
	const char *line = ONE_OF(r, lines);
	size_t len = 0;

	for (; *line != '\0' && len + 64 < size; line++) {
		const char *word = NULL;

		if (*line == '%')
			word = *++line == '1' ? ONE_OF(r, nicks) :
			    ONE_OF(r, channels);
		if (word != NULL)
			len += (size_t)snprintf(out + len, size - len, "%s",
			    word);
		else
			out[len++] = *line;
	}
	out[len] = '\0';
}

static void
make_mode(struct rand *r, char *out, size_t size)
{
	const char *mode = ONE_OF(r, modes), *at = mode;
	size_t len = (size_t)snprintf(out, size, "MODE %s ",
	    ONE_OF(r, channels));

	for (; *at != '\0' && len + 64 < size; at++)
		if (at[0] == '%') {
			/* A nick only where it is a word of its own. */
			if (at[2] != '\0' || at[-1] == ' ')
				len += (size_t)snprintf(out + len, size - len,
				    "%s", ONE_OF(r, nicks));
			at++;
		} else {
			out[len++] = *at;
		}
	out[len] = '\0';
}

void
babble_line(struct rand *r, char *out, size_t size)
{
	if (rand_below(r, 3) == 0)
		make_mode(r, out, size);
	else
		make_line(r, out, size);
}

const char *
babble_nick(struct rand *r)
{
	return ONE_OF(r, nicks);
}
