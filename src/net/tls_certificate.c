/* tls_certificate.c -- certificates and keys: read, described, made. */
#include "config.h"

#include "net/tls.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "net/tls_internal.h"

#include "base/banned.h"

enum {
	DAY_S = 24 * 60 * 60,
	VALID_DAYS = 3650,
	COMMON_NAME_MAX = 64,	/* RFC 5280, appendix A.1 */
	SERIAL_BITS = 127,	/* RFC 5280, section 4.1.2.2: at most 20 bytes */
};

const char *
tls_openssl_reason(void)
{
	const char *why = ERR_reason_error_string(ERR_peek_error());

	return why != NULL ? why : "the peer broke off";
}

/* --- read --- */

/* A daemon has nobody to ask: a key behind a passphrase is refused. */
static int
no_passphrase(char *buf, int size, int writing, void *arg)
{
	(void)buf;
	(void)size;
	(void)writing;
	(void)arg;
	return -1;
}

static bool
refuse_certificate(const char *path, const char *why, struct err *e)
{
	err_set(e, _("cannot read the certificate '%s': %s; name a PEM file "
	    "that this program may read"), path, why);
	ERR_clear_error();
	return false;
}

static bool
refuse_key(const char *path, const char *why, struct err *e)
{
	err_set(e, _("cannot read the key '%s': %s; name a PEM file without "
	    "a passphrase that this program may read"), path, why);
	ERR_clear_error();
	return false;
}

/* OpenSSL's words for a file that is not there help nobody. False: errno. */
static bool
can_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

static bool
misfit(const struct tls_pair *pair, struct err *e)
{
	err_set(e, _("the key '%s' does not belong to the certificate '%s'; "
	    "name the key that it was made with"), pair->key,
	    pair->certificate);
	ERR_clear_error();
	return false;
}

bool
tls_load_pair(SSL_CTX *ctx, const struct tls_pair *pair, struct err *e)
{
	ERR_clear_error();
	SSL_CTX_set_default_passwd_cb(ctx, no_passphrase);
	if (!can_open(pair->certificate))
		return refuse_certificate(pair->certificate, strerror(errno), e);
	if (!can_open(pair->key))
		return refuse_key(pair->key, strerror(errno), e);
	if (SSL_CTX_use_certificate_chain_file(ctx, pair->certificate) != 1)
		return refuse_certificate(pair->certificate,
		    tls_openssl_reason(), e);
	if (SSL_CTX_use_PrivateKey_file(ctx, pair->key, SSL_FILETYPE_PEM) != 1)
		return ERR_GET_REASON(ERR_peek_error())
		    == X509_R_KEY_VALUES_MISMATCH ? misfit(pair, e)
		    : refuse_key(pair->key, tls_openssl_reason(), e);
	/* One of another kind (RSA, EC) was taken without a look. */
	return SSL_CTX_check_private_key(ctx) == 1 || misfit(pair, e);
}

/* --- described --- */

/* Whoever made the certificate chose these bytes, and a terminal shows them. */
static void
make_harmless(char *text)
{
	bool is_utf8 = utf8_valid(text, strlen(text));

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		if (c < ' ' || c == 0x7f || (!is_utf8 && c > 0x7f))
			*text = '?';
	}
}

static void
copy_string(char out[TLS_NAME_SIZE], const ASN1_STRING *s)
{
	unsigned char *utf8 = NULL;
	int len = s != NULL ? ASN1_STRING_to_UTF8(&utf8, s) : -1;

	out[0] = '\0';
	if (len > 0)
		(void)str_copy_span(out, TLS_NAME_SIZE,
		    (struct str_span){ (const char *)utf8, (size_t)len });
	OPENSSL_free(utf8);
	make_harmless(out);
}

/* The common name; where there is none, the organization. */
static void
copy_name(char out[TLS_NAME_SIZE], const X509_NAME *name)
{
	static const int kinds[] = { NID_commonName, NID_organizationName };
	int at = -1;

	for (size_t i = 0; at < 0 && i < sizeof kinds / sizeof *kinds; i++)
		at = X509_NAME_get_index_by_NID(name, kinds[i], -1);
	out[0] = '\0';
	if (at >= 0)
		copy_string(out, X509_NAME_ENTRY_get_data(
		    X509_NAME_get_entry(name, at)));
}

static void
add_word(char out[TLS_NAME_SIZE], const char *word)
{
	size_t len = strlen(out);

	/* All of it or nothing: half a name is another one. */
	if (word[0] != '\0' && len + 1 + strlen(word) < TLS_NAME_SIZE)
		(void)snprintf(out + len, TLS_NAME_SIZE - len, "%s%s",
		    len > 0 ? " " : "", word);
}

