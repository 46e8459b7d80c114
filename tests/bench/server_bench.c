/*
 * server_bench.c -- what tcpchatd costs per client and per delivered message.
 *
 *   server_bench TCPCHATD [CLIENTS [ROUNDS]]
 *
 * Starts TCPCHATD on a free port with a scratch folder and without history,
 * flood control and text in the log; registers CLIENTS clients (1,000), 100 at
 * a time; lets them idle; joins them to one channel; then plays ROUNDS (100)
 * rounds, in each of which ten of them say 16 lines of 100 bytes and all the
 * others read them; then as many rounds of private lines in pairs. CPU is the
 * server's, over all threads; memory is what the system holds for it.
 */
#include "config.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

enum { SENDERS = 10, WINDOW = 16, TEXT_BYTES = 100, AT_ONCE = 100,
	ROUNDS_UNDER_WAY = 4 };

struct bench {
	const char *program;
	char   folder[64];
	int    port;
	pid_t  pid;
	int    n;
	struct pollfd *fds;
	long  *lines;		/* read by each client since the last reset */
};

static struct bench bench;	/* one a process: clean_up() is given nothing */

static void
die(const char *what)
{
	perror(what);
	exit(1);
}

static double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

/* CPU of all threads of the server, in seconds. */
static double
cpu(const struct bench *b)
{
	char path[300];
	double ns = 0, one;
	struct dirent *task;
	DIR *tasks;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/task", (long)b->pid);
	tasks = opendir(path);
	while (tasks != NULL && (task = readdir(tasks)) != NULL) {
		snprintf(path, sizeof path, "/proc/%ld/task/%s/schedstat",
		    (long)b->pid, task->d_name);
		f = fopen(path, "r");
		if (f == NULL)
			continue;
		if (fscanf(f, "%lf", &one) == 1)
			ns += one;
		fclose(f);
	}
	if (tasks != NULL)
		closedir(tasks);
	return ns / 1e9;
}

static long
resident_kb(const struct bench *b)
{
	char path[64], line[256];
	long kb = 0;
	FILE *f;

	snprintf(path, sizeof path, "/proc/%ld/status", (long)b->pid);
	f = fopen(path, "r");
	if (f == NULL)
		return 0;
	while (fgets(line, sizeof line, f) != NULL)
		if (strncmp(line, "VmRSS:", 6) == 0)
			kb = strtol(line + 6, NULL, 10);
	fclose(f);
	return kb;
}

static int
free_port(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof in;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (bind(fd, (void *)&in, sizeof in) != 0
	    || getsockname(fd, (void *)&in, &length) != 0)
		die("a free port");
	close(fd);
	return ntohs(in.sin_port);
}

static void
write_settings(const struct bench *b)
{
	char path[128];
	FILE *f;

	snprintf(path, sizeof path, "%s/conf", b->folder);
	f = fopen(path, "w");
	if (f == NULL)
		die(path);
	fputs("history = off\nflood-control = off\nlog-messages = none\n"
	    "autojoin = off\nsyslog = off\nping-timeout = 10m\n", f);
	fclose(f);
}

static void
run_server(const struct bench *b)
{
	char port[32], config[128], state[128];

	snprintf(port, sizeof port, "--port=%d", b->port);
	snprintf(config, sizeof config, "--config=%s/conf", b->folder);
	snprintf(state, sizeof state, "--state-dir=%s/state", b->folder);
	execl(b->program, b->program, "--machine-name=127.0.0.1", port, config,
	    state, (char *)NULL);
	die(b->program);
}

static pid_t
read_pid(const struct bench *b)
{
	char path[128];
	long pid = 0;
	FILE *f;

	snprintf(path, sizeof path, "%s/state/tcpchatd.pid", b->folder);
	f = fopen(path, "r");
	if (f == NULL || fscanf(f, "%ld", &pid) != 1)
		die(path);
	fclose(f);
	return (pid_t)pid;
}

