# man/local.mk -- the manuals; each is written in mdoc.
dist_man_MANS += \
	man/tcpchat.1 \
	man/tcpchat-control.5 \
	man/tcpchat-proto.7 \
	man/tcpchat-tui.1 \
	man/tcpchatd.8 \
	man/tcpchatd.conf.5

# Its lists of settings and actions are those of the program: one table each.
man_MANS += man/tcpchat-tui.conf.5
EXTRA_DIST += man/actions.awk man/settings.awk man/tcpchat-tui.conf.5.in
CLEANFILES += man/tcpchat-tui.conf.5
man/tcpchat-tui.conf.5: man/actions.awk man/settings.awk \
    man/tcpchat-tui.conf.5.in src/client/settings.def src/tui/action.def \
    src/tui/keymap.def
	$(AM_V_GEN)$(MKDIR_P) man && LC_ALL=C $(AWK) \
	    -f $(srcdir)/man/settings.awk $(srcdir)/src/client/settings.def \
	    $(srcdir)/man/tcpchat-tui.conf.5.in > $@.half && \
	LC_ALL=C $(AWK) -f $(srcdir)/man/actions.awk \
	    $(srcdir)/src/tui/keymap.def $(srcdir)/src/tui/action.def \
	    $@.half > $@.new && rm $@.half && mv $@.new $@
