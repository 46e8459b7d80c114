/* irc_tags.c -- the tags of a line. */
#include "config.h"

#include "proto/irc_tags.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "proto/limits.h"

#include "base/banned.h"

/* The escaped letter of each character that can't stand in a value, in pairs. */
static const char escapes[][2] = {
	{ ';', ':' }, { ' ', 's' }, { '\\', '\\' }, { '\r', 'r' }, { '\n', 'n' },
};

enum { NESCAPES = sizeof escapes / sizeof escapes[0] };

static char
escaped(char c)
{
	int i;

	for (i = 0; i < NESCAPES; i++)
		if (escapes[i][0] == c)
			return escapes[i][1];
	return '\0';
}

/* A letter that means nothing special stands for itself. */
static char
unescaped(char c)
{
	int i;

	for (i = 0; i < NESCAPES; i++)
		if (escapes[i][1] == c)
			return escapes[i][0];
	return c;
}

bool
irc_tags_next(const char **rest, struct irc_tag *tag)
{
	struct str_span item;
	const char *equals;

	while (*rest != NULL && str_next_item(rest, ';', &item)) {
		equals = memchr(item.p, '=', item.len);
		tag->key = tag->value = item;
		if (equals != NULL)
			tag->key.len = (size_t)(equals - item.p);
		tag->value.p += tag->key.len + (equals != NULL);
		tag->value.len -= tag->key.len + (equals != NULL);
		if (tag->key.len > 0)
			return true;
	}
	return false;
}

/* The last tag of that key; false: none. `tags` may be NULL. */
static bool
irc_tags_find(const char *tags, const char *key, struct irc_tag *tag)
{
	struct irc_tag each;
	bool found = false;

	while (irc_tags_next(&tags, &each))
		if (str_span_eq(each.key, key)) {
			*tag = each;
			found = true;
		}
	return found;
}

bool
irc_tags_get(const char *tags, const char *key, char *out, size_t size)
{
	struct irc_tag tag;

	if (!irc_tags_find(tags, key, &tag))
		return false;
	if (out != NULL)
		irc_tags_unescape(tag.value, out, size);
	return true;
}

size_t
irc_tags_unescape(struct str_span value, char *out, size_t size)
{
	size_t i, len = 0;

	for (i = 0; i < value.len && len < size; i++) {
		char c = value.p[i];

		if (c == '\\') {
			if (++i == value.len)
				break;
			c = unescaped(value.p[i]);
		}
		out[len++] = c;
	}
	len = utf8_cut(out, len, size - 1);
	out[len] = '\0';
	return len;
}

static bool
is_key_char(char c)
{
	return str_is_alpha(c) || str_is_digit(c) || c == '-';
}

bool
irc_tags_key_valid(struct str_span key)
{
	const char *name, *slash;
	size_t i;

	if (key.len > 0 && key.p[0] == '+') {
		key.p++;
		key.len--;
	}
	slash = key.len > 0 ? memchr(key.p, '/', key.len) : NULL;
	name = slash != NULL ? slash + 1 : key.p;
	if (slash == key.p || (size_t)(name - key.p) == key.len)
		return false;
	for (i = 0; i < key.len; i++) {
		bool vendor = key.p + i < name - 1;

		/* A vendor is a host name: it has dots. */
		if (!is_key_char(key.p[i]) && key.p + i != slash &&
		    !(vendor && key.p[i] == '.'))
			return false;
	}
	return true;
}

static size_t
escaped_len(const char *value)
{
	size_t len = 0;

	for (; *value != '\0'; value++)
		len += escaped(*value) != '\0' ? 2 : 1;
	return len;
}

static char *
put_escaped(char *at, const char *value)
{
	for (; *value != '\0'; value++) {
		char letter = escaped(*value);

		if (letter != '\0')
			*at++ = '\\';
		*at++ = letter != '\0' ? letter : *value;
	}
	return at;
}

static char *
put(char *at, const char *s, size_t len)
{
	memcpy(at, s, len);
	return at + len;
}

bool
irc_tags_add(struct buf *out, const char *key, const char *value)
{
	struct str_span span = { key, strlen(key) };
	size_t value_len = value != NULL ? escaped_len(value) : 0;
	char *at;

	if (!irc_tags_key_valid(span))
		return false;
	at = buf_reserve(out, (out->len > 0) + span.len +
	    (value_len > 0 ? 1 + value_len : 0));
	if (at == NULL)
		return false;
	if (out->len > 0)
		*at++ = ';';
	at = put(at, key, span.len);
	if (value_len > 0) {
		*at++ = '=';
		at = put_escaped(at, value);
	}
	out->len = (size_t)(at - out->data);
	return true;
}

bool
irc_tags_add_raw(struct buf *out, const struct irc_tag *tag)
{
	if (out->len > 0 && !buf_add_char(out, ';'))
		return false;
	if (!buf_add(out, tag->key.p, tag->key.len))
		return false;
	return tag->value.len == 0 || (buf_add_char(out, '=') &&
	    buf_add(out, tag->value.p, tag->value.len));
}

/* Where a tag of that key stands among the `n`, or `n`. */
static size_t
place_of(const struct irc_tag *tags, size_t n, struct str_span key)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (tags[i].key.len == key.len &&
		    memcmp(tags[i].key.p, key.p, key.len) == 0)
			break;
	return i;
}

bool
irc_tags_denied(const char *deny, struct str_span key)
{
	bool denied = false, all = false, exempt = false;
	struct str_span item;

	if (deny == NULL || str_span_eq(key, "+tcpchat/id"))
		return false;
	key.p++;	/* the '+' is not in the list */
	key.len--;
	while (str_next_item(&deny, ',', &item)) {
		bool but = item.len > 0 && item.p[0] == '-';

		item.p += but;
		item.len -= but;
		if (!but && str_span_eq(item, "*"))
			all = true;
		else if (item.len == key.len &&
		    memcmp(item.p, key.p, key.len) == 0)
			*(but ? &exempt : &denied) = true;
	}
	return denied || (all && !exempt);
}

bool
irc_tags_add_client_only(struct buf *out, const char *tags, const char *deny)
{
	struct irc_tag tag, kept[IRC_TAGS_RELAYED];
	size_t i, n = 0, len_before = out->len;

	while (irc_tags_next(&tags, &tag)) {
		if (tag.key.p[0] != '+' || !irc_tags_key_valid(tag.key) ||
		    irc_tags_denied(deny, tag.key))
			continue;
		i = place_of(kept, n, tag.key);
		if (i == IRC_TAGS_RELAYED)
			continue;
		kept[i] = tag;
		n += i == n;
	}
	for (i = 0; i < n; i++)
		if (!irc_tags_add_raw(out, &kept[i])) {
			out->len = len_before;
			return false;
		}
	return true;
}
