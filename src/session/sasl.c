/* sasl.c -- logging in to an account: AUTHENTICATE. */
#include "config.h"

#include "session/sasl.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/xalloc.h"
#include "proto/sasl_client.h"
#include "session/answer.h"
#include "session/session_internal.h"

#include "base/banned.h"

enum {
	CHUNK = 400,			/* sasl-3.1, "The AUTHENTICATE Command" */
	PAYLOAD_MAX = 2048		/* bytes in base64, of one message */
};

enum mechanism { EXTERNAL, SCRAM_PLUS, SCRAM, PLAIN, MECHANISMS };

static const char *const names[MECHANISMS] = {
	"EXTERNAL", "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256", "PLAIN"
};

/* One mechanism's exchange. */
struct sasl_login {
	enum mechanism mechanism;
	unsigned step;			/* messages answered so far */
	struct scram_client scram;
	bool server_is_right;		/* SCRAM: it has proved itself */
	char in[PAYLOAD_MAX + 1];	/* base64, put together */
	size_t in_len;
};

bool
sasl_is_wanted(const struct session *s)
{
	return s->config.account_password != NULL || s->config.has_certificate;
}

static void
end_login(struct session *s)
{
	if (s->sasl.login != NULL)
		digest_wipe(s->sasl.login, sizeof *s->sasl.login);
	free(s->sasl.login);
	s->sasl.login = NULL;
}

void
sasl_reset(struct session *s)
{
	end_login(s);
	memset(&s->sasl, 0, sizeof s->sasl);
}

void
sasl_offer(struct session *s, struct str_span mechanisms)
{
	s->sasl.is_offered = true;
	(void)str_copy_span(s->sasl.offered, sizeof s->sasl.offered,
	    mechanisms);
}

static bool
is_offered(const struct session *s, enum mechanism m)
{
	const char *rest = s->sasl.offered;
	struct str_span item;

	if (rest[0] == '\0')	/* a server of CAP 301 names none */
		return m != SCRAM_PLUS;
	while (str_next_item(&rest, ',', &item))
		if (str_span_eq(item, names[m]))
			return true;
	return false;
}

static bool
is_possible(const struct session *s, enum mechanism m)
{
	if ((s->sasl.tried >> m & 1) != 0 || !is_offered(s, m))
		return false;
	switch (m) {
	case EXTERNAL:
		return s->config.has_certificate;
	case SCRAM_PLUS:
		return s->config.account_password != NULL
		    && s->binding_len > 0;
	case SCRAM:
		return s->config.account_password != NULL;
	case PLAIN:	/* not to one that has failed to prove itself */
		return s->config.account_password != NULL && s->is_private
		    && (s->sasl.tried & (1u << SCRAM | 1u << SCRAM_PLUS)) == 0;
	default:
		return false;
	}
}

/* --- What we say ----------------------------------------------------------- */

/* In pieces; a whole last piece is followed by an empty one. */
static void
say_payload(struct session *s, const void *data, size_t len)
{
	char text[BASE64_SIZE(SCRAM_PART_MAX)], piece[CHUNK + 1];
	size_t left = base64_encode(data, len, text);
	const char *at = text;

	do {
		size_t n = left < CHUNK ? left : CHUNK;

		memcpy(piece, at, n);
		piece[n] = '\0';
		wire_say(s, "AUTHENTICATE", n > 0 ? piece : "+", NULL);
		at += n;
		left -= n;
		if (n < CHUNK)
			break;
		if (left == 0)
			wire_say(s, "AUTHENTICATE", "+", NULL);
	} while (left > 0);
	digest_wipe(text, sizeof text);
	digest_wipe(piece, sizeof piece);
}

static bool
say_plain(struct session *s)
{
	char out[SCRAM_PART_MAX];
	size_t n = sasl_plain_write(s->config.account,
	    s->config.account_password, out, sizeof out);

	if (n > 0)
		say_payload(s, out, n);
	digest_wipe(out, sizeof out);
	return n > 0;
}

static bool
say_scram_first(struct session *s, struct sasl_login *l)
{
	struct scram_channel channel = { "tls-exporter", s->binding,
	    s->binding_len };
	unsigned char nonce[SASL_NONCE_BYTES];
	char out[SCRAM_PART_MAX];

	rand_bytes(&s->rand, nonce, sizeof nonce);
	if (!scram_client_first(&l->scram, s->config.account, nonce,
	    l->mechanism == SCRAM_PLUS ? &channel : NULL, out))
		return false;
	say_payload(s, out, strlen(out));
	return true;
}

static bool
say_scram_final(struct session *s, struct sasl_login *l, const char *data,
    size_t len)
{
	char out[SCRAM_PART_MAX];

	if (!scram_client_final(&l->scram, s->config.account_password, data,
	    len, out))
		return false;
	say_payload(s, out, strlen(out));
	return true;
}

