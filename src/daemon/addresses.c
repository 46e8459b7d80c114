/* addresses.c -- names to listening sockets. */
#include "config.h"

#include "daemon/addresses.h"

#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/log.h"
#include "base/str.h"
#include "daemon/protocol.h"
#include "net/listen.h"

#include "base/banned.h"

enum { NAME_SIZE = 256 };

static const char *const defaults[] = { "127.0.0.1", "::1" };

static void
explain(struct err *e, const char *name, uint16_t port, const char *reason)
{
	err_set(e, _("cannot listen on '%s' port %u: %s; choose another one "
	    "with --machine-name=HOST or --port=N, or stop the program that has "
	    "it"), name, (unsigned)port, reason);
}

static const char *
tls_word(const struct protocol *protocol)
{
	static const char *const words[] = { [PROTOCOL_PLAIN] = "no",
	    [PROTOCOL_EITHER] = "told", [PROTOCOL_TLS] = "yes" };

	return words[protocol->tls];
}

static enum listen_result
open_path(struct listeners *l, const char *path,
    const struct protocol *protocol, struct err *e)
{
	struct err why = { "" };
	enum listen_result result = listeners_add_path(l, path,
	    protocol, &why);

	if (result != LISTEN_OK)
		err_set(e, _("cannot listen on '%s': %s; choose another path, "
		    "or stop the server that has it"), path, why.text);
	else
		log_line(LEVEL_NOTICE, "listen: path=%s protocol=%s tls=%s",
		    path, protocol->name, tls_word(protocol));
	return result;
}

/* Every address that the name has and this machine too: "localhost" is ::1
 * even where there is no IPv6. */
static enum listen_result
open_each(struct listeners *l, const struct addrinfo *list,
    const struct protocol *protocol, struct err *why)
{
	enum listen_result result = LISTEN_NO_SUCH_ADDRESS;

	for (; list != NULL; list = list->ai_next)
		switch (listeners_add(l, list->ai_addr, list->ai_addrlen,
		    protocol, why)) {
		case LISTEN_OK:
			result = LISTEN_OK;
			break;
		case LISTEN_NO_SUCH_ADDRESS:
			break;
		case LISTEN_FAILED:
			return LISTEN_FAILED;
		}
	return result;
}

static enum listen_result
open_all(struct listeners *l, const char *name, const struct addrinfo *list,
    uint16_t port, const struct protocol *protocol, struct err *e)
{
	struct err why = { "" };
	enum listen_result result = open_each(l, list, protocol, &why);

	if (result != LISTEN_OK)
		explain(e, name, port, why.text);
	else
		log_line(LEVEL_NOTICE, "listen: address=%s port=%u "
		    "protocol=%s tls=%s", name, (unsigned)port,
		    protocol->name, tls_word(protocol));
	return result;
}

static enum listen_result
open_name(struct listeners *l, const char *name, uint16_t port,
    const struct protocol *protocol, struct err *e)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM,
	    .ai_flags = AI_PASSIVE | AI_NUMERICSERV };
	struct addrinfo *list = NULL;
	enum listen_result result;
	char service[8];
	int code;

	if (name[0] == '/')
		return open_path(l, name, protocol, e);
	(void)snprintf(service, sizeof service, "%u", (unsigned)port);
	code = getaddrinfo(name, service, &hints, &list);
	if (code != 0) {
		explain(e, name, port, gai_strerror(code));
		return LISTEN_FAILED;
	}
	result = open_all(l, name, list, port, protocol, e);
	freeaddrinfo(list);
	return result;
}

/* Of the two one may be missing: a machine without IPv6 is a machine. */
static bool
open_defaults(struct listeners *l, uint16_t port,
    const struct protocol *protocol, struct err *e)
{
	size_t missing = 0, n = sizeof defaults / sizeof *defaults;

	for (size_t i = 0; i < n; i++) {
		switch (open_name(l, defaults[i], port, protocol, e)) {
		case LISTEN_OK:
			break;
		case LISTEN_NO_SUCH_ADDRESS:
			log_line(LEVEL_INFO, "listen: address=%s missing",
			    defaults[i]);
			missing++;
			break;
		case LISTEN_FAILED:
			return false;
		}
	}
	return missing < n;
}

static bool
open_names(struct listeners *l, const char *names, uint16_t port,
    const struct protocol *protocol, struct err *e)
{
	char name[NAME_SIZE];
	size_t len;

	for (;;) {
		names += strspn(names, " \t,");
		len = strcspn(names, " \t,");
		if (len == 0)
			return true;
		(void)str_copy_span(name, sizeof name,
		    (struct str_span){ names, len });
		if (open_name(l, name, port, protocol, e) != LISTEN_OK)
			return false;
		names += len;
	}
}

bool
addresses_open(struct listeners *l, const char *names, char *const *more,
    size_t nmore, uint16_t port, const struct protocol *protocol,
    struct err *e)
{
	bool ok = names[strspn(names, " \t,")] == '\0'
	    ? open_defaults(l, port, protocol, e)
	    : open_names(l, names, port, protocol, e);

	for (size_t i = 0; ok && i < nmore; i++)
		ok = open_names(l, more[i], port, protocol, e);
	return ok;
}
