# tests/local.mk -- what does not belong to one library; data of the tests.

# A fuzz target stands in the local.mk of the library it feeds:
#	if FUZZING
#	noinst_PROGRAMS += tests/fuzz/line_fuzz
#	tests_fuzz_line_fuzz_SOURCES = tests/fuzz/line_fuzz.c
#	tests_fuzz_line_fuzz_LDFLAGS = $(FUZZ_LINK)
#	tests_fuzz_line_fuzz_LDADD   = libproto.a libbase.a
#	endif
# and is built as a libFuzzer program by configure --enable-fuzzing CC=clang.
EXTRA_DIST += \
	tests/fuzz/run.sh \
	tests/lint/all.sh \
	tests/lint/completions.sh \
	tests/lint/coverage.sh \
	tests/lint/completions.zsh \
	tests/lint/layers.awk \
	tests/lint/layers.sh \
	tests/lint/manual.sh \
	tests/lint/pure.sh \
	tests/lint/released.sh \
	tests/lint/store.sh \
	tests/lint/translations.sh

# The end-to-end tests are played by scripts/check (pytest), not by make check.
EXTRA_DIST += \
	tests/e2e/cable.py \
	tests/e2e/certificates.py \
	tests/e2e/conftest.py \
	tests/e2e/conversation.py \
	tests/e2e/fake.py \
	tests/e2e/irc.py \
	tests/e2e/old_clients.py \
	tests/e2e/old_servers.py \
	tests/e2e/others.py \
	tests/e2e/play.py \
	tests/e2e/pytest.ini \
	tests/e2e/road.py \
	tests/e2e/terminal.py \
	tests/e2e/test_abuse.py \
	tests/e2e/test_charset.py \
	tests/e2e/test_chat.py \
	tests/e2e/test_cli_chat.py \
	tests/e2e/test_cli_send.py \
	tests/e2e/test_control.py \
	tests/e2e/test_conversations.py \
	tests/e2e/test_crash.py \
	tests/e2e/test_daemon.py \
	tests/e2e/test_dialects.py \
	tests/e2e/test_edge.py \
	tests/e2e/test_gateways.py \
	tests/e2e/test_hostile.py \
	tests/e2e/test_ignore.py \
	tests/e2e/test_injection.py \
	tests/e2e/test_languages.py \
	tests/e2e/test_leaving.py \
	tests/e2e/test_login.py \
	tests/e2e/test_old_servers.py \
	tests/e2e/test_oper.py \
	tests/e2e/test_others.py \
	tests/e2e/test_presence.py \
	tests/e2e/test_real_clients.py \
	tests/e2e/test_resume.py \
	tests/e2e/test_same_talk.py \
	tests/e2e/test_store.py \
	tests/e2e/test_talk.py \
	tests/e2e/test_term_history.py \
	tests/e2e/test_term_inside.py \
	tests/e2e/test_term_kinds.py \
	tests/e2e/test_term_life.py \
	tests/e2e/test_term_links.py \
	tests/e2e/test_term_notify.py \
	tests/e2e/test_term_paint.py \
	tests/e2e/test_term_places.py \
	tests/e2e/test_term_script.py \
	tests/e2e/test_term_settings.py \
	tests/e2e/test_term_sleep.py \
	tests/e2e/test_term_state.py \
	tests/e2e/test_term_stuck.py \
	tests/e2e/test_terminal.py \
	tests/e2e/test_theme.py \
	tests/e2e/test_tls.py \
	tests/e2e/test_trust.py \
	tests/e2e/tmux.py
