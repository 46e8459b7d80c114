# src/daemon/local.mk -- tcpchatd, the server's edge.
noinst_LIBRARIES += libdaemon.a
libdaemon_a_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(CONFUSE_CFLAGS) \
	$(JANSSON_CFLAGS) \
	$(PTHREAD_CFLAGS)
libdaemon_a_SOURCES = \
	src/daemon/account_command.c \
	src/daemon/addresses.c \
	src/daemon/addresses.h \
	src/daemon/cloak_key.c \
	src/daemon/cloak_key.h \
	src/daemon/configuration.c \
	src/daemon/configuration.h \
	src/daemon/conn.c \
	src/daemon/conn.h \
	src/daemon/conn_open.c \
	src/daemon/control.c \
	src/daemon/control.h \
	src/daemon/control_ask.c \
	src/daemon/control_ask.h \
	src/daemon/daemon.c \
	src/daemon/daemon.h \
	src/daemon/daemon_control.c \
	src/daemon/daemon_internal.h \
	src/daemon/daemonize.c \
	src/daemon/daemonize.h \
	src/daemon/file.c \
	src/daemon/file.h \
	src/daemon/gate.c \
	src/daemon/gate.h \
	src/daemon/hash_password.c \
	src/daemon/hash_password.h \
	src/daemon/hasher.c \
	src/daemon/hasher.h \
	src/daemon/loop.c \
	src/daemon/loop.h \
	src/daemon/options.c \
	src/daemon/options.def \
	src/daemon/options.h \
	src/daemon/pace.c \
	src/daemon/pace.h \
	src/daemon/password.c \
	src/daemon/password.h \
	src/daemon/privdrop.c \
	src/daemon/privdrop.h \
	src/daemon/protocol.c \
	src/daemon/protocol.h \
	src/daemon/rehash.c \
	src/daemon/rehash.h \
	src/daemon/retention.c \
	src/daemon/retention.h \
	src/daemon/server_config.c \
	src/daemon/server_config.h \
	src/daemon/settings.c \
	src/daemon/settings.def \
	src/daemon/settings.h \
	src/daemon/settings_block.c \
	src/daemon/signals.c \
	src/daemon/signals.h \
	src/daemon/statedir.c \
	src/daemon/statedir.h \
	src/daemon/store_command.c \
	src/daemon/subcommand.c \
	src/daemon/subcommand.def \
	src/daemon/subcommand.h \
	src/daemon/syslog.c \
	src/daemon/syslog.h \
	src/daemon/world.c \
	src/daemon/world.h

dist_doc_DATA += \
	doc/PERFORMANCE.md \
	doc/tcpchatd.conf.sample

bin_PROGRAMS += tcpchatd
tcpchatd_SOURCES = src/daemon/main.c
tcpchatd_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
tcpchatd_LDADD = \
	libdaemon.a libadapter.a libbus.a libstore.a libserver.a libnet.a \
	libproto.a \
	libbase.a $(EVENT_LIBS) $(OPENSSL_LIBS) $(JANSSON_LIBS) $(CONFUSE_LIBS) \
	$(SQLITE_LIBS) \
	$(UTF8PROC_LIBS) $(PTHREAD_LIBS) $(LIBINTL)

check_PROGRAMS += \
	tests/unit/configuration_test \
	tests/unit/options_test \
	tests/unit/settings_test \
	tests/unit/syslog_test
TESTS += \
	tests/unit/configuration_test \
	tests/unit/options_test \
	tests/unit/settings_test \
	tests/unit/syslog_test

daemon_test_libs = libdaemon.a libserver.a libadapter.a libnet.a libproto.a libbase.a \
	$(JANSSON_LIBS) $(CONFUSE_LIBS) $(UTF8PROC_LIBS) \
	$(CMOCKA_LIBS) $(PTHREAD_LIBS) $(LIBINTL)
tests_unit_configuration_test_SOURCES = tests/unit/configuration_test.c
tests_unit_configuration_test_LDADD = $(daemon_test_libs)
tests_unit_options_test_SOURCES = tests/unit/options_test.c
tests_unit_options_test_LDADD = $(daemon_test_libs)
tests_unit_settings_test_SOURCES = tests/unit/settings_test.c
tests_unit_settings_test_LDADD = $(daemon_test_libs)
tests_unit_syslog_test_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
tests_unit_syslog_test_SOURCES = tests/unit/syslog_test.c
tests_unit_syslog_test_LDADD = $(daemon_test_libs)

# Built by `make tests/bench/server_bench`, run by hand: doc/PERFORMANCE.md.
EXTRA_PROGRAMS += tests/bench/server_bench
tests_bench_server_bench_SOURCES = tests/bench/server_bench.c
EXTRA_DIST += tests/bench/ban_bench.py tests/bench/tls_bench.py

# Any text as settings: the seeds and old findings in every check.
check_PROGRAMS += tests/fuzz/configuration_replay
TESTS += tests/fuzz/configuration_replay
tests_fuzz_configuration_replay_SOURCES = \
	tests/fuzz/configuration_fuzz.c \
	tests/fuzz/replay.c
tests_fuzz_configuration_replay_LDADD = $(daemon_test_libs)

if FUZZING
noinst_PROGRAMS += tests/fuzz/configuration_fuzz
tests_fuzz_configuration_fuzz_SOURCES = tests/fuzz/configuration_fuzz.c
tests_fuzz_configuration_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_configuration_fuzz_LDADD = $(daemon_test_libs)
endif

EXTRA_DIST += \
	tests/fuzz/configuration_corpus/listen \
	tests/fuzz/configuration_corpus/nameless \
	tests/fuzz/configuration_corpus/odd \
	tests/fuzz/configuration_corpus/sample
