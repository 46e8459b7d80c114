# src/cli/local.mk -- tcpchat, the line client.
noinst_LIBRARIES += libcli.a
libcli_a_SOURCES = \
	src/cli/backlog.c \
	src/cli/backlog.h \
	src/cli/chat.c \
	src/cli/chat.h \
	src/cli/chat_answer.c \
	src/cli/chat_internal.h \
	src/cli/chat_tell.c \
	src/cli/chat_word.c \
	src/cli/command.c \
	src/cli/command.h \
	src/cli/command_history.c \
	src/cli/command_list.c \
	src/cli/command_listen.c \
	src/cli/command_send.c \
	src/cli/follow.c \
	src/cli/follow.h \
	src/cli/format.c \
	src/cli/format.h \
	src/cli/job.c \
	src/cli/job.h \
	src/cli/options.c \
	src/cli/options.def \
	src/cli/options.h \
	src/cli/people.c \
	src/cli/people.h \
	src/cli/room.c \
	src/cli/room.h \
	src/cli/send.h \
	src/cli/word.def
libcli_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)

bin_PROGRAMS += tcpchat
tcpchat_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(EDIT_CFLAGS)
tcpchat_SOURCES = \
	src/cli/app.h \
	src/cli/editor.c \
	src/cli/editor.h \
	src/cli/main.c \
	src/cli/signin.c \
	src/cli/streams.c \
	src/cli/trust.c \
	src/cli/turn.c
tcpchat_LDADD = libcli.a libclientedge.a libclient.a libsession.a \
	libadapter.a libnet.a $(PROTO_LIBS) $(JANSSON_LIBS) $(EVENT_LIBS) \
	$(OPENSSL_LIBS) \
	$(EDIT_LIBS) $(CONFUSE_LIBS) $(PTHREAD_LIBS) $(LIBINTL)

cli_tests = \
	tests/unit/cli_options_test \
	tests/unit/job_test
check_PROGRAMS += $(cli_tests)
TESTS += $(cli_tests)
cli_test_libs = libcli.a libclient.a $(SESSION_LIBS) $(CMOCKA_LIBS)
tests_unit_cli_options_test_LDADD = $(cli_test_libs)
tests_unit_job_test_LDADD = $(cli_test_libs)
