/*
 * history_answer.h -- rows of the history, told as a batch: "chathistory",
 * "soju.im/search"; without the capability `batch` as the same lines alone.
 */
#ifndef SERVER_HISTORY_ANSWER_H
#define SERVER_HISTORY_ANSWER_H

struct answer;
struct result;

/* As a long answer, of those rows that the client may see now. `type` of the
 * batch is a constant; `target` is the channel, or the person that the talk is
 * with; NULL: a batch without one. Copies. */
void history_answer_start(struct answer *a, const struct result *r,
    const char *type, const char *target);

#endif
