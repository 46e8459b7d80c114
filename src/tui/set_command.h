/* set_command.h -- /set and /reload: settings shown, changed and read again. */
#ifndef TUI_SET_COMMAND_H
#define TUI_SET_COMMAND_H

struct setup;

/* What follows "/set": "", "NAME", "NAME VALUE" or "NAME default". */
void set_command(struct setup *s, const char *words);

/* Reads the file again. A fault in it is said, and changes nothing. */
void set_reload(struct setup *s);

#endif
