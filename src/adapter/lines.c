/* lines.c -- the IRC lines that an adapter says in its program's name. */
#include "config.h"
#include "adapter/lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "base/utf8.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

void
lines_init(struct lines *l, size_t max_bytes)
{
	buf_init(&l->ready, max_bytes);
	buf_init(&l->held, max_bytes);
	l->at = 0;
	l->holding = false;
}

void
lines_release(struct lines *l)
{
	buf_release(&l->ready);
	buf_release(&l->held);
}

void
lines_add(struct lines *l, const char *command, ...)
{
	struct irc_msg m = { .command = command };
	va_list params;

	va_start(params, command);
	irc_msg_add_params(&m, params);
	va_end(params);
	lines_add_msg(l, &m);
}

void
lines_hold(struct lines *l)
{
	l->holding = true;
}

void
lines_let_go(struct lines *l)
{
	l->holding = false;
	if (l->held.len > 0 && buf_add(&l->ready, l->held.data, l->held.len))
		buf_reset(&l->held);
	buf_release(&l->held);
}

void
lines_drop(struct lines *l)
{
	l->holding = false;
	buf_release(&l->held);
}

size_t
lines_waiting(const struct lines *l)
{
	return l->ready.len - l->at + l->held.len;
}

enum dialect_result
lines_next(struct lines *l, struct irc_msg *m)
{
	char *line, *end;

	if (l->at == l->ready.len) {
		buf_release(&l->ready);
		l->at = 0;
		return DIALECT_MORE;
	}
	line = l->ready.data + l->at;
	end = memchr(line, '\n', l->ready.len - l->at);
	l->at += (size_t)(end - line) + 1;
	end[-1] = '\0';		/* of CR LF */
	return irc_msg_parse(m, line) ? DIALECT_MESSAGE : DIALECT_BAD_BYTES;
}

void
lines_add_msg(struct lines *l, const struct irc_msg *m)
{
	if (!irc_msg_write(m, l->holding ? &l->held : &l->ready))
		l->is_full = true;
}

void
lines_begin(struct lines *l)
{
	l->is_full = false;
	l->begun_ready = l->ready.len;
	l->begun_held = l->held.len;
}

bool
lines_commit(struct lines *l)
{
	if (l->is_full) {
		l->ready.len = l->begun_ready;
		l->held.len = l->begun_held;
	}
	return !l->is_full;
}

/* One line of text in as many messages as it needs; m lacks the text. */
static bool
add_line(struct lines *l, struct irc_msg *m, const char *text, size_t len)
{
	/* A message with a source is as long as it will ever be. */
	size_t room = irc_msg_room(m, m->source == NULL ? SOURCE_LEN : 0);
	char part[IRC_LINE_BODY_MAX];
	bool said = false;

	while (len > 0) {
		size_t n = utf8_cut(text, len, room);

		if (n == 0 || n >= sizeof part)
			break;
		memcpy(part, text, n);
		part[n] = '\0';
		m->params[1] = part;
		lines_add_msg(l, m);
		said = true;
		text += n;
		len -= n;
	}
	return said;
}

static bool
add_text(struct lines *l, const char *source, const char *target,
    const char *text)
{
	struct irc_msg m = { .source = source, .command = "PRIVMSG",
	    .nparams = 2, .params = { target, "" }, .colon = true };
	bool said = false;

	while (*text != '\0') {
		size_t len = strcspn(text, "\r\n");

		m.params[1] = "";
		said |= add_line(l, &m, text, len);
		text += len;
		text += strspn(text, "\r\n");
	}
	return said;
}

bool
lines_add_text(struct lines *l, const char *target, const char *text)
{
	return add_text(l, NULL, target, text);
}

bool
lines_add_text_from(struct lines *l, const char *nick, const char *target,
    const char *text)
{
	char source[2 * NICK_LEN + 16];

	snprintf(source, sizeof source, "%s!old@server", nick);
	return add_text(l, source, target, text);
}

static const char action[] = "\001ACTION ";

bool
lines_is_ctcp(const char *text)
{
	return text[0] == '\001' && !str_starts(text, action);
}

static size_t
digits(const char *p)
{
	size_t n = 0;

	while (n < 2 && str_is_digit(p[n]))
		n++;
	return n;
}

/* Length of what is not printed at `p`: a control character of ASCII or
 * Latin-1; a colour takes its numbers along. */
static size_t
unprinted(const char *p)
{
	unsigned char c = (unsigned char)p[0], c2 = (unsigned char)p[1];
	size_t n = 1;

	if (c == 0xc2 && c2 >= 0x80 && c2 < 0xa0)
		return 2;
	if (c == '\t' || (c >= 0x20 && c != 0x7f))
		return 0;
	if (c != 0x03)
		return 1;
	n += digits(p + n);
	if (n > 1 && p[n] == ',' && str_is_digit(p[n + 1]))
		n += 1 + digits(p + n + 1);
	return n;
}

void
lines_clean(const char *text, char *out, size_t size)
{
	size_t n = 0, skip;

	while (*text != '\0' && n + 1 < size) {
		skip = unprinted(text);
		if (skip == 0)
			out[n++] = *text++;
		else
			text += skip;
	}
	out[*text == '\0' ? n : utf8_cut(out, n, n - 1)] = '\0';
}

void
lines_plain(const char *nick, const char *text, char *out, size_t size)
{
	size_t n = 0;

	if (str_starts(text, action)) {
		n = (size_t)snprintf(out, size, "* %s ", nick);
		text += sizeof action - 1;
	}
	lines_clean(text, out + n, size - n);
}
