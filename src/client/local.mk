# src/client/local.mk -- what all clients share: where to go, as whom, settings.
noinst_LIBRARIES += libclient.a libclientedge.a
libclient_a_SOURCES = \
	src/client/locator.c \
	src/client/locator.h \
	src/client/logline.c \
	src/client/logline.h \
	src/client/mention.c \
	src/client/mention.h \
	src/client/settings.c \
	src/client/settings.def \
	src/client/settings.h \
	src/client/settings_edit.c \
	src/client/slip.c \
	src/client/slip.h

# The edge: files, clock and sockets; for programs only.
libclientedge_a_CFLAGS = $(AM_CFLAGS) $(CONFUSE_CFLAGS) $(EVENT_CFLAGS)
libclientedge_a_SOURCES = \
	src/client/child.c \
	src/client/child.h \
	src/client/config_text.c \
	src/client/config_text.h \
	src/client/errand.c \
	src/client/errand.h \
	src/client/files.c \
	src/client/files.h \
	src/client/ignored.c \
	src/client/ignored.h \
	src/client/known.c \
	src/client/known.h \
	src/client/logfile.c \
	src/client/logfile.h \
	src/client/login.c \
	src/client/login.h \
	src/client/login_internal.h \
	src/client/login_report.c \
	src/client/machine.c \
	src/client/machine.h \
	src/client/netwatch.h \
	src/client/own.c \
	src/client/own.h \
	src/client/secret.c \
	src/client/secret.h \
	src/client/settings_file.c \
	src/client/settings_file.h \
	src/client/uplink.c \
	src/client/uplink.h \
	src/client/wallet.c \
	src/client/wallet.h

if HAVE_RTNETLINK
libclientedge_a_SOURCES += src/client/netwatch_netlink.c
else
libclientedge_a_SOURCES += src/client/netwatch_none.c
endif

client_tests = \
	tests/unit/client_settings_test \
	tests/unit/errand_test \
	tests/unit/known_test \
	tests/unit/locator_test \
	tests/unit/logfile_test \
	tests/unit/logline_test
check_PROGRAMS += $(client_tests)
TESTS += $(client_tests)
client_test_libs = libclient.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_client_settings_test_LDADD = $(client_test_libs)
tests_unit_errand_test_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS)
tests_unit_errand_test_SOURCES = tests/unit/errand_test.c
tests_unit_errand_test_LDADD = libclientedge.a libnet.a $(client_test_libs) \
	$(PROTO_LIBS) $(EVENT_LIBS)
tests_unit_known_test_LDADD = libclientedge.a $(client_test_libs)
tests_unit_locator_test_LDADD = $(client_test_libs)
tests_unit_logfile_test_LDADD = libclientedge.a $(client_test_libs)
tests_unit_logline_test_LDADD = $(client_test_libs)
