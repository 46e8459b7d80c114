/*
 * oldserver_text.c -- "console chat"'s server, played as an IRC server.
 *
 * One read is one message. Two that ran together are split before a known
 * name followed by " : ", else shown as they are.
 */
#include "config.h"
#include "adapter/oldserver.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/puppet.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"

#include "base/banned.h"

enum { READ_MAX = 65536, SENTENCE_MAX = 1000, NAME_MAX_BYTES = 200 };

static const char greeting[] = "ENTER NICKNAME";
static const char joined_start[] = "New client ";
static const char joined_end[] = " joined the chat!";
static const char left_end[] = " has left the chat";
static const char welcome_start[] = "You were connected to the server!";

struct text_codec {
	struct codec codec;	/* first */
	struct puppet puppet;
	bool was_asked;		/* for the nickname */
	bool is_ready;		/* the session has said all it must */
	bool has_answered;
};

static struct text_codec *
text_of(struct codec *codec)
{
	return (struct text_codec *)codec;
}

static struct codec *
new(enum dialect_side side)
{
	struct text_codec *c = xcalloc(1, sizeof *c);

	(void)side;
	c->codec.dialect = &dialect_oldserver_text;
	puppet_init(&c->puppet, "text");
	return &c->codec;
}

static void
free_codec(struct codec *codec)
{
	puppet_release(&text_of(codec)->puppet);
	free(codec);
}

static size_t
held(const struct codec *codec)
{
	return lines_waiting(&((const struct text_codec *)codec)->puppet.lines);
}

/* "NAME : TEXT"; false: it is none. A name with blanks must be known. */
static bool
take_spoken(struct text_codec *c, const char *text)
{
	const char *colon = strstr(text, " : "), *nick;
	char name[NAME_MAX_BYTES + 1];

	if (colon == NULL || colon == text || colon - text > NAME_MAX_BYTES)
		return false;
	str_copy_span(name, sizeof name,
	    (struct str_span){ text, (size_t)(colon - text) });
	nick = strchr(name, ' ') != NULL ? puppet_find(&c->puppet, name) :
	    puppet_see(&c->puppet, name, true);
	if (nick == NULL)
		return false;
	puppet_spoken(&c->puppet, nick, colon + 3, true);
	return true;
}

/* The name before `end`, which ends the sentence; false: it does not. */
static bool
name_before(const char *text, const char *end, char name[NAME_MAX_BYTES + 1])
{
	const char *at = strstr(text, end);

	if (at == NULL || at == text || at - text > NAME_MAX_BYTES ||
	    at[strlen(end) + strspn(at + strlen(end), " \r\n")] != '\0')
		return false;
	str_copy_span(name, NAME_MAX_BYTES + 1,
	    (struct str_span){ text, (size_t)(at - text) });
	return true;
}

/* "NAME has left the chat" of somebody who is known. */
static bool
take_left(struct text_codec *c, const char *text)
{
	char name[NAME_MAX_BYTES + 1];
	const char *nick;

	if (!name_before(text, left_end, name))
		return false;
	nick = puppet_find(&c->puppet, name);
	if (nick == NULL || str_eq(nick, c->puppet.nick))
		return false;
	puppet_leave(&c->puppet, nick, "");
	return true;
}

/* One sentence of the server. */
static void
take_sentence(struct text_codec *c, const char *text)
{
	char name[NAME_MAX_BYTES + 1];

	if (text[strspn(text, " \r\n")] == '\0' ||
	    str_starts(text, welcome_start))
		return;
	if (!c->has_answered && str_starts(text, greeting))
		c->was_asked = true;
	else if (str_starts(text, joined_start) && name_before(text +
	    sizeof joined_start - 1, joined_end, name))
		(void)puppet_see(&c->puppet, name, true);
	else if (!take_left(c, text) && !take_spoken(c, text))
		puppet_say(&c->puppet, "NOTICE", OLDSERVER_LOBBY, text, NULL);
}

static char *
earlier(char *a, char *b)
{
	return a == NULL || (b != NULL && b < a) ? b : a;
}

/* Where a sentence of the server itself begins behind another one. */
static char *
next_own(char *text)
{
	char *joined = strstr(text, joined_start);

	if (joined != NULL && strstr(joined, joined_end) == NULL)
		joined = NULL;
	return earlier(joined, strstr(text, welcome_start));
}

