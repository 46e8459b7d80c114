/*
 * json_stream.h -- JSON objects back to back, out of any segmentation.
 *
 * Ends of objects are found by counting braces outside strings; what is too
 * long or too deep is passed over whole, without being held. A string has no
 * line ends (JSON writes \n): so one that was never closed costs one line.
 */
#ifndef ADAPTER_JSON_STREAM_H
#define ADAPTER_JSON_STREAM_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

#include "base/attr.h"
#include "base/buf.h"

/* What was no object; told once where it began. */
typedef void json_fault_fn(void *self, const char *sentence);

struct json_stream {
	struct buf in;		/* an unfinished object */
	struct buf objects;	/* whole ones not yet taken, NUL between */
	size_t at;		/* of the next in `objects` */
	unsigned depth;		/* of braces and brackets in `in` */
	bool in_string, escaped;
	bool skipping;		/* this object is too long or too deep */
	bool in_garbage;	/* between objects */
	json_fault_fn *fault;
	void *self;		/* of `fault` */
};

void json_stream_init(struct json_stream *s, json_fault_fn *fault, void *self);
void json_stream_release(struct json_stream *s);
/* False: more objects wait than may. */
bool json_stream_feed(struct json_stream *s, const void *data, size_t len)
    ATTR_USE_RESULT;
/* The next object; the caller ends it by json_decref(). NULL: none is left.
 * Text that is not JSON, and an object that has a key twice (which is meant?),
 * is told as a fault and passed over. */
json_t *json_stream_next(struct json_stream *s);
size_t json_stream_held(const struct json_stream *s);	/* bytes */

#endif
