/* fanout.c -- one event told to many: rendered once per variant. */
#include "config.h"
#include "server/fanout.h"

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_tags.h"
#include "server/event.h"
#include "server/member.h"
#include "server/metadata.h"
#include "server/multiline.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* What is said of the sender beside its source. */
static void
set_sender(struct fanout *f, const struct event *e)
{
	const struct user *u = user_by_number(f->server, e->user);

	f->is_bot = u != NULL && (u->modes & USER_BOT);
	f->is_oper = user_is_operator(u);
	/* Of a message as it was when that was posted. */
	if (e->kind == EVENT_MESSAGE || e->kind == EVENT_SIGNAL)
		f->account = e->s.account;
	else
		f->account = u == NULL ? NULL : user_account_name(u);
}

void
fanout_start(struct fanout *f, struct server *s, const struct event *e,
    const char *command, const char *a, const char *b)
{
	f->server = s;
	f->time_ms = e->time_ms;
	/* Of several things that an event tells (JOIN, AWAY) its own alone. */
	f->msgid = event_is_replayed(e->kind) &&
	    !str_eq(command, event_name(e->kind)) ? NULL : e->msgid;
	set_sender(f, e);
	f->msg = (struct irc_msg){ .source = e->s.source, .command = command };
	if (a != NULL)
		f->msg.params[f->msg.nparams++] = a;
	if (b != NULL)
		f->msg.params[f->msg.nparams++] = b;
	f->alt_cap = 0;
	f->only_cap = f->not_cap = 0;
	f->only_key = NULL;
	f->least_rank = 0;
	f->is_multiline = false;
	f->except = NULL;
	f->looks_at = CAP_SERVER_TIME | CAP_MESSAGE_TAGS;
	if (f->account != NULL)
		f->looks_at |= CAP_ACCOUNT_TAG;
	if (f->is_oper)
		f->looks_at |= CAP_OPER_TAG;
	f->nvariants = 0;
}

void
fanout_lines(struct fanout *f)
{
	if (!multiline_is(f->msg.params[f->msg.nparams - 1]))
		return;
	f->is_multiline = true;
	f->looks_at |= CAP_BATCH | CAP_MULTILINE;
}

/* The batch in which readers with `caps` get it; NULL: line by line. */
static const char *
batch_ref(const struct fanout *f, uint64_t caps)
{
	return (caps & CAP_BATCH) && (caps & CAP_MULTILINE) ? f->msgid : NULL;
}

/* `value` NULL: none. Nothing of it needs an escape. */
static bool
add_tag(struct buf *out, const char *key, const char *value)
{
	bool is_first = out->len == 0 || out->data[out->len - 1] == '@';

	return (is_first || buf_add_char(out, ';')) && buf_add_str(out, key) &&
	    (value == NULL || (buf_add_char(out, '=') &&
	    buf_add_str(out, value)));
}

/* All tags but the time, for a reader with these capabilities. `whole`: also
 * those that one line of several bears for all of them. */
static bool
add_tags(const struct fanout *f, uint64_t caps, bool whole, struct buf *out)
{
	if ((caps & CAP_ACCOUNT_TAG) && f->account != NULL &&
	    !add_tag(out, "account", f->account))
		return false;
	if (!(caps & CAP_MESSAGE_TAGS))
		return true;
	if (f->is_bot && !add_tag(out, "bot", NULL))
		return false;
	if (f->is_oper && (caps & CAP_OPER_TAG) &&
	    !add_tag(out, "draft/oper", NULL))
		return false;
	if (!whole)
		return true;
	if (f->msgid != NULL && f->msgid[0] != '\0' &&
	    !add_tag(out, "msgid", f->msgid))
		return false;
	return f->msg.tags == NULL || add_tag(out, f->msg.tags, NULL);
}

/* "@time=...;msgid=... ", or nothing. */
static bool
add_tag_part(const struct fanout *f, uint64_t caps, bool whole,
    struct buf *out)
{
	size_t at = out->len;

