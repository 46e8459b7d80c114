/* term_output.c -- what curses has painted, to a terminal that may be slow. */
#include "config.h"

#include "tui/term_internal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/xalloc.h"
#include "tui/escape.h"

#include "base/banned.h"

enum { FRAME_KEEP_BYTES = 256 * 1024 };	/* of the file that curses writes */

static const char ALIVE[] = "\033[5n";
#define ASK_COLOURS "\033]10;?\033\\\033]11;?\033\\"

/* What stands in the file behind the place where it is written next does not
 * count. */
void
term_drop_frame(struct term *t, size_t len)
{
	int fd = fileno(t->frame);

	if (len <= FRAME_KEEP_BYTES || ftruncate(fd, 0) == 0)
		lseek(fd, 0, SEEK_SET);
}

void
term_ask_alive(struct term *t, int64_t now_ms)
{
	if (!pace_wants_answer(&t->pace, now_ms))
		return;
	tty_write(&t->tty, ALIVE, sizeof ALIVE - 1);
	pace_asked(&t->pace, now_ms);
}

void
term_ask_colours(struct term *t)
{
	tty_write(&t->tty, ASK_COLOURS, sizeof ASK_COLOURS - 1);
}

void
term_ask(struct term *t, int64_t now_ms)
{
	static const char questions[] = ASK_COLOURS "\033[?u" ESCAPE_ASK_99;

	t->is_asked = true;
	if (t->is_simple)
		return;
	tty_write(&t->tty, questions, sizeof questions - 1);
	tty_write(&t->tty, ALIVE, sizeof ALIVE - 1);
	pace_wrote(&t->pace, sizeof questions - 1, 0);
	pace_asked(&t->pace, now_ms);
}

/* How much of a frame may go before the next question: to an ESC, which
 * begins a sequence, so that none is cut in two. */
static size_t
piece(const char *bytes, size_t len)
{
	const char *end;

	if (len <= PACE_ASK_BYTES)
		return len;
	end = memchr(bytes + PACE_ASK_BYTES, '\033', len - PACE_ASK_BYTES);
	return end != NULL ? (size_t)(end - bytes) : len;
}

static void
send(struct term *t, const char *bytes, size_t len, bool is_pane,
    int64_t now_ms)
{
	if (len == 0)
		return;
	tty_write(&t->tty, bytes, len);
	pace_wrote(&t->pace, len, is_pane ? len : 0);
	term_ask_alive(t, now_ms);
}

/* Behind the sequence that begins at `p`, before `end`. */
static const char *
skip_sequence(const char *p, const char *end)
{
	const char *q = p + 1;

	if (q < end && *q == '[')
		q += 1 + strspn(q + 1, "0123456789;:?<=>");
	else if (q < end && (*q == '(' || *q == ')'))
		q++;
	return q < end ? q + 1 : end;
}

/* Has curses written text, and has it had the terminal scroll? */
static void
look_into(struct term *t, const char *bytes, size_t len)
{
	const char *end = bytes + len;

	for (const char *p = bytes; p < end; p++) {
		if (*p == '\033') {
			p = skip_sequence(p, end) - 1;
			t->has_scrolled |= *p == 'r';
		} else if ((unsigned char)*p >= ' ') {
			t->has_written = true;
		}
	}
}

static size_t
send_painted(struct term *t, bool is_pane, int64_t now_ms)
{
	int fd = fileno(t->frame);
	off_t size = lseek(fd, 0, SEEK_CUR);
	char *bytes;
	ssize_t len;

	t->has_written = t->has_scrolled = false;
	if (size <= 0)
		return 0;
	bytes = xmalloc((size_t)size + 1);
	len = pread(fd, bytes, (size_t)size, 0);
	len = len > 0 ? len : 0;
	bytes[len] = '\0';
	look_into(t, bytes, (size_t)len);
	term_drop_frame(t, (size_t)len);
	for (size_t at = 0, n; at < (size_t)len; at += n) {
		n = (size_t)len - at;
		if (pace_is_new(&t->pace))
			n = piece(bytes + at, n);
		send(t, bytes + at, n, is_pane, now_ms);
	}
	free(bytes);
	return (size_t)len;
}

/* Where curses had nothing to do the links may have changed nevertheless. They
 * go in one piece: nothing may come between the ends of one. */
size_t
term_send_frame(struct term *t, bool is_pane, int64_t now_ms)
{
	size_t len = send_painted(t, is_pane, now_ms) + t->links.len;

	send(t, t->links.data, t->links.len, is_pane, now_ms);
	buf_reset(&t->links);
	return len;
}

int
term_fd(const struct term *t)
{
	return t->tty.fd;
}

bool
term_is_writing(const struct term *t)
{
	return tty_pending(&t->tty) > 0;
}

bool
term_may_paint(struct term *t, int64_t now_ms)
{
	return tty_pending(&t->tty) == 0 &&
	    pace_allowance(&t->pace, now_ms) > 0;
}

void
term_flush(struct term *t)
{
	tty_flush(&t->tty);
}
