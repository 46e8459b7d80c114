/* isupport.c -- numeric 005: what a client can't guess. */
#include "config.h"
#include "server/isupport.h"

#include <stdio.h>
#include <string.h>

#include "proto/irc_cap.h"
#include "proto/irc_msg.h"
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

/* Tokens gathered for one line: one after the other, each with its NUL. */
struct line {
	char text[TOKENS_BYTES];
	size_t len, n;
};

static void
send_line(struct answer *a, struct line *l, char *batch)
{
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "005", .colon = true, .tags = batch };
	const char *token = l->text;
	size_t i;

	m.params[m.nparams++] = client_nick(a->client);
	for (i = 0; i < l->n; i++, token += strlen(token) + 1)
		m.params[m.nparams++] = token;
	m.params[m.nparams++] = numeric_text(RPL_ISUPPORT);
	if (l->n > 0)
		answer_send(a, &m, 0);
	l->len = l->n = 0;
}

static void
add_token(struct answer *a, struct line *l, char *batch, const char *token)
{
	size_t size = strlen(token) + 1;

	if (l->n == TOKENS_PER_LINE || l->len + size > sizeof l->text)
		send_line(a, l, batch);
	memcpy(l->text + l->len, token, size);
	l->len += size;
	l->n++;
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

static void
send_tokens(struct answer *a, char *batch)
{
	struct line l = { .len = 0 };
	char token[ISUPPORT_TOKEN_SIZE];
	size_t i;

	for (i = 0; i < isupport_count; i++) {
		format(a->server, &isupport_table[i], token);
		if (token[0] != '\0')
			add_token(a, &l, batch, token);
	}
	send_line(a, &l, batch);
}

void
isupport_remember(const struct server *s, struct isupport_said *said)
{
	size_t i;

	for (i = 0; i < isupport_count; i++)
		format(s, &isupport_table[i], said->tokens[i]);
}

/* "-TOKEN": no longer said. */
static void
send_changes(struct answer *a, const struct isupport_said *before,
    const struct isupport_said *now)
{
	struct line l = { .len = 0 };
	char gone[ISUPPORT_TOKEN_SIZE];
	size_t i;

	for (i = 0; i < isupport_count; i++) {
		const char *token = now->tokens[i];

		if (strcmp(token, before->tokens[i]) == 0)
			continue;
		snprintf(gone, sizeof gone, "-%s", isupport_table[i].token);
		add_token(a, &l, NULL, token[0] != '\0' ? token : gone);
	}
	send_line(a, &l, NULL);
}

void
isupport_tell_changes(struct server *s, const struct isupport_said *before)
{
	struct isupport_said now;
	struct client *c;

	isupport_remember(s, &now);
	TAILQ_FOREACH(c, &s->clients, all)
		send_changes(answer_find(c, 0), before, &now);
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
