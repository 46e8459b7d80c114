/*
 * cap.h -- what a server can, and what of it we make use of: CAP
 * (ircv3.net/specs/extensions/capability-negotiation).
 */
#ifndef SESSION_CAP_H
#define SESSION_CAP_H

#include <stdbool.h>
#include <stdint.h>

struct received;
struct session;

enum cap_bit {
	HAS_ACCOUNT_NOTIFY = 1 << 0,
	HAS_AWAY_NOTIFY = 1 << 1,
	HAS_BATCH = 1 << 2,
	HAS_CAP_NOTIFY = 1 << 3,
	HAS_CHGHOST = 1 << 4,
	HAS_HISTORY = 1 << 5,
	HAS_ECHO = 1 << 6,
	HAS_EXTENDED_JOIN = 1 << 7,
	HAS_INVITE_NOTIFY = 1 << 8,
	HAS_LABELS = 1 << 9,
	HAS_TAGS = 1 << 10,
	HAS_MULTI_PREFIX = 1 << 11,
	HAS_READ_MARKER = 1 << 12,
	HAS_REDACTION = 1 << 13,
	HAS_SERVER_TIME = 1 << 14,
	HAS_SETNAME = 1 << 15,
	HAS_STANDARD_REPLIES = 1 << 16,
	HAS_STORED = 1 << 17,
	HAS_USERHOST_IN_NAMES = 1 << 18,
	HAS_SASL = 1 << 19,
	HAS_MULTILINE = 1 << 20,
	HAS_RESUME = 1 << 21,
	HAS_REGISTRATION = 1 << 22,
	HAS_EVENTS = 1 << 23,
	HAS_SEARCH = 1 << 24,
	HAS_ACCOUNT_TAG = 1 << 25
};

/* Whether the server has said that it can that. */
bool cap_is_offered(const struct session *s, uint32_t bit);

/* CAP END, unless an answer or a login still holds up the welcome. */
void cap_end_if_settled(struct session *s);

/* CAP; and 410, 421, 451: an answer to it that says the server doesn't know
 * it. */
void cap_on_line(struct session *s, const struct received *r);
void cap_on_unknown(struct session *s, const struct received *r);

#endif
