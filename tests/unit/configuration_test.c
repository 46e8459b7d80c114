/* configuration_test.c -- files of settings, right and wrong. */
#include "config.h"

#include "daemon/configuration.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/err.h"
#include "daemon/settings.h"

#include "base/banned.h"

static char path[] = "/tmp/tcpchat-configuration-XXXXXX";

static int
make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 ? -1 : close(fd);
}

static int
remove_file(void **state)
{
	(void)state;
	return unlink(path);
}

static bool
read_text(struct settings *s, const char *text, struct err *e)
{
	FILE *out = fopen(path, "w");

	assert_non_null(out);
	assert_true(fputs(text, out) >= 0);
	assert_int_equal(fclose(out), 0);
	settings_init(s);
	return configuration_read(s, path, e);
}

static void
reads_quoted_and_bare_values(void **state)
{
	struct settings s;
	struct err e = { "" };

	(void)state;
	assert_true(read_text(&s,
	    "# the chat of a ship\n"
	    "network = haddock\n"
	    "lobby = \"#bridge\"   # quoted: '#' begins a remark\n"
	    "machine-name = \"127.0.0.1 ::1\"\n"
	    "motd-file = /etc/motd\n"
	    "history = off\n"
	    "ping-timeout = 10m\n", &e));
	assert_string_equal(s.network, "haddock");
	assert_string_equal(s.lobby, "#bridge");
	assert_string_equal(s.machine_name, "127.0.0.1 ::1");
	assert_string_equal(s.motd_file, "/etc/motd");
	assert_string_equal(s.history, "off");
	assert_int_equal(s.ping_timeout, 600000);
	settings_release(&s);
}

static void
check_fault(const char *text, const char *fault)
{
	struct settings s;
	struct err e = { "" };

	assert_false(read_text(&s, text, &e));
	assert_memory_equal(e.text, path, strlen(path));
	assert_memory_equal(e.text + strlen(path), fault, strlen(fault));
	assert_string_equal(e.text + strlen(path) + strlen(fault),
	    "; see tcpchatd.conf(5)");
	settings_release(&s);
}

static void
names_file_line_and_fault(void **state)
{
	(void)state;
	check_fault("history = on\nport = 70000\n",
	    ":2: 'port' is a number from 1 to 65535, not '70000'");
	check_fault("\n\nprot = 7000\n", ":3: no such option 'prot'");
	check_fault("port = 1\n\"\"\n", ":2: this is no setting");
	check_fault("history = maybe\nport = 0\n",
	    ":1: 'history' is one of on|memory|off, not 'maybe'");
}

static void
refuses_a_file_that_ends_too_early(void **state)
{
	struct settings s;
	struct err e = { "" };

	(void)state;
	assert_false(read_text(&s, "lobby = \"#all", &e));
	assert_true(e.text[0] != '\0');
	settings_release(&s);
}

static void
names_a_file_that_cannot_be_read(void **state)
{
	struct settings s;
	struct err e = { "" };

	(void)state;
	settings_init(&s);
	assert_false(configuration_read(&s, "/no/such/file", &e));
	assert_string_equal(e.text, "cannot read the settings '/no/such/file': "
	    "No such file or directory; name another file with --config=FILE");
	assert_false(configuration_read(&s, "/tmp", &e));
	assert_non_null(strstr(e.text, "'/tmp': Is a directory"));
	settings_release(&s);
}

/* The text of the sample without the '#' before its settings. */
static char *
read_sample(void)
{
	enum { SIZE = 64 * 1024 };
	char name[1024];
	char *text = calloc(1, SIZE), *at;
	const char *source = getenv("TCPCHAT_SOURCE");
	FILE *in;

	(void)snprintf(name, sizeof name, "%s/doc/tcpchatd.conf.sample",
	    source != NULL ? source : ".");
	in = fopen(name, "r");
	assert_non_null(in);
	assert_non_null(text);
	assert_true(fread(text, 1, SIZE - 1, in) > 0);
	(void)fclose(in);
	for (at = text; (at = strstr(at, "\n#")) != NULL; at++)
		if (at[2] >= 'a' && at[2] <= 'z')
			at[1] = ' ';
	return text;
}

static void
ships_a_sample_that_names_the_defaults(void **state)
{
	struct settings s, defaults;
	struct err e = { "" };
	char *text = read_sample();

	(void)state;
	settings_init(&defaults);
	assert_true(read_text(&s, text, &e));
	for (size_t i = 0; i < settings_count; i++) {
		char line[80];

		(void)snprintf(line, sizeof line, "\n %s = ",
		    settings_table[i].name);
		assert_non_null(strstr(text, line));
		assert_true(settings_equal(&s, &defaults, &settings_table[i]));
	}
	settings_release(&s);
	settings_release(&defaults);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_quoted_and_bare_values),
		cmocka_unit_test(names_file_line_and_fault),
		cmocka_unit_test(refuses_a_file_that_ends_too_early),
		cmocka_unit_test(ships_a_sample_that_names_the_defaults),
		cmocka_unit_test(names_a_file_that_cannot_be_read),
	};

	return cmocka_run_group_tests(tests, make_file, remove_file);
}
