/* settings_block.c -- the blocks that a file of settings may have. */
#include "config.h"

#include "daemon/settings.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "daemon/protocol.h"
#include "net/cidr.h"
#include "proto/irc_mask.h"
#include "proto/sasl_text.h"
#include "server/oper.h"

#include "base/banned.h"

enum { WEBIRC_PASSWORD_MIN = 8 };

void
settings_release_blocks(struct settings *s)
{
	for (size_t i = 0; i < s->listen.n; i++) {
		free(s->listen.block[i].address);
		free(s->listen.block[i].protocol);
	}
	for (size_t i = 0; i < s->tls.n; i++) {
		free(s->tls.block[i].certificate);
		free(s->tls.block[i].key);
	}
	for (size_t i = 0; i < s->webirc.n; i++) {
		free(s->webirc.block[i].password);
		free(s->webirc.block[i].address);
	}
	opers_release(s->opers.block, s->opers.n);
	free(s->listen.block);
	free(s->tls.block);
	free(s->webirc.block);
}

bool
settings_add_listen(struct settings *s, const char *address, long port,
    const char *protocol, bool tls, struct err *e)
{
	struct listen_blocks *l = &s->listen;

	if (address[0] != '/' && (port < 1 || port > 65535)) {
		err_set(e, _("'port' of a listen block must be a number "
		    "from 1 to 65535, not %ld"), port);
		return false;
	}
	if (protocol_find(protocol, tls) == NULL) {
		err_set(e, _("'protocol' must be one of auto|irc|json|text, "
		    "not '%s'"), protocol);
		return false;
	}
	l->block = xreallocarray(l->block, l->n + 1, sizeof *l->block);
	l->block[l->n++] = (struct listen_block){ xstrdup(address),
	    (uint16_t)port, xstrdup(protocol), tls };
	return true;
}

bool
settings_add_tls(struct settings *s, const char *certificate, const char *key,
    struct err *e)
{
	struct tls_blocks *t = &s->tls;

	if (certificate[0] != '/' || key[0] != '/') {
		err_set(e, _("'certificate' and 'key' of a tls block must be "
		    "whole paths, beginning with '/', not '%s'"),
		    certificate[0] != '/' ? certificate : key);
		return false;
	}
	t->block = xreallocarray(t->block, t->n + 1, sizeof *t->block);
	t->block[t->n++] = (struct tls_block){ xstrdup(certificate),
	    xstrdup(key) };
	return true;
}

bool
settings_add_webirc(struct settings *s, const char *password,
    const char *address, struct err *e)
{
	struct webirc_blocks *w = &s->webirc;
	struct cidr_list list;

	if (strlen(password) < WEBIRC_PASSWORD_MIN
	    || strpbrk(password, " \r\n") != NULL || password[0] == ':') {
		err_set(e, _("'password' of a webirc block must have %d "
		    "characters or more, and no blank"), WEBIRC_PASSWORD_MIN);
		return false;
	}
	if (!cidr_list_parse(&list, address, e))
		return false;
	cidr_list_release(&list);
	w->block = xreallocarray(w->block, w->n + 1, sizeof *w->block);
	w->block[w->n++] = (struct webirc_block){ xstrdup(password),
	    xstrdup(address) };
	return true;
}

/* --- operators --- */

static bool
masks_are_fit(const char *masks, struct err *e)
{
	struct str_span item;
	char one[MASK_LEN + 1], made[MASK_LEN + 1];

	while (str_next_item(&masks, ' ', &item)) {
		if (item.len == 0 || (str_copy_span(one, sizeof one, item)
		    && irc_mask_make(one, made)))
			continue;
		err_set(e, _("'address' of an operator block must be masks "
		    "such as *@192.0.2.7, not '%.*s'"), (int)item.len, item.p);
		return false;
	}
	return true;
}

static bool
operator_is_fit(const struct oper_words *w, struct sasl_verifier *v,
    struct err *e)
{
	if (w->name[0] == '\0' || w->name[0] == ':'
	    || strchr(w->name, ' ') != NULL)
		err_set(e, _("'name' of an operator block must be one word, "
		    "not '%s'"), w->name);
	else if (w->password[0] == '\0' && w->account[0] == '\0'
	    && w->fingerprint[0] == '\0')
		err_set(e, _("the operator '%s' needs a password, an account "
		    "or a fingerprint"), w->name);
	else if (w->password[0] != '\0'
	    && !sasl_verifier_parse(v, w->password))
		err_set(e, _("'password' of the operator '%s' must be what "
		    "'tcpchatd hash-password' prints"), w->name);
	else if (w->fingerprint[0] != '\0' && (strlen(w->fingerprint) != 64
	    || strspn(w->fingerprint, "0123456789abcdefABCDEF") != 64))
		err_set(e, _("'fingerprint' of the operator '%s' must be 64 "
		    "hexadecimal digits (SHA-256)"), w->name);
	else
		return masks_are_fit(w->address, e);
	return false;
}

static const char *
or_null(const char *text)
{
	return text[0] == '\0' ? NULL : text;
}

bool
settings_add_operator(struct settings *s, const struct oper_words *w,
    struct err *e)
{
	struct oper_blocks *o = &s->opers;
	struct oper_config one = { .name = w->name,
	    .account = or_null(w->account),
	    .fingerprint = or_null(w->fingerprint),
	    .masks = or_null(w->address) };
	struct oper_config *copy;

	if (!operator_is_fit(w, &one.verifier, e))
		return false;
	copy = opers_copy(&one, 1);
	o->block = xreallocarray(o->block, o->n + 1, sizeof *o->block);
	o->block[o->n++] = copy[0];
	free(copy);
	return true;
}
