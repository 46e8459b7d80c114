/* netwatch_none.c -- where nobody tells: the next try comes by its time. */
#include "config.h"

#include "client/netwatch.h"

#include "base/banned.h"

int
netwatch_open(void)
{
	return -1;
}

bool
netwatch_read(int fd)
{
	(void)fd;
	return false;
}
