/* words.c -- a text cut into the words that are searched for. */
#include "config.h"

#include "base/words.h"

#include <stdint.h>
#include <string.h>

#include <utf8proc.h>

#include "base/str.h"
#include "base/utf8.h"

#include "base/banned.h"

enum part { PART_NONE, PART_LETTER, PART_MARK, PART_SIGN };

/* Letters of scripts that put no blanks between words (Unicode blocks). */
static const struct { uint32_t from, to; } signs[] = {
	{ 0x2e80, 0x2fdf },	/* radicals */
	{ 0x3005, 0x30ff },	/* numerals, Hiragana, Katakana */
	{ 0x3105, 0x31ff },	/* Bopomofo, Hangul letters, more Katakana */
	{ 0x3400, 0x4dbf },	/* Han */
	{ 0x4e00, 0x9fff },
	{ 0xac00, 0xd7a3 },	/* Hangul syllables */
	{ 0xf900, 0xfaff },
	{ 0xff66, 0xff9d },	/* Katakana, half as wide */
	{ 0x1b000, 0x1b16f },
	{ 0x20000, 0x3ffff },
};

static bool
is_sign(uint32_t cp)
{
	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (cp <= signs[i].to)
			return cp >= signs[i].from;
	return false;
}

static enum part
part_of(uint32_t cp)
{
	if (cp < 0x80)
		return str_is_alpha((char)cp) || str_is_digit((char)cp) ?
		    PART_LETTER : PART_NONE;
	switch (utf8proc_category((utf8proc_int32_t)cp)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
	case UTF8PROC_CATEGORY_ND:
	case UTF8PROC_CATEGORY_NL:
	case UTF8PROC_CATEGORY_NO:
		return is_sign(cp) ? PART_SIGN : PART_LETTER;
	case UTF8PROC_CATEGORY_MN:
	case UTF8PROC_CATEGORY_MC:
	case UTF8PROC_CATEGORY_ME:
		return PART_MARK;
	case UTF8PROC_CATEGORY_SO:	/* not what stands for bytes that are no text */
		return cp == 0xfffd ? PART_NONE : PART_SIGN;
	default:
		return PART_NONE;
	}
}

static void
add(struct word *w, uint32_t cp)
{
	char bytes[4];
	size_t n = utf8_encode(cp, bytes);

	if (w->len + n > WORD_BYTES)
		return;
	memcpy(w->folded + w->len, bytes, n);
	w->len += n;
}

static void
add_folded(struct word *w, uint32_t cp)
{
	uint32_t folded[UTF8_FOLD_MAX];
	size_t n = utf8_fold_loosely(cp, folded);

	for (size_t i = 0; i < n; i++)
		add(w, folded[i]);
}

/* The character at the place; 0 at the end. */
static size_t
look(const struct words *w, uint32_t *cp, enum part *part)
{
	size_t n = utf8_decode(w->text + w->at, w->len - w->at, cp);

	*part = n == 0 ? PART_NONE : part_of(*cp);
	return n;
}

bool
words_next(struct words *w, struct word *out)
{
	enum part part;
	uint32_t cp;
	size_t n;

	out->len = 0;
	while ((n = look(w, &cp, &part)) > 0 && part != PART_LETTER &&
	    part != PART_SIGN)
		w->at += n;
	out->from = w->at;
	if (part == PART_SIGN) {
		add(out, cp);
		w->at += n;
	} else {
		for (; n > 0 && (part == PART_LETTER || part == PART_MARK);
		    n = look(w, &cp, &part)) {
			add_folded(out, cp);
			w->at += n;
		}
	}
	out->to = w->at;
	out->folded[out->len] = '\0';
	return out->to > out->from;
}
