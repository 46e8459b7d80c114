/*
 * dialect_json.c -- the server's side of "Python TCP Chat".
 *
 * In: JSON objects with no delimiter, in any segmentation. Out: one object a
 * segment, padded with blanks to the 1,024 bytes that its program reads at a
 * time. What it says wrong is answered by a message object from "tcpchatd".
 */
#include "config.h"
#include "adapter/adapter.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "adapter/json_stream.h"
#include "adapter/lines.h"
#include "base/buf.h"
#include "base/id.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"
#include "proto/irc_mask.h"
#include "proto/irc_msg.h"
#include "proto/irc_numeric.h"
#include "proto/irc_tags.h"
#include "proto/limits.h"

#include "base/banned.h"

enum {
	SEGMENT_BYTES = 1024,		/* what its program reads at a time */
	LINES_BYTES_MAX = 131072,	/* said by one object at most, about */
	LIST_BYTES_MAX = 1048576,
	FAULTS_BYTES_MAX = 16384,
};

static const char own_name[] = "tcpchatd";

struct json_codec {
	struct codec codec;	/* first */
	struct lines lines;
	struct json_stream in;
	json_t *pending;	/* owned: waits for its name; NULL: none */
	bool asked_caps;
	unsigned lists_wanted;	/* asked for and not answered yet */
	char name[NICK_LEN + 1];	/* "": none yet */
	char wanted[NICK_LEN + 1];	/* asked for with NICK */
	char lobby[CHANNEL_LEN + 1];
	char last_own[ID_SIZE];		/* msgid of the last to oneself */
	struct buf list;	/* names between 353 and 366, a blank between */
	struct buf faults;	/* sentences to say, NUL between */
};

static struct json_codec *
json_of(struct codec *codec)
{
	return (struct json_codec *)codec;
}

/* A sentence to its person; what does not fit is left out. */
static void
say(void *self, const char *sentence)
{
	struct json_codec *c = self;

	(void)!buf_add(&c->faults, sentence, strlen(sentence) + 1);
}

static struct codec *
new(enum dialect_side side)
{
	struct json_codec *c = xcalloc(1, sizeof *c);

	(void)side;
	c->codec.dialect = &dialect_json;
	lines_init(&c->lines, LINES_BYTES_MAX);
	json_stream_init(&c->in, say, c);
	buf_init(&c->list, LIST_BYTES_MAX);
	buf_init(&c->faults, FAULTS_BYTES_MAX);
	return &c->codec;
}

static void
free_codec(struct codec *codec)
{
	struct json_codec *c = json_of(codec);

	lines_release(&c->lines);
	json_stream_release(&c->in);
	json_decref(c->pending);
	buf_release(&c->list);
	buf_release(&c->faults);
	free(c);
}

static void
set_lobby(struct codec *codec, const char *lobby)
{
	struct json_codec *c = json_of(codec);

	str_copy(c->lobby, sizeof c->lobby, lobby == NULL ? "" : lobby);
}

static size_t
held(const struct codec *codec)
{
	const struct json_codec *c = (const struct json_codec *)codec;

	return json_stream_held(&c->in) + lines_waiting(&c->lines);
}

/* --- in: objects become lines --- */

enum name_state { NAME_OURS, NAME_ASKED, NAME_BAD };

/* Makes sure that we bear this name, or asks the server for it. */
static enum name_state
use_name(struct json_codec *c, const char *name)
{
	char nick[NICK_LEN + 1], sentence[256];

	if (!irc_nick_make(name, nick)) {
		snprintf(sentence, sizeof sentence, "The name \"%.60s\" can't "
		    "be used here: no blanks, commas or * ? ! @ : #, no digit "
		    "at the start, at most %d bytes", name, NICK_LEN);
		say(c, sentence);
		return NAME_BAD;
	}
	if (str_eq(nick, c->name))
		return NAME_OURS;
	if (!c->asked_caps) {
		lines_add(&c->lines, "CAP", "REQ",
		    "echo-message message-tags", NULL);
		lines_add(&c->lines, "USER", "json", "0", "*", nick, NULL);
		lines_add(&c->lines, "CAP", "END", NULL);
		c->asked_caps = true;
	}
	lines_add(&c->lines, "NICK", nick, NULL);
	str_copy(c->wanted, sizeof c->wanted, nick);
	return NAME_ASKED;
}

