/* keys_internal.h -- what keys.c and keys_sequence.c share. */
#ifndef TUI_KEYS_INTERNAL_H
#define TUI_KEYS_INTERNAL_H

#include "tui/keys.h"

enum { ESC = 0x1b };

/* --- keys.c: what is found is handed out --- */

/* An event of that kind, to be filled in; all else of it is 0. */
struct tty_event *keys_put(struct keys *k, enum tty_event_kind kind);

/* A key, with Alt if ESC came before it; none within a paste. */
void keys_put_key(struct keys *k, uint32_t code, unsigned mods);

/* The sequence is none that we know. */
void keys_put_unknown(struct keys *k);

/* --- keys_sequence.c: `seq` is whole --- */

void keys_control_sequence(struct keys *k);	/* ESC [ ... */
void keys_ss3_sequence(struct keys *k);		/* ESC O ... */
void keys_string_sequence(struct keys *k);	/* ESC ] ..., without its end */
void keys_x10_click(struct keys *k);		/* ESC [ M and three bytes */

#endif
