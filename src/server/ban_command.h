/* ban_command.h -- what KLINE, DLINE and MUTE, and taking them back, share. */
#ifndef SERVER_BAN_COMMAND_H
#define SERVER_BAN_COMMAND_H

#include "server/ban.h"
#include "server/command.h"

/* KIND [[<duration>] <mask or nick> [<reason>]]: bans; alone it lists them. */
void ban_command_run(struct client *c, const struct irc_msg *msg,
    enum ban_kind kind);
/* UNKIND <mask or nick>. */
void unban_command_run(struct client *c, const struct irc_msg *msg,
    enum ban_kind kind);
/* The bans of that kind, and 219 with `letter`, as a long answer. */
void ban_list_start(struct client *c, enum ban_kind kind, const char *letter);

/* 465 and the end of the connection. */
void ban_close(struct client *c, const struct ban *b);

apply_fn ban_apply, unban_apply;

#endif
