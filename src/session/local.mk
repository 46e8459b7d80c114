# src/session/local.mk -- the client side of the protocol.
noinst_LIBRARIES += libsession.a
libsession_a_SOURCES = \
	src/session/account.c \
	src/session/account.h \
	src/session/answer.c \
	src/session/answer.h \
	src/session/arena.c \
	src/session/arena.h \
	src/session/ask.c \
	src/session/ask.h \
	src/session/batch.c \
	src/session/batch.h \
	src/session/cap.c \
	src/session/cap.h \
	src/session/clean.c \
	src/session/clean.h \
	src/session/delivery.c \
	src/session/emit.c \
	src/session/emit.h \
	src/session/event.h \
	src/session/gap.c \
	src/session/gap.h \
	src/session/history.c \
	src/session/history.h \
	src/session/history_request.c \
	src/session/ignore.c \
	src/session/ignore.h \
	src/session/ignoring.c \
	src/session/keyring.c \
	src/session/keyring.h \
	src/session/limits.h \
	src/session/link.c \
	src/session/link.h \
	src/session/measure.c \
	src/session/measure.h \
	src/session/member.c \
	src/session/member.h \
	src/session/message.c \
	src/session/message.h \
	src/session/numeric.c \
	src/session/numeric.def \
	src/session/numeric.h \
	src/session/outbox.c \
	src/session/outbox.h \
	src/session/outbox_file.c \
	src/session/presence.c \
	src/session/presence.h \
	src/session/queue.c \
	src/session/queue.h \
	src/session/receive.c \
	src/session/receive.h \
	src/session/register.c \
	src/session/register.h \
	src/session/remark.c \
	src/session/remark.h \
	src/session/request.c \
	src/session/resume.c \
	src/session/resume.h \
	src/session/roster.c \
	src/session/roster.h \
	src/session/sasl.c \
	src/session/sasl.h \
	src/session/search.c \
	src/session/search.h \
	src/session/session.c \
	src/session/session.h \
	src/session/session_internal.h \
	src/session/split.c \
	src/session/split.h \
	src/session/talks.c \
	src/session/talks.h \
	src/session/target.c \
	src/session/target.h \
	src/session/typing.c \
	src/session/wire.c \
	src/session/wire.h

# What a program that links libsession.a needs, in the linker's order.
SESSION_LIBS = libsession.a $(PROTO_LIBS)

session_tests = \
	tests/unit/answer_test \
	tests/unit/arena_test \
	tests/unit/history_test \
	tests/unit/ignore_test \
	tests/unit/link_test \
	tests/unit/login_test \
	tests/unit/message_test \
	tests/unit/numeric_test \
	tests/unit/outbox_test \
	tests/unit/queue_test \
	tests/unit/register_test \
	tests/unit/remark_test \
	tests/unit/resume_test \
	tests/unit/roster_test \
	tests/unit/session_test
check_PROGRAMS += $(session_tests)
TESTS += $(session_tests)

session_player = tests/support/player.c tests/support/player.h
session_test_libs = $(SESSION_LIBS) $(CMOCKA_LIBS)
session_test_flags = $(AM_CPPFLAGS) -I$(top_srcdir)

tests_unit_answer_test_SOURCES = tests/unit/answer_test.c $(session_player)
tests_unit_answer_test_CPPFLAGS = $(session_test_flags)
tests_unit_answer_test_LDADD = $(session_test_libs)

tests_unit_arena_test_SOURCES = tests/unit/arena_test.c
tests_unit_arena_test_CPPFLAGS = $(session_test_flags)
tests_unit_arena_test_LDADD = $(session_test_libs)

tests_unit_history_test_SOURCES = tests/unit/history_test.c $(session_player)
tests_unit_history_test_CPPFLAGS = $(session_test_flags)
tests_unit_history_test_LDADD = $(session_test_libs)

