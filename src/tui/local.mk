# src/tui/local.mk -- tcpchat-tui, the full-screen client.
SUFFIXES = .theme .def
noinst_LIBRARIES += libtui.a
libtui_a_CFLAGS = $(AM_CFLAGS) $(JANSSON_CFLAGS)
libtui_a_SOURCES = \
	src/tui/action.c \
	src/tui/action.def \
	src/tui/action.h \
	src/tui/bind.c \
	src/tui/bind.h \
	src/tui/buffer.c \
	src/tui/buffer.h \
	src/tui/certificate.c \
	src/tui/certificate.h \
	src/tui/channels.c \
	src/tui/channels.h \
	src/tui/chooser.c \
	src/tui/chooser.h \
	src/tui/colour.c \
	src/tui/colour.h \
	src/tui/complete.c \
	src/tui/complete.h \
	src/tui/complete_words.c \
	src/tui/compose.c \
	src/tui/compose.h \
	src/tui/copy.c \
	src/tui/copy.h \
	src/tui/control_request.c \
	src/tui/control_request.h \
	src/tui/dates.c \
	src/tui/dates.h \
	src/tui/destination.c \
	src/tui/destination.h \
	src/tui/details.c \
	src/tui/details.h \
	src/tui/emoji.c \
	src/tui/emoji.def \
	src/tui/emoji.h \
	src/tui/escape.c \
	src/tui/escape.h \
	src/tui/fold.c \
	src/tui/fold.h \
	src/tui/form.c \
	src/tui/form.h \
	src/tui/format.c \
	src/tui/format.h \
	src/tui/grid.c \
	src/tui/grid.h \
	src/tui/habit.c \
	src/tui/habit.def \
	src/tui/habit.h \
	src/tui/help.c \
	src/tui/help.def \
	src/tui/help.h \
	src/tui/hits.c \
	src/tui/hits.h \
	src/tui/input.c \
	src/tui/input.h \
	src/tui/key_name.c \
	src/tui/keymap.c \
	src/tui/keymap.def \
	src/tui/keymap.h \
	src/tui/keys.c \
	src/tui/keys.h \
	src/tui/keys_internal.h \
	src/tui/keys_sequence.c \
	src/tui/layout.c \
	src/tui/layout.h \
	src/tui/links.c \
	src/tui/links.h \
	src/tui/look.def \
	src/tui/memory.c \
	src/tui/memory.h \
	src/tui/mention.c \
	src/tui/mention.h \
	src/tui/model.c \
	src/tui/model.h \
	src/tui/model_action.c \
	src/tui/model_alert.c \
	src/tui/model_event.c \
	src/tui/model_guard.c \
	src/tui/model_internal.h \
	src/tui/model_json.c \
	src/tui/model_json.h \
	src/tui/model_line.c \
	src/tui/model_memory.c \
	src/tui/model_mouse.c \
	src/tui/model_page.c \
	src/tui/model_place.c \
	src/tui/model_read.c \
	src/tui/model_remark.c \
	src/tui/model_scroll.c \
	src/tui/model_send.c \
	src/tui/model_turn.c \
	src/tui/model_typing.c \
	src/tui/model_words.c \
	src/tui/nicklist.c \
	src/tui/nicklist.h \
	src/tui/options.c \
	src/tui/options.def \
	src/tui/options.h \
	src/tui/pace.c \
	src/tui/pace.h \
	src/tui/pane.c \
	src/tui/pane.h \
	src/tui/password.c \
	src/tui/password.h \
	src/tui/popup.c \
	src/tui/popup.h \
	src/tui/prompt.c \
	src/tui/prompt.h \
	src/tui/relay.c \
	src/tui/relay.h \
	src/tui/remark.c \
	src/tui/remark.h \
	src/tui/request.c \
	src/tui/request.h \
	src/tui/search.c \
	src/tui/search.h \
	src/tui/search_words.c \
	src/tui/select.c \
	src/tui/select.h \
	src/tui/sequence.c \
	src/tui/sequence.h \
	src/tui/shift.c \
	src/tui/shift.h \
	src/tui/slash.c \
	src/tui/slash.def \
	src/tui/slash.h \
	src/tui/slash_ask.c \
	src/tui/slash_channel.c \
	src/tui/slash_go.c \
	src/tui/slash_internal.h \
	src/tui/slash_near.c \
	src/tui/slash_program.c \
	src/tui/slash_say.c \
	src/tui/tell_json.c \
	src/tui/tell_json.h \
	src/tui/text.c \
	src/tui/text.h \
	src/tui/theme.c \
	src/tui/theme.h \
	src/tui/typist.c \
	src/tui/typist.h \
	src/tui/url.c \
	src/tui/url.h \
	src/tui/vi.c \
	src/tui/vi.h \
	src/tui/vi_internal.h \
	src/tui/vi_motion.c \
	src/tui/view.c \
	src/tui/view.h \
	src/tui/view_box.c \
	src/tui/view_completion.c \
	src/tui/view_fields.c \
	src/tui/view_form.c \
	src/tui/view_guard.c \
	src/tui/view_input.c \
	src/tui/view_internal.h \
	src/tui/view_link.c \
	src/tui/view_messages.c \
	src/tui/view_popup.c \
	src/tui/view_sidebar.c \
	src/tui/view_status.c \
	src/tui/view_words.c \
	src/tui/wish.c \
	src/tui/wish.h \
	src/tui/wrap.c \
	src/tui/wrap.h

