/* fanout.c -- one event told to many: rendered once per variant. */
#include "config.h"
#include "server/fanout.h"

#include "base/str.h"
#include "proto/irc_cap.h"
#include "proto/irc_tags.h"
#include "server/event.h"
#include "server/member.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* As it was when a message was posted; of anything else as it is. */
static const char *
account_of(const struct server *s, const struct event *e)
{
	const struct user *u;

	if (e->kind == EVENT_MESSAGE || e->kind == EVENT_SIGNAL)
		return e->s.account;
	u = user_by_number(s, e->user);
	return u == NULL ? NULL : user_account_name(u);
}

void
fanout_start(struct fanout *f, struct server *s, const struct event *e,
    const char *command, const char *a, const char *b)
{
	f->server = s;
	f->time_ms = e->time_ms;
	f->msgid = e->msgid;
	f->account = account_of(s, e);
	f->msg = (struct irc_msg){ .source = e->s.source, .command = command };
	if (a != NULL)
		f->msg.params[f->msg.nparams++] = a;
	if (b != NULL)
		f->msg.params[f->msg.nparams++] = b;
	f->alt_cap = 0;
	f->only_cap = 0;
	f->except = NULL;
	f->looks_at = CAP_SERVER_TIME | CAP_MESSAGE_TAGS;
	if (f->account != NULL)
		f->looks_at |= CAP_ACCOUNT_TAG;
	f->nvariants = 0;
}

static bool
add_tags(struct fanout *f, uint64_t key, const char *client_tags,
    struct buf *out)
{
	bool is_first = true;

	if (key & CAP_SERVER_TIME) {
		if (!buf_add_str(out, "@time=") || !buf_add_str(out,
		    server_time_tag(f->server, f->time_ms)))
			return false;
		is_first = false;
	}
	/* ircv3.net/specs/extensions/account-tag; a name needs no escapes. */
	if (key & CAP_ACCOUNT_TAG) {
		if (!buf_add_str(out, is_first ? "@account=" : ";account=") ||
		    !buf_add_str(out, f->account))
			return false;
		is_first = false;
	}
	if (key & CAP_MESSAGE_TAGS) {
		if (f->msgid != NULL && f->msgid[0] != '\0') {
			if (!buf_add_str(out, is_first ? "@msgid=" :
			    ";msgid=") || !buf_add_str(out, f->msgid))
				return false;
			is_first = false;
		}
		if (client_tags != NULL) {
			if (!buf_add_char(out, is_first ? '@' : ';') ||
			    !buf_add_str(out, client_tags))
				return false;
			is_first = false;
		}
	}
	return is_first || buf_add_char(out, ' ');
}

/* The lines of one variant lie side by side, apart from those of others. */
static struct payload_writer *
writer_of(struct server *s, uint64_t key)
{
	uint64_t mixed = key * UINT64_C(0x9e3779b97f4a7c15);

	return &s->lines[mixed >> 32 & (FANOUT_WRITERS - 1)];
}

static struct slice
render(struct fanout *f, uint64_t key)
{
	const struct irc_msg *m = (key & f->alt_cap) ? &f->alt : &f->msg;
	struct buf *out = &f->server->scratch;
	struct slice line = { NULL, 0, 0 };

	buf_reset(out);
	if (add_tags(f, key, f->msg.tags, out) && irc_msg_write_body(m, out)) {
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

/* Tags of its own, in front of which answer_send() puts the time. */
static bool
own_tags(const struct fanout *f, const struct client *c, struct buf *tags)
{
	if (f->account != NULL && client_has_cap(c, CAP_ACCOUNT_TAG) &&
	    !irc_tags_add(tags, "account", f->account))
		return false;
	if (!client_has_cap(c, CAP_MESSAGE_TAGS))
		return true;
	if (f->msgid != NULL && f->msgid[0] != '\0' &&
	    !irc_tags_add(tags, "msgid", f->msgid))
		return false;
	return f->msg.tags == NULL ||
	    ((tags->len == 0 || buf_add_char(tags, ';')) &&
	    buf_add_str(tags, f->msg.tags));
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
	if (own_tags(f, c, &tags) && tags.len > 0 && buf_add(&tags, "", 1))
		m.tags = tags.data;
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
	    (f->only_cap != 0 && !(c->caps & f->only_cap)))
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

	for (n = ch->members.first; n != NULL; n = n->next)
		fanout_to_user(f, list_item(n, struct member, node)->user);
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
