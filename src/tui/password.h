/*
 * password.h -- the dialogue that asks for the password of an account.
 *
 * It takes the keys, so it opens only when nothing is being typed. A new
 * password is asked for twice: one slip would lock its owner out.
 */
#ifndef TUI_PASSWORD_H
#define TUI_PASSWORD_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct model;
struct password;

/* What a place waits for, wiped; NULL is fine. */
void password_free(struct password *p);

/* Shows the first that waits, if nothing lies over the pane and nobody types.
 * Called again once that may have changed. */
void password_next(struct model *m);

/* In how many ms password_next() is wanted; -1: never. */
int64_t password_wait_ms(const struct model *m);

/* What was typed; "": as a guest. */
void password_take(struct model *m, const char *text);

/* The person leaves it. */
void password_leave(struct model *m);

/* Whether one may come without it. */
bool password_may_be_guest(const struct model *m);

/* Appends what the dialogue says. */
void password_words(const struct model *m, struct buf *out);

#endif
