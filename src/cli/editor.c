/* editor.c -- the line being typed, by libedit. */
#include "config.h"

#include "cli/editor.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <histedit.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/xalloc.h"
#include "proto/digest.h"

#include "base/banned.h"

enum {
	LINE_MAX_BYTES = 64 * 1024,
	REMEMBERED = 500,	/* lines */
	ESCAPE_MS = 100		/* between Esc and the rest of a key's bytes */
};

struct editor {
	EditLine *el;		/* owned; NULL: a simple terminal, or none */
	HistoryW *history;	/* owned */
	const struct editor_calls *calls;	/* borrowed */
	void *arg;
	char *prompt;		/* owned; "": none */
	wchar_t *wide_prompt;	/* owned; what libedit shows */
	bool is_shown;		/* the prompt stands there */
	bool is_reading;	/* libedit has begun a line */
	bool has_ended;		/* Ctrl-d, or nothing can be read */
	bool is_in_key;		/* its first byte has been read */
	bool is_hidden;		/* the terminal reads lines, without an echo */
	struct termios shown;	/* as the terminal is else */
	struct buf rest;	/* simple: a line without its end yet */
};

/* --- Narrow and wide ------------------------------------------------------- */

static wchar_t *
widen(const char *text)
{
	size_t n = mbstowcs(NULL, text, 0);
	wchar_t *wide;

	if (n == (size_t)-1)
		n = 0;
	wide = xcalloc(n + 1, sizeof *wide);
	if (n > 0)
		mbstowcs(wide, text, n);
	return wide;
}

static char *
narrow(const wchar_t *wide, size_t len)
{
	size_t size = (len + 1) * MB_CUR_MAX, n;
	wchar_t *copy = xcalloc(len + 1, sizeof *copy);
	char *text = xcalloc(1, size);

	memcpy(copy, wide, len * sizeof *copy);
	n = wcstombs(text, copy, size - 1);
	if (n == (size_t)-1)
		text[0] = '\0';
	free(copy);
	return text;
}

/* libedit has the line being typed; else the terminal, or nobody. */
static bool
is_edited(const struct editor *e)
{
	return e->el != NULL && !e->is_hidden;
}

/* --- libedit's questions --------------------------------------------------- */

static struct editor *
self_of(EditLine *el)
{
	void *self = NULL;

	el_wget(el, EL_CLIENTDATA, &self);
	return self;
}

static wchar_t *
prompt_of(EditLine *el)
{
	return self_of(el)->wide_prompt;
}

/* The next byte, unless nothing is there and we may not wait for it. */
static int
read_byte(struct editor *e, unsigned char *byte, bool *is_late)
{
	struct pollfd fd = { .fd = STDIN_FILENO, .events = POLLIN };
	ssize_t n;

	*is_late = e->is_in_key && poll(&fd, 1, ESCAPE_MS) == 0;
	if (*is_late)
		return 1;
	do
		n = read(STDIN_FILENO, byte, 1);
	while (n < 0 && errno == EINTR);
	e->is_in_key = true;
	e->has_ended = n != 1;
	return n == 1 ? 1 : 0;
}

/*
 * One character. A lone Esc must not hold up what comes in: when the rest of
 * the key does not follow, libedit gets one that makes a key of no meaning.
 */
static int
read_char(EditLine *el, wchar_t *out)
{
	struct editor *e = self_of(el);
	unsigned char byte;
	mbstate_t state;
	bool is_late;
	size_t n;

	memset(&state, 0, sizeof state);
	for (;;) {
		if (read_byte(e, &byte, &is_late) != 1)
			return 0;
		if (is_late) {
			*out = L'\007';	/* Alt-Ctrl-g: bound to nothing */
			return 1;
		}
		n = mbrtowc(out, (const char *)&byte, 1, &state);
		if (n == 0 || n == 1)
			return 1;
		if (n == (size_t)-1)
			memset(&state, 0, sizeof state);	/* no text */
	}
}

/* --- Completion ------------------------------------------------------------ */

