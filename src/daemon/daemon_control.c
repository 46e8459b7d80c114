/* daemon_control.c -- what can be asked over the control socket. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/log.h"
#include "base/str.h"
#include "base/time.h"
#include "daemon/control.h"
#include "daemon/daemon_internal.h"
#include "daemon/loop.h"
#include "daemon/retention.h"
#include "daemon/settings.h"
#include "server/admin.h"
#include "server/server.h"
#include "store/store.h"

#include "base/banned.h"

enum { STATUS_MAX = 4096, ACCOUNTS_MAX_BYTES = 64 * 1024 * 1024 };

/* "name: value" lines, for people and for scripts. */
static void
run_status(void *arg, struct control_request *r)
{
	const struct daemon *d = arg;
	struct server_counts n = server_count(d->server);
	char since[TIME_ISO_SIZE];
	struct buf out;
	bool ok;

	time_format_iso(since, d->started_ms);
	buf_init(&out, STATUS_MAX);
	ok = buf_addf(&out, "version: %s\npid: %ld\nsince: %s\n"
	    "state folder: %s\nevent method: %s\n", PACKAGE_VERSION,
	    (long)getpid(), since, d->state_dir, loop_method(d->loop))
	    && buf_addf(&out, "history: %s\ndurability: %s\n",
	    d->settings->history, d->settings->durability)
	    && buf_addf(&out, "users: %zu\nchannels: %zu\nclients: %u\n"
	    "clients not registered: %u\nclients at most so far: %u",
	    n.users, n.channels, n.clients, n.unregistered, n.clients_most);
	control_answer(r, ok, buf_str(&out));
	buf_release(&out);
}

static void
run_rehash(void *arg, struct control_request *r)
{
	struct err e = { "" };
	bool ok = daemon_reload(arg, &e);

	control_answer(r, ok, ok ? "" : e.text);
}

static void
run_stop(void *arg, struct control_request *r)
{
	struct daemon *d = arg;

	log_line(LEVEL_NOTICE, "stop: asked over the control socket");
	daemon_stop(d);
	control_answer_at_end(r, "");
}

static void
prune(const struct daemon *d, struct control_request *r)
{
	static const char *const said[] = {
		[STORE_PRUNE_BEGUN] =
		    "Messages that are too old are being deleted.",
		[STORE_PRUNE_WAITS] = "A deletion is already running; this "
		    "one follows it.",
		[STORE_PRUNE_REFUSED] = "a deletion is already running, and "
		    "another waits; ask again later",
	};
	struct err e = { "" };
	struct store_keep *keep = retention_keep_older(d->settings,
	    control_word(r, 1), &e);
	enum store_prune told;

	if (keep == NULL) {
		control_answer(r, false, e.text);
		return;
	}
	told = store_prune(d->store, keep, loop_clock().wall_ms);
	control_answer(r, told != STORE_PRUNE_REFUSED, said[told]);
	free(keep);
}

static void
done(void *ctx, bool ok, const char *text)
{
	control_answer(ctx, ok, text);
}

static void
run_history(void *arg, struct control_request *r)
{
	const struct daemon *d = arg;
	const char *verb = control_word(r, 0), *name = control_word(r, 1);

	log_line(LEVEL_NOTICE, "history: action=%s by=control", verb);
	if (str_eq(verb, "prune"))
		prune(d, r);
	else if (str_eq(verb, "delete") && name != NULL)
		admin_forget(d->server, name, done, r);
	else
		control_answer(r, false, "it is prune or delete");
}

/* --- accounts --- */

static void
list_accounts(const struct server *s, struct control_request *r)
{
	struct buf out;
	bool ok;

	buf_init(&out, ACCOUNTS_MAX_BYTES);
	ok = admin_account_list(s, &out);
	if (out.len > 0)
		out.len--;	/* the last line end is put there again */
	control_answer(r, ok, ok ? buf_str(&out) : "too many to be listed");
	buf_release(&out);
}

static void
run_account(void *arg, struct control_request *r)
{
	struct daemon *d = arg;
	const char *verb = control_word(r, 0), *name = control_word(r, 1);
	const char *password = control_word(r, 2);

	log_line(LEVEL_NOTICE, "account: action=%s account=%s by=control",
	    verb, name != NULL ? name : "*");
	if (str_eq(verb, "list") && name == NULL)
		list_accounts(d->server, r);
	else if (str_eq(verb, "add") && password != NULL)
		admin_account_add(d->server, name, password, done, r);
	else if (str_eq(verb, "passwd") && password != NULL)
		admin_account_password(d->server, name, password, done, r);
	else if (str_eq(verb, "delete") && name != NULL && password == NULL)
		admin_account_delete(d->server, name, done, r);
	else
		control_answer(r, false, "it is list, add, passwd or delete");
}

static const struct control_command table[] = {
	{ "account", 1, 3, run_account },
	{ "history", 1, 2, run_history },
	{ "status", 0, 0, run_status },
	{ "rehash", 0, 0, run_rehash },
	{ "stop",   0, 0, run_stop },
	{ NULL, 0, 0, NULL }
};

/* A path too long for a socket costs the socket, not the server. */
bool
daemon_open_control(struct daemon *d, struct err *e)
{
	struct sockaddr_un un;

	if (strlen(d->state_dir) + strlen("/control") >= sizeof un.sun_path) {
		log_line(LEVEL_WARNING, "control: the path of the state folder "
		    "is too long for a socket: tcpchatd status, rehash and "
		    "stop cannot reach this server");
		return true;
	}
	d->control = control_new(d->loop, d->state_dir, table, d, e);
	return d->control != NULL;
}
