/* protocol.c -- what is spoken at a listening socket. */
#include "config.h"

#include "daemon/protocol.h"

#include "adapter/adapter.h"
#include "base/str.h"
#include "proto/dialect.h"

#include "base/banned.h"

static const struct protocol protocols[] = {
	{ "auto", NULL, adapter_tell, true },
	{ "irc", &dialect_irc, NULL, false },
	{ "json", &dialect_json, NULL, true },
	{ "text", &dialect_text, NULL, true },
};

const struct protocol *
protocol_find(const char *name)
{
	for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
		if (str_eq(protocols[i].name, name))
			return &protocols[i];
	return NULL;
}
