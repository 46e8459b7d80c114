/* tls_test.c -- two ends of TLS that meet in memory. */
#include "config.h"

#include "net/tls.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static int64_t now_ms;	/* whole seconds, as certificates have them */

/* One direction: what is written waits in `bytes`. */
struct wire {
	struct buf bytes;
	size_t room;		/* most bytes that wait; more: EAGAIN */
	size_t written;		/* in all */
	bool   ended;
};

/* One end, as TLS sees it. */
struct end {
	struct wire *in, *out;
	struct tls  *tls;
};

struct scene {
	struct wire up, down;
	struct end  server, client;
	struct tls_context *server_context, *client_context;
};

static ssize_t
on_read(void *self, void *buf, size_t size)
{
	struct wire *w = ((struct end *)self)->in;

	if (size > w->bytes.len)
		size = w->bytes.len;
	if (size == 0 && !w->ended) {
		errno = EAGAIN;
		return -1;
	}
	if (size > 0)
		memcpy(buf, w->bytes.data, size);
	buf_consume(&w->bytes, size);
	return (ssize_t)size;
}

static ssize_t
on_write(void *self, const void *data, size_t len)
{
	struct wire *w = ((struct end *)self)->out;
	size_t room = w->room - w->bytes.len;

	if (room == 0) {
		errno = EAGAIN;
		return -1;
	}
	if (len > room)
		len = room;
	assert_true(buf_add(&w->bytes, data, len));
	w->written += len;
	return (ssize_t)len;
}

/* --- files --- */

static char folder[64];

static char *
path(const char *name)
{
	size_t size = sizeof folder + strlen(name) + 2;
	char *p = xmalloc(size);

	(void)snprintf(p, size, "%s/%s", folder, name);
	return p;
}

struct pair {
	char *certificate, *key;
	struct tls_pair both;
};

static struct pair
pair_of(const char *certificate, const char *key)
{
	struct pair p = { path(certificate), path(key), { NULL, NULL } };

	p.both = (struct tls_pair){ p.certificate, p.key };
	return p;
}

static void
pair_free(struct pair *p)
{
	free(p->certificate);
	free(p->key);
}

static void
make(const char *certificate, const char *key, const char *const *names,
    size_t n)
{
	struct pair p = pair_of(certificate, key);
	struct err e = { "" };

	if (!tls_make_pair(&p.both, names, n, now_ms, &e))
		fail_msg("%s", e.text);
	pair_free(&p);
}

static int
set_up(void **state)
{
	static const char *const a[] = { "a.example", "localhost", "127.0.0.1" };
	static const char *const b[] = { "b.example" };
	static const char *const me[] = { "dana" };

	(void)state;
	now_ms = (int64_t)time(NULL) * 1000;
	(void)str_copy(folder, sizeof folder, "tls_test.XXXXXX");
	if (mkdtemp(folder) == NULL)
		return -1;
	make("a.crt", "a.key", a, 3);
	make("b.crt", "b.key", b, 1);
	make("me.crt", "me.key", me, 1);
	return 0;
}

static int
tear_down(void **state)
{
	static const char *const names[] = { "a.crt", "a.key", "b.crt",
	    "b.key", "me.crt", "me.key", "odd" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *p = path(names[i]);

		(void)unlink(p);
		free(p);
	}
	return rmdir(folder);
}

/* --- a scene --- */

static struct tls_context *
server_context(void)
{
	struct pair a = pair_of("a.crt", "a.key"), b = pair_of("b.crt", "b.key");
	struct tls_pair pairs[] = { a.both, b.both };
	struct err e = { "" };
	struct tls_context *c = tls_server_new(pairs, 2, &e);

	if (c == NULL)
		fail_msg("%s", e.text);
	pair_free(&a);
	pair_free(&b);
	return c;
}

static struct tls_context *
client_context(const char *authorities, bool with_own)
{
	char *trusted = path(authorities);
	struct pair me = pair_of("me.crt", "me.key");
	struct err e = { "" };
	struct tls_context *c = tls_client_new(trusted,
	    with_own ? &me.both : NULL, &e);

	if (c == NULL)
		fail_msg("%s", e.text);
	free(trusted);
	pair_free(&me);
	return c;
}

