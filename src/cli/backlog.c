/* backlog.c -- a list of lines with room at both ends. */
#include "config.h"

#include "cli/backlog.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "session/session.h"

#include "base/banned.h"

static const char *
copy(const char *text)
{
	return xstrdup(text != NULL ? text : "");
}

static struct session_line
copy_line(const struct session_line *from)
{
	struct session_line line = *from;

	line.msgid = copy(from->msgid);
	line.id = copy(from->id);
	line.reply_to = copy(from->reply_to);
	line.nick = copy(from->nick);
	line.source = copy(from->source);
	line.object = copy(from->object);
	line.text = copy(from->text);
	return line;
}

static void
free_text(const char *text)
{
	free((void *)(uintptr_t)text);
}

static void
release_line(struct session_line *line)
{
	free_text(line->msgid);
	free_text(line->id);
	free_text(line->reply_to);
	free_text(line->nick);
	free_text(line->source);
	free_text(line->object);
	free_text(line->text);
}

/* Room for `n` before and behind what is there. */
static void
make_room(struct backlog *l, size_t n)
{
	struct session_line *list;
	size_t room = l->count + n, cap = room * 4, first = room + n;

	if (l->first >= n && l->first + l->count + n <= l->cap)
		return;
	list = xcalloc(cap, sizeof *list);
	if (l->count > 0)
		memcpy(list + first, l->list + l->first,
		    l->count * sizeof *list);
	free(l->list);
	l->list = list;
	l->first = first;
	l->cap = cap;
}

void
backlog_append(struct backlog *l, const struct session_line *from, size_t n)
{
	size_t i;

	make_room(l, n);
	for (i = 0; i < n; i++)
		l->list[l->first + l->count++] = copy_line(&from[i]);
}

void
backlog_prepend(struct backlog *l, const struct session_line *from, size_t n)
{
	make_room(l, n);
	l->count += n;
	while (n > 0)
		l->list[--l->first] = copy_line(&from[--n]);
}

void
backlog_cut(struct backlog *l, size_t most)
{
	while (l->count > most) {
		release_line(&l->list[l->first++]);
		l->count--;
	}
}

const struct session_line *
backlog_at(const struct backlog *l, size_t i)
{
	return &l->list[l->first + i];
}

const struct session_line *
backlog_find(const struct backlog *l, const char *msgid)
{
	size_t i = l->count;

	if (msgid[0] == '\0')
		return NULL;
	while (i-- > 0)
		if (str_eq(backlog_at(l, i)->msgid, msgid))
			return backlog_at(l, i);
	return NULL;
}

void
backlog_set_text(struct backlog *l, const char *msgid, const char *text)
{
	const struct session_line *found = backlog_find(l, msgid);
	struct session_line *line;

	if (found == NULL)
		return;
	line = &l->list[found - l->list];
	free_text(line->text);
	line->text = copy(text);
	line->text_len = strlen(text);
}

void
backlog_release(struct backlog *l)
{
	size_t i;

	for (i = 0; i < l->count; i++)
		release_line(&l->list[l->first + i]);
	free(l->list);
	memset(l, 0, sizeof *l);
}
