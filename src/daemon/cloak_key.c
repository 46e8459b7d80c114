/* cloak_key.c -- the secret that hosts are cloaked with (setting 'cloak'). */
#include "config.h"

#include "daemon/cloak_key.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/util.h>

#include "base/err.h"
#include "base/i18n.h"
#include "daemon/file.h"
#include "proto/digest.h"

#include "base/banned.h"

enum { HEX_LEN = 2 * CLOAK_KEY_BYTES };

/* Beside its place, then moved there: a key is never half of one. */
static bool
write_new(const char *path, const char *text, size_t len)
{
	char *beside = file_join(path, ".new");
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC |
	    O_NOFOLLOW, 0600);
	bool ok = fd >= 0 && fchmod(fd, 0600) == 0
	    && write(fd, text, len) == (ssize_t)len && fsync(fd) == 0
	    && rename(beside, path) == 0;

	if (fd >= 0)
		(void)close(fd);
	free(beside);
	return ok;
}

static bool
make(const char *path, unsigned char key[CLOAK_KEY_BYTES])
{
	char text[HEX_LEN + 2];
	bool ok;
	int i;

	evutil_secure_rng_get_bytes(key, CLOAK_KEY_BYTES);
	for (i = 0; i < CLOAK_KEY_BYTES; i++)
		(void)snprintf(text + 2 * i, 3, "%02x", key[i]);
	text[HEX_LEN] = '\n';
	ok = write_new(path, text, HEX_LEN + 1);
	digest_wipe(text, sizeof text);
	return ok;
}

static bool
parse(const char *text, unsigned char key[CLOAK_KEY_BYTES])
{
	unsigned byte;
	int i;

	if (strspn(text, "0123456789abcdef") != HEX_LEN
	    || strcmp(text + HEX_LEN, "\n") != 0)
		return false;
	for (i = 0; i < CLOAK_KEY_BYTES; i++) {
		if (sscanf(text + 2 * i, "%2x", &byte) != 1)
			return false;
		key[i] = (unsigned char)byte;
	}
	return true;
}

bool
cloak_key_read(const char *state_dir, unsigned char key[CLOAK_KEY_BYTES],
    struct err *e)
{
	char *path = file_join(state_dir, "/cloak.key");
	char *text = file_read(path);
	bool ok;

	if (text == NULL && errno == ENOENT) {
		ok = make(path, key);
		if (!ok)
			err_set(e, _("cannot write '%s': %s; make room or the "
			    "folder writable"), path, strerror(errno));
	} else {
		ok = text != NULL && parse(text, key);
		if (!ok)
			err_set(e, _("cannot use '%s' as the key of cloaked "
			    "hosts; restore it, or remove it: all hosts then "
			    "change"), path);
	}
	if (text != NULL)
		digest_wipe(text, strlen(text));
	free(text);
	free(path);
	return ok;
}
