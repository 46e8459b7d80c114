/* wallet.c -- the system's password store, by secret-tool(1). */
#include "config.h"

#include "client/wallet.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"
#include "client/errand.h"

#include "base/banned.h"

enum {
	LIMIT_MS = 60 * 1000,	/* a person may have to unlock it */
	PATH_SIZE = 1024,
	SERVER_SIZE = 320
};

static const char tool[] = "secret-tool";

static bool
is_in_path(const char *name)
{
	const char *rest = getenv("PATH");
	struct str_span dir;
	char path[PATH_SIZE];

	while (rest != NULL && str_next_item(&rest, ':', &dir)) {
		int n = snprintf(path, sizeof path, "%.*s/%s", (int)dir.len,
		    dir.p, name);

		if (n > 0 && (size_t)n < sizeof path && access(path, X_OK) == 0)
			return true;
	}
	return false;
}

static bool
has_bus(void)
{
	const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");
	const char *dir = getenv("XDG_RUNTIME_DIR");
	char path[PATH_SIZE];

	if (address != NULL && address[0] != '\0')
		return true;
	if (dir == NULL)
		return false;
	snprintf(path, sizeof path, "%s/bus", dir);
	return access(path, W_OK) == 0;
}

bool
wallet_exists(void)
{
	return has_bus() && is_in_path(tool);
}

/* `verb`, `label` NULL: none; then what it is found again by. */
static struct errand *
start(struct event_base *base, const char *verb, const char *label,
    const struct wallet_entry *w, const char *input, wallet_done *done,
    void *arg)
{
	const char *argv[12] = { tool, verb };
	char server[SERVER_SIZE];
	size_t n = 2;

	snprintf(server, sizeof server, "%s:%u", w->host, (unsigned)w->port);
	if (label != NULL)
		argv[n++] = label;
	argv[n++] = "service";
	argv[n++] = "tcpchat";
	argv[n++] = "server";
	argv[n++] = server;
	argv[n++] = "account";
	argv[n++] = w->account;
	return errand_start(base, &(struct errand_order){ .argv = argv,
	    .input = input, .limit_ms = LIMIT_MS, .done = done, .arg = arg });
}

struct errand *
wallet_look_up(struct event_base *base, const struct wallet_entry *w,
    wallet_done *done, void *arg)
{
	return start(base, "lookup", NULL, w, NULL, done, arg);
}

struct errand *
wallet_keep(struct event_base *base, const struct wallet_entry *w,
    const char *password, wallet_done *done, void *arg)
{
	char label[2 * SERVER_SIZE];

	snprintf(label, sizeof label, "--label=tcpchat: %.200s, %.200s",
	    w->account, w->host);
	return start(base, "store", label, w, password, done, arg);
}

struct errand *
wallet_forget(struct event_base *base, const struct wallet_entry *w,
    wallet_done *done, void *arg)
{
	return start(base, "clear", NULL, w, NULL, done, arg);
}
