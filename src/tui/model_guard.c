/*
 * model_guard.c -- what is held before it is sent: many messages at once,
 * commands and passwords that would become text by a slip.
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "tui/model_internal.h"
#include "tui/slash.h"

#include "base/banned.h"

enum { WORD_SIZE = 64, LINE_MAX_BYTES = 2048 };

static struct input *
input(struct model *m)
{
	return &m->here->input;
}

/* What the person said goes: nothing is held this once. */
static void
send_now(struct model *m)
{
	m->is_allowed = true;
	model_enter(m);
	m->is_allowed = false;
}

/* --- Secrets --- */

/* Services and the protocol itself are told passwords. */
static bool
is_for_a_service(const char *text)
{
	static const char *const starts[] = {
		"/msg nickserv ", "/msg ns ", "/query nickserv ",
		"/nickserv ", "/ns ", "/raw ", "/quote ", "/oper ",
	};

	for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
		if (str_starts_nocase(text, starts[i]))
			return true;
	return false;
}

bool
guard_refuses(struct model *m)
{
	const struct place *p = model_place(m);
	const char *text = input_text(input(m));

	if (p->session == NULL || is_for_a_service(text) ||
	    !session_is_secret(p->session, text))
		return false;
	model_say(m, true, _("this holds your password for %s: it is not "
	    "sent"), model_place_name(m, m->here->place));
	return true;
}

/* --- Many messages --- */

void
model_measure(const struct model *m, struct session_size *out)
{
	const struct destination *d = m->here;
	const char *text = input_text(&d->input);
	const struct session *s = m->places[d->place].session;

	*out = (struct session_size){ .messages = 1, .max = SIZE_MAX };
	if (s != NULL && d->kind != DESTINATION_SERVER)
		session_measure(s, SESSION_LINE_TEXT, d->target, text, out);
}

static bool
is_many(const struct model *m)
{
	struct session_size size;

	model_measure(m, &size);
	return size.messages > 1;
}

static void
open_guard(struct model *m, size_t pasted)
{
	popup_open(m, POPUP_GUARD);
	m->popup.pasted = pasted;
	m->popup.pasted_end = input(m)->cursor;
	m->is_dirty = true;
}

void
guard_check_paste(struct model *m)
{
	size_t start = m->paste_start;

	m->paste_start = INPUT_NOWHERE;
	if (start < input(m)->cursor && is_many(m))
		open_guard(m, start);
}

/* Each break, with the blanks around it, becomes one blank. */
static void
join_lines(struct input *in)
{
	char *text = xstrdup(input_text(in)), *from, *to = text;

	for (from = text; *from != '\0'; from++) {
		if (*from != '\n') {
			*to++ = *from;
			continue;
		}
		while (to > text && to[-1] == ' ')
			to--;
		while (from[1] == '\n' || from[1] == ' ')
			from++;
		if (to > text && from[1] != '\0')
			*to++ = ' ';
	}
	*to = '\0';
	input_replace(in, 0, in->text.len, text);
	free(text);
}

bool
guard_text(struct model *m, const char *utf8, size_t len)
{
	if (m->is_pasting || len != 1)
		return false;
	switch (utf8[0]) {
	case 's':
		popup_close(m);
		send_now(m);
		break;
	case 'j':
		popup_close(m);
		join_lines(input(m));
		if (is_many(m))
			open_guard(m, INPUT_NOWHERE);
		break;
	case 'e':
		popup_close(m);
		break;
	default:
		break;		/* it is asked until it is answered */
	}
	return true;
}

void
guard_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	if (a != ACTION_ESCAPE && a != ACTION_CLEAR_INPUT)
		return;
	if (p->pasted != INPUT_NOWHERE && p->pasted_end <= input(m)->text.len)
		input_replace(input(m), p->pasted, p->pasted_end, "");
	popup_close(m);
}

/* --- Slips --- */

static const char *
skip_blanks(const char *s)
{
	while (*s == ' ')
		s++;
	return s;
}

static const char *
take_word(const char *s, char word[WORD_SIZE])
{
	size_t len = strcspn(s, " \n");
	struct str_span span = { s, len };

	(void)str_copy_span(word, WORD_SIZE, span);
	return skip_blanks(s + len);
}

static bool
is_one_of(const char *word, const char *const *words)
{
	for (; *words != NULL; words++)
		if (str_eq_nocase(word, *words))
			return true;
	return false;
}

