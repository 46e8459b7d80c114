/* plain.h -- the line client in our place, for screen readers and terminals
 * without a cursor to place. */
#ifndef TUI_PLAIN_H
#define TUI_PLAIN_H

/* Runs tcpchat of the folder that we were started from, else of PATH, with
 * the same arguments and --plain. Returns only if that fails; errno says why. */
void plain_exec(int argc, char *const *argv);

#endif
