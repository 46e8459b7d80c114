/* memfile_tmp.c -- an unlinked temporary file, where there is no memfd. */
#include "config.h"

#include "tui/memfile.h"

#include "base/banned.h"

FILE *
memfile_open(void)
{
	return tmpfile();
}
