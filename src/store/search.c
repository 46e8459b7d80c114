/* search.c -- what somebody searches for, and whether a text has it. */
#include "config.h"
#include "store/search.h"

#include <stdio.h>
#include <string.h>

#include "base/banned.h"

/* Whether the bytes between two words part them; a quote turns `*quoted`. */
static bool
is_gap(const char *p, size_t n, bool *quoted)
{
	bool gap = false;

	for (size_t i = 0; i < n; i++)
		if (p[i] == '"') {
			*quoted = !*quoted;
			gap = true;
		} else if (p[i] == ' ' && !*quoted) {
			gap = true;
		}
	return gap;
}

bool
search_init(struct search *s, const char *text)
{
	struct words words = { .text = text, .len = strlen(text) };
	struct word word;
	bool quoted = false;
	size_t end = 0;

	memset(s, 0, sizeof *s);
	while (s->nwords < SEARCH_WORDS_MAX && words_next(&words, &word)) {
		size_t n = s->nwords++;

		if (is_gap(text + end, word.from - end, &quoted) && n > 0)
			s->word[n - 1].is_last = true;
		memcpy(s->word[n].folded, word.folded, word.len + 1);
		s->word[n].len = word.len;
		end = word.to;
	}
	if (s->nwords > 0)
		s->word[s->nwords - 1].is_last = true;
	return s->nwords > 0;
}

/* Whether the words from number `at` to the last that must follow it are next
 * in the text. */
static bool
follows(const struct search *s, size_t at, struct words words)
{
	struct word word;

	for (;; at++) {
		if (!words_next(&words, &word) ||
		    strncmp(word.folded, s->word[at].folded,
		    s->word[at].len) != 0)
			return false;
		if (s->word[at].is_last)
			return true;
		if (word.len != s->word[at].len)
			return false;
	}
}

static bool
is_in(const struct search *s, size_t at, const char *text)
{
	struct words words = { .text = text, .len = strlen(text) };
	struct word word;

	do
		if (follows(s, at, words))
			return true;
	while (words_next(&words, &word));
	return false;
}

bool
search_matches(const struct search *s, const char *text)
{
	bool is_first = true;

	for (size_t i = 0; i < s->nwords; i++) {
		if (text == NULL || (is_first && !is_in(s, i, text)))
			return false;
		is_first = s->word[i].is_last;
	}
	return s->nwords > 0;
}

/* No folded word has a quote in it. */
void
search_expression(const struct search *s, char out[SEARCH_EXPRESSION_SIZE])
{
	bool is_first = true;
	size_t n = 0;

	for (size_t i = 0; i < s->nwords; i++) {
		n += (size_t)snprintf(out + n, SEARCH_EXPRESSION_SIZE - n,
		    "%s%s%s", is_first ? "\"" : " ", s->word[i].folded,
		    s->word[i].is_last ? "\" * " : "");
		is_first = s->word[i].is_last;
	}
	out[n] = '\0';
}
