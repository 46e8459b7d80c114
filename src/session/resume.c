/* resume.c -- coming back as oneself after a break. */
#include "config.h"

#include "session/resume.h"

#include "base/i18n.h"
#include "session/presence.h"
#include "session/session_internal.h"

#include "base/banned.h"

static const char mark[] = "resumed";	/* of the PING behind the channels */

bool
resume_is_possible(const struct session *s)
{
	return s->resume.token[0] != '\0' && (s->is_tls || !s->resume.was_tls);
}

void
resume_start(struct session *s)
{
	s->resume.is_said = s->resume.is_done = false;
}

void
resume_say(struct session *s)
{
	if (!resume_is_possible(s) || !cap_is_offered(s, HAS_RESUME))
		return;
	s->resume.is_said = true;
	wire_say(s, "RESUME", s->resume.token, NULL);
}

/* A token opens once: there is another one, or none. */
void
resume_welcome(struct session *s)
{
	s->resume.is_done = s->resume.is_said;
	resume_forget(s);
}

void
resume_forget(struct session *s)
{
	digest_wipe(s->resume.token, sizeof s->resume.token);
	s->resume.is_said = false;
}

/* RESUME <token>, behind 001. */
void
resume_on_resume(struct session *s, const struct received *r)
{
	if (!s->config.resumes || !str_copy(s->resume.token,
	    sizeof s->resume.token, r->m->params[0]))
		s->resume.token[0] = '\0';
	s->resume.was_tls = s->is_tls;
}

void
resume_complete(struct session *s)
{
	if (!s->resume.is_done)
		return;
	wire_say(s, "PING", mark, NULL);
	if (!session_same_name(s, s->nick, s->config.nick))
		s->login.collisions = 1;	/* still to be had one day */
}

bool
resume_on_pong(struct session *s, const char *said)
{
	struct target *t, *next;

	if (!s->resume.is_done || !str_eq(said, mark))
		return false;
	s->resume.is_done = false;
	HASH_ITER(hh, s->targets, t, next)
		if (t->was_joined && !t->is_joined)
			presence_left(s, t, _("while the connection was "
			    "broken"));
	return true;
}