/* The command returns when the server serves. */
static void
start_server(struct bench *b)
{
	double began = seconds();
	pid_t command;
	int status;

	snprintf(b->folder, sizeof b->folder, "/tmp/server_bench.XXXXXX");
	if (mkdtemp(b->folder) == NULL)
		die("a scratch folder");
	b->port = free_port();
	write_settings(b);
	command = fork();
	if (command == 0)
		run_server(b);
	if (waitpid(command, &status, 0) != command || status != 0) {
		fprintf(stderr, "the server does not start\n");
		exit(1);
	}
	printf("start to serving: %.1f ms\n", (seconds() - began) * 1e3);
	b->pid = read_pid(b);
}

static void
say(struct bench *b, int i, const char *text, size_t len)
{
	if (send(b->fds[i].fd, text, len, MSG_NOSIGNAL) != (ssize_t)len)
		die("send");
}

static long
lines_in(const char *data, ssize_t n)
{
	long lines = 0;

	for (ssize_t i = 0; i < n; i++)
		lines += data[i] == '\n';
	return lines;
}

static bool
have_read(const struct bench *b, int from, int to, const long *wanted)
{
	for (int i = from; i < to; i++)
		if (b->lines[i] < wanted[i])
			return false;
	return true;
}

/* Reads until each of `from` to `to` has had its number of lines. */
static void
read_until(struct bench *b, int from, int to, const long *wanted)
{
	static char data[1 << 16];
	ssize_t n;

	while (!have_read(b, from, to, wanted)) {
		if (poll(b->fds + from, (nfds_t)(to - from), 10000) <= 0)
			die("waiting for the server");
		for (int i = from; i < to; i++) {
			if (b->fds[i].revents == 0)
				continue;
			n = recv(b->fds[i].fd, data, sizeof data, 0);
			if (n <= 0)
				die("the server has closed");
			b->lines[i] += lines_in(data, n);
		}
	}
}

static void
connect_one(struct bench *b, int i)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
	    .sin_port = htons((uint16_t)b->port),
	    .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
	char text[128];
	int len;

	if (fd < 0 || connect(fd, (void *)&in, sizeof in) != 0)
		die("connect");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	b->fds[i] = (struct pollfd){ .fd = fd, .events = POLLIN };
	len = snprintf(text, sizeof text, "NICK u%d\r\nUSER u 0 * :u\r\n", i);
	say(b, i, text, (size_t)len);
}

/* Answers are as long as the first client's: its last line is 422. */
static long
greeting_lines(struct bench *b)
{
	static char data[1 << 16];
	size_t len = 0;
	ssize_t n;

	connect_one(b, 0);
	do {
		n = recv(b->fds[0].fd, data + len, sizeof data - 1 - len, 0);
		if (n <= 0)
			die("the greeting");
		len += (size_t)n;
		data[len] = '\0';
	} while (strstr(data, " 422 ") == NULL || data[len - 1] != '\n');
	return lines_in(data, (ssize_t)len);
}

static void
register_all(struct bench *b, long greeting)
{
	long *wanted = calloc((size_t)b->n, sizeof *wanted);
	double before = cpu(b);
	int to;

	for (int i = 1; i < b->n; i = to) {
		to = i + AT_ONCE < b->n ? i + AT_ONCE : b->n;
		for (int j = i; j < to; j++) {
			wanted[j] = greeting;
			connect_one(b, j);
		}
		read_until(b, i, to, wanted);
	}
	printf("CPU per registration: %.1f us\n",
	    (cpu(b) - before) * 1e6 / (b->n - 1));
	free(wanted);
}

static void
idle(struct bench *b, long empty_kb)
{
	double before = cpu(b);
	struct timespec second = { .tv_sec = 1 };

	nanosleep(&second, NULL);
	printf("CPU per idle second: %.2f ms\n", (cpu(b) - before) * 1e3);
	printf("memory per idle client: %.0f bytes\n",
	    (double)(resident_kb(b) - empty_kb) * 1024 / (b->n - 1));
}

/* Takes what is on its way, until nothing has come for 200 ms. */
static void
drain(struct bench *b)
{
	static char data[1 << 16];

	while (poll(b->fds, (nfds_t)b->n, 200) > 0)
		for (int i = 0; i < b->n; i++)
			if (b->fds[i].revents != 0
			    && recv(b->fds[i].fd, data, sizeof data, 0) <= 0)
				die("the server has closed");
	memset(b->lines, 0, (size_t)b->n * sizeof *b->lines);
}

