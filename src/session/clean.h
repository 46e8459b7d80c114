/* clean.h -- text of a peer, made fit to be shown; text of ours, to be sent. */
#ifndef SESSION_CLEAN_H
#define SESSION_CLEAN_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct buf;

/*
 * Text of a peer: valid UTF-8, no CR, LF, NUL, no formatting codes. Returns
 * `text` itself if it is so already, else a copy in `a`.
 */
const char *clean_text(struct arena *a, const char *text);

/* The same, but that codes of formatting may stay: what people have said. */
const char *clean_said(struct arena *a, const char *text, bool keeps_codes);

/* clean_text(), copied in any case. */
char *clean_copy(struct arena *a, const char *text);

/* A name of a peer: "" if it is too long to be one. */
const char *clean_name(struct arena *a, const char *name);

/* What the person wrote, one line, appended: no CR, LF, NUL, no CTCP. */
void clean_own(struct buf *out, const char *text, size_t len);

#endif
