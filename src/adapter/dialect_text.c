/*
 * dialect_text.c -- the server's side of "console chat".
 *
 * Raw UTF-8 with no delimiter: one read is one message, both ways. The server
 * asks for the nickname; the program sends "NICK : TEXT" and takes a message
 * whose first word is its own nickname as the receipt of what it said. So its
 * own echoes keep the name that it knows, whatever it is called here.
 */
#include "config.h"
#include "adapter/adapter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "adapter/lines.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_mask.h"
#include "proto/irc_msg.h"
#include "proto/irc_numeric.h"
#include "proto/limits.h"

#include "base/banned.h"

enum {
	LINES_BYTES_MAX = 131072,
	TAIL_BYTES_MAX = 8,		/* of an unfinished character */
	SENTENCE_MAX = 1000,		/* a program reads 1,024 at a time */
	KNOWN_MAX = 400,		/* room for a text beside it */
	SAID_BYTES_MAX = 16384,
	NAMES_TRIED_MAX = 99,
};

struct text_codec {
	struct codec codec;	/* first */
	struct lines lines;
	char tail[TAIL_BYTES_MAX];	/* an unfinished character */
	size_t tail_len;
	bool has_greeted, is_registered;
	unsigned names_tried;
	char known[KNOWN_MAX + 1];	/* the name that its program knows */
	char made[NICK_LEN + 1];	/* what a nick can hold of it */
	char name[NICK_LEN + 1];	/* the name it has here; "": none yet */
	char lobby[CHANNEL_LEN + 1];
	struct buf said;	/* sentences of our own, NUL between */
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
	c->codec.dialect = &dialect_text;
	lines_init(&c->lines, LINES_BYTES_MAX);
	buf_init(&c->said, SAID_BYTES_MAX);
	return &c->codec;
}

static void
free_codec(struct codec *codec)
{
	struct text_codec *c = text_of(codec);

	lines_release(&c->lines);
	buf_release(&c->said);
	free(c);
}

static void
set_lobby(struct codec *codec, const char *lobby)
{
	struct text_codec *c = text_of(codec);

	str_copy(c->lobby, sizeof c->lobby, lobby == NULL ? "" : lobby);
}

static size_t
held(const struct codec *codec)
{
	const struct text_codec *c = (const struct text_codec *)codec;

	return c->tail_len + lines_waiting(&c->lines);
}

static void
say(struct text_codec *c, const char *sentence)
{
	(void)!buf_add(&c->said, sentence, strlen(sentence) + 1);
}

/* --- in --- */

/* A name that can be had, out of one that can't: blanks become '_', what no
 * nick may hold goes. */
static void
make_name(const char *known, char out[NICK_LEN + 1])
{
	char made[NICK_LEN + 1];
	size_t n = 0, at = 0, len = strlen(known);

	while (at < len) {
		size_t size = utf8_next_cluster(known + at, len - at);
		char one[NICK_LEN + 2], probe[NICK_LEN + 1];

		if (n + size > NICK_LEN)
			break;
		one[0] = 'a';	/* a digit may stand, but not first */
		memcpy(one + 1, known + at, size);
		one[1 + size] = '\0';
		if (known[at] == ' ')
			made[n++] = '_';
		else if (size < NICK_LEN && irc_nick_make(one, probe)) {
			memcpy(made + n, known + at, size);
			n += size;
		}
		at += size;
	}
	made[n] = '\0';
	if (!irc_nick_make(made, out))
		snprintf(out, NICK_LEN + 1, "guest");
}

/* Behind it everything waits for the answer. */
static void
ask_for_name(struct text_codec *c)
{
	c->lines.holding = false;
	lines_add(&c->lines, "NICK", c->name, NULL);
	lines_hold(&c->lines);
}

/* What its program said is its name, without the blanks around it. */
static void
learn_name(struct text_codec *c, const char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	len = utf8_cut(text, strlen(text), KNOWN_MAX);
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	memcpy(c->known, text, len);
	c->known[len] = '\0';
}

static void take_messages(struct text_codec *c, char *text);

/* "haddockhaddock : hi": the name and a first message in one read. NULL: not
 * so; else where the message begins. */
static char *
behind_name(char *text)
{
	const char *colon = strstr(text, " : ");
	size_t half = colon == NULL ? 0 : (size_t)(colon - text) / 2;

	return half > 0 && (size_t)(colon - text) == 2 * half &&
	    memcmp(text, text + half, half) == 0 ? text + half : NULL;
}

