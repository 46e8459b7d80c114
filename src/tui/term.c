/* term.c -- the only file that knows curses: grid to frame, bytes to keys. */
#include "config.h"

#include "tui/term.h"

#include <assert.h>
#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#define term curses_term	/* its term.h has a structure of that name */
#include <curses.h>
#include <term.h>
#undef term

#include "base/buf.h"
#include "base/err.h"
#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "tui/charset.h"
#include "tui/escape.h"
#include "tui/grid.h"
#include "tui/memfile.h"
#include "tui/pace.h"
#include "tui/sequence.h"
#include "tui/shift.h"
#include "tui/tty.h"

#include "base/banned.h"

/* term.h of curses has made macros of these. */
#undef columns
#undef lines

enum {
	LEAVE_MS = 250,		/* for answers on their way */
	STRING_MAX = 4096,
	LINKS_MAX = 1024 * 1024,	/* of one frame; what is beyond is text */
	COPY_MAX = 256 * 1024,	/* twice COPY_BYTES in base64, and more */
	FIRST_SEQUENCE = KEY_MAX + 1000,	/* beyond curses' own codes */
	ROW_BYTES_MOST = 400,	/* what a row may cost */
	ROW_BYTES_USUAL = 130,	/* and what rows do cost, many together */
	LARGE_WINDOW = 2000,
	PAIRS_KNOWN = 64,
	PAIRS_ENOUGH = 30000,
	FRAME_KEEP_BYTES = 256 * 1024,	/* of the file that curses writes */
};

/* A pair of colours that curses was asked for already. */
struct known_pair {
	short fg, bg;
	int pair;		/* 0: none */
};

struct term {
	struct tty tty;
	FILE *frame;		/* in memory; curses writes it */
	FILE *in;		/* the tty; curses reads it */
	SCREEN *screen;
	WINDOW *pad;		/* keys are read from it: it shows nothing */
	struct charset charset;
	struct keys keys;
	int64_t keys_at_ms;	/* when the last byte came */
	struct pace pace;
	struct grid seen;	/* what is on the screen */
	bool is_all_anew;
	int next_row;		/* of a pane that is painted in pieces */
	int cursor_row, cursor_col;	/* as `seen` has it; -1: hidden */
	struct buf links;	/* to be written behind what curses paints */
	bool has_links;		/* it bears OSC 8, and shall */
	struct buf enter;	/* switches on what curses does not know */
	struct buf undo;	/* switches everything off */
	bool is_left;		/* the screen belongs to somebody else */
	bool is_asked;		/* for the colours and the keyboard */
	bool is_simple;		/* vt220, console: not asked about novelties */
	bool has_keyboard;	/* kitty's protocol is on */
	bool has_notices;	/* and its OSC 99 is known */
	bool has_mouse;
	short colours;		/* 0: none, by NO_COLOR or of the terminal */
	struct known_pair pairs[PAIRS_KNOWN];
	char name[64];		/* of the terminal, as terminfo knows it */
	int nsequences;
	char sequences[SEQUENCES][SEQUENCE_SIZE];
};

/* --- strings of terminfo -------------------------------------------------- */

/* tputs() calls a function that knows nothing: where its bytes go. */
static struct buf *putting_to;

static int
put_byte(int c)
{
	if (!buf_add_char(putting_to, (char)c))
		return EOF;
	return c;
}

static void
add_string(struct buf *b, const char *string)
{
	if (string == NULL || string == (char *)-1)
		return;
	putting_to = b;
	tputs(string, 1, put_byte);
}

static void
add_cap(struct buf *b, const char *name)
{
	add_string(b, tigetstr(name));
}

static bool
has_cap(const char *name)
{
	const char *string = tigetstr(name);

	return string != NULL && string != (char *)-1;
}

static void
add(struct buf *b, const char *text)
{
	if (!buf_add_str(b, text))
		abort();	/* a few dozen bytes of at most 4 kB */
}

/* Anew whenever one of its parts changes: the crash handler holds it. */
static void
make_undo(struct term *t)
{
	struct buf *b = &t->undo;

	tty_guard(&t->tty, NULL, 0);
	buf_reset(b);
	if (t->has_keyboard)
		add(b, "\033[<u");
	if (!t->is_simple)
		add(b, "\033[?2031l");
	add(b, "\033[?1006l\033[?1000l\033[?1004l\033[?2004l");
	add_cap(b, "rmkx");
	add_cap(b, "sgr0");
	add_cap(b, "op");
	if (has_cap("csr"))
		add_string(b, tparm(tigetstr("csr"), 0, t->seen.rows - 1,
		    0, 0, 0, 0, 0, 0, 0));
	add_cap(b, "cnorm");
	if (has_cap("cup"))
		add_string(b, tparm(tigetstr("cup"), t->seen.rows - 1,
		    0, 0, 0, 0, 0, 0, 0, 0));
	if (has_cap("rmcup"))
		add_cap(b, "rmcup");
	else
		add(b, "\r\n");
	if (!t->is_simple)
		add(b, "\033[23;2t");
	if (!t->is_left)
		tty_guard(&t->tty, b->data, b->len);
}

