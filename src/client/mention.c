/* mention.c -- names in texts, and names that are nearly the same. */
#include "config.h"

#include "client/mention.h"

#include <string.h>

#include "base/str.h"

#include "base/banned.h"

enum { NAME_MAX_BYTES = 64, SHORT_NAME = 4 };

/* What a name can be made of: beside it the word would go on. */
static bool
is_name_byte(char c)
{
	return (unsigned char)c >= 0x80 || str_is_alpha(c) ||
	    str_is_digit(c) || c == '_' || c == '-';
}

static bool
is_at(const char *text, const char *nick, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_lower(text[i]) != str_lower(nick[i]))
			return false;
	return true;
}

bool
mention_found(const char *text, size_t len, const char *nick)
{
	size_t n = strlen(nick);
	char lower = n > 0 ? str_lower(nick[0]) : '\0';
	char upper = n > 0 ? str_upper(nick[0]) : '\0';

	if (n == 0)
		return false;
	for (size_t i = 0; i + n <= len; i++) {
		if (text[i] != lower && text[i] != upper)
			continue;
		if ((i == 0 || !is_name_byte(text[i - 1])) &&
		    (i + n == len || !is_name_byte(text[i + n])) &&
		    is_at(text + i, nick, n))
			return true;
	}
	return false;
}

bool
mention_any(const char *text, size_t len, const char *words)
{
	struct str_span item;
	char word[NAME_MAX_BYTES];

	while (words != NULL && str_next_item(&words, ',', &item)) {
		while (item.len > 0 && item.p[0] == ' ') {
			item.p++;
			item.len--;
		}
		while (item.len > 0 && item.p[item.len - 1] == ' ')
			item.len--;
		if (str_copy_span(word, sizeof word, item) &&
		    mention_found(text, len, word))
			return true;
	}
	return false;
}

static int
min3(int a, int b, int c)
{
	int least = a < b ? a : b;

	return least < c ? least : c;
}

/* One row of the table of Levenshtein and Damerau at a time. */
int
mention_distance(const char *a, const char *b, int max)
{
	int rows[3][NAME_MAX_BYTES + 1];
	int *before = rows[0], *last = rows[1], *now = rows[2];
	size_t la = strlen(a), lb = strlen(b);

	if (la > NAME_MAX_BYTES || lb > NAME_MAX_BYTES)
		return max + 1;
	for (size_t j = 0; j <= lb; j++)
		last[j] = before[j] = (int)j;
	for (size_t i = 1; i <= la; i++) {
		int *spare = before;

		now[0] = (int)i;
		for (size_t j = 1; j <= lb; j++) {
			bool same = str_lower(a[i - 1]) ==
			    str_lower(b[j - 1]);

			now[j] = min3(last[j] + 1, now[j - 1] + 1,
			    last[j - 1] + !same);
			if (i > 1 && j > 1 &&	/* two letters changed places */
			    str_lower(a[i - 1]) == str_lower(b[j - 2]) &&
			    str_lower(a[i - 2]) == str_lower(b[j - 1]) &&
			    before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
		before = last;
		last = now;
		now = spare;
	}
	return last[lb] <= max ? last[lb] : max + 1;
}

/* In a short name one wrong letter is a lot. */
struct mention_search
mention_search(const char *name)
{
	return (struct mention_search){ .name = name,
	    .least = strlen(name) <= SHORT_NAME ? 2 : 3 };
}

bool
mention_is_nearer(struct mention_search *s, const char *other)
{
	int n = mention_distance(s->name, other, s->least - 1);
	bool is_nearer = n < s->least;

	if (is_nearer)
		s->least = n;
	return is_nearer;
}