static void
register_as(struct text_codec *c, const char *text)
{
	learn_name(c, text);
	make_name(c->known, c->made);
	str_copy(c->name, sizeof c->name, c->made);
	lines_add(&c->lines, "CAP", "REQ", "echo-message", NULL);
	lines_add(&c->lines, "USER", "text", "0", "*", c->name, NULL);
	lines_add(&c->lines, "CAP", "END", NULL);
	ask_for_name(c);
}

static void
take_name(struct text_codec *c, char *text)
{
	char *first = behind_name(text), kept = '\0';

	if (first != NULL) {
		kept = *first;
		*first = '\0';
	}
	register_as(c, text);
	if (first != NULL) {
		*first = kept;
		take_messages(c, first);
	}
}

/* "/msg NAME TEXT": its only way to write privately. */
static bool
take_private(struct text_codec *c, const char *text)
{
	char name[NICK_LEN + 2], nick[NICK_LEN + 1], sentence[SENTENCE_MAX];
	struct str_span word;

	if (!str_starts(text, "/msg ") && !str_eq(text, "/msg"))
		return false;
	text += sizeof "/msg" - 1;
	if (!str_next_word(&text, &word)) {
		say(c, "It is: /msg NAME TEXT");
		return true;
	}
	str_copy_span(name, sizeof name, word);
	text += strspn(text, " ");
	if (!irc_nick_make(name, nick)) {
		snprintf(sentence, sizeof sentence, "No such user: %.*s",
		    (int)utf8_cut(word.p, word.len, KNOWN_MAX), word.p);
		say(c, sentence);
	} else if (!lines_add_text(&c->lines, nick, text)) {
		say(c, "It is: /msg NAME TEXT");
	}
	return true;
}

/* Its program leaves by itself when its person says this; it may say so. */
static bool
take_exit(struct text_codec *c, const char *text)
{
	if (!str_starts(text, "/exit") ||
	    text[5 + strspn(text + 5, " \t\r\n")] != '\0')
		return false;
	lines_add(&c->lines, "QUIT", NULL);
	return true;
}

static void
take_message(struct text_codec *c, const char *text)
{
	size_t known = strlen(c->known);

	if (strncmp(text, c->known, known) == 0 &&
	    str_starts(text + known, " : "))
		text += known + 3;
	if (text[strspn(text, " \t\r\n")] == '\0' || take_private(c, text) ||
	    take_exit(c, text))
		return;
	lines_begin(&c->lines);
	if (c->lobby[0] == '\0')
		say(c, "There is no room for all here");
	else
		lines_add_text(&c->lines, c->lobby, text);
	if (!lines_commit(&c->lines))
		say(c, "Too much at once: it was not sent");
}

/* Two messages of one program in one read: each begins with its name. */
static void
take_messages(struct text_codec *c, char *text)
{
	char mark[KNOWN_MAX + 8];

	snprintf(mark, sizeof mark, "%s : ", c->known);
	while (text != NULL) {
		char *other = text[0] == '\0' || c->known[0] == '\0' ? NULL :
		    strstr(text + 1, mark);
		char kept = '\0';

		if (other != NULL) {
			kept = *other;
			*other = '\0';
		}
		take_message(c, text);
		if (other != NULL)
			*other = kept;
		text = other;
	}
}

/* Bytes at the end of `p` that begin a character and do not end it. */
static size_t
unfinished(const char *p, size_t len)
{
	size_t back;

	for (back = 1; back <= 3 && back <= len; back++) {
		unsigned char b = (unsigned char)p[len - back];
		size_t size = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;

		if ((b & 0xc0) != 0x80)
			return size > back ? back : 0;
	}
	return 0;
}

/* For a name. */
static bool
waits(const struct codec *codec)
{
	return ((const struct text_codec *)codec)->lines.holding;
}

static bool
feed(struct codec *codec, const void *data, size_t len)
{
	struct text_codec *c = text_of(codec);
	size_t all = c->tail_len + len;
	char *text = xmalloc(all + 1);

	memcpy(text, c->tail, c->tail_len);
	memcpy(text + c->tail_len, data, len);
	c->tail_len = unfinished(text, all);
	memcpy(c->tail, text + all - c->tail_len, c->tail_len);
	all -= c->tail_len;
	text[all] = '\0';
	if (strlen(text) != all || !utf8_valid(text, all))
		say(c, "That was not UTF-8 text and was not sent");
	else if (c->known[0] != '\0')
		take_messages(c, text);
	else if (text[strspn(text, " \t\r\n")] != '\0')
		take_name(c, text);
	free(text);
	return true;
}

