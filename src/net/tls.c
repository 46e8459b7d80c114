/* tls.c -- contexts, and one connection's TLS. */
#include "config.h"

#include "net/tls.h"

#include <arpa/inet.h>
#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "net/tls_internal.h"

#include "base/banned.h"

enum {
	RECORD_MAX_BYTES = 16 * 1024,	/* RFC 8446, section 5.1 */
	/* Of a peer's certificates together, before anything is known of it. */
	CHAIN_MAX_BYTES = 32 * 1024,
	EXPORTER_BYTES = 32,		/* RFC 9266, section 2 */
};

/* One name of one byte of length: RFC 7301, section 3.1. */
static const unsigned char alpn[] = { 3, 'i', 'r', 'c' };

struct tls_context {
	unsigned    refs;
	size_t      n;
	SSL_CTX   **all;	/* owned: one for each certificate */
	BIO_METHOD *method;	/* owned */
};

struct tls {
	SSL *ssl;			/* owned */
	struct tls_context *context;	/* a reference */
	struct tls_bottom bottom;
	char *reason;			/* owned; NULL: nothing failed */
	int  error;
	int  bottom_error;		/* errno of its last call; 0: fine */
	int  verify_error;		/* X509_V_... */
	bool is_ready, is_trusted, is_broken;
	bool wants_write, is_at_end;
};

/* --- the bottom, as OpenSSL wants it --- */

static int
after_call(BIO *b, ssize_t n, int flag)
{
	struct tls *t = BIO_get_data(b);

	BIO_clear_retry_flags(b);
	t->bottom_error = n < 0 ? errno : 0;
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		BIO_set_flags(b, flag | BIO_FLAGS_SHOULD_RETRY);
	return (int)n;
}

static int
on_bio_read(BIO *b, char *out, int size)
{
	struct tls *t = BIO_get_data(b);
	ssize_t n = t->bottom.read(t->bottom.self, out, (size_t)size);

	t->is_at_end = n == 0;
	return after_call(b, n, BIO_FLAGS_READ);
}

static int
on_bio_write(BIO *b, const char *data, int len)
{
	struct tls *t = BIO_get_data(b);
	ssize_t n = t->bottom.write(t->bottom.self, data, (size_t)len);

	return after_call(b, n, BIO_FLAGS_WRITE);
}

static long
on_bio_ctrl(BIO *b, int what, long number, void *pointer)
{
	const struct tls *t = BIO_get_data(b);

	(void)number;
	(void)pointer;
	switch (what) {
	case BIO_CTRL_FLUSH:
		return 1;
	case BIO_CTRL_EOF:
		return t->is_at_end;
	default:
		return 0;
	}
}

static BIO_METHOD *
method_new(void)
{
	BIO_METHOD *m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK,
	    "tcpchat");

	if (m == NULL)
		abort();	/* out of memory */
	(void)BIO_meth_set_read(m, on_bio_read);
	(void)BIO_meth_set_write(m, on_bio_write);
	(void)BIO_meth_set_ctrl(m, on_bio_ctrl);
	return m;
}

/* --- contexts --- */

static SSL_CTX *
ctx_new(const SSL_METHOD *method)
{
	SSL_CTX *ctx = SSL_CTX_new(method);

	if (ctx == NULL)
		abort();	/* out of memory */
	(void)SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
	/* A peer that is gone without a goodbye has ended its side, as over
	 * TCP: what is cut off are lines, and a half one counts for nothing. */
	(void)SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION
	    | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET
	    | SSL_OP_IGNORE_UNEXPECTED_EOF);
	(void)SSL_CTX_set_num_tickets(ctx, 0);
	(void)SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	(void)SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS
	    | SSL_MODE_ENABLE_PARTIAL_WRITE
	    | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	return ctx;
}

static struct tls_context *
context_new(size_t n)
{
	struct tls_context *c = xcalloc(1, sizeof *c);

	c->refs = 1;
	c->n = n;
	c->all = xcalloc(n, sizeof *c->all);
	c->method = method_new();
	return c;
}

void
tls_context_free(struct tls_context *c)
{
	if (c == NULL || --c->refs > 0)
		return;
	for (size_t i = 0; i < c->n; i++)
		SSL_CTX_free(c->all[i]);
	free(c->all);
	BIO_meth_free(c->method);
	free(c);
}

