/* tty.c -- the terminal's descriptor: modes, size, output, crash handler. */
#include "config.h"

#include "tui/tty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "base/err.h"
#include "base/i18n.h"

#include "base/banned.h"

enum { OUT_MAX_BYTES = 64 * 1024 * 1024 };	/* a frame of 1000x1000 fits */

static int
open_by_name(void)
{
	enum { FLAGS = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC };
	const char *name = ttyname(STDOUT_FILENO);
	int fd = name != NULL ? open(name, FLAGS) : -1;

	/* After su the terminal may belong to somebody else. */
	return fd >= 0 ? fd : open("/dev/tty", FLAGS);
}

bool
tty_open(struct tty *t, struct err *why)
{
	memset(t, 0, sizeof *t);
	buf_init(&t->out, OUT_MAX_BYTES);
	t->fd = -1;
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(why, _("this program needs a terminal on standard "
		    "input and output; 'tcpchat' works without one"));
		return false;
	}
	t->fd = open_by_name();
	if (t->fd < 0) {
		err_set(why, _("cannot open the terminal: %s"),
		    strerror(errno));
		return false;
	}
	return true;
}

void
tty_release(struct tty *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
	buf_release(&t->out);
	t->taken = 0;
}

void
tty_raw(struct tty *t)
{
	struct termios raw;

	if (!t->is_raw && tcgetattr(t->fd, &t->before) != 0)
		return;
	raw = t->before;
	raw.c_iflag &= ~(tcflag_t)(ICRNL | INLCR | IGNCR | IXON | IXOFF |
	    ISTRIP | BRKINT);
	raw.c_oflag &= ~(tcflag_t)(OPOST);
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ECHONL | ISIG | IEXTEN);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	t->is_raw = true;
	tcsetattr(t->fd, TCSANOW, &raw);
}

void
tty_restore(struct tty *t)
{
	if (!t->is_raw)
		return;
	t->is_raw = false;
	tcflush(t->fd, TCIFLUSH);
	tcsetattr(t->fd, TCSANOW, &t->before);
}

bool
tty_size(const struct tty *t, int *rows, int *cols)
{
	struct winsize size;

	if (ioctl(t->fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 ||
	    size.ws_col == 0)
		return false;
	*rows = size.ws_row;
	*cols = size.ws_col;
	return true;
}

void
tty_write(struct tty *t, const void *data, size_t len)
{
	if (!t->is_gone && !buf_add(&t->out, data, len))
		t->is_gone = true;	/* 64 MB unread: nobody is there */
}

void
tty_flush(struct tty *t)
{
	while (t->taken < t->out.len && !t->is_gone) {
		ssize_t n = write(t->fd, t->out.data + t->taken,
		    t->out.len - t->taken);

		if (n >= 0)
			t->taken += (size_t)n;
		else if (errno == EAGAIN)
			return;
		else if (errno != EINTR)
			t->is_gone = true;
	}
	tty_drop_pending(t);
}

size_t
tty_pending(const struct tty *t)
{
	return t->out.len - t->taken;
}

void
tty_drop_pending(struct tty *t)
{
	enum { KEEP = 64 * 1024 };

	t->taken = 0;
	buf_reset(&t->out);
	if (t->out.cap > KEEP)
		buf_fit(&t->out);
}

static int64_t
clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Answers end with 'n'; anything else that comes is typed too late. */
static int
count_answers(struct tty *t)
{
	char bytes[256];
	ssize_t i, n = read(t->fd, bytes, sizeof bytes);
	int answers = 0;

	for (i = 0; i < n; i++)
		answers += bytes[i] == 'n';
	if (n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR))
		t->is_gone = true;
	return answers;
}

void
tty_drain(struct tty *t, int expected, int ms)
{
	int64_t left, end = clock_ms() + ms;

	tty_flush(t);
	while ((tty_pending(t) > 0 || expected > 0) && !t->is_gone &&
	    (left = end - clock_ms()) > 0) {
		struct pollfd p = { .fd = t->fd, .events = POLLIN };

		if (tty_pending(t) > 0)
			p.events |= POLLOUT;
		if (poll(&p, 1, (int)left) < 0 && errno != EINTR)
			return;
		if (p.revents & POLLIN)
			expected -= count_answers(t);
		else if (p.revents & (POLLHUP | POLLERR))
			return;
		tty_flush(t);
	}
}

/* --- the crash handler ---------------------------------------------------- */

/* And what ends a program that does not handle it. */
static const int crashes[] = {
	SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGSYS, SIGTRAP, SIGQUIT,
	SIGALRM, SIGUSR2, SIGXCPU, SIGXFSZ
};

enum { CRASHES = sizeof crashes / sizeof *crashes };

/* What a signal handler may touch: set before it is installed. */
static struct {
	int fd;
	struct termios modes;
	const char *undo;
	size_t len;
} guard;

/* Only write, tcsetattr, sigaction and raise: nothing else is safe here. */
static void
on_crash(int signal_number)
{
	struct sigaction usual = { .sa_handler = SIG_DFL };
	ssize_t ignored = write(guard.fd, guard.undo, guard.len);

	(void)ignored;
	tcsetattr(guard.fd, TCSANOW, &guard.modes);
	sigaction(signal_number, &usual, NULL);
	raise(signal_number);
}

static void
set_handlers(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler };
	size_t i;

	/* On a stack of its own: it may be the stack that is used up. */
	action.sa_flags = SA_ONSTACK | SA_NODEFER;
	sigemptyset(&action.sa_mask);
	for (i = 0; i < CRASHES; i++)
		sigaction(crashes[i], &action, NULL);
}

static void
set_stack(void)
{
	static char memory[16 * 1024];
	stack_t stack = { .ss_sp = memory, .ss_size = sizeof memory };

	sigaltstack(&stack, NULL);
}

void
tty_guard(const struct tty *t, const char *undo, size_t len)
{
	set_handlers(SIG_DFL);
	if (undo == NULL)
		return;
	guard.fd = t->fd;
	guard.modes = t->before;
	guard.undo = undo;
	guard.len = len;
	set_stack();
	set_handlers(on_crash);
}
