/* cmd_motd.c -- MOTD: modern.ircdocs.horse/#motd-message */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/long_answer.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* The text is the one of the moment the question was asked: a rehash between
 * two pieces changes nothing. */
struct motd {
	struct long_answer base;
	char *text;			/* owned */
	const char *at;
	bool started;
};

enum { MOTD_LINE_BYTES = 300 };

static void
say_start(struct answer *a)
{
	char text[SERVER_NAME_LEN + 32];

	snprintf(text, sizeof text, "- %s Message of the day - ",
	    a->server->config.name);
	answer_reply_text(a, RPL_MOTDSTART, text, NULL);
}

static void
say_line(struct answer *a, const char *line, size_t len)
{
	char text[MOTD_LINE_BYTES + 3];

	len = utf8_cut(line, len, MOTD_LINE_BYTES);
	memcpy(text, "- ", 2);
	memcpy(text + 2, line, len);
	text[len + 2] = '\0';
	answer_reply_text(a, RPL_MOTD, text, NULL);
}

static bool
more(struct long_answer *la, struct answer *a)
{
	struct motd *m = (struct motd *)la;

	if (!m->started)
		say_start(a);
	m->started = true;
	while (*m->at != '\0') {
		size_t len = strcspn(m->at, "\r\n");

		if (long_answer_is_full(la, a))
			return true;
		say_line(a, m->at, len);
		m->at += len;
		m->at += *m->at == '\r';
		m->at += *m->at == '\n';
	}
	answer_reply(a, RPL_ENDOFMOTD, NULL);
	return false;
}

static void
end(struct long_answer *la)
{
	free(((struct motd *)la)->text);
}

void
motd_send(struct answer *a)
{
	struct motd *m;

	if (a->server->config.motd == NULL) {
		answer_reply(a, ERR_NOMOTD, NULL);
		return;
	}
	m = xcalloc(1, sizeof *m);
	m->base.more = more;
	m->base.end = end;
	m->text = xstrdup(a->server->config.motd);
	m->at = m->text;
	long_answer_start(a->client, a, &m->base);
}

static void
run(struct client *c, const struct irc_msg *msg)
{
	if (msg->nparams == 0 || command_is_for_us(c, msg->params[0]))
		motd_send(c->server->answer);
}

const struct command cmd_motd = {
	.name = "MOTD", .when = COMMAND_REGISTERED, .cost = 2, .run = run,
};
