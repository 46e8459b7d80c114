/* login.c -- as whom a place is gone to. */
#include "config.h"

#include "client/login.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "client/errand.h"
#include "client/files.h"
#include "client/login_internal.h"
#include "client/secret.h"
#include "client/uplink.h"
#include "client/wallet.h"
#include "session/session.h"

#include "base/banned.h"

enum { WORDS_SIZE = 512 };

static struct session *
session_of(const struct login *l)
{
	return uplink_session(l->uplink);
}

static struct wallet_entry
entry_of(const struct login *l)
{
	return (struct wallet_entry){ .host = l->host, .port = l->port,
	    .account = l->account };
}

static void
note(const struct login *l, bool is_error, const char *words)
{
	l->calls->note(l->arg, is_error, words);
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
find_own(struct login *l)
{
	l->certificate = files_place_path("cert", l->host, l->port);
	l->key = files_place_path("key", l->host, l->port);
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
login_init(struct login *l, const struct login_config *config)
{
	*l = (struct login){
		.calls = config->calls, .arg = config->arg,
		.host = config->host, .port = config->port,
		.has_wallet = config->has_wallet,
		.was_in = config->was_in,
	};
	if (config->command != NULL)
		l->command = xstrdup(config->command);
	if (config->account != NULL)
		set_account(l, config->account);
	if (config->password != NULL)
		set_fresh(l, config->password, config->keeps);
	if (config->certificate != NULL) {
		l->certificate = xstrdup(config->certificate);
		l->key = xstrdup(config->certificate);
	} else {
		l->is_own_certificate = find_own(l);
	}
}

void
login_release(struct login *l)
{
	errand_cancel(l->errand);
	secret_free(l->fresh);
	free(l->command);
	free(l->account);
	login_forget_certificate(l);
}

/* --- Asking ---------------------------------------------------------------- */

static void
ask_person(struct login *l, const char *why)
{
	l->calls->ask(l->arg, l->account != NULL ? l->account :
	    session_login_account(session_of(l)), why);
}

/* The errand is over: the time is said before anything follows from it. */
static struct now
end_errand(struct login *l)
{
	l->errand = NULL;
	return l->calls->turn(l->arg);
}

static void
open_with(struct login *l, const char *password, struct now now)
{
	session_login(session_of(l), l->account, password, now);
	uplink_start(l->uplink, l->base, now);
}

static void
on_found(void *arg, const struct errand_end *end)
{
	struct login *l = arg;
	struct now now = end_errand(l);

	if (end->line != NULL && end->line[0] != '\0')
		open_with(l, end->line, now);
	else
		ask_person(l, "");
}

static void
look_up(struct login *l)
{
	struct wallet_entry entry = entry_of(l);

	if (l->has_wallet)
		l->errand = wallet_look_up(l->base, &entry, on_found, l);
	else
		ask_person(l, "");
}

static void
on_printed(void *arg, const struct errand_end *end)
{
	struct login *l = arg;
	struct now now = end_errand(l);
	char words[WORDS_SIZE];

	if (end->line != NULL && end->line[0] != '\0') {
		open_with(l, end->line, now);
		return;
	}
	snprintf(words, sizeof words, _("password-command: %s"),
	    end->line != NULL ? _("it printed nothing") : end->why);
	note(l, true, words);
	ask_person(l, words);
}

static void
run_command(struct login *l)
{
	l->errand = errand_start(l->base, &(struct errand_order){
		.command = l->command, .limit_ms = ERRAND_LIMIT_MS,
		.done = on_printed, .arg = l,
	});
}

void
login_begin(struct login *l, struct uplink *u, struct event_base *base,
    struct now now)
{
	l->uplink = u;
	l->base = base;
	if (l->account == NULL || l->fresh != NULL ||
	    (l->certificate != NULL && l->command == NULL)) {
		uplink_start(u, base, now);
		return;
	}
	note(l, false, _("looking for your password"));
	if (l->command != NULL)
		run_command(l);
	else
		look_up(l);
}

static void
ask_anew(struct login *l, const char *why)
{
	char words[WORDS_SIZE];

	snprintf(words, sizeof words, _("%s. Is there no such account yet? "
	    "Come as a guest; /register makes one."), why);
	ask_person(l, words);
}

bool
login_asks_first(struct login *l)
{
	if (l->was_refused)
		ask_anew(l, _("The last password was refused"));
	return l->was_refused;
}

/* --- What the session says ------------------------------------------------- */

static void
on_kept(void *arg, const struct errand_end *end)
{
	struct login *l = arg;

	(void)end_errand(l);
	note(l, end->line == NULL, end->line != NULL ?
	    _("the password is in the system's store now") : end->why);
}

/* It was right: only now it is kept, and not in our memory any more. */
static void
keep(struct login *l)
{
	struct wallet_entry entry = entry_of(l);

	if (l->fresh != NULL && l->keeps && l->has_wallet &&
	    l->errand == NULL) {
		l->was_in = true;
		l->errand = wallet_keep(l->base, &entry, l->fresh, on_kept, l);
	}
	forget_fresh(l);
}

static void
on_login(struct login *l, const struct session_event *e)
{
	char words[WORDS_SIZE];

	l->was_refused = false;
	if (e->login.is_in) {
		set_account(l, e->login.account);
		l->was_in = true;
		snprintf(words, sizeof words, _("you are logged in as %s"),
		    e->login.account);
		note(l, false, words);
		keep(l);
	} else if (l->fresh != NULL) {
		ask_anew(l, e->login.reason);
	} else {
		note(l, true, e->login.reason);
	}
}

void
login_event(struct login *l, const struct session_event *e)
{
	if (e->type == SESSION_EVENT_LOGIN) {
		on_login(l, e);
	} else if (e->type == SESSION_EVENT_NOTE && l->is_new &&
	    e->note.kind == SESSION_NOTE_ERROR) {
		forget_fresh(l);	/* it was not made: nothing to keep */
	} else if (e->type == SESSION_EVENT_WELCOME) {
		l->was_refused = false;
		if (l->fresh != NULL && l->keeps)
			keep(l);	/* the server's own, by PASS */
	} else if (e->type == SESSION_EVENT_STATE &&
	    e->state.state == SESSION_CLOSED &&
	    e->state.why == SESSION_WHY_PASSWORD) {
		l->was_refused = true;
		ask_anew(l, e->state.reason);
	}
}

bool
login_turn(struct login *l, struct now now)
{
	if (!l->comes_again || uplink_is_connected(l->uplink))
		return false;
	l->comes_again = false;
	session_open(session_of(l), now);
	return true;
}

/* --- What people say ------------------------------------------------------- */

/* Not opened yet, or closed by a refusal: now it goes on. */
static void
go_on(struct login *l, struct now now)
{
	enum session_state state = session_state(session_of(l));

	l->was_refused = false;
	if (state == SESSION_IDLE || state == SESSION_CLOSED ||
	    state == SESSION_WAITING)
		uplink_start(l->uplink, l->base, now);
}

void
login_with(struct login *l, const char *account, const char *password,
    bool keeps, struct now now)
{
	set_account(l, account);
	set_fresh(l, password, keeps);
	session_login(session_of(l), account, password, now);
	go_on(l, now);
}

void
login_as_guest(struct login *l, struct now now)
{
	session_login(session_of(l), session_own_nick(session_of(l)), "",
	    now);
	go_on(l, now);
}

void
login_decline(struct login *l, struct now now)
{
	if (session_state(session_of(l)) == SESSION_IDLE)
		login_as_guest(l, now);
}

void
login_register(struct login *l, const char *account, const char *email,
    const char *password, bool keeps, struct now now)
{
	set_fresh(l, password, keeps);
	l->is_new = true;
	session_register(session_of(l), account, email, password, now);
}

static void
on_forgotten(void *arg, const struct errand_end *end)
{
	struct login *l = arg;

	(void)end_errand(l);
	note(l, end->line == NULL, end->line != NULL ?
	    _("the password is in the system's store no more") : end->why);
}

/* There is no command for it on the wire: it comes anew, as a guest. */
void
login_out(struct login *l, const char *words, const char *quit_message,
    struct now now)
{
	struct session *s = session_of(l);
	struct wallet_entry entry = entry_of(l);

	if (str_eq(words, "forget") && l->account != NULL && l->has_wallet &&
	    l->errand == NULL)
		l->errand = wallet_forget(l->base, &entry, on_forgotten, l);
	forget_fresh(l);
	free(l->account);
	l->account = NULL;
	l->was_in = false;
	session_show_certificate(s, false);
	session_login(s, session_own_nick(s), "", now);
	session_quit(s, quit_message, now);
	l->comes_again = true;
}
