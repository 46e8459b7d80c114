/* daemonize.c -- into the background, with a report. */
#include "config.h"

#include "daemon/daemonize.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/attr.h"
#include "base/i18n.h"

#include "base/banned.h"

/* The report's first byte; any other begins the reason why not. */
static const char SERVES = '+';

static size_t
read_all(int fd, char *text, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while (len < size) {
		n = read(fd, text + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		len += (size_t)n;
	}
	return len;
}

ATTR_NORETURN static void
wait_for_report(int fd, const char *program)
{
	char text[1024];
	size_t len = read_all(fd, text, sizeof text - 1);

	text[len] = '\0';
	if (len > 0 && text[0] == SERVES) {
		(void)fputs(text + 1, stdout);
		exit(EXIT_SUCCESS);
	}
	if (len == 0)
		(void)fprintf(stderr, "%s: %s\n", program,
		    _("the server ended before it could say why; see syslog"));
	else
		(void)fprintf(stderr, "%s: %s\n", program, text);
	exit(EXIT_FAILURE);
}

static void
leave_terminal(void)
{
	int null;

	(void)setsid();
	(void)!chdir("/");
	null = open("/dev/null", O_RDWR);
	if (null < 0)
		return;
	for (int fd = 0; fd <= 2; fd++)
		(void)dup2(null, fd);
	if (null > 2)
		(void)close(null);
}

int
daemonize(const char *program)
{
	int ends[2];
	pid_t child;

	if (pipe(ends) != 0)
		return -1;
	(void)fflush(NULL);
	child = fork();
	if (child < 0)
		return -1;
	if (child > 0) {
		(void)close(ends[1]);
		wait_for_report(ends[0], program);
	}
	(void)close(ends[0]);
	(void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	leave_terminal();
	return ends[1];
}

void
daemonize_report(int fd, bool serves, const char *text)
{
	if (fd < 0)
		return;
	if (serves)
		(void)!write(fd, &SERVES, 1);
	(void)!write(fd, text, strlen(text));
	(void)close(fd);
}