static void
add_address(char out[TLS_NAME_SIZE], const ASN1_OCTET_STRING *ip)
{
	char text[INET6_ADDRSTRLEN];
	int family = ASN1_STRING_length(ip) == 4 ? AF_INET : AF_INET6;

	if ((family == AF_INET || ASN1_STRING_length(ip) == 16)
	    && inet_ntop(family, ASN1_STRING_get0_data(ip), text, sizeof text)
	    != NULL)
		add_word(out, text);
}

static void
copy_names(char out[TLS_NAME_SIZE], const X509 *x)
{
	GENERAL_NAMES *all = X509_get_ext_d2i(x, NID_subject_alt_name, NULL,
	    NULL);
	char word[TLS_NAME_SIZE];

	out[0] = '\0';
	for (int i = 0; i < sk_GENERAL_NAME_num(all); i++) {
		const GENERAL_NAME *one = sk_GENERAL_NAME_value(all, i);

		if (one->type == GEN_DNS) {
			copy_string(word, one->d.dNSName);
			add_word(out, word);
		} else if (one->type == GEN_IPADD) {
			add_address(out, one->d.iPAddress);
		}
	}
	GENERAL_NAMES_free(all);
}

static int64_t
unix_ms(const ASN1_TIME *t)
{
	ASN1_TIME *epoch = ASN1_TIME_set(NULL, 0);
	int days = 0, seconds = 0;

	(void)ASN1_TIME_diff(&days, &seconds, epoch, t);
	ASN1_TIME_free(epoch);
	return ((int64_t)days * DAY_S + seconds) * 1000;
}

static void
hex(char *out, const unsigned char *bytes, size_t n)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < n; i++) {
		*out++ = digits[bytes[i] >> 4];
		*out++ = digits[bytes[i] & 15];
	}
	*out = '\0';
}

void
tls_describe(const X509 *x, struct tls_certificate *out)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	memset(out, 0, sizeof *out);
	if (x == NULL || X509_digest(x, EVP_sha256(), digest, &n) != 1)
		return;
	hex(out->fingerprint, digest, n);
	copy_name(out->subject, X509_get_subject_name(x));
	copy_name(out->issuer, X509_get_issuer_name(x));
	copy_names(out->names, x);
	if (out->subject[0] == '\0')
		(void)str_copy_span(out->subject, sizeof out->subject,
		    (struct str_span){ out->names, strcspn(out->names, " ") });
	out->not_before_ms = unix_ms(X509_get0_notBefore(x));
	out->not_after_ms = unix_ms(X509_get0_notAfter(x));
	out->self_signed = X509_NAME_cmp(X509_get_subject_name(x),
	    X509_get_issuer_name(x)) == 0;
	ERR_clear_error();
}

size_t
tls_end_point(const X509 *x, uint8_t out[TLS_BINDING_MAX])
{
	int kind = NID_undef;
	const EVP_MD *md = NULL;
	unsigned n = 0;

	if (x == NULL)
		return 0;
	/* The hash of its signature; SHA-256 for what is weaker or has none. */
	if (OBJ_find_sigid_algs(X509_get_signature_nid(x), &kind, NULL) == 1)
		md = EVP_get_digestbynid(kind);
	if (md == NULL || kind == NID_md5 || kind == NID_sha1)
		md = EVP_sha256();
	if (EVP_MD_get_size(md) > TLS_BINDING_MAX
	    || X509_digest(x, md, out, &n) != 1)
		return 0;
	return n;
}

/* --- made --- */

