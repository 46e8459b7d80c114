/* login.c -- as whom a place is gone to. */
#include "config.h"

#include "tui/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/errand.h"
#include "client/secret.h"
#include "client/settings.h"
#include "client/uplink.h"
#include "client/wallet.h"
#include "session/session.h"
#include "tui/model.h"
#include "tui/places_internal.h"
#include "tui/state.h"
#include "tui/wish.h"

#include "base/banned.h"

enum { WORDS_SIZE = 512 };

static struct session *
session_of(const struct place_link *p)
{
	return uplink_session(p->uplink);
}

static struct wallet_entry
entry_of(const struct place_link *p)
{
	return (struct wallet_entry){ .host = p->host, .port = p->port,
	    .account = p->login.account };
}

static void
set_account(struct login *l, const char *account)
{
	char *copy = xstrdup(account);

	free(l->account);
	l->account = copy;
}

static void
set_fresh(struct login *l, const char *password, bool keeps)
{
	secret_free(l->fresh);
	l->fresh = xstrdup(password);
	l->keeps = keeps;
	l->is_new = false;
}

static void
forget_fresh(struct login *l)
{
	secret_free(l->fresh);
	l->fresh = NULL;
	l->is_new = false;
}

/* What /cert has made for this place, if it has. */
static bool
find_own(struct login *l, const char *host, uint16_t port)
{
	l->certificate = state_path("cert", host, port);
	l->key = state_path("key", host, port);
	if (l->certificate != NULL && l->key != NULL &&
	    access(l->certificate, R_OK) == 0 && access(l->key, R_OK) == 0)
		return true;
	login_forget_certificate(l);
	return false;
}

void
login_forget_certificate(struct login *l)
{
	free(l->certificate);
	free(l->key);
	l->certificate = l->key = NULL;
	l->is_own_certificate = false;
}

void
login_init(struct login *l, struct places *ps, const struct wish *w)
{
	bool is_first = ps->count == 0;

	l->places = ps;
	l->has_command = is_first && ps->password_command[0] != '\0';
	if (w->password[0] != '\0') {
		set_account(l, w->nick);
		set_fresh(l, w->password, w->keeps);
	} else if (is_first && ps->account != NULL) {
		set_account(l, ps->account);
	} else if (w->account[0] != '\0') {
		set_account(l, w->account);
		l->was_in = true;
	}
	if (is_first && ps->certificate != NULL) {
		l->certificate = xstrdup(ps->certificate);
		l->key = xstrdup(ps->certificate);
	} else {
		l->is_own_certificate = find_own(l, w->hosts[0], w->port);
	}
}

void
login_release(struct login *l)
{
	errand_cancel(l->errand);
	secret_free(l->fresh);
	free(l->account);
	login_forget_certificate(l);
}

/* --- Asking ---------------------------------------------------------------- */

static void
ask_person(struct place_link *p, const char *why)
{
	model_ask_password(p->login.places->model, p->number,
	    &(struct model_password){
		.account = p->login.account != NULL ? p->login.account :
		    session_login_account(session_of(p)),
		.why = why,
	});
}

static void
open_with(struct place_link *p, const char *password)
{
	struct places *ps = p->login.places;
	struct now now = ps->turn(ps->arg);

	session_login(session_of(p), p->login.account, password, now);
	uplink_start(p->uplink, ps->base, now);
}

static void
on_found(void *arg, const char *line, const char *why)
{
	struct place_link *p = arg;

	(void)why;
	p->login.errand = NULL;
	(void)p->login.places->turn(p->login.places->arg);
	if (line != NULL && line[0] != '\0')
		open_with(p, line);
	else
		ask_person(p, "");
}

static void
look_up(struct place_link *p)
{
	struct login *l = &p->login;
	struct wallet_entry entry = entry_of(p);

	if (l->places->has_wallet)
		l->errand = wallet_look_up(l->places->base, &entry, on_found,
		    p);
	else
		ask_person(p, "");
}

static void
on_printed(void *arg, const char *line, const char *why)
{
	struct place_link *p = arg;
	char words[WORDS_SIZE];

	p->login.errand = NULL;
	(void)p->login.places->turn(p->login.places->arg);
	if (line != NULL && line[0] != '\0') {
		open_with(p, line);
		return;
	}
	snprintf(words, sizeof words, _("password-command: %s"),
	    line != NULL ? _("it printed nothing") : why);
	model_note(p->login.places->model, true, words);
	ask_person(p, words);
}

static void
run_command(struct place_link *p)
{
	struct login *l = &p->login;
	const char *argv[] = { "sh", "-c", l->places->password_command, NULL };

	l->errand = errand_start(l->places->base, &(struct errand_order){
		.argv = argv, .limit_ms = ERRAND_LIMIT_MS,
		.done = on_printed, .arg = p,
	});
}

void
login_begin(struct place_link *p, struct now now)
{
	struct login *l = &p->login;

	if (l->account == NULL || l->fresh != NULL ||
	    (l->certificate != NULL && !l->has_command)) {
		uplink_start(p->uplink, l->places->base, now);
		return;
	}
	model_note(l->places->model, false, _("looking for your password"));
	if (l->has_command)
		run_command(p);
	else
		look_up(p);
}

