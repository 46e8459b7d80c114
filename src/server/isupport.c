/* isupport.c -- numeric 005: what a client can't guess. */
#include "config.h"
#include "server/isupport.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "proto/irc_cap.h"
#include "server/keeping.h"
#include "server/server_internal.h"

#include "base/banned.h"

#define NUMBER_TEXT_(n) #n
#define NUMBER_TEXT(n) NUMBER_TEXT_(n)

enum {
	TOKENS_PER_LINE = 12,
	/* What fits behind ":server 005 nick" and before the text. */
	TOKENS_BYTES = IRC_LINE_BODY_MAX - 2 - (1 + SERVER_NAME_LEN) - 5 -
	    (NICK_LEN + 1) - 40,
};

/* The value of a token that the settings give; NULL: it is left out. `buf` is
 * for one that is made up. */
static const char *
setting(const struct server *s, const char *token, char *buf, size_t size)
{
	if (strcmp(token, "CLIENTTAGDENY") == 0)
		return s->config.tag_deny;
	if (strcmp(token, "NETWORK") == 0)
		return s->config.network;
	if (strcmp(token, "draft/ICON") == 0)
		return s->config.icon;
	if (strcmp(token, "LOBBY") == 0)
		return s->config.lobby;
	if (strcmp(token, "CHATHISTORY") == 0)
		return s->config.history ? NUMBER_TEXT(CHATHISTORY_MAX) : NULL;
	if (strcmp(token, "MSGREFTYPES") == 0)
		return s->config.history ? "msgid,timestamp" : NULL;
	if (strcmp(token, "RETENTION") == 0)
		return keeping_token(s, buf, size);
	return NULL;
}

/* Lines as they stand behind the nick, each with its NUL. */
struct lines {
	struct buf *out;
	size_t start, n;	/* of the last one: where, how many tokens */
};

static bool
end_line(struct lines *l)
{
	const char *text = numeric_text(RPL_ISUPPORT);
	bool ok = l->n == 0 || (buf_add_char(l->out, ':') &&
	    buf_add(l->out, text, strlen(text) + 1));

	l->start = l->out->len;
	l->n = 0;
	return ok;
}

static bool
add_token(struct lines *l, const char *token)
{
	if ((l->n == TOKENS_PER_LINE ||
	    l->out->len - l->start + strlen(token) + 1 > TOKENS_BYTES) &&
	    !end_line(l))
		return false;
	l->n++;
	return buf_add_str(l->out, token) && buf_add_char(l->out, ' ');
}

/* "": the settings leave it out. */
static void
format(const struct server *s, const struct isupport_row *row,
    char token[ISUPPORT_TOKEN_SIZE])
{
	char value[32];

	if (!isupport_format(row, setting(s, row->token, value, sizeof value),
	    token, ISUPPORT_TOKEN_SIZE))
		token[0] = '\0';
}

static bool
render(const struct server *s, struct buf *out)
{
	struct lines l = { .out = out };
	char token[ISUPPORT_TOKEN_SIZE];
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < isupport_count; i++) {
		format(s, &isupport_table[i], token);
		ok = token[0] == '\0' || add_token(&l, token);
	}
	return ok && end_line(&l);
}

static void
send_lines(struct answer *a, const struct buf *lines, const char *tags)
{
	size_t at;

	for (at = 0; at < lines->len; at += strlen(lines->data + at) + 1)
		answer_send_fixed(a, RPL_ISUPPORT, lines->data + at, tags);
}

/* Everyone is told the same until the settings change: it is made once. */
static void
send_tokens(struct answer *a, const char *tags)
{
	struct buf *lines = &a->server->isupport;

	if (lines->len == 0 && !render(a->server, lines))
		assert(!"the settings bound it");
	send_lines(a, lines, tags);
}

void
isupport_remember(const struct server *s, struct isupport_said *said)
{
	size_t i;

	for (i = 0; i < isupport_count; i++)
		format(s, &isupport_table[i], said->tokens[i]);
}

/* "-TOKEN": no longer said. */
static bool
render_changes(const struct isupport_said *before,
    const struct isupport_said *now, struct buf *out)
{
	struct lines l = { .out = out };
	char gone[ISUPPORT_TOKEN_SIZE];
	bool ok = true;
	size_t i;

	for (i = 0; ok && i < isupport_count; i++) {
		const char *token = now->tokens[i];

		if (strcmp(token, before->tokens[i]) == 0)
			continue;
		snprintf(gone, sizeof gone, "-%s", isupport_table[i].token);
		ok = add_token(&l, token[0] != '\0' ? token : gone);
	}
	return ok && end_line(&l);
}

void
isupport_tell_changes(struct server *s, const struct isupport_said *before)
{
	struct isupport_said now;
	struct buf lines;
	struct client *c;

	buf_reset(&s->isupport);
	isupport_remember(s, &now);
	buf_init(&lines, ISUPPORT_MAX_BYTES);
	if (!render_changes(before, &now, &lines))
		assert(!"the settings bound it");
	TAILQ_FOREACH(c, &s->clients, all)
		send_lines(answer_find(c, 0), &lines, NULL);
	buf_release(&lines);
}

/* In a batch for who has asked for it: extended-isupport. */
void
isupport_send(struct answer *a)
{
	char ref[16], tag[sizeof "batch=" + sizeof ref];

	if (a->client == NULL)
		return;
	if (!client_has_cap(a->client, CAP_EXTENDED_ISUPPORT) ||
	    !client_has_cap(a->client, CAP_BATCH)) {
		send_tokens(a, NULL);
		return;
	}
	answer_batch_start(a, ref, "draft/isupport", NULL);
	snprintf(tag, sizeof tag, "batch=%s", ref);
	send_tokens(a, tag);
	answer_batch_end(a, ref);
}
