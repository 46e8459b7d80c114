/* mode_user.c -- MODE of a user: one's own, changed and shown. */
#include "config.h"
#include "server/mode_user.h"

#include "proto/irc_mode.h"
#include "proto/irc_msg.h"
#include "server/apply.h"
#include "server/fanout.h"
#include "server/oper.h"
#include "server/server_internal.h"

#include "base/banned.h"

/* event->flags: the modes to set, and above them those to clear. */
enum { CLEARED_SHIFT = 16, SET_MASK = (1 << CLEARED_SHIFT) - 1 };

static void
show(struct client *c)
{
	char text[USER_MODE_SIZE];

	user_mode_text(c->user->modes, text);
	client_reply(c, RPL_UMODEIS, text, NULL);
}

/* A letter that is not known is said once, however many there are. */
static void
change(struct client *c, const struct irc_msg *msg)
{
	struct event_text text = { .source = c->user->source };
	unsigned set = 0, cleared = 0;
	struct irc_mode_reader r;
	struct irc_mode_change m;
	bool knows_all = true;
	struct event *e;

	irc_mode_start(&r, &irc_mode_user, msg->params + 1, msg->nparams - 1);
	while (irc_mode_next(&r, &m)) {
		unsigned mode = user_mode_of_letter(m.letter);

		knows_all = knows_all && mode != 0;
		/* modern.ircdocs.horse/#mode-message: ignored, OPER gives it */
		if (mode == USER_OPERATOR && m.adding)
			continue;
		set = m.adding ? set | mode : set & ~mode;
		cleared = m.adding ? cleared & ~mode : cleared | mode;
	}
	if (!knows_all)
		client_reply(c, ERR_UMODEUNKNOWNFLAG, NULL);
	if ((set | cleared) == 0)
		return;
	e = event_new(EVENT_USER_MODE, &text);
	e->flags = set | cleared << CLEARED_SHIFT;
	post(c, e);
}

void
mode_user_run(struct client *c, const struct irc_msg *msg)
{
	const struct user *u = user_find(c->server, msg->params[0]);

	if (u == NULL)
		client_reply(c, ERR_NOSUCHNICK, msg->params[0], NULL);
	else if (u != c->user)
		client_reply(c, ERR_USERSDONTMATCH, NULL);
	else if (msg->nparams == 1)
		show(c);
	else
		change(c, msg);
}

void
mode_user_set(struct server *s, const struct event *e, struct user *u,
    unsigned modes, struct answer *a)
{
	struct irc_mode_change changes[USER_MODE_SIZE];
	char letters[IRC_MODE_LETTERS_SIZE], changed[USER_MODE_SIZE];
	const char *at = changed, *none[1];
	struct fanout f;
	size_t n = 0;

	if (modes == u->modes)
		return;
	user_mode_text(modes ^ u->modes, changed);
	while (*++at != '\0')
		changes[n++] = (struct irc_mode_change){ .letter = *at,
		    .adding = (modes & user_mode_of_letter(*at)) != 0 };
	(void)irc_mode_join(changes, n, letters, none);
	user_set_modes(s, u, modes);
	fanout_start(&f, s, e, "MODE", u->nick, letters);
	f.msg.source = u->source;
	fanout_answer(&f, a);
	fanout_to_user(&f, u);
	fanout_end(&f);
}

static void
apply(struct server *s, const struct event *e, struct answer *a)
{
	struct user *u = user_by_number(s, e->user);
	unsigned modes;

	if (u == NULL)
		return;
	modes = (u->modes & ~(e->flags >> CLEARED_SHIFT)) |
	    (e->flags & SET_MASK);
	if ((u->modes & ~modes) & USER_OPERATOR)
		oper_note(s, e, NULL, "action=deoper by=%s", u->source);
	mode_user_set(s, e, u, modes, a);
}

const struct command event_user_mode = {
	.event = EVENT_USER_MODE, .apply = apply,
};