static void
make_enter(struct term *t)
{
	struct buf *b = &t->enter;

	buf_reset(b);
	add_cap(b, "smcup");
	add_cap(b, "smkx");
	if (!t->is_simple)	/* 2031: say so when light becomes dark */
		add(b, "\033[22;2t\033[?2031h");
	add(b, "\033[?2004h\033[?1004h");
	if (t->has_mouse)
		add(b, "\033[?1000h\033[?1006h");
	if (t->has_keyboard)
		add(b, "\033[>5u");
}

/* --- keys beyond terminfo ------------------------------------------------- */

static void
define(struct term *t, const char *sequence)
{
	int n = t->nsequences++;

	assert(n < SEQUENCES);
	str_copy(t->sequences[n], SEQUENCE_SIZE, sequence);
	define_key(sequence, FIRST_SEQUENCE + n);
}

/* Each arrives whole then, and is replayed to `keys`, which can read it. */
static void
define_keys(struct term *t)
{
	char sequence[SEQUENCE_SIZE];

	define_key(NULL, KEY_MOUSE);	/* its reports are read by `keys` */
	for (int i = 0; sequence_of(i, sequence); i++)
		define(t, sequence);
}

static bool
curses_key(int code, struct key *key)
{
	static const struct {
		int code;
		struct key key;
	} table[] = {
		{ KEY_UP, { KEYSYM_UP, 0 } },
		{ KEY_DOWN, { KEYSYM_DOWN, 0 } },
		{ KEY_LEFT, { KEYSYM_LEFT, 0 } },
		{ KEY_RIGHT, { KEYSYM_RIGHT, 0 } },
		{ KEY_SR, { KEYSYM_UP, KEYMOD_SHIFT } },
		{ KEY_SF, { KEYSYM_DOWN, KEYMOD_SHIFT } },
		{ KEY_SLEFT, { KEYSYM_LEFT, KEYMOD_SHIFT } },
		{ KEY_SRIGHT, { KEYSYM_RIGHT, KEYMOD_SHIFT } },
		{ KEY_HOME, { KEYSYM_HOME, 0 } },
		{ KEY_FIND, { KEYSYM_HOME, 0 } },
		{ KEY_A1, { KEYSYM_HOME, 0 } },
		{ KEY_END, { KEYSYM_END, 0 } },
		{ KEY_SELECT, { KEYSYM_END, 0 } },
		{ KEY_C1, { KEYSYM_END, 0 } },
		{ KEY_IC, { KEYSYM_INSERT, 0 } },
		{ KEY_DC, { KEYSYM_DELETE, 0 } },
		{ KEY_PPAGE, { KEYSYM_PAGE_UP, 0 } },
		{ KEY_A3, { KEYSYM_PAGE_UP, 0 } },
		{ KEY_NPAGE, { KEYSYM_PAGE_DOWN, 0 } },
		{ KEY_C3, { KEYSYM_PAGE_DOWN, 0 } },
		{ KEY_BACKSPACE, { KEYSYM_BACKSPACE, 0 } },
		{ KEY_BTAB, { KEYSYM_TAB, KEYMOD_SHIFT } },
		{ KEY_ENTER, { KEYSYM_ENTER, 0 } },
		{ KEY_HELP, { KEYSYM_F1, 0 } },
		{ KEY_SUSPEND, { 'z', KEYMOD_CTRL } },
	};
	static const unsigned mods[] = { 0, KEYMOD_SHIFT, KEYMOD_CTRL };
	size_t i;
	int n = code - KEY_F(1);

	for (i = 0; i < sizeof table / sizeof *table; i++) {
		if (table[i].code == code) {
			*key = table[i].key;
			return true;
		}
	}
	if (n < 0 || n >= 36)
		return false;
	*key = (struct key){ KEYSYM_F1 + (uint32_t)n % 12, mods[n / 12] };
	return true;
}

/* --- opening -------------------------------------------------------------- */

static void
term_free(struct term *t)
{
	tty_guard(&t->tty, NULL, 0);
	if (t->pad != NULL)
		delwin(t->pad);
	if (t->screen != NULL)
		delscreen(t->screen);
	if (t->frame != NULL)
		fclose(t->frame);
	if (t->in != NULL)
		fclose(t->in);
	tty_release(&t->tty);
	charset_release(&t->charset);
	grid_release(&t->seen);
	buf_release(&t->links);
	buf_release(&t->enter);
	buf_release(&t->undo);
	free(t);
}

static bool
try_name(struct term *t, const char *name)
{
	int why;

	/* newterm() loses memory over a name that it does not know. */
	if (name[0] == '\0' || setupterm(name, t->tty.fd, &why) != OK)
		return false;
	del_curterm(cur_term);
	t->screen = newterm(name, t->frame, t->in);
	if (t->screen != NULL)
		str_copy(t->name, sizeof t->name, name);
	return t->screen != NULL;
}

/* COLORTERM says more of the terminal than an old TERM does. */
static bool
try_more_colours(struct term *t, const char *name)
{
	const char *more = getenv("COLORTERM");
	char longer[sizeof t->name];

	if (more == NULL || (!str_eq(more, "truecolor") &&
	    !str_eq(more, "24bit")))
		return false;
	if (strstr(name, "256color") != NULL || strstr(name, "direct") != NULL)
		return false;
	return snprintf(longer, sizeof longer, "%s-256color", name) <
	    (int)sizeof longer && try_name(t, longer);
}