static void
open_wire(struct wire *w)
{
	memset(w, 0, sizeof *w);
	buf_init(&w->bytes, 1024 * 1024);
	w->room = 1024 * 1024;
}

static void
begin(struct scene *s, const char *host, const char *authorities,
    bool with_own)
{
	struct tls_bottom bottom = { NULL, on_read, on_write };

	open_wire(&s->up);
	open_wire(&s->down);
	s->server_context = server_context();
	s->client_context = client_context(authorities, with_own);
	s->server = (struct end){ &s->up, &s->down, NULL };
	s->client = (struct end){ &s->down, &s->up, NULL };
	bottom.self = &s->server;
	s->server.tls = tls_accept(s->server_context, bottom);
	bottom.self = &s->client;
	s->client.tls = tls_connect(s->client_context, host, bottom);
}

static void
end(struct scene *s)
{
	tls_free(s->client.tls);
	tls_free(s->server.tls);
	tls_context_free(s->client_context);
	tls_context_free(s->server_context);
	buf_release(&s->up.bytes);
	buf_release(&s->down.bytes);
}

static bool
is_over(enum tls_step step)
{
	return step == TLS_READY || step == TLS_FAILED;
}

static enum tls_step
step(struct end *e, enum tls_step before)
{
	return is_over(before) ? before : tls_handshake(e->tls);
}

/* Until the client waits for trust. */
static void
meet(struct scene *s)
{
	enum tls_step client = TLS_WAITS_READ, server = TLS_WAITS_READ;

	for (int i = 0; i < 1000 && client != TLS_WAITS_TRUST; i++) {
		client = step(&s->client, client);
		server = step(&s->server, server);
	}
	assert_int_equal(client, TLS_WAITS_TRUST);
	assert_int_not_equal(server, TLS_FAILED);
}

static void
agree(struct scene *s)
{
	enum tls_step client = TLS_WAITS_READ, server = TLS_WAITS_READ;

	tls_trust(s->client.tls);
	for (int i = 0; i < 10000 && !(is_over(client) && is_over(server)); i++) {
		client = step(&s->client, client);
		server = step(&s->server, server);
	}
	assert_int_equal(client, TLS_READY);
	assert_int_equal(server, TLS_READY);
}

static void
says(struct end *from, struct end *to, const char *text)
{
	char got[256];
	ssize_t n;

	assert_int_equal(tls_write(from->tls, text, strlen(text)),
	    strlen(text));
	n = tls_read(to->tls, got, sizeof got - 1);
	assert_int_equal(n, strlen(text));
	got[n] = '\0';
	assert_string_equal(got, text);
}

/* --- what is promised --- */

static void
two_ends_meet_and_talk(void **state)
{
	struct scene s;
	struct tls_peer peer;
	char none[8];

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	meet(&s);
	agree(&s);
	says(&s.client, &s.server, "NICK dana\r\n");
	says(&s.server, &s.client, ":s 001 dana :Welcome\r\n");
	assert_int_equal(tls_read(s.client.tls, none, sizeof none), -1);
	assert_int_equal(tls_error(s.client.tls), EAGAIN);
	tls_peer(s.client.tls, &peer);
	assert_string_equal(peer.version, "TLSv1.3");
	assert_true(strlen(peer.cipher) > 0);
	end(&s);
}

static void
a_record_is_handed_out_in_pieces(void **state)
{
	struct scene s;
	char got[5];

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	meet(&s);
	agree(&s);
	assert_int_equal(tls_write(s.client.tls, "0123456789", 10), 10);
	assert_false(tls_pending(s.server.tls));
	assert_int_equal(tls_read(s.server.tls, got, 5), 5);
	assert_true(tls_pending(s.server.tls));
	assert_int_equal(tls_read(s.server.tls, got, 5), 5);
	assert_memory_equal(got, "56789", 5);
	assert_false(tls_pending(s.server.tls));
	end(&s);
}

