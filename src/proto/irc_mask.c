/* irc_mask.c -- sources (nick!user@host) and the masks that match them. */
#include "config.h"

#include "proto/irc_mask.h"

#include <string.h>

#include "base/buf.h"

#include "base/banned.h"

static struct str_span
span_between(const char *from, const char *to)
{
	return (struct str_span){ from, (size_t)(to - from) };
}

void
irc_source_split(const char *source, struct irc_source *parts)
{
	const char *s = source != NULL ? source : "";
	const char *end = s + strlen(s);
	const char *bang = strchr(s, '!');
	const char *at = strchr(bang != NULL ? bang : s, '@');

	parts->host = span_between(at != NULL ? at + 1 : end, end);
	if (at == NULL)
		at = end;
	parts->user = span_between(bang != NULL ? bang + 1 : at, at);
	parts->nick = span_between(s, bang != NULL ? bang : at);
}

/* Behind the character at `p`, which is not the end. */
static const char *
next_char(const char *p)
{
	p++;
	while (((unsigned char)*p & 0xc0) == 0x80)
		p++;
	return p;
}

/*
 * Only the last '*' is ever tried again, one character further: an earlier one
 * could match nothing that the last can't, so there is no blow-up.
 */
bool
irc_mask_match(const char *mask, const char *text)
{
	const char *behind_star = NULL, *retry = NULL;

	while (*text != '\0') {
		if (*mask == '*') {
			behind_star = ++mask;
			retry = text;
		} else if (*mask == '?') {
			mask++;
			text = next_char(text);
		} else if (str_lower(*mask) == str_lower(*text)) {
			mask++;
			text++;
		} else if (behind_star != NULL) {
			mask = behind_star;
			text = retry = next_char(retry);
		} else {
			return false;
		}
	}
	return mask[strspn(mask, "*")] == '\0';
}

/* The parts of a mask, whichever of its short forms it has. */
static void
split_mask(const char *mask, struct irc_source *parts)
{
	const char *end = mask + strlen(mask);

	irc_source_split(mask, parts);
	if (strchr(mask, '!') != NULL)
		return;
	if (strchr(mask, '@') != NULL) {
		parts->user = parts->nick;
		parts->nick.len = 0;
	} else if (strpbrk(mask, ".:") != NULL) {
		parts->host = span_between(mask, end);
		parts->nick.len = 0;
	}
}

/* Adds a part with its runs of '*' made one; a missing part is one too. */
static bool
add_part(struct buf *out, struct str_span part)
{
	size_t i;

	if (part.len == 0)
		return buf_add_char(out, '*');
	for (i = 0; i < part.len; i++) {
		if (part.p[i] == '*' && i > 0 && part.p[i - 1] == '*')
			continue;
		if (!buf_add_char(out, part.p[i]))
			return false;
	}
	return true;
}

static bool
has_blank_or_control(const char *s)
{
	for (; *s != '\0'; s++)
		if ((unsigned char)*s <= ' ' || *s == 0x7f)
			return true;
	return false;
}

bool
irc_mask_make(const char *mask, char out[MASK_LEN + 1])
{
	struct irc_source parts;
	struct buf full;
	bool ok;

	out[0] = '\0';
	if (*mask == '\0' || has_blank_or_control(mask))
		return false;
	split_mask(mask, &parts);
	buf_init(&full, MASK_LEN);
	ok = add_part(&full, parts.nick) && buf_add_char(&full, '!') &&
	    add_part(&full, parts.user) && buf_add_char(&full, '@') &&
	    add_part(&full, parts.host) &&
	    str_copy(out, MASK_LEN + 1, buf_str(&full));
	buf_release(&full);
	return ok;
}

bool
irc_mask_is_pattern(const char *mask)
{
	return strpbrk(mask, "*?") != NULL;
}
