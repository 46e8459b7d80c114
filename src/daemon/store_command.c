/* store_command.c -- tcpchatd backup, check, history: what the administrator
 * does with the database. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "daemon/control_ask.h"
#include "daemon/file.h"
#include "daemon/loop.h"
#include "daemon/retention.h"
#include "daemon/settings.h"
#include "daemon/statedir.h"
#include "daemon/subcommand.h"
#include "store/store.h"

#include "base/banned.h"

static int
report(bool ok, const struct err *e, const char *done)
{
	if (!ok)
		(void)fprintf(stderr, "tcpchatd: %s\n", e->text);
	else
		(void)puts(done);
	return ok && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
subcommand_backup(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words)
{
	char *path = file_join(state_dir, "/tcpchat.db");
	struct err e = { "" };
	bool ok = store_sqlite_backup(path, words[0], &e);

	(void)self;
	(void)settings;
	(void)nwords;
	free(path);
	return report(ok, &e, _("The copy is whole."));
}

/* --- check --- */

static void
say_line(void *ctx, const char *line)
{
	(void)ctx;
	(void)puts(line);
}

/* A server that runs has the database; one of another name is only ours. */
int
subcommand_check(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words)
{
	char *path = nwords > 0 ? file_join(words[0], "")
	    : file_join(state_dir, "/tcpchat.db");
	bool alone = nwords > 0 || !control_is_there(state_dir), ok;
	struct err e = { "" };
	int lock = -1;

	(void)self;
	(void)settings;
	if (nwords == 0 && alone)
		lock = statedir_lock(state_dir, &e);
	alone = nwords > 0 || lock >= 0;
	ok = store_sqlite_check(path, alone, say_line, NULL, &e);
	statedir_unlock(state_dir, lock);
	free(path);
	return report(ok, &e, alone ? _("The database is whole.")
	    : _("The database is whole. The search index was not looked at, "
	    "because a server runs: check a backup for that."));
}

/* --- history --- */

static int
prune_here(const struct settings *settings, const char *state_dir,
    const struct store_keep *keep)
{
	char *path = file_join(state_dir, "/tcpchat.db");
	struct err e = { "" };
	int lock = statedir_lock(state_dir, &e);
	bool ok = lock >= 0 && store_sqlite_prune(path, keep,
	    loop_clock().wall_ms, &e);

	(void)settings;
	statedir_unlock(state_dir, lock);
	free(path);
	return report(ok, &e, _("What was too old is deleted."));
}

/* A line of JSON: what was said. */
static void
print_own(void *ctx, const struct store_own *row)
{
	char iso[TIME_ISO_SIZE], *text;
	json_t *object;

	(void)ctx;
	time_format_iso(iso, row->time_ms);
	object = json_pack("{ss ss ss ss? ss? ss?}", "time", iso,
	    "msgid", row->msgid, "command", row->command,
	    "target", row->target, "text", row->text, "tags", row->tags);
	text = object != NULL ? json_dumps(object, JSON_COMPACT) : NULL;
	if (text == NULL)
		abort();	/* out of memory: all strings are UTF-8 */
	(void)puts(text);
	free(text);
	json_decref(object);
}

/* Read beside a server that runs, as a backup is. */
static int
export(const struct settings *settings, const char *state_dir,
    const char *account)
{
	char *path = file_join(state_dir, "/tcpchat.db");
	struct err e = { "" };
	bool ok = false;

	if (str_eq(settings->history, "memory"))
		err_set(&e, _("what is said is in the memory of the server "
		    "only; the person gets it by /msg NickServ EXPORT"));
	else
		ok = store_sqlite_export(path, account, print_own, NULL, &e);
	free(path);
	if (ok && fflush(stdout) == 0)
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "tcpchatd: %s\n", ok
	    ? _("cannot write all of it") : e.text);
	return EXIT_FAILURE;
}

static int
prune(const struct subcommand *self, const struct settings *settings,
    const char *state_dir, size_t nwords, char *const *words)
{
	struct err e = { "" };
	struct store_keep *keep;
	int status;

	keep = retention_keep_older(settings, nwords > 1 ? words[1] : NULL,
	    &e);
	if (keep == NULL)
		return report(false, &e, "");
	status = control_is_there(state_dir)
	    ? subcommand_ask(self, settings, state_dir, nwords, words)
	    : prune_here(settings, state_dir, keep);
	free(keep);
	return status;
}

int
subcommand_history(const struct subcommand *self,
    const struct settings *settings, const char *state_dir, size_t nwords,
    char *const *words)
{
	if (str_eq(words[0], "prune"))
		return prune(self, settings, state_dir, nwords, words);
	if (nwords == 2 && str_eq(words[0], "export"))
		return export(settings, state_dir, words[1]);
	if (nwords == 2 && str_eq(words[0], "delete"))
		return subcommand_ask_any(self, settings, state_dir, nwords,
		    words);
	return subcommand_usage(self);
}
