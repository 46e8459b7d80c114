/*
 * replay.c -- feeds the files of a folder to a fuzz target, without a fuzzer:
 * what was once found, and the seeds, as a test (TAP).
 *
 * The folder is named by the program: tests/fuzz/irc_msg_replay reads
 * tests/fuzz/irc_msg_corpus of the source.
 */
#include "config.h"

#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"

#include "base/banned.h"

enum { INPUT_MAX_BYTES = 1 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool
read_file(const char *path, struct buf *out)
{
	FILE *f = fopen(path, "rb");
	char chunk[4096];
	size_t n;
	bool ok = f != NULL;

	while (ok && (n = fread(chunk, 1, sizeof chunk, f)) > 0)
		ok = buf_add(out, chunk, n);
	if (f != NULL)
		fclose(f);
	return ok;
}

static bool
replay(const char *folder, const char *name)
{
	struct buf path, input;
	bool ok;

	buf_init(&path, 4096);
	buf_init(&input, INPUT_MAX_BYTES);
	ok = buf_addf(&path, "%s/%s", folder, name) &&
	    read_file(buf_str(&path), &input);
	if (ok)
		LLVMFuzzerTestOneInput((const uint8_t *)buf_str(&input),
		    input.len);
	buf_release(&path);
	buf_release(&input);
	return ok;
}

/* ".../irc_msg_replay" to "SOURCE/tests/fuzz/irc_msg_corpus". */
static bool
name_folder(struct buf *folder, const char *program)
{
	const char *source = getenv("TCPCHAT_SOURCE");
	const char *slash = strrchr(program, '/');
	const char *name = slash != NULL ? slash + 1 : program;
	const char *end = strstr(name, "_replay");

	return end != NULL && buf_addf(folder, "%s/tests/fuzz/%.*s_corpus",
	    source != NULL ? source : ".", (int)(end - name), name);
}

static int
replay_all(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	int n = 0, failed = 0;

	while (dir != NULL && (entry = readdir(dir)) != NULL) {
		bool ok;

		if (entry->d_name[0] == '.')
			continue;
		ok = replay(folder, entry->d_name);
		failed += !ok;
		printf("%s %d - %s\n", ok ? "ok" : "not ok", ++n, entry->d_name);
	}
	if (dir != NULL)
		closedir(dir);
	if (n == 0)
		printf("not ok %d - '%s' has inputs\n", ++n, folder);
	printf("1..%d\n", n);
	return dir == NULL || failed > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
	struct buf folder;
	int status = EXIT_FAILURE;

	buf_init(&folder, 4096);
	if (argc > 0 && name_folder(&folder, argv[0]))
		status = replay_all(buf_str(&folder));
	buf_release(&folder);
	return status;
}
