/* connect_test.c -- connecting, listening and streams, over loopback. */
#include "config.h"

#include "net/connect.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "base/err.h"
#include "net/listen.h"
#include "net/stream.h"

#include "base/banned.h"

/* What the calls of one test have brought. */
struct scene {
	struct event_base *base;
	struct listeners  *listeners;
	int  client, server;	/* connected descriptors; -1: none */
	char address[128];
	char reason[512];
	int  turned_away;
};

static void
on_connected(void *arg, int fd_take, const char *address)
{
	struct scene *s = arg;

	s->client = fd_take;
	(void)snprintf(s->address, sizeof s->address, "%s", address);
}

static void
on_failed(void *arg, const char *reason)
{
	struct scene *s = arg;

	(void)snprintf(s->reason, sizeof s->reason, "%s", reason);
}

static const struct connect_calls connect_calls = { on_connected, on_failed };

static void
on_accepted(void *arg, const void *tag, int fd_take, const struct sockaddr *peer)
{
	struct scene *s = arg;

	(void)tag;
	(void)peer;
	s->server = fd_take;
}

static void
on_turned_away(void *arg)
{
	struct scene *s = arg;

	s->turned_away++;
}

static const struct listen_calls listen_calls = { on_accepted,
	on_turned_away };

static int
begin(void **state)
{
	struct scene *s = calloc(1, sizeof *s);

	if (s == NULL)
		return -1;
	s->base = event_base_new();
	s->client = s->server = -1;
	*state = s;
	return 0;
}

static int
end(void **state)
{
	struct scene *s = *state;

	listeners_free(s->listeners);
	if (s->client >= 0)
		(void)close(s->client);
	if (s->server >= 0)
		(void)close(s->server);
	event_base_free(s->base);
	free(s);
	return 0;
}

/* Turns the loop until `*what` is there; the whole test has a deadline. */
#define WAIT_UNTIL(s, what) \
	do { \
		assert_int_equal(event_base_loop((s)->base, EVLOOP_ONCE), 0); \
	} while (!(what))

/* Listens on a port that the kernel chooses, and returns it. */
static uint16_t
listen_anywhere(struct scene *s, struct listen_config config)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof in;
	struct err e = { "" };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	/* A free port: bound and given back. */
	assert_int_equal(bind(fd, (struct sockaddr *)&in, sizeof in), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&in, &length), 0);
	(void)close(fd);
	s->listeners = listeners_new(s->base, config, &listen_calls, s);
	assert_int_equal(listeners_add(s->listeners, (struct sockaddr *)&in,
	    sizeof in, NULL, &e), LISTEN_OK);
	listeners_start(s->listeners);
	return ntohs(in.sin_port);
}

static const struct listen_config plain = { .sorry = "ERROR :full\r\n" };

static void
connects_to_an_address_and_to_a_name(void **state)
{
	struct scene *s = *state;
	uint16_t port = listen_anywhere(s, plain);
	static const char *const hosts[] = { "127.0.0.1", "localhost" };

	for (size_t i = 0; i < 2; i++) {
		(void)connect_start(s->base, hosts[i], port, 5000,
		    &connect_calls, s);
		WAIT_UNTIL(s, s->client >= 0 && s->server >= 0);
		assert_string_equal(s->address, "127.0.0.1");
		assert_string_equal(s->reason, "");
		(void)close(s->client);
		(void)close(s->server);
		s->client = s->server = -1;
	}
}

static void
says_why_it_could_not_connect(void **state)
{
	struct scene *s = *state;
	uint16_t port = listen_anywhere(s, plain);

	listeners_free(s->listeners);
	s->listeners = NULL;
	(void)connect_start(s->base, "127.0.0.1", port, 5000, &connect_calls,
	    s);
	WAIT_UNTIL(s, s->reason[0] != '\0');
	assert_string_equal(s->reason, "Connection refused");
	s->reason[0] = '\0';
	(void)connect_start(s->base, "/no/such/socket", 0, 5000, &connect_calls,
	    s);
	WAIT_UNTIL(s, s->reason[0] != '\0');
	assert_string_equal(s->reason, "No such file or directory");
	assert_int_equal(s->client, -1);
}

static void
calls_nobody_once_it_is_cancelled(void **state)
{
	struct scene *s = *state;
	uint16_t port = listen_anywhere(s, plain);

	connect_cancel(connect_start(s->base, "127.0.0.1", port, 5000,
	    &connect_calls, s));
	connect_cancel(connect_start(s->base, "localhost", port, 5000,
	    &connect_calls, s));
	connect_cancel(NULL);
	(void)event_base_loop(s->base, EVLOOP_NONBLOCK);
	assert_int_equal(s->client, -1);
	assert_string_equal(s->reason, "");
}