/*
 * "xterm-ghostty" of a newer machine is unknown here: what stands before a
 * '-' may be known, and then what nearly all terminals of today resemble.
 */
static bool
try_names(struct term *t, const char *name)
{
	static const char *const others[] = {
		"xterm-256color", "xterm", "screen", "vt220", "vt100", "ansi"
	};
	char shorter[sizeof t->name];
	char *dash;
	size_t i;

	if (try_more_colours(t, name) || try_name(t, name))
		return true;
	str_copy(shorter, sizeof shorter, name);
	while ((dash = strrchr(shorter, '-')) != NULL) {
		*dash = '\0';
		if (try_name(t, shorter))
			return true;
	}
	for (i = 0; i < sizeof others / sizeof *others; i++)
		if (try_name(t, others[i]))
			return true;
	return false;
}

/* Where terminals show U+2502 and its like in two columns. */
static bool
is_narrow_locale(void)
{
	const char *name = setlocale(LC_CTYPE, NULL);

	return name != NULL && (str_starts(name, "ja") ||
	    str_starts(name, "ko") || str_starts(name, "zh"));
}

static bool
open_files(struct term *t, struct err *why)
{
	int fd = dup(t->tty.fd);

	t->in = fd >= 0 ? fdopen(fd, "r") : NULL;
	t->frame = memfile_open();
	if (t->in != NULL && t->frame != NULL)
		return true;
	if (t->in == NULL && fd >= 0)
		close(fd);
	err_set(why, _("cannot open a file to paint into: %s"),
	    strerror(errno));
	return false;
}

static bool
open_screen(struct term *t, struct err *why)
{
	const char *name = getenv("TERM");

	if (!open_files(t, why))
		return false;
	if (is_narrow_locale())
		setenv("NCURSES_NO_UTF8_ACS", "1", 0);
	if (name == NULL || !try_names(t, name)) {
		err_set(why, _("the terminal type (TERM) is not set or not "
		    "known here"));
		return false;
	}
	if (!has_cap("cup")) {
		err_set(why, _("this terminal ('%s') cannot place a cursor; "
		    "'tcpchat' works on it"), t->name);
		return false;
	}
	return true;
}

/* Forgets what curses has painted into the file; what stands in it behind
 * the place where it writes next does not count. */
static void
drop_frame(struct term *t, size_t len)
{
	int fd = fileno(t->frame);

	if (len <= FRAME_KEEP_BYTES || ftruncate(fd, 0) == 0)
		lseek(fd, 0, SEEK_SET);
}

static void
set_up_curses(struct term *t)
{
	cbreak();
	noecho();
	nonl();
	typeahead(-1);		/* a frame is painted whole */
	set_escdelay(1);	/* `keys` waits for the rest, not curses */
	idlok(stdscr, TRUE);
	t->pad = newpad(1, 1);
	nodelay(t->pad, TRUE);
	keypad(t->pad, TRUE);
	meta(t->pad, TRUE);	/* bytes of 8 bits: curses asked the frame */
	define_keys(t);
	/*
	 * Out and in again: until then each move of the cursor is a write of
	 * its own. What curses has to say so far is in `enter` or not wanted:
	 * meta() would make xterm send Alt-a as a letter with an accent.
	 */
	endwin();
	doupdate();
	drop_frame(t, 0);
}

static void
set_up_colours(struct term *t)
{
	const char *no_colour = getenv("NO_COLOR");

	if (!has_colors() || (no_colour != NULL && no_colour[0] != '\0'))
		return;
	start_color();
	use_default_colors();
	t->colours = COLORS >= 256 ? 256 : COLORS >= 16 ? 16 : 8;
}

/* They know nothing of OSC, and may show it. */
static bool
is_console(const char *name)
{
	return str_starts(name, "linux") || str_starts(name, "vt") ||
	    str_starts(name, "ansi") || str_starts(name, "cons") ||
	    str_starts(name, "wsvt");
}

static bool
is_simple(const char *name)
{
	return is_console(name) || str_starts(name, "screen");
}

static void
take_size(struct term *t)
{
	int rows = LINES, cols = COLS;

	tty_size(&t->tty, &rows, &cols);
	rows = rows < GRID_MAX_ROWS ? rows : GRID_MAX_ROWS;
	cols = cols < GRID_MAX_COLS ? cols : GRID_MAX_COLS;
	resizeterm(rows, cols);
	grid_resize(&t->seen, rows, cols);
	t->is_all_anew = true;
	t->next_row = 0;
}

bool
term_is_simple(void)
{
	const char *name = getenv("TERM");
	int error;
	bool is_simple;

	if (name == NULL || name[0] == '\0')
		return true;
	if (setupterm(name, STDOUT_FILENO, &error) != OK)
		return false;	/* a name like it may be known */
	is_simple = !has_cap("cup");
	del_curterm(cur_term);
	return is_simple;
}

struct term *
term_open(struct err *why)
{
	struct term *t = xcalloc(1, sizeof *t);

	grid_init(&t->seen);
	buf_init(&t->links, LINKS_MAX);
	buf_init(&t->enter, STRING_MAX);
	buf_init(&t->undo, STRING_MAX);
	charset_init(&t->charset, nl_langinfo(CODESET));
	keys_init(&t->keys);
	pace_init(&t->pace);
	t->is_left = true;
	t->has_mouse = true;
	if (!tty_open(&t->tty, why) || !open_screen(t, why)) {
		term_free(t);
		return NULL;
	}
	t->is_simple = is_simple(t->name);
	set_up_curses(t);
	set_up_colours(t);
	take_size(t);
	term_resume(t);
	return t;
}

