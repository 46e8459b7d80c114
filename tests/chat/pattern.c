/* pattern.c -- what a line of a conversation is expected to look like. */
#include "config.h"
#include "chat/pattern.h"

#include <string.h>

#include "base/str.h"
#include "proto/irc_tags.h"

#include "base/banned.h"

static bool
is_name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A {name} at `p`: its length with the braces, its name; 0: there is none. */
static size_t
name_at(const char *p, char name[NAME_SIZE])
{
	size_t n = 0;

	if (p[0] != '{')
		return 0;
	while (is_name_char(p[n + 1]) && n + 1 < NAME_SIZE) {
		name[n] = p[n + 1];
		n++;
	}
	name[n] = '\0';
	return n > 0 && p[n + 1] == '}' ? n + 2 : 0;
}

static const char *
find_word(const struct words *w, const char *name)
{
	size_t i;

	for (i = 0; i < w->n; i++)
		if (str_eq(w->of[i].name, name))
			return w->of[i].word;
	return NULL;
}

/* False: there is no room. */
static bool
learn(struct words *w, const char *name, const char *p, size_t len)
{
	struct str_span word = { p, len };

	if (w->n == NAMES_MAX || len >= WORD_SIZE)
		return false;
	(void)str_copy(w->of[w->n].name, NAME_SIZE, name);
	(void)str_copy_span(w->of[w->n].word, WORD_SIZE, word);
	w->n++;
	return true;
}

static bool match(const char *pattern, const char *text, struct words *w);

static bool
match_any(const char *rest, const char *text, struct words *w)
{
	for (;; text++) {
		if (match(rest, text, w))
			return true;
		if (*text == '\0')
			return false;
	}
}

/* The longest word first; what is learned on a wrong way is forgotten. */
static bool
match_word(const char *rest, const char *name, const char *text,
    struct words *w)
{
	const char *known = find_word(w, name);
	size_t len, had = w->n;

	if (known != NULL)
		return str_starts(text, known) &&
		    match(rest, text + strlen(known), w);
	for (len = strcspn(text, " "); len > 0; len--) {
		if (learn(w, name, text, len) && match(rest, text + len, w))
			return true;
		w->n = had;
	}
	return false;
}

static bool
match(const char *pattern, const char *text, struct words *w)
{
	char name[NAME_SIZE];
	size_t len;

	for (; *pattern != '\0'; pattern++, text++) {
		if (*pattern == '*')
			return match_any(pattern + 1, text, w);
		if ((len = name_at(pattern, name)) > 0)
			return match_word(pattern + len, name, text, w);
		if (*text == '\0' || (*pattern != '?' && *pattern != *text))
			return false;
	}
	return *text == '\0';
}

/* One of "key=pattern", "key", "!key". */
static bool
tag_matches(struct str_span wanted, const char *tags, struct words *w)
{
	char text[WORD_SIZE], value[WORD_SIZE], *equals;

	if (!str_copy_span(text, sizeof text, wanted))
		return false;
	if (text[0] == '!')
		return !irc_tags_get(tags, text + 1, NULL, 0);
	equals = strchr(text, '=');
	if (equals != NULL)
		*equals = '\0';
	return irc_tags_get(tags, text, value, sizeof value) &&
	    (equals == NULL || match(equals + 1, value, w));
}

/* `wanted` and `line` begin behind their '@'; `tags` are those of the line. */
static bool
tags_match(const char *wanted, size_t len, const char *tags, struct words *w)
{
	char list[2 * WORD_SIZE];
	const char *rest = list;
	struct str_span all = { wanted, len }, one;

	if (!str_copy_span(list, sizeof list, all))
		return false;
	while (str_next_item(&rest, ';', &one))
		if (!tag_matches(one, tags, w))
			return false;
	return true;
}

bool
pattern_matches(const char *pattern, const char *line, struct words *w)
{
	char tags[WORD_SIZE * 32] = "";
	size_t had = w->n;

	if (line[0] == '@') {
		struct str_span all = { line + 1, strcspn(line, " ") - 1 };

		(void)str_copy_span(tags, sizeof tags, all);
		line += all.len + 1;
		line += *line == ' ';
	}
	if (pattern[0] == '@') {
		size_t len = strcspn(pattern, " ");

		if (!tags_match(pattern + 1, len - 1, tags, w))
			goto no;
		pattern += len;
		pattern += *pattern == ' ';
	}
	if (match(pattern, line, w))
		return true;
no:
	w->n = had;
	return false;
}

bool
words_fill_in(const struct words *w, const char *text, char *out, size_t size)
{
	char name[NAME_SIZE];
	size_t at = 0, len;

	while (*text != '\0') {
		const char *word = NULL;

		if ((len = name_at(text, name)) > 0) {
			word = find_word(w, name);
			if (word == NULL)
				return false;
			text += len;
		}
		len = word != NULL ? strlen(word) : 1;
		if (at + len >= size)
			return false;
		memcpy(out + at, word != NULL ? word : text, len);
		at += len;
		text += word == NULL;
	}
	out[at] = '\0';
	return true;
}