/* How far all words of the list agree, in bytes. */
static size_t
common(const char *list)
{
	size_t n = strcspn(list, "\n"), i;
	const char *word = list;

	while (*word != '\0') {
		for (i = 0; i < n && str_lower(word[i]) == str_lower(list[i]);
		    i++)
			;
		n = i;
		word += strcspn(word, "\n") + 1;
	}
	while (n > 0 && ((unsigned char)list[n] & 0xc0) == 0x80)
		n--;	/* not within a character */
	return n;
}

static void
replace_word(struct editor *e, const char *line, size_t old, const char *word)
{
	const char *from = line + strlen(line) - old;
	wchar_t *was = widen(from), *now = widen(word);

	el_wdeletestr(e->el, (int)wcslen(was));
	el_winsertstr(e->el, now);
	free(was);
	free(now);
}

static unsigned char
complete(EditLine *el, int ch)
{
	struct editor *e = self_of(el);
	const LineInfoW *info = el_wline(el);
	char *line = narrow(info->buffer,
	    (size_t)(info->cursor - info->buffer));
	unsigned char answer = CC_ERROR;
	struct buf list;
	char *first, *word;
	size_t old, n;

	(void)ch;
	buf_init(&list, LINE_MAX_BYTES);
	old = e->calls->complete(e->arg, line, &list);
	first = buf_str(&list);
	n = common(first);
	if (list.len > 0) {
		word = xstrndup(first, n);
		replace_word(e, line, old, word);
		free(word);
		answer = CC_REFRESH;
		if (first[n] != '\n' || first[n + 1] != '\0')
			editor_print(e, first, list.len);
	}
	buf_release(&list);
	free(line);
	return answer;
}

/* Ctrl-d: the end, if nothing is typed; else the next character goes. */
static unsigned char
end_or_delete(EditLine *el, int ch)
{
	const LineInfoW *info = el_wline(el);

	(void)ch;
	if (info->lastchar == info->buffer) {
		self_of(el)->has_ended = true;
		return CC_EOF;
	}
	if (info->cursor == info->lastchar)
		return CC_ERROR;
	el_cursor(el, 1);
	el_deletestr(el, 1);
	return CC_REFRESH;
}

/* --- Above the line -------------------------------------------------------- */

static int
columns(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
	    size.ws_col > 0 ? size.ws_col : 80;
}

/* How many rows the cursor is below the beginning of the prompt. */
static int
rows_down(const struct editor *e)
{
	const LineInfoW *info = el_wline(e->el);
	int width = 0, n, cols = columns();
	const wchar_t *p;

	for (p = e->wide_prompt; *p != L'\0'; p++)
		width += (n = wcwidth(*p)) > 0 ? n : 0;
	for (p = info->buffer; p < info->cursor; p++)
		width += (n = wcwidth(*p)) > 0 ? n : 0;
	return width / cols;
}

static void
put_cap(struct editor *e, const char *name, const char *other)
{
	char *cap = NULL;

	if (el_get(e->el, EL_GETTC, name, &cap) != 0 || cap == NULL)
		cap = (char *)(uintptr_t)other;
	fputs(cap, stdout);
}

/* Takes the line being typed off the screen. */
static void
hide(struct editor *e)
{
	int i;

	if (!e->is_shown)
		return;
	e->is_shown = false;
	if (!is_edited(e)) {
		fputs("\n", stdout);	/* what was typed stays with the tty */
		return;
	}
	for (i = rows_down(e); i > 0; i--)
		put_cap(e, "up", "\033[A");
	fputs("\r", stdout);
	put_cap(e, "cd", "\033[J");
}

/* In this mode libedit begins a line, and shows its prompt, when told so. */
static void
begin_line(struct editor *e)
{
	if (e->is_reading)
		el_set(e->el, EL_REFRESH);
	else
		el_set(e->el, EL_UNBUFFERED, 1);
	e->is_reading = true;
}