/* "nickserv identify ...", "msg nickserv ...", "identify ...": the rest of it
 * is a password. `*rest`: what the service would be told. */
static bool
is_to_service(const char *text, const char **rest)
{
	static const char *const services[] = { "nickserv", "ns", NULL };
	static const char *const verbs[] = { "identify", "id", "login",
	    "register", "ghost", "recover", "regain", "release", "set", NULL };
	char word[WORD_SIZE], verb[WORD_SIZE];
	const char *after;

	after = take_word(text, word);
	if (is_one_of(word, (const char *const[]){ "msg", "query", NULL })) {
		text = after;
		after = take_word(text, word);
	}
	if (is_one_of(word, services)) {
		*rest = after;
		return take_word(after, verb)[0] != '\0' &&
		    is_one_of(verb, verbs);
	}
	*rest = text;
	return str_eq_nocase(word, "identify") && after[0] != '\0' &&
	    strcspn(after, " ") == strlen(after);
}

/* What fingers do that have left an editor a thousand times. */
static bool
is_to_leave_vi(const char *text)
{
	static const char *const words[] = { ":q", ":q!", ":qa", ":qa!", ":wq",
	    ":wq!", NULL };

	return is_one_of(text, words);
}

/* The command that was meant; false: it is text, or means what it says. */
static bool
meant(const char *text, char line[LINE_MAX_BYTES])
{
	const char *start = skip_blanks(text), *rest;
	char word[WORD_SIZE];

	if (strchr(text, '\n') != NULL)
		return false;
	if (start[0] == '/' && (start != text || start[1] == ' ')) {
		start = skip_blanks(start + 1);
		(void)take_word(start, word);
		snprintf(line, LINE_MAX_BYTES, "/%s", start);
		return slash_is_known(word);
	}
	if (is_to_leave_vi(start)) {
		snprintf(line, LINE_MAX_BYTES, "/quit");
		return true;
	}
	if (start[0] == '/' || !is_to_service(start, &rest))
		return false;
	snprintf(line, LINE_MAX_BYTES, "/msg nickserv %s", rest);
	return true;
}

bool
guard_holds(struct model *m)
{
	const char *dot = m->theme.signs->dot;
	char line[LINE_MAX_BYTES], words[MODEL_WORDS];

	if (meant(input_text(input(m)), line)) {
		snprintf(words, sizeof words, _("a command? r = run %s s = send "
		    "as text %s Esc"), dot, dot);
		model_ask(m, QUESTION_SLIP, m->here->place, words);
		return true;
	}
	if (!is_many(m))
		return false;
	open_guard(m, INPUT_NOWHERE);
	return true;
}

void
guard_ask_unknown(struct model *m, const char *name)
{
	const char *near = slash_nearest(name), *dot = m->theme.signs->dot;
	char words[MODEL_WORDS];

	if (near != NULL)
		snprintf(words, sizeof words, _("no /%.60s %s r = run /%s %s "
		    "s = as text %s Esc"), name, dot, near,
		    dot, dot);
	else
		snprintf(words, sizeof words, _("no /%.60s %s s = as text %s "
		    "Esc %s /help lists them"), name, dot, dot, dot);
	model_ask(m, QUESTION_SLIP, m->here->place, words);
	if (near == NULL)
		snprintf(m->question.brief, sizeof m->question.brief,
		    _("no /%.60s %s s = as text %s Esc"), name, dot, dot);
	snprintf(words, sizeof words, _("there is no /%.60s"), name);
	model_log(m, true, words);
}

/* The line that `r` runs; false: there is nothing to run. */
static bool
line_to_run(const char *text, char line[LINE_MAX_BYTES])
{
	char name[WORD_SIZE];
	const char *near, *args;

	if (meant(text, line))
		return true;
	if (!model_is_command(text))
		return false;
	args = take_word(text + 1, name);
	near = slash_nearest(name);
	if (near != NULL)
		snprintf(line, LINE_MAX_BYTES, "/%s %s", near, args);
	return near != NULL;
}

bool
guard_answer_key(struct model *m, const char *utf8, size_t len)
{
	char line[LINE_MAX_BYTES];
	char key = len == 1 ? utf8[0] : '\0';

	model_drop_question(m);
	if (key == 's')
		model_send_input(m);
	else if (key == 'r' && line_to_run(input_text(input(m)), line))
		model_run(m, line);
	else
		return false;
	return true;
}
