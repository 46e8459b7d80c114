# contrib/local.mk -- what shells complete, in the folders where they look.
bashcompletiondir = $(datadir)/bash-completion/completions
zshcompletiondir = $(datadir)/zsh/site-functions
fishcompletiondir = $(datadir)/fish/vendor_completions.d

# bash looks for the bare name of the program: the ending goes.
EXTRA_DIST += \
	contrib/completions/tcpchat-tui.bash \
	contrib/completions/tcpchat.bash \
	contrib/completions/tcpchatd.bash
dist_zshcompletion_DATA = \
	contrib/completions/_tcpchat \
	contrib/completions/_tcpchat-tui \
	contrib/completions/_tcpchatd
dist_fishcompletion_DATA = \
	contrib/completions/tcpchat-tui.fish \
	contrib/completions/tcpchat.fish \
	contrib/completions/tcpchatd.fish

install-data-local:
	$(MKDIR_P) "$(DESTDIR)$(bashcompletiondir)"
	for p in tcpchat tcpchat-tui tcpchatd; do \
		$(INSTALL_DATA) "$(srcdir)/contrib/completions/$$p.bash" \
		    "$(DESTDIR)$(bashcompletiondir)/$$p" || exit 1; \
	done

uninstall-local:
	for p in tcpchat tcpchat-tui tcpchatd; do \
		rm -f "$(DESTDIR)$(bashcompletiondir)/$$p"; \
	done
