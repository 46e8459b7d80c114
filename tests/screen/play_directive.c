/* play_directive.c -- what a line of a screen file does. */
#include "config.h"

#include "play.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "session/session.h"
#include "tui/keymap.h"
#include "tui/model.h"
#include "tui/theme_file.h"

#include "base/banned.h"

static const char *
hint(void *arg, enum action a)
{
	struct play *p = arg;

	return keymap_key(&p->bind, a, 0, p->hint);
}

/* "theme=NAME" in a line: one that comes along. */
static void
read_theme(struct play *p, const char *args, struct style looks[LOOK_COUNT])
{
	const char *at = strstr(args, "theme=");
	char name[32] = "terminal";
	struct err why;

	theme_own_looks(looks);
	if (at != NULL)
		(void)sscanf(at, "theme=%31s", name);
	if (!theme_file_read(name, looks, &why))
		PROBLEM(p, "%s\n", why.text);
}

static void
do_screen(struct play *p, const char *args)
{
	struct model_config config = { .key_name = hint, .key_arg = p,
	    .own_keys = &p->bind };
	struct style looks[LOOK_COUNT];
	int rows, cols;

	if (sscanf(args, "%dx%d", &cols, &rows) != 2) {
		PROBLEM(p, "screen: '%s'?\n", args);
		return;
	}
	if (strstr(args, "linux") != NULL || strstr(args, "vt220") != NULL ||
	    strstr(args, "ascii") != NULL)
		config.signs = SIGNS_ASCII;
	else if (strstr(args, "ja_JP") != NULL ||
	    strstr(args, "narrow") != NULL)
		config.signs = SIGNS_NARROW;
	config.colours = strstr(args, "mono") != NULL ||
	    strstr(args, "vt220") != NULL ? 0 :
	    strstr(args, "8-colours") != NULL ? 8 : 256;
	read_theme(p, args, looks);
	config.looks = looks;
	if (strstr(args, " dark") != NULL || strstr(args, " light") != NULL) {
		uint8_t level = strstr(args, " light") != NULL ? 255 : 0;

		config.background = (struct background){ true,
		    { level, level, level } };
	}
	if (strstr(args, "no-keys") != NULL)	/* none was seen yet */
		config.key_name = NULL;
	config.has_wallet = strstr(args, "wallet") != NULL;
	config.vi_keys = strstr(args, " vi") != NULL;
	config.typing_max = 30;
	config.typing = strstr(args, "typing-ask") != NULL ? TYPING_ASK :
	    strstr(args, "typing") != NULL ? TYPING_ON : TYPING_OFF;
	p->m = model_new(&config);
	model_resize(p->m, rows, cols);
	model_focus(p->m, true);
	grid_init(&p->g);
	p->now = (struct now){ 1000000, 0 };
	p->at = &p->places[0];
	p->at->is_up = true;
}

static void
do_at(struct play *p, const char *args)
{
	if (!time_parse_iso(args, &p->now.wall_ms))
		PROBLEM(p, "at: '%s'?\n", args);
	play_turn(p);
}

static void
do_since(struct play *p, const char *args)
{
	if (!time_parse_iso(args, &p->since_ms))
		PROBLEM(p, "since: '%s'?\n", args);
}

static void
do_place(struct play *p, const char *args)
{
	char name[64], host[64], nick[64];

	if (sscanf(args, "%63s %63s %63s", name, host, nick) == 3)
		play_start(p, name, host, nick);
	else
		PROBLEM(p, "place: '%s'?\n", args);
	play_settle(p);
}

/* The lines that follow are about that place, from 1. */
static void
do_on(struct play *p, const char *args)
{
	int64_t n;

	if (str_to_int64(args, 1, p->place_count, &n))
		p->at = &p->places[n - 1];
	else
		PROBLEM(p, "on: '%s'?\n", args);
}

static void
do_first(struct play *p, const char *args)
{
	char host[64], nick[64];

	if (sscanf(args, "%63s %63s", host, nick) == 2)
		model_first_start(p->m, host, nick);
	else
		PROBLEM(p, "first: '%s'?\n", args);
	play_settle(p);
}

/* "SUBJECT PORT DAY FINGERPRINT [changed]": what a server shows from now on. */
static void
do_certificate(struct play *p, const char *args)
{
	struct model_certificate *c = &p->certificate;
	char day[32], changed[16] = "";

	*c = (struct model_certificate){ .host = p->subject,
	    .subject = p->subject, .fingerprint = p->fingerprint,
	    .fault = "it is signed by itself alone" };
	if (sscanf(args, "%63s %d %31s %79s %15s", p->subject, &c->port, day,
	    p->fingerprint, changed) < 4
	    || !time_parse_iso(day, &c->until_ms))
		PROBLEM(p, "certificate: '%s'?\n", args);
	c->has_changed = changed[0] != '\0';
}

