/* cmd_cap.h -- what a server offers, when its settings change. */
#ifndef SERVER_CMD_CAP_H
#define SERVER_CMD_CAP_H

struct server;
struct server_config;

/* CAP NEW and CAP DEL of what is offered otherwise than by `old`, to whoever
 * has cap-notify; what is no longer offered nobody has any more. */
void caps_tell_changes(struct server *s, const struct server_config *old);

#endif