/* --- leaving and coming back ---------------------------------------------- */

void
term_leave(struct term *t)
{
	if (t->is_left)
		return;
	t->is_left = true;
	/* Half a frame may end within a sequence: let it out if it goes. */
	tty_drain(&t->tty, 0, LEAVE_MS / 2);
	tty_drop_pending(&t->tty);
	tty_write(&t->tty, t->undo.data, t->undo.len);
	tty_drain(&t->tty, t->pace.deaf ? 0 : t->pace.questions, LEAVE_MS);
	tty_restore(&t->tty);
	tty_guard(&t->tty, NULL, 0);
	pace_again(&t->pace);
}

void
term_resume(struct term *t)
{
	tty_raw(&t->tty);
	if (!t->is_left) {	/* stopped without being told before */
		term_resize(t);
		return;
	}
	t->is_left = false;
	make_enter(t);
	make_undo(t);
	tty_write(&t->tty, t->enter.data, t->enter.len);
	term_resize(t);
}

void
term_suspend(struct term *t)
{
	struct sigaction usual = { .sa_handler = SIG_DFL }, ours;

	term_leave(t);
	sigaction(SIGTSTP, &usual, &ours);
	kill(0, SIGTSTP);	/* the whole job, as the terminal would */
	sigaction(SIGTSTP, &ours, NULL);
	term_resume(t);
}

void
term_close(struct term *t)
{
	if (t == NULL)
		return;
	term_leave(t);
	term_free(t);
}

void
term_resize(struct term *t)
{
	if (t->is_left)
		return;
	take_size(t);
	make_undo(t);
	pace_again(&t->pace);
}

void
term_repaint(struct term *t)
{
	term_resize(t);
	t->is_asked = false;
}

static const char ALIVE[] = "\033[5n";
#define ASK_COLOURS "\033]10;?\033\\\033]11;?\033\\"

static void
ask_if_wanted(struct term *t, int64_t now_ms)
{
	if (!pace_wants_answer(&t->pace, now_ms))
		return;
	tty_write(&t->tty, ALIVE, sizeof ALIVE - 1);
	pace_asked(&t->pace, now_ms);
}

/* --- reading -------------------------------------------------------------- */

static void
hand_out(struct term *t, int64_t now_ms, term_input *input, void *arg)
{
	struct tty_event in;

	while (keys_next(&t->keys, &in)) {
		if (in.kind == TTY_ALIVE) {
			pace_answered(&t->pace, now_ms);
		} else if (in.kind == TTY_RECOLOURED) {
			tty_write(&t->tty, ASK_COLOURS, sizeof ASK_COLOURS - 1);
			continue;
		} else if (in.kind == TTY_KEYBOARD) {
			if (!t->has_keyboard) {
				t->has_keyboard = true;
				tty_write(&t->tty, "\033[>5u", 5);
				make_enter(t);
				make_undo(t);
			}
			continue;
		} else if (in.kind == TTY_NOTICES) {
			t->has_notices = true;
		}
		input(arg, &in);
	}
}

static void
take_byte(struct term *t, unsigned char byte)
{
	char text[CHARSET_TEXT];
	size_t i, n = charset_byte(&t->charset, byte, text);

	for (i = 0; i < n; i++)
		keys_byte(&t->keys, (unsigned char)text[i]);
}

static void
take_code(struct term *t, int code, int64_t now_ms, term_input *input,
    void *arg)
{
	struct key key;
	const char *c;

	if (code >= FIRST_SEQUENCE && code < FIRST_SEQUENCE + t->nsequences) {
		for (c = t->sequences[code - FIRST_SEQUENCE]; *c != '\0'; c++) {
			keys_byte(&t->keys, (unsigned char)*c);
			hand_out(t, now_ms, input, arg);
		}
	} else if (code < KEY_MIN) {
		take_byte(t, (unsigned char)code);
	} else if (curses_key(code, &key)) {
		keys_special(&t->keys, key);
	}
	hand_out(t, now_ms, input, arg);
}