/* RFC 7301: a peer that wants another protocol than ours is told so. */
static int
on_alpn(SSL *ssl, const unsigned char **out, unsigned char *out_len,
    const unsigned char *in, unsigned int in_len, void *arg)
{
	unsigned char *chosen = NULL;

	(void)ssl;
	(void)arg;
	if (SSL_select_next_proto(&chosen, out_len, alpn, sizeof alpn, in,
	    in_len) != OPENSSL_NPN_NEGOTIATED)
		return SSL_TLSEXT_ERR_ALERT_FATAL;
	*out = chosen;
	return SSL_TLSEXT_ERR_OK;
}

/* RFC 6066, section 3: an unknown name is no reason to refuse. */
static int
on_server_name(SSL *ssl, int *alert, void *arg)
{
	const char *name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
	const struct tls_context *c = arg;

	(void)alert;
	if (name == NULL)
		return SSL_TLSEXT_ERR_NOACK;
	for (size_t i = 0; i < c->n; i++) {
		X509 *x = SSL_CTX_get0_certificate(c->all[i]);

		if (X509_check_host(x, name, 0, 0, NULL) != 1)
			continue;
		(void)SSL_set_SSL_CTX(ssl, c->all[i]);
		return SSL_TLSEXT_ERR_OK;
	}
	return SSL_TLSEXT_ERR_OK;
}

/* Any certificate of a client is taken: that it has the key is proved by the
 * handshake, and who it is its fingerprint says. */
static int
take_any(X509_STORE_CTX *store, void *arg)
{
	(void)store;
	(void)arg;
	return 1;
}

static SSL_CTX *
server_ctx_new(struct tls_context *c)
{
	SSL_CTX *ctx = ctx_new(TLS_server_method());

	SSL_CTX_set_alpn_select_cb(ctx, on_alpn, NULL);
	(void)SSL_CTX_set_tlsext_servername_callback(ctx, on_server_name);
	(void)SSL_CTX_set_tlsext_servername_arg(ctx, c);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, take_any, NULL);
	(void)SSL_CTX_set_max_cert_list(ctx, CHAIN_MAX_BYTES);
	return ctx;
}

struct tls_context *
tls_server_new(const struct tls_pair *pairs, size_t n, struct err *e)
{
	struct tls_context *c = context_new(n);

	assert(n > 0);
	for (size_t i = 0; i < n; i++) {
		c->all[i] = server_ctx_new(c);
		if (!tls_load_pair(c->all[i], &pairs[i], e)) {
			tls_context_free(c);
			return NULL;
		}
	}
	return c;
}

/* Looks, and leaves it to the edge: the handshake stops until tls_trust(). */
static int
on_verify(X509_STORE_CTX *store, void *arg)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(store,
	    SSL_get_ex_data_X509_STORE_CTX_idx());
	struct tls *t = SSL_get_app_data(ssl);

	(void)arg;
	if (t->is_trusted)
		return 1;
	t->verify_error = X509_V_OK;
	if (X509_verify_cert(store) != 1)
		t->verify_error = X509_STORE_CTX_get_error(store);
	ERR_clear_error();
	return SSL_set_retry_verify(ssl);
}

static bool
load_authorities(SSL_CTX *ctx, const char *path, struct err *e)
{
	if (path == NULL) {
		(void)SSL_CTX_set_default_verify_paths(ctx);
		ERR_clear_error();	/* a machine may have none */
		return true;
	}
	if (SSL_CTX_load_verify_file(ctx, path) == 1)
		return true;
	err_set(e, _("cannot read the authorities '%s': %s"), path,
	    tls_openssl_reason());
	ERR_clear_error();
	return false;
}

struct tls_context *
tls_client_new(const char *authorities, const struct tls_pair *own,
    struct err *e)
{
	struct tls_context *c = context_new(1);
	SSL_CTX *ctx = c->all[0] = ctx_new(TLS_client_method());

	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	SSL_CTX_set_cert_verify_callback(ctx, on_verify, NULL);
	if (load_authorities(ctx, authorities, e)
	    && (own == NULL || tls_load_pair(ctx, own, e)))
		return c;
	tls_context_free(c);
	return NULL;
}

