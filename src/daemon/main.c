/* main.c -- tcpchatd: the command. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/xalloc.h"
#include "daemon/configuration.h"
#include "daemon/daemon.h"
#include "daemon/daemonize.h"
#include "daemon/gate.h"
#include "daemon/options.h"
#include "daemon/server_config.h"
#include "daemon/settings.h"
#include "daemon/statedir.h"
#include "daemon/subcommand.h"

#include "base/banned.h"

enum { EXIT_USAGE = 2 };

static const char program[] = "tcpchatd";

static int
fail(const char *why)
{
	(void)fprintf(stderr, "%s: %s\n", program, why);
	return EXIT_FAILURE;
}

/* Numbers stay as they are: only texts and characters are the user's. */
static void
speak_the_users_language(void)
{
	(void)setlocale(LC_CTYPE, "");
	(void)setlocale(LC_MESSAGES, "");
	i18n_start();
}

/* A descriptor of ours must not be 0, 1 or 2, which a shell may have closed:
 * what is printed would go there. */
static void
fill_standard_descriptors(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		(void)close(fd);
}

static int
check(const struct settings *settings)
{
	struct server_texts texts;
	struct err e = { "" };
	bool ok = server_texts_read(&texts, settings, &e);
	struct gate *gate = ok ? gate_new(settings, &e) : NULL;

	server_texts_release(&texts);
	gate_free(gate);
	if (gate == NULL)
		return fail(e.text);
	(void)puts(_("The settings are fine."));
	return EXIT_SUCCESS;
}

static int
serve(const struct options *options, struct settings *settings,
    const char *dir)
{
	int report = -1;

	if (!options->foreground) {
		report = daemonize(program);
		if (report < 0)
			return fail(strerror(errno));
	}
	return daemon_run(options, settings, dir, report);
}

/* `command` NULL: serves. */
static int
act(const struct subcommand *command, const struct options *options,
    struct settings *settings)
{
	char *dir = settings->state_dir[0] != '\0'
	    ? xstrdup(settings->state_dir) : statedir_default_path();
	int status;

	(void)umask(077);
	if (dir == NULL)
		status = fail(_("cannot find the state folder: HOME is not "
		    "set; name a folder with --state-dir=DIR"));
	else if (command == NULL)
		status = serve(options, settings, dir);
	else
		status = subcommand_run(command, settings, dir,
		    options->naddresses, options->addresses);
	free(dir);
	return status;
}

static int
load_and_act(const struct subcommand *command, const struct options *options)
{
	struct settings settings;
	struct err e = { "" };
	int status;

	if (!configuration_load(&settings, options, &e))
		status = fail(e.text);
	else if (options->check_config)
		status = check(&settings);
	else
		status = act(command, options, &settings);
	settings_release(&settings);
	return status;
}

static int
run(const struct subcommand *command, const struct options *options)
{
	if (options->help) {
		options_print_help(stdout);
		(void)printf("\n%s\n", _("Commands:"));
		subcommand_print_help(stdout);
		return EXIT_SUCCESS;
	}
	if (options->version) {
		(void)printf("%s (%s) %s\n", program, PACKAGE_NAME,
		    PACKAGE_VERSION);
		return EXIT_SUCCESS;
	}
	return load_and_act(command, options);
}

int
main(int argc, char **argv)
{
	const struct subcommand *command;
	struct options options;
	struct err e = { "" };
	int status;

	fill_standard_descriptors();
	speak_the_users_language();
	command = argc > 1 ? subcommand_find(argv[1]) : NULL;
	if (command != NULL) {	/* its name takes the program's place */
		argc--;
		argv++;
	}
	if (options_parse(&options, argc, argv, &e)) {
		status = run(command, &options);
	} else {
		(void)fprintf(stderr, "%s: %s; %s\n", program, e.text,
		    _("'tcpchatd --help' lists them"));
		status = EXIT_USAGE;
	}
	options_release(&options);
	return status;
}