# What a program that links libtui.a needs, in the linker's order.
TUI_LIBS = libtui.a libclient.a $(SESSION_LIBS) $(JANSSON_LIBS) $(LIBM)

# The terminal: what knows curses, or a tty.
noinst_LIBRARIES += libterm.a
libterm_a_CFLAGS = $(AM_CFLAGS) $(NCURSESW_CFLAGS)
libterm_a_SOURCES = \
	src/tui/charset.c \
	src/tui/charset.h \
	src/tui/memfile.h \
	src/tui/term.c \
	src/tui/term.h \
	src/tui/term_caps.c \
	src/tui/term_cells.c \
	src/tui/term_internal.h \
	src/tui/term_keys.c \
	src/tui/term_links.c \
	src/tui/term_modes.c \
	src/tui/term_output.c \
	src/tui/term_paint.c \
	src/tui/term_tell.c \
	src/tui/tty.c \
	src/tui/tty.h
if HAVE_MEMFD
libterm_a_SOURCES += src/tui/memfile_memfd.c
else
libterm_a_SOURCES += src/tui/memfile_tmp.c
endif

bin_PROGRAMS += tcpchat-tui
tcpchat_tui_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/src
tcpchat_tui_CFLAGS = $(AM_CFLAGS) $(EVENT_CFLAGS) $(NCURSESW_CFLAGS) \
	$(PTHREAD_CFLAGS)
tcpchat_tui_SOURCES = \
	src/tui/bind_command.c \
	src/tui/bind_command.h \
	src/tui/control.c \
	src/tui/control.h \
	src/tui/editor.c \
	src/tui/editor.h \
	src/tui/event_hook.c \
	src/tui/event_hook.h \
	src/tui/exec.c \
	src/tui/exec.h \
	src/tui/keep.c \
	src/tui/keep.h \
	src/tui/logbook.c \
	src/tui/logbook.h \
	src/tui/logpage.c \
	src/tui/logpage.h \
	src/tui/main.c \
	src/tui/opener.c \
	src/tui/opener.h \
	src/tui/painter.c \
	src/tui/painter.h \
	src/tui/place_command.c \
	src/tui/place_go.c \
	src/tui/place_login.c \
	src/tui/places.c \
	src/tui/places.h \
	src/tui/places_internal.h \
	src/tui/plain.c \
	src/tui/plain.h \
	src/tui/scripts.c \
	src/tui/scripts.h \
	src/tui/set_command.c \
	src/tui/set_command.h \
	src/tui/setup.c \
	src/tui/setup.h \
	src/tui/state.c \
	src/tui/state.h \
	src/tui/theme_file.c \
	src/tui/theme_file.h

# Themes that come along: known without a file, installed as examples.
themesdir = $(pkgdatadir)/themes
dist_themes_DATA = \
	src/tui/themes/contrast.theme \
	src/tui/themes/dark.theme \
	src/tui/themes/light.theme
THEME_TO_C = sed -e 's/[\\"]/\\&/g' -e 's/^/"/' -e 's/$$/\\n"/'
theme_defs = $(dist_themes_DATA:.theme=.def)
CLEANFILES += $(theme_defs)
.theme.def:
	$(AM_V_GEN)$(MKDIR_P) $(@D) && $(THEME_TO_C) $< > $@.tmp && mv $@.tmp $@
src/tui/tcpchat_tui-theme_file.$(OBJEXT): $(theme_defs)

tcpchat_tui_LDADD = libterm.a libtui.a libclientedge.a libclient.a libsession.a \
	libadapter.a libnet.a $(PROTO_LIBS) $(JANSSON_LIBS) $(EVENT_LIBS) \
	$(OPENSSL_LIBS) \
	$(NCURSESW_LIBS) $(CONFUSE_LIBS) $(PTHREAD_LIBS) $(LIBICONV) \
	$(LIBINTL) $(LIBM)

