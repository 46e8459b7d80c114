# man/local.mk -- the manuals; each is written in mdoc.
dist_man_MANS += \
	man/tcpchat.1 \
	man/tcpchat-control.5 \
	man/tcpchat-proto.7 \
	man/tcpchat-tui.1 \
	man/tcpchatd.8 \
	man/tcpchatd.conf.5

# Its list of settings is that of the program: one table.
man_MANS += man/tcpchat-tui.conf.5
EXTRA_DIST += man/settings.awk man/tcpchat-tui.conf.5.in
CLEANFILES += man/tcpchat-tui.conf.5
man/tcpchat-tui.conf.5: man/settings.awk man/tcpchat-tui.conf.5.in \
    src/client/settings.def
	$(AM_V_GEN)$(MKDIR_P) man && LC_ALL=C $(AWK) \
	    -f $(srcdir)/man/settings.awk $(srcdir)/src/client/settings.def \
	    $(srcdir)/man/tcpchat-tui.conf.5.in > $@.new && mv $@.new $@
