/*
 * tls.h -- TLS under a stream: tls*.c are the only files that know OpenSSL.
 *
 * A context holds what many connections share (certificates, keys, the
 * authorities); a struct tls is one connection's. Nothing blocks; the bytes go
 * through the two calls of the bottom, so two ends can also meet in memory.
 * A stream that has one (stream_secure) is read and written as any other.
 *
 * 1.2 is the oldest version, ALPN is "irc", there is no renegotiation, no
 * compression and no session to resume: each end is who it says each time.
 *
 * A client's handshake stops at TLS_WAITS_TRUST when the server has shown its
 * certificate. Until tls_trust() not a byte more leaves, our own certificate
 * included: who is not trusted learns nothing but that we knocked.
 */
#ifndef NET_TLS_H
#define NET_TLS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/attr.h"

struct err;
struct tls;
struct tls_context;

enum {
	TLS_FINGERPRINT_SIZE = 64 + 1,	/* SHA-256 in lower-case hex, a NUL */
	TLS_NAME_SIZE = 256,
	TLS_BINDING_MAX = 64,		/* bytes of a channel binding */
};

/* Paths of PEM files: the certificate with its chain, and its key. */
struct tls_pair {
	const char *certificate, *key;	/* borrowed */
};

/*
 * For a server: the first pair is shown to who asks for no name or for one
 * that none of them has (SNI), so `n` is at least 1. A client's certificate is
 * asked for and never demanded. NULL: `e` names the file, the fault and the
 * remedy.
 */
struct tls_context *tls_server_new(const struct tls_pair *pairs, size_t n,
    struct err *e) ATTR_USE_RESULT;

/*
 * For a client. `authorities` is a PEM file, NULL: the system's (reading them
 * takes some 15 ms: not before the first frame). `own` is shown to a server
 * that asks for it, once it is trusted; NULL: none.
 */
struct tls_context *tls_client_new(const char *authorities,
    const struct tls_pair *own, struct err *e) ATTR_USE_RESULT;

/* A connection holds its context: this one may go before it. NULL is fine. */
void tls_context_free(struct tls_context *c);

/* A certificate as people are told of it. */
struct tls_certificate {
	char fingerprint[TLS_FINGERPRINT_SIZE];	/* "": there is none */
	char subject[TLS_NAME_SIZE];	/* its common name, else its first name */
	char issuer[TLS_NAME_SIZE];	/* who signed it, likewise */
	char names[TLS_NAME_SIZE];	/* for whom it stands: "a.example b.example" */
	int64_t not_before_ms, not_after_ms;	/* Unix time */
	bool self_signed;
};

/* Number `i` of a server's pairs (or 0, a client's own); false: no such one. */
bool tls_context_certificate(const struct tls_context *c, size_t i,
    struct tls_certificate *out) ATTR_USE_RESULT;

/*
 * Makes an ECDSA P-256 key and a certificate signed by itself, valid 10 years
 * from `now_ms` (less a day, for clocks that are late), for `names`: host
 * names or addresses in figures; the first is its subject. Both files are the
 * owner's alone (0600) and appear whole or not at all.
 */
bool tls_make_pair(const struct tls_pair *pair, const char *const *names,
    size_t n, int64_t now_ms, struct err *e) ATTR_USE_RESULT;

/* --- one connection --- */

/* Where its bytes go and come from; as recv and send, -1 with errno. */
struct tls_bottom {
	void *self;
	ssize_t (*read)(void *self, void *buf, size_t size);
	ssize_t (*write)(void *self, const void *data, size_t len);
};

/* The server's end. */
struct tls *tls_accept(struct tls_context *c, struct tls_bottom bottom);

/* The client's. `host` is what the user asked for: a name (SNI), an address
 * in figures, or the path of a unix socket (it then stands for localhost). */
struct tls *tls_connect(struct tls_context *c, const char *host,
    struct tls_bottom bottom);

/* Says goodbye if the bottom takes it at once. NULL is fine. */
void tls_free(struct tls *t);

enum tls_step {
	TLS_READY,		/* done: bytes may be read and written */
	TLS_WAITS_READ,		/* call again when the bottom is readable */
	TLS_WAITS_WRITE,	/* ... when it is writable */
	TLS_WAITS_TRUST,	/* a client: tls_peer(), then tls_trust() */
	TLS_FAILED,		/* tls_reason() says why */
};

/* As far as the bottom lets it. Not again after TLS_READY or TLS_FAILED. */
enum tls_step tls_handshake(struct tls *t) ATTR_USE_RESULT;
bool tls_is_ready(const struct tls *t) ATTR_PURE;

/* The edge has settled that the peer is the one that is meant. */
void tls_trust(struct tls *t);

/* As stream_read. What is read after TLS_READY only. */
ssize_t tls_read(struct tls *t, void *buf, size_t size) ATTR_USE_RESULT;

/* As stream_writev, of one piece; takes at most 16 KiB. After an EAGAIN the
 * next call must begin with the same bytes, and have no fewer. */
ssize_t tls_write(struct tls *t, const void *data, size_t len)
    ATTR_USE_RESULT;

/* errno of the last call that returned -1; EPROTO: tls_reason(). */
int tls_error(const struct tls *t) ATTR_PURE;
/* It could not go on before the bottom takes bytes: a read, too. */
bool tls_wants_write(const struct tls *t) ATTR_PURE;
/* A phrase: "TLS: no shared cipher". Borrowed, until the next call for `t`. */
const char *tls_reason(const struct tls *t);
/* Bytes are decrypted and not yet handed out: the bottom won't tell. */
bool tls_pending(const struct tls *t);

/* What the handshake has shown of the other end. */
struct tls_peer {
	const char *version;	/* "TLSv1.3"; static */
	const char *cipher;	/* "TLS_AES_256_GCM_SHA384"; static */
	bool verified;		/* a client: signed by an authority, valid now,
				   and for the host that was asked for */
	const char *fault;	/* why it is not verified; static,
				   for _() where there is one */
	struct tls_certificate certificate;
};

void tls_peer(const struct tls *t, struct tls_peer *out);

enum tls_binding {
	TLS_SERVER_END_POINT,	/* RFC 5929, section 4 */
	TLS_EXPORTER,		/* RFC 9266; not below TLS 1.3 */
};

/* The channel binding of this connection; its bytes, 0: it has none. */
size_t tls_binding(const struct tls *t, enum tls_binding kind,
    uint8_t out[TLS_BINDING_MAX]);

#endif