/* The end of "New client NAME joined the chat! ", if more follows. */
static char *
behind_joined(char *text)
{
	char *end = str_starts(text, joined_start) ?
	    strstr(text, joined_end) : NULL;

	if (end == NULL)
		return NULL;
	end += sizeof joined_end - 1;
	end += strspn(end, " \r\n");
	return *end == '\0' ? NULL : end;
}

/* Where `name` says something or leaves; NULL: nowhere in `text`. */
static char *
next_of(char *text, const char *name)
{
	char mark[NAME_MAX_BYTES + sizeof left_end], *spoken;

	snprintf(mark, sizeof mark, "%.*s : ", NAME_MAX_BYTES, name);
	spoken = strstr(text, mark);
	snprintf(mark, sizeof mark, "%.*s%s", NAME_MAX_BYTES, name, left_end);
	return earlier(spoken, strstr(text, mark));
}

/* Where a second message begins in `text`, behind its first byte, or NULL. */
static char *
next_message(const struct text_codec *c, char *text)
{
	const char *nick = NULL;
	char *first;

	if (text[0] == '\0')
		return NULL;
	first = earlier(behind_joined(text), next_own(text + 1));
	while ((nick = puppet_next(&c->puppet, nick)) != NULL)
		first = earlier(first, next_of(text + 1,
		    puppet_name(&c->puppet, nick)));
	return first;
}

static void
take_read(struct text_codec *c, char *text)
{
	while (text != NULL) {
		char *other = next_message(c, text), kept = '\0';

		if (other != NULL) {
			kept = *other;
			*other = '\0';
		}
		take_sentence(c, text);
		if (other != NULL)
			*other = kept;
		text = other;
	}
}

static bool
feed(struct codec *codec, const void *data, size_t len)
{
	struct text_codec *c = text_of(codec);
	char *text;

	if (len > READ_MAX)
		return false;
	text = xstrndup(data, len);
	if (strlen(text) == len && utf8_valid(text, len))
		take_read(c, text);
	else
		puppet_say(&c->puppet, "NOTICE", OLDSERVER_LOBBY,
		    "(a message that is not UTF-8)", NULL);
	free(text);
	return true;
}

static enum dialect_result
next(struct codec *codec, struct irc_msg *m)
{
	return lines_next(&text_of(codec)->puppet.lines, m);
}

/* The nickname, once it was asked for and is known. */
static void
flush(struct codec *codec, const struct segment_sink *sink)
{
	struct text_codec *c = text_of(codec);

	if (c->has_answered || !c->was_asked || !c->is_ready)
		return;
	c->has_answered = true;
	sink->take(sink->self, c->puppet.nick, strlen(c->puppet.nick));
	puppet_welcome(&c->puppet);
	puppet_say(&c->puppet, "NOTICE", OLDSERVER_LOBBY, "This server has no "
	    "list: shown are those who were seen to join, speak or leave",
	    NULL);
}

static void
put_message(struct text_codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	char sentence[2 * SENTENCE_MAX], plain[SENTENCE_MAX];

	if (!irc_case_eq(m->params[0], OLDSERVER_LOBBY)) {
		puppet_say(&c->puppet, "401", c->puppet.nick, m->params[0],
		    "This server has no private messages", NULL);
		return;
	}
	lines_plain(c->puppet.nick, m->params[1], plain, sizeof plain);
	snprintf(sentence, sizeof sentence, "%s : %s", c->puppet.nick, plain);
	sink->take(sink->self, sentence, strlen(sentence));
}

static bool
write_msg(struct codec *codec, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	struct text_codec *c = text_of(codec);
	bool ready;

	if (puppet_take(&c->puppet, m, &ready)) {
		c->is_ready |= ready;
		flush(codec, sink);
	} else if (irc_msg_is(m, "PRIVMSG") && m->nparams > 1) {
		put_message(c, m, sink);
	} else if (irc_msg_is(m, "NAMES")) {
		puppet_names(&c->puppet);
	} else if (irc_msg_is(m, "WHO")) {
		puppet_who(&c->puppet);
	} else {
		puppet_unknown(&c->puppet, m);
	}
	return true;
}

const struct dialect dialect_oldserver_text = {
	.name = "text", .whole_writes = true, .gap_ms = 1000,
	.new = new, .free = free_codec, .feed = feed, .next = next,
	.write = write_msg, .held = held, .flush = flush,
};
