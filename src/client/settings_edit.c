/* settings_edit.c -- changes one value in the text of a settings file. */
#include "config.h"

#include "client/settings.h"

#include <string.h>

#include "base/buf.h"

#include "base/banned.h"

/* A piece of the file as libConfuse's scanner cuts it. */
enum token_kind { TOKEN_END, TOKEN_REMARK, TOKEN_NEWLINE, TOKEN_WORD,
	TOKEN_SIGN };

struct token {
	enum token_kind kind;
	const char *p;
	size_t len;
};

static size_t
quoted_length(const char *p)
{
	char quote = *p;
	size_t n = 1;

	while (p[n] != '\0' && p[n] != quote)
		n += p[n] == '\\' && p[n + 1] != '\0' ? 2 : 1;
	return p[n] == quote ? n + 1 : n;
}

/* A remark of the kind that ends in its own line or is closed; 0: none. */
static size_t
remark_length(const char *p)
{
	const char *end;

	if (*p == '#' || (p[0] == '/' && p[1] == '/'))
		return strcspn(p, "\n");
	if (p[0] != '/' || p[1] != '*')
		return 0;
	end = strstr(p + 2, "*/");
	return end != NULL ? (size_t)(end + 2 - p) : strlen(p);
}

static struct token
next_token(const char **rest)
{
	const char *p = *rest + strspn(*rest, " \t\r");
	struct token t = { TOKEN_REMARK, p, remark_length(p) };

	if (*p == '\0') {
		t.kind = TOKEN_END;
	} else if (*p == '\n') {
		t = (struct token){ TOKEN_NEWLINE, p, 1 };
	} else if (t.len == 0 && (*p == '"' || *p == '\'')) {
		t = (struct token){ TOKEN_WORD, p, quoted_length(p) };
	} else if (t.len == 0) {
		t.kind = TOKEN_WORD;
		t.len = strcspn(p, " \t\r\n\"'#=,(){}+*");
	}
	if (t.len == 0 && *p != '\0')
		t = (struct token){ TOKEN_SIGN, p, 1 };
	*rest = p + t.len;
	return t;
}

/* Where "name = value" stands. */
struct place_in_file {
	const char *start, *value, *end;
};

static struct token
next_that_counts(const char **rest)
{
	struct token t;

	do
		t = next_token(rest);
	while (t.kind == TOKEN_NEWLINE || t.kind == TOKEN_REMARK);
	return t;
}

/* The next one at or behind `*rest`, which moves behind it; false: none. */
static bool
find_next(const char **rest, const char *name, struct place_in_file *at)
{
	size_t len = strlen(name);

	for (;;) {
		struct token word = next_that_counts(rest), value;
		const char *behind = *rest;

		if (word.kind == TOKEN_END)
			return false;
		if (word.kind != TOKEN_WORD || word.len != len ||
		    memcmp(word.p, name, len) != 0)
			continue;
		if (*next_that_counts(&behind).p != '=')
			continue;
		value = next_that_counts(&behind);
		if (value.kind != TOKEN_WORD)
			continue;
		*rest = behind;
		*at = (struct place_in_file){ word.p, value.p, behind };
		return true;
	}
}

/* Quotes only where they are needed. */
static bool
add_value(const char *text, struct buf *out)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";

	return text[0] != '\0' && text[strspn(text, plain)] == '\0' ?
	    buf_add_str(out, text) : settings_quote(text, out);
}

static bool
replace_last(const char *file, const char *name, const char *text,
    struct buf *out)
{
	const char *rest = file;
	struct place_in_file at, last = { NULL, NULL, NULL };
	size_t len = strlen(file);

	while (find_next(&rest, name, &at))
		last = at;
	if (last.start == NULL)
		return buf_add(out, file, len) &&
		    (len == 0 || file[len - 1] == '\n' ||
		    buf_add_char(out, '\n')) &&
		    buf_addf(out, "%s = ", name) && add_value(text, out) &&
		    buf_add_char(out, '\n');
	return buf_add(out, file, (size_t)(last.value - file)) &&
	    add_value(text, out) && buf_add_str(out, last.end);
}

/* The whole line goes if nothing else is on it; else what stands there. */
static void
widen(const char *file, struct place_in_file *at)
{
	const char *start = at->start, *end = at->end + strspn(at->end,
	    " \t\r");

	while (start > file && strchr(" \t", start[-1]) != NULL)
		start--;
	if (start > file && start[-1] != '\n')
		return;
	if (*end == '#' || (end[0] == '/' && end[1] == '/'))
		end += strcspn(end, "\n");
	if (*end != '\0' && *end != '\n')
		return;
	at->start = start;
	at->end = end + (*end == '\n');
}

static bool
remove_all(const char *file, const char *name, struct buf *out)
{
	const char *rest = file, *from = file;
	struct place_in_file at;

	while (find_next(&rest, name, &at)) {
		widen(file, &at);
		if (!buf_add(out, from, (size_t)(at.start - from)))
			return false;
		from = at.end;
	}
	return buf_add_str(out, from);
}

bool
settings_edit(const char *file, const char *name, const char *text,
    struct buf *out)
{
	return text != NULL ? replace_last(file, name, text, out) :
	    remove_all(file, name, out);
}
