/* request.c -- what people ask for, but messages: outbox.c. */
#include "config.h"

#include "session/session.h"

#include <stdlib.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "session/answer.h"
#include "session/message.h"
#include "session/session_internal.h"

#include "base/banned.h"

static void
join_one(struct session *s, const char *channel, const char *key)
{
	struct target *t = target_get(s, channel);

	if (t != NULL && t->is_channel) {
		t->is_wanted = true;
		t->is_leaving = false;
		free(t->password);
		t->password = key != NULL && key[0] != '\0' ? xstrdup(key) :
		    NULL;
	}
	if (session_is_on(s))
		queue_say(s, "JOIN", channel,
		    key != NULL && key[0] != '\0' ? key : NULL, NULL);
}

void
session_join(struct session *s, const char *channel, const char *key)
{
	struct str_span item;
	char *one;

	while (str_next_item(&channel, ',', &item)) {
		one = xstrndup(item.p, item.len);
		join_one(s, one, key);
		free(one);
	}
}

void
session_part(struct session *s, const char *channel, const char *reason)
{
	struct target *t = target_find(s, channel);

	if (t != NULL)
		t->is_wanted = t->is_joined;
	if (session_is_on(s)) {
		queue_say(s, "PART", channel,
		    reason[0] != '\0' ? reason : NULL, NULL);
	} else if (t != NULL) {
		t->is_leaving = t->was_joined;
		t->is_wanted = t->was_joined = false;
	}
}

void
session_topic(struct session *s, const char *channel, const char *text)
{
	queue_say(s, "TOPIC", channel, text, NULL);
}

void
session_nick(struct session *s, const char *nick)
{
	free(s->config.nick);
	s->config.nick = xstrdup(nick);
	s->login.collisions = 0;
	if (session_is_on(s))
		queue_say(s, "NICK", nick, NULL);
}

void
session_away(struct session *s, const char *text)
{
	queue_say(s, "AWAY", text[0] != '\0' ? text : NULL, NULL);
}

void
session_kick(struct session *s, const char *channel, const char *nick,
    const char *reason)
{
	queue_say(s, "KICK", channel, nick,
	    reason[0] != '\0' ? reason : NULL, NULL);
}

void
session_invite(struct session *s, const char *nick, const char *channel)
{
	queue_say(s, "INVITE", nick, channel, NULL);
}

/* `change` is "+o bob": words. */
void
session_mode(struct session *s, const char *target, const char *change)
{
	struct irc_msg m = { .command = "MODE", .nparams = 1,
	    .params = { target } };
	struct str_span word;
	char *words[IRC_PARAMS_MAX];
	size_t i, n = 0;

	while (n < IRC_PARAMS_MAX - 1 && str_next_word(&change, &word)) {
		words[n] = xstrndup(word.p, word.len);
		m.params[m.nparams++] = words[n++];
	}
	(void)queue_send(s, &m);
	for (i = 0; i < n; i++)
		free(words[i]);
}

/* Asked of the person's own server, which knows how long they are idle. */
void
session_whois(struct session *s, const char *nick)
{
	queue_say(s, "WHOIS", nick, nick, NULL);
}

void
session_whowas(struct session *s, const char *nick)
{
	queue_say(s, "WHOWAS", nick, NULL);
}

void
session_list(struct session *s, const char *pattern)
{
	queue_say(s, "LIST", pattern[0] != '\0' ? pattern : NULL, NULL);
}

void
session_motd(struct session *s)
{
	queue_say(s, "MOTD", NULL);
}

void
session_raw(struct session *s, const char *line)
{
	char *copy = xstrdup(line);
	struct irc_msg m;

	if (irc_msg_parse(&m, copy)) {
		if (irc_msg_is(&m, "PRIVMSG") && m.nparams > 1 &&
		    m.params[1][0] == '\001')
			str_copy(s->ctcp_to, sizeof s->ctcp_to, m.params[0]);
		(void)queue_send(s, &m);
	} else {
		answer_note(s, SESSION_NOTE_ERROR, "",
		    _("this can't be sent"));
	}
	free(copy);
}

void
session_mark_read(struct session *s, const char *target, int64_t time_ms)
{
	struct target *t = target_find(s, target);

	if (t == NULL || time_ms <= t->read_ms)
		return;
	t->read_ms = time_ms;
	message_tell_read(s, t);
}

void
session_set_visible(struct session *s, const char *target)
{
	s->visible = target != NULL ? target_get(s, target) : NULL;
}

void
session_forget(struct session *s, const char *name)
{
	struct target *t = target_find(s, name);

	if (t != NULL)
		target_forget(t);
}