static void
nothing_leaves_before_trust(void **state)
{
	struct scene s;
	size_t sent;

	(void)state;
	begin(&s, "a.example", "b.crt", true);
	meet(&s);
	sent = s.up.written;
	for (int i = 0; i < 3; i++)
		assert_int_equal(tls_handshake(s.client.tls), TLS_WAITS_TRUST);
	assert_int_equal(s.up.written, sent);
	/* And who leaves now has said nothing either. */
	tls_free(s.client.tls);
	s.client.tls = NULL;
	assert_int_equal(s.up.written, sent);
	end(&s);
}

static void
the_client_sees_who_it_is(void **state)
{
	struct scene s;
	struct tls_peer peer;
	struct tls_certificate own;

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	meet(&s);
	tls_peer(s.client.tls, &peer);
	assert_true(tls_context_certificate(s.server_context, 0, &own));
	assert_string_equal(peer.certificate.fingerprint, own.fingerprint);
	assert_int_equal(strlen(own.fingerprint), TLS_FINGERPRINT_SIZE - 1);
	assert_string_equal(peer.certificate.subject, "a.example");
	assert_string_equal(peer.certificate.issuer, "a.example");
	assert_string_equal(peer.certificate.names,
	    "a.example localhost 127.0.0.1");
	assert_true(peer.certificate.self_signed);
	assert_true(peer.certificate.not_before_ms == now_ms - DAY_MS);
	assert_true(peer.certificate.not_after_ms
	    == now_ms + 3650 * (int64_t)DAY_MS);
	assert_true(peer.verified);
	end(&s);
}

static void
assert_fault(const char *host, const char *authorities, const char *fault)
{
	struct scene s;
	struct tls_peer peer;

	begin(&s, host, authorities, false);
	meet(&s);
	tls_peer(s.client.tls, &peer);
	if (fault == NULL) {
		assert_true(peer.verified);
	} else {
		assert_false(peer.verified);
		assert_string_equal(peer.fault, fault);
	}
	agree(&s);	/* it is the edge that decides */
	end(&s);
}

static void
verified_is_signed_and_for_this_host(void **state)
{
	(void)state;
	assert_fault("localhost", "a.crt", NULL);
	assert_fault("127.0.0.1", "a.crt", NULL);
	assert_fault("/run/tcpchat", "a.crt", NULL);
	assert_fault("127.0.0.2", "a.crt", "it is for another name");
	assert_fault("c.example", "a.crt", "it is for another name");
	assert_fault("a.example", "b.crt", "it is signed by itself alone");
}

static void
the_name_asked_for_chooses_the_certificate(void **state)
{
	struct scene s;
	struct tls_peer peer;

	(void)state;
	begin(&s, "b.example", "b.crt", false);
	meet(&s);
	tls_peer(s.client.tls, &peer);
	assert_string_equal(peer.certificate.subject, "b.example");
	assert_true(peer.verified);
	agree(&s);
	end(&s);
}

static void
the_server_sees_the_clients_certificate(void **state)
{
	struct scene s;
	struct tls_peer peer;
	struct tls_certificate own;

	(void)state;
	begin(&s, "a.example", "a.crt", true);
	meet(&s);
	tls_peer(s.server.tls, &peer);
	assert_string_equal(peer.certificate.fingerprint, "");
	agree(&s);
	tls_peer(s.server.tls, &peer);
	assert_true(tls_context_certificate(s.client_context, 0, &own));
	assert_string_equal(peer.certificate.fingerprint, own.fingerprint);
	assert_false(peer.verified);	/* a server trusts no authority */
	end(&s);
}

static void
both_ends_have_the_same_bindings(void **state)
{
	struct scene s;
	uint8_t a[TLS_BINDING_MAX], b[TLS_BINDING_MAX];

	(void)state;
	begin(&s, "b.example", "b.crt", false);
	meet(&s);
	assert_int_equal(tls_binding(s.client.tls, TLS_EXPORTER, a), 0);
	agree(&s);
	for (int kind = TLS_SERVER_END_POINT; kind <= TLS_EXPORTER; kind++) {
		assert_int_equal(tls_binding(s.client.tls,
		    (enum tls_binding)kind, a), 32);
		assert_int_equal(tls_binding(s.server.tls,
		    (enum tls_binding)kind, b), 32);
		assert_memory_equal(a, b, 32);
	}
	end(&s);
}

