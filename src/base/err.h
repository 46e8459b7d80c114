/*
 * err.h -- why something failed, in words for the person who must mend it.
 *
 * What failed first, subject in quotes, no capital, no full stop:
 * "cannot open 'FILE': no such file".
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/attr.h"

struct err {
	char text[512];	/* terminated; longer reasons are cut */
};

/* Both do nothing when `e` is NULL: the caller does not want to know. */
void err_set(struct err *e, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Puts words before the reason that is there: "FILE:3: " + reason. */
void err_prefix(struct err *e, const char *fmt, ...) ATTR_PRINTF(2, 3);

#endif
