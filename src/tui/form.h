/*
 * form.h -- what is filled in: where to go and as whom (the first start, and
 * /connect), or the password of an account.
 *
 * Tab goes from field to field, Enter is the button wherever one is. What is
 * typed as a password is shown as dots, goes nowhere but into one request, and
 * is wiped.
 */
#ifndef TUI_FORM_H
#define TUI_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "tui/action.h"
#include "tui/popup.h"

struct model;

/* The first start; with a place there already, the same form over the pane
 * for one more. */
void form_open(struct model *m, const char *host, const char *nick);

/* Only a password: for what `place` has asked. */
void form_open_password(struct model *m, int place);

bool form_is(const struct popup *p);

/* Whether it has that field. */
bool form_shows(const struct model *m, enum first_field field);

void form_action(struct model *m, enum action a);
void form_text(struct model *m, const char *utf8, size_t len);
void form_click(struct model *m, int field);

#endif