static void
end_line(struct editor *e)
{
	if (e->is_reading)
		el_set(e->el, EL_UNBUFFERED, 0);
	e->is_reading = false;
}

static void
show(struct editor *e)
{
	if (e->is_shown || e->prompt[0] == '\0')
		return;
	e->is_shown = true;
	if (!is_edited(e))
		fputs(e->prompt, stdout);
	fflush(stdout);
	if (is_edited(e))
		begin_line(e);
}

void
editor_print(struct editor *e, const char *text, size_t len)
{
	bool was_shown = e->is_shown;

	hide(e);
	fwrite(text, 1, len, stdout);
	if (was_shown)
		show(e);
	fflush(stdout);
}

void
editor_prompt(struct editor *e, const char *prompt)
{
	if (!str_eq(prompt, e->prompt)) {
		if (e->is_shown && !is_edited(e))
			fputs("\n", stdout);
		else
			hide(e);
		e->is_shown = false;
		free(e->prompt);
		free(e->wide_prompt);
		e->prompt = xstrdup(prompt);
		e->wide_prompt = widen(prompt);
	}
	show(e);
	fflush(stdout);
}

/* --- Reading --------------------------------------------------------------- */

static void
hand_over(struct editor *e, const char *line)
{
	e->is_shown = false;
	end_line(e);
	e->calls->typed(e->arg, line);
}

/* libedit has taken one key; a whole line comes with its end. */
static void
read_key(struct editor *e)
{
	const wchar_t *line;
	char *text;
	int n = 0;

	e->is_in_key = false;
	line = el_wgets(e->el, &n);
	if (e->has_ended) {
		hand_over(e, NULL);
		return;
	}
	if (line == NULL || n <= 0)
		return;		/* an empty line is none either */
	if (line[n - 1] != L'\n' && line[n - 1] != L'\r')
		return;
	text = narrow(line, (size_t)n - 1);
	hand_over(e, text);
	free(text);
}

static void
take_lines(struct editor *e)
{
	char *eol, *line;
	size_t len;

	while (e->rest.len > 0 && (eol = memchr(e->rest.data, '\n',
	    e->rest.len)) != NULL) {
		len = (size_t)(eol - e->rest.data);
		line = xstrndup(e->rest.data, len);
		if (e->is_hidden)
			digest_wipe(e->rest.data, len);
		buf_consume(&e->rest, len + 1);
		hand_over(e, line);
		digest_wipe(line, len);
		free(line);
	}
}

static void
read_lines(struct editor *e)
{
	char chunk[4096];
	ssize_t n = read(STDIN_FILENO, chunk, sizeof chunk);

	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (n > 0 && !buf_add(&e->rest, chunk, (size_t)n))
		buf_reset(&e->rest);	/* a line without end */
	digest_wipe(chunk, sizeof chunk);
	take_lines(e);
	if (n <= 0)
		hand_over(e, NULL);
}

void
editor_read(struct editor *e)
{
	if (is_edited(e))
		read_key(e);
	else
		read_lines(e);
}

void
editor_remember(struct editor *e, const char *line)
{
	wchar_t *wide;
	HistEventW event;

	if (e->history == NULL)
		return;
	wide = widen(line);
	history_w(e->history, &event, H_ENTER, wide);
	free(wide);
}

/* --- Typing that is not shown --- */

/* Lines are read by the terminal itself then, as it edits them. */
static void
set_hidden(struct editor *e)
{
	struct termios quiet;

	if (tcgetattr(STDIN_FILENO, &e->shown) != 0)
		return;
	quiet = e->shown;
	quiet.c_lflag &= ~(tcflag_t)ECHO;
	quiet.c_lflag |= ICANON | ECHONL;
	tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
}

static bool
is_typing(const struct editor *e)
{
	const LineInfoW *info = e->is_reading ? el_wline(e->el) : NULL;

	return info != NULL && info->lastchar > info->buffer;
}

