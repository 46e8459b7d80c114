# src/net/local.mk -- bytes over TCP by libevent, and over TLS by OpenSSL.
noinst_LIBRARIES += libnet.a
libnet_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(OPENSSL_CFLAGS) \
	$(PTHREAD_CFLAGS)
libnet_a_SOURCES = \
	src/net/cidr.c \
	src/net/cidr.h \
	src/net/connect.c \
	src/net/connect.h \
	src/net/listen.c \
	src/net/listen.h \
	src/net/proxy.c \
	src/net/proxy.h \
	src/net/resolve.c \
	src/net/resolve.h \
	src/net/stream.c \
	src/net/stream.h \
	src/net/timer.c \
	src/net/timer.h \
	src/net/tls.c \
	src/net/tls.h \
	src/net/tls_certificate.c \
	src/net/tls_internal.h

check_PROGRAMS += \
	tests/unit/cidr_test \
	tests/unit/connect_test \
	tests/unit/proxy_test \
	tests/unit/tls_test
TESTS += \
	tests/unit/cidr_test \
	tests/unit/connect_test \
	tests/unit/proxy_test \
	tests/unit/tls_test
tests_unit_connect_test_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
tests_unit_connect_test_SOURCES = tests/unit/connect_test.c
tests_unit_connect_test_LDADD = libnet.a libbase.a $(EVENT_LIBS) \
	$(OPENSSL_LIBS) $(UTF8PROC_LIBS) \
	$(CMOCKA_LIBS) $(PTHREAD_LIBS)
tests_unit_tls_test_SOURCES = tests/unit/tls_test.c
tests_unit_tls_test_LDADD = libnet.a libbase.a $(OPENSSL_LIBS) \
	$(UTF8PROC_LIBS) \
	$(CMOCKA_LIBS) $(PTHREAD_LIBS)

net_test_libs = libnet.a libbase.a $(UTF8PROC_LIBS) $(CMOCKA_LIBS)
tests_unit_cidr_test_SOURCES = tests/unit/cidr_test.c
tests_unit_cidr_test_LDADD = $(net_test_libs)
tests_unit_proxy_test_SOURCES = tests/unit/proxy_test.c
tests_unit_proxy_test_LDADD = $(net_test_libs)

# Any bytes as a proxy's header: the seeds in every check.
check_PROGRAMS += tests/fuzz/proxy_replay
TESTS += tests/fuzz/proxy_replay
tests_fuzz_proxy_replay_SOURCES = tests/fuzz/proxy_fuzz.c tests/fuzz/replay.c
tests_fuzz_proxy_replay_LDADD = libnet.a libbase.a $(UTF8PROC_LIBS)

if FUZZING
noinst_PROGRAMS += tests/fuzz/proxy_fuzz
tests_fuzz_proxy_fuzz_SOURCES = tests/fuzz/proxy_fuzz.c
tests_fuzz_proxy_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_proxy_fuzz_LDADD = libnet.a libbase.a $(UTF8PROC_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/proxy_corpus/binary \
	tests/fuzz/proxy_corpus/line \
	tests/fuzz/proxy_corpus/unknown
