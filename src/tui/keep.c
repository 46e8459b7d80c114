/* keep.c -- what is kept of a place between two starts. */
#include "config.h"

#include "tui/keep.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/time.h"
#include "client/ignored.h"
#include "session/session.h"
#include "tui/model.h"
#include "tui/state.h"

#include "base/banned.h"

enum { KEPT_MAX_BYTES = 2 * 1024 * 1024 };

void
keep_restore(const struct keep *k, struct now now)
{
	char *ignored = ignored_read(k->host, k->port);
	char *inputs = state_read("inputs", k->host, k->port);
	char *outbox = state_read("outbox", k->host, k->port);

	session_ignore_all(k->session, ignored);
	if (inputs != NULL && k->saves_inputs)
		model_restore_inputs(k->model, k->place, inputs);
	if (outbox != NULL && !session_outbox_restore(k->session, outbox,
	    strlen(outbox), now))
		model_note(k->model, true,
		    _("some of the unsent messages could not be read"));
	free(ignored);
	free(inputs);
	free(outbox);
}

static bool
save_inputs(const struct keep *k, struct err *e)
{
	struct buf text;
	bool ok;

	if (!k->saves_inputs)
		return true;
	buf_init(&text, KEPT_MAX_BYTES);
	ok = model_save_inputs(k->model, k->place, &text);
	if (!ok)
		err_set(e, _("what you typed is too much to be kept"));
	ok = ok && state_write("inputs", k->host, k->port, &text, e);
	buf_release(&text);
	return ok;
}

static bool
save_outbox(const struct keep *k, struct err *e)
{
	struct buf text;
	bool ok = true;

	buf_init(&text, KEPT_MAX_BYTES);
	if (session_unsent(k->session) > 0)
		ok = session_outbox_save(k->session, &text);
	if (!ok)
		err_set(e, _("the unsent messages are too much to be kept"));
	ok = ok && state_write("outbox", k->host, k->port, &text, e);
	buf_release(&text);
	return ok;
}

bool
keep_save(const struct keep *k, struct err *e)
{
	bool ok = save_inputs(k, e);

	return save_outbox(k, ok ? e : NULL) && ok;
}