static void
message_to(struct json_codec *c, struct str_span dest, const char *text)
{
	char target[IRC_LINE_BODY_MAX], nick[NICK_LEN + 1];
	char sentence[IRC_LINE_BODY_MAX + 32];

	str_copy_span(target, sizeof target, dest);
	if (str_eq(target, "ALL")) {
		if (c->lobby[0] == '\0')
			say(c, "There is no room for all here");
		else
			lines_add_text(&c->lines, c->lobby, text);
	} else if (!irc_nick_make(target, nick)) {
		snprintf(sentence, sizeof sentence, "No such user: %.200s",
		    target);
		say(c, sentence);
	} else {
		lines_add_text(&c->lines, nick, text);
	}
}

/* "haddock, milou": to each of them. */
static void
message_to_each(struct json_codec *c, const char *names, const char *text)
{
	struct str_span item;

	while (str_next_item(&names, ',', &item)) {
		while (item.len > 0 && item.p[0] == ' ') {
			item.p++;
			item.len--;
		}
		while (item.len > 0 && item.p[item.len - 1] == ' ')
			item.len--;
		if (item.len > 0)
			message_to(c, item, text);
	}
}

static void
take_message(struct json_codec *c, const json_t *text, const json_t *dest)
{
	const char *words, *names;

	if (!json_is_string(text) || !json_is_string(dest)) {
		say(c, "\"message\" and \"dest\" must be strings");
		return;
	}
	words = json_string_value(text);
	names = json_string_value(dest);
	if (words[strspn(words, "\r\n")] == '\0') {
		say(c, "An empty message was not sent");
		return;
	}
	if (names[strspn(names, " ,")] == '\0')
		say(c, "No such user: \"dest\" is empty");
	lines_begin(&c->lines);
	message_to_each(c, names, words);
	if (!lines_commit(&c->lines))
		say(c, "Too much for one object: nothing of it was sent");
}

static void
ask_list(struct json_codec *c)
{
	c->lists_wanted++;
	lines_add(&c->lines, "NAMES", c->lobby, NULL);
}

static void
take_request(struct json_codec *c, const json_t *request)
{
	if (!json_is_string(request) ||
	    !str_eq(json_string_value(request), "ClientList"))
		say(c, "Unknown request (the only one is \"ClientList\")");
	else if (c->lobby[0] == '\0')
		say(c, "There is no room for all here, and no list of it");
	else
		ask_list(c);
}

/* What an object asks for, under a name that is ours. */
static void
carry_out(struct json_codec *c, const json_t *object)
{
	const json_t *request = json_object_get(object, "request");
	const json_t *text = json_object_get(object, "message");

	if (request != NULL)
		take_request(c, request);
	if (text != NULL)
		take_message(c, text, json_object_get(object, "dest"));
	if (request == NULL && text == NULL)
		say(c, "An object must have a \"request\" or a \"message\"");
}

/* An object whose new name is refused is refused whole: it waits till then. */
static void
take_object(struct json_codec *c, json_t *object)
{
	const json_t *user = json_object_get(object, "user");
	enum name_state state;

	if (!json_is_string(user)) {
		say(c, "An object must have a \"user\", a string");
		return;
	}
	state = use_name(c, json_string_value(user));
	if (state == NAME_OURS)
		carry_out(c, object);
	else if (state == NAME_ASKED)
		c->pending = json_incref(object);
}

/* The server has answered the NICK. */
static void
name_settled(struct json_codec *c, const char *name)
{
	json_t *object = c->pending;

	c->pending = NULL;
	if (name != NULL) {
		str_copy(c->name, sizeof c->name, name);
		if (object != NULL)
			carry_out(c, object);
	}
	json_decref(object);
}

static enum dialect_result
next(struct codec *codec, struct irc_msg *m)
{
	struct json_codec *c = json_of(codec);
	enum dialect_result result;
	json_t *object;

	while ((result = lines_next(&c->lines, m)) == DIALECT_MORE &&
	    c->pending == NULL &&
	    (object = json_stream_next(&c->in)) != NULL) {
		take_object(c, object);
		json_decref(object);
	}
	return result;
}

/* For a name: what is behind it is said under that name, or not at all. */
static bool
waits(const struct codec *codec)
{
	return ((const struct json_codec *)codec)->pending != NULL;
}

static bool
feed(struct codec *codec, const void *data, size_t len)
{
	return json_stream_feed(&json_of(codec)->in, data, len);
}

/* --- out: lines become objects --- */

