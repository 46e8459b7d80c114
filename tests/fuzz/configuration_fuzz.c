/* configuration_fuzz.c -- any text as a file of settings. */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/xalloc.h"
#include "daemon/configuration.h"
#include "daemon/settings.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A fault always has words, and whatever happens the settings stay whole. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xmalloc(size + 1);
	struct settings s, same;
	struct err e = { "" };

	memcpy(text, data, size);
	text[size] = '\0';
	settings_init(&s);
	settings_init(&same);
	if (!configuration_parse(&s, "FILE", text, &e))
		assert(strncmp(e.text, "FILE:", 5) == 0);
	for (size_t i = 0; i < settings_count; i++) {
		settings_copy(&same, &s, &settings_table[i]);
		assert(settings_equal(&same, &s, &settings_table[i]));
	}
	settings_release(&s);
	settings_release(&same);
	free(text);
	return 0;
}
