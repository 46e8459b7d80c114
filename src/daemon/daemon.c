/* daemon.c -- opens everything in order, and closes it in the reverse one. */
#include "config.h"

#include "daemon/daemon.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <event2/event.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "bus/bus.h"
#include "daemon/addresses.h"
#include "daemon/cloak_key.h"
#include "daemon/configuration.h"
#include "daemon/conn.h"
#include "daemon/control.h"
#include "daemon/daemon_internal.h"
#include "daemon/daemonize.h"
#include "daemon/file.h"
#include "daemon/gate.h"
#include "daemon/hasher.h"
#include "daemon/loop.h"
#include "daemon/options.h"
#include "daemon/privdrop.h"
#include "daemon/rehash.h"
#include "daemon/protocol.h"
#include "daemon/retention.h"
#include "daemon/server_config.h"
#include "daemon/settings.h"
#include "daemon/signals.h"
#include "daemon/statedir.h"
#include "daemon/syslog.h"
#include "daemon/world.h"
#include "net/listen.h"
#include "server/server.h"
#include "store/store.h"

#include "base/banned.h"

/* Every client is a descriptor: as many as root has allowed. */
static void
raise_descriptors(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max;
	(void)setrlimit(RLIMIT_NOFILE, &limit);
}

static void
begin_log(struct daemon *d)
{
	struct syslog_config config = {
		.name = "tcpchatd",
		.to_syslog = d->settings->syslog,
		.to_stderr = d->options->foreground,
		.least = d->options->verbose ? LEVEL_DEBUG : LEVEL_INFO,
	};

	d->log = syslog_new(config);
	log_set_sink(syslog_line, d->log);
}

static void
on_turned_away(void *arg)
{
	struct daemon *d = arg;

	(void)d;
	log_line(LEVEL_WARNING, "accept: out of descriptors");
}

static void
on_accepted(void *arg, const void *tag, int fd_take,
    const struct sockaddr *peer)
{
	struct daemon *d = arg;

	conn_accepted(d->loop, tag, fd_take, peer);
}

/* With listen blocks, only what was asked for is opened. */
static bool
open_main(struct daemon *d, struct err *e)
{
	const struct settings *s = d->settings;

	if (s->listen.n > 0 && s->machine_name[0] == '\0'
	    && d->options->naddresses == 0)
		return true;
	return addresses_open(d->listeners, s->machine_name,
	    d->options->addresses, d->options->naddresses,
	    (uint16_t)s->port, protocol_find("auto", false), e);
}

static bool
open_tls(struct daemon *d, struct err *e)
{
	const struct settings *s = d->settings;

	return s->tls_port == 0 || addresses_open(d->listeners,
	    s->machine_name, d->options->addresses, d->options->naddresses,
	    (uint16_t)s->tls_port, protocol_find("auto", true), e);
}

static bool
open_text(struct daemon *d, struct err *e)
{
	const struct settings *s = d->settings;

	return s->text_port == 0 || addresses_open(d->listeners,
	    s->machine_name, d->options->addresses, d->options->naddresses,
	    (uint16_t)s->text_port, protocol_find("text", false), e);
}

static bool
open_blocks(struct daemon *d, struct err *e)
{
	const struct listen_blocks *blocks = &d->settings->listen;

	for (size_t i = 0; i < blocks->n; i++) {
		const struct listen_block *b = &blocks->block[i];

		if (!addresses_open(d->listeners, b->address, NULL, 0,
		    b->port, protocol_find(b->protocol, b->tls), e))
			return false;
	}
	return true;
}

static bool
open_listeners(struct daemon *d, struct err *e)
{
	static const struct listen_calls calls = {
		.accepted = on_accepted, .turned_away = on_turned_away,
	};
	struct listen_config config = {
		.fd_max = loop_fd_max(d->loop),
		.sorry = "ERROR :This server has no room for another "
		    "connection; try again later\r\n",
	};

	d->listeners = listeners_new(loop_base(d->loop), config, &calls, d);
	if (d->options->closed)
		return true;
	return open_main(d, e) && open_tls(d, e) && open_text(d, e)
	    && open_blocks(d, e);
}

