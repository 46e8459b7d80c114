/*
 * history_answer.h -- rows of the history, told as a batch.
 *
 * ircv3.net/specs/extensions/chathistory: batch type "chathistory" with the
 * target; without the capability `batch` the same lines without one.
 */
#ifndef SERVER_HISTORY_ANSWER_H
#define SERVER_HISTORY_ANSWER_H

#include <stdbool.h>
#include <stdint.h>

struct answer;
struct result;

/* As a long answer. Rows of an order number below `since` are left out, and
 * without `signs` those that were for members with a sign.
 * `target` is the channel, or the person that the talk is with. Copies. */
void history_answer_start(struct answer *a, const struct result *r,
    const char *target, uint64_t since, bool signs);

#endif
