/* json_stream.c -- JSON objects back to back, out of any segmentation. */
#include "config.h"
#include "adapter/json_stream.h"

#include <stdio.h>
#include <string.h>

#include "proto/limits.h"

#include "base/banned.h"

enum {
	OBJECT_BYTES_MAX = 65536,
	DEPTH_MAX = 8,
};

void
json_stream_init(struct json_stream *s, json_fault_fn *fault, void *self)
{
	*s = (struct json_stream){ .fault = fault, .self = self };
	buf_init(&s->in, OBJECT_BYTES_MAX);
	buf_init(&s->objects, IRC_INPUT_MAX_BYTES);
}

void
json_stream_release(struct json_stream *s)
{
	buf_release(&s->in);
	buf_release(&s->objects);
}

size_t
json_stream_held(const struct json_stream *s)
{
	return s->in.len + s->objects.len - s->at;
}

/* Told at once: its end may never come. */
static void
skip(struct json_stream *s)
{
	s->skipping = true;
	buf_release(&s->in);
	s->fault(s->self, "Too long or too deep: the object is not taken");
}

static bool
end_object(struct json_stream *s)
{
	bool fits = true;

	if (s->skipping)
		;	/* told when it began */
	else if (memchr(s->in.data, '\0', s->in.len) != NULL)
		s->fault(s->self, "Not JSON: it holds a NUL byte");
	else
		fits = buf_add(&s->objects, s->in.data, s->in.len) &&
		    buf_add(&s->objects, "", 1);
	buf_release(&s->in);
	s->skipping = false;
	return fits;
}

/* The rest is passed over up to the next object. */
static void
give_up(struct json_stream *s)
{
	if (!s->skipping)
		s->fault(s->self, "Not JSON: a line ends inside a string");
	buf_release(&s->in);
	s->depth = 0;
	s->in_string = s->skipping = false;
	s->in_garbage = true;
}

/* One byte inside an object: strings, braces, the end. */
static bool
scan(struct json_stream *s, char byte)
{
	if (!s->skipping && !buf_add_char(&s->in, byte))
		skip(s);
	if (s->escaped) {
		s->escaped = false;
	} else if (s->in_string && byte == '\n') {
		give_up(s);
	} else if (s->in_string) {
		s->escaped = byte == '\\';
		s->in_string = byte != '"';
	} else if (byte == '"') {
		s->in_string = true;
	} else if (byte == '{' || byte == '[') {
		if (++s->depth > DEPTH_MAX && !s->skipping)
			skip(s);
	} else if (byte == '}' || byte == ']') {
		if (--s->depth == 0)
			return end_object(s);
	}
	return true;
}

static bool
is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

bool
json_stream_feed(struct json_stream *s, const void *data, size_t len)
{
	const char *p = data, *end = p + len;

	for (; p < end; p++) {
		if (s->depth > 0 || *p == '{') {
			s->in_garbage = false;
			if (!scan(s, *p))
				return false;
		} else if (!is_blank(*p)) {
			if (!s->in_garbage)
				s->fault(s->self,
				    "Not JSON: an object begins with {");
			s->in_garbage = true;
		}
	}
	return true;
}

json_t *
json_stream_next(struct json_stream *s)
{
	char sentence[JSON_ERROR_TEXT_LENGTH + 64];
	json_error_t error;
	json_t *object = NULL;

	while (object == NULL && s->at < s->objects.len) {
		const char *text = s->objects.data + s->at;

		s->at += strlen(text) + 1;
		object = json_loads(text, JSON_REJECT_DUPLICATES, &error);
		if (object == NULL) {
			snprintf(sentence, sizeof sentence,
			    "Not proper JSON: %s", error.text);
			s->fault(s->self, sentence);
		}
	}
	if (s->at == s->objects.len) {
		buf_release(&s->objects);
		s->at = 0;
	}
	return object;
}
