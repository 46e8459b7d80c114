/* measure.c -- what a text is, before it is sent: how big, how secret. */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "session/clean.h"
#include "session/measure.h"
#include "session/session_internal.h"
#include "session/split.h"

#include "base/banned.h"

enum {
	ACTION_BYTES = sizeof "\001ACTION \001" - 1,
	USERHOST_LEN = 10 + 1 + 63,	/* guessed until we have seen ours */
	PIECE_MIN = 16,
	SECRET_MIN = 4
};

size_t
session_text_max(const struct session *s, enum session_line_kind kind,
    const char *target)
{
	struct irc_msg m = {
		.command = "PRIVMSG", .nparams = 2, .params = { target, "" },
		.colon = true,
	};
	size_t source = strlen(s->nick) + 1 +
	    (s->userhost_len > 0 ? s->userhost_len : USERHOST_LEN);
	size_t room = irc_msg_room(&m, source);

	if (kind == SESSION_LINE_ACTION)
		room = room > ACTION_BYTES ? room - ACTION_BYTES : 0;
	return room > PIECE_MIN ? room : PIECE_MIN;
}

char *
measure_clean(const struct session *s, struct arena *a, const char *text)
{
	struct buf clean, line;
	const char *end;
	char *whole;

	buf_init(&clean, 3 * strlen(text) + 8);
	for (;; text = end + 1) {
		end = text + strcspn(text, "\n");
		buf_init(&line, (size_t)(end - text) + 1);
		clean_own(&line, text, (size_t)(end - text));
		if (clean.len > 0 || line.len > 0)
			(void)!(buf_add_str(&clean, clean_said(a,
			    buf_str(&line), s->config.formats)) && buf_add_char(&clean, '\n'));
		buf_release(&line);
		if (*end == '\0')
			break;
	}
	while (clean.len > 0 && clean.data[clean.len - 1] == '\n')
		clean.len--;
	whole = arena_copy(a, buf_str(&clean), clean.len);
	buf_release(&clean);
	return whole;
}

size_t
measure_batch_line(const char *text, size_t max)
{
	size_t len = strcspn(text, "\n");

	if (len <= max)
		return len;
	len = utf8_cut(text, len, max);
	return len > 0 ? len : 1;
}

/* How many lines of a batch a line of text takes. */
static size_t
batch_lines(const char *text, size_t max)
{
	size_t n = 1, len;

	while ((len = measure_batch_line(text, max)) > 0 &&
	    text[len] != '\n' && text[len] != '\0') {
		text += len;
		n++;
	}
	return n;
}

/* As many whole lines as one message takes; 0: not even the first. */
static size_t
lines_that_fit(const struct session *s, size_t max, const char *text)
{
	size_t lines = 0, at = 0, fit = 0, len;

	for (;; at++) {
		len = strcspn(text + at, "\n");
		lines += batch_lines(text + at, max);
		if (lines > s->multiline_lines ||
		    at + len > s->multiline_bytes)
			return fit;
		at += len;
		if (len > 0)
			fit = at;	/* no message ends with a blank line */
		if (text[at] == '\0')
			return fit;
	}
}

size_t
measure_next(const struct session *s, enum session_line_kind kind, size_t max,
    const char *text, size_t *skip)
{
	size_t len = 0;

	*skip = 0;
	if (s->multiline_bytes > 0 && kind != SESSION_LINE_ACTION)
		len = lines_that_fit(s, max, text);
	if (len == 0)
		len = split_piece(text, strcspn(text, "\n"), max, skip);
	*skip += strspn(text + len + *skip, "\n");
	return len;
}

/* What one message holds at most, whatever becomes of it on the wire. */
static size_t
largest(const struct session *s, enum session_line_kind kind, size_t max)
{
	return s->multiline_bytes > max && kind != SESSION_LINE_ACTION ?
	    s->multiline_bytes : max;
}

void
session_measure(const struct session *s, enum session_line_kind kind,
    const char *target, const char *text, struct session_size *out)
{
	size_t max = session_text_max(s, kind, target), n, skip;
	struct arena a;
	const char *p;

	*out = (struct session_size){ .max = largest(s, kind, max) };
	arena_init(&a);
	for (p = measure_clean(s, &a, text); *p != '\0'; p += n + skip) {
		n = measure_next(s, kind, max, p, &skip);
		if (out->messages++ == 0)
			out->first = n;
		out->bytes += n;
	}
	arena_release(&a);
}

/* A password of a few letters stands in any text. */
static bool
holds(const char *text, const char *secret)
{
	return secret != NULL && strlen(secret) >= SECRET_MIN &&
	    strstr(text, secret) != NULL;
}

bool
session_is_secret(const struct session *s, const char *text)
{
	return holds(text, s->config.password) ||
	    holds(text, s->config.account_password);
}
