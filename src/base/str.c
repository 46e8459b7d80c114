/* str.c -- strings and pieces of strings; everything ASCII, no locale. */
#include "config.h"

#include "base/str.h"

#include <string.h>

#include "base/utf8.h"

#include "base/banned.h"

bool
str_copy(char *dst, size_t size, const char *src)
{
	return str_copy_span(dst, size, (struct str_span){ src, strlen(src) });
}

bool
str_copy_span(char *dst, size_t size, struct str_span src)
{
	size_t len = utf8_cut(src.p, src.len, size - 1);

	if (len > 0)
		memmove(dst, src.p, len);
	dst[len] = '\0';
	return len == src.len;
}

bool
str_eq(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return strcmp(a, b) == 0;
}

bool
str_eq_secret(const char *secret, const char *said)
{
	size_t len = strlen(secret), n = strlen(said), i;
	unsigned differs = len != n;

	for (i = 0; i < n; i++)
		differs |= (unsigned)(secret[len == 0 ? 0 : i % len] ^ said[i]);
	return differs == 0;
}

bool
str_eq_nocase(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return a == b;
	while (*a != '\0' && str_lower(*a) == str_lower(*b)) {
		a++;
		b++;
	}
	return str_lower(*a) == str_lower(*b);
}

bool
str_starts(const char *s, const char *start)
{
	return strncmp(s, start, strlen(start)) == 0;
}

bool
str_starts_nocase(const char *s, const char *start)
{
	while (*start != '\0' && str_lower(*s) == str_lower(*start)) {
		s++;
		start++;
	}
	return *start == '\0';
}

bool
str_span_eq(struct str_span a, const char *b)
{
	return strlen(b) == a.len && (a.len == 0 || memcmp(a.p, b, a.len) == 0);
}

char
str_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

char
str_upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

bool
str_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
str_is_alpha(char c)
{
	c = str_lower(c);
	return c >= 'a' && c <= 'z';
}

/* Counts downwards from 0, where there is room for one more than upwards. */
static bool
read_negative(const char *s, int64_t *out)
{
	int64_t value = 0;

	if (*s == '\0')
		return false;
	for (; *s != '\0'; s++) {
		int digit = *s - '0';

		if (!str_is_digit(*s) || value < (INT64_MIN + digit) / 10)
			return false;
		value = value * 10 - digit;
	}
	*out = value;
	return true;
}

bool
str_to_int64(const char *s, int64_t min, int64_t max, int64_t *out)
{
	bool minus = *s == '-';
	int64_t value;

	if (!read_negative(minus ? s + 1 : s, &value))
		return false;
	if (!minus && value == INT64_MIN)
		return false;
	if (!minus)
		value = -value;
	if (value < min || value > max)
		return false;
	*out = value;
	return true;
}

/* The next run of bytes that are not in `separators` off *rest. */
static bool
next_piece(const char **rest, const char *separators, struct str_span *piece)
{
	const char *p = *rest + strspn(*rest, separators);

	piece->p = p;
	piece->len = strcspn(p, separators);
	*rest = p + piece->len;
	return piece->len > 0;
}

bool
str_next_item(const char **rest, char sep, struct str_span *item)
{
	const char separators[] = { sep, '\0' };

	return next_piece(rest, separators, item);
}

const char *
str_first_word(char *word, size_t size, const char *text)
{
	size_t len = strcspn(text, " ");

	(void)str_copy_span(word, size, (struct str_span){ text, len });
	return text + len + strspn(text + len, " ");
}

bool
str_next_word(const char **rest, struct str_span *word)
{
	return next_piece(rest, " \t", word);
}

size_t
str_room(const char *s)
{
	return s == NULL ? 0 : strlen(s) + 1;
}

const char *
str_keep(char **at, const char *s)
{
	char *here = *at;

	if (s == NULL)
		return NULL;
	memcpy(here, s, str_room(s));
	*at += str_room(s);
	return here;
}
