/* numeric.c -- what a server says by number, in our own words. */
#include "config.h"

#include "session/numeric.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/str.h"
#include "proto/irc_msg.h"
#include "proto/irc_numeric.h"
#include "proto/limits.h"
#include "session/clean.h"

#include "base/banned.h"

enum own { ALONE, WITH_REASON };

struct row {
	int code;
	enum own own;
	const char *words;	/* untranslated */
};

static const struct row rows[] = {
#define NUMERIC(code, own, words) { code, own, words },
#include "session/numeric.def"
#undef NUMERIC
};

static int
compare(const void *code, const void *row)
{
	return *(const int *)code - ((const struct row *)row)->code;
}

/* "{1}" or "{2+}": its parameters, parted by blanks. False: one is missing. */
static bool
add_params(const char **at, const struct irc_msg *m, struct buf *out)
{
	size_t i = (size_t)(**at - '0');
	/* The last one of an error is the server's words. */
	size_t n = m->nparams - (irc_msg_numeric(m) >= 400);
	bool ok = i < n;

	(*at)++;
	if (ok)
		ok = buf_add_str(out, m->params[i]);
	if (**at == '+') {
		for ((*at)++; ok && ++i < n;)
			ok = buf_addf(out, " %s", m->params[i]);
	}
	(*at)++;	/* } */
	return ok;
}

static bool
expand(const char *words, const struct irc_msg *m, struct buf *out)
{
	bool ok = true;

	while (*words != '\0' && ok) {
		if (*words++ != '{')
			ok = buf_add_char(out, words[-1]);
		else
			ok = add_params(&words, m, out);
	}
	return ok;
}

/* Behind our words, unless it is only what the number means anyway. */
static bool
add_reason(const struct irc_msg *m, struct buf *out)
{
	const char *reason = m->params[m->nparams - 1];
	const char *usual = numeric_text((enum numeric)irc_msg_numeric(m));

	if (reason[0] == '\0' || (usual != NULL && str_eq(reason, usual)))
		return true;
	return buf_addf(out, " (%s)", reason);
}

const char *
numeric_words(struct arena *a, const struct irc_msg *m)
{
	int code = irc_msg_numeric(m);
	const struct row *row = bsearch(&code, rows,
	    sizeof rows / sizeof *rows, sizeof *rows, compare);
	const char *words = NULL;
	struct buf text;

	if (row == NULL || m->nparams == 0)
		return NULL;
	buf_init(&text, IRC_LINE_FOREIGN_MAX + 1024);
	if (expand(_(row->words), m, &text) &&
	    (row->own == ALONE || add_reason(m, &text)))
		words = clean_copy(a, buf_str(&text));
	buf_release(&text);
	return words;
}