static bool
add_extension(X509 *x, int nid, const char *value)
{
	X509V3_CTX ctx;
	X509_EXTENSION *ext;
	bool ok;

	X509V3_set_ctx(&ctx, x, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ok = ext != NULL && X509_add_ext(x, ext, -1) == 1;
	X509_EXTENSION_free(ext);
	return ok;
}

static bool
add_name(GENERAL_NAMES *all, const char *name)
{
	unsigned char address[sizeof (struct in6_addr)];
	bool in_figures = inet_pton(AF_INET, name, address) == 1
	    || inet_pton(AF_INET6, name, address) == 1;
	GENERAL_NAME *one = a2i_GENERAL_NAME(NULL, NULL, NULL,
	    in_figures ? GEN_IPADD : GEN_DNS, (char *)(size_t)name, 0);

	if (one != NULL && sk_GENERAL_NAME_push(all, one) > 0)
		return true;
	GENERAL_NAME_free(one);
	return false;
}

static bool
add_names(X509 *x, const char *const *names, size_t n)
{
	GENERAL_NAMES *all = sk_GENERAL_NAME_new_null();
	bool ok = all != NULL;

	for (size_t i = 0; ok && i < n; i++)
		ok = add_name(all, names[i]);
	ok = ok && X509_add1_ext_i2d(x, NID_subject_alt_name, all, 0, 0) == 1;
	GENERAL_NAMES_free(all);
	return ok;
}

static bool
set_subject(X509 *x, const char *name)
{
	X509_NAME *subject = X509_get_subject_name(x);

	if (strlen(name) > COMMON_NAME_MAX)
		name = PACKAGE_NAME;
	return X509_NAME_add_entry_by_NID(subject, NID_commonName,
	    MBSTRING_UTF8, (const unsigned char *)name, -1, -1, 0) == 1
	    && X509_set_issuer_name(x, subject) == 1;
}

static bool
set_serial(X509 *x)
{
	BIGNUM *number = BN_new();
	bool ok = number != NULL && BN_rand(number, SERIAL_BITS,
	    BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1
	    && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(x)) != NULL;

	BN_free(number);
	return ok;
}

static bool
fill(X509 *x, EVP_PKEY *key, const char *const *names, size_t n,
    int64_t now_ms)
{
	time_t now = (time_t)(now_ms / 1000);

	return X509_set_version(x, X509_VERSION_3) == 1 && set_serial(x)
	    && ASN1_TIME_adj(X509_getm_notBefore(x), now, -1, 0) != NULL
	    && ASN1_TIME_adj(X509_getm_notAfter(x), now, VALID_DAYS, 0) != NULL
	    && set_subject(x, names[0]) && X509_set_pubkey(x, key) == 1
	    && add_extension(x, NID_basic_constraints, "critical,CA:FALSE")
	    && add_extension(x, NID_key_usage, "critical,digitalSignature")
	    && add_extension(x, NID_ext_key_usage,
	        "serverAuth,clientAuth")
	    && add_extension(x, NID_subject_key_identifier, "hash")
	    && add_names(x, names, n) && X509_sign(x, key, EVP_sha256()) > 0;
}

static bool
write_all(int fd, const char *data, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		data += n;
		len -= (size_t)n;
	}
	return fchmod(fd, 0600) == 0 && fsync(fd) == 0;
}

/* Beside its place, then moved there: nobody sees half of it. */
static bool
write_file(const char *path, BIO *from, struct err *e)
{
	size_t size = strlen(path) + sizeof ".new";
	char *beside = xmalloc(size), *data = NULL;
	long len = BIO_get_mem_data(from, &data);
	bool ok = false;
	int fd;

	(void)snprintf(beside, size, "%s.new", path);
	fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	    0600);
	if (fd >= 0) {
		ok = write_all(fd, data, (size_t)len)
		    && rename(beside, path) == 0;
		(void)close(fd);
	}
	if (!ok)
		err_set(e, _("cannot write '%s': %s; make room or the folder "
		    "writable"), path, strerror(errno));
	free(beside);
	return ok;
}

static bool
write_pair(const struct tls_pair *pair, X509 *x, EVP_PKEY *key, struct err *e)
{
	BIO *key_text = BIO_new(BIO_s_mem()), *text = BIO_new(BIO_s_mem());
	bool ok = key_text != NULL && text != NULL
	    && PEM_write_bio_PrivateKey(key_text, key, NULL, NULL, 0, NULL,
	    NULL) == 1 && PEM_write_bio_X509(text, x) == 1;

	/* The key first: a certificate that is there has its key. */
	ok = ok && write_file(pair->key, key_text, e)
	    && write_file(pair->certificate, text, e);
	BIO_free(key_text);
	BIO_free(text);
	return ok;
}

bool
tls_make_pair(const struct tls_pair *pair, const char *const *names, size_t n,
    int64_t now_ms, struct err *e)
{
	EVP_PKEY *key = EVP_EC_gen("P-256");
	X509 *x = X509_new();
	bool ok = key != NULL && x != NULL && fill(x, key, names, n, now_ms);

	if (ok)
		ok = write_pair(pair, x, key, e);
	else
		err_set(e, _("cannot make the key '%s': %s"), pair->key,
		    tls_openssl_reason());
	X509_free(x);
	EVP_PKEY_free(key);
	ERR_clear_error();
	return ok;
}
