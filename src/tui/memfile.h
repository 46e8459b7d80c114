/* memfile.h -- a file that is nowhere but in memory, if the system can. */
#ifndef TUI_MEMFILE_H
#define TUI_MEMFILE_H

#include <stdio.h>

/* Empty, for reading and writing; fclose() ends it. NULL with errno set. */
FILE *memfile_open(void);

#endif