bool
tls_context_certificate(const struct tls_context *c, size_t i,
    struct tls_certificate *out)
{
	const X509 *x = i < c->n ? SSL_CTX_get0_certificate(c->all[i]) : NULL;

	tls_describe(x, out);
	return x != NULL;
}

/* --- a connection --- */

static struct tls *
tls_new(struct tls_context *c, struct tls_bottom bottom)
{
	struct tls *t = xcalloc(1, sizeof *t);
	BIO *b = BIO_new(c->method);

	t->ssl = SSL_new(c->all[0]);
	if (t->ssl == NULL || b == NULL)
		abort();	/* out of memory */
	t->context = c;
	c->refs++;
	t->bottom = bottom;
	BIO_set_data(b, t);
	BIO_set_init(b, 1);
	SSL_set_bio(t->ssl, b, b);
	(void)SSL_set_app_data(t->ssl, t);
	return t;
}

struct tls *
tls_accept(struct tls_context *c, struct tls_bottom bottom)
{
	struct tls *t = tls_new(c, bottom);

	SSL_set_accept_state(t->ssl);
	return t;
}

static bool
is_in_figures(const char *host)
{
	unsigned char address[sizeof (struct in6_addr)];

	return inet_pton(AF_INET, host, address) == 1
	    || inet_pton(AF_INET6, host, address) == 1;
}

struct tls *
tls_connect(struct tls_context *c, const char *host, struct tls_bottom bottom)
{
	struct tls *t = tls_new(c, bottom);

	if (host[0] == '/')
		host = "localhost";
	if (is_in_figures(host)) {
		(void)X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(t->ssl),
		    host);
	} else {
		(void)SSL_set_tlsext_host_name(t->ssl, host);
		(void)SSL_set1_host(t->ssl, host);
	}
	(void)SSL_set_alpn_protos(t->ssl, alpn, sizeof alpn);
	SSL_set_connect_state(t->ssl);
	ERR_clear_error();
	return t;
}

void
tls_free(struct tls *t)
{
	if (t == NULL)
		return;
	if (t->is_ready && !t->is_broken)
		(void)SSL_shutdown(t->ssl);
	SSL_free(t->ssl);
	ERR_clear_error();
	tls_context_free(t->context);
	free(t->reason);
	free(t);
}

static void
set_reason(struct tls *t, const char *why)
{
	char text[160];

	(void)snprintf(text, sizeof text, "TLS: %s", why);
	free(t->reason);
	t->reason = xstrdup(text);
}

static void
broken(struct tls *t, int error, const char *why)
{
	t->is_broken = true;
	t->error = error;
	set_reason(t, why);
	ERR_clear_error();
}

/* The wrong port: OpenSSL has words for it that nobody understands. */
static bool
is_no_tls(const struct tls *t)
{
	int reason = ERR_GET_REASON(ERR_peek_error());

	return !t->is_ready && (reason == SSL_R_WRONG_VERSION_NUMBER ||
	    reason == SSL_R_HTTP_REQUEST ||
	    reason == SSL_R_PACKET_LENGTH_TOO_LONG);
}

/* What `result`, of the call before, means; 0: the peer has ended its side. */
static int
failed(struct tls *t, int result)
{
	t->wants_write = false;
	switch (SSL_get_error(t->ssl, result)) {
	case SSL_ERROR_ZERO_RETURN:
		return 0;
	case SSL_ERROR_WANT_WRITE:
		t->wants_write = true;
		t->error = EAGAIN;
		return -1;
	case SSL_ERROR_WANT_READ:
	case SSL_ERROR_WANT_RETRY_VERIFY:
		t->error = EAGAIN;
		return -1;
	case SSL_ERROR_SYSCALL:
		if (t->bottom_error != 0) {
			broken(t, t->bottom_error, strerror(t->bottom_error));
			return -1;
		}
		break;
	default:
		break;
	}
	broken(t, EPROTO, is_no_tls(t) ?
	    _("the other side does not speak TLS") : tls_openssl_reason());
	return -1;
}

