/* logpage.c -- some lines of a log as they were said. */
#include "config.h"

#include "tui/logpage.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "client/logfile.h"
#include "client/logline.h"

#include "base/banned.h"

enum {
	DOUBLE_LINES = 64,	/* so far apart two copies of a line may be */
	MORE_LINES = 500	/* read more where a hole began further back */
};

void
logpage_release(struct logpage *p)
{
	free(p->text);
	free(p->lines);
	*p = (struct logpage){ .text = NULL };
}

/* --- Lines --- */

static struct session_line
line_of(const struct logline *l)
{
	return (struct session_line){
		.kind = l->is_action ? SESSION_LINE_ACTION :
		    l->is_notice ? SESSION_LINE_NOTICE : SESSION_LINE_TEXT,
		.own = l->own, .time_ms = l->time_ms, .msgid = l->msgid,
		.id = "", .reply_to = "", .nick = l->nick, .source = "",
		.object = "", .text = l->text, .text_len = l->text_len,
	};
}

/* Two clients of one person log everything twice. */
static bool
is_double(const struct logpage *p, const struct logline *l)
{
	for (size_t i = p->count; l->msgid[0] != '\0' && i > 0 &&
	    p->count - i < DOUBLE_LINES; i--)
		if (str_eq(p->lines[i - 1].msgid, l->msgid))
			return true;
	return false;
}

/* Puts it where its time says: what came into a hole was written behind it. */
static void
add_line(struct logpage *p, const struct logline *l)
{
	size_t at = p->count;

	if (is_double(p, l) || p->count == LOGPAGE_LINES)
		return;
	for (; at > 0 && p->lines[at - 1].time_ms > l->time_ms; at--)
		p->lines[at] = p->lines[at - 1];
	p->lines[at] = line_of(l);
	p->count++;
}

/* --- Holes --- */

static struct logpage_hole *
find_hole(struct logpage *p, int64_t until_ms)
{
	for (size_t i = 0; i < p->nholes; i++)
		if (p->holes[i].until_ms == until_ms)
			return &p->holes[i];
	return NULL;
}

/* False: it began before the page. */
static bool
add_mark(struct logpage *p, const struct logline *l)
{
	struct logpage_hole *hole = find_hole(p, l->until_ms);

	if (l->mark == LOGLINE_FOUND || l->mark == LOGLINE_FILLED) {
		if (hole == NULL)
			return false;
		if (l->mark == LOGLINE_FILLED)
			hole->from_ms = hole->until_ms;	/* nothing is left */
		return true;
	}
	if (hole == NULL && p->nholes == LOGPAGE_HOLES)
		return true;
	if (hole == NULL)
		hole = &p->holes[p->nholes++];
	*hole = (struct logpage_hole){
		.is_lost = l->mark == LOGLINE_LOST, .from_ms = l->time_ms,
		.until_ms = l->until_ms, .msgid = l->msgid,
	};
	return true;
}

/* The first line behind the hole. */
static size_t
begin_behind(const struct logpage *p, const struct logpage_hole *hole)
{
	size_t at = p->count;

	while (at > 0 && p->lines[at - 1].time_ms > hole->from_ms)
		at--;
	return at;
}

/*
 * Those that are left, in the order of the lines. One behind which nothing
 * stands is found again by itself; of two in one place the newer one counts.
 */
static void
place_holes(struct logpage *p)
{
	size_t n = 0, to;

	for (size_t i = 0; i < p->nholes; i++) {
		struct logpage_hole hole = p->holes[i];

		hole.at = begin_behind(p, &hole);
		if (hole.from_ms >= hole.until_ms || hole.at == p->count)
			continue;
		for (to = n; to > 0 && p->holes[to - 1].at >= hole.at; to--)
			continue;
		if (to == n || p->holes[to].at != hole.at) {
			memmove(&p->holes[to + 1], &p->holes[to],
			    (n - to) * sizeof hole);
			n++;
		}
		p->holes[to] = hole;
	}
	p->nholes = n;
}

/* --- Both --- */

/* Of a copy of `text`, which is changed. False: a hole began before it. */
static bool
take_lines(struct logpage *p, char *text)
{
	struct logline l;
	bool is_whole = true;
	char *end;

	p->count = p->nholes = 0;
	for (; (end = strchr(text, '\n')) != NULL; text = end + 1) {
		*end = '\0';
		if (!logline_read(text, &l))
			continue;
		if (l.mark == LOGLINE_SAID)
			add_line(p, &l);
		else
			is_whole = add_mark(p, &l) && is_whole;
	}
	return is_whole;
}

/* Puts `before_take` before what was read. */
static char *
join(char *before_take, char *all_take)
{
	size_t len = strlen(before_take), rest = strlen(all_take);

	before_take = xrealloc(before_take, len + rest + 1);
	memcpy(before_take + len, all_take, rest + 1);
	free(all_take);
	return before_take;
}

bool
logpage_read(struct logpage *p, struct logfile *f, size_t wanted)
{
	char *all = logfile_older(f, wanted), *more = all;
	size_t n = wanted;

	*p = (struct logpage){ .text = NULL };
	if (all == NULL)
		return false;
	p->lines = xcalloc(LOGPAGE_LINES, sizeof *p->lines);
	p->text = xstrdup(all);
	while (!take_lines(p, p->text) && n + MORE_LINES <= LOGPAGE_LINES &&
	    (more = logfile_older(f, MORE_LINES)) != NULL) {
		all = join(more, all);
		n += MORE_LINES;
		free(p->text);
		p->text = xstrdup(all);
	}
	free(all);
	place_holes(p);
	return true;
}
