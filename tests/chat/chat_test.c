/*
 * chat_test.c -- every conversation of this folder, each in several ways:
 * plainly, with events released by chance, and cut into any pieces. All must
 * give each client the same lines in the same order.
 *
 * usage: chat_test [FILE.chat...]
 */
#include "config.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "chat/player.h"

#include "base/banned.h"

enum { SEEDS = 32, GOT_MAX_BYTES = 1 << 26, WHY_MAX_BYTES = 1 << 20 };

/* Says what went wrong as comments of TAP. */
static void
explain(const char *why, struct way way)
{
	struct str_span line;

	printf("# played with %s%sseed %llu\n", way.held ? "events held, " : "",
	    way.cut ? "input cut, " : "", (unsigned long long)way.seed);
	while (str_next_item(&why, '\n', &line))
		printf("# %.*s\n", (int)line.len, line.p);
}

/* Both begin at lines; says the first that differs. */
static void
explain_difference(const char *plain, const char *other, struct way way)
{
	size_t same = 0, i;

	for (i = 0; plain[i] != '\0' && plain[i] == other[i]; i++)
		if (plain[i] == '\n')
			same = i + 1;
	explain("the lines are not those of the plain way", way);
	printf("# plain: %.*s\n# now:   %.*s\n",
	    (int)strcspn(plain + same, "\n"), plain + same,
	    (int)strcspn(other + same, "\n"), other + same);
}

/* Plays it once more; `plain` is what the plain way gave. */
static bool
play_like(const struct conversation *c, struct way way, struct buf *plain)
{
	struct buf got, why;
	bool ok;

	buf_init(&got, GOT_MAX_BYTES);
	buf_init(&why, WHY_MAX_BYTES);
	ok = conversation_play(c, way, &got, &why);
	if (!ok) {
		explain(buf_str(&why), way);
	} else if (!str_eq(buf_str(plain), buf_str(&got))) {
		explain_difference(buf_str(plain), buf_str(&got), way);
		ok = false;
	}
	buf_release(&got);
	buf_release(&why);
	return ok;
}

static bool
play_all_ways(const struct conversation *c)
{
	struct way way = { .seed = 1 };
	struct buf plain, why;
	bool ok;

	buf_init(&plain, GOT_MAX_BYTES);
	buf_init(&why, WHY_MAX_BYTES);
	ok = conversation_play(c, way, &plain, &why);
	if (!ok)
		explain(buf_str(&why), way);
	for (; ok && way.seed <= SEEDS; way.seed++) {
		way.held = !c->holds;
		way.cut = way.seed % 2 == 0;
		ok = play_like(c, way, &plain);
		if (ok && way.seed % 4 == 0) {
			way.held = false;
			ok = play_like(c, way, &plain);
		}
	}
	buf_release(&plain);
	buf_release(&why);
	return ok;
}

static bool
test(const char *path, int number)
{
	const char *name = strrchr(path, '/');
	struct conversation *c = conversation_read(path);
	bool ok = c != NULL && play_all_ways(c);

	printf("%sok %d - %s\n", ok ? "" : "not ", number,
	    name != NULL ? name + 1 : path);
	fflush(stdout);
	conversation_free(c);
	return ok;
}

static bool
test_all(char **paths, size_t n)
{
	bool ok = true;
	size_t i;

	printf("1..%zu\n", n);
	for (i = 0; i < n; i++)
		ok &= test(paths[i], (int)i + 1);
	return ok;
}

int
main(int argc, char **argv)
{
	const char *source = getenv("TCPCHAT_SOURCE");
	char pattern[4096];
	glob_t found;
	bool ok;

	if (argc > 1)
		return test_all(argv + 1, (size_t)argc - 1) ? 0 : 1;
	snprintf(pattern, sizeof pattern, "%s/tests/chat/*.chat",
	    source != NULL ? source : ".");
	if (glob(pattern, 0, NULL, &found) != 0) {
		printf("Bail out! no conversations in %s\n", pattern);
		return 1;
	}
	ok = test_all(found.gl_pathv, found.gl_pathc);
	globfree(&found);
	return ok ? 0 : 1;
}
