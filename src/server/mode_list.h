/* mode_list.h -- the lists of a channel, told: MODE #c b, e or I. */
#ifndef SERVER_MODE_LIST_H
#define SERVER_MODE_LIST_H

#include "server/channel.h"

struct answer;

/* Which list a mode letter means; false: none. */
bool mode_list_of_letter(char letter, enum channel_list *which);

/* Its entries and the end numeric, as a long answer. */
void mode_list_start(struct answer *a, struct channel *ch,
    enum channel_list which);

#endif