/* "ACCOUNT [WORDS]": the place wants to know its password. */
static void
do_password(struct play *p, const char *args)
{
	char account[64] = "";
	int len = 0;

	(void)sscanf(args, "%63s %n", account, &len);
	model_ask_password(p->m, 0, &(struct model_password){
	    .account = account, .why = args + len });
}

/* The value of a tag of the last line that was expected. */
static void
add_tag(struct play *p, const char *tag, struct buf *out)
{
	const char *at = p->at->expected != NULL ? strstr(p->at->expected, tag) : NULL;

	if (at == NULL) {
		PROBLEM(p, "no tag %s was sent\n", tag);
		return;
	}
	at += strlen(tag);
	(void)!buf_add(out, at, strcspn(at, "; "));
}

static void
do_server_line(struct play *p, const char *line)
{
	struct buf out;

	buf_init(&out, LINE_SIZE + 2);
	for (; *line != '\0'; line++) {
		if (str_starts(line, "$L"))
			add_tag(p, "label=", &out);
		else if (str_starts(line, "$I"))
			add_tag(p, "+tcpchat/id=", &out);
		else if (str_starts(line, "$^") && line[2] != '\0') {
			/* "$^B": 0x02 */
			(void)!buf_add_char(&out, (char)(line[2] & 0x1f));
			line++;
		}
		else {
			(void)!buf_add_char(&out, *line);
			continue;
		}
		line++;
	}
	(void)!buf_add_str(&out, "\r\n");
	session_input(p->at->s, out.data, out.len, p->now);
	buf_release(&out);
	play_settle(p);
}

/* '*' stands for anything. */
static bool
matches(const char *pattern, const char *s)
{
	if (*pattern == '*')
		return matches(pattern + 1, s) ||
		    (*s != '\0' && matches(pattern, s + 1));
	if (*pattern == '\0' || *s == '\0')
		return *pattern == *s;
	return *pattern == *s && matches(pattern + 1, s + 1);
}

static void
do_expect_sent(struct play *p, const char *pattern)
{
	for (size_t i = p->at->sent_at; i < p->at->sent_count; i++)
		if (matches(pattern, p->at->sent[i])) {
			p->at->sent_at = i + 1;
			/* Of a batch its beginning has the tags. */
			if (!str_starts(p->at->sent[i], "@batch=") &&
			    !str_starts(p->at->sent[i], "BATCH -"))
				p->at->expected = p->at->sent[i];
			return;
		}
	PROBLEM(p, "was not sent: %s\n", pattern);
	for (size_t i = p->at->sent_at; i < p->at->sent_count; i++)
		(void)!buf_addf(&p->problems, "  sent: %s\n", p->at->sent[i]);
}

static void
do_type(struct play *p, const char *text)
{
	/* A person types one character at a time. */
	for (size_t at = 0; text[at] != '\0';) {
		size_t n = utf8_next_cluster(text + at, strlen(text + at));

		model_text(p->m, text + at, n);
		at += n;
	}
	play_settle(p);
}

static void
do_key(struct play *p, const char *name)
{
	struct key key;
	int action = BIND_NONE;

	if (!keymap_parse(name, &key) ||
	    (action = keymap_action(&p->bind, key)) == BIND_NONE) {
		PROBLEM(p, "no key is called '%s'\n", name);
		return;
	}
	model_action(p->m, (enum action)action);
	play_settle(p);
}

/* "bind F6 mute, F2 none": keys of the person's own, from here on. */
static void
do_bind(struct play *p, const char *text)
{
	struct err why;

	if (!bind_read(&p->bind, text, &why))
		PROBLEM(p, "%s\n", why.text);
}

static void
do_focus(struct play *p, const char *args)
{
	model_focus(p->m, strcmp(args, "in") == 0);
	play_settle(p);
}

static void
do_resize(struct play *p, const char *args)
{
	int rows, cols;

	if (sscanf(args, "%dx%d", &cols, &rows) == 2)
		model_resize(p->m, rows, cols);
	play_settle(p);
}

static void
do_click(struct play *p, const char *args)
{
	int row, col;

	if (sscanf(args, "%d,%d", &row, &col) == 2)
		model_click(p->m, row, col, BUTTON_LEFT);
	play_settle(p);
}

/* "wheel 3,70 -3": three rows up over that cell. */
static void
do_wheel(struct play *p, const char *args)
{
	int row, col, rows;

	if (sscanf(args, "%d,%d %d", &row, &col, &rows) == 3)
		model_wheel(p->m, row, col, rows);
	play_settle(p);
}

static void
do_wait(struct play *p, const char *args)
{
	int64_t ms;

	if (time_parse_duration(args, &ms))
		play_wait(p, ms);
	else
		PROBLEM(p, "wait: '%s'?\n", args);
}

static void
do_lost(struct play *p, const char *args)
{
	session_lost(p->at->s, SESSION_WHY_LINK, args, p->now);
	play_settle(p);
}

