/*
 * wallet.h -- the system's password store: the Secret Service, by way of the
 * program secret-tool(1) if it is there. Passwords reach it by standard input
 * only, and come from it by standard output.
 */
#ifndef CLIENT_WALLET_H
#define CLIENT_WALLET_H

#include <stdbool.h>
#include <stdint.h>

struct errand;
struct errand_end;
struct event_base;

/* Whose password. All borrowed. */
struct wallet_entry {
	const char *host;	/* as the person names it */
	uint16_t port;
	const char *account;
};

/* Whether there is secret-tool, and a session bus for it to talk on. */
bool wallet_exists(void);

typedef void wallet_done(void *arg, const struct errand_end *end);

/* `done` as in errand.h: the line is the password; NULL: it has none. */
struct errand *wallet_look_up(struct event_base *base,
    const struct wallet_entry *w, wallet_done *done, void *arg);
struct errand *wallet_keep(struct event_base *base,
    const struct wallet_entry *w, const char *password, wallet_done *done,
    void *arg);
struct errand *wallet_forget(struct event_base *base,
    const struct wallet_entry *w, wallet_done *done, void *arg);

#endif
