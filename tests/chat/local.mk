# tests/chat/local.mk -- conversations, and what else tests the whole server.
check_LIBRARIES += tests/support/libstage.a
tests_support_libstage_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_support_libstage_a_SOURCES = \
	tests/support/babble.c \
	tests/support/babble.h \
	tests/support/bus_shared.c \
	tests/support/bus_shared.h \
	tests/support/stage.c \
	tests/support/stage.h \
	tests/support/state_check.c \
	tests/support/state_check.h

STAGE_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
STAGE_LIBS = \
	tests/support/libstage.a \
	tests/support/libbusheld.a \
	libadapter.a \
	libserver.a \
	libbus.a \
	libstore.a \
	libserver.a \
	$(PROTO_LIBS) \
	$(JANSSON_LIBS) \
	$(STORE_LIBS)

check_PROGRAMS += tests/chat/chat_test
TESTS += tests/chat/chat_test
tests_chat_chat_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_chat_chat_test_SOURCES = \
	tests/chat/chat_test.c \
	tests/chat/pattern.c \
	tests/chat/pattern.h \
	tests/chat/player.c \
	tests/chat/player.h
tests_chat_chat_test_LDADD = $(STAGE_LIBS)

# The conversations: what a command does, one file each, and what several do.
EXTRA_DIST += \
	tests/chat/admin.chat \
	tests/chat/authenticate.chat \
	tests/chat/always-on.chat \
	tests/chat/away.chat \
	tests/chat/batch.chat \
	tests/chat/bot.chat \
	tests/chat/cap-history-off.chat \
	tests/chat/cap-notify.chat \
	tests/chat/cap.chat \
	tests/chat/chanserv.chat \
	tests/chat/ceilings.chat \
	tests/chat/chathistory.chat \
	tests/chat/chghost-races.chat \
	tests/chat/chghost.chat \
	tests/chat/cloak.chat \
	tests/chat/cs-races.chat \
	tests/chat/cs.chat \
	tests/chat/dline.chat \
	tests/chat/echo.chat \
	tests/chat/event-playback.chat \
	tests/chat/extban.chat \
	tests/chat/flood.chat \
	tests/chat/guesses.chat \
	tests/chat/help.chat \
	tests/chat/helpop.chat \
	tests/chat/history-access.chat \
	tests/chat/history-order.chat \
	tests/chat/history-restart.chat \
	tests/chat/info.chat \
	tests/chat/invite.chat \
	tests/chat/ison.chat \
	tests/chat/isupport.chat \
	tests/chat/join.chat \
	tests/chat/keeping.chat \
	tests/chat/kept.chat \
	tests/chat/kick-races.chat \
	tests/chat/kick.chat \
	tests/chat/kill-races.chat \
	tests/chat/kill.chat \
	tests/chat/kline.chat \
	tests/chat/labels.chat \
	tests/chat/limits.chat \
	tests/chat/links.chat \
	tests/chat/list.chat \
	tests/chat/lobby-pending.chat \
	tests/chat/lobby.chat \
	tests/chat/logs.chat \
	tests/chat/lookalike-channels.chat \
	tests/chat/lookalike.chat \
	tests/chat/lusers.chat \
	tests/chat/markread.chat \
	tests/chat/metadata-limits.chat \
	tests/chat/metadata-now.chat \
	tests/chat/metadata.chat \
	tests/chat/logged-in.chat \
	tests/chat/mode.chat \
	tests/chat/monitor-more.chat \
	tests/chat/monitor.chat \
	tests/chat/motd.chat \
	tests/chat/mute.chat \
	tests/chat/names-implicit.chat \
	tests/chat/names.chat \
	tests/chat/nick-owned.chat \
	tests/chat/nick.chat \
	tests/chat/nickserv-export.chat \
	tests/chat/nickserv-forget.chat \
	tests/chat/nickserv.chat \
	tests/chat/not-stored.chat \
	tests/chat/not-played \
	tests/chat/notice.chat \
	tests/chat/ns.chat \
	tests/chat/oper-tag.chat \
	tests/chat/oper.chat \
	tests/chat/order.chat \
	tests/chat/part.chat \
	tests/chat/pass.chat \
	tests/chat/ping.chat \
	tests/chat/pong.chat \
	tests/chat/private.chat \
	tests/chat/privmsg.chat \
	tests/chat/quit.chat \
	tests/chat/races.chat \
	tests/chat/redact-oper.chat \
	tests/chat/redact.chat \
	tests/chat/refused-late.chat \
	tests/chat/register-off.chat \
	tests/chat/register-operators.chat \
	tests/chat/register.chat \
	tests/chat/registered.chat \
	tests/chat/rehash.chat \
	tests/chat/rename-races.chat \
	tests/chat/rename.chat \
	tests/chat/replay.chat \
	tests/chat/resend.chat \
	tests/chat/resume-races.chat \
	tests/chat/resume.chat \
	tests/chat/search.chat \
	tests/chat/setname.chat \
	tests/chat/several-clients.chat \
	tests/chat/silent.chat \
	tests/chat/slow-disk.chat \
	tests/chat/slow.chat \
	tests/chat/stats.chat \
	tests/chat/statusmsg-lines.chat \
	tests/chat/statusmsg.chat \
	tests/chat/tag-deny.chat \
	tests/chat/tagmsg.chat \
	tests/chat/time.chat \
	tests/chat/timeouts.chat \
	tests/chat/tls.chat \
	tests/chat/topic.chat \
	tests/chat/undline.chat \
	tests/chat/unkline.chat \
	tests/chat/unmute.chat \
	tests/chat/user.chat \
	tests/chat/userhost.chat \
	tests/chat/verify.chat \
	tests/chat/version.chat \
	tests/chat/wallops.chat \
	tests/chat/webirc.chat \
	tests/chat/welcome.chat \
	tests/chat/who.chat \
	tests/chat/whois.chat \
	tests/chat/whowas.chat

