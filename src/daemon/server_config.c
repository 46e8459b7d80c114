/* server_config.c -- settings as the server wants them. */
#include "config.h"

#include "daemon/server_config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "daemon/file.h"
#include "daemon/gate.h"
#include "daemon/retention.h"
#include "daemon/settings.h"

#include "base/banned.h"

enum { SILENT_PER_IP = 16 };	/* DIALECTS.md, `json` */

static bool
read_motd(struct server_texts *t, const char *path, struct err *e)
{
	if (path[0] == '\0')
		return true;
	t->motd = file_read(path);
	if (t->motd == NULL) {
		err_set(e, _("cannot read the message of the day '%s': %s; "
		    "mend the setting 'motd-file'"), path, strerror(errno));
		return false;
	}
	if (utf8_valid(t->motd, strlen(t->motd)))
		return true;
	err_set(e, _("cannot use the message of the day '%s': it is not UTF-8; "
	    "convert it, for example by iconv"), path);
	return false;
}

/* The machine's own name, if it can stand in a line of IRC. */
static void
find_name(char *name, size_t size)
{
	char host[256] = "";

	(void)gethostname(host, sizeof host - 1);
	if (host[0] == '\0' || host[0] == ':' || strpbrk(host, " !@") != NULL)
		(void)str_copy(name, size, "localhost");
	else
		(void)str_copy(name, size, host);
}

bool
server_texts_read(struct server_texts *t, const struct settings *s,
    struct err *e)
{
	*t = (struct server_texts){ .motd = NULL };
	if (s->server_name[0] != '\0')
		(void)str_copy(t->name, sizeof t->name, s->server_name);
	else
		find_name(t->name, sizeof t->name);
	t->keep = retention_keep(s, e);
	return t->keep != NULL && read_motd(t, s->motd_file, e);
}

void
server_texts_release(struct server_texts *t)
{
	free(t->motd);
	free(t->keep);
	*t = (struct server_texts){ .motd = NULL };
}

static const char *
or_null(const char *text)
{
	return text[0] != '\0' ? text : NULL;
}

static enum server_always_on
always_on(const char *text)
{
	if (str_eq(text, "default"))
		return SERVER_ALWAYS_ON_DEFAULT;
	return str_eq(text, "off") ? SERVER_ALWAYS_ON_OFF :
	    SERVER_ALWAYS_ON_OPT_IN;
}

static enum server_log_messages
log_messages(const char *text)
{
	if (str_eq(text, "all"))
		return SERVER_LOG_ALL;
	return str_eq(text, "none") ? SERVER_LOG_NONE : SERVER_LOG_CHANNELS;
}

static bool
lets_tls_in(const struct listen_block *b)
{
	return b->port != 0 && (b->tls || str_eq(b->protocol, "auto"));
}

/* Where a client finds TLS; 0: nowhere, but by a unix socket. */
static unsigned
tls_port(const struct settings *s)
{
	if (s->tls_port != 0)
		return (unsigned)s->tls_port;
	for (size_t i = 0; i < s->listen.n; i++)
		if (s->listen.block[i].tls && s->listen.block[i].port != 0)
			return s->listen.block[i].port;
	if (s->listen.n == 0 || s->machine_name[0] != '\0')
		return (unsigned)s->port;
	for (size_t i = 0; i < s->listen.n; i++)
		if (lets_tls_in(&s->listen.block[i]))
			return s->listen.block[i].port;
	return 0;
}

static enum server_registration
registration(const char *text)
{
	if (str_eq(text, "operators"))
		return SERVER_REGISTRATION_OPERATORS;
	return str_eq(text, "off") ? SERVER_REGISTRATION_OFF :
	    SERVER_REGISTRATION_ON;
}

struct server_config
server_config_make(const struct settings *s, const struct server_texts *t,
    const struct gate *g)
{
	struct server_config c = {
		.name = t->name,
		.network = s->network,
		.icon = or_null(s->network_icon),
		.tag_deny = or_null(s->client_tag_deny),
		.version = PACKAGE_NAME "-" PACKAGE_VERSION,
		.password = or_null(s->password),
		.lobby = or_null(s->lobby),
		.lobby_topic = or_null(s->lobby_topic),
		.autojoin = s->autojoin,
		.autojoin_max = (unsigned)s->autojoin_max,
		.history = !str_eq(s->history, "off"),
		.history_in_memory = str_eq(s->history, "memory"),
		.history_open = str_eq(s->history_access, "open"),
		.keep = t->keep,
		.durability = s->durability,
		.channel_keep_ms = s->channel_keep,
		.redact_window_ms = s->redact_window,
		.max_clients = (unsigned)s->max_clients,
		.max_clients_per_ip = (unsigned)s->max_clients_per_ip,
		.connect_rate = (unsigned)s->connect_rate,
		.silent_max = (unsigned)s->silent_max,
		.silent_max_per_ip = SILENT_PER_IP,
		.registration_timeout_ms = s->registration_timeout,
		.ping_timeout_ms = s->ping_timeout,
		.resume_hold_ms = s->resume_hold,
		.replay_on_join = (unsigned)s->replay_on_join,
		.always_on = always_on(s->always_on),
		.absent_text = s->absent_text,
		.flood_control = s->flood_control,
		.tls_port = tls_port(s),
		/* A world that holds to a key that nobody has signed would be
		 * locked out with the next one. */
		.sts_duration_ms = gate_has_own(g) ? 0 : s->sts_duration,
		.registration = registration(s->registration),
		.plain_anywhere = str_eq(s->sasl_plain, "always"),
		.log_messages = log_messages(s->log_messages),
		.motd = t->motd,
		.info = or_null(s->admin_info),
		.opers = s->opers.block,
		.nopers = s->opers.n,
		.cloak = s->cloak,
	};

	memcpy(c.cloak_key, t->cloak_key, sizeof c.cloak_key);
	return c;
}
