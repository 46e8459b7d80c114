/* cmd_names.h -- what others need of NAMES. */
#ifndef SERVER_CMD_NAMES_H
#define SERVER_CMD_NAMES_H

struct answer;
struct channel;

/* 353 and 366 of one channel, as a long answer. */
void names_start(struct answer *a, struct channel *ch);

#endif
