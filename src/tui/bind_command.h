/* bind_command.h -- /bind: keys of the person's own, shown and changed. */
#ifndef TUI_BIND_COMMAND_H
#define TUI_BIND_COMMAND_H

struct setup;

/* "" shows them and names the actions, "KEY" what it does, "KEY ACTION" gives
 * it that; "KEY none" nothing; "KEY default" what it did of old. */
void bind_command(struct setup *s, const char *words);

#endif