server_tests = \
	tests/unit/abuse_test \
	tests/unit/batch_test \
	tests/unit/ceilings_test \
	tests/unit/digest_test \
	tests/unit/fanout_test \
	tests/unit/labels_test \
	tests/unit/line_limits_test \
	tests/unit/list_test \
	tests/unit/outq_test \
	tests/unit/paced_test \
	tests/unit/paging_test \
	tests/unit/pattern_test \
	tests/unit/presence_test \
	tests/unit/rights_test \
	tests/unit/same_lines_test \
	tests/unit/secret_test \
	tests/unit/server_test
check_PROGRAMS += $(server_tests)
TESTS += $(server_tests)
server_test_libs = $(STAGE_LIBS) $(CMOCKA_LIBS)

tests_unit_digest_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_digest_test_SOURCES = tests/unit/digest_test.c
tests_unit_digest_test_LDADD = $(server_test_libs)
tests_unit_pattern_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_pattern_test_SOURCES = \
	tests/chat/pattern.c \
	tests/chat/pattern.h \
	tests/unit/pattern_test.c
tests_unit_pattern_test_LDADD = $(server_test_libs)
tests_unit_labels_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_labels_test_SOURCES = tests/unit/labels_test.c
tests_unit_labels_test_LDADD = $(server_test_libs)
tests_unit_line_limits_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_line_limits_test_SOURCES = tests/unit/line_limits_test.c
tests_unit_line_limits_test_LDADD = $(server_test_libs)
tests_unit_secret_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_secret_test_SOURCES = tests/unit/secret_test.c
tests_unit_secret_test_LDADD = $(server_test_libs)
tests_unit_list_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_list_test_SOURCES = tests/unit/list_test.c
tests_unit_list_test_LDADD = $(server_test_libs)
tests_unit_outq_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_outq_test_SOURCES = tests/unit/outq_test.c
tests_unit_outq_test_LDADD = $(server_test_libs)
tests_unit_paced_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_paced_test_SOURCES = tests/unit/paced_test.c
tests_unit_paced_test_LDADD = $(server_test_libs)
tests_unit_fanout_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_fanout_test_SOURCES = tests/unit/fanout_test.c
tests_unit_fanout_test_LDADD = $(server_test_libs)
tests_unit_abuse_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_abuse_test_SOURCES = tests/unit/abuse_test.c
tests_unit_abuse_test_LDADD = $(server_test_libs)
tests_unit_batch_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_batch_test_SOURCES = tests/unit/batch_test.c
tests_unit_batch_test_LDADD = $(server_test_libs)
tests_unit_presence_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_presence_test_SOURCES = tests/unit/presence_test.c
tests_unit_presence_test_LDADD = $(server_test_libs)
tests_unit_rights_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_rights_test_SOURCES = tests/unit/rights_test.c
tests_unit_rights_test_LDADD = $(server_test_libs)
tests_unit_ceilings_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_ceilings_test_SOURCES = tests/unit/ceilings_test.c
tests_unit_ceilings_test_LDADD = $(server_test_libs)
tests_unit_server_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_server_test_SOURCES = tests/unit/server_test.c
tests_unit_server_test_LDADD = $(server_test_libs)
tests_unit_paging_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_paging_test_SOURCES = tests/unit/paging_test.c
tests_unit_paging_test_LDADD = $(server_test_libs)
tests_unit_same_lines_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_same_lines_test_SOURCES = tests/unit/same_lines_test.c
tests_unit_same_lines_test_LDADD = $(server_test_libs)

