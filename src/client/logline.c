/* logline.c -- a line of the log: what was said, as text on the disk. */
#include "config.h"

#include "client/logline.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/time.h"
#include "base/utf8.h"

#include "base/banned.h"

/* "2026-11-20 09:21:44.123 +0100" */
enum { STAMP_LEN = 29, ISO_LEN = TIME_ISO_SIZE - 1, ZONE_AT = 24 };

static const char *const marks[] = {
	[LOGLINE_SAID] = NULL,
	[LOGLINE_MISSING] = "missing until ",
	[LOGLINE_LOST] = "lost until ",
	[LOGLINE_FOUND] = "found until ",
	[LOGLINE_FILLED] = "filled until ",
};

enum { MARKS = sizeof marks / sizeof *marks };

/* --- Writing --------------------------------------------------------------- */

static void
two_digits(char *out, int32_t n)
{
	out[0] = (char)('0' + n / 10);
	out[1] = (char)('0' + n % 10);
}

/* Not with printf: it would cost as much as all the rest of a line. */
static void
stamp(char out[STAMP_LEN + 1], int64_t time_ms, int32_t zone_s)
{
	char iso[TIME_ISO_SIZE];
	int32_t minutes = (zone_s < 0 ? -zone_s : zone_s) / 60 % (24 * 60);

	time_format_iso(iso, time_ms + (int64_t)(zone_s < 0 ? -minutes :
	    minutes) * 60 * 1000);
	memcpy(out, iso, ZONE_AT);
	out[10] = out[ZONE_AT - 1] = ' ';
	out[ZONE_AT] = zone_s < 0 ? '-' : '+';
	two_digits(out + ZONE_AT + 1, minutes / 60);
	two_digits(out + ZONE_AT + 3, minutes % 60);
	out[STAMP_LEN] = '\0';
}

/* Whether it would break the line, or do something to a terminal. */
static bool
is_harmful(uint32_t cp)
{
	return utf8_is_steering(cp) || cp == '\\';
}

static bool
add_escape(struct buf *out, uint32_t cp)
{
	switch (cp) {
	case '\\':
		return buf_add_str(out, "\\\\");
	case '\n':
		return buf_add_str(out, "\\n");
	case '\t':
		return buf_add_str(out, "\\t");
	default:
		return buf_addf(out, cp < 0x100 ? "\\x%02x" : "\\u%04x",
		    (unsigned)cp);
	}
}

/* Bytes that begin nothing harmful: nearly all. In UTF-8 U+0080 to U+009F
 * begin with C2, what turns a text around with E2 80 and E2 81. */
static size_t
harmless_length(const char *text, size_t len)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t n = 0;

	while (n < len && p[n] >= ' ' && p[n] != '\\' && p[n] != 0x7f &&
	    p[n] != 0xc2 && p[n] != 0xe2)
		n++;
	return n;
}

static bool
add_escaped(struct buf *out, const char *text, size_t len)
{
	size_t at = harmless_length(text, len), n;
	bool ok = buf_add(out, text, at);

	for (; ok && at < len; at += n) {
		uint32_t cp;

		n = utf8_decode(text + at, len - at, &cp);
		if (is_harmful(cp)) {
			ok = add_escape(out, cp);
			continue;
		}
		n += harmless_length(text + at + n, len - at - n);
		ok = buf_add(out, text + at, n);
	}
	return ok;
}

static bool
add_said(struct buf *out, const struct logline *l)
{
	return buf_add_str(out, l->own ? ">" : "") &&
	    buf_add_str(out, l->is_action ? "*" : "") &&
	    buf_add_str(out, l->is_notice ? "-" : "") &&
	    buf_add_char(out, '\t') &&
	    add_escaped(out, l->nick, strlen(l->nick)) &&
	    buf_add_char(out, '\t') &&
	    add_escaped(out, l->text, l->text_len);
}

static bool
add_mark(struct buf *out, const struct logline *l, int32_t zone_s)
{
	char until[STAMP_LEN + 1];

	stamp(until, l->until_ms, zone_s);
	return buf_addf(out, "!\t\t%s%s", marks[l->mark], until);
}

bool
logline_write(const struct logline *l, int32_t zone_s, struct buf *out)
{
	size_t before = out->len;
	char when[STAMP_LEN + 1];

	stamp(when, l->time_ms, zone_s);
	if (buf_add(out, when, STAMP_LEN) && buf_add_char(out, '\t') &&
	    (l->mark == LOGLINE_SAID ? add_said(out, l) :
	    add_mark(out, l, zone_s)) &&
	    buf_add_char(out, '\t') &&
	    add_escaped(out, l->msgid, strlen(l->msgid)) &&
	    buf_add_char(out, '\n'))
		return true;
	out->len = before;
	return false;
}

/* --- Reading --------------------------------------------------------------- */

