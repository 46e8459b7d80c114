/* oldserver_json.c -- "Python TCP Chat"'s server, played as an IRC server. */
#include "config.h"
#include "adapter/oldserver.h"

#include <stdlib.h>
#include <string.h>

#include "adapter/json_stream.h"
#include "adapter/puppet.h"
#include "base/xalloc.h"
#include "proto/irc_case.h"

#include "base/banned.h"

enum {
	LISTS_MAX = 16,
	SEGMENT_BYTES = 1024,	/* what its server reads at a time */
};

/* Which answer a ClientList that was asked for belongs to. */
enum list_for { LIST_JOIN, LIST_NAMES };

struct json_codec {
	struct codec codec;	/* first */
	struct puppet puppet;
	struct json_stream in;
	enum list_for lists[LISTS_MAX];	/* asked for, in order */
	unsigned nlists;
};

static struct json_codec *
json_of(struct codec *codec)
{
	return (struct json_codec *)codec;
}

static void
fault(void *self, const char *sentence)
{
	struct json_codec *c = self;

	puppet_say(&c->puppet, "NOTICE", "*", sentence, NULL);
}

static struct codec *
new(enum dialect_side side)
{
	struct json_codec *c = xcalloc(1, sizeof *c);

	(void)side;
	c->codec.dialect = &dialect_oldserver_json;
	puppet_init(&c->puppet, "json");
	json_stream_init(&c->in, fault, c);
	return &c->codec;
}

static void
free_codec(struct codec *codec)
{
	struct json_codec *c = json_of(codec);

	puppet_release(&c->puppet);
	json_stream_release(&c->in);
	free(c);
}

static size_t
held(const struct codec *codec)
{
	const struct json_codec *c = (const struct json_codec *)codec;

	return json_stream_held(&c->in) + lines_waiting(&c->puppet.lines);
}

static bool
feed(struct codec *codec, const void *data, size_t len)
{
	return json_stream_feed(&json_of(codec)->in, data, len);
}

/* --- from the server --- */

/* Whoever is not in `now` any more has left. */
static void
part_missing(struct puppet *p, const struct puppet *now, bool tells)
{
	const char *nick, *next;

	for (nick = puppet_next(p, NULL); nick != NULL; nick = next) {
		next = puppet_next(p, nick);
		if (!puppet_knows(now, nick))
			puppet_leave(p, nick, tells ? "" : NULL);
	}
}

/* People who came and went since the last list, as lines. */
static void
compare_list(struct json_codec *c, const json_t *list, bool tells)
{
	struct puppet *p = &c->puppet, now;
	const json_t *item;
	size_t i;

	puppet_init(&now, p->network);
	(void)puppet_see(&now, p->nick, false);
	json_array_foreach(list, i, item) {
		const char *name = json_string_value(json_object_get(item,
		    "name"));

		if (name == NULL)
			continue;
		(void)puppet_see(&now, name, false);
		(void)puppet_see(p, name, tells);
	}
	part_missing(p, &now, tells);
	puppet_release(&now);
}

static void
take_list(struct json_codec *c, const json_t *list)
{
	enum list_for what = c->nlists > 0 ? c->lists[0] : LIST_NAMES;

	if (c->nlists > 0)
		memmove(c->lists, c->lists + 1,
		    --c->nlists * sizeof c->lists[0]);
	compare_list(c, list, what != LIST_JOIN);
	if (what == LIST_JOIN)
		puppet_welcome(&c->puppet);
	else
		puppet_names(&c->puppet);
}

static void
take_message(struct json_codec *c, const char *from, const char *text,
    const char *dest)
{
	const char *nick = puppet_see(&c->puppet, from, true);

	puppet_spoken(&c->puppet, nick == NULL ? "nameless" : nick, text,
	    str_eq(dest, "ALL"));
}

static void
take_object(struct json_codec *c, const json_t *object)
{
	const json_t *list = json_object_get(object, "client-list");
	const char *from = json_string_value(json_object_get(object, "user"));
	const char *text = json_string_value(json_object_get(object,
	    "message"));
	const char *dest = json_string_value(json_object_get(object, "dest"));

	if (json_is_array(list))
		take_list(c, list);
	else if (from != NULL && text != NULL)
		take_message(c, from, text, dest == NULL ? "ALL" : dest);
}

static enum dialect_result
next(struct codec *codec, struct irc_msg *m)
{
	struct json_codec *c = json_of(codec);
	enum dialect_result result;
	json_t *object;

	while ((result = lines_next(&c->puppet.lines, m)) == DIALECT_MORE &&
	    (object = json_stream_next(&c->in)) != NULL) {
		take_object(c, object);
		json_decref(object);
	}
	return result;
}

/* --- to the server --- */

/* In the bytes that its server reads at once: as ASCII, which any of them
 * reads, or else as UTF-8. False: it is too long all the same. */
static bool
put(json_t *object, const struct segment_sink *sink)
{
	char *out = json_dumps(object, JSON_ENSURE_ASCII);
	bool fits;

	if (out != NULL && strlen(out) > SEGMENT_BYTES) {
		free(out);
		out = json_dumps(object, JSON_COMPACT);
	}
	fits = out != NULL && strlen(out) <= SEGMENT_BYTES;
	if (fits)
		sink->take(sink->self, out, strlen(out));
	free(out);
	json_decref(object);
	return fits;
}

static void
ask_list(struct json_codec *c, enum list_for what,
    const struct segment_sink *sink)
{
	if (c->nlists == LISTS_MAX)
		return;
	c->lists[c->nlists++] = what;
	(void)put(json_pack("{s:s, s:s}", "user", c->puppet.nick, "request",
	    "ClientList"), sink);
}

static void
put_message(struct json_codec *c, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	bool to_all = irc_case_eq(m->params[0], OLDSERVER_LOBBY);
	char plain[2 * IRC_LINE_BODY_MAX];

	lines_plain(c->puppet.nick, m->params[1], plain, sizeof plain);
	if (!to_all && irc_is_channel(m->params[0]))
		puppet_say(&c->puppet, "403", c->puppet.nick, m->params[0],
		    "An old server has one room", NULL);
	else if (!put(json_pack("{s:s, s:s, s:s}", "user", c->puppet.nick,
	    "message", plain, "dest", to_all ? "ALL" :
	    puppet_name(&c->puppet, m->params[0])), sink))
		puppet_say(&c->puppet, "404", c->puppet.nick, m->params[0],
		    "An old server reads no object of that length", NULL);
}

static bool
write_msg(struct codec *codec, const struct irc_msg *m,
    const struct segment_sink *sink)
{
	struct json_codec *c = json_of(codec);
	bool ready;

	if (puppet_take(&c->puppet, m, &ready)) {
		if (ready)
			ask_list(c, LIST_JOIN, sink);
	} else if ((irc_msg_is(m, "PRIVMSG") || irc_msg_is(m, "NOTICE")) &&
	    m->nparams > 1) {
		put_message(c, m, sink);
	} else if (irc_msg_is(m, "NAMES")) {
		ask_list(c, LIST_NAMES, sink);
	} else if (irc_msg_is(m, "WHO")) {
		puppet_who(&c->puppet);		/* of the last list */
	} else {
		puppet_unknown(&c->puppet, m);
	}
	return true;
}

const struct dialect dialect_oldserver_json = {
	.name = "json", .whole_writes = true, .gap_ms = 1000,
	.no_private_echo = true, .refresh_ms = 10000,
	.new = new, .free = free_codec, .feed = feed, .next = next,
	.write = write_msg, .held = held,
};
