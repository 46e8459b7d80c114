/* buf.c -- a growing byte buffer with a ceiling. */
#include "config.h"

#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/xalloc.h"

#include "base/banned.h"

enum { FIRST_CAP_BYTES = 64 };

void
buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){ .max = max };
}

void
buf_release(struct buf *b)
{
	free(b->data);
	buf_init(b, b->max);
}

void
buf_reset(struct buf *b)
{
	b->len = 0;
}

void
buf_fit(struct buf *b)
{
	if (b->len == 0) {
		buf_release(b);
	} else if (b->cap > b->len + 1) {
		b->cap = b->len + 1;
		b->data = xrealloc(b->data, b->cap);
	}
}

/* Makes room for `need` bytes and the NUL that buf_str puts behind them. */
static void
grow(struct buf *b, size_t need)
{
	size_t cap = b->cap > 0 ? b->cap : FIRST_CAP_BYTES;

	if (b->cap > need)
		return;
	while (cap <= need)
		cap += cap / 2;
	b->data = xrealloc(b->data, cap);
	b->cap = cap;
}

char *
buf_reserve(struct buf *b, size_t len)
{
	if (b->len > b->max || len > b->max - b->len)
		return NULL;
	grow(b, b->len + len);
	return b->data + b->len;
}

bool
buf_add(struct buf *b, const void *data, size_t len)
{
	char *room;

	if (len == 0)
		return true;
	room = buf_reserve(b, len);
	if (room == NULL)
		return false;
	memcpy(room, data, len);
	b->len += len;
	return true;
}

bool
buf_add_str(struct buf *b, const char *s)
{
	return buf_add(b, s, strlen(s));
}

bool
buf_add_char(struct buf *b, char c)
{
	return buf_add(b, &c, 1);
}

bool
buf_addf(struct buf *b, const char *fmt, ...)
{
	va_list args;
	char *room;
	int len;

	va_start(args, fmt);
	len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0 || (room = buf_reserve(b, (size_t)len)) == NULL)
		return false;
	va_start(args, fmt);
	vsnprintf(room, (size_t)len + 1, fmt, args);
	va_end(args);
	b->len += (size_t)len;
	return true;
}

void
buf_consume(struct buf *b, size_t n)
{
	b->len -= n;
	if (b->len > 0 && n > 0)
		memmove(b->data, b->data + n, b->len);
}

char *
buf_str(struct buf *b)
{
	grow(b, b->len);
	b->data[b->len] = '\0';
	return b->data;
}