/* A kernel that takes seven bytes at a time, a reader that takes its time. */
static void
a_full_socket_loses_nothing(void **state)
{
	enum { BYTES = 100000 };
	struct scene s;
	char *out = xmalloc(BYTES), *in = xmalloc(BYTES);
	size_t sent = 0, got = 0;
	ssize_t n;

	(void)state;
	begin(&s, "a.example", "a.crt", true);
	s.up.room = s.down.room = 7;
	meet(&s);
	agree(&s);
	for (size_t i = 0; i < BYTES; i++)
		out[i] = (char)(i * 7 + i / 251);
	while (got < BYTES) {
		n = sent < BYTES ? tls_write(s.server.tls, out + sent,
		    BYTES - sent) : 0;
		if (n < 0) {
			assert_int_equal(tls_error(s.server.tls), EAGAIN);
			assert_true(tls_wants_write(s.server.tls));
		}
		sent += n > 0 ? (size_t)n : 0;
		n = tls_read(s.client.tls, in + got, BYTES - got);
		got += n > 0 ? (size_t)n : 0;
	}
	assert_memory_equal(in, out, BYTES);
	free(out);
	free(in);
	end(&s);
}

static void
a_goodbye_and_a_mere_end_are_both_an_end(void **state)
{
	struct scene s;
	char got[8];

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	meet(&s);
	agree(&s);
	s.down.ended = true;
	assert_int_equal(tls_read(s.client.tls, got, sizeof got), 0);
	tls_free(s.client.tls);
	s.client.tls = NULL;
	assert_int_equal(tls_read(s.server.tls, got, sizeof got), 0);
	end(&s);
}

static void
an_end_in_the_handshake_is_a_failure(void **state)
{
	struct scene s;

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	assert_int_equal(tls_handshake(s.client.tls), TLS_WAITS_READ);
	s.down.ended = true;
	assert_int_equal(tls_handshake(s.client.tls), TLS_FAILED);
	assert_string_equal(tls_reason(s.client.tls),
	    "TLS: the connection ended in the handshake");
	end(&s);
}

static void
a_peer_without_tls_is_called_so(void **state)
{
	static const char words[] = ":irc.example NOTICE * :*** Looking up";
	struct scene s;

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	assert_int_equal(tls_handshake(s.client.tls), TLS_WAITS_READ);
	assert_true(buf_add(&s.down.bytes, words, sizeof words - 1));
	assert_int_equal(tls_handshake(s.client.tls), TLS_FAILED);
	assert_string_equal(tls_reason(s.client.tls),
	    "TLS: the other side does not speak TLS");
	end(&s);
}

/* Whatever byte of a client's is another one, the server lives, and either
 * fails or waits; nothing is ready that should not be. */
static void
garbage_in_a_handshake_ends_it(void **state)
{
	struct scene s;
	size_t hello = 1;
	int failures = 0;

	(void)state;
	for (size_t at = 0; at < hello; at += 3) {
		enum tls_step server;

		begin(&s, "a.example", "a.crt", false);
		assert_int_equal(tls_handshake(s.client.tls), TLS_WAITS_READ);
		hello = s.up.bytes.len;
		s.up.bytes.data[at] = (char)~s.up.bytes.data[at];
		assert_true(buf_add(&s.up.bytes, "GET / HTTP/1.0\r\n\r\n", 18));
		server = tls_handshake(s.server.tls);
		assert_int_not_equal(server, TLS_READY);
		failures += server == TLS_FAILED;
		if (server == TLS_FAILED)
			assert_true(str_starts(tls_reason(s.server.tls),
			    "TLS: "));
		end(&s);
	}
	assert_true(failures > 0);
}