/* One object, padded: a reader skips blanks. */
static void
put(const char *object, size_t len, const struct segment_sink *sink)
{
	char segment[SEGMENT_BYTES];

	memset(segment, ' ', sizeof segment);
	memcpy(segment, object, len);
	sink->take(sink->self, segment, sizeof segment);
}

/* Bytes of `text` in JSON with every non-ASCII character escaped. */
static size_t
escaped_len(const char *text, size_t len)
{
	json_t *s = json_stringn(text, len);
	char *out = json_dumps(s, JSON_ENCODE_ANY | JSON_ENSURE_ASCII);
	size_t n = out == NULL ? 0 : strlen(out);

	free(out);
	json_decref(s);
	return n;
}

/* The most of `text` that is at most `room` bytes in JSON, at a character. */
static size_t
fitting(const char *text, size_t len, size_t room)
{
	size_t n = len;

	while (n > 0 && escaped_len(text, n) > room) {
		size_t less = n - (n > room ? n - room : (n + 7) / 8);

		n = utf8_cut(text, n, less);
	}
	return n;
}

static void
put_object(json_t *object, const struct segment_sink *sink)
{
	char *out = json_dumps(object, JSON_ENSURE_ASCII);

	if (out != NULL && strlen(out) <= SEGMENT_BYTES)
		put(out, strlen(out), sink);
	free(out);
	json_decref(object);
}

static void
put_message(const char *from, const char *text, const char *dest,
    const struct segment_sink *sink)
{
	size_t frame = sizeof "{\"user\": , \"message\": , \"dest\": }" +
	    escaped_len(from, strlen(from)) + escaped_len(dest, strlen(dest));
	size_t len = strlen(text);

	do {
		size_t n = fitting(text, len, SEGMENT_BYTES - frame);

		put_object(json_pack("{s:s, s:s%, s:s}", "user", from,
		    "message", text, n, "dest", dest), sink);
		if (n == 0)
			break;
		text += n;
		len -= n;
	} while (len > 0);
}

static void
put_sentence(const struct json_codec *c, const char *sentence,
    const struct segment_sink *sink)
{
	char plain[3 * IRC_LINE_BODY_MAX];

	lines_clean(sentence, plain, sizeof plain);
	put_message(own_name, plain, c->name[0] != '\0' ? c->name :
	    c->wanted, sink);
}

static void
flush(struct codec *codec, const struct segment_sink *sink)
{
	struct json_codec *c = json_of(codec);
	size_t at = 0;

	while (at < c->faults.len) {
		put_sentence(c, c->faults.data + at, sink);
		at += strlen(c->faults.data + at) + 1;
	}
	buf_release(&c->faults);
}

/* The names collected between 353 and 366, as many objects as they need. */
static void
put_list(struct json_codec *c, const struct segment_sink *sink)
{
	const char *rest = c->list.len > 0 ? buf_str(&c->list) : "";
	struct str_span name;
	json_t *names = json_array();
	size_t used = sizeof "{\"client-list\": []}";

	while (str_next_word(&rest, &name)) {
		size_t size = escaped_len(name.p, name.len) +
		    sizeof "{\"name\": }, ";

		if (used + size > SEGMENT_BYTES) {
			put_object(json_pack("{s:o}", "client-list", names),
			    sink);
			names = json_array();
			used = sizeof "{\"client-list\": []}";
		}
		json_array_append_new(names, json_pack("{s:s%}", "name",
		    name.p, name.len));
		used += size;
	}
	put_object(json_pack("{s:o}", "client-list", names), sink);
	buf_release(&c->list);
	c->lists_wanted--;
}

static void
collect_names(struct json_codec *c, const char *names)
{
	struct str_span name;

	while (c->lists_wanted > 0 && str_next_word(&names, &name)) {
		while (name.len > 0 && (name.p[0] == '@' || name.p[0] == '+')) {
			name.p++;
			name.len--;
		}
		if (!buf_add(&c->list, name.p, name.len) ||
		    !buf_add_char(&c->list, ' '))
			return;
	}
}

/* A message to oneself comes as echo and as delivery: one is enough. */
static bool
is_second_own(struct json_codec *c, const struct irc_msg *m)
{
	char msgid[ID_SIZE];

	if (!irc_tags_get(m->tags, "msgid", msgid, sizeof msgid))
		return false;
	if (str_eq(msgid, c->last_own))
		return true;
	str_copy(c->last_own, sizeof c->last_own, msgid);
	return false;
}

