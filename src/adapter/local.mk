# src/adapter/local.mk -- the two small legacy dialects.
noinst_LIBRARIES += libadapter.a
libadapter_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libadapter_a_SOURCES = \
	src/adapter/adapter.c \
	src/adapter/adapter.h \
	src/adapter/dialect_json.c \
	src/adapter/dialect_text.c \
	src/adapter/json_stream.c \
	src/adapter/json_stream.h \
	src/adapter/lines.c \
	src/adapter/lines.h \
	src/adapter/oldserver.h \
	src/adapter/oldserver_json.c \
	src/adapter/oldserver_text.c \
	src/adapter/puppet.c \
	src/adapter/puppet.h

# What a program that links libadapter.a needs, in the linker's order.
ADAPTER_LIBS = libadapter.a $(PROTO_LIBS) $(JANSSON_LIBS)

adapter_tests = \
	tests/unit/adapter_test \
	tests/unit/dialect_json_test \
	tests/unit/dialect_text_test \
	tests/unit/old_place_test \
	tests/unit/oldserver_test
check_PROGRAMS += $(adapter_tests)
TESTS += $(adapter_tests)
adapter_test_libs = $(ADAPTER_LIBS) $(CMOCKA_LIBS)
adapter_test_kit = \
	tests/support/codec_kit.c \
	tests/support/codec_kit.h

tests_unit_adapter_test_SOURCES = tests/unit/adapter_test.c
tests_unit_adapter_test_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
tests_unit_adapter_test_LDADD = $(adapter_test_libs)
tests_unit_dialect_json_test_SOURCES = \
	tests/unit/dialect_json_test.c \
	$(adapter_test_kit)
tests_unit_dialect_json_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_dialect_json_test_LDADD = $(adapter_test_libs)
tests_unit_dialect_text_test_SOURCES = \
	tests/unit/dialect_text_test.c \
	$(adapter_test_kit)
tests_unit_dialect_text_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_dialect_text_test_LDADD = $(adapter_test_libs)
tests_unit_old_place_test_SOURCES = tests/unit/old_place_test.c
tests_unit_old_place_test_LDADD = \
	libadapter.a $(SESSION_LIBS) $(JANSSON_LIBS) $(CMOCKA_LIBS)
tests_unit_oldserver_test_SOURCES = \
	tests/unit/oldserver_test.c \
	$(adapter_test_kit)
tests_unit_oldserver_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_oldserver_test_LDADD = $(adapter_test_libs)

# Any bytes: the seeds and old findings in every check, the fuzzer in its own.
check_PROGRAMS += tests/fuzz/adapter_replay
TESTS += tests/fuzz/adapter_replay
tests_fuzz_adapter_replay_SOURCES = \
	tests/fuzz/adapter_fuzz.c \
	tests/fuzz/replay.c
tests_fuzz_adapter_replay_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_adapter_replay_LDADD = $(ADAPTER_LIBS)

if FUZZING
noinst_PROGRAMS += tests/fuzz/adapter_fuzz
tests_fuzz_adapter_fuzz_SOURCES = tests/fuzz/adapter_fuzz.c
tests_fuzz_adapter_fuzz_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
tests_fuzz_adapter_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_adapter_fuzz_LDADD = $(ADAPTER_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/adapter_corpus/bad_nick \
	tests/fuzz/adapter_corpus/bare \
	tests/fuzz/adapter_corpus/json \
	tests/fuzz/adapter_corpus/oldserver_json \
	tests/fuzz/adapter_corpus/oldserver_text \
	tests/fuzz/adapter_corpus/text
