/*
 * irc_isupport.h -- what a server says of itself in numeric 005.
 *
 * The table is what our server announces. `struct isupport` is what a client
 * has heard, with the defaults of modern.ircdocs.horse/#rplisupport-parameters
 * for what it has not.
 */
#ifndef PROTO_IRC_ISUPPORT_H
#define PROTO_IRC_ISUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "proto/irc_case.h"
#include "proto/irc_mode.h"
#include "proto/limits.h"

/* --- The server's --- */

struct isupport_row {
	const char *token;
	const char *value;	/* ISUPPORT_FLAG, ISUPPORT_SETTING, or text */
};

extern const char isupport_flag[], isupport_setting[];
#define ISUPPORT_FLAG isupport_flag
#define ISUPPORT_SETTING isupport_setting

enum {
#define ISUPPORT(token, value) + 1
	ISUPPORT_ROWS = 0
#include "proto/irc_isupport.def"
#undef ISUPPORT
};

extern const struct isupport_row isupport_table[];	/* sorted by token */
extern const size_t isupport_count;

/*
 * "TOKEN" or "TOKEN=value" of a row, the value escaped (a blank is \x20).
 * `setting` is used where the row says so; false when it does and `setting`
 * is NULL, or when `size` is too small.
 */
bool isupport_format(const struct isupport_row *row, const char *setting,
    char *out, size_t size) ATTR_USE_RESULT;

/* --- The client's --- */

enum {
	ISUPPORT_LETTERS_SIZE = 64,	/* letters of a class, signs of members */
	ISUPPORT_NETWORK_SIZE = 64,
	ISUPPORT_NAME_SIZE = 256,	/* the lobby of any server */
};

struct isupport {
	enum irc_casemapping casemapping;	/* default RFC1459 */
	char chantypes[ISUPPORT_LETTERS_SIZE];	/* default "#&" */
	char statusmsg[ISUPPORT_LETTERS_SIZE];	/* "": not known */
	char member_signs[ISUPPORT_LETTERS_SIZE];	/* "@+", highest first */
	char member_modes[ISUPPORT_LETTERS_SIZE];	/* "ov", likewise */
	char list_modes[ISUPPORT_LETTERS_SIZE];	/* CHANMODES, A to D */
	char always_modes[ISUPPORT_LETTERS_SIZE];
	char set_modes[ISUPPORT_LETTERS_SIZE];
	char flag_modes[ISUPPORT_LETTERS_SIZE];
	char network[ISUPPORT_NETWORK_SIZE];	/* "": not said */
	char lobby[ISUPPORT_NAME_SIZE];	/* "": none */
	char tag_deny[ISUPPORT_NAME_SIZE];	/* CLIENTTAGDENY; "": none */
	char excepts, invex, bot;	/* the mode's letter; 0: none */
	size_t nick_len;	/* bytes; default 9 */
	size_t channel_len;	/* bytes; default 200 */
	size_t topic_len, kick_len, away_len, user_len;	/* bytes; 0: not said */
	size_t key_len, host_len, name_len;	/* likewise */
	size_t modes;		/* per MODE, default 3; 0: no limit */
	size_t monitor;		/* entries; 0: no MONITOR, SIZE_MAX: no limit */
	size_t chathistory;	/* messages of an answer; 0: no CHATHISTORY, or
				   no limit (see has_chathistory) */
	bool has_chathistory;
	bool ref_msgid, ref_time;	/* MSGREFTYPES; default both */
	bool whox, utf8only, safelist;
	int tcpchat;		/* version of TCPCHAT; 0: another server */
	int64_t tcpchat_id_s;	/* a resend is recognised so long; 0: never */
};

/* The defaults. Needs no release. */
void isupport_init(struct isupport *is);

/* One parameter of 005: "TOKEN", "TOKEN=value" or "-TOKEN". Others pass. */
void isupport_apply(struct isupport *is, const char *param);

/* Borrowed from `is`, which must outlive the use. */
struct irc_mode_classes isupport_mode_classes(const struct isupport *is);

/* The sign of a member's mode; 0: none such. */
char isupport_sign_of_mode(const struct isupport *is, char mode);

bool isupport_is_channel(const struct isupport *is, const char *target);

#endif