/* They were read as root; who is told now has time to mend it. */
static void
warn_of_keys(const struct settings *s)
{
	for (size_t i = 0; i < s->tls.n; i++)
		if (access(s->tls.block[i].key, R_OK) != 0
		    || access(s->tls.block[i].certificate, R_OK) != 0)
			log_line(LEVEL_WARNING, "tls: the user %s cannot read "
			    "certificate=%s and key=%s: SIGHUP will be refused",
			    s->user, s->tls.block[i].certificate,
			    s->tls.block[i].key);
}

/* After it nothing may need root: the settings are read again one day. */
static bool
drop_privileges(struct daemon *d, struct err *e)
{
	const char *user = d->settings->user;

	if (geteuid() != 0 || user[0] == '\0')
		return true;
	if (!privdrop_give(d->state_dir, user, e) || !privdrop(user, e))
		return false;
	warn_of_keys(d->settings);
	if (d->options->config == NULL || access(d->options->config, R_OK) == 0)
		return true;
	err_set(e, _("the user '%s' cannot read the settings '%s'; they could "
	    "not be read again: allow it by chown or chmod"), user,
	    d->options->config);
	return false;
}

/* What newcomers meet, in the words of `s` and `texts`. */
static struct gate *
open_gate(struct daemon *d, const struct settings *s,
    const struct server_texts *texts, struct err *e)
{
	struct gate *g = gate_new(s, e);

	if (g == NULL || gate_add_own(g, s, d->state_dir, texts->name,
	    loop_clock().wall_ms, e))
		return g;
	gate_free(g);
	return NULL;
}

/* Into the state folder, as its owner. */
static bool
open_own(struct daemon *d, struct err *e)
{
	int64_t now_ms = loop_clock().wall_ms;

	if (!cloak_key_read(d->state_dir, d->texts.cloak_key, e))
		return false;
	if (!gate_add_own(d->gate, d->settings, d->state_dir, d->texts.name,
	    now_ms, e))
		return false;
	gate_log(d->gate);
	gate_warn(d->gate, now_ms);
	loop_set_gate(d->loop, d->gate);
	return true;
}

static enum store_sync
sync_of(const struct settings *s)
{
	if (str_eq(s->durability, "full"))
		return STORE_SYNC_FULL;
	return str_eq(s->durability, "normal") ? STORE_SYNC_NORMAL
	    : STORE_SYNC_OFF;
}

static enum bus_durability
durability_of(const struct settings *s)
{
	if (str_eq(s->durability, "full"))
		return BUS_DURABILITY_FULL;
	return str_eq(s->durability, "normal") ? BUS_DURABILITY_NORMAL
	    : BUS_DURABILITY_OFF;
}

/* Also without history: accounts and channels are kept, only no message. */
static bool
open_store(struct daemon *d, struct err *e)
{
	const char *history = d->settings->history;
	struct bus_local_config config = { .history = !str_eq(history, "off"),
	    .durability = durability_of(d->settings) };
	char *path = file_join(d->state_dir, "/tcpchat.db");

	d->store = str_eq(history, "memory") ?
	    store_split_open(path, sync_of(d->settings), e) :
	    store_sqlite_open(path, sync_of(d->settings), e);
	free(path);
	if (d->store != NULL)
		d->bus = bus_local_new(d->store, config);
	return d->store != NULL;
}

static void
restore(void *ctx, const struct store_channel *c)
{
	struct daemon *d = ctx;

	server_restore_channel(d->server, c);
}

static void
restore_ban(void *ctx, const struct store_ban *b)
{
	struct daemon *d = ctx;

	server_restore_ban(d->server, b);
}