tui_tests = \
	tests/unit/bind_test \
	tests/unit/control_request_test \
	tests/unit/escape_test \
	tests/unit/keymap_test \
	tests/unit/keys_test \
	tests/unit/logpage_test \
	tests/unit/memory_test \
	tests/unit/pace_test \
	tests/unit/shift_test \
	tests/unit/term_test \
	tests/unit/tui_options_test \
	tests/unit/wish_test
check_PROGRAMS += $(tui_tests)
TESTS += $(tui_tests)

tui_test_libs = $(TUI_LIBS) $(CMOCKA_LIBS)
tests_unit_bind_test_LDADD = $(tui_test_libs)
tests_unit_control_request_test_LDADD = $(tui_test_libs)
tests_unit_escape_test_LDADD = $(tui_test_libs)
tests_unit_keymap_test_LDADD = $(tui_test_libs)
tests_unit_keys_test_LDADD = $(tui_test_libs)
tests_unit_logpage_test_SOURCES = src/tui/logpage.c tests/unit/logpage_test.c
tests_unit_logpage_test_LDADD = libclientedge.a libclient.a $(tui_test_libs)
tests_unit_memory_test_LDADD = $(tui_test_libs)
tests_unit_pace_test_LDADD = $(tui_test_libs)
tests_unit_shift_test_LDADD = $(tui_test_libs)
tests_unit_term_test_LDADD = libterm.a $(tui_test_libs) $(NCURSESW_LIBS) \
	$(LIBICONV) $(LIBINTL)
tests_unit_tui_options_test_LDADD = $(tui_test_libs)
tests_unit_wish_test_LDADD = $(tui_test_libs)

# Any bytes: the seeds and old findings in every check, the fuzzer in its own.
check_PROGRAMS += tests/fuzz/keys_replay tests/fuzz/wrap_replay
TESTS += tests/fuzz/keys_replay tests/fuzz/wrap_replay
tests_fuzz_keys_replay_SOURCES = \
	tests/fuzz/keys_fuzz.c \
	tests/fuzz/replay.c
tests_fuzz_keys_replay_LDADD = $(TUI_LIBS)
tests_fuzz_wrap_replay_SOURCES = \
	tests/fuzz/replay.c \
	tests/fuzz/wrap_fuzz.c
tests_fuzz_wrap_replay_LDADD = $(TUI_LIBS)

if FUZZING
noinst_PROGRAMS += tests/fuzz/keys_fuzz tests/fuzz/wrap_fuzz
tests_fuzz_keys_fuzz_SOURCES = tests/fuzz/keys_fuzz.c
tests_fuzz_keys_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_keys_fuzz_LDADD = $(TUI_LIBS)
tests_fuzz_wrap_fuzz_SOURCES = tests/fuzz/wrap_fuzz.c
tests_fuzz_wrap_fuzz_LDFLAGS = $(FUZZ_LINK)
tests_fuzz_wrap_fuzz_LDADD = $(TUI_LIBS)
endif

EXTRA_DIST += \
	tests/fuzz/keys_corpus/answers \
	tests/fuzz/keys_corpus/keys \
	tests/fuzz/keys_corpus/odd \
	tests/fuzz/keys_corpus/paste \
	tests/fuzz/keys_corpus/paste_escape \
	tests/fuzz/wrap_corpus/clusters \
	tests/fuzz/wrap_corpus/hostile \
	tests/fuzz/wrap_corpus/no_width \
	tests/fuzz/wrap_corpus/wide \
	tests/fuzz/wrap_corpus/words

# Played with model, view and session: keys and lines in, expected rows out.
check_PROGRAMS += tests/screen/screen_test
TESTS += tests/screen/screen_test
tests_screen_screen_test_SOURCES = \
	tests/screen/play.h \
	tests/screen/play_directive.c \
	tests/screen/play_edge.c \
	tests/screen/play_frame.c \
	tests/screen/play_looks.c \
	tests/screen/screen_test.c \
	src/tui/theme_file.c
tests_screen_screen_test_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/src
tests_screen_screen_test_LDADD = libclientedge.a $(TUI_LIBS) \
	$(CONFUSE_LIBS) $(LIBINTL)