static void
write_message(struct json_codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	struct irc_source source;
	char from[SERVER_NAME_LEN + NICK_LEN], text[IRC_LINE_BODY_MAX * 2];
	bool to_all;

	if (m->nparams < 2 || lines_is_ctcp(m->params[1]))
		return;
	irc_source_split(m->source, &source);
	str_copy_span(from, sizeof from, source.nick);
	to_all = irc_case_eq(m->params[0], c->lobby);
	if (!to_all && irc_is_channel(m->params[0]))
		return;
	if (!to_all && irc_case_eq(from, c->name) &&
	    (!irc_case_eq(m->params[0], c->name) || is_second_own(c, m)))
		return;		/* the old server did not echo these */
	lines_plain(from, m->params[1], text, sizeof text);
	if (text[0] != '\0')
		put_message(from, text, to_all ? "ALL" : c->name, sink);
}

static void
write_own_nick(struct json_codec *c, const struct irc_msg *m)
{
	struct irc_source source;
	char from[SERVER_NAME_LEN + NICK_LEN];

	irc_source_split(m->source, &source);
	str_copy_span(from, sizeof from, source.nick);
	if (irc_case_eq(from, c->name) && m->nparams > 0)
		name_settled(c, m->params[0]);
}

/* Out of the room: ALL reaches it no more. */
static void
write_kick(struct json_codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	if (m->nparams > 1 && irc_case_eq(m->params[0], c->lobby) &&
	    irc_case_eq(m->params[1], c->name))
		put_sentence(c, "You were put out of the room for ALL", sink);
}

static void
write_error(struct json_codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	const char *what = m->nparams > 2 ? m->params[1] : "";
	const char *text = m->nparams > 0 ? m->params[m->nparams - 1] : "";
	char sentence[2 * IRC_LINE_BODY_MAX];

	if (irc_msg_numeric(m) == ERR_NOSUCHNICK)
		text = "No such user";
	snprintf(sentence, sizeof sentence, "%s%s%s", text,
	    what[0] != '\0' ? ": " : "", what);
	put_sentence(c, sentence, sink);
}

static void
write_away(struct json_codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	char sentence[2 * IRC_LINE_BODY_MAX];

	snprintf(sentence, sizeof sentence, "%s is away: %s", m->params[1],
	    m->params[2]);
	put_sentence(c, sentence, sink);
}

static void
write_numeric(struct json_codec *c, const struct irc_msg *m, int n,
    const struct segment_sink *sink)
{
	if (n == RPL_WELCOME) {
		/* It is there already, unless joining by itself is off. */
		if (c->lobby[0] != '\0')
			lines_add(&c->lines, "JOIN", c->lobby, NULL);
		name_settled(c, m->nparams > 0 ? m->params[0] : c->wanted);
	} else if (n == RPL_NAMREPLY && m->nparams > 3) {
		collect_names(c, m->params[3]);
	} else if (n == RPL_ENDOFNAMES && c->lists_wanted > 0) {
		put_list(c, sink);
	} else if (n >= 400 && n < 600 && n != ERR_NOMOTD) {
		bool of_name = n >= ERR_NONICKNAMEGIVEN &&
		    n <= ERR_UNAVAILRESOURCE;

		write_error(c, m, sink);
		if (of_name)
			name_settled(c, NULL);
	} else if (n == RPL_AWAY && m->nparams > 2) {
		write_away(c, m, sink);
	}
}

static bool
write_line(struct codec *codec, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	struct json_codec *c = json_of(codec);
	int n = irc_msg_numeric(m);

	flush(codec, sink);
	if (n != 0)
		write_numeric(c, m, n, sink);
	else if (irc_msg_is(m, "PRIVMSG") || irc_msg_is(m, "NOTICE"))
		write_message(c, m, sink);
	else if (irc_msg_is(m, "NICK"))
		write_own_nick(c, m);
	else if (irc_msg_is(m, "KICK"))
		write_kick(c, m, sink);
	else if ((irc_msg_is(m, "ERROR") || irc_msg_is(m, "FAIL")) &&
	    m->nparams > 0)
		put_sentence(c, m->params[m->nparams - 1], sink);
	return true;
}

const struct dialect dialect_json = {
	.name = "json", .whole_writes = true, .no_ping = true,
	.new = new, .free = free_codec, .feed = feed, .next = next,
	.write = write_line, .held = held, .flush = flush,
	.set_lobby = set_lobby, .waits = waits,
};