static void
restore_belonging(void *ctx, const struct store_belonging *b)
{
	struct daemon *d = ctx;

	server_restore_belonging(d->server, b);
}

static void
restore_account(void *ctx, const struct account_row *row)
{
	struct daemon *d = ctx;

	server_restore_account(d->server, row);
}

static bool
start_server(struct daemon *d, struct err *e)
{
	struct server_config config;
	struct world world;

	d->hasher = hasher_new(e);
	if (d->hasher == NULL)
		return false;
	d->rehash = rehash_new(d);
	d->world = (struct world_of){ .loop = d->loop, .store = d->store,
	    .hasher = d->hasher, .rehash = rehash_ask, .arg = d->rehash };
	world = world_make(&d->world);
	config = server_config_make(d->settings, &d->texts, d->gate);
	d->server = server_new(&config, &world, d->bus, loop_clock());
	server_restore_time(d->server, store_last_ms(d->store));
	if (store_load_accounts(d->store, restore_account, d) &&
	    store_load(d->store, restore, d) &&
	    store_load_bans(d->store, restore_ban, d) &&
	    store_load_belongings(d->store, restore_belonging, d)) {
		loop_attach(d->loop, d->server, d->bus, d->store);
		loop_attach_hasher(d->loop, d->hasher);
		d->retention = retention_new(loop_base(d->loop), d->store,
		    &d->texts.keep);
		return true;
	}
	err_set(e, _("cannot read the channels and accounts in '%s/tcpchat.db'; "
	    "restore the folder from a copy"), d->state_dir);
	return false;
}

void
daemon_stop(struct daemon *d)
{
	loop_stop(d->loop, "The server is shutting down");
}

static void
on_stop(void *arg, const char *name)
{
	struct daemon *d = arg;

	log_line(LEVEL_NOTICE, "stop: signal=%s", name);
	daemon_stop(d);
}

/* What only a new start can change stays as it is. */
static void
keep_started(struct settings *fresh, const struct settings *old)
{
	for (size_t i = 0; i < settings_count; i++) {
		const struct setting *row = &settings_table[i];

		if (row->when == SETTING_LIVE
		    || settings_equal(fresh, old, row))
			continue;
		log_line(LEVEL_WARNING, "reload: setting=%s needs a new start",
		    row->name);
		settings_copy(fresh, old, row);
	}
}

static bool
read_again(struct daemon *d, struct settings *fresh, struct server_texts *texts,
    struct err *e)
{
	if (!configuration_load(fresh, d->options, e))
		return false;
	keep_started(fresh, d->settings);
	if (!server_texts_read(texts, fresh, e))
		return false;
	memcpy(texts->cloak_key, d->texts.cloak_key, sizeof texts->cloak_key);
	return true;
}

/* All or nothing: nothing has changed before everything is known to be good. */
bool
daemon_reload(struct daemon *d, struct err *e)
{
	struct server_texts texts = { .motd = NULL };
	struct settings fresh;
	struct server_config config;
	struct gate *gate = NULL;

	if (!read_again(d, &fresh, &texts, e)
	    || (gate = open_gate(d, &fresh, &texts, e)) == NULL) {
		log_line(LEVEL_ERROR, "reload: refused, nothing changed: %s",
		    e->text);
		settings_release(&fresh);
		server_texts_release(&texts);
		return false;
	}
	settings_release(d->settings);
	server_texts_release(&d->texts);
	*d->settings = fresh;
	d->texts = texts;
	loop_set_gate(d->loop, gate);
	gate_free(d->gate);
	d->gate = gate;
	config = server_config_make(d->settings, &d->texts, d->gate);
	loop_begin_turn(d->loop);
	gate_log(gate);
	gate_warn(gate, loop_now(d->loop).wall_ms);
	server_configure(d->server, &config);
	retention_run(d->retention);
	log_line(LEVEL_NOTICE, "reload: done");
	return true;
}

