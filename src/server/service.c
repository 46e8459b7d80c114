/* service.c -- NickServ and ChanServ: words to commands. */
#include "config.h"
#include "server/service.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "proto/irc_case.h"
#include "proto/irc_msg.h"
#include "server/command.h"
#include "server/server_internal.h"

#include "base/banned.h"

const struct service *
service_find(const char *name)
{
	return irc_case_eq(name, nickserv.name) ? &nickserv :
	    irc_case_eq(name, chanserv.name) ? &chanserv : NULL;
}

void
service_source(const struct service *sv, const struct server *s, char *out)
{
	snprintf(out, SOURCE_LEN + 1, "%s!%s@%s", sv->name, sv->name,
	    s->config.name);
}

void
service_say(struct answer *a, const struct service *sv, const char *format, ...)
{
	char source[SOURCE_LEN + 1], text[IRC_LINE_BODY_MAX];
	struct irc_msg m = { .source = source, .command = "NOTICE",
	    .nparams = 2, .colon = true };
	va_list args;

	if (a->client == NULL)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	service_source(sv, a->server, source);
	m.params[0] = client_nick(a->client);
	m.params[1] = text;
	answer_send(a, &m, 0);
}

static void
say_help(const struct service *sv, struct client *c)
{
	struct answer *a = c->server->answer;
	const struct service_verb *v;

	service_say(a, sv, "%s", sv->about);
	for (v = sv->verbs; v->name != NULL; v++)
		service_say(a, sv, "%s%s%s - %s", v->name,
		    v->syntax[0] == '\0' ? "" : " ", v->syntax, v->help);
}

/* How many of `words` are the name of the verb; 0: they are another one. */
static unsigned
is_verb(const struct service_verb *v, const char *const *words)
{
	const char *rest = v->name;
	struct str_span word;
	char name[32];
	unsigned n = 0;

	while (str_next_word(&rest, &word)) {
		(void)str_copy_span(name, sizeof name, word);
		if (words[n] == NULL || !str_eq_nocase(words[n], name))
			return 0;
		n++;
	}
	return n;
}

static void
run(const struct service *sv, struct client *c, const char *const *words)
{
	struct answer *a = c->server->answer;
	const struct service_verb *v;
	unsigned n = 0, have = 0;

	for (v = sv->verbs; v->name != NULL; v++)
		if ((n = is_verb(v, words)) > 0)
			break;
	if (words[0] == NULL || str_eq_nocase(words[0], "HELP")) {
		say_help(sv, c);
		return;
	}
	if (v->name == NULL) {
		service_say(a, sv, "Unknown command; /msg %s HELP lists "
		    "those there are", sv->name);
		return;
	}
	while (words[n + have] != NULL)
		have++;
	if (have < v->min_words)
		service_say(a, sv, "Use: %s %s", v->name, v->syntax);
	else if (c->question != NULL || c->server->nquestions >= QUESTIONS_MAX)
		service_say(a, sv, "Too much at a time, try again");
	else
		v->run(c, words + n);
}

void
service_message(const struct service *sv, struct client *c, const char *text)
{
	char copy[IRC_LINE_BODY_MAX];
	const char *words[SERVICE_WORDS + 1] = { NULL };
	char *at = copy;
	unsigned n = 0;

	(void)str_copy(copy, sizeof copy, text);
	while (n < SERVICE_WORDS && *(at += strspn(at, " ")) != '\0') {
		words[n++] = at;
		at += strcspn(at, " ");
		if (*at != '\0')
			*at++ = '\0';
	}
	run(sv, c, words);
	digest_wipe(copy, sizeof copy);
}

/* --- NS, CS: the same without a target that could be mistyped --- */

static void
say_to(const struct service *sv, struct client *c, const struct irc_msg *msg)
{
	char text[IRC_LINE_BODY_MAX] = "";
	size_t len = 0;
	unsigned i;

	for (i = 0; i < msg->nparams && len < sizeof text; i++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s%s",
		    i == 0 ? "" : " ", msg->params[i]);
	service_message(sv, c, text);
	digest_wipe(text, sizeof text);
}

static void
run_nickserv(struct client *c, const struct irc_msg *msg)
{
	say_to(&nickserv, c, msg);
}

static void
run_chanserv(struct client *c, const struct irc_msg *msg)
{
	say_to(&chanserv, c, msg);
}

const struct command cmd_chanserv = {
	.name = "CHANSERV", .when = COMMAND_REGISTERED, .cost = 4,
	.run = run_chanserv,
};
const struct command cmd_cs = {
	.name = "CS", .when = COMMAND_REGISTERED, .cost = 4,
	.run = run_chanserv,
};
const struct command cmd_ns = {
	.name = "NS", .when = COMMAND_REGISTERED, .cost = 4, .asks = true,
	.has_secrets = true, .run = run_nickserv,
};
const struct command cmd_nickserv = {
	.name = "NICKSERV", .when = COMMAND_REGISTERED, .cost = 4,
	.asks = true, .has_secrets = true, .run = run_nickserv,
};
