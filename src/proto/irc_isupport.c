/* irc_isupport.c -- what a server says of itself in numeric 005. */
#include "config.h"

#include "proto/irc_isupport.h"

#include <string.h>

#include "base/buf.h"
#include "base/str.h"

#include "base/banned.h"

/* --- The server's --- */

const char isupport_flag[] = "";
const char isupport_setting[] = "";

#define NUM(macro) NUM_TEXT(macro)
#define NUM_TEXT(number) #number

const struct isupport_row isupport_table[] = {
#define ISUPPORT(token, value) { token, value },
#include "proto/irc_isupport.def"
#undef ISUPPORT
};

const size_t isupport_count = sizeof isupport_table / sizeof isupport_table[0];

/* Blanks would end the token, '=' and '\' are read as something else. */
static bool
add_value(struct buf *out, const char *value)
{
	for (; *value != '\0'; value++) {
		bool plain = *value != ' ' && *value != '\\' && *value != '=';

		if (plain && !buf_add_char(out, *value))
			return false;
		if (!plain && !buf_addf(out, "\\x%02X", (unsigned)*value))
			return false;
	}
	return true;
}

bool
isupport_format(const struct isupport_row *row, const char *setting,
    char *out, size_t size)
{
	const char *value = row->value;
	struct buf token;
	bool ok;

	if (value == ISUPPORT_SETTING && (value = setting) == NULL)
		return false;
	buf_init(&token, size - 1);
	ok = buf_add_str(&token, row->token);
	if (ok && value == setting)
		ok = buf_add_char(&token, '=') && add_value(&token, value);
	else if (ok && value != ISUPPORT_FLAG)
		ok = buf_add_char(&token, '=') && buf_add_str(&token, value);
	ok = ok && str_copy(out, size, buf_str(&token));
	buf_release(&token);
	return ok;
}

/* --- The client's --- */

/* A token whose value is copied. `absent`: when there is none or no value. */
static const struct text_row {
	const char *token;
	size_t offset, size;
	const char *absent;
} text_rows[] = {
#define TEXT(token, field, absent) { token, offsetof(struct isupport, field), \
    sizeof ((struct isupport *)NULL)->field, absent }
	TEXT("CHANTYPES", chantypes, "#&"),
	TEXT("CLIENTTAGDENY", tag_deny, ""),
	TEXT("LOBBY", lobby, ""),
	TEXT("NETWORK", network, ""),
	TEXT("STATUSMSG", statusmsg, ""),
#undef TEXT
};

/* A token whose value is a number; `bare`: said without one. */
static const struct number_row {
	const char *token;
	size_t offset, absent, bare;
} number_rows[] = {
#define NUMBER(token, field, absent, bare) \
    { token, offsetof(struct isupport, field), absent, bare }
	NUMBER("AWAYLEN", away_len, 0, 0),
	NUMBER("CHANNELLEN", channel_len, 200, SIZE_MAX),
	NUMBER("CHATHISTORY", chathistory, 0, 0),
	NUMBER("HOSTLEN", host_len, 0, 0),
	NUMBER("KEYLEN", key_len, 0, 0),
	NUMBER("KICKLEN", kick_len, 0, 0),
	NUMBER("MODES", modes, 3, 0),
	NUMBER("MONITOR", monitor, 0, SIZE_MAX),
	NUMBER("NAMELEN", name_len, 0, 0),
	NUMBER("NICKLEN", nick_len, 9, SIZE_MAX),
	NUMBER("TOPICLEN", topic_len, 0, 0),
	NUMBER("USERLEN", user_len, 0, 0),
#undef NUMBER
};

static const struct flag_row {
	const char *token;
	size_t offset;
} flag_rows[] = {
	{ "CHATHISTORY", offsetof(struct isupport, has_chathistory) },
	{ "SAFELIST", offsetof(struct isupport, safelist) },
	{ "UTF8ONLY", offsetof(struct isupport, utf8only) },
	{ "WHOX", offsetof(struct isupport, whox) },
};

/* A token that names one mode; `bare`: the usual letter. */
static const struct letter_row {
	const char *token;
	size_t offset;
	char bare;
} letter_rows[] = {
	{ "BOT", offsetof(struct isupport, bot), 'B' },
	{ "EXCEPTS", offsetof(struct isupport, excepts), 'e' },
	{ "INVEX", offsetof(struct isupport, invex), 'I' },
};

#define COUNT(rows) (sizeof (rows) / sizeof (rows)[0])

/* The functions below get value NULL for "-TOKEN", "" for a bare token. */

static void *
field(struct isupport *is, size_t offset)
{
	return (char *)is + offset;
}

static void
set_text(struct isupport *is, const struct text_row *row, const char *value)
{
	str_copy(field(is, row->offset), row->size,
	    value != NULL ? value : row->absent);
}

static void
set_number(struct isupport *is, const struct number_row *row,
    const char *value)
{
	size_t *number = field(is, row->offset);
	int64_t n;

	if (value == NULL)
		*number = row->absent;
	else if (*value == '\0')
		*number = row->bare;
	else if (str_to_int64(value, 0, INT32_MAX, &n))
		*number = (size_t)n;
}

static void
set_casemapping(struct isupport *is, const char *value)
{
	is->casemapping = IRC_CASE_RFC1459;
	if (str_eq_nocase(value, "rfc1459-strict"))
		is->casemapping = IRC_CASE_RFC1459_STRICT;
	else if (value != NULL && !str_eq_nocase(value, "rfc1459"))
		/* Others fold more than ASCII: no two names become one by error. */
		is->casemapping = IRC_CASE_ASCII;
}

