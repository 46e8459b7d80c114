/*
 * cmd_batch.h -- batches that a client sends, line by line.
 *
 * A client has at most one open: IRCv3 client-batch knows no others.
 */
#ifndef SERVER_CMD_BATCH_H
#define SERVER_CMD_BATCH_H

#include <stdbool.h>

struct client;
struct command;
struct irc_msg;

/* Whether the line is one inside a batch: it was taken, or refused. */
bool batch_take(struct client *c, const struct command *cmd,
    const struct irc_msg *msg);
/* Gives one up that is open for too long, and says so. */
void batch_check_time(struct client *c);
/* Forgets what is open. */
void batch_drop(struct client *c);

#endif
