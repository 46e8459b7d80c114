/*
 * admin.h -- what the administrator does to a running server, as told over
 * its control socket.
 */
#ifndef SERVER_ADMIN_H
#define SERVER_ADMIN_H

#include <stdbool.h>

struct buf;
struct server;

/* Told once, in the call itself or in a later turn. `text` is a sentence. */
typedef void admin_done(void *ctx, bool ok, const char *text);

/* An account is made, gets another password, or ends. */
void admin_account_add(struct server *s, const char *name,
    const char *password, admin_done *done, void *ctx);
void admin_account_password(struct server *s, const char *name,
    const char *password, admin_done *done, void *ctx);
void admin_account_delete(struct server *s, const char *name,
    admin_done *done, void *ctx);

/* What the account has said is deleted. */
void admin_forget(struct server *s, const char *name, admin_done *done,
    void *ctx);

/* A line for each account: name, when it was registered, what it is now.
 * False: `out` is full. */
bool admin_account_list(const struct server *s, struct buf *out);

#endif
