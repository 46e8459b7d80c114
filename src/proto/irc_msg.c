/* irc_msg.c -- one line of IRC and its parts. */
#include "config.h"

#include "proto/irc_msg.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

static const char line_end[2] = "\r\n";

void
irc_msg_add_params(struct irc_msg *m, va_list params)
{
	const char *param;

	while (m->nparams < IRC_PARAMS_MAX &&
	    (param = va_arg(params, const char *)) != NULL)
		m->params[m->nparams++] = param;
}

/* --- Reading --- */

static char *
skip_blanks(char *p)
{
	return p + strspn(p, " ");
}

/* Ends the word at *line and moves *line to the next; returns the word. */
static char *
take_word(char **line)
{
	char *word = *line;
	char *end = word + strcspn(word, " ");

	if (*end != '\0')
		*end++ = '\0';
	*line = skip_blanks(end);
	return word;
}

static void
parse_params(struct irc_msg *m, char *line)
{
	while (*line != '\0') {
		bool last = m->nparams == IRC_PARAMS_MAX - 1;

		if (*line == ':') {
			m->colon = true;
			line++;
			last = true;
		}
		m->params[m->nparams++] = last ? line : take_word(&line);
		if (last)
			return;
	}
}

bool
irc_msg_parse(struct irc_msg *m, char *line)
{
	m->tags = m->source = m->command = NULL;
	m->nparams = 0;
	m->colon = false;
	line = skip_blanks(line);
	if (*line == '@') {
		m->tags = take_word(&line) + 1;
		if (*m->tags == '\0')
			m->tags = NULL;
	}
	if (*line == ':')
		m->source = take_word(&line) + 1;
	if (*line == '\0')
		return false;
	m->command = take_word(&line);
	parse_params(m, line);
	return true;
}

/* --- Writing --- */

/* What irc_msg_write measures before it writes. */
struct measured {
	size_t source;	/* lengths in bytes */
	size_t command;
	size_t params[IRC_PARAMS_MAX];
	bool colon;	/* before the last parameter */
	size_t body;	/* all of it, without CR LF */
};

static bool
breaks_line(const char *s, size_t len)
{
	return memchr(s, '\n', len) != NULL || memchr(s, '\r', len) != NULL;
}

/* Whether `s` can stand in a line as one word. */
static bool
is_word(const char *s, size_t len)
{
	return len > 0 && memchr(s, ' ', len) == NULL && !breaks_line(s, len);
}

static bool
is_command(const char *s, size_t len)
{
	size_t i;

	if (str_is_digit(s[0]))
		return len == 3 && str_is_digit(s[1]) && str_is_digit(s[2]);
	for (i = 0; i < len; i++)
		if (!str_is_alpha(s[i]))
			return false;
	return len > 0;
}

static bool
measure_params(const struct irc_msg *m, struct measured *out)
{
	size_t i;

	if (m->nparams > IRC_PARAMS_MAX)
		return false;
	out->colon = false;
	for (i = 0; i < m->nparams; i++) {
		const char *s = m->params[i];
		size_t len = strlen(s);
		bool last = i + 1 == m->nparams;
		bool word = s[0] != ':' && is_word(s, len);

		if (!word && (!last || breaks_line(s, len)))
			return false;
		if (last)
			out->colon = m->colon || !word;
		out->params[i] = len;
		out->body += 1 + len + (last && out->colon);
	}
	return true;
}

static bool
measure(const struct irc_msg *m, struct measured *out)
{
	out->source = 0;
	out->command = strlen(m->command);
	out->body = out->command;
	if (!is_command(m->command, out->command))
		return false;
	if (m->source != NULL) {
		out->source = strlen(m->source);
		out->body += out->source + 2;
		if (!is_word(m->source, out->source))
			return false;
	}
	return measure_params(m, out);
}

static char *
put(char *at, const char *s, size_t len)
{
	memcpy(at, s, len);
	return at + len;
}

static char *
put_body(char *at, const struct irc_msg *m, const struct measured *len)
{
	size_t i;

	if (m->source != NULL) {
		*at++ = ':';
		at = put(at, m->source, len->source);
		*at++ = ' ';
	}
	at = put(at, m->command, len->command);
	for (i = 0; i < m->nparams; i++) {
		*at++ = ' ';
		if (len->colon && i + 1 == m->nparams)
			*at++ = ':';
		at = put(at, m->params[i], len->params[i]);
	}
	return at;
}

/* `tags_len`: 0 for none. Everything is checked before anything is written. */
static bool
write_line(const struct irc_msg *m, size_t tags_len, struct buf *out)
{
	const size_t body_max = IRC_LINE_BODY_MAX - sizeof line_end;
	size_t before = tags_len > 0 ? tags_len + 2 : 0;
	struct measured len;
	char *at, *body;

	if (!measure(m, &len))
		return false;
	at = buf_reserve(out, before + len.body + sizeof line_end);
	if (at == NULL)
		return false;
	if (tags_len > 0) {
		*at++ = '@';
		at = put(at, m->tags, tags_len);
		*at++ = ' ';
	}
	body = at;
	at = put_body(at, m, &len);
	if (len.body > body_max)
		at = body + utf8_cut(body, len.body, body_max);
	at = put(at, line_end, sizeof line_end);
	out->len = (size_t)(at - out->data);
	return true;
}

bool
irc_msg_write(const struct irc_msg *m, struct buf *out)
{
	size_t len = m->tags != NULL ? strlen(m->tags) : 0;

	if (len > 0 && (len + 2 > IRC_TAGS_MAX || !is_word(m->tags, len)))
		return false;
	return write_line(m, len, out);
}

bool
irc_msg_write_body(const struct irc_msg *m, struct buf *out)
{
	return write_line(m, 0, out);
}

size_t
irc_msg_room(const struct irc_msg *m, size_t source_len)
{
	size_t i, used = strlen(m->command) + strlen(" :") + sizeof line_end;

	if (source_len == 0 && m->source != NULL)
		source_len = strlen(m->source);
	if (source_len > 0)
		used += source_len + 2;
	for (i = 0; i + 1 < m->nparams; i++)
		used += 1 + strlen(m->params[i]);
	return used < IRC_LINE_BODY_MAX ? IRC_LINE_BODY_MAX - used : 0;
}

/* --- Asking --- */

const char *
irc_msg_param(const struct irc_msg *m, size_t i)
{
	return i < m->nparams ? m->params[i] : NULL;
}

bool
irc_msg_is(const struct irc_msg *m, const char *command)
{
	return str_eq_nocase(m->command, command);
}

int
irc_msg_numeric(const struct irc_msg *m)
{
	const char *c = m->command;

	if (!str_is_digit(c[0]) || strlen(c) != 3 || !is_command(c, 3))
		return 0;
	return (c[0] - '0') * 100 + (c[1] - '0') * 10 + c[2] - '0';
}