src/tui/screen_test-theme_file.$(OBJEXT): $(theme_defs)
EXTRA_DIST += \
	tests/screen/attention.screen \
	tests/screen/bind.screen \
	tests/screen/certificate.screen \
	tests/screen/certificate_changed.screen \
	tests/screen/certificate_leave.screen \
	tests/screen/certificate_places.screen \
	tests/screen/certificate_unseen.screen \
	tests/screen/chat_120x40.screen \
	tests/screen/chat_20x5.screen \
	tests/screen/chat_40x15.screen \
	tests/screen/chat_80x24.screen \
	tests/screen/chooser.screen \
	tests/screen/clear.screen \
	tests/screen/commands.screen \
	tests/screen/complete.screen \
	tests/screen/day.inc \
	tests/screen/details.screen \
	tests/screen/drafts.screen \
	tests/screen/edit.screen \
	tests/screen/few.inc \
	tests/screen/find.screen \
	tests/screen/find_list.screen \
	tests/screen/first_start.screen \
	tests/screen/fold.screen \
	tests/screen/formats.screen \
	tests/screen/formats_light.screen \
	tests/screen/formats_mono.screen \
	tests/screen/gap.screen \
	tests/screen/guard.screen \
	tests/screen/habits.screen \
	tests/screen/held.screen \
	tests/screen/help.screen \
	tests/screen/help_certificate.screen \
	tests/screen/help_first.screen \
	tests/screen/help_password.screen \
	tests/screen/help_vi.screen \
	tests/screen/hole.screen \
	tests/screen/ignore.screen \
	tests/screen/joined.inc \
	tests/screen/jump.screen \
	tests/screen/lag.screen \
	tests/screen/links.screen \
	tests/screen/log.screen \
	tests/screen/log_hole.screen \
	tests/screen/looks.inc \
	tests/screen/many.screen \
	tests/screen/mono.screen \
	tests/screen/motd.screen \
	tests/screen/mouse.screen \
	tests/screen/multiline.screen \
	tests/screen/narrow.screen \
	tests/screen/notify.screen \
	tests/screen/online.inc \
	tests/screen/online_home.inc \
	tests/screen/other_server.screen \
	tests/screen/over.inc \
	tests/screen/over_120x40.screen \
	tests/screen/over_20x5.screen \
	tests/screen/over_40x15.screen \
	tests/screen/over_80x24.screen \
	tests/screen/password.screen \
	tests/screen/people.screen \
	tests/screen/places.screen \
	tests/screen/quote.screen \
	tests/screen/readmark.screen \
	tests/screen/resize.screen \
	tests/screen/scroll.screen \
	tests/screen/search.screen \
	tests/screen/select.screen \
	tests/screen/sidebar.screen \
	tests/screen/status_link.screen \
	tests/screen/talk.inc \
	tests/screen/taken_back.screen \
	tests/screen/talk.screen \
	tests/screen/talk_120x40.screen \
	tests/screen/talk_40x15.screen \
	tests/screen/talk_mono.screen \
	tests/screen/talks.screen \
	tests/screen/theme_contrast.screen \
	tests/screen/theme_dark.screen \
	tests/screen/theme_few.screen \
	tests/screen/theme_light.screen \
	tests/screen/theme_mono.screen \
	tests/screen/theme_terminal.screen \
	tests/screen/trouble.screen \
	tests/screen/typing.screen \
	tests/screen/typing_ask.screen \
	tests/screen/unicode.screen \
	tests/screen/unread.screen \
	tests/screen/words.screen

# Not run by make check: they print numbers.
EXTRA_DIST += tests/bench/tui_bench.py
EXTRA_PROGRAMS = tests/bench/screen_bench
tests_bench_screen_bench_SOURCES = tests/bench/screen_bench.c
tests_bench_screen_bench_LDADD = $(TUI_LIBS)

# What there is to see and to edit.
view_tests = \
	tests/unit/buffer_test \
	tests/unit/channels_test \
	tests/unit/colour_test \
	tests/unit/grid_test \
	tests/unit/input_test \
	tests/unit/layout_test \
	tests/unit/mention_test \
	tests/unit/model_test \
	tests/unit/nicklist_test \
	tests/unit/slash_test \
	tests/unit/text_test \
	tests/unit/theme_test \
	tests/unit/vi_test \
	tests/unit/url_test \
	tests/unit/wrap_test
check_PROGRAMS += $(view_tests)
TESTS += $(view_tests)
tests_unit_buffer_test_LDADD = $(tui_test_libs)
tests_unit_channels_test_LDADD = $(tui_test_libs)
tests_unit_colour_test_LDADD = $(tui_test_libs)
tests_unit_grid_test_LDADD = $(tui_test_libs)
tests_unit_input_test_LDADD = $(tui_test_libs)
tests_unit_layout_test_LDADD = $(tui_test_libs)
tests_unit_mention_test_LDADD = $(tui_test_libs)
tests_unit_model_test_LDADD = $(tui_test_libs)
tests_unit_nicklist_test_LDADD = $(tui_test_libs)
tests_unit_slash_test_LDADD = $(tui_test_libs)
tests_unit_text_test_LDADD = $(tui_test_libs)
tests_unit_theme_test_LDADD = $(tui_test_libs)
tests_unit_url_test_LDADD = $(tui_test_libs)
tests_unit_vi_test_LDADD = $(tui_test_libs)
tests_unit_wrap_test_LDADD = $(tui_test_libs)