static void
set_chanmodes(struct isupport *is, const char *value)
{
	char *const classes[] = { is->list_modes, is->always_modes,
	    is->set_modes, is->flag_modes };
	const char *at = value != NULL ? value : "beI,k,l,imnst";
	size_t i;

	for (i = 0; i < COUNT(classes); i++) {
		size_t len = strcspn(at, ",");

		str_copy_span(classes[i], ISUPPORT_LETTERS_SIZE,
		    (struct str_span){ at, len });
		at += len + (at[len] == ',');
	}
}

/* "(ov)@+"; empty: members have no modes. */
static void
set_prefix(struct isupport *is, const char *value)
{
	const char *modes = value != NULL ? value : "(ov)@+";
	const char *end = strchr(modes, ')');

	is->member_modes[0] = is->member_signs[0] = '\0';
	if (modes[0] != '(' || end == NULL)
		return;
	modes++;
	if (strlen(end + 1) != (size_t)(end - modes))
		return;
	str_copy_span(is->member_modes, sizeof is->member_modes,
	    (struct str_span){ modes, (size_t)(end - modes) });
	str_copy(is->member_signs, sizeof is->member_signs, end + 1);
}

static void
set_msgreftypes(struct isupport *is, const char *value)
{
	struct str_span type;

	is->ref_msgid = is->ref_time = value == NULL;
	while (value != NULL && str_next_item(&value, ',', &type)) {
		is->ref_msgid |= str_span_eq(type, "msgid");
		is->ref_time |= str_span_eq(type, "timestamp");
	}
}

/* "1,id=86400": a version, then what it can. */
static void
set_tcpchat(struct isupport *is, const char *value)
{
	char item[32];
	struct str_span span;
	int64_t n;

	is->tcpchat = 0;
	is->tcpchat_id_s = 0;
	while (value != NULL && str_next_item(&value, ',', &span)) {
		if (!str_copy_span(item, sizeof item, span))
			continue;
		if (str_to_int64(item, 1, INT16_MAX, &n))
			is->tcpchat = (int)n;
		else if (str_starts(item, "id=") &&
		    str_to_int64(item + 3, 0, INT32_MAX, &n))
			is->tcpchat_id_s = n;
	}
}

static const struct special_row {
	const char *token;
	void (*set)(struct isupport *is, const char *value);
} special_rows[] = {
	{ "CASEMAPPING", set_casemapping },
	{ "CHANMODES", set_chanmodes },
	{ "MSGREFTYPES", set_msgreftypes },
	{ "PREFIX", set_prefix },
	{ "TCPCHAT", set_tcpchat },
};

/* `token` NULL: every one. */
static void
set(struct isupport *is, const char *token, const char *value)
{
	size_t i;

#define IS(row) (token == NULL || str_eq(token, (row).token))
	for (i = 0; i < COUNT(text_rows); i++)
		if (IS(text_rows[i]))
			set_text(is, &text_rows[i], value);
	for (i = 0; i < COUNT(number_rows); i++)
		if (IS(number_rows[i]))
			set_number(is, &number_rows[i], value);
	for (i = 0; i < COUNT(flag_rows); i++)
		if (IS(flag_rows[i]))
			*(bool *)field(is, flag_rows[i].offset) = value != NULL;
	for (i = 0; i < COUNT(letter_rows); i++)
		if (IS(letter_rows[i]))
			*(char *)field(is, letter_rows[i].offset) =
			    value == NULL ? '\0' : *value != '\0' ? *value :
			    letter_rows[i].bare;
	for (i = 0; i < COUNT(special_rows); i++)
		if (IS(special_rows[i]))
			special_rows[i].set(is, value);
#undef IS
}

void
isupport_init(struct isupport *is)
{
	set(is, NULL, NULL);
}

static int
hex_digit(char c)
{
	if (str_is_digit(c))
		return c - '0';
	c = str_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "\x20" is a blank; a control character is never meant. */
static void
unescape(char *s)
{
	char *to = s;

	while (*s != '\0') {
		int high = -1, low = -1;

		if (s[0] == '\\' && s[1] == 'x' && (high = hex_digit(s[2])) >= 0)
			low = hex_digit(s[3]);
		if (low >= 0 && high * 16 + low >= ' ') {
			*to++ = (char)(high * 16 + low);
			s += 4;
		} else {
			*to++ = *s++;
		}
	}
	*to = '\0';
}

void
isupport_apply(struct isupport *is, const char *param)
{
	char token[IRC_LINE_BODY_MAX];
	char *value;

	if (!str_copy(token, sizeof token, param))
		return;
	if (token[0] == '-') {
		set(is, token + 1, NULL);
		return;
	}
	value = token + strcspn(token, "=");
	if (*value == '=')
		*value++ = '\0';
	unescape(value);
	if (token[0] != '\0')
		set(is, token, value);
}

struct irc_mode_classes
isupport_mode_classes(const struct isupport *is)
{
	return (struct irc_mode_classes){
		.list = is->list_modes,
		.always = is->always_modes,
		.set = is->set_modes,
		.flag = is->flag_modes,
		.member = is->member_modes,
	};
}

char
isupport_sign_of_mode(const struct isupport *is, char mode)
{
	const char *at = mode != '\0' ? strchr(is->member_modes, mode) : NULL;

	return at != NULL ? is->member_signs[at - is->member_modes] : '\0';
}

bool
isupport_is_channel(const struct isupport *is, const char *target)
{
	return target[0] != '\0' && strchr(is->chantypes, target[0]) != NULL;
}
