# src/client/local.mk -- what all clients share: where to go, as whom, settings.
noinst_LIBRARIES += libclient.a libclientfile.a
libclient_a_SOURCES = \
	src/client/locator.c \
	src/client/locator.h \
	src/client/settings.c \
	src/client/settings.def \
	src/client/settings.h

# The part that reads and writes files: for programs only.
libclientfile_a_CFLAGS = $(AM_CFLAGS) $(CONFUSE_CFLAGS)
libclientfile_a_SOURCES = \
	src/client/files.c \
	src/client/files.h \
	src/client/settings_file.c \
	src/client/settings_file.h

client_tests = \
	tests/unit/client_settings_test \
	tests/unit/locator_test
check_PROGRAMS += $(client_tests)
TESTS += $(client_tests)
client_test_libs = libclient.a $(BASE_LIBS) $(CMOCKA_LIBS)
tests_unit_client_settings_test_LDADD = $(client_test_libs)
tests_unit_locator_test_LDADD = $(client_test_libs)