static void
ask_anew(struct place_link *p, const char *why)
{
	char words[WORDS_SIZE];

	snprintf(words, sizeof words, _("%s. Is there no such account yet? "
	    "Come as a guest; /register makes one."), why);
	ask_person(p, words);
}

bool
login_asks_first(struct place_link *p)
{
	if (p->login.was_refused)
		ask_anew(p, _("The last password was refused"));
	return p->login.was_refused;
}

/* --- What the session says ------------------------------------------------- */

static void
on_kept(void *arg, const char *line, const char *why)
{
	struct place_link *p = arg;
	struct places *ps = p->login.places;

	p->login.errand = NULL;
	(void)ps->turn(ps->arg);
	model_note(ps->model, line == NULL, line != NULL ?
	    _("the password is in the system's store now") : why);
}

/* It was right: only now it is kept, and not in our memory any more. */
static void
keep(struct place_link *p)
{
	struct login *l = &p->login;
	struct wallet_entry entry = entry_of(p);

	if (l->fresh != NULL && l->keeps && l->places->has_wallet &&
	    l->errand == NULL) {
		l->was_in = true;
		l->errand = wallet_keep(l->places->base, &entry, l->fresh,
		    on_kept, p);
	}
	forget_fresh(l);
}

static void
on_login(struct place_link *p, const struct session_event *e)
{
	struct login *l = &p->login;
	char words[WORDS_SIZE];

	l->was_refused = false;
	if (e->login.is_in) {
		set_account(l, e->login.account);
		l->was_in = true;
		snprintf(words, sizeof words, _("you are logged in as %s"),
		    e->login.account);
		model_note(l->places->model, false, words);
		keep(p);
	} else if (l->fresh != NULL) {
		ask_anew(p, e->login.reason);
	} else {
		model_note(l->places->model, true, e->login.reason);
	}
}

void
login_event(struct place_link *p, const struct session_event *e)
{
	struct login *l = &p->login;

	if (e->type == SESSION_EVENT_LOGIN) {
		on_login(p, e);
	} else if (e->type == SESSION_EVENT_NOTE && l->is_new &&
	    e->note.kind == SESSION_NOTE_ERROR) {
		forget_fresh(l);	/* it was not made: nothing to keep */
	} else if (e->type == SESSION_EVENT_WELCOME) {
		l->was_refused = false;
		if (l->fresh != NULL && l->keeps)
			keep(p);	/* the server's own, by PASS */
	} else if (e->type == SESSION_EVENT_STATE &&
	    e->state.state == SESSION_CLOSED &&
	    e->state.why == SESSION_WHY_PASSWORD) {
		l->was_refused = true;
		ask_anew(p, e->state.reason);
	}
}

/* --- What people say ------------------------------------------------------- */

/* Not opened yet, or closed by a refusal: now it goes on. */
static void
go_on(struct place_link *p, struct now now)
{
	enum session_state state = session_state(session_of(p));

	p->login.was_refused = false;
	if (state == SESSION_IDLE || state == SESSION_CLOSED ||
	    state == SESSION_WAITING)
		uplink_start(p->uplink, p->login.places->base, now);
}

void
places_login(struct places *ps, const struct model_request *r,
    struct now now)
{
	struct place_link *p = ps->all[r->place];
	struct session *s = session_of(p);
	bool is_idle = session_state(s) == SESSION_IDLE;

	if (r->kind == REQUEST_REGISTER) {
		set_fresh(&p->login, r->id, r->count != 0);
		p->login.is_new = true;
		session_register(s, r->target, r->text, r->id, now);
	} else if (r->id[0] != '\0') {
		set_account(&p->login, r->target);
		set_fresh(&p->login, r->id, r->count != 0);
		session_login(s, r->target, r->id, now);
		go_on(p, now);
	} else if (is_idle || str_eq(r->text, "guest")) {
		session_login(s, session_own_nick(s), "", now);
		go_on(p, now);
	}
}

static void
on_forgotten(void *arg, const char *line, const char *why)
{
	struct place_link *p = arg;
	struct places *ps = p->login.places;

	p->login.errand = NULL;
	(void)ps->turn(ps->arg);
	model_note(ps->model, line == NULL, line != NULL ?
	    _("the password is in the system's store no more") : why);
}

/* There is no command for it on the wire: it comes anew, as a guest. */
void
places_logout(struct places *ps, int number, const char *words,
    struct now now)
{
	struct place_link *p = ps->all[number];
	struct login *l = &p->login;
	struct wallet_entry entry = entry_of(p);

	if (str_eq(words, "forget") && l->account != NULL && ps->has_wallet &&
	    l->errand == NULL)
		l->errand = wallet_forget(ps->base, &entry, on_forgotten, p);
	forget_fresh(l);
	free(l->account);
	l->account = NULL;
	l->was_in = false;
	session_show_certificate(session_of(p), false);
	session_login(session_of(p), session_own_nick(session_of(p)), "", now);
	session_quit(session_of(p), ps->settings->quit_message, now);
	p->comes_again = true;
}
