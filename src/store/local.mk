# src/store/local.mk -- history on disk.
noinst_LIBRARIES += libstore.a
libstore_a_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_builddir)/src $(SQLITE_CFLAGS)
libstore_a_CFLAGS = $(AM_CFLAGS) $(PTHREAD_CFLAGS)
libstore_a_SOURCES = \
	src/store/gather.c \
	src/store/gather.h \
	src/store/migrate.c \
	src/store/migrate.h \
	src/store/page.c \
	src/store/page.h \
	src/store/resend.c \
	src/store/resend.h \
	src/store/search.c \
	src/store/search.h \
	src/store/store.c \
	src/store/store.h \
	src/store/store_mem.c \
	src/store/store_mem_account.c \
	src/store/store_mem_account.h \
	src/store/store_split.c \
	src/store/store_sqlite.c \
	src/store/store_sqlite_account.c \
	src/store/store_sqlite_admin.c \
	src/store/store_sqlite_file.c \
	src/store/store_sqlite_internal.h \
	src/store/store_sqlite_memory.c \
	src/store/store_sqlite_message.c \
	src/store/store_sqlite_own.c \
	src/store/store_sqlite_reader.c \
	src/store/store_sqlite_reading.h \
	src/store/store_sqlite_search.c \
	src/store/store_sqlite_tidy.c \
	src/store/store_sqlite_words.c \
	src/store/store_sqlite_writer.c

# What a program needs that uses store_sqlite_open().
STORE_LIBS = $(SQLITE_LIBS) $(PTHREAD_CFLAGS) $(PTHREAD_LIBS)

# A file of SQL as a C string, without its comments.
SQL_TO_C = sed -e 's/[ \t]*--.*//' -e '/^[ \t]*$$/d' -e 's/[\\"]/\\&/g' \
	-e 's/^/"/' -e 's/$$/\\n"/'
EXTRA_DIST += \
	src/store/migrate_1.sql \
	src/store/schema.sql
CLEANFILES += \
	src/store/migrate_1.def \
	src/store/schema.def
src/store/migrate_1.def: src/store/migrate_1.sql
	$(AM_V_GEN)$(MKDIR_P) src/store && $(SQL_TO_C) \
		$(top_srcdir)/src/store/migrate_1.sql > $@.tmp && mv $@.tmp $@
src/store/schema.def: src/store/schema.sql
	$(AM_V_GEN)$(MKDIR_P) src/store && $(SQL_TO_C) \
		$(top_srcdir)/src/store/schema.sql > $@.tmp && mv $@.tmp $@
src/store/libstore_a-migrate.$(OBJEXT): src/store/migrate_1.def
src/store/libstore_a-store_sqlite_file.$(OBJEXT): src/store/schema.def

# What tests of stores and buses share.
check_LIBRARIES += tests/support/libstorekit.a
tests_support_libstorekit_a_CPPFLAGS = \
	$(AM_CPPFLAGS) -I$(top_srcdir)/tests $(SQLITE_CFLAGS)
tests_support_libstorekit_a_SOURCES = \
	tests/support/store_kit.c \
	tests/support/store_kit.h \
	tests/support/vfs_power.c \
	tests/support/vfs_power.h \
	tests/support/vfs_shim.c \
	tests/support/vfs_shim.h

store_tests = \
	tests/unit/store_account_test \
	tests/unit/store_events_test \
	tests/unit/store_opening_test \
	tests/unit/store_paging_test \
	tests/unit/store_prune_test \
	tests/unit/store_schema_test \
	tests/unit/store_search_test \
	tests/unit/store_split_test \
	tests/unit/store_sqlite_test \
	tests/unit/store_test
check_PROGRAMS += $(store_tests)
TESTS += $(store_tests)
STORE_TEST_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)/tests
STORE_TEST_LIBS = tests/support/libstorekit.a libbus.a libstore.a \
	libserver.a $(PROTO_LIBS) $(STORE_LIBS) $(CMOCKA_LIBS)
tests_unit_store_account_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_account_test_SOURCES = tests/unit/store_account_test.c
tests_unit_store_account_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_test_SOURCES = tests/unit/store_test.c
tests_unit_store_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_opening_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS) $(SQLITE_CFLAGS)
tests_unit_store_opening_test_SOURCES = tests/unit/store_opening_test.c
tests_unit_store_opening_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_split_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_split_test_SOURCES = tests/unit/store_split_test.c
tests_unit_store_split_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_sqlite_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS) $(SQLITE_CFLAGS)
tests_unit_store_sqlite_test_SOURCES = tests/unit/store_sqlite_test.c
tests_unit_store_sqlite_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_events_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_events_test_SOURCES = tests/unit/store_events_test.c
tests_unit_store_events_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_paging_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_paging_test_SOURCES = tests/unit/store_paging_test.c
tests_unit_store_paging_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_prune_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_prune_test_SOURCES = tests/unit/store_prune_test.c
tests_unit_store_prune_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_schema_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS) $(SQLITE_CFLAGS) \
	-DSAMPLES=\"$(abs_top_srcdir)/tests/store\"
tests_unit_store_schema_test_SOURCES = tests/unit/store_schema_test.c
tests_unit_store_schema_test_LDADD = $(STORE_TEST_LIBS)
tests_unit_store_search_test_CPPFLAGS = $(STORE_TEST_CPPFLAGS)
tests_unit_store_search_test_SOURCES = tests/unit/store_search_test.c
tests_unit_store_search_test_LDADD = $(STORE_TEST_LIBS)
EXTRA_DIST += \
	doc/STORE.md \
	tests/store/schema-1.db
