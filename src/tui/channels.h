/*
 * channels.h -- the answer to /list, until it is whole. A big network has tens
 * of thousands of channels: the largest are kept, the others counted.
 */
#ifndef TUI_CHANNELS_H
#define TUI_CHANNELS_H

#include <stddef.h>

enum { CHANNELS_MAX = 200 };

struct channels {
	struct channels_row {
		char *name, *topic;	/* owned */
		unsigned long members;
	} *rows;		/* owned; the smallest first */
	size_t count;
	size_t total;		/* that were told */
};

void channels_clear(struct channels *c);
void channels_add(struct channels *c, const char *name,
    unsigned long members, const char *topic);

#endif