tests_unit_ignore_test_SOURCES = tests/unit/ignore_test.c $(session_player)
tests_unit_ignore_test_CPPFLAGS = $(session_test_flags)
tests_unit_ignore_test_LDADD = $(session_test_libs)

tests_unit_login_test_SOURCES = \
	tests/support/scram_kit.c \
	tests/support/scram_kit.h \
	tests/unit/login_test.c $(session_player)
tests_unit_login_test_CPPFLAGS = $(session_test_flags) $(STAGE_CPPFLAGS)
tests_unit_login_test_LDADD = $(session_test_libs)
tests_unit_link_test_SOURCES = tests/unit/link_test.c $(session_player)
tests_unit_link_test_CPPFLAGS = $(session_test_flags)
tests_unit_link_test_LDADD = $(session_test_libs)

tests_unit_message_test_SOURCES = tests/unit/message_test.c $(session_player)
tests_unit_message_test_CPPFLAGS = $(session_test_flags)
tests_unit_message_test_LDADD = $(session_test_libs)

tests_unit_numeric_test_LDADD = $(session_test_libs)

tests_unit_outbox_test_SOURCES = tests/unit/outbox_test.c $(session_player)
tests_unit_outbox_test_CPPFLAGS = $(session_test_flags)
tests_unit_outbox_test_LDADD = $(session_test_libs)

tests_unit_queue_test_SOURCES = tests/unit/queue_test.c $(session_player)
tests_unit_queue_test_CPPFLAGS = $(session_test_flags)
tests_unit_queue_test_LDADD = $(session_test_libs)

tests_unit_register_test_SOURCES = tests/unit/register_test.c $(session_player)
tests_unit_register_test_CPPFLAGS = $(session_test_flags)
tests_unit_register_test_LDADD = $(session_test_libs)

tests_unit_remark_test_SOURCES = tests/unit/remark_test.c $(session_player)
tests_unit_remark_test_CPPFLAGS = $(session_test_flags)
tests_unit_remark_test_LDADD = $(session_test_libs)

tests_unit_resume_test_SOURCES = tests/unit/resume_test.c $(session_player)
tests_unit_resume_test_CPPFLAGS = $(session_test_flags)
tests_unit_resume_test_LDADD = $(session_test_libs)

tests_unit_roster_test_SOURCES = tests/unit/roster_test.c $(session_player)
tests_unit_roster_test_CPPFLAGS = $(session_test_flags)
tests_unit_roster_test_LDADD = $(session_test_libs)

tests_unit_session_test_SOURCES = tests/unit/session_test.c $(session_player)
tests_unit_session_test_CPPFLAGS = $(session_test_flags)
tests_unit_session_test_LDADD = $(session_test_libs)

# Sessions and the real server, in one process.
check_PROGRAMS += tests/unit/reconnect_test
TESTS += tests/unit/reconnect_test
tests_unit_reconnect_test_SOURCES = tests/unit/reconnect_test.c
tests_unit_reconnect_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_unit_reconnect_test_LDADD = libsession.a $(STAGE_LIBS) $(CMOCKA_LIBS)

# Any bytes: the seeds and old findings in every check, the fuzzer in its own.
check_PROGRAMS += tests/fuzz/session_replay
TESTS += tests/fuzz/session_replay
tests_fuzz_session_replay_SOURCES = \
	tests/fuzz/replay.c \
	tests/fuzz/session_fuzz.c
tests_fuzz_session_replay_LDADD = $(SESSION_LIBS)

if FUZZING
noinst_PROGRAMS += tests/fuzz/session_fuzz
tests_fuzz_session_fuzz_SOURCES = tests/fuzz/session_fuzz.c
tests_fuzz_session_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_session_fuzz_LDADD = $(SESSION_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/session_corpus/answers \
	tests/fuzz/session_corpus/foreign \
	tests/fuzz/session_corpus/person \
	tests/fuzz/session_corpus/remarks \
	tests/fuzz/session_corpus/renames \
	tests/fuzz/session_corpus/signs \
	tests/fuzz/session_corpus/tcpchat
