/*
 * irc_format.h -- bold, colours and the like in the text of a message.
 *
 * modern.ircdocs.horse/formatting: a control character switches an attribute
 * on and off, 0x03 and 0x04 take the numbers of a colour along, 0x0f ends all
 * of it. A code is one byte and what belongs to it.
 */
#ifndef PROTO_IRC_FORMAT_H
#define PROTO_IRC_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum irc_format_code {
	IRC_CODE_BOLD = 0x02,
	IRC_CODE_COLOUR = 0x03,
	IRC_CODE_HEX = 0x04,
	IRC_CODE_RESET = 0x0f,
	IRC_CODE_MONOSPACE = 0x11,
	IRC_CODE_REVERSE = 0x16,
	IRC_CODE_ITALIC = 0x1d,
	IRC_CODE_STRIKE = 0x1e,
	IRC_CODE_UNDERLINE = 0x1f
};

enum {	/* bits of `attrs` */
	IRC_BOLD = 1 << 0,
	IRC_ITALIC = 1 << 1,
	IRC_UNDERLINE = 1 << 2,
	IRC_STRIKE = 1 << 3,
	IRC_REVERSE = 1 << 4,
	IRC_MONOSPACE = 1 << 5
};

enum { IRC_COLOUR_DEFAULT = -1 };

struct irc_format {
	uint8_t attrs;
	int32_t fg, bg;		/* 0xRRGGBB, or IRC_COLOUR_DEFAULT */
	int8_t fg16, bg16;	/* one of the sixteen, 0 to 15; -1: none */
};

extern const struct irc_format irc_format_none;

bool irc_format_is_none(const struct irc_format *f);

/* Bytes of the code that `p` begins with; 0: it begins with none. */
size_t irc_format_code(const char *p, size_t len);

/* What holds behind that code, `n` bytes long. */
void irc_format_apply(struct irc_format *f, const char *p, size_t n);

/* Bytes before the first code; `len` if there is none. */
size_t irc_format_find(const char *p, size_t len);

/* Writes the text without its codes, at most `len` bytes, and no NUL behind
 * it; `out` may be `p`. Returns how many. */
size_t irc_format_strip(char *out, const char *p, size_t len);

#endif
