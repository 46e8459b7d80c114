/* memory.c -- input histories and drafts as text. */
#include "config.h"

#include "tui/memory.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "client/slip.h"
#include "tui/input.h"

#include "base/banned.h"

static bool
add_line(struct buf *out, const char *word, const char *text)
{
	if (!buf_add_str(out, word) || !buf_add_char(out, ' '))
		return false;
	for (; *text != '\0'; text++) {
		bool ok;

		if (*text == '\n')
			ok = buf_add_str(out, "\\n");
		else if (*text == '\\')
			ok = buf_add_str(out, "\\\\");
		else
			ok = buf_add_char(out, *text);
		if (!ok)
			return false;
	}
	return buf_add_char(out, '\n');
}

/* What stands there; behind an earlier line that is only looked at: what stood
 * there before. */
static const char *
draft_of(const struct input *in)
{
	const char *text = input_text(in);

	return in->draft != NULL && in->history_at < in->history_count &&
	    str_eq(text, in->history[in->history_at]) ? in->draft : text;
}

bool
memory_save(const char *target, const struct input *in, struct buf *out)
{
	const char *draft = draft_of(in);
	size_t i;

	if (in->history_count == 0 && draft[0] == '\0')
		return true;
	if (!add_line(out, "target", target))
		return false;
	for (i = 0; i < in->history_count; i++)
		if (!slip_may_hold_secret(in->history[i]) &&
		    !add_line(out, "sent", in->history[i]))
			return false;
	return draft[0] == '\0' || slip_may_hold_secret(draft) ||
	    add_line(out, "draft", draft);
}

/* The next line as an owned word and its text; NULL at the end. */
static char *
next_line(const char **rest, const char **text)
{
	size_t len = strcspn(*rest, "\n");
	char *line, *from, *to, *blank;

	if (**rest == '\0')
		return NULL;
	line = xstrndup(*rest, len);
	*rest += len + ((*rest)[len] == '\n');
	blank = line + strcspn(line, " ");
	*text = blank;
	if (*blank == '\0')
		return line;
	*blank = '\0';
	*text = blank + 1;
	for (from = to = blank + 1; *from != '\0'; to++) {
		if (from[0] == '\\' && from[1] != '\0') {
			*to = from[1] == 'n' ? '\n' : from[1];
			from += 2;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
	return line;
}

void
memory_restore(const char *text, const char *target, struct input *in)
{
	bool is_ours = false;
	const char *value;
	char *line;

	while ((line = next_line(&text, &value)) != NULL) {
		if (str_eq(line, "target"))
			is_ours = str_eq(value, target);
		else if (!is_ours || !utf8_valid(value, strlen(value)))
			;	/* somebody else's, or damaged */
		else if (str_eq(line, "sent"))
			input_remember(in, value);
		else if (str_eq(line, "draft"))
			(void)input_insert(in, value, strlen(value));
		free(line);
	}
}

bool
memory_keep(const char *text, bool (*is_known)(void *arg, const char *target),
    void *arg, struct buf *out)
{
	bool is_kept = false, ok = true;
	const char *value;
	char *line;

	while (ok && (line = next_line(&text, &value)) != NULL) {
		if (str_eq(line, "target"))
			is_kept = !is_known(arg, value);
		if (is_kept)
			ok = add_line(out, line, value);
		free(line);
	}
	return ok;
}
