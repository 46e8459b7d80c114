/*
 * screen_test.c -- plays the *.screen files of this folder (STYLE.md's chapter
 * on tests says how they are written) and reports in TAP.
 *
 * Model, view and the real session run here with a clock that only `wait`
 * moves; a server's lines come from the file. With an argument, only that
 * file is played and written to standard output with the frames as they are
 * now: how a frame is made in the first place.
 *
 * Beyond the words of the hand-out:
 *	place NAME HOST NICK	a place, connected to at once
 *	since TIME		the person was at the next place then
 *	first HOST NICK		the first-start screen instead
 *	certificate SUBJECT PORT DAY FINGERPRINT [changed]	what the person is
 *				asked about when a place is connected to
 *	password ACCOUNT [WORDS]	what the person is asked for, and why
 *	include FILE		plays another file here
 *	lost WORDS		the connection breaks
 *	lag			the status line is told how late answers are
 *	wheel ROW,COL ROWS	the mouse wheel, up if negative
 *	down / up		new connections fail / stand again
 *	< @label=$L;+tcpchat/id=$I ...	the label and id of the line that the last
 *				`>` found
 *	silent			the server answers no PING from here on
 *	quit			the model has asked to leave
 *	looks			a frame of the screen's styles: a letter for
 *				each, explained below it by "= LETTER STYLE"
 * and in "screen" theme=NAME, one that comes along.
 */
#include "config.h"

#include "play.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"

#include "base/banned.h"

enum { INCLUDE_DEPTH = 4 };

static bool play_script(struct play *p, const char *name, int depth);

bool
script_next(struct script *f, char line[LINE_SIZE])
{
	const char *start, *end;
	struct str_span span;

	if (f->at >= f->text.len)
		return false;
	start = f->text.data + f->at;
	end = memchr(start, '\n', f->text.len - f->at);
	span.p = start;
	span.len = end != NULL ? (size_t)(end - start) :
	    f->text.len - f->at;
	f->at += span.len + 1;
	(void)str_copy_span(line, LINE_SIZE, span);
	return true;
}

static void
run_line(struct play *p, const char *line, struct script *f, int depth)
{
	if (line[0] == '\0' || line[0] == '#')
		return;
	if (play_take_word(&line, "show")) {
		play_show(p, f);
	} else if (play_take_word(&line, "looks")) {
		play_looks(p, f);
	} else if (play_take_word(&line, "paste")) {
		play_paste(p, line, f);
	} else if (play_take_word(&line, "log")) {
		play_log(p, line, f);
	} else if (play_take_word(&line, "include")) {
		struct buf *rewritten = p->rewritten;

		p->rewritten = NULL;
		(void)play_script(p, line, depth + 1);
		p->rewritten = rewritten;
	} else if (play_take_word(&line, "down")) {
		p->at->is_up = false;
	} else if (play_take_word(&line, "silent")) {
		p->at->is_silent = true;
	} else if (play_take_word(&line, "up")) {
		p->at->is_up = true;
	} else if (play_take_word(&line, "quit")) {
		if (!p->has_quit)
			PROBLEM(p, "nobody has asked to leave\n");
	} else if (!play_directive(p, line)) {
		PROBLEM(p, "what is '%s'?\n", line);
	}
}

static bool
read_file(struct play *p, const char *name, struct buf *text)
{
	char path[LINE_SIZE];
	FILE *f;
	char *room;
	size_t n;

	snprintf(path, sizeof path, "%s/%s", p->folder, name);
	f = fopen(path, "r");
	if (f == NULL) {
		PROBLEM(p, "cannot open '%s'\n", path);
		return false;
	}
	buf_init(text, FILE_MAX);
	room = buf_reserve(text, FILE_MAX);
	n = room != NULL ? fread(room, 1, FILE_MAX, f) : 0;
	text->len += n;
	fclose(f);
	return true;
}

static bool
play_script(struct play *p, const char *name, int depth)
{
	const char *outer = p->file;
	int outer_line = p->line_number;
	struct script f = { .at = 0 };
	char line[LINE_SIZE];

	if (depth > INCLUDE_DEPTH || !read_file(p, name, &f.text))
		return false;
	p->file = name;
	p->line_number = 0;
	while (script_next(&f, line)) {
		p->line_number++;
		if (p->rewritten != NULL)
			(void)!buf_addf(p->rewritten, "%s\n", line);
		run_line(p, line, &f, depth);
	}
	buf_release(&f.text);
	p->file = outer;
	p->line_number = outer_line;
	return true;
}

/* What goes wrong, as comments of TAP. */
static void
print_problems(struct play *p)
{
	const char *rest = buf_str(&p->problems);

	while (*rest != '\0') {
		size_t len = strcspn(rest, "\n");

		printf("# %.*s\n", (int)len, rest);
		rest += len + (rest[len] == '\n');
	}
}

static bool
play_file(const char *folder, const char *name, struct buf *rewritten)
{
	static struct play empty;
	struct play p = empty;
	bool ok;

	p.folder = folder;
	p.file = name;
	p.rewritten = rewritten;
	buf_init(&p.problems, FILE_MAX);
	(void)play_script(&p, name, 0);
	ok = p.problems.len == 0;
	print_problems(&p);
	play_release(&p);
	return ok;
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash != NULL ? slash + 1 : path;
}

static int
rewrite(const char *folder, const char *name)
{
	struct buf out;

	buf_init(&out, FILE_MAX);
	(void)play_file(folder, name, &out);
	fputs(buf_str(&out), stdout);
	buf_release(&out);
	return 0;
}

int
main(int argc, char **argv)
{
	const char *source = getenv("TCPCHAT_SOURCE");
	char folder[LINE_SIZE], pattern[LINE_SIZE + 16];
	glob_t files;
	int failed = 0;

	snprintf(folder, sizeof folder, "%s/tests/screen",
	    source != NULL ? source : ".");
	if (argc > 1)
		return rewrite(folder, argv[1]);
	snprintf(pattern, sizeof pattern, "%s/*.screen", folder);
	if (glob(pattern, 0, NULL, &files) != 0) {
		printf("Bail out! no files like %s\n", pattern);
		return 1;
	}
	printf("1..%zu\n", files.gl_pathc);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		const char *name = base_name(files.gl_pathv[i]);
		bool ok = play_file(folder, name, NULL);

		printf("%sok %zu - %s\n", ok ? "" : "not ", i + 1, name);
		failed += !ok;
	}
	globfree(&files);
	return failed > 0;
}
