/*
 * adapter_fuzz.c -- any bytes and any lines for the codecs of the older
 * dialects.
 *
 * The first byte chooses one of the four. Then each line is one read of the
 * codec, without its LF; one that begins with '>' is an IRC line written to
 * it. Whatever it says must be IRC, and whatever it sends one read of its
 * program: at most 1,024 bytes, never blank, and for JSON one object.
 */
#include "config.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "adapter/adapter.h"
#include "adapter/oldserver.h"
#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_msg.h"

#include "base/banned.h"

enum { SEGMENT_BYTES_MAX = 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
take_segment(void *self, const void *data, size_t len)
{
	const struct dialect *d = self;
	char *text = xstrndup(data, len);
	json_t *object;

	assert(len > 0 && len <= SEGMENT_BYTES_MAX && strlen(text) == len);
	assert(utf8_valid(text, len));
	assert(text[strspn(text, " \r\n")] != '\0');
	if (str_eq(d->name, "json")) {
		object = json_loads(text, 0, NULL);
		assert(json_is_object(object));
		json_decref(object);
	}
	assert(d != &dialect_json || len == SEGMENT_BYTES_MAX);
	free(text);
}

static void
take_lines(struct codec *c, const struct segment_sink *sink)
{
	enum dialect_result result;
	struct irc_msg m;
	struct buf line;

	while ((result = codec_next(c, &m)) != DIALECT_MORE) {
		assert(result == DIALECT_MESSAGE);
		buf_init(&line, 2 * IRC_LINE_MAX);
		assert(irc_msg_write(&m, &line));
		buf_release(&line);
	}
	codec_flush(c, sink);
}

/* False: it has had too much. */
static bool
play(struct codec *c, const struct segment_sink *sink, char *text, size_t len)
{
	struct irc_msg m;
	bool fits = true;

	if (len > 0 && text[0] == '>') {
		if (strlen(text) == len && utf8_valid(text, len) &&
		    irc_msg_parse(&m, text + 1))
			(void)!codec_write(c, &m, sink);
	} else {
		fits = codec_feed(c, text, len);
	}
	take_lines(c, sink);
	return fits;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct dialect *const dialects[] = {
		&dialect_json, &dialect_text, &dialect_oldserver_json,
		&dialect_oldserver_text,
	};
	const struct dialect *d = dialects[size > 0 ? data[0] % 4 : 0];
	const struct segment_sink sink = { (void *)(uintptr_t)d, take_segment };
	struct codec *c = codec_new(d, DIALECT_SERVER);
	const char *at = (const char *)data + 1, *end = at - 1 + size;
	bool fits = true;

	codec_set_lobby(c, "#all");
	codec_flush(c, &sink);
	while (size > 0 && at < end && fits) {
		const char *lf = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((lf == NULL ? end : lf) - at);
		char *text = xmalloc(len + 1);

		memcpy(text, at, len);
		text[len] = '\0';
		fits = play(c, &sink, text, len);
		free(text);
		at += len + 1;
	}
	codec_free(c);
	return 0;
}
