/* silent.c -- connections that are nobody yet. */
#include "config.h"
#include "server/silent.h"

#include "server/hosts.h"
#include "server/registration.h"
#include "server/server_internal.h"

#include "base/banned.h"

enum { GRACE_MS = 1000 };

void
silent_begin(struct client *c)
{
	c->is_silent = true;
	c->server->nsilent++;
	hosts_network(c->server, c->host)->silent++;
}

void
silent_end(struct client *c)
{
	if (!c->is_silent)
		return;
	c->is_silent = false;
	c->server->nsilent--;
	hosts_network(c->server, c->host)->silent--;
	client_start_deadline(c);
}

static bool
is_too_many(const struct server *s, const struct client *c)
{
	const struct server_config *cfg = &s->config;

	if (cfg->silent_max != 0 && s->nsilent > cfg->silent_max)
		return true;
	return cfg->silent_max_per_ip != 0 && !c->is_local &&
	    hosts_network(s, c->host)->silent > cfg->silent_max_per_ip;
}

void
silent_limit(struct server *s)
{
	struct client *c;

	TAILQ_FOREACH(c, &s->newcomers, all)
		if (c->is_silent && !c->is_closed &&
		    s->now.mono_ms - c->registration->began_ms >= GRACE_MS &&
		    is_too_many(s, c))
			client_close(c, "Too many silent connections");
}
