/* privdrop.c -- from root to an ordinary user. */
#include "config.h"

#include "daemon/privdrop.h"

#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"

#include "base/banned.h"

static const struct passwd *
find(const char *user, struct err *e)
{
	const struct passwd *pw;

	errno = 0;
	pw = getpwnam(user);
	if (pw == NULL)
		err_set(e, _("cannot become the user '%s': %s; add the user, "
		    "or name another one in the setting 'user'"), user,
		    errno != 0 ? strerror(errno)
		    : _("there is none of that name"));
	return pw;
}

bool
privdrop_give(const char *path, const char *user, struct err *e)
{
	const struct passwd *pw = find(user, e);

	if (pw == NULL)
		return false;
	if (chown(path, pw->pw_uid, pw->pw_gid) == 0)
		return true;
	err_set(e, _("cannot give '%s' to the user '%s': %s; "
	    "name another folder with --state-dir=DIR"), path, user,
	    strerror(errno));
	return false;
}

bool
privdrop(const char *user, struct err *e)
{
	const struct passwd *pw = find(user, e);
	uid_t uid;

	if (pw == NULL)
		return false;
	uid = pw->pw_uid;
	if (initgroups(user, pw->pw_gid) != 0 || setgid(pw->pw_gid) != 0
	    || setuid(uid) != 0) {
		err_set(e, _("cannot become the user '%s': %s; start as root, "
		    "or leave the setting 'user' empty"), user,
		    strerror(errno));
		return false;
	}
	if (uid != 0 && setuid(0) == 0) {
		err_set(e, _("cannot become the user '%s' for good: the way "
		    "back to root is open; start as that user instead"), user);
		return false;
	}
	return true;
}
