/* own.c -- a certificate of one's own, to log in with. */
#include "config.h"

#include "client/own.h"

#include <string.h>

#include "client/machine.h"

#include "base/banned.h"

/* Every server that asks gets to see it: it says no name and no place. */
static const char *const names[] = { "tcpchat-client" };

bool
own_make(const struct tls_pair *pair, struct err *e)
{
	return tls_make_pair(pair, names, 1, machine_now().wall_ms, e);
}

bool
own_fingerprint(const struct tls_pair *pair, char out[TLS_FINGERPRINT_SIZE],
    struct err *e)
{
	struct tls_context *c = tls_client_new(NULL, pair, e);
	struct tls_certificate x;
	bool ok = c != NULL && tls_context_certificate(c, 0, &x);

	if (ok)
		memcpy(out, x.fingerprint, TLS_FINGERPRINT_SIZE);
	tls_context_free(c);
	return ok;
}
