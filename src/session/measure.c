/* measure.c -- what a text is, before it is sent: how big, how secret. */
#include "config.h"

#include <string.h>

#include "base/buf.h"
#include "session/clean.h"
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

static void
measure_line(const char *text, size_t len, struct session_size *out)
{
	size_t n, skip;

	out->bytes += len;
	while (len > 0) {
		n = split_piece(text, len, out->max, &skip);
		if (out->messages++ == 0)
			out->first = n;
		text += n + skip;
		len -= n + skip;
	}
}

void
session_measure(const struct session *s, enum session_line_kind kind,
    const char *target, const char *text, struct session_size *out)
{
	struct buf line;
	const char *end;

	*out = (struct session_size){
		.max = session_text_max(s, kind, target),
	};
	for (;; text = end + 1) {
		end = text + strcspn(text, "\n");
		buf_init(&line, (size_t)(end - text) + 1);
		clean_own(&line, text, (size_t)(end - text));
		measure_line(buf_str(&line), line.len, out);
		buf_release(&line);
		if (*end == '\0')
			return;
	}
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