bool
editor_hide_typing(struct editor *e, bool hides)
{
	if (hides == e->is_hidden)
		return true;
	if (hides && is_typing(e))
		return false;
	hide(e);
	if (hides) {
		end_line(e);
		if (e->el != NULL)
			el_set(e->el, EL_PREP_TERM, 0);
		set_hidden(e);
	} else {
		tcsetattr(STDIN_FILENO, TCSADRAIN, &e->shown);
		if (e->el != NULL)
			el_set(e->el, EL_PREP_TERM, 1);
	}
	e->is_hidden = hides;
	return true;
}

/* --- Life ------------------------------------------------------------------ */

static void
open_libedit(struct editor *e)
{
	HistEventW event;

	e->el = el_init("tcpchat", stdin, stdout, stderr);
	if (e->el == NULL)
		return;
	e->history = history_winit();
	history_w(e->history, &event, H_SETSIZE, (int)REMEMBERED);
	history_w(e->history, &event, H_SETUNIQUE, 1);
	el_wset(e->el, EL_CLIENTDATA, (void *)e);
	el_wset(e->el, EL_PROMPT, prompt_of);
	el_wset(e->el, EL_EDITOR, L"emacs");
	el_wset(e->el, EL_SIGNAL, 0);
	el_wset(e->el, EL_HIST, history_w, e->history);
	el_wset(e->el, EL_ADDFN, L"tcpchat-complete", L"names", complete);
	el_wset(e->el, EL_BIND, L"^I", L"tcpchat-complete", NULL);
	el_wset(e->el, EL_ADDFN, L"tcpchat-end", L"end or delete",
	    end_or_delete);
	el_wset(e->el, EL_BIND, L"^D", L"tcpchat-end", NULL);
	el_wset(e->el, EL_GETCFN, read_char);
	el_source(e->el, NULL);
}

struct editor *
editor_new(bool is_simple, const struct editor_calls *calls, void *arg)
{
	struct editor *e = xcalloc(1, sizeof *e);

	e->calls = calls;
	e->arg = arg;
	e->prompt = xstrdup("");
	e->wide_prompt = widen("");
	buf_init(&e->rest, LINE_MAX_BYTES);
	if (!is_simple)
		open_libedit(e);
	return e;
}

void
editor_free(struct editor *e)
{
	hide(e);
	(void)editor_hide_typing(e, false);
	fflush(stdout);
	if (e->el != NULL) {
		end_line(e);
		el_end(e->el);
		history_wend(e->history);
	}
	buf_release(&e->rest);
	free(e->prompt);
	free(e->wide_prompt);
	free(e);
}

static char *
take_answer(char **answer)
{
	char *text = *answer;

	*answer = NULL;
	return text;
}

static void
keep_answer(void *arg, const char *line)
{
	char **answer = arg;

	*answer = line != NULL ? xstrdup(line) : NULL;
}

static size_t
offer_nothing(void *arg, const char *line, struct buf *out)
{
	(void)arg;
	(void)line;
	(void)out;
	return 0;
}

char *
editor_ask(struct editor *e, const char *prompt)
{
	static const struct editor_calls asking = { keep_answer,
	    offer_nothing };
	const struct editor_calls *calls = e->calls;
	void *arg = e->arg;
	char *answer = NULL;

	e->calls = &asking;
	e->arg = &answer;
	editor_prompt(e, prompt);
	do
		editor_read(e);
	while (e->is_shown);
	e->calls = calls;
	e->arg = arg;
	return take_answer(&answer);
}

void
editor_resize(struct editor *e)
{
	if (e->el != NULL)
		el_resize(e->el);
}

void
editor_suspend(struct editor *e)
{
	hide(e);
	fflush(stdout);
	if (e->is_hidden)
		tcsetattr(STDIN_FILENO, TCSADRAIN, &e->shown);
	else if (e->el != NULL)
		el_set(e->el, EL_PREP_TERM, 0);
}

void
editor_resume(struct editor *e)
{
	if (e->is_hidden)
		set_hidden(e);
	else if (e->el != NULL)
		el_set(e->el, EL_PREP_TERM, 1);
	show(e);
}
