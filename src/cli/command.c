/* command.c -- what all subcommands need. */
#include "config.h"

#include "cli/command.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/i18n.h"
#include "base/str.h"
#include "session/session.h"

#include "base/banned.h"

enum { SENTENCE_BYTES = 2048 };

static void
say(struct cli *cli, const char *fmt, va_list args)
{
	char text[SENTENCE_BYTES];

	vsnprintf(text, sizeof text, fmt, args);
	if (!buf_addf(&cli->err, "tcpchat: %s\n", text))
		buf_reset(&cli->err);	/* nobody reads them */
}

void
cli_say(struct cli *cli, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	say(cli, fmt, args);
	va_end(args);
}

void
cli_end(struct cli *cli, int status, const char *fmt, ...)
{
	va_list args;

	if (cli->is_over)
		return;
	cli->is_over = true;
	cli->status = status;
	if (fmt == NULL)
		return;
	va_start(args, fmt);
	say(cli, fmt, args);
	va_end(args);
}

const char *
cli_target(const struct cli *cli, const char *dest)
{
	const char *lobby = session_lobby(cli->session);

	if (dest != NULL && !str_eq(dest, "ALL"))
		return dest;
	if (lobby[0] != '\0')
		return lobby;
	return dest == NULL ? cli->channel : NULL;
}

bool
cli_is_channel(const char *dest)
{
	return dest != NULL && (dest[0] == '#' || dest[0] == '&');
}
