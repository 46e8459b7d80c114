# src/server/local.mk -- the chat itself: pure, no kernel, no clock.
noinst_LIBRARIES += libserver.a
libserver_a_SOURCES = \
	src/server/access.c \
	src/server/access.h \
	src/server/account.c \
	src/server/account.h \
	src/server/account_change.c \
	src/server/account_change.h \
	src/server/admin.c \
	src/server/admin.h \
	src/server/answer.c \
	src/server/answer.h \
	src/server/apply.c \
	src/server/apply.h \
	src/server/attachment.c \
	src/server/attachment.h \
	src/server/authentication.h \
	src/server/ban.c \
	src/server/ban.h \
	src/server/ban_command.c \
	src/server/ban_command.h \
	src/server/ban_index.c \
	src/server/ban_index.h \
	src/server/channel.c \
	src/server/channel.h \
	src/server/channel_list.c \
	src/server/chanserv.c \
	src/server/client.c \
	src/server/client.h \
	src/server/client_input.c \
	src/server/client_input.h \
	src/server/client_output.c \
	src/server/client_queue.c \
	src/server/client_queue.h \
	src/server/cloak.c \
	src/server/cloak.h \
	src/server/cmd_admin.c \
	src/server/cmd_authenticate.c \
	src/server/cmd_away.c \
	src/server/cmd_away.h \
	src/server/cmd_batch.c \
	src/server/cmd_batch.h \
	src/server/cmd_cap.c \
	src/server/cmd_cap.h \
	src/server/cmd_chathistory.c \
	src/server/cmd_chghost.c \
	src/server/cmd_dline.c \
	src/server/cmd_help.c \
	src/server/cmd_info.c \
	src/server/cmd_invite.c \
	src/server/cmd_ison.c \
	src/server/cmd_isupport.c \
	src/server/cmd_join.c \
	src/server/cmd_join.h \
	src/server/cmd_kick.c \
	src/server/cmd_kill.c \
	src/server/cmd_kline.c \
	src/server/cmd_links.c \
	src/server/cmd_list.c \
	src/server/cmd_lusers.c \
	src/server/cmd_markread.c \
	src/server/cmd_message.c \
	src/server/cmd_message.h \
	src/server/cmd_metadata.c \
	src/server/cmd_mode.c \
	src/server/cmd_monitor.c \
	src/server/cmd_motd.c \
	src/server/cmd_mute.c \
	src/server/cmd_names.c \
	src/server/cmd_names.h \
	src/server/cmd_nick.c \
	src/server/cmd_oper.c \
	src/server/cmd_part.c \
	src/server/cmd_pass.c \
	src/server/cmd_ping.c \
	src/server/cmd_quit.c \
	src/server/cmd_quit.h \
	src/server/cmd_redact.c \
	src/server/cmd_register.c \
	src/server/cmd_rehash.c \
	src/server/cmd_rename.c \
	src/server/cmd_resume.c \
	src/server/cmd_search.c \
	src/server/cmd_setname.c \
	src/server/cmd_stats.c \
	src/server/cmd_time.c \
	src/server/cmd_topic.c \
	src/server/cmd_topic.h \
	src/server/cmd_user.c \
	src/server/cmd_userhost.c \
	src/server/cmd_version.c \
	src/server/cmd_wallops.c \
	src/server/cmd_webirc.c \
	src/server/cmd_who.c \
	src/server/cmd_whois.c \
	src/server/cmd_whowas.c \
	src/server/command.c \
	src/server/command.def \
	src/server/command.h \
	src/server/connect.c \
	src/server/connect.h \
	src/server/digest.c \
	src/server/event.c \
	src/server/event.def \
	src/server/event.h \
	src/server/export.c \
	src/server/export.h \
	src/server/extban.c \
	src/server/extban.h \
	src/server/fanout.c \
	src/server/fanout.h \
	src/server/guess.c \
	src/server/guess.h \
	src/server/happened.c \
	src/server/happened.h \
	src/server/help.def \
	src/server/history_answer.c \
	src/server/history_answer.h \
	src/server/hosts.c \
	src/server/hosts.h \
	src/server/isupport.c \
	src/server/isupport.h \
	src/server/keeping.c \
	src/server/keeping.h \
	src/server/list.c \
	src/server/list.h \
	src/server/list_filter.c \
	src/server/list_filter.h \
	src/server/login.c \
	src/server/login.h \
	src/server/long_answer.c \
	src/server/long_answer.h \
	src/server/lookalike.c \
	src/server/lookalike.h \
	src/server/lookup.c \
	src/server/lookup.h \
	src/server/member.h \
	src/server/message_apply.c \
	src/server/metadata.c \
	src/server/metadata.h \
	src/server/mode_channel.c \
	src/server/mode_channel.h \
	src/server/mode_channel_apply.c \
	src/server/mode_channel_internal.h \
	src/server/mode_list.c \
	src/server/mode_list.h \
	src/server/mode_user.c \
	src/server/mode_user.h \
	src/server/monitor.c \
	src/server/monitor.h \
	src/server/multiline.c \
	src/server/multiline.h \
	src/server/nick.c \
	src/server/nick.h \
	src/server/nickserv.c \
	src/server/oper.c \
	src/server/oper.h \
	src/server/oper_config.c \
	src/server/outq.c \
	src/server/outq.h \
	src/server/paced.c \
	src/server/paced.h \
	src/server/password_check.c \
	src/server/password_check.h \
	src/server/payload.c \
	src/server/payload.h \
	src/server/question.c \
	src/server/question.h \
	src/server/read_marker.c \
	src/server/read_marker.h \
	src/server/reading.c \
	src/server/reading.h \
	src/server/registration.c \
	src/server/registration.h \
	src/server/replay.c \
	src/server/replay.h \
	src/server/server.c \
	src/server/server.h \
	src/server/server_internal.h \
	src/server/service.c \
	src/server/service.h \
	src/server/silent.c \
	src/server/silent.h \
	src/server/speech.c \
	src/server/speech.h \
	src/server/spell.c \
	src/server/spell.h \
	src/server/standing.c \
	src/server/standing.h \
	src/server/user.c \
	src/server/user.h \
	src/server/whowas.c \
	src/server/whowas.h \
	src/server/whox.c \
	src/server/whox.h \
	src/server/world.c \
	src/server/world.h

