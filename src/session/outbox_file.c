/* outbox_file.c -- the outbox as lines of text, from one start to the next. */
#include "config.h"

#include "session/outbox.h"

#include <string.h>

#include <utlist.h>

#include "base/buf.h"
#include "session/clean.h"
#include "session/session_internal.h"

#include "base/banned.h"

/*
 * "waits text ID TARGET TEXT": a line each; "text>MSGID": it answers that
 * one. A message that was written is looked for in the history before anything
 * is done with it.
 */
static const char *const states[] = {
	[SESSION_WAITS] = "waits",
	[SESSION_WRITTEN] = "written",
	[SESSION_UNKNOWN] = "unknown",
};

static const char *const kinds[] = {
	[SESSION_LINE_TEXT] = "text",
	[SESSION_LINE_ACTION] = "action",
	[SESSION_LINE_NOTICE] = "notice",
};

/* A message of several lines is one line of the file. */
static bool
add_escaped(struct buf *out, const char *text)
{
	bool ok = true;

	for (; *text != '\0' && ok; text++)
		ok = *text == '\n' ? buf_add_str(out, "\\n") :
		    *text == '\\' ? buf_add_str(out, "\\\\") :
		    buf_add_char(out, *text);
	return ok;
}

static char *
unescaped(struct arena *a, const char *text)
{
	char *copy = arena_dup(a, text), *to = copy;

	for (; *text != '\0'; text++) {
		if (text[0] == '\\' && text[1] != '\0')
			*to++ = *++text == 'n' ? '\n' : *text;
		else
			*to++ = *text;
	}
	*to = '\0';
	return copy;
}

/* What a word of the file can't hold, no answer can name. */
static bool
add_answered(struct buf *out, const char *msgid)
{
	if (msgid == NULL || msgid[strcspn(msgid, " \n")] != '\0')
		return true;
	return buf_addf(out, ">%s", msgid);
}

bool
session_is_service(const char *name)
{
	size_t len = strlen(name);

	return (len > 4 && str_eq_nocase(name + len - 4, "serv")) ||
	    strchr(name, '@') != NULL || str_eq_nocase(name, "ns");
}

bool
session_outbox_save(const struct session *s, struct buf *out)
{
	const struct message *m;
	bool ok = true;

	DL_FOREACH(s->outbox.messages, m)
		ok = ok && (session_is_service(m->target->name) ||
		    (buf_addf(out, "%s %s", states[m->state],
		    kinds[m->kind]) && add_answered(out, m->reply_to) &&
		    buf_addf(out, " %s %s ", m->id, m->target->name) &&
		    add_escaped(out, m->text) && buf_add_char(out, '\n')));
	return ok;
}

/* The number of a word in a table with holes; `count` if it is not there. */
static size_t
number_of(const char *const *table, size_t count, struct str_span word)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (table[i] != NULL && str_span_eq(word, table[i]))
			break;
	return i;
}

/* Cuts it off the word for the kind; "": it answers none. */
static const char *
take_answered(struct arena *a, struct str_span *kind)
{
	const char *sign = memchr(kind->p, '>', kind->len);
	const char *end = kind->p + kind->len;

	if (sign == NULL || end - sign > MSGID_SIZE)
		return "";
	kind->len = (size_t)(sign - kind->p);
	return arena_copy(a, sign + 1, (size_t)(end - sign - 1));
}

static bool
restore_line(struct session *s, struct arena *a, const char *line)
{
	struct str_span state, kind, id, target;
	char name[NAME_SIZE], id_text[ID_SIZE];
	size_t nstates = sizeof states / sizeof states[0];
	size_t nkinds = sizeof kinds / sizeof kinds[0];
	size_t st, k;
	const char *reply_to;

	if (!str_next_word(&line, &state) || !str_next_word(&line, &kind) ||
	    !str_next_word(&line, &id) || !str_next_word(&line, &target) ||
	    !str_copy_span(name, sizeof name, target) ||
	    !str_copy_span(id_text, sizeof id_text, id) || *line != ' ')
		return false;
	reply_to = take_answered(a, &kind);
	st = number_of(states, nstates, state);
	k = number_of(kinds, nkinds, kind);
	if (st == nstates || k == nkinds || !id_valid(id_text) ||
	    line[1] == '\0')
		return false;
	return outbox_restore(s, id_text, (enum session_delivery)st,
	    (enum session_line_kind)k, name, reply_to,
	    unescaped(a, line + 1));
}

bool
session_outbox_restore(struct session *s, const char *text, size_t len,
    struct now now)
{
	const char *end = text + len, *eol;
	struct arena lines;
	bool ok = true;

	s->now = now;
	arena_init(&lines);
	for (; text < end; text = eol + 1) {
		eol = memchr(text, '\n', (size_t)(end - text));
		if (eol == NULL)
			eol = end;
		if (!restore_line(s, &lines, clean_said(&lines,
		    arena_copy(&lines, text, (size_t)(eol - text)),
		    s->config.formats)))
			ok = false;
	}
	arena_release(&lines);
	return ok;
}
