/* oper_config.c -- the operators that the settings name. */
#include "config.h"
#include "server/oper.h"

#include <stdlib.h>

#include "base/xalloc.h"

#include "base/banned.h"

static char *
copy(const char *text)
{
	return text == NULL ? NULL : xstrdup(text);
}

struct oper_config *
opers_copy(const struct oper_config *opers, size_t n)
{
	struct oper_config *out = xcalloc(n + 1, sizeof *out);
	size_t i;

	for (i = 0; i < n; i++) {
		out[i] = opers[i];
		out[i].name = copy(opers[i].name);
		out[i].account = copy(opers[i].account);
		out[i].fingerprint = copy(opers[i].fingerprint);
		out[i].masks = copy(opers[i].masks);
	}
	return out;
}

void
opers_release(struct oper_config *opers, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		free((char *)opers[i].name);
		free((char *)opers[i].account);
		free((char *)opers[i].fingerprint);
		free((char *)opers[i].masks);
	}
	free(opers);
}