/* Nothing was there to be read although the loop said so: is it gone? */
static bool
has_hung_up(const struct term *t)
{
	struct pollfd p = { .fd = t->tty.fd, .events = POLLIN };

	return poll(&p, 1, 0) == 1 &&
	    (p.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

bool
term_read(struct term *t, int64_t now_ms, term_input *input, void *arg)
{
	int code, n = 0;

	if (t->is_left)
		return true;
	t->keys_at_ms = now_ms;
	while ((code = wgetch(t->pad)) != ERR) {
		take_code(t, code, now_ms, input, arg);
		n++;
	}
	return !t->tty.is_gone && (n > 0 || !has_hung_up(t));
}

static int64_t
keys_due(const struct term *t, int64_t now_ms)
{
	int wait = keys_wait_ms(&t->keys);
	int64_t left = t->keys_at_ms + wait - now_ms;

	if (wait == 0)
		return -1;
	return left > 0 ? left : 0;
}

void
term_tick(struct term *t, int64_t now_ms, term_input *input, void *arg)
{
	if (pace_wants_answer(&t->pace, now_ms)) {
		ask_if_wanted(t, now_ms);
		tty_flush(&t->tty);
	}
	if (keys_due(t, now_ms) != 0)
		return;
	keys_idle(&t->keys);
	hand_out(t, now_ms, input, arg);
}

int64_t
term_wait_ms(const struct term *t, int64_t now_ms)
{
	int64_t keys = keys_due(t, now_ms);
	int64_t pace = pace_wait_ms(&t->pace, now_ms);

	if (keys < 0 || (pace >= 0 && pace < keys))
		return pace;
	return keys;
}

/* --- painting ------------------------------------------------------------- */

/* A colour of the 256 as the nearest of the first eight. */
static int
basic_colour(int colour)
{
	static const int levels[] = { 0, 0, 1, 1, 1, 1 };
	int n = colour - 16;

	if (colour < 16)
		return colour % 8;
	if (colour >= 232)
		return colour < 244 ? 0 : 7;
	return levels[n / 36] | levels[n / 6 % 6] << 1 | levels[n % 6] << 2;
}

static int
colour(const struct term *t, int wanted)
{
	if (wanted < 0 || wanted < t->colours)
		return wanted;
	return basic_colour(wanted);
}

/* curses looks for a pair in a tree, and gives the one used least to others
 * when there are no more: only where there are enough its word is kept. */
static int
colour_pair(struct term *t, struct style style)
{
	int fg = colour(t, style.fg), bg = colour(t, style.bg);
	struct known_pair *known;

	if (t->colours == 0 || (fg < 0 && bg < 0))
		return 0;
	known = &t->pairs[(unsigned)(fg + 1 + (bg + 1) * 31) % PAIRS_KNOWN];
	if (known->pair <= 0 || known->fg != fg || known->bg != bg ||
	    COLOR_PAIRS < PAIRS_ENOUGH)
		*known = (struct known_pair){ (short)fg, (short)bg,
		    alloc_pair(fg, bg) };
	return known->pair > 0 ? known->pair : 0;
}

static attr_t
attributes(struct style style)
{
	attr_t a = A_NORMAL;

	if (style.attrs & STYLE_DIM)
		a |= A_DIM;
	if (style.attrs & STYLE_BOLD)
		a |= A_BOLD;
	if (style.attrs & STYLE_REVERSE)
		a |= A_REVERSE;
	if (style.attrs & STYLE_UNDERLINE)
		a |= A_UNDERLINE;
	if (style.attrs & STYLE_ITALIC)
		a |= A_ITALIC;
	return a;
}

/* The terminal's own line for a character of the box-drawing set. */
static const cchar_t *
line_sign(uint32_t cp)
{
	switch (cp) {
	case 0x2500: return WACS_HLINE;
	case 0x2502: return WACS_VLINE;
	case 0x250c: return WACS_ULCORNER;
	case 0x2510: return WACS_URCORNER;
	case 0x2514: return WACS_LLCORNER;
	case 0x2518: return WACS_LRCORNER;
	case 0x251c: return WACS_LTEE;
	case 0x2524: return WACS_RTEE;
	}
	return NULL;
}

/* Can it stand in a cell of that width, here and now? */
static bool
fits(struct term *t, const struct cell *c)
{
	if (c->cp[0] < 0x80)
		return c->cp[0] >= ' ' && c->cp[0] < 0x7f;
	return wcwidth((wchar_t)c->cp[0]) == c->width &&
	    charset_has(&t->charset, c->cp[0]);
}

static void
cell_text(struct term *t, const struct cell *c, wchar_t text[])
{
	int i, n = 0;

	text[n++] = c->cp[0] == 0 ? L' ' : (wchar_t)c->cp[0];
	if (c->cp[0] != 0 && !fits(t, c)) {
		text[0] = L'?';
	} else {
		for (i = 1; i <= GRID_MARKS && c->cp[i] != 0; i++)
			if (wcwidth((wchar_t)c->cp[i]) == 0 &&
			    charset_has(&t->charset, c->cp[i]))
				text[n++] = (wchar_t)c->cp[i];
	}
	text[n] = L'\0';
}

/* How cells look from here on: asked of curses once per run of them. */
struct run {
	struct style style;
	int pair;
	cchar_t blank;
};

static void
begin_run(struct term *t, struct run *run, struct style style)
{
	run->style = style;
	run->pair = colour_pair(t, style);
	setcchar(&run->blank, L" ", attributes(style), 0, &run->pair);
}

static bool
is_same_style(struct style a, struct style b)
{
	return a.attrs == b.attrs && a.fg == b.fg && a.bg == b.bg;
}

/* A border, with the terminal's own line if it has one. */
static bool
make_line(const struct cell *c, const struct run *run, cchar_t *out)
{
	const cchar_t *sign = line_sign(c->cp[0]);
	wchar_t line[CCHARW_MAX + 1];
	attr_t attrs;
	short no_pair;

	if (sign == NULL || getcchar(sign, line, &attrs, &no_pair, NULL) != OK)
		return false;
	attrs = (attrs & A_ALTCHARSET) | attributes(c->style);
	return setcchar(out, line, attrs, 0, &run->pair) == OK;
}

/* Sets `out` to what the cell looks like; returns how many curses cells: 2
 * where a wide one had to be replaced by two narrow ones. */
static int
make_cell(struct term *t, const struct cell *c, const struct run *run,
    cchar_t out[2])
{
	wchar_t text[GRID_MARKS + 2];

	out[0] = run->blank;
	if (c->cp[0] == 0 || c->cp[0] == ' ')
		return 1;
	if (c->style.attrs & STYLE_LINE && make_line(c, run, out))
		return 1;
	if (c->cp[1] == 0 && fits(t, c)) {	/* nearly all of them */
		out[0].chars[0] = (wchar_t)c->cp[0];
		return 1;
	}
	cell_text(t, c, text);
	setcchar(&out[0], text, attributes(c->style), 0, &run->pair);
	if (c->width < 2 || wcwidth(text[0]) == 2)
		return 1;
	out[1] = run->blank;
	return 2;
}

static bool
row_differs(const struct term *t, const struct grid *g, int row)
{
	return grid_row_differs(&t->seen, g, row);
}

/* --- links ---------------------------------------------------------------- */

/*
 * curses knows no links. So what is within one is written once more behind the
 * frame, over the same cells and looking the same, within OSC 8; cursor and
 * attributes are afterwards what curses takes them for (DECSC, DECRC). All
 * links of a row that changes are: to move the cursor curses may write what
 * stands there anew, and the link would be gone.
 */
static void
add_style(struct term *t, struct buf *b, struct style style)
{
	static const struct {
		unsigned attr;
		const char *cap;
	} caps[] = {
		{ STYLE_DIM, "dim" }, { STYLE_BOLD, "bold" },
		{ STYLE_REVERSE, "rev" }, { STYLE_UNDERLINE, "smul" },
	};

	add_cap(b, "sgr0");
	if (t->colours > 0 && style.fg >= 0)
		add_string(b, tparm(tigetstr("setaf"), colour(t, style.fg), 0,
		    0, 0, 0, 0, 0, 0, 0));
	if (t->colours > 0 && style.bg >= 0)
		add_string(b, tparm(tigetstr("setab"), colour(t, style.bg), 0,
		    0, 0, 0, 0, 0, 0, 0));
	for (size_t i = 0; i < sizeof caps / sizeof *caps; i++)
		if (style.attrs & caps[i].attr)
			add_cap(b, caps[i].cap);
}

static bool
add_cell(struct term *t, const struct cell *c)
{
	wchar_t text[GRID_MARKS + 2];
	char utf8[4];

	cell_text(t, c, text);
	for (int i = 0; text[i] != L'\0'; i++)
		if (!buf_add(&t->links, utf8,
		    utf8_encode((uint32_t)text[i], utf8)))
			return false;
	return true;
}

/* The cells from `col` on that look alike and lead to the same; returns the
 * column behind them, -1: there is no room. */
static int
add_link_run(struct term *t, const struct grid *g, int row, int col)
{
	const struct cell *cells = grid_cell(g, row, 0);
	const struct style style = cells[col].style;
	const char *url = grid_url(g, style.link);
	bool fits;

	add_string(&t->links, tparm(tigetstr("cup"), row, col, 0, 0, 0, 0, 0,
	    0, 0));
	add_style(t, &t->links, style);
	fits = url == NULL || escape_link(&t->links, style.link, url);
	for (; fits && col < g->cols && style_equal(cells[col].style, style);
	    col++)
		fits = cells[col].width == 0 || add_cell(t, &cells[col]);
	if (!fits || (url != NULL && !escape_link_end(&t->links)))
		return -1;
	return col;
}

/* Before the row is noted as seen: what was a link may not be one any more. */
static void
add_links(struct term *t, const struct grid *g, int row)
{
	const struct cell *now = grid_cell(g, row, 0);
	const struct cell *was = grid_cell(&t->seen, row, 0);
	size_t before = t->links.len;
	int col = 0;

	if (!t->has_links || !buf_add_str(&t->links, "\0337"))
		return;
	while (col >= 0 && col < g->cols) {
		if (now[col].width != 0 && (now[col].style.link != 0 ||
		    (was[col].style.link != 0 && !t->is_all_anew)))
			col = add_link_run(t, g, row, col);
		else
			col++;
	}
	if (col < 0 || t->links.len == before + 2 ||
	    !buf_add_str(&t->links, "\0338"))
		t->links.len = before;
}

/* --- rows ----------------------------------------------------------------- */

/* What differs of a row to curses' window, and noted as seen. */
static void
put_row(struct term *t, const struct grid *g, int row)
{
	cchar_t cells[GRID_MAX_COLS + 1];
	const struct cell *from = grid_cell(g, row, 0);
	struct run run;
	int col, begin, end, n = 0;

	begin = 0;
	end = g->cols;
	if (!t->is_all_anew)
		grid_row_difference(&t->seen, g, row, &begin, &end);
	for (col = begin; col < end; col++) {
		if (from[col].width == 0)
			continue;
		if (n == 0 || !is_same_style(from[col].style, run.style))
			begin_run(t, &run, from[col].style);
		n += make_cell(t, &from[col], &run, &cells[n]);
	}
	if (n > 0)
		mvwadd_wchnstr(stdscr, row, begin, cells, n);
	add_links(t, g, row);
	memcpy(&t->seen.cells[(size_t)row * (size_t)g->cols], from,
	    (size_t)g->cols * sizeof *from);
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
	while (len > 0) {
		size_t n = pace_is_new(&t->pace) ? piece(bytes, len) : len;

		tty_write(&t->tty, bytes, n);
		pace_wrote(&t->pace, n, is_pane ? n : 0);
		ask_if_wanted(t, now_ms);
		bytes += n;
		len -= n;
	}
}

/* In one piece: nothing may come between the ends of a link. */
static size_t
send_links(struct term *t, bool is_pane, int64_t now_ms)
{
	size_t len = t->links.len;

	if (len == 0)
		return 0;
	tty_write(&t->tty, t->links.data, len);
	pace_wrote(&t->pace, len, is_pane ? len : 0);
	ask_if_wanted(t, now_ms);
	buf_reset(&t->links);
	return len;
}

/* Takes what curses has painted out of the file and to the tty. */
static size_t
take_frame(struct term *t, bool is_pane, int64_t now_ms)
{
	int fd = fileno(t->frame);
	off_t size = lseek(fd, 0, SEEK_CUR);
	size_t len = size > 0 ? (size_t)size : 0;
	char *bytes;
	ssize_t n;

	if (len == 0)
		return 0;
	bytes = xmalloc(len);
	n = pread(fd, bytes, len, 0);
	len = n > 0 ? (size_t)n : 0;
	drop_frame(t, len);
	send(t, bytes, len, is_pane, now_ms);
	free(bytes);
	return len + send_links(t, is_pane, now_ms);
}

static void
show_cursor(struct term *t, const struct grid *g)
{
	bool hide = g->cursor_row < 0;

	if (hide != (t->cursor_row < 0))
		curs_set(hide ? 0 : 1);
	t->cursor_row = g->cursor_row;
	t->cursor_col = g->cursor_col;
	if (!hide)
		wmove(stdscr, g->cursor_row, g->cursor_col);
}

static void
update(bool keep_cursor)
{
	leaveok(stdscr, keep_cursor);
	wnoutrefresh(stdscr);
	doupdate();
}

/*
 * Whole rows move first, with the list beside the text: so curses finds equal
 * rows and has the terminal scroll. What is wrong then is mended afterwards.
 */
static void
scroll_rows(struct term *t, struct shift s, int64_t now_ms)
{
	scrollok(stdscr, TRUE);
	wsetscrreg(stdscr, s.top, s.bottom - 1);
	wscrl(stdscr, s.up);
	wsetscrreg(stdscr, 0, t->seen.rows - 1);
	scrollok(stdscr, FALSE);
	update(true);
	take_frame(t, true, now_ms);
	shift_apply(&t->seen, s);
}

static void
paint_input(struct term *t, const struct grid *g, int64_t now_ms)
{
	bool differs = g->cursor_row != t->cursor_row ||
	    g->cursor_col != t->cursor_col;
	int row;

	for (row = g->input_top; row < g->rows; row++) {
		if (row_differs(t, g, row)) {
			put_row(t, g, row);
			differs = true;
		}
	}
	if (!differs)
		return;
	show_cursor(t, g);
	update(false);
	take_frame(t, false, now_ms);
}

/* Upwards, and round: the next row that differs, put; false: there is none. */
static bool
put_next_row(struct term *t, const struct grid *g, int *looked_at)
{
	while ((*looked_at)++ < g->input_top) {
		int row = t->next_row < g->input_top ? t->next_row : 0;

		t->next_row = row == 0 ? g->input_top - 1 : row - 1;
		if (row_differs(t, g, row)) {
			put_row(t, g, row);
			return true;
		}
	}
	return false;
}

/* How many rows to paint before looking how much they took: each time costs
 * a pass of curses over the screen. */
static size_t
rows_for(size_t bytes)
{
	return 1 + bytes / (bytes < LARGE_WINDOW ? ROW_BYTES_MOST :
	    ROW_BYTES_USUAL);
}

/* As many rows as fit into what is allowed, going on where it stopped last.
 * True: all is painted. */
static bool
paint_rows(struct term *t, const struct grid *g, size_t allowed,
    int64_t now_ms)
{
	size_t used = 0, n, most;
	int looked_at = 0;

	while (used < allowed) {
		most = rows_for(allowed - used);
		for (n = 0; n < most && put_next_row(t, g, &looked_at); n++)
			;
		if (n == 0)
			return true;
		update(false);
		used += take_frame(t, true, now_ms);
	}
	return false;
}

static bool
paint_pane(struct term *t, const struct grid *g, int64_t now_ms)
{
	size_t allowed = pace_allowance(&t->pace, now_ms);
	struct shift s;

	if (allowed == 0)
		return false;
	s = shift_find(&t->seen, g, g->input_top);
	if (s.up != 0)
		scroll_rows(t, s, now_ms);
	return paint_rows(t, g, allowed, now_ms);
}

/* Nothing on the screen is known: all of it, whatever the pace. */
static void
paint_anew(struct term *t, const struct grid *g, int64_t now_ms)
{
	int row;

	for (row = 0; row < g->rows; row++)
		put_row(t, g, row);
	show_cursor(t, g);
	clearok(curscr, TRUE);
	update(false);
	take_frame(t, true, now_ms);
	t->is_all_anew = false;
}

/* Answers come when they come; nothing waits for them. */
static void
ask(struct term *t, int64_t now_ms)
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

bool
term_paint(struct term *t, const struct grid *g, bool pane, int64_t now_ms)
{
	bool is_whole = true;

	if (t->is_left || g->rows != t->seen.rows || g->cols != t->seen.cols)
		return true;
	tty_flush(&t->tty);
	if (tty_pending(&t->tty) > 0)
		return false;
	if (t->is_all_anew) {
		paint_anew(t, g, now_ms);
	} else {
		paint_input(t, g, now_ms);
		is_whole = pane && paint_pane(t, g, now_ms);
	}
	if (!t->is_asked)
		ask(t, now_ms);
	tty_flush(&t->tty);
	return is_whole;
}

/* --- small things --------------------------------------------------------- */

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

int
term_rows(const struct term *t)
{
	return t->seen.rows;
}

int
term_cols(const struct term *t)
{
	return t->seen.cols;
}

/* tmux and screen keep such strings to themselves, but pass a bell on. */
static bool
is_inside_another(const struct term *t)
{
	return getenv("TMUX") != NULL || getenv("STY") != NULL ||
	    str_starts(t->name, "tmux") || str_starts(t->name, "screen");
}

/* Consoles may show what they do not know; GNU screen swallows it. */
static bool
bears_links(const struct term *t)
{
	return t->charset.is_utf8 && !is_console(t->name) &&
	    (getenv("TMUX") != NULL || !is_inside_another(t));
}

void
term_links(struct term *t, enum link_way way)
{
	bool has_links = way == LINKS_ON ||
	    (way == LINKS_AUTO && bears_links(t));

	if (has_links == t->has_links)
		return;
	t->has_links = has_links;
	t->is_all_anew = true;
}

void
term_mouse(struct term *t, bool is_ours)
{
	static const char on[] = "\033[?1000h\033[?1006h";
	static const char off[] = "\033[?1006l\033[?1000l";

	if (t->has_mouse == is_ours)
		return;
	t->has_mouse = is_ours;
	make_enter(t);
	if (!t->is_left)
		tty_write(&t->tty, is_ours ? on : off, sizeof on - 1);
}

void
term_bell(struct term *t)
{
	if (!t->is_left)
		tty_write(&t->tty, "\a", 1);
	tty_flush(&t->tty);
}

void
term_title(struct term *t, const char *title)
{
	struct buf b;

	if (t->is_left || t->is_simple || !t->charset.is_utf8)
		return;
	buf_init(&b, STRING_MAX);
	/* Without one: that of before us, which stays kept for the end. */
	if (title != NULL ? escape_title(&b, title) :
	    buf_add_str(&b, "\033[23;2t\033[22;2t"))
		tty_write(&t->tty, b.data, b.len);
	tty_flush(&t->tty);
	buf_release(&b);
}

static enum copy_way
copy_way(const struct term *t)
{
	if (getenv("TMUX") != NULL || str_starts(t->name, "tmux"))
		return COPY_TMUX;
	return is_inside_another(t) ? COPY_SCREEN : COPY_PLAIN;
}

bool
term_copy(struct term *t, const char *text, struct err *why)
{
	size_t len = strlen(text);
	struct buf b;

	if (is_console(t->name)) {
		err_set(why, _("this terminal ('%s') has no clipboard"),
		    t->name);
		return false;
	}
	if (len > COPY_BYTES) {
		err_set(why, _("%zu bytes are more than a terminal's clipboard "
		    "takes (%d)"), len, COPY_BYTES);
		return false;
	}
	buf_init(&b, COPY_MAX);
	if (!t->is_left && escape_copy(&b, copy_way(t), text, len))
		tty_write(&t->tty, b.data, b.len);
	tty_flush(&t->tty);
	buf_release(&b);
	return true;
}

static enum notice_way
notice_way(const struct term *t)
{
	const char *program = getenv("TERM_PROGRAM");

	if (t->is_simple || is_inside_another(t))
		return NOTICE_NONE;
	if (t->has_notices)
		return NOTICE_99;
	return program != NULL && str_eq(program, "iTerm.app") ? NOTICE_9 :
	    NOTICE_777;
}

void
term_notice(struct term *t, enum notice_way way, const char *title,
    const char *body)
{
	struct buf b;

	if (way == NOTICE_AUTO)
		way = notice_way(t);
	if (t->is_left || !t->charset.is_utf8)
		return;
	buf_init(&b, STRING_MAX);
	if (escape_notice(&b, way, title, body))
		tty_write(&t->tty, b.data, b.len);
	tty_flush(&t->tty);
	buf_release(&b);
}

enum sign_set
term_signs(const struct term *t)
{
	if (!t->charset.is_utf8 || str_starts(t->name, "linux") ||
	    str_starts(t->name, "vt"))
		return SIGNS_ASCII;
	return is_narrow_locale() ? SIGNS_NARROW : SIGNS_UNICODE;
}

int
term_colours(const struct term *t)
{
	return t->colours;
}

bool
term_can_dim(const struct term *t)
{
	(void)t;
	return enter_dim_mode != NULL;
}

int
term_char_width(uint32_t cp)
{
	int width = wcwidth((wchar_t)cp);

	if (width >= 0 || cp < 0xa0 || str_eq(nl_langinfo(CODESET), "UTF-8"))
		return width;
	return utf8_width(cp);	/* what the charset lacks: a '?' as wide */
}