# Any bytes from several clients.
check_PROGRAMS += \
	tests/fuzz/client_input_replay \
	tests/fuzz/words_replay
TESTS += \
	tests/fuzz/client_input_replay \
	tests/fuzz/words_replay
tests_fuzz_words_replay_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_fuzz_words_replay_SOURCES = \
	tests/fuzz/words_fuzz.c \
	tests/fuzz/replay.c
tests_fuzz_words_replay_LDADD = $(STAGE_LIBS)
tests_fuzz_client_input_replay_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_fuzz_client_input_replay_SOURCES = \
	tests/fuzz/client_input_fuzz.c \
	tests/fuzz/replay.c
tests_fuzz_client_input_replay_LDADD = $(STAGE_LIBS)

if FUZZING
noinst_PROGRAMS += \
	tests/fuzz/client_input_fuzz \
	tests/fuzz/words_fuzz
tests_fuzz_words_fuzz_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_fuzz_words_fuzz_SOURCES = tests/fuzz/words_fuzz.c
tests_fuzz_words_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_words_fuzz_LDADD = $(STAGE_LIBS)
tests_fuzz_client_input_fuzz_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_fuzz_client_input_fuzz_SOURCES = tests/fuzz/client_input_fuzz.c
tests_fuzz_client_input_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_client_input_fuzz_LDADD = $(STAGE_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/client_input_corpus/cap \
	tests/fuzz/client_input_corpus/chathistory \
	tests/fuzz/client_input_corpus/dialects \
	tests/fuzz/client_input_corpus/hidden \
	tests/fuzz/client_input_corpus/join \
	tests/fuzz/client_input_corpus/kick_races \
	tests/fuzz/client_input_corpus/labels \
	tests/fuzz/client_input_corpus/list \
	tests/fuzz/client_input_corpus/mode \
	tests/fuzz/client_input_corpus/nick \
	tests/fuzz/client_input_corpus/not_stored \
	tests/fuzz/client_input_corpus/order \
	tests/fuzz/client_input_corpus/order_with_flood \
	tests/fuzz/client_input_corpus/pieces \
	tests/fuzz/client_input_corpus/privmsg \
	tests/fuzz/client_input_corpus/races \
	tests/fuzz/client_input_corpus/resend \
	tests/fuzz/client_input_corpus/user \
	tests/fuzz/client_input_corpus/who \
	tests/fuzz/words_corpus/batch \
	tests/fuzz/words_corpus/history \
	tests/fuzz/words_corpus/klines \
	tests/fuzz/words_corpus/masks \
	tests/fuzz/words_corpus/metadata \
	tests/fuzz/words_corpus/modes \
	tests/fuzz/words_corpus/nicks \
	tests/fuzz/words_corpus/sasl \
	tests/fuzz/words_corpus/tags

# A whole server on a disk that fails (tests/support/vfs_shim.h).
house_tests = \
	tests/unit/disk_test \
	tests/unit/power_test
check_PROGRAMS += $(house_tests)
TESTS += $(house_tests)
HOUSE_CPPFLAGS = $(STAGE_CPPFLAGS) $(SQLITE_CFLAGS)
HOUSE_SOURCES = tests/support/house.c tests/support/house.h
HOUSE_LIBS = \
	tests/support/libstage.a \
	tests/support/libbusheld.a \
	libadapter.a \
	libserver.a \
	$(STORE_TEST_LIBS) \
	$(JANSSON_LIBS)
tests_unit_disk_test_CPPFLAGS = $(HOUSE_CPPFLAGS)
tests_unit_disk_test_SOURCES = tests/unit/disk_test.c $(HOUSE_SOURCES)
tests_unit_disk_test_LDADD = $(HOUSE_LIBS)
tests_unit_power_test_CPPFLAGS = $(HOUSE_CPPFLAGS)
tests_unit_power_test_SOURCES = tests/unit/power_test.c $(HOUSE_SOURCES)
tests_unit_power_test_LDADD = $(HOUSE_LIBS)
