/* term_test.c -- what is written to a terminal, a pty of our own. */
#include "config.h"

#include <fcntl.h>
#include <locale.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "tui/grid.h"
#include "tui/term.h"

#include "base/banned.h"

enum { ROWS = 6, COLS = 40, WRITTEN_MAX = 256 * 1024 };

static int master, old_in, old_out;
static struct buf written;
static struct term *term;

static void
set_size(int rows, int cols)
{
	struct winsize size = {
		.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols,
	};

	assert_int_equal(ioctl(master, TIOCSWINSZ, &size), 0);
}

static void
open_pty(void)
{
	int slave;

	master = posix_openpt(O_RDWR | O_NOCTTY);
	assert_true(master >= 0 && grantpt(master) == 0 &&
	    unlockpt(master) == 0);
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	assert_true(slave >= 0);
	old_in = dup(STDIN_FILENO);
	old_out = dup(STDOUT_FILENO);
	dup2(slave, STDIN_FILENO);
	dup2(slave, STDOUT_FILENO);
	close(slave);
}

static int
setup(void **state)
{
	struct err why;

	(void)state;
	buf_init(&written, WRITTEN_MAX);
	setlocale(LC_ALL, "C.UTF-8");
	setenv("TERM", "xterm-256color", 1);
	unsetenv("TMUX");
	unsetenv("STY");
	unsetenv("COLORTERM");
	open_pty();
	set_size(ROWS, COLS);
	term = term_open(&why);
	assert_non_null(term);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	term_close(term);
	dup2(old_in, STDIN_FILENO);
	dup2(old_out, STDOUT_FILENO);
	close(old_in);
	close(old_out);
	close(master);
	buf_release(&written);
	return 0;
}

/* What it has written since the last call, as a string. */
static const char *
take_written(void)
{
	struct pollfd p = { .fd = master, .events = POLLIN };
	char bytes[4096];
	ssize_t n;

	buf_reset(&written);
	term_flush(term);
	while (poll(&p, 1, 0) == 1 && p.revents & POLLIN &&
	    (n = read(master, bytes, sizeof bytes)) > 0) {
		assert_true(buf_add(&written, bytes, (size_t)n));
		term_flush(term);
	}
	assert_true(buf_add(&written, "", 1));
	return written.data;
}

static void
put(struct grid *g, int row, const char *text, uint32_t link)
{
	struct style style = style_plain;

	style.link = link;
	style.attrs = STYLE_ITALIC;
	grid_put_ascii(g, row, 0, g->cols, text, strlen(text), style);
}

static void
paint(struct grid *g)
{
	static int64_t now_ms;

	now_ms += 10000;	/* long after all that is asked */
	g->input_top = g->rows - 1;
	while (!term_paint(term, g, true, now_ms))
		now_ms += 10000;
}

static void
a_text_that_becomes_a_link_is_one_at_once(void **state)
{
	struct grid g;
	const char *bytes;

	(void)state;
	term_links(term, LINKS_ON);
	grid_init(&g);
	grid_resize(&g, ROWS, COLS);
	put(&g, 1, "it leads somewhere", 0);
	paint(&g);
	assert_null(strstr(take_written(), "\033]8;"));
	put(&g, 1, "it leads somewhere", grid_link(&g, "a:b", 3));
	paint(&g);
	bytes = take_written();
	assert_non_null(strstr(bytes, ";a:b\033\\it leads somewhere\033]8;;"));
	assert_non_null(strstr(bytes, "\033[3m\033]8;"));
	put(&g, 1, "it leads somewhere", 0);
	paint(&g);
	assert_non_null(strstr(take_written(), "it leads somewhere"));
	paint(&g);
	assert_string_equal(take_written(), "");
	grid_release(&g);
}

static void
a_size_of_nothing_changes_nothing(void **state)
{
	(void)state;
	set_size(0, 0);
	term_resize(term);
	assert_int_equal(term_rows(term), ROWS);
	assert_int_equal(term_cols(term), COLS);
	set_size(1, 1);
	term_resize(term);
	assert_int_equal(term_rows(term), 1);
	assert_int_equal(term_cols(term), 1);
	set_size(5000, 5000);
	term_resize(term);
	assert_int_equal(term_rows(term), GRID_MAX_ROWS);
	assert_int_equal(term_cols(term), GRID_MAX_COLS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_text_that_becomes_a_link_is_one_at_once, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    a_size_of_nothing_changes_nothing, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
