/* isupport.c -- numeric 005: what a client can't guess. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "proto/irc_isupport.h"
#include "proto/irc_msg.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

#define NUMBER_TEXT_(n) #n
#define NUMBER_TEXT(n) NUMBER_TEXT_(n)

enum { TOKENS_PER_LINE = 12, TOKEN_MAX = 128 };

/* The value of a token that the settings give; NULL: it is left out. */
static const char *
setting(const struct server *s, const char *token)
{
	if (strcmp(token, "NETWORK") == 0)
		return s->config.network;
	if (strcmp(token, "LOBBY") == 0)
		return s->config.lobby;
	if (strcmp(token, "CHATHISTORY") == 0)
		return s->config.history ? NUMBER_TEXT(CHATHISTORY_MAX) : NULL;
	if (strcmp(token, "MSGREFTYPES") == 0)
		return s->config.history ? "msgid,timestamp" : NULL;
	return NULL;
}

static void
send_line(struct answer *a, char tokens[][TOKEN_MAX], size_t n)
{
	struct irc_msg m = { .source = a->server->config.name,
	    .command = "005", .colon = true };
	size_t i;

	m.params[m.nparams++] = client_nick(a->client);
	for (i = 0; i < n; i++)
		m.params[m.nparams++] = tokens[i];
	m.params[m.nparams++] = numeric_text(RPL_ISUPPORT);
	answer_send(a, &m, 0);
}

void
isupport_send(struct answer *a)
{
	char tokens[TOKENS_PER_LINE][TOKEN_MAX];
	size_t i, n = 0;

	for (i = 0; i < isupport_count; i++) {
		const struct isupport_row *row = &isupport_table[i];

		if (!isupport_format(row, setting(a->server, row->token),
		    tokens[n], TOKEN_MAX))
			continue;
		if (++n == TOKENS_PER_LINE) {
			send_line(a, tokens, n);
			n = 0;
		}
	}
	if (n > 0)
		send_line(a, tokens, n);
}