/* False: it cannot go on with this mechanism. */
static bool
answer(struct session *s, struct sasl_login *l, const char *data, size_t len)
{
	unsigned step = l->step++;

	if (l->mechanism == EXTERNAL && step == 0) {
		wire_say(s, "AUTHENTICATE", "+", NULL);
		return true;
	}
	if (l->mechanism == PLAIN && step == 0)
		return say_plain(s);
	if (l->mechanism == EXTERNAL || l->mechanism == PLAIN)
		return false;
	switch (step) {
	case 0:
		return say_scram_first(s, l);
	case 1:
		return say_scram_final(s, l, data, len);
	case 2:
		l->server_is_right = scram_client_verify(&l->scram, data, len);
		if (l->server_is_right)
			wire_say(s, "AUTHENTICATE", "+", NULL);
		return l->server_is_right;
	default:
		return false;
	}
}

/* --- How it goes ----------------------------------------------------------- */

static void
is_over(struct session *s)
{
	end_login(s);
	s->sasl.is_running = false;
	cap_end_if_settled(s);
}

/* Who is here stays, and so does whom the server need not know. */
static void
has_failed(struct session *s, const char *words)
{
	end_login(s);
	s->sasl.is_running = false;
	if (session_is_on(s)) {
		account_is_refused(s, words);
	} else if (s->config.account_password == NULL &&
	    s->config.certificate_may_fail) {
		answer_note(s, SESSION_NOTE_INFO, s->config.account,
		    _("the server does not know your certificate yet; /cert "
		    "says how to register it"));
		cap_end_if_settled(s);
	} else {
		link_down(s, SESSION_WHY_PASSWORD, words, true);
	}
}

/* The next mechanism; with none left it has failed. */
static void
try_next(struct session *s, const char *words)
{
	struct sasl_login *l;
	int m = 0;

	end_login(s);
	while (m < MECHANISMS && !is_possible(s, (enum mechanism)m))
		m++;
	if (m == MECHANISMS) {
		has_failed(s, words);
		return;
	}
	l = s->sasl.login = xcalloc(1, sizeof *l);
	l->mechanism = (enum mechanism)m;
	s->sasl.tried |= 1u << m;
	wire_say(s, "AUTHENTICATE", names[m], NULL);
}

void
sasl_again(struct session *s)
{
	if (s->sasl.is_running)
		return;
	s->sasl.is_done = false;
	sasl_start(s);
}

void
sasl_start(struct session *s)
{
	if (s->sasl.is_running || s->sasl.is_done || !sasl_is_wanted(s))
		return;
	s->sasl.is_running = true;
	s->sasl.tried = 0;
	try_next(s, s->is_private ? _("the server has no way of logging in "
	    "that we know") : _("the server takes the password only in clear, "
	    "and the connection is not encrypted"));
}

/* Put together until a piece is not a whole one. False: more follows. */
static bool
gather(struct sasl_login *l, const char *piece, bool *too_long)
{
	size_t n = strlen(piece);

	*too_long = n > CHUNK || l->in_len + n > PAYLOAD_MAX;
	if (*too_long)
		return true;
	if (!str_eq(piece, "+")) {
		memcpy(l->in + l->in_len, piece, n);
		l->in_len += n;
	}
	return n < CHUNK;
}

void
sasl_on_authenticate(struct session *s, const struct received *r)
{
	struct sasl_login *l = s->sasl.login;
	char data[BASE64_BYTES(PAYLOAD_MAX) + 1];
	size_t len = 0;
	bool too_long;

	if (l == NULL || !gather(l, r->m->params[0], &too_long))
		return;
	if (too_long || !base64_decode(l->in, l->in_len, data, &len)
	    || !answer(s, l, data, len))
		wire_say(s, "AUTHENTICATE", "*", NULL);	/* 906 follows */
	l->in_len = 0;
	digest_wipe(data, sizeof data);
}

/* 903. A server that has not proved to know the password is not believed. */
void
sasl_on_success(struct session *s, const struct received *r)
{
	const struct sasl_login *l = s->sasl.login;

	(void)r;
	if (l == NULL)
		return;
	if ((l->mechanism == SCRAM || l->mechanism == SCRAM_PLUS)
	    && !l->server_is_right) {
		has_failed(s, _("the server did not prove that it knows the "
		    "account"));
		return;
	}
	s->sasl.is_done = true;
	is_over(s);
	account_is_in(s);
}

/* The server has looked at the password: trying it again in another way would
 * be one more guess, and too many lock the account. */
static bool
was_wrong(const struct sasl_login *l)
{
	return (l->mechanism == SCRAM || l->mechanism == SCRAM_PLUS) &&
	    l->step > 1;
}

/* 902, 904, 905, 906: the next way, for it may be that only this one failed. */
void
sasl_on_failure(struct session *s, const struct received *r)
{
	static const char words[] = N_("the server refused the account or its "
	    "password");

	if (s->sasl.login == NULL)
		answer_on_numeric(s, r);
	else if (was_wrong(s->sasl.login))
		has_failed(s, _(words));
	else
		try_next(s, _(words));
}

/* 908: the ways that there are. */
void
sasl_on_mechanisms(struct session *s, const struct received *r)
{
	const char *list = r->m->nparams > 1 ? r->m->params[1] : "";

	if (s->sasl.is_running && list[0] != '\0')
		(void)str_copy(s->sasl.offered, sizeof s->sasl.offered, list);
}
