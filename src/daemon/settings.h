/*
 * settings.h -- what can be set by file or by option: settings.def as C.
 */
#ifndef DAEMON_SETTINGS_H
#define DAEMON_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

struct err;

#define SETTING_FIELD_TEXT(field)   char *field;	/* owned, never NULL */
#define SETTING_FIELD_WORD(field)   char *field;	/* the same */
#define SETTING_FIELD_WORDS(field)  char *field;	/* the same */
#define SETTING_FIELD_CHANNEL(field) char *field;	/* the same */
#define SETTING_FIELD_PATH(field)   char *field;	/* the same */
#define SETTING_FIELD_CHOICE(field) char *field;	/* the same */
#define SETTING_FIELD_COUNT(field)  int64_t field;
#define SETTING_FIELD_TIME(field)   int64_t field;	/* milliseconds */
#define SETTING_FIELD_SIZE(field)   int64_t field;	/* bytes */
#define SETTING_FIELD_SWITCH(field) bool field;

/* listen { address = ... port = ... protocol = ... tls = ... } in the file, any
 * number. */
struct listen_block {
	char    *address;	/* owned: as machine-name */
	uint16_t port;
	char    *protocol;	/* owned: auto, irc, json or text */
	bool     tls;		/* nothing else is let in */
};

/* tls { certificate = ... key = ... }, any number. */
struct tls_block {
	char *certificate, *key;	/* owned: paths */
};

/* webirc { password = ... address = ... }, any number. */
struct webirc_block {
	char *password;		/* owned */
	char *address;		/* owned: as proxies */
};

struct listen_blocks {
	struct listen_block *block;	/* owned */
	size_t n;
};

struct tls_blocks {
	struct tls_block *block;	/* owned */
	size_t n;
};

struct webirc_blocks {
	struct webirc_block *block;	/* owned */
	size_t n;
};

struct oper_config;

/* operator { name = ... password = ... account = ... fingerprint = ...
 * address = ... }, any number. */
struct oper_blocks {
	struct oper_config *block;	/* owned, see server/oper.h */
	size_t n;
};

struct settings {
	struct listen_blocks listen;	/* START */
	struct tls_blocks    tls;	/* LIVE */
	struct webirc_blocks webirc;	/* LIVE */
	struct oper_blocks   opers;	/* LIVE */
#define SETTING(field, name, type, ...) SETTING_FIELD_##type(field)
#include "daemon/settings.def"
#undef SETTING
};

enum setting_type { SETTING_TEXT, SETTING_WORD, SETTING_WORDS,
	SETTING_CHANNEL, SETTING_PATH, SETTING_COUNT, SETTING_SWITCH,
	SETTING_CHOICE, SETTING_TIME, SETTING_SIZE };
enum setting_when { SETTING_LIVE, SETTING_START };

/* One row of settings.def. */
struct setting {
	const char *name;
	enum setting_type type;
	int64_t     min, max;
	const char *choices;	/* "a|b|c" */
	const char *value;	/* the default, as it would be written */
	enum setting_when when;
	const char *help;
	size_t      offset;	/* in struct settings */
};

extern const struct setting settings_table[];
extern const size_t settings_count;

/* NULL: there is none of that name. */
const struct setting *setting_find(const char *name);

/* Every setting has its default. */
void settings_init(struct settings *s);
void settings_release(struct settings *s);

/* Each adds a block; copies. False if a value is not fit. */
bool settings_add_listen(struct settings *s, const char *address, long port,
    const char *protocol, bool tls, struct err *e) ATTR_USE_RESULT;
bool settings_add_tls(struct settings *s, const char *certificate,
    const char *key, struct err *e) ATTR_USE_RESULT;
bool settings_add_webirc(struct settings *s, const char *password,
    const char *address, struct err *e) ATTR_USE_RESULT;
/* As the block was written; "" where it says nothing. */
struct oper_words {
	const char *name, *password, *account, *fingerprint, *address;
};
bool settings_add_operator(struct settings *s, const struct oper_words *words,
    struct err *e) ATTR_USE_RESULT;
/* For settings_release(). */
void settings_release_blocks(struct settings *s);

/* Reads `text` into its field; false, nothing changed, if it is not fit. */
bool settings_set(struct settings *s, const struct setting *setting,
    const char *text, struct err *e) ATTR_USE_RESULT;

/* The two have the same value for `setting`. */
bool settings_equal(const struct settings *a, const struct settings *b,
    const struct setting *setting);

/* Gives `to` the value that `from` has. */
void settings_copy(struct settings *to, const struct settings *from,
    const struct setting *setting);

#endif
