/* adapter.c -- which dialect a connection speaks, by its first bytes. */
#include "config.h"
#include "adapter/adapter.h"

#include <string.h>

#include "base/banned.h"

const struct dialect *
adapter_tell(const void *data, size_t len)
{
	const char *p = data, *end = p + len;

	while (p < end && strchr(" \t\r\n", *p) != NULL && *p != '\0')
		p++;
	if (p == end)
		return NULL;
	return *p == '{' ? &dialect_json : &dialect_irc;
}