enum tls_step
tls_handshake(struct tls *t)
{
	int result;

	assert(!t->is_ready && !t->is_broken);
	ERR_clear_error();
	result = SSL_do_handshake(t->ssl);
	if (result == 1) {
		t->is_ready = true;
		return TLS_READY;
	}
	if (failed(t, result) == 0)
		broken(t, EPROTO, _("the connection ended in the handshake"));
	if (t->is_broken)
		return TLS_FAILED;
	if (SSL_want_retry_verify(t->ssl))
		return TLS_WAITS_TRUST;
	return t->wants_write ? TLS_WAITS_WRITE : TLS_WAITS_READ;
}

bool
tls_is_ready(const struct tls *t)
{
	return t->is_ready;
}

void
tls_trust(struct tls *t)
{
	t->is_trusted = true;
}

static bool
is_usable(struct tls *t)
{
	assert(t->is_ready);
	ERR_clear_error();
	if (t->is_broken)
		t->error = EPROTO;
	return !t->is_broken;
}

ssize_t
tls_read(struct tls *t, void *buf, size_t size)
{
	int n;

	if (!is_usable(t))
		return -1;
	n = SSL_read(t->ssl, buf, size > INT_MAX ? INT_MAX : (int)size);
	if (n > 0)
		t->wants_write = false;
	return n > 0 ? n : failed(t, n);
}

ssize_t
tls_write(struct tls *t, const void *data, size_t len)
{
	int n;

	if (!is_usable(t))
		return -1;
	n = SSL_write(t->ssl, data,
	    (int)(len > RECORD_MAX_BYTES ? RECORD_MAX_BYTES : len));
	if (n > 0)
		return n;
	if (failed(t, n) == 0)
		broken(t, EPIPE, strerror(EPIPE));
	return -1;
}

int
tls_error(const struct tls *t)
{
	return t->error;
}

bool
tls_wants_write(const struct tls *t)
{
	return t->wants_write;
}

const char *
tls_reason(const struct tls *t)
{
	return t->reason != NULL ? t->reason : strerror(t->error);
}

bool
tls_pending(const struct tls *t)
{
	return t->is_ready && SSL_pending(t->ssl) > 0;
}

/* --- what it knows --- */

/* A client's OpenSSL calls it the peer's only once it has been let pass. */
static const X509 *
peer_certificate(const struct tls *t)
{
	STACK_OF(X509) *chain = SSL_get_peer_cert_chain(t->ssl);

	if (SSL_is_server(t->ssl))
		return SSL_get0_peer_certificate(t->ssl);
	return sk_X509_num(chain) > 0 ? sk_X509_value(chain, 0) : NULL;
}

/* The usual ones in words for people, marked for the clients' _(). */
static const char *
fault_words(int error)
{
	switch (error) {
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
		return N_("it is signed by itself alone");
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
		return N_("who has signed it is not known here");
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return N_("its time is over");
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return N_("its time has not begun");
	case X509_V_ERR_HOSTNAME_MISMATCH:
	case X509_V_ERR_IP_ADDRESS_MISMATCH:
		return N_("it is for another name");
	default:
		return X509_verify_cert_error_string(error);
	}
}

void
tls_peer(const struct tls *t, struct tls_peer *out)
{
	memset(out, 0, sizeof *out);
	out->version = SSL_get_version(t->ssl);
	out->cipher = SSL_get_cipher_name(t->ssl);
	tls_describe(peer_certificate(t), &out->certificate);
	out->verified = !SSL_is_server(t->ssl)
	    && out->certificate.fingerprint[0] != '\0'
	    && t->verify_error == X509_V_OK;
	out->fault = fault_words(t->verify_error);
}

static size_t
exporter(const struct tls *t, uint8_t *out)
{
	static const char label[] = "EXPORTER-Channel-Binding";

	/* Below 1.3 it depends on more than both ends can see; and there no
	 * context and an empty one are not the same. */
	if (SSL_version(t->ssl) < TLS1_3_VERSION
	    || SSL_export_keying_material(t->ssl, out, EXPORTER_BYTES, label,
	    sizeof label - 1, NULL, 0, 0) != 1)
		return 0;
	return EXPORTER_BYTES;
}

size_t
tls_binding(const struct tls *t, enum tls_binding kind,
    uint8_t out[TLS_BINDING_MAX])
{
	if (!t->is_ready)
		return 0;
	if (kind == TLS_EXPORTER)
		return exporter(t, out);
	return tls_end_point(SSL_is_server(t->ssl)
	    ? SSL_get_certificate(t->ssl) : peer_certificate(t), out);
}
