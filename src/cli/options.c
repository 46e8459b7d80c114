/* options.c -- reads the command line of tcpchat. */
#include "config.h"

#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arguments.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/time.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { TIMEOUT_MS = 60 * 1000 };

static const struct option table[] = {
#define OPTION(name, argument, value, help) \
	{ name, ARGUMENT_##argument, NULL, 1 },
#include "cli/options.def"
#undef OPTION
	{ NULL, 0, NULL, 0 }
};

static const struct {
	const char *name, *value, *help;
} help_table[] = {
#define OPTION(name, argument, value, help) { name, value, help },
#include "cli/options.def"
#undef OPTION
};

static const char *const commands[] = {
	[OPTIONS_SEND] = "send",
	[OPTIONS_LIST] = "list",
	[OPTIONS_LISTEN] = "listen",
	[OPTIONS_HISTORY] = "history",
};

/* An option belongs to some commands; others must not take it silently. */
static const struct {
	const char *name;
	unsigned commands;
} limited[] = {
	{ "to",        1u << OPTIONS_SEND },
	{ "multiline", 1u << OPTIONS_SEND },
	{ "state",     1u << OPTIONS_SEND },
	{ "from",      1u << OPTIONS_LISTEN },
	{ "since",     1u << OPTIONS_LISTEN },
	{ "count",     1u << OPTIONS_LISTEN },
	{ "limit",     1u << OPTIONS_HISTORY },
	{ "before",    1u << OPTIONS_HISTORY },
	{ "json",      1u << OPTIONS_LIST | 1u << OPTIONS_LISTEN |
	    1u << OPTIONS_HISTORY },
	{ "plain",     1u << OPTIONS_CHAT },
};

struct parsing {
	struct options *o;
	int64_t wall_ms;
	struct buf text;
	unsigned given;		/* rows of `limited` */
};

/* --- Values ---------------------------------------------------------------- */

static bool
set_text(char **field, const char *name, const char *value, struct err *e)
{
	if (value[0] == '\0') {
		err_set(e, _("option '--%s' needs a value"), name);
		return false;
	}
	free(*field);
	*field = xstrdup(value);
	return true;
}

static bool
set_number(int64_t *field, const char *name, const char *value, struct err *e)
{
	if (str_to_int64(value, 1, 1000000000, field))
		return true;
	err_set(e, _("option '--%s' is a number from 1 on, not '%s'"), name,
	    value);
	return false;
}

static bool
set_timeout(struct options *o, const char *value, struct err *e)
{
	if (time_parse_duration(value, &o->timeout_ms) && o->timeout_ms > 0)
		return true;
	err_set(e, _("a time-out is a duration such as 60s or 2m, not '%s'"),
	    value);
	return false;
}

/* "2026-11-20", "2026-11-20T09:20Z", or whole: UTC, as servers say it. */
static bool
read_time(const char *value, int64_t *out)
{
	static const char rest[] = "0000-00-00T00:00:00Z";
	char text[64];
	size_t len = strlen(value);

	if (time_parse_iso(value, out))
		return true;
	if (len > 0 && value[len - 1] == 'Z')
		len--;
	if (len != sizeof "2026-11-20" - 1 &&
	    len != sizeof "2026-11-20T09:20" - 1 &&
	    len != sizeof "2026-11-20T09:20:00" - 1)
		return false;
	snprintf(text, sizeof text, "%.*s%s", (int)len, value, rest + len);
	return time_parse_iso(text, out);
}

/* What is neither a time nor how long ago is the name of a message. */
static bool
set_point(struct options_point *p, const char *name, const char *value,
    int64_t wall_ms, struct err *e)
{
	int64_t ago;

	free(p->msgid);
	p->msgid = NULL;
	if (read_time(value, &p->time_ms))
		return true;
	if (str_is_digit(value[0]) && strlen(value) < 16 &&
	    time_parse_duration(value, &ago)) {
		p->time_ms = wall_ms - ago;
		return true;
	}
	return set_text(&p->msgid, name, value, e);
}

/* --- Options and words ----------------------------------------------------- */

static void
note_given(struct parsing *p, const char *name)
{
	size_t i;

	for (i = 0; i < sizeof limited / sizeof *limited; i++)
		if (str_eq(limited[i].name, name))
			p->given |= 1u << i;
}

static bool
take_switch(struct options *o, const char *name)
{
	static const struct {
		const char *name;
		size_t offset;
	} rows[] = {
		{ "help", offsetof(struct options, help) },
		{ "json", offsetof(struct options, json) },
		{ "multiline", offsetof(struct options, multiline) },
		{ "plain", offsetof(struct options, plain) },
		{ "version", offsetof(struct options, version) },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (!str_eq(rows[i].name, name))
			continue;
		*(bool *)((char *)o + rows[i].offset) = true;
		return true;
	}
	return false;
}

static bool
take(void *self, const char *name, const char *value, struct err *e)
{
	struct parsing *p = self;
	struct options *o = p->o;

	note_given(p, name);
	if (take_switch(o, name))
		return true;
	if (str_eq(name, "config"))
		return set_text(&o->config, name, value, e);
	if (str_eq(name, "to") || str_eq(name, "from"))
		return set_text(&o->dest, name, value, e);
	if (str_eq(name, "state"))
		return set_text(&o->state, name, value, e);
	if (str_eq(name, "timeout"))
		return set_timeout(o, value, e);
	if (str_eq(name, "since"))
		return set_point(&o->since, name, value, p->wall_ms, e);
	if (str_eq(name, "before"))
		return set_point(&o->before, name, value, p->wall_ms, e);
	if (str_eq(name, "count"))
		return set_number(&o->count, name, value, e);
	if (str_eq(name, "limit"))
		return set_number(&o->limit, name, value, e);
	return locator_option(&o->to, name, value, e);
}

static enum options_command
command_of(const char *word)
{
	size_t i;

	for (i = 1; i < sizeof commands / sizeof *commands; i++)
		if (str_eq(commands[i], word))
			return (enum options_command)i;
	return OPTIONS_CHAT;
}

static bool
add_text(struct parsing *p, const char *word, struct err *e)
{
	if ((p->text.len == 0 || buf_add_char(&p->text, ' ')) &&
	    buf_add_str(&p->text, word))
		return true;
	err_set(e, _("the text is too long"));
	return false;
}

/* Places, then the command, then its own words. */
static bool
take_word(void *self, const char *word, struct err *e)
{
	struct parsing *p = self;
	struct options *o = p->o;

	if (o->command == OPTIONS_CHAT) {
		o->command = command_of(word);
		return o->command != OPTIONS_CHAT ||
		    locator_parse(&o->to, word, e);
	}
	if (o->command == OPTIONS_SEND)
		return add_text(p, word, e);
	if (o->command != OPTIONS_LISTEN && o->dest == NULL)
		return set_text(&o->dest, "dest", word, e);
	err_set(e, _("'%s' is too much"), word);
	return false;
}

static bool
check(const struct parsing *p, struct err *e)
{
	const struct options *o = p->o;
	size_t i;

	for (i = 0; i < sizeof limited / sizeof *limited; i++) {
		if (!(p->given & 1u << i) ||
		    (limited[i].commands & 1u << o->command))
			continue;
		err_set(e, _("the option '--%s' is not for this command"),
		    limited[i].name);
		return false;
	}
	if (o->to.tls && o->to.no_tls) {
		err_set(e, _("'--no-tls' and 'ircs://' exclude each other"));
		return false;
	}
	return true;
}

bool
options_parse(struct options *o, int argc, char *const *argv, int64_t wall_ms,
    struct err *e)
{
	static const struct argument_calls calls = { table, take, take_word };
	struct parsing p = { .o = o, .wall_ms = wall_ms };
	bool ok;

	memset(o, 0, sizeof *o);
	o->timeout_ms = TIMEOUT_MS;
	buf_init(&p.text, 1 << 20);
	ok = arguments_parse(argc, argv, &calls, &p, e);
	if (p.text.len > 0)
		o->text = xstrdup(buf_str(&p.text));
	buf_release(&p.text);
	return ok && (o->help || o->version || check(&p, e));
}

void
options_release(struct options *o)
{
	locator_release(&o->to);
	free(o->config);
	free(o->dest);
	free(o->text);
	free(o->state);
	free(o->since.msgid);
	free(o->before.msgid);
	memset(o, 0, sizeof *o);
}

/* --- Help ------------------------------------------------------------------ */

static void
add(struct buf *out, const char *text)
{
	if (!buf_add_str(out, text))
		abort();	/* the caller's buffer is too small for a constant */
}

void
options_help(struct buf *out)
{
	size_t i;

	add(out, _("Usage: tcpchat [OPTION]... [PLACE]\n"
	    "       tcpchat [OPTION]... [PLACE] send [TEXT]...\n"
	    "       tcpchat [OPTION]... [PLACE] list [CHANNEL]\n"
	    "       tcpchat [OPTION]... [PLACE] listen\n"
	    "       tcpchat [OPTION]... [PLACE] history [DEST]\n"));
	add(out, _("Chats line by line; without a command, by questions and "
	    "answers.\nPLACE is [NICK@]HOST[:PORT], or an URL: irc://, "
	    "ircs://, json://, text://\n\n"));
	for (i = 0; i < sizeof help_table / sizeof *help_table; i++)
		if (!arguments_help_option(out, help_table[i].name,
		    help_table[i].value, _(help_table[i].help)))
			abort();
	add(out, _("\n--port:N means --port=N. send ends with 0 when all is "
	    "stored, 65 when something\nwas refused, 75 when the server "
	    "cannot be reached. The manual: man tcpchat.\n"));
}
