/* place_login.c -- what the login of a place asks and tells, in the model. */
#include "config.h"

#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"
#include "client/settings.h"
#include "client/uplink.h"
#include "session/session.h"
#include "tui/model.h"
#include "tui/places_internal.h"
#include "tui/wish.h"

#include "base/banned.h"

enum { HOST_SIZE = 300, LINE_SIZE = 1024 };

static struct now
turn(void *arg)
{
	struct place_link *p = arg;

	return p->places->turn(p->places->arg);
}

static void
ask(void *arg, const char *account, const char *why)
{
	struct place_link *p = arg;

	model_ask_password(p->places->model, p->number,
	    &(struct model_password){ .account = account, .why = why });
}

static void
note(void *arg, bool is_error, const char *words)
{
	struct place_link *p = arg;

	model_note(p->places->model, is_error, words);
}

static void
tell(void *arg, const char *words)
{
	struct place_link *p = arg;

	model_tell(p->places->model, words);
}

void
place_login_init(struct place_link *p, const struct wish *w)
{
	static const struct login_calls calls = { turn, ask, note, tell };
	const struct places *ps = p->places;
	const struct settings *s = ps->settings;
	bool is_first = ps->count == 0, is_typed = w->password[0] != '\0';
	const char *given = is_first ? locator_account(ps->said, s) : NULL;
	const char *account = is_typed ? w->nick : given != NULL ? given :
	    w->account;
	bool has_clear = given != NULL && account == given &&
	    s->password[0] != '\0' &&
	    locator_password_command(ps->said, s) == NULL;

	login_init(&p->login, &(struct login_config){
		.host = p->host, .port = p->port,
		.account = account[0] != '\0' ? account : NULL,
		.password = is_typed ? w->password :
		    has_clear ? s->password : NULL,
		.keeps = is_typed && w->keeps,
		.was_in = account == w->account && account[0] != '\0',
		.command = is_first ? locator_password_command(ps->said, s) :
		    NULL,
		.certificate = is_first ? locator_certificate(ps->said, s) :
		    NULL,
		.has_wallet = ps->has_wallet,
		.calls = &calls, .arg = p,
	});
}

void
places_login(struct places *ps, const struct model_request *r,
    struct now now)
{
	struct login *l = &ps->all[r->place]->login;

	if (r->kind == REQUEST_REGISTER)
		login_register(l, r->target, r->text, r->id, r->count != 0,
		    now);
	else if (r->id[0] != '\0')
		login_with(l, r->target, r->id, r->count != 0, now);
	else if (str_eq(r->text, "guest"))
		login_as_guest(l, now);
	else
		login_decline(l, now);
}

void
places_logout(struct places *ps, int number, const char *words,
    struct now now)
{
	login_out(&ps->all[number]->login, words, ps->settings->quit_message,
	    now);
}

void
places_certificate(struct places *ps, int number, const char *words)
{
	login_certificate(&ps->all[number]->login, words);
}

void
places_status(struct places *ps, int number)
{
	struct place_link *p = ps->all[number];
	char host[HOST_SIZE], line[LINE_SIZE];

	place_host_words(p->host, p->port, host, sizeof host);
	snprintf(line, sizeof line, _("%s: %s as %s"),
	    model_place_name(ps->model, number), host,
	    session_own_nick(uplink_session(p->uplink)));
	model_tell(ps->model, line);
	login_status(&p->login);
}
