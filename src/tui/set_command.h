/* set_command.h -- /set and /reload: settings shown, changed and read again. */
#ifndef TUI_SET_COMMAND_H
#define TUI_SET_COMMAND_H

#include <stdbool.h>

struct setting;
struct setup;

/* What follows "/set": "", "NAME", "NAME VALUE" or "NAME default". */
void set_command(struct setup *s, const char *words);

/* Sets it, at once and in its line of the file; NULL: the default. False: it
 * could not, and a sentence says why. */
bool set_value(struct setup *s, const struct setting *row, const char *value);

/* Reads the file again. A fault in it is said, and changes nothing. */
void set_reload(struct setup *s);

#endif
