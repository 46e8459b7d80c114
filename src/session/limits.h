/*
 * limits.h -- what a server can make us keep, at most.
 *
 * Lengths are bytes with the NUL behind them.
 */
#ifndef SESSION_LIMITS_H
#define SESSION_LIMITS_H

enum {
	NAME_SIZE = 256,	/* a nick or channel of any server */
	MSGID_SIZE = 128,	/* longer msgids are taken for none */
	REACTION_SIZE = 64,	/* longer ones are taken for none */
	LABEL_SIZE = 32,	/* ours: an id, or a short number */
	PREFIXES_SIZE = 8,	/* signs of one member */
	KEYS_MAX = 256,		/* lines in which doubles are looked for */
	TARGETS_KEPT_MAX = 2000,	/* channels and talks */
	MEMBERS_MAX = 200000,	/* of one channel */
	GAPS_MAX = 16		/* per target; the oldest can't be filled then */
};

/* Lines of a message where the server sets no limit to them. */
enum { MULTILINE_ANY_LINES = 1000 };

#endif