static void
join_all(struct bench *b)
{
	double before = cpu(b);

	for (int i = 0; i < b->n; i++)
		say(b, i, "JOIN #bench\r\n", 13);
	drain(b);
	printf("CPU to join all to one channel: %.3f s\n", cpu(b) - before);
}

static size_t
make_burst(char *out, size_t size, const char *target, int count)
{
	size_t len = 0;

	for (int i = 0; i < count; i++)
		len += (size_t)snprintf(out + len, size - len,
		    "PRIVMSG %s :%0*d\r\n", target, TEXT_BYTES, i);
	return len;
}

/* What each has read after so many rounds. */
static void
set_wanted(const struct bench *b, long *wanted, int rounds)
{
	for (int i = 0; i < b->n; i++)
		wanted[i] = (long)rounds * WINDOW * (SENDERS - (i < SENDERS));
}

static void
fan_out(struct bench *b, int rounds)
{
	long *wanted = calloc((size_t)b->n, sizeof *wanted);
	char burst[WINDOW * 256];
	size_t len = make_burst(burst, sizeof burst, "#bench", WINDOW);
	double before, spent;

	drain(b);
	before = cpu(b);
	for (int round = 1; round <= rounds; round++) {
		for (int i = 0; i < SENDERS; i++)
			say(b, i, burst, len);
		if (round < ROUNDS_UNDER_WAY)
			continue;
		set_wanted(b, wanted, round - ROUNDS_UNDER_WAY + 1);
		read_until(b, 0, b->n, wanted);
	}
	set_wanted(b, wanted, rounds);
	read_until(b, 0, b->n, wanted);
	spent = cpu(b) - before;
	printf("CPU per delivery, one channel: %.0f ns\n", spent * 1e9
	    / ((double)rounds * WINDOW * SENDERS * (b->n - 1)));
	free(wanted);
}

static void
pairs(struct bench *b, int rounds)
{
	long *wanted = calloc((size_t)b->n, sizeof *wanted);
	char line[256], target[32];
	double before, spent;
	size_t len;

	drain(b);
	before = cpu(b);
	for (int round = 0; round < rounds; round++) {
		for (int i = 0; i < b->n; i++) {
			snprintf(target, sizeof target, "u%d", b->n - 1 - i);
			len = make_burst(line, sizeof line, target, 1);
			say(b, i, line, len);
			wanted[i]++;
		}
		read_until(b, 0, b->n, wanted);
	}
	spent = cpu(b) - before;
	printf("CPU per delivery, pairs: %.2f us\n",
	    spent * 1e6 / ((double)rounds * b->n));
	free(wanted);
}

/* In whatever way the bench ends. */
static void
clean_up(void)
{
	static const char *const files[] = { "conf", "state/tcpchatd.lock",
	    "state/tcpchatd.pid", "state" };
	char path[128];

	if (bench.pid > 0)
		(void)kill(bench.pid, SIGTERM);
	while (bench.pid > 0 && kill(bench.pid, 0) == 0)
		(void)poll(NULL, 0, 10);
	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		snprintf(path, sizeof path, "%s/%s", bench.folder, files[i]);
		(void)remove(path);
	}
	(void)rmdir(bench.folder);
}

int
main(int argc, char **argv)
{
	struct bench *b = &bench;
	int rounds = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 100;
	struct rlimit limit;
	long empty_kb, greeting;

	b->program = argc > 1 ? argv[1] : "./tcpchatd";
	b->n = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1000;
	if (b->n <= SENDERS || rounds <= 0) {
		fprintf(stderr, "usage: server_bench TCPCHATD [CLIENTS "
		    "[ROUNDS]]; more than %d clients\n", SENDERS);
		return 2;
	}
	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
	b->fds = calloc((size_t)b->n, sizeof *b->fds);
	b->lines = calloc((size_t)b->n, sizeof *b->lines);
	start_server(b);
	(void)atexit(clean_up);
	greeting = greeting_lines(b);
	empty_kb = resident_kb(b);
	printf("memory with one client: %ld kB\n", empty_kb);
	register_all(b, greeting);
	idle(b, empty_kb);
	join_all(b);
	fan_out(b, rounds);
	pairs(b, rounds);
	free(b->fds);
	free(b->lines);
	return 0;
}
