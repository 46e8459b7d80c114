/* term_tell.c -- bell, title, notices and clipboard of the terminal. */
#include "config.h"

#include "tui/term_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "tui/escape.h"

#include "base/banned.h"

enum { COPY_MAX = 256 * 1024 };	/* twice COPY_BYTES in base64, and more */

void
term_bell(struct term *t)
{
	if (!t->is_left)
		tty_write(&t->tty, "\a", 1);
	tty_flush(&t->tty);
}

void
term_title(struct term *t, const char *title)
{
	struct buf b;

	if (t->is_left || t->is_simple || !t->charset.is_utf8)
		return;
	buf_init(&b, STRING_MAX);
	/* Without one: that of before us, which stays kept for the end. */
	if (title != NULL ? escape_title(&b, title) :
	    buf_add_str(&b, "\033[23;2t\033[22;2t"))
		tty_write(&t->tty, b.data, b.len);
	tty_flush(&t->tty);
	buf_release(&b);
}

static enum copy_way
copy_way(const struct term *t)
{
	if (getenv("TMUX") != NULL || str_starts(t->name, "tmux"))
		return COPY_TMUX;
	return term_is_inside_another(t) ? COPY_SCREEN : COPY_PLAIN;
}

bool
term_copy(struct term *t, const char *text, struct err *why)
{
	size_t len = strlen(text);
	struct buf b;

	if (term_is_console(t)) {
		err_set(why, _("this terminal ('%s') has no clipboard"),
		    t->name);
		return false;
	}
	if (len > COPY_BYTES) {
		err_set(why, _("%zu bytes are more than a terminal's clipboard "
		    "takes (%d)"), len, COPY_BYTES);
		return false;
	}
	buf_init(&b, COPY_MAX);
	if (!t->is_left && escape_copy(&b, copy_way(t), text, len))
		tty_write(&t->tty, b.data, b.len);
	tty_flush(&t->tty);
	buf_release(&b);
	return true;
}

static enum notice_way
notice_way(const struct term *t)
{
	const char *program = getenv("TERM_PROGRAM");

	if (t->is_simple || term_is_inside_another(t))
		return NOTICE_NONE;
	if (t->has_notices)
		return NOTICE_99;
	return program != NULL && str_eq(program, "iTerm.app") ? NOTICE_9 :
	    NOTICE_777;
}

void
term_notice(struct term *t, enum notice_way way, const char *title,
    const char *body)
{
	struct buf b;

	if (way == NOTICE_AUTO)
		way = notice_way(t);
	if (t->is_left || !t->charset.is_utf8)
		return;
	buf_init(&b, STRING_MAX);
	if (escape_notice(&b, way, title, body))
		tty_write(&t->tty, b.data, b.len);
	tty_flush(&t->tty);
	buf_release(&b);
}