static enum dialect_result
next(struct codec *codec, struct irc_msg *m)
{
	return lines_next(&text_of(codec)->lines, m);
}

/* --- out --- */

/* An empty or blank text would end its program. What is longer than one read
 * of it goes in two. */
static void
put(const char *text, const struct segment_sink *sink)
{
	size_t len = strlen(text), n;

	for (; text[strspn(text, " \t\r\n")] != '\0'; text += n, len -= n) {
		n = utf8_cut(text, len, SENTENCE_MAX);
		sink->take(sink->self, text, n);
	}
}

static void
flush(struct codec *codec, const struct segment_sink *sink)
{
	struct text_codec *c = text_of(codec);
	size_t at = 0;

	if (!c->has_greeted)
		put("ENTER NICKNAME", sink);
	c->has_greeted = true;
	while (at < c->said.len) {
		put(c->said.data + at, sink);
		at += strlen(c->said.data + at) + 1;
	}
	buf_release(&c->said);
}

/* What begins with its own name would be taken for a receipt, and swallowed:
 * it bears another name here, and somebody else has this one. */
static void
put_foreign(const struct text_codec *c, const char *text,
    const struct segment_sink *sink)
{
	char sentence[2 * SENTENCE_MAX];
	size_t len = strlen(c->known);

	if (len == 0 || strncmp(text, c->known, len) != 0 ||
	    (text[len] != ' ' && text[len] != '\0')) {
		put(text, sink);
		return;
	}
	snprintf(sentence, sizeof sentence, "The other %s", text);
	put(sentence, sink);
}

/* Its receipt: the words that it has sent, under the name that it knows. */
static void
write_echo(const struct text_codec *c, const char *target, const char *text,
    const struct segment_sink *sink)
{
	static const char action[] = "\001ACTION ";
	char sentence[2 * SENTENCE_MAX];

	if (str_starts(text, action))
		snprintf(sentence, sizeof sentence, "%s * %.*s", c->known,
		    (int)strcspn(text + 8, "\001"), text + 8);
	else if (irc_is_channel(target))
		snprintf(sentence, sizeof sentence, "%s : %s", c->known, text);
	else
		snprintf(sentence, sizeof sentence, "%s : /msg %s %s",
		    c->known, target, text);
	put(sentence, sink);
}

static void
write_message(const struct text_codec *c, const struct irc_source *source,
    const char *from, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	char sentence[2 * SENTENCE_MAX], plain[SENTENCE_MAX];
	const char *text = m->params[1];
	bool in_lobby = irc_case_eq(m->params[0], c->lobby);

	if (lines_is_ctcp(text) ||
	    (!in_lobby && irc_is_channel(m->params[0])))
		return;
	if (irc_case_eq(from, c->name)) {
		write_echo(c, m->params[0], text, sink);
		return;
	}
	lines_plain(from, text, plain, sizeof plain);
	if (plain[0] == '\0')
		return;
	if (source->user.len == 0)	/* the server */
		snprintf(sentence, sizeof sentence, "%s", plain);
	else
		snprintf(sentence, sizeof sentence, "%s%s : %s", from,
		    in_lobby ? "" : " (to you)", plain);
	put_foreign(c, sentence, sink);
}

static void
write_join(struct text_codec *c, const char *from,
    const struct segment_sink *sink)
{
	bool own = irc_case_eq(from, c->name);
	char sentence[SENTENCE_MAX];

	snprintf(sentence, sizeof sentence, "New client %.200s joined the "
	    "chat! ", from);
	put(sentence, sink);
	if (own)
		put("You were connected to the server!", sink);
}

static void
write_left(const struct text_codec *c, const char *who,
    const struct segment_sink *sink)
{
	char sentence[SENTENCE_MAX];

	snprintf(sentence, sizeof sentence, "%.200s has left the chat", who);
	put_foreign(c, sentence, sink);
}

static void
write_kick(const struct text_codec *c, const char *who,
    const struct segment_sink *sink)
{
	if (irc_case_eq(who, c->name))
		put("You were put out of the room", sink);
	else
		write_left(c, who, sink);
}