static void
on_day(evutil_socket_t fd, short what, void *arg)
{
	const struct daemon *d = arg;

	(void)fd;
	(void)what;
	gate_warn(d->gate, loop_clock().wall_ms);
}

/* A server may well run for longer than its certificate is valid. */
static void
watch_certificates(struct daemon *d)
{
	struct timeval day = { .tv_sec = 24 * 60 * 60 };

	d->daily = event_new(loop_base(d->loop), -1, EV_PERSIST, on_day, d);
	if (d->daily == NULL)
		abort();	/* out of memory */
	(void)event_add(d->daily, &day);
}

static void
on_reload(void *arg)
{
	struct err e = { "" };

	(void)daemon_reload(arg, &e);
}

static void
catch_signals(struct daemon *d)
{
	static const struct signal_calls calls = { on_stop, on_reload };

	d->signals = signals_new(loop_base(d->loop), &calls, d);
}

/* What needs root comes first; no file of ours is made by root but the lock. */
static bool
open_all(struct daemon *d, struct err *e)
{
	begin_log(d);
	if (!server_texts_read(&d->texts, d->settings, e)
	    || !statedir_make(d->state_dir, e)
	    || (d->lock = statedir_lock(d->state_dir, e)) < 0)
		return false;
	d->loop = loop_new(d->settings->event_method, e);
	if (d->loop == NULL)
		return false;
	catch_signals(d);
	watch_certificates(d);
	d->gate = gate_new(d->settings, e);
	return d->gate != NULL && open_listeners(d, e)
	    && drop_privileges(d, e) && open_own(d, e)
	    && open_store(d, e) && start_server(d, e)
	    && daemon_open_control(d, e) && syslog_start(d->log, e);
}

static void
close_all(struct daemon *d)
{
	signals_free(d->signals);
	if (d->daily != NULL)
		event_free(d->daily);
	listeners_free(d->listeners);
	retention_free(d->retention);
	control_free(d->control);
	rehash_free(d->rehash);
	loop_free(d->loop);
	gate_free(d->gate);
	server_free(d->server);
	bus_free(d->bus);
	hasher_free(d->hasher);
	store_free(d->store);
	server_texts_release(&d->texts);
	log_line(LEVEL_NOTICE, "end: all is stored");
	log_set_sink(NULL, NULL);
	syslog_free(d->log);
	statedir_unlock(d->state_dir, d->lock);
}

static void
report_failure(int fd, const char *why)
{
	if (fd >= 0)
		daemonize_report(fd, false, why);
	else
		(void)fprintf(stderr, "tcpchatd: %s\n", why);
}

/* By which people can compare what their clients ask them about. */
static void
report_start(const struct daemon *d, int fd)
{
	char text[1024];

	gate_describe(d->gate, text, sizeof text);
	if (fd >= 0) {
		daemonize_report(fd, true, text);
		return;
	}
	(void)fputs(text, stdout);
	(void)fflush(stdout);
}

static void
serve(struct daemon *d)
{
	struct listeners *listeners = d->listeners;

	d->listeners = NULL;
	loop_take_listeners(d->loop, listeners);
	log_line(LEVEL_NOTICE, "start: version=%s pid=%ld state=%s method=%s",
	    PACKAGE_VERSION, (long)getpid(), d->state_dir,
	    loop_method(d->loop));
	loop_run(d->loop);
}

int
daemon_run(const struct options *options, struct settings *settings,
    const char *state_dir, int report_fd)
{
	struct daemon d = { .options = options, .settings = settings,
	    .state_dir = state_dir, .lock = -1 };
	struct err e = { "" };
	bool ok;

	raise_descriptors();
	d.started_ms = loop_clock().wall_ms;
	ok = open_all(&d, &e);
	if (ok) {
		report_start(&d, report_fd);
		serve(&d);
	}
	close_all(&d);
	if (!ok)	/* last: who is told may try again at once */
		report_failure(report_fd, e.text);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