	if (!buf_add_char(out, '@') || ((caps & CAP_SERVER_TIME) &&
	    !add_tag(out, "time", server_time_tag(f->server, f->time_ms))) ||
	    !add_tags(f, caps, whole, out))
		return false;
	if (out->len > at + 1)
		return buf_add_char(out, ' ');
	out->len = at;
	return true;
}

/* The lines of one variant lie side by side, apart from those of others. */
static struct payload_writer *
writer_of(struct server *s, uint64_t key)
{
	uint64_t mixed = key * UINT64_C(0x9e3779b97f4a7c15);

	return &s->lines[mixed >> 32 & (FANOUT_WRITERS - 1)];
}

/* Of a line inside a batch. */
static bool
add_inner_tags(const struct multiline *ml, struct buf *out)
{
	return irc_tags_add(out, "batch", ml->ref) && (!ml->is_concat ||
	    irc_tags_add(out, "draft/multiline-concat", NULL));
}

static bool
render_line(struct fanout *f, uint64_t key, const struct multiline *ml,
    struct buf *out)
{
	struct buf *tag = &f->server->tag;

	buf_reset(tag);
	if (ml->is_inner) {
		if (!add_inner_tags(ml, tag) || !buf_add_char(out, '@') ||
		    !buf_add(out, tag->data, tag->len) ||
		    !buf_add_char(out, ' '))
			return false;
	} else if (ml->is_first || ml->ref == NULL) {
		if (!add_tag_part(f, key, ml->is_first, out))
			return false;
	}
	return irc_msg_write_body(&ml->line, out);
}

static bool
render_lines(struct fanout *f, uint64_t key, struct buf *out)
{
	struct multiline ml;

	multiline_start(&ml, &f->msg, batch_ref(f, key));
	while (multiline_next(&ml))
		if (!render_line(f, key, &ml, out))
			return false;
	return true;
}

static bool
render_one(struct fanout *f, uint64_t key, struct buf *out)
{
	const struct irc_msg *m = (key & f->alt_cap) ? &f->alt : &f->msg;

	return add_tag_part(f, key, true, out) && irc_msg_write_body(m, out);
}

static struct slice
render(struct fanout *f, uint64_t key)
{
	struct buf *out = &f->server->scratch;
	struct slice line = { NULL, 0, 0 };

	buf_reset(out);
	if (f->is_multiline ? render_lines(f, key, out) :
	    render_one(f, key, out)) {
		line = payload_write(writer_of(f->server, key), out->data,
		    out->len);
		payload_ref(line.payload);
	}
	buf_reset(out);
	return line;
}

/* The rendering for `key`; the variant holds its reference. */
static struct slice
variant(struct fanout *f, uint64_t key)
{
	unsigned i;

	for (i = 0; i < f->nvariants; i++)
		if (f->variants[i].key == key)
			return f->variants[i].line;
	if (f->nvariants == VARIANTS_MAX) {
		i = 0;		/* more than ever seen: forget one */
		payload_unref(f->variants[0].line.payload);
	} else {
		f->nvariants++;
	}
	f->variants[i].key = key;
	f->variants[i].line = render(f, key);
	return f->variants[i].line;
}

void
fanout_of_user(struct fanout *f, const struct user *u)
{
	f->msg.source = u->source;
	f->account = user_account_name(u);
	f->is_bot = (u->modes & USER_BOT) != 0;
	f->is_oper = user_is_operator(u);
	f->looks_at &= ~(uint64_t)(CAP_ACCOUNT_TAG | CAP_OPER_TAG);
	if (f->account != NULL)
		f->looks_at |= CAP_ACCOUNT_TAG;
	if (f->is_oper)
		f->looks_at |= CAP_OPER_TAG;
}