/* As the edge tells it all the time; here the status line stays the same. */
static void
do_lag(struct play *p, const char *args)
{
	(void)args;
	model_lag(p->m, (int)(p->at - p->places),
	    session_lag_ms(p->at->s), session_is_asked(p->at->s));
}

static void
do_bell(struct play *p, const char *args)
{
	int64_t n;

	if (!str_to_int64(args, 0, 100, &n) || n != p->bells)
		PROBLEM(p, "bells: %d\n", p->bells);
	p->bells = 0;
}

static void
do_title(struct play *p, const char *args)
{
	if (!str_eq(args, p->title))
		PROBLEM(p, "the title is '%s'\n",
		    p->title != NULL ? p->title : "");
}

static void
do_notified(struct play *p, const char *args)
{
	if (!str_eq(args, p->notified))
		PROBLEM(p, "notified: '%s'\n",
		    p->notified != NULL ? p->notified : "");
}

/* A line for each of what was copied since the last time, "|" between. */
static void
do_copied(struct play *p, const char *args)
{
	for (char *c = p->copied; c != NULL && *c != '\0'; c++)
		if (*c == '\n')
			*c = '|';
	if (!str_eq(args, p->copied != NULL ? p->copied : ""))
		PROBLEM(p, "copied: '%s'\n",
		    p->copied != NULL ? p->copied : "");
	free(p->copied);
	p->copied = NULL;
}

static const struct {
	const char *word;
	void (*run)(struct play *p, const char *args);
} directives[] = {
	{ "on", do_on }, { "screen", do_screen }, { "at", do_at }, { "place", do_place },
	{ "since", do_since },
	{ "certificate", do_certificate }, { "password", do_password }, { "first", do_first }, { "<", do_server_line },
	{ ">", do_expect_sent }, { "type", do_type }, { "key", do_key }, { "bind", do_bind },
	{ "focus", do_focus }, { "resize", do_resize }, { "click", do_click },
	{ "wheel", do_wheel }, { "wait", do_wait }, { "lost", do_lost }, { "bell", do_bell }, { "lag", do_lag },
	{ "copied", do_copied }, { "notified", do_notified }, { "title", do_title }, { "cursor", play_cursor }, { "style", play_style }, { "link", play_link },
};

bool
play_take_word(const char **line, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(*line, word, len) != 0 ||
	    ((*line)[len] != ' ' && (*line)[len] != '\0'))
		return false;
	*line += len + ((*line)[len] == ' ');
	return true;
}

bool
play_directive(struct play *p, const char *line)
{
	size_t n = sizeof directives / sizeof directives[0];

	for (size_t i = 0; i < n; i++)
		if (play_take_word(&line, directives[i].word)) {
			directives[i].run(p, line);
			return true;
		}
	return false;
}

/* "TIME NICK MSGID TEXT" of #all, as the log has it. */
static void
take_log_line(char *line, struct session_line *l)
{
	char *nick = strchr(line, ' '), *id, *text;

	*l = (struct session_line){ .id = "", .reply_to = "", .source = "",
	    .object = "", .nick = "", .msgid = "", .text = "" };
	if (nick == NULL || (id = strchr(nick + 1, ' ')) == NULL ||
	    (text = strchr(id + 1, ' ')) == NULL)
		return;
	*nick++ = *id++ = *text++ = '\0';
	(void)!time_parse_iso(line, &l->time_ms);
	l->nick = nick;
	l->msgid = id;
	l->text = text;
	l->text_len = strlen(text);
}

void
play_log(struct play *p, const char *args, struct script *f)
{
	struct session_line lines[16];
	char *texts = xmalloc(16 * LINE_SIZE);
	bool is_newest = play_take_word(&args, "end");
	int64_t n;

	if (!str_to_int64(args, 1, 16, &n))
		n = 0;
	for (int64_t i = 0; i < n; i++) {
		char *line = texts + i * LINE_SIZE;

		if (!script_next(f, line))
			break;
		p->line_number++;
		if (p->rewritten != NULL)
			(void)!buf_addf(p->rewritten, "%s\n", line);
		take_log_line(line, &lines[i]);
	}
	model_log_lines(p->m, 0, "#all", &(struct model_log){ .lines = lines,
	    .n = (size_t)n, .is_newest = is_newest });
	session_remember(p->places[0].s, "#all", lines, (size_t)n);
	free(texts);
	play_settle(p);
}

void
play_paste(struct play *p, const char *args, struct script *f)
{
	char line[LINE_SIZE];
	int64_t n;

	if (!str_to_int64(args, 1, 1000, &n))
		return;
	model_paste_begin(p->m);
	while (n-- > 0 && script_next(f, line)) {
		p->line_number++;
		if (p->rewritten != NULL)
			(void)!buf_addf(p->rewritten, "%s\n", line);
		model_text(p->m, line, strlen(line));
		model_text(p->m, "\n", 1);
	}
	model_paste_end(p->m);
	play_settle(p);
}
