/* protocol.c -- what is spoken at a listening socket. */
#include "config.h"

#include "daemon/protocol.h"

#include "adapter/adapter.h"
#include "base/str.h"
#include "proto/dialect.h"

#include "base/banned.h"

static const struct protocol protocols[] = {
	{ "auto", NULL, adapter_tell, true, PROTOCOL_EITHER },
	{ "auto", NULL, adapter_tell, true, PROTOCOL_TLS },
	{ "irc", &dialect_irc, NULL, false, PROTOCOL_PLAIN },
	{ "irc", &dialect_irc, NULL, false, PROTOCOL_TLS },
	{ "json", &dialect_json, NULL, true, PROTOCOL_PLAIN },
	{ "json", &dialect_json, NULL, true, PROTOCOL_TLS },
	{ "text", &dialect_text, NULL, true, PROTOCOL_PLAIN },
	{ "text", &dialect_text, NULL, true, PROTOCOL_TLS },
};

const struct protocol *
protocol_find(const char *name, bool tls)
{
	for (size_t i = 0; i < sizeof protocols / sizeof *protocols; i++)
		if (str_eq(protocols[i].name, name)
		    && (protocols[i].tls == PROTOCOL_TLS) == tls)
			return &protocols[i];
	return NULL;
}
