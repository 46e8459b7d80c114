# src/bus/local.mk -- one order for all events.
noinst_LIBRARIES += libbus.a
libbus_a_SOURCES = \
	src/bus/bus.c \
	src/bus/bus.h \
	src/bus/bus_local.c \
	src/bus/queue.h

# The bus of the tests, see tests/support/bus_held.h.
check_LIBRARIES += tests/support/libbusheld.a
tests_support_libbusheld_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
tests_support_libbusheld_a_SOURCES = \
	tests/support/bus_held.c \
	tests/support/bus_held.h

check_PROGRAMS += tests/unit/bus_local_test
TESTS += tests/unit/bus_local_test
tests_unit_bus_local_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_bus_local_test_SOURCES = tests/unit/bus_local_test.c
tests_unit_bus_local_test_LDADD = \
	tests/support/libbusheld.a \
	$(STORE_TEST_LIBS)

# What it costs to store a message; run by hand.
noinst_PROGRAMS += tests/bench/store_bench
tests_bench_store_bench_SOURCES = tests/bench/store_bench.c
tests_bench_store_bench_LDADD = \
	libbus.a libstore.a libserver.a $(PROTO_LIBS) $(STORE_LIBS)