void
fanout_from_server(struct fanout *f)
{
	f->msg.source = f->server->config.name;
	f->msgid = f->account = NULL;
	f->is_bot = f->is_oper = false;
	f->looks_at &= ~(uint64_t)(CAP_ACCOUNT_TAG | CAP_OPER_TAG);
}

/* `tags`: what the message itself bears, or NULL. */
static void
answer_lines(struct fanout *f, struct answer *a, const char *tags)
{
	struct multiline ml;
	struct buf inner;

	buf_init(&inner, IRC_TAGS_MAX);
	multiline_start(&ml, &f->msg, batch_ref(f, a->client->caps));
	while (multiline_next(&ml)) {
		buf_reset(&inner);
		if (ml.is_first)
			ml.line.tags = tags;
		else if (ml.is_inner && add_inner_tags(&ml, &inner))
			ml.line.tags = buf_str(&inner);
		if (ml.is_first || ml.ref == NULL)
			answer_send(a, &ml.line, f->time_ms);
		else
			answer_send_more(a, &ml.line, f->time_ms);
	}
	buf_release(&inner);
}

void
fanout_answer(struct fanout *f, struct answer *a)
{
	struct client *c = a->client;
	struct irc_msg m;
	struct buf tags;

	if (c == NULL || (f->only_cap != 0 && !client_has_cap(c, f->only_cap)))
		return;
	m = client_has_cap(c, f->alt_cap) ? f->alt : f->msg;
	m.tags = NULL;
	buf_init(&tags, IRC_TAGS_MAX);
	/* answer_send() puts the time before them. */
	if (add_tags(f, c->caps, true, &tags) && tags.len > 0 &&
	    buf_add(&tags, "", 1))
		m.tags = tags.data;
	if (f->is_multiline)
		answer_lines(f, a, m.tags);
	else
		answer_send(a, &m, f->time_ms);
	buf_release(&tags);
	f->except = c;
}

void
fanout_to_client(struct fanout *f, struct client *c)
{
	struct server *s = f->server;
	struct slice line;

	if (c == f->except || c->is_closed ||
	    (f->only_cap != 0 && !(c->caps & f->only_cap)) ||
	    (c->caps & f->not_cap) ||
	    (f->only_key != NULL && !metadata_is_wanted(c, f->only_key)))
		return;
	line = variant(f, c->caps & (f->looks_at | f->alt_cap));
	if (line.payload == NULL)
		return;
	outq_push(&c->out, &s->outq_pool, line, true);
	client_mark_dirty(c);
	if (s->deliveries_left > 0)
		s->deliveries_left--;
	if (c->out.live_bytes > OUTQ_LIVE_MAX_BYTES)
		client_close_behind(c);
}

void
fanout_to_user(struct fanout *f, const struct user *u)
{
	struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user)
		fanout_to_client(f, c);
}

void
fanout_to_channel(struct fanout *f, const struct channel *ch)
{
	const struct list_node *n;

	for (n = ch->members.first; n != NULL; n = n->next) {
		const struct member *m = list_item(n, struct member, node);

		if (f->least_rank == 0 || member_rank(m) >= f->least_rank)
			fanout_to_user(f, m->user);
	}
}

void
fanout_to_neighbours(struct fanout *f, const struct user *u)
{
	unsigned stamp = ++f->server->stamp;
	const struct member *m;
	const struct list_node *n;
	struct client *c;

	for (c = u->clients; c != NULL; c = c->next_of_user)
		c->stamp = stamp;
	for (m = u->members; m != NULL; m = m->next_of_user)
		for (n = m->channel->members.first; n != NULL; n = n->next)
			for (c = list_item(n, struct member, node)->user->
			    clients; c != NULL; c = c->next_of_user) {
				if (c->stamp == stamp)
					continue;
				c->stamp = stamp;
				fanout_to_client(f, c);
			}
}

void
fanout_end(struct fanout *f)
{
	unsigned i;

	for (i = 0; i < f->nvariants; i++)
		payload_unref(f->variants[i].line.payload);
	f->nvariants = 0;
}
