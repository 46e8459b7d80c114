/* admin.c -- what the administrator does to a running server. */
#include "config.h"

#include "server/admin.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/time.h"
#include "base/xalloc.h"
#include "server/account.h"
#include "server/account_change.h"
#include "server/server_internal.h"

#include "base/banned.h"

struct asked {
	admin_done *done;
	void *ctx;
};

static void
tell(struct server *s, struct client *c, const struct account_outcome *outcome,
    void *wanted)
{
	struct asked *asked = wanted;
	bool ok = outcome->verdict == ACCOUNT_DONE;

	(void)s;
	(void)c;
	asked->done(asked->ctx, ok, ok ? "" :
	    account_verdict_text(outcome->verdict));
	free(asked);
}

static struct account_wish
wish(struct server *s, admin_done *done, void *ctx)
{
	struct asked *asked = xmalloc(sizeof *asked);

	*asked = (struct asked){ done, ctx };
	return (struct account_wish){ .server = s, .done = tell,
	    .wanted = asked };
}

static const struct account *
find(const struct server *s, const char *name, admin_done *done, void *ctx)
{
	const struct account *a = account_find(s, name);

	if (a == NULL)
		done(ctx, false, account_verdict_text(ACCOUNT_UNKNOWN));
	return a;
}

void
admin_account_add(struct server *s, const char *name, const char *password,
    admin_done *done, void *ctx)
{
	struct account_wish w = wish(s, done, ctx);

	account_add(&w, name, password);
}

void
admin_account_password(struct server *s, const char *name,
    const char *password, admin_done *done, void *ctx)
{
	const struct account *a = find(s, name, done, ctx);
	struct account_wish w;

	if (a == NULL)
		return;
	w = wish(s, done, ctx);
	account_set_password(&w, a, password);
}

void
admin_account_delete(struct server *s, const char *name, admin_done *done,
    void *ctx)
{
	const struct account *a = find(s, name, done, ctx);
	struct account_wish w;

	if (a == NULL)
		return;
	w = wish(s, done, ctx);
	account_drop(&w, a);
}

void
admin_forget(struct server *s, const char *name, admin_done *done, void *ctx)
{
	const struct account *a = find(s, name, done, ctx);
	struct account_wish w;

	if (a == NULL)
		return;
	w = wish(s, done, ctx);
	account_forget(&w, a);
}

bool
admin_account_list(const struct server *s, struct buf *out)
{
	const struct list_node *n;
	char since[TIME_ISO_SIZE];
	bool ok = true;

	for (n = s->accounts.first; ok && n != NULL; n = n->next) {
		const struct account *a = list_item(n, struct account, node);

		time_format_iso(since, a->registered_ms);
		ok = buf_addf(out, "%s registered=%s%s%s\n", a->name, since,
		    (a->flags & ACCOUNT_ALWAYS_ON) != 0 ? " always-on" : "",
		    account_user(a) != NULL ? " logged-in" : "");
	}
	return ok;
}
