/*
 * screen_bench.c -- what lines cost in the client, without a terminal: CPU
 * time per line taken in, memory per line, and CPU time per picture after a
 * page up, a resize and a new line; and what a search takes until the first
 * screenful of hits, in its longest slice, and until all is counted.
 *
 *	screen_bench [lines]
 */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/str.h"
#include "session/session.h"
#include "tui/grid.h"
#include "tui/model.h"
#include "tui/view.h"

#include "base/banned.h"

enum { ROWS = 40, COLS = 120, ROUNDS = 200, NICKS = 50 };

static const char *const words[] = {
	"the", "build", "is", "green", "again", "reconnect", "after", "a",
	"suspend", "https://example.org/x?y=z", "and", "nobody", "knows",
	"why", "naïve", "tests", "pass", "on", "my", "machine",
};

static double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static long
resident_kb(void)
{
	long pages = 0, resident = 0;
	FILE *f = fopen("/proc/self/statm", "r");

	if (f == NULL)
		return 0;
	if (fscanf(f, "%ld %ld", &pages, &resident) != 2)
		resident = 0;
	fclose(f);
	return resident * (sysconf(_SC_PAGESIZE) / 1024);
}

static void
say(struct model *m, unsigned i)
{
	char nick[16], text[400], id[27];
	size_t len = 0;
	struct session_event e = {
		.type = SESSION_EVENT_MESSAGE, .target = "#bench",
		.line = {
			.kind = SESSION_LINE_TEXT, .nick = nick, .msgid = id,
			.time_ms = 1700000000000 + (int64_t)i * 4000,
			.id = "", .reply_to = "", .object = "",
			.source = "user!~user@host.example.org",
			.text = text,
		},
	};

	snprintf(nick, sizeof nick, "user%u", i % NICKS);
	snprintf(id, sizeof id, "01ARZ3NDEKTSV4RRFFQ%07u", i);
	for (unsigned w = 0; w < 6 + i % 17; w++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%s ",
		    words[(i * 7 + w * 13) %
		    (sizeof words / sizeof words[0])]);
	e.line.text_len = len;
	model_session_event(m, 0, &e);
}

static void
drain(struct model *m)
{
	struct model_request r;

	while (model_next_request(m, &r))
		continue;
}

static void
picture(struct model *m, struct grid *g)
{
	grid_resize(g, model_rows(m), model_cols(m));
	view_draw(m, g);
	drain(m);
}

/* Seeks `text`, which `is` there or not. */
static void
seek(struct model *m, struct grid *g, const char *text, const char *is)
{
	double begin = cpu_ms(), longest = 0, first;

	model_action(m, ACTION_FIND);
	model_text(m, text, strlen(text));
	picture(m, g);
	first = cpu_ms() - begin;
	for (int64_t now = 2000; model_wait_ms(m) == 1; now++) {
		double slice = cpu_ms();

		model_turn(m, now, 1700000000000);
		slice = cpu_ms() - slice;
		longest = slice > longest ? slice : longest;
	}
	drain(m);
	printf("search, %-9s %8.3f ms CPU to the first picture, "
	    "%.1f a slice at most, %.1f in all\n", is, first, longest,
	    cpu_ms() - begin);
	model_action(m, ACTION_ESCAPE);
}

int
main(int argc, char **argv)
{
	struct model_config config = { .signs = SIGNS_UNICODE,
	    .scrollback_lines = 10000000,
	    .scrollback_bytes = (size_t)4 << 30 };
	struct model *m = model_new(&config);
	struct session_event join = {
		.type = SESSION_EVENT_JOINED, .target = "#bench",
		.joined = { .is_lobby = true },
	};
	struct grid g;
	int64_t lines = 100000;
	double start;
	long before;

	if (argc > 1 && !str_to_int64(argv[1], 1, 10000000, &lines))
		return 2;
	grid_init(&g);
	model_turn(m, 1000, 1700000000000);
	model_resize(m, ROWS, COLS);
	model_focus(m, true);
	model_add_place(m, "bench", "bench", "alice");
	model_session_event(m, 0, &join);
	picture(m, &g);

	before = resident_kb();
	start = cpu_ms();
	for (int64_t i = 0; i < lines; i++)
		say(m, (unsigned)i);
	printf("line taken in     %8.3f us CPU\n",
	    (cpu_ms() - start) * 1e3 / (double)lines);
	printf("memory per line   %8.1f bytes\n",
	    (double)(resident_kb() - before) * 1024 / (double)lines);

	start = cpu_ms();
	for (int i = 0; i < ROUNDS; i++) {
		say(m, (unsigned)i);
		picture(m, &g);
	}
	printf("picture, new line %8.3f ms CPU\n",
	    (cpu_ms() - start) / ROUNDS);

	start = cpu_ms();
	for (int i = 0; i < ROUNDS; i++) {
		model_action(m, ACTION_PAGE_UP);
		picture(m, &g);
	}
	printf("picture, page up  %8.3f ms CPU\n",
	    (cpu_ms() - start) / ROUNDS);

	start = cpu_ms();
	for (int i = 0; i < ROUNDS; i++) {
		model_resize(m, ROWS - i % 3, COLS - i % 40);
		picture(m, &g);
	}
	printf("picture, resize   %8.3f ms CPU\n",
	    (cpu_ms() - start) / ROUNDS);
	grid_release(&g);
	model_action(m, ACTION_BOTTOM);
	seek(m, &g, "Machine", "there");
	seek(m, &g, "naive tests", "accents");
	seek(m, &g, "nowhere at all", "not there");
	model_free(m);
	return 0;
}