static void
a_broken_one_stays_broken(void **state)
{
	struct scene s;
	char got[8];

	(void)state;
	begin(&s, "a.example", "a.crt", false);
	meet(&s);
	agree(&s);
	assert_true(buf_add(&s.up.bytes, "\027\003\003\0\005hello", 10));
	assert_int_equal(tls_read(s.server.tls, got, sizeof got), -1);
	assert_int_equal(tls_error(s.server.tls), EPROTO);
	assert_int_equal(tls_write(s.server.tls, "x", 1), -1);
	assert_int_equal(tls_error(s.server.tls), EPROTO);
	assert_true(str_starts(tls_reason(s.server.tls), "TLS: "));
	end(&s);
}

/* --- files --- */

static void
assert_refused(const char *certificate, const char *key, const char *names,
    const char *fault)
{
	struct pair p = pair_of(certificate, key);
	struct err e = { "" };

	assert_null(tls_server_new(&p.both, 1, &e));
	if (strstr(e.text, names) == NULL || strstr(e.text, fault) == NULL)
		fail_msg("'%s' should name '%s' and '%s'", e.text, names,
		    fault);
	pair_free(&p);
}

static void
a_bad_pair_is_refused_by_name(void **state)
{
	char *odd = path("odd");
	FILE *f = fopen(odd, "w");

	(void)state;
	(void)fputs("hello\n", f);
	(void)fclose(f);
	free(odd);
	assert_refused("none", "a.key", "/none'", "No such file");
	assert_refused("a.crt", "none", "/none'", "No such file");
	assert_refused("odd", "a.key", "/odd'", "no start line");
	assert_refused("a.crt", "odd", "/odd'", "PEM file");
	assert_refused("a.crt", "b.key", "/b.key'", "does not belong");
}

static void
what_is_made_is_its_owners_alone(void **state)
{
	static const char *const names[] = { "a.crt", "a.key" };

	(void)state;
	for (int i = 0; i < 2; i++) {
		char *p = path(names[i]);
		struct stat st;

		assert_int_equal(stat(p, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
		free(p);
	}
}

/* It has a name too long for a subject, and still stands for it. */
static void
a_long_name_is_no_hindrance(void **state)
{
	char name[101];
	const char *const names[] = { name };
	struct pair p = pair_of("odd", "me.key");
	struct tls_context *c;
	struct tls_certificate own;
	struct err e = { "" };

	(void)state;
	memset(name, 'x', 100);
	name[50] = '.';
	name[100] = '\0';
	assert_true(tls_make_pair(&p.both, names, 1, now_ms, &e));
	c = tls_server_new(&p.both, 1, &e);
	assert_non_null(c);
	assert_true(tls_context_certificate(c, 0, &own));
	assert_string_equal(own.subject, PACKAGE_NAME);
	assert_string_equal(own.names, name);
	tls_context_free(c);
	pair_free(&p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_ends_meet_and_talk),
		cmocka_unit_test(a_record_is_handed_out_in_pieces),
		cmocka_unit_test(nothing_leaves_before_trust),
		cmocka_unit_test(the_client_sees_who_it_is),
		cmocka_unit_test(verified_is_signed_and_for_this_host),
		cmocka_unit_test(the_name_asked_for_chooses_the_certificate),
		cmocka_unit_test(the_server_sees_the_clients_certificate),
		cmocka_unit_test(both_ends_have_the_same_bindings),
		cmocka_unit_test(a_full_socket_loses_nothing),
		cmocka_unit_test(a_goodbye_and_a_mere_end_are_both_an_end),
		cmocka_unit_test(an_end_in_the_handshake_is_a_failure),
		cmocka_unit_test(a_peer_without_tls_is_called_so),
		cmocka_unit_test(garbage_in_a_handshake_ends_it),
		cmocka_unit_test(a_broken_one_stays_broken),
		cmocka_unit_test(a_bad_pair_is_refused_by_name),
		cmocka_unit_test(what_is_made_is_its_owners_alone),
		cmocka_unit_test(a_long_name_is_no_hindrance),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