static void
connects_by_a_path_and_replaces_a_dead_socket(void **state)
{
	struct scene *s = *state;
	char dir[] = "/tmp/tcpchat-connect-XXXXXX", path[64];
	struct err e = { "" };

	assert_non_null(mkdtemp(dir));
	(void)snprintf(path, sizeof path, "%s/socket", dir);
	for (int round = 0; round < 2; round++) {
		s->listeners = listeners_new(s->base, plain, &listen_calls, s);
		assert_int_equal(listeners_add_path(s->listeners, path, NULL, &e),
		    LISTEN_OK);
		listeners_start(s->listeners);
		(void)connect_start(s->base, path, 0, 5000, &connect_calls, s);
		WAIT_UNTIL(s, s->client >= 0 && s->server >= 0);
		assert_string_equal(s->address, path);
		(void)close(s->client);
		(void)close(s->server);
		s->client = s->server = -1;
		listeners_free(s->listeners);
		s->listeners = NULL;
	}
	assert_int_not_equal(access(path, F_OK), 0);
	(void)rmdir(dir);
}

static void
refuses_a_port_that_is_taken(void **state)
{
	struct scene *s = *state;
	uint16_t port = listen_anywhere(s, plain);
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct listeners *others = listeners_new(s->base, plain, &listen_calls,
	    s);
	struct err e = { "" };

	assert_int_equal(listeners_add(others, (struct sockaddr *)&in,
	    sizeof in, NULL, &e), LISTEN_FAILED);
	assert_string_equal(e.text, "Address already in use");
	in.sin_addr.s_addr = htonl(0xc0000201);	/* 192.0.2.1: nobody's */
	assert_int_equal(listeners_add(others, (struct sockaddr *)&in,
	    sizeof in, NULL, &e), LISTEN_NO_SUCH_ADDRESS);
	listeners_free(others);
}

static void
listens_once_on_an_address_that_is_named_twice(void **state)
{
	struct scene *s = *state;
	uint16_t port = listen_anywhere(s, plain);
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_port = htons(port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct err e = { "" };

	assert_int_equal(listeners_add(s->listeners, (struct sockaddr *)&in,
	    sizeof in, NULL, &e), LISTEN_OK);
}

static void
expect_sorry(struct scene *s)
{
	char text[64] = "";
	ssize_t n;

	WAIT_UNTIL(s, s->client >= 0 && s->turned_away > 0);
	assert_int_equal(fcntl(s->client, F_SETFL, 0), 0);
	n = read(s->client, text, sizeof text - 1);
	assert_true(n > 0);
	assert_string_equal(text, "ERROR :full\r\n");
	assert_int_equal(s->server, -1);
}

static void
turns_away_descriptors_that_are_too_high(void **state)
{
	struct scene *s = *state;
	struct listen_config config = plain;
	uint16_t port;

	config.fd_max = 3;
	port = listen_anywhere(s, config);
	(void)connect_start(s->base, "127.0.0.1", port, 5000, &connect_calls,
	    s);
	expect_sorry(s);
}

/* The client's own socket takes the last descriptor but the reserve. */
static void
says_so_when_descriptors_run_out_and_goes_on_later(void **state)
{
	struct scene *s = *state;
	uint16_t port = listen_anywhere(s, plain);
	struct rlimit before, few;
	int lowest;

	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	lowest = dup(STDOUT_FILENO);
	assert_true(lowest >= 0);
	(void)close(lowest);
	few = before;
	few.rlim_cur = (rlim_t)lowest + 1;
	(void)connect_start(s->base, "127.0.0.1", port, 5000, &connect_calls,
	    s);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	WAIT_UNTIL(s, s->turned_away > 0);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	expect_sorry(s);
	(void)close(s->client);
	s->client = -1;
	(void)connect_start(s->base, "127.0.0.1", port, 5000, &connect_calls,
	    s);
	WAIT_UNTIL(s, s->client >= 0 && s->server >= 0);
	assert_int_equal(s->turned_away, 1);
}

static void
moves_bytes_and_says_why_it_cannot(void **state)
{
	struct stream a, b;
	struct iovec iov[2] = { { (char[]){ "ab" }, 2 },
	    { (char[]){ "cd" }, 2 } };
	char text[8] = "";
	int ends[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0,
	    ends), 0);
	stream_init(&a, ends[0]);
	stream_init(&b, ends[1]);
	assert_int_equal(stream_read(&b, text, sizeof text), -1);
	assert_true(stream_would_block(&b));
	assert_int_equal(stream_writev(&a, iov, 2), 4);
	assert_int_equal(stream_read(&b, text, sizeof text), 4);
	assert_string_equal(text, "abcd");
	assert_false(stream_pending(&b));
	stream_release(&a);
	assert_int_equal(stream_read(&b, text, sizeof text), 0);
	assert_int_equal(stream_writev(&b, iov, 2), -1);
	assert_false(stream_would_block(&b));
	assert_string_equal(stream_reason(&b), "Broken pipe");
	stream_release(&b);
	stream_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define SCENE(name) cmocka_unit_test_setup_teardown(name, begin, end)
		SCENE(connects_to_an_address_and_to_a_name),
		SCENE(says_why_it_could_not_connect),
		SCENE(calls_nobody_once_it_is_cancelled),
		SCENE(connects_by_a_path_and_replaces_a_dead_socket),
		SCENE(refuses_a_port_that_is_taken),
		SCENE(listens_once_on_an_address_that_is_named_twice),
		SCENE(turns_away_descriptors_that_are_too_high),
		SCENE(says_so_when_descriptors_run_out_and_goes_on_later),
		SCENE(moves_bytes_and_says_why_it_cannot),
	};

	(void)alarm(60);	/* the deadline of all waiting */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
