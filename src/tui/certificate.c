/*
 * certificate.c -- the dialogue about a server that nobody vouches for.
 *
 * It may come while somebody types, and t and o are letters as any other: they
 * are an answer only when no key was pressed for a moment. Until then, and for
 * whatever else, the input goes on.
 */
#include "config.h"

#include "tui/certificate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/dates.h"
#include "tui/model_internal.h"
#include "tui/request.h"

#include "base/banned.h"

enum {
	QUIET_MS = 500,		/* without a key, before one is an answer */
	GAP_CHARS = 16,		/* of hex, eight bytes */
	FINGERPRINT_SIZE = 64 / 2 * 3 + 64 / GAP_CHARS,	/* and a NUL */
	BRIEF = 9,		/* "9f:1c:22:" of it */
	LABEL_COLS = 13,
	WIDE_COLS = 60,
};

struct certificate {
	char *host, *subject, *fingerprint, *fault;	/* owned */
	int port;
	int64_t until_ms;
	bool has_changed;
};

void
certificate_free(struct certificate *c)
{
	if (c == NULL)
		return;
	free(c->host);
	free(c->subject);
	free(c->fingerprint);
	free(c->fault);
	free(c);
}

/* What the server has put into it must not make rows of its own. */
static char *
one_line(const char *text)
{
	char *out = xstrdup(text);

	for (char *p = out; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			*p = '?';
	return out;
}

static struct certificate *
copy(const struct model_certificate *from)
{
	struct certificate *c = xcalloc(1, sizeof *c);

	c->host = one_line(from->host);
	c->subject = one_line(from->subject);
	c->fingerprint = one_line(from->fingerprint);
	c->fault = one_line(from->fault);
	c->port = from->port;
	c->until_ms = from->until_ms;
	c->has_changed = from->has_changed;
	return c;
}

static void
drop(struct model *m, int place)
{
	certificate_free(m->places[place].certificate);
	m->places[place].certificate = NULL;
	if (m->popup.kind == POPUP_CERTIFICATE && m->popup.place == place)
		popup_close(m);
}

void
model_certificate(struct model *m, int place,
    const struct model_certificate *c)
{
	drop(m, place);
	if (c != NULL)
		m->places[place].certificate = copy(c);
	certificate_next(m);
}

void
certificate_next(struct model *m)
{
	for (int i = 0; i < m->place_count; i++) {
		if (m->popup.kind != POPUP_NONE)
			return;
		if (m->places[i].certificate == NULL)
			continue;
		m->popup.kind = POPUP_CERTIFICATE;
		m->popup.place = i;
		m->popup.answer_ms = m->mono_ms + QUIET_MS;
		m->is_dirty = true;
	}
}

static void
answer(struct model *m, const char *word)
{
	int place = m->popup.place;

	model_want(m, REQUEST_TRUST, place, NULL, word);
	drop(m, place);
}

bool
certificate_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	switch (a) {
	case ACTION_ESCAPE:
		answer(m, "");
		return true;
	case ACTION_DETAILS:
		p->is_whole = !p->is_whole;
		p->top = 0;
		return true;
	case ACTION_PAGE_UP:
	case ACTION_SCROLL_UP:
		p->top--;
		popup_clamp(m);
		return true;
	case ACTION_PAGE_DOWN:
	case ACTION_SCROLL_DOWN:
		p->top++;
		popup_clamp(m);
		return true;
	default:
		p->answer_ms = m->mono_ms + QUIET_MS;
		return false;
	}
}

bool
certificate_text(struct model *m, const char *utf8, size_t len)
{
	const struct certificate *c = m->places[m->popup.place].certificate;
	bool is_answer = len == 1 && !m->is_pasting && !c->has_changed &&
	    m->mono_ms >= m->popup.answer_ms;

	if (is_answer && (utf8[0] == 't' || utf8[0] == 'o')) {
		answer(m, utf8[0] == 't' ? "trust" : "once");
		return true;
	}
	m->popup.answer_ms = m->mono_ms + QUIET_MS;
	return false;
}

/* --- What it says --- */

#define ADD(text, ...) ((void)!buf_addf(text, __VA_ARGS__))

static void
add_row(const struct model *m, struct buf *out, const char *label,
    const char *value)
{
	ADD(out, "%s", label);
	for (int n = text_width(label, strlen(label), m->width);
	    n < LABEL_COLS; n++)
		ADD(out, " ");
	ADD(out, "\t%s\n", value);
}

/* "9f:1c:22:...:b0", or all of it, with a gap behind each eighth byte: a row
 * ends there, not within a byte. */
static void
fingerprint_words(const struct model *m, const struct certificate *c,
    char *out, size_t size)
{
	char whole[FINGERPRINT_SIZE];
	size_t n = 0;

	for (const char *p = c->fingerprint; p[0] != '\0' && p[1] != '\0' &&
	    n + 4 < sizeof whole; p += 2)
		n += (size_t)snprintf(whole + n, sizeof whole - n, "%s%.2s",
		    n == 0 ? "" : (p - c->fingerprint) % GAP_CHARS == 0 ?
		    ": " : ":", p);
	if (m->popup.is_whole || n < 2 * BRIEF)
		snprintf(out, size, "SHA-256 %s", whole);
	else
		snprintf(out, size, _("SHA-256 %.*s%s%s  (%s shows all)"),
		    BRIEF, whole, m->theme.signs->more, whole + n - 3,
		    model_key(m, ACTION_DETAILS));
}

static void
add_facts(const struct model *m, struct buf *out, const struct certificate *c)
{
	char words[MODEL_WORDS], day[DATES_DAY_SIZE];

	snprintf(words, sizeof words, "%s:%d", c->host, c->port);
	add_row(m, out, _("server"), words);
	dates_date(m, c->until_ms, day);
	snprintf(words, sizeof words, _("%s, until %s"), c->subject, day);
	add_row(m, out, _("issued to"), words);
	fingerprint_words(m, c, words, sizeof words);
	add_row(m, out, _("fingerprint"), words);
	add_row(m, out, _("doubt"), c->fault);
	ADD(out, "\n");
}

void
certificate_words(const struct model *m, struct buf *out)
{
	const struct certificate *c = m->places[m->popup.place].certificate;

	ADD(out, "%s\n\n", c->has_changed ?
	    _("The server's certificate is not the one it was. Somebody may "
	    "be listening, or its owner has changed it.") :
	    _("The server's certificate is not signed by anyone this computer "
	    "knows."));
	add_facts(m, out, c);
	ADD(out, "%s", c->has_changed ?
	    _("Nothing has been sent, and nothing will be. If the server's "
	    "owner says that this fingerprint is right, take the server off "
	    "the file known-servers.") :
	    _("Nothing has been sent yet. If you got this fingerprint from "
	    "the server's owner, you can trust it."));
}

void
certificate_keys(const struct model *m, int cols, char *out, size_t size)
{
	const char *dot = m->theme.signs->dot;

	if (m->places[m->popup.place].certificate->has_changed)
		snprintf(out, size, "%s", _("Esc leave"));
	else if (cols >= WIDE_COLS)
		snprintf(out, size, _("t trust from now on %s o only this time "
		    "%s Esc leave"), dot, dot);
	else
		snprintf(out, size, _("t trust %s o once %s Esc leave"), dot,
		    dot);
}
