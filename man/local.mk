# man/local.mk -- the manuals; each is written in mdoc.
dist_man_MANS += \
	man/tcpchat.1 \
	man/tcpchat-proto.7 \
	man/tcpchat-tui.1 \
	man/tcpchat-tui.conf.5 \
	man/tcpchatd.8 \
	man/tcpchatd.conf.5
