# src/proto/local.mk -- the wire, used by server and clients.
noinst_LIBRARIES += libproto.a
libproto_a_SOURCES = \
	src/proto/base64.c \
	src/proto/base64.h \
	src/proto/dialect.c \
	src/proto/dialect.h \
	src/proto/dialect_irc.c \
	src/proto/digest.c \
	src/proto/digest.h \
	src/proto/irc_cap.c \
	src/proto/irc_cap.def \
	src/proto/irc_cap.h \
	src/proto/irc_case.c \
	src/proto/irc_case.h \
	src/proto/irc_format.c \
	src/proto/irc_format.h \
	src/proto/irc_isupport.c \
	src/proto/irc_isupport.def \
	src/proto/irc_isupport.h \
	src/proto/irc_mask.c \
	src/proto/irc_mask.h \
	src/proto/irc_mode.c \
	src/proto/irc_mode.h \
	src/proto/irc_msg.c \
	src/proto/irc_msg.h \
	src/proto/irc_numeric.c \
	src/proto/irc_numeric.def \
	src/proto/irc_numeric.h \
	src/proto/irc_skeleton.c \
	src/proto/irc_skeleton.h \
	src/proto/irc_tags.c \
	src/proto/irc_tags.h \
	src/proto/limits.h \
	src/proto/lookalike.def \
	src/proto/sasl.c \
	src/proto/sasl.h \
	src/proto/sasl_client.c \
	src/proto/sasl_client.h \
	src/proto/sasl_text.c \
	src/proto/sasl_text.h

# What a program that links libproto.a needs, in the linker's order.
PROTO_LIBS = libproto.a $(CRYPTO_LIBS) $(BASE_LIBS)

proto_tests = \
	tests/unit/dialect_irc_test \
	tests/unit/irc_cap_test \
	tests/unit/irc_case_test \
	tests/unit/irc_format_test \
	tests/unit/irc_isupport_test \
	tests/unit/irc_mask_test \
	tests/unit/irc_mode_test \
	tests/unit/irc_msg_test \
	tests/unit/irc_numeric_test \
	tests/unit/irc_skeleton_test \
	tests/unit/irc_tags_test \
	tests/unit/sasl_client_test \
	tests/unit/sasl_test \
	tests/unit/sasl_text_test
check_PROGRAMS += $(proto_tests)
TESTS += $(proto_tests)
proto_test_libs = $(PROTO_LIBS) $(CMOCKA_LIBS)

tests_unit_dialect_irc_test_SOURCES = tests/unit/dialect_irc_test.c
tests_unit_dialect_irc_test_LDADD = $(proto_test_libs)
tests_unit_irc_cap_test_SOURCES = tests/unit/irc_cap_test.c
tests_unit_irc_cap_test_LDADD = $(proto_test_libs)
tests_unit_irc_case_test_SOURCES = tests/unit/irc_case_test.c
tests_unit_irc_case_test_LDADD = $(proto_test_libs)
tests_unit_irc_format_test_SOURCES = tests/unit/irc_format_test.c
tests_unit_irc_format_test_LDADD = $(proto_test_libs)
tests_unit_irc_isupport_test_SOURCES = tests/unit/irc_isupport_test.c
tests_unit_irc_isupport_test_LDADD = $(proto_test_libs)
tests_unit_irc_mask_test_SOURCES = tests/unit/irc_mask_test.c
tests_unit_irc_mask_test_LDADD = $(proto_test_libs)
tests_unit_irc_mode_test_SOURCES = tests/unit/irc_mode_test.c
tests_unit_irc_mode_test_LDADD = $(proto_test_libs)
tests_unit_irc_msg_test_SOURCES = tests/unit/irc_msg_test.c
tests_unit_irc_msg_test_LDADD = $(proto_test_libs)
tests_unit_irc_numeric_test_SOURCES = tests/unit/irc_numeric_test.c
tests_unit_irc_numeric_test_LDADD = $(proto_test_libs)
tests_unit_irc_skeleton_test_SOURCES = tests/unit/irc_skeleton_test.c
tests_unit_irc_skeleton_test_LDADD = $(proto_test_libs)
tests_unit_irc_tags_test_SOURCES = tests/unit/irc_tags_test.c
tests_unit_irc_tags_test_LDADD = $(proto_test_libs)
tests_unit_sasl_client_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_sasl_client_test_SOURCES = \
	tests/support/scram_kit.c \
	tests/support/scram_kit.h \
	tests/unit/sasl_client_test.c
tests_unit_sasl_client_test_LDADD = $(proto_test_libs)
tests_unit_sasl_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_sasl_test_SOURCES = \
	tests/support/scram_kit.c \
	tests/support/scram_kit.h \
	tests/unit/sasl_test.c
tests_unit_sasl_test_LDADD = $(proto_test_libs)

# Any bytes: the seeds and old findings in every check, the fuzzer in its own.
check_PROGRAMS += tests/fuzz/irc_msg_replay
TESTS += tests/fuzz/irc_msg_replay
tests_fuzz_irc_msg_replay_SOURCES = \
	tests/fuzz/irc_msg_fuzz.c \
	tests/fuzz/replay.c
tests_fuzz_irc_msg_replay_LDADD = $(PROTO_LIBS)

if FUZZING
noinst_PROGRAMS += tests/fuzz/irc_msg_fuzz
tests_fuzz_irc_msg_fuzz_SOURCES = tests/fuzz/irc_msg_fuzz.c
tests_fuzz_irc_msg_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_irc_msg_fuzz_LDADD = $(PROTO_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/irc_msg_corpus/http \
	tests/fuzz/irc_msg_corpus/long \
	tests/fuzz/irc_msg_corpus/modes \
	tests/fuzz/irc_msg_corpus/odd \
	tests/fuzz/irc_msg_corpus/registration \
	tests/fuzz/irc_msg_corpus/server \
	tests/fuzz/irc_msg_corpus/tags
tests_unit_sasl_text_test_SOURCES = tests/unit/sasl_text_test.c
tests_unit_sasl_text_test_LDADD = $(proto_test_libs)

check_PROGRAMS += tests/fuzz/sasl_replay
TESTS += tests/fuzz/sasl_replay
tests_fuzz_sasl_replay_SOURCES = \
	tests/fuzz/replay.c \
	tests/fuzz/sasl_fuzz.c
tests_fuzz_sasl_replay_LDADD = $(PROTO_LIBS)

if FUZZING
noinst_PROGRAMS += tests/fuzz/sasl_fuzz
tests_fuzz_sasl_fuzz_SOURCES = tests/fuzz/sasl_fuzz.c
tests_fuzz_sasl_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_sasl_fuzz_LDADD = $(PROTO_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/sasl_corpus/base64 \
	tests/fuzz/sasl_corpus/plain \
	tests/fuzz/sasl_corpus/plus \
	tests/fuzz/sasl_corpus/scram