/* Taken: haddock_, then haddock_2 and on. The old program can't be asked. */
static void
try_another(struct text_codec *c)
{
	char more[16] = "_";
	size_t len;

	if (++c->names_tried > NAMES_TRIED_MAX) {
		say(c, "No name is free for you");
		lines_drop(&c->lines);
		lines_add(&c->lines, "QUIT", NULL);
		return;
	}
	if (c->names_tried > 1)
		snprintf(more, sizeof more, "_%u", c->names_tried);
	len = utf8_cut(c->made, strlen(c->made), NICK_LEN - strlen(more));
	snprintf(c->name, sizeof c->name, "%.*s%s", (int)len, c->made, more);
	ask_for_name(c);
}

static void
registered(struct text_codec *c, const struct segment_sink *sink)
{
	char sentence[SENTENCE_MAX];

	c->is_registered = true;
	c->lines.holding = false;
	/* It is there already, unless joining by itself is off. */
	if (c->lobby[0] != '\0')
		lines_add(&c->lines, "JOIN", c->lobby, NULL);
	lines_let_go(&c->lines);
	if (str_eq(c->name, c->known))
		return;
	snprintf(sentence, sizeof sentence, "Your name here is %s: \"%s\" "
	    "is taken, or can't be used here", c->name, c->known);
	put(sentence, sink);
}

static void
write_error(const struct text_codec *c, const struct irc_msg *m, int n,
    const struct segment_sink *sink)
{
	const char *what = m->nparams > 2 ? m->params[1] : "";
	const char *text = m->nparams > 0 ? m->params[m->nparams - 1] : "";
	char sentence[SENTENCE_MAX];

	if (n == ERR_NOSUCHNICK)
		text = "No such user";
	if (n == RPL_AWAY)
		snprintf(sentence, sizeof sentence, "%.400s is away: %.400s",
		    what, text);
	else
		snprintf(sentence, sizeof sentence, "%.400s%s%.400s", text,
		    what[0] != '\0' ? ": " : "", what);
	put_foreign(c, sentence, sink);
}

static void
write_numeric(struct text_codec *c, const struct irc_msg *m, int n,
    const struct segment_sink *sink)
{
	if (n == RPL_WELCOME) {
		registered(c, sink);
	} else if (!c->is_registered && n >= ERR_NONICKNAMEGIVEN &&
	    n <= ERR_UNAVAILRESOURCE) {
		try_another(c);
	} else if ((n >= 400 && n < 600 && n != ERR_NOMOTD) || n == RPL_AWAY) {
		write_error(c, m, n, sink);
	}
}

static void
write_rename(struct text_codec *c, const char *from, const char *to,
    const struct segment_sink *sink)
{
	char sentence[SENTENCE_MAX];

	if (irc_case_eq(from, c->name))
		str_copy(c->name, sizeof c->name, to);
	snprintf(sentence, sizeof sentence, "%.200s is now %.200s", from, to);
	put_foreign(c, sentence, sink);
}

static bool
write_line(struct codec *codec, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	struct text_codec *c = text_of(codec);
	struct irc_source source;
	char from[SERVER_NAME_LEN + 1];
	bool in_lobby = m->nparams > 0 && irc_case_eq(m->params[0], c->lobby);

	flush(codec, sink);
	irc_source_split(m->source, &source);
	str_copy_span(from, sizeof from, source.nick);
	if (irc_msg_numeric(m) != 0)
		write_numeric(c, m, irc_msg_numeric(m), sink);
	else if (m->nparams > 1 &&
	    (irc_msg_is(m, "PRIVMSG") || irc_msg_is(m, "NOTICE")))
		write_message(c, &source, from, m, sink);
	else if (irc_msg_is(m, "JOIN") && in_lobby)
		write_join(c, from, sink);
	else if ((irc_msg_is(m, "PART") && in_lobby) || irc_msg_is(m, "QUIT"))
		write_left(c, from, sink);
	else if (irc_msg_is(m, "KICK") && in_lobby && m->nparams > 1)
		write_kick(c, m->params[1], sink);
	else if (irc_msg_is(m, "NICK") && m->nparams > 0)
		write_rename(c, from, m->params[0], sink);
	else if ((irc_msg_is(m, "ERROR") || irc_msg_is(m, "FAIL")) &&
	    m->nparams > 0)
		put(m->params[m->nparams - 1], sink);
	return true;
}

const struct dialect dialect_text = {
	.name = "text", .whole_writes = true, .gap_ms = 30, .no_ping = true,
	.new = new, .free = free_codec, .feed = feed, .next = next,
	.write = write_line, .held = held, .flush = flush,
	.set_lobby = set_lobby, .waits = waits,
};