# What needs no conversation; the rest is played by tests/chat.
command_tests = \
	tests/unit/authentication_test \
	tests/unit/ban_index_test \
	tests/unit/chathistory_test \
	tests/unit/command_test \
	tests/unit/extban_test \
	tests/unit/list_filter_test \
	tests/unit/mode_channel_test \
	tests/unit/spell_test \
	tests/unit/whox_test
check_PROGRAMS += $(command_tests)
TESTS += $(command_tests)

tests_unit_authentication_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_authentication_test_SOURCES = \
	tests/support/scram_kit.c \
	tests/support/scram_kit.h \
	tests/unit/authentication_test.c
tests_unit_authentication_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_ban_index_test_SOURCES = tests/unit/ban_index_test.c
tests_unit_ban_index_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_chathistory_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_chathistory_test_SOURCES = tests/unit/chathistory_test.c
tests_unit_chathistory_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_command_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_command_test_SOURCES = tests/unit/command_test.c
tests_unit_command_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_extban_test_SOURCES = tests/unit/extban_test.c
tests_unit_extban_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_list_filter_test_SOURCES = tests/unit/list_filter_test.c
tests_unit_list_filter_test_LDADD = libserver.a $(PROTO_LIBS) $(CMOCKA_LIBS)
tests_unit_mode_channel_test_CPPFLAGS = $(STAGE_CPPFLAGS)
tests_unit_mode_channel_test_SOURCES = tests/unit/mode_channel_test.c
tests_unit_mode_channel_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_spell_test_SOURCES = tests/unit/spell_test.c
tests_unit_spell_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
tests_unit_whox_test_SOURCES = tests/unit/whox_test.c
tests_unit_whox_test_LDADD = $(STAGE_LIBS) $(CMOCKA_LIBS)