static bool
read_stamp(const char *text, int64_t *time_ms)
{
	char iso[TIME_ISO_SIZE];
	int64_t hours, minutes;
	char part[3] = "";

	if (strlen(text) != STAMP_LEN || text[10] != ' ' ||
	    (text[ZONE_AT] != '+' && text[ZONE_AT] != '-'))
		return false;
	snprintf(iso, sizeof iso, "%.10sT%.12sZ", text, text + 11);
	memcpy(part, text + ZONE_AT + 1, 2);
	if (!time_parse_iso(iso, time_ms) ||
	    !str_to_int64(part, 0, 23, &hours))
		return false;
	memcpy(part, text + ZONE_AT + 3, 2);
	if (!str_to_int64(part, 0, 59, &minutes))
		return false;
	minutes = (hours * 60 + minutes) * 60 * 1000;
	*time_ms += text[ZONE_AT] == '-' ? minutes : -minutes;
	return true;
}

/* What the escape at `p`, behind its '\', means; *n: the bytes it takes. */
static uint32_t
read_escape(const char *p, size_t *n)
{
	size_t want = *p == 'x' ? 2 : *p == 'u' ? 4 : 0;
	char digits[5] = "";
	unsigned cp;

	*n = 1;
	if (want > 0 && strnlen(p + 1, want) == want) {
		memcpy(digits, p + 1, want);
		if (sscanf(digits, "%4x", &cp) == 1 && cp != 0) {
			*n = 1 + want;
			return cp;
		}
	}
	return *p == 'n' ? '\n' : *p == 't' ? '\t' : (unsigned char)*p;
}

/* In place: never longer than before. Returns the new length. */
static size_t
unescape(char *text)
{
	char *to = text;
	size_t n;

	for (const char *p = text; *p != '\0'; p++) {
		if (*p == '\\' && (unsigned char)p[1] > ' ' &&
		    (unsigned char)p[1] < 0x7f) {
			to += utf8_encode(read_escape(p + 1, &n), to);
			p += n;
		} else {
			*to++ = *p;
		}
	}
	*to = '\0';
	return (size_t)(to - text);
}

/* The next field, ended by a NUL; NULL: there is none. */
static char *
take_field(char **text)
{
	char *field = *text, *tab;

	if (field == NULL)
		return NULL;
	tab = strchr(field, '\t');
	*text = tab != NULL ? tab + 1 : NULL;
	if (tab != NULL)
		*tab = '\0';
	return field;
}

static bool
read_mark(const char *said, struct logline *l)
{
	for (int i = LOGLINE_MISSING; i < MARKS; i++) {
		l->mark = (enum logline_mark)i;
		if (str_starts(said, marks[i]))
			return read_stamp(said + strlen(marks[i]),
			    &l->until_ms);
	}
	return false;
}

bool
logline_read(char *text, struct logline *l)
{
	char *when, *signs, *nick, *said, *msgid;

	if (!utf8_valid(text, strlen(text)))
		return false;
	when = take_field(&text);
	signs = take_field(&text);
	nick = take_field(&text);
	said = take_field(&text);
	msgid = take_field(&text);
	if (msgid == NULL || !read_stamp(when, &l->time_ms))
		return false;
	*l = (struct logline){ .time_ms = l->time_ms };
	if (str_eq(signs, "!") ? !read_mark(said, l) : nick[0] == '\0')
		return false;
	if (said[0] == ' ' && said[strspn(said, " ")] == '\0')
		return false;	/* logfile_forget() has been there */
	l->own = strchr(signs, '>') != NULL;
	l->is_action = strchr(signs, '*') != NULL;
	l->is_notice = strchr(signs, '-') != NULL;
	l->nick = nick;
	l->text = said;
	l->msgid = msgid;
	(void)unescape(nick);
	(void)unescape(msgid);
	l->text_len = unescape(said);
	return true;
}

/* --- File names ------------------------------------------------------------ */

static bool
is_plain(uint32_t cp, bool is_first)
{
	if (cp < 0x80)
		return str_is_alpha((char)cp) || str_is_digit((char)cp) ||
		    (strchr("#&+-_", (char)cp) != NULL && cp != 0) ||
		    (cp == '.' && !is_first);
	return cp != 0xfffd && !utf8_is_invisible(cp) && utf8_width(cp) > 0;
}

static uint32_t
hash_of(const char *name)
{
	uint32_t h = 0x811c9dc5u;

	for (; *name != '\0'; name++)
		h = (h ^ (unsigned char)str_lower(*name)) * 0x01000193u;
	return h;	/* FNV-1a */
}

void
logline_file_name(const char *name, char out[LOGLINE_NAME_SIZE])
{
	const size_t room = LOGLINE_NAME_SIZE - sizeof "-01234567" - 12;
	size_t len = strlen(name), at = 0, to = 0, n;
	uint32_t cp;

	while (at < len && to < room) {
		n = utf8_decode(name + at, len - at, &cp);
		for (size_t i = 0; i < n; i++)
			if (is_plain(cp, at == 0))
				out[to++] = str_lower(name[at + i]);
			else
				to += (size_t)snprintf(out + to, 4, "%%%02X",
				    (unsigned)(unsigned char)name[at + i]);
		at += n;
	}
	out[to] = '\0';
	if (at < len)
		snprintf(out + to, LOGLINE_NAME_SIZE - to, "-%08x",
		    (unsigned)hash_of(name));
	else if (len == 0)
		str_copy(out, LOGLINE_NAME_SIZE, "%");
}
