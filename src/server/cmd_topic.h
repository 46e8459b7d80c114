/* cmd_topic.h -- what others need of TOPIC. */
#ifndef SERVER_CMD_TOPIC_H
#define SERVER_CMD_TOPIC_H

#include "server/answer.h"
#include "server/channel.h"

/* 332 and 333, or 331. */
void topic_show(struct answer *a, const struct channel *ch);
/* The server's own: e->s.text becomes the topic, and its members are told. */
void topic_set_own(struct server *s, struct channel *ch,
    const struct event *e);

#endif
