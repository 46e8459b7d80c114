# src/base/local.mk -- strings, buffers, containers: no IRC, no I/O.
noinst_LIBRARIES += libbase.a
libbase_a_SOURCES = \
	src/base/address.c \
	src/base/address.h \
	src/base/arguments.c \
	src/base/arguments.h \
	src/base/attr.h \
	src/base/banned.h \
	src/base/buf.c \
	src/base/buf.h \
	src/base/err.c \
	src/base/err.h \
	src/base/find.c \
	src/base/find.h \
	src/base/i18n.h \
	src/base/id.c \
	src/base/id.h \
	src/base/log.c \
	src/base/log.h \
	src/base/rand.c \
	src/base/rand.h \
	src/base/str.c \
	src/base/str.h \
	src/base/table.c \
	src/base/table.h \
	src/base/time.c \
	src/base/time.h \
	src/base/utf8.c \
	src/base/utf8.h \
	src/base/value.c \
	src/base/value.h \
	src/base/words.c \
	src/base/words.h \
	src/base/xalloc.c \
	src/base/xalloc.h

# What every program that links libbase.a needs besides.
BASE_LIBS = libbase.a $(UTF8PROC_LIBS)

base_tests = \
	tests/unit/address_test \
	tests/unit/buf_test \
	tests/unit/err_test \
	tests/unit/find_test \
	tests/unit/id_test \
	tests/unit/log_test \
	tests/unit/rand_test \
	tests/unit/str_test \
	tests/unit/table_test \
	tests/unit/time_test \
	tests/unit/utf8_test \
	tests/unit/value_test \
	tests/unit/words_test \
	tests/unit/xalloc_test
check_PROGRAMS += $(base_tests)
TESTS += $(base_tests)
base_test_libs = $(BASE_LIBS) $(CMOCKA_LIBS)

tests_unit_address_test_SOURCES = tests/unit/address_test.c
tests_unit_address_test_LDADD = $(base_test_libs)
tests_unit_buf_test_SOURCES = tests/unit/buf_test.c
tests_unit_buf_test_LDADD = $(base_test_libs)
tests_unit_err_test_SOURCES = tests/unit/err_test.c
tests_unit_err_test_LDADD = $(base_test_libs)
tests_unit_find_test_SOURCES = tests/unit/find_test.c
tests_unit_find_test_LDADD = $(base_test_libs)
tests_unit_id_test_SOURCES = tests/unit/id_test.c
tests_unit_id_test_LDADD = $(base_test_libs)
tests_unit_log_test_SOURCES = tests/unit/log_test.c
tests_unit_log_test_LDADD = $(base_test_libs)
tests_unit_rand_test_SOURCES = tests/unit/rand_test.c
tests_unit_rand_test_LDADD = $(base_test_libs)
tests_unit_str_test_SOURCES = tests/unit/str_test.c
tests_unit_str_test_LDADD = $(base_test_libs)
tests_unit_table_test_SOURCES = tests/unit/table_test.c
tests_unit_table_test_LDADD = $(base_test_libs)
tests_unit_time_test_SOURCES = tests/unit/time_test.c
tests_unit_time_test_LDADD = $(base_test_libs)
tests_unit_utf8_test_SOURCES = tests/unit/utf8_test.c
tests_unit_utf8_test_LDADD = $(base_test_libs)
tests_unit_value_test_SOURCES = tests/unit/value_test.c
tests_unit_value_test_LDADD = $(base_test_libs)
tests_unit_words_test_SOURCES = tests/unit/words_test.c
tests_unit_words_test_LDADD = $(base_test_libs)
tests_unit_xalloc_test_SOURCES = tests/unit/xalloc_test.c
tests_unit_xalloc_test_LDADD = $(base_test_libs)
