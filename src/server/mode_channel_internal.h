/* mode_channel_internal.h -- what both halves of a MODE of a channel ask. Only
 * for mode_channel.c, where a change is posted, and mode_channel_apply.c. */
#ifndef SERVER_MODE_CHANNEL_INTERNAL_H
#define SERVER_MODE_CHANNEL_INTERNAL_H

#include <stdint.h>

#include "proto/irc_numeric.h"
#include "proto/limits.h"

struct answer;
struct channel;
struct irc_mode_change;
struct user;

enum {
	CHANGES_MAX = 32,	/* looked at in one line; 18 can mean something */
	/* A parameter as it travels: a mask, or "number:nick". */
	PARAM_SIZE = MASK_LEN + 24,
	BY_ACCESS = 1,		/* event.flags: by ChanServ for the poster */
};

/* The most that l or W takes. */
int64_t mode_channel_number_max(char letter);

/* Why this one change can't be; 0 if it can. `target`: of o and v. */
enum numeric mode_channel_change_refused(const struct channel *ch,
    const struct irc_mode_change *m, const struct user *target);
/* ... is said. `nick`: whom it names, where it names somebody. */
void mode_channel_say_refused(struct answer *a, enum numeric why,
    const struct channel *ch, const struct irc_mode_change *m,
    const char *nick);

#endif
