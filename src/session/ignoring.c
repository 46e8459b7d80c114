/* ignoring.c -- /ignore and /unignore of every client: the words for it. */
#include "config.h"

#include "session/session.h"

#include <stdio.h>

#include "base/i18n.h"

#include "base/banned.h"

static enum session_ignoring
tell_list(const struct session *s, char *out, size_t size)
{
	const char *list = session_ignored(s);

	if (list[0] == '\0')
		snprintf(out, size, "%s", _("nobody is ignored here: /ignore "
		    "name hides what somebody says"));
	else
		snprintf(out, size, _("ignored here: %s (/unignore name ends "
		    "it)"), list);
	return SESSION_IGNORING_TOLD;
}

static enum session_ignoring
begin(struct session *s, const char *who, char *out, size_t size)
{
	if (!session_ignore(s, who)) {
		snprintf(out, size, _("'%s' cannot be ignored: /ignore takes "
		    "a name, nick!user@host with * and ?, or $a:account"),
		    who);
		return SESSION_IGNORING_REFUSED;
	}
	snprintf(out, size, _("you see nothing more of %s: /unignore %s ends "
	    "it"), who, who);
	return SESSION_IGNORING_CHANGED;
}

static enum session_ignoring
end(struct session *s, const char *who, char *out, size_t size)
{
	if (!session_unignore(s, who)) {
		snprintf(out, size, _("%s is not ignored: /ignore shows who "
		    "is"), who);
		return SESSION_IGNORING_REFUSED;
	}
	snprintf(out, size, _("%s is no longer ignored"), who);
	return SESSION_IGNORING_CHANGED;
}

enum session_ignoring
session_ignoring(struct session *s, bool begins, const char *who, char *out,
    size_t size)
{
	if (who[0] == '\0')
		return tell_list(s, out, size);
	return begins ? begin(s, who, out, size) : end(s, who, out, size);
}
