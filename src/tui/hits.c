/* hits.c -- all lines that have what is sought, in a pop-up. */
#include "config.h"

#include "tui/hits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/str.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "proto/irc_format.h"
#include "tui/dates.h"
#include "tui/model_internal.h"

#include "base/banned.h"

enum {
	HITS_MAX = 500,
	BEFORE_BYTES = 24	/* of the text before what was found in it */
};

static struct line_ref *
mark(const struct model *m, enum buffer_mark which)
{
	return &m->here->lines.marks[which];
}

bool
hits_is_open(const struct model *m)
{
	return m->popup.kind == POPUP_HITS;
}

bool
hits_is_busy(const struct model *m)
{
	return hits_is_open(m) && m->search.is_listing;
}

void
hits_open(struct model *m)
{
	struct search *s = &m->search;

	if (s->find.len == 0)
		return;
	popup_open(m, POPUP_HITS);
	s->is_listing = s->is_list_fresh = true;
	s->is_from_log = false;
	*mark(m, MARK_LISTED) = (struct line_ref){ NULL, 0 };
	m->is_dirty = true;
}

/* --- Rows --- */

/* Its text without codes, from a little before what was found on. */
static char *
excerpt_of(const struct model *m, struct line_text text)
{
	char *plain = xmalloc(text.len + 1);
	size_t len = irc_format_strip(plain, text.p, text.len);
	size_t begin = 0, end, from;

	(void)find_next(&m->search.find, plain, len, 0, &begin, &end);
	from = begin > BEFORE_BYTES ? utf8_cut(plain, len,
	    begin - BEFORE_BYTES) : 0;
	memmove(plain, plain + from, len - from);
	plain[len - from] = '\0';
	for (char *c = plain; *c != '\0'; c++)
		if (*c == '\n')
			*c = ' ';
	return plain;
}

/* `source`: where it is from, if that is not the pane. */
static void
add_row(struct model *m, const struct line *line, const char *source)
{
	struct popup *p = &m->popup;
	const char *dot = m->theme.signs->dot;
	char *excerpt = excerpt_of(m, line->text);
	char when[DATES_DAY_SIZE], about[MODEL_WORDS];

	dates_moment(m, line->time_ms, m->wall_ms, when);
	snprintf(about, sizeof about, "%s%s%s%s%s %s %s",
	    source, source[0] != '\0' ? " " : "", source[0] != '\0' ? dot : "",
	    source[0] != '\0' ? " " : "", when, dot, excerpt);
	p->rows = xreallocarray(p->rows, p->row_count + 1, sizeof *p->rows);
	p->rows[p->row_count++] = (struct chooser_row){
		.what = CHOOSER_HIT, .place = m->here->place,
		.name = xstrndup(line->nick.len > 0 ? line->nick.p : "",
		    line->nick.len),
		.about = xstrdup(about), .time_ms = line->time_ms,
		.msgid = xstrndup(line->msgid.len > 0 ? line->msgid.p : "",
		    line->msgid.len),
	};
	free(excerpt);
	m->is_dirty = true;
}

static void
end_list(struct model *m)
{
	m->search.is_listing = false;
	m->is_dirty = true;
}

void
hits_slice(struct model *m, size_t *cost, size_t most)
{
	struct search *s = &m->search;
	struct line_ref at;
	struct line line;

	while (hits_is_busy(m) && s->stage != SEARCH_OLDER && *cost < most) {
		at = *mark(m, MARK_LISTED);
		at = s->is_list_fresh ? buffer_last(&m->here->lines) :
		    at.chunk != NULL ? buffer_prev(at) : at;
		s->is_list_fresh = false;
		if (at.chunk == NULL && s->stage == SEARCH_NOTHING) {
			end_list(m);	/* it has been asked already */
			return;
		}
		if (at.chunk == NULL) {
			s->asks_for_list = true;
			search_ask_further(m);
			return;
		}
		*mark(m, MARK_LISTED) = at;
		if (buffer_kind(at) == LINE_LOG)
			s->is_from_log = true;
		if (!search_has_it(s, at, cost))
			continue;
		buffer_get(at, &line);
		add_row(m, &line, !s->is_from_log ? "" : line.time_ms >=
		    m->here->log_from_ms ? _("log") : _("server"));
		if (m->popup.row_count == HITS_MAX)
			end_list(m);
	}
}

void
hits_found(struct model *m, const struct session_event *e)
{
	struct line_ref first = buffer_first(&m->here->lines);
	struct line oldest = { .time_ms = INT64_MAX };

	if (first.chunk != NULL)
		buffer_get(first, &oldest);
	for (size_t i = e->found.count; hits_is_busy(m) && i-- > 0;) {
		const struct session_line *l = &e->found.lines[i];

		if (l->time_ms < oldest.time_ms && l->msgid[0] != '\0' &&
		    m->popup.row_count < HITS_MAX)
			add_row(m, &(struct line){ .time_ms = l->time_ms,
			    .nick = { l->nick, strlen(l->nick) },
			    .msgid = { l->msgid, strlen(l->msgid) },
			    .text = { l->text, l->text_len } }, _("server"));
	}
	end_list(m);
}

/* --- Keys --- */

/* The line of a row, if it is in the pane. */
static struct line_ref
find_line(const struct model *m, const struct chooser_row *row)
{
	struct line_ref at = buffer_last(&m->here->lines);
	struct line line;
	size_t cost = 0;

	for (; at.chunk != NULL; at = buffer_prev(at)) {
		buffer_get_brief(at, &line);
		if (line.time_ms != row->time_ms ||
		    !search_has_it(&m->search, at, &cost))
			continue;
		buffer_get(at, &line);
		if (line.msgid.len == strlen(row->msgid) &&
		    memcmp(line.msgid.p, row->msgid, line.msgid.len) == 0)
			break;
	}
	return at;
}

void
hits_choose(struct model *m, size_t row)
{
	const struct chooser_row *r = &m->popup.rows[row];
	struct line_ref at = find_line(m, r);
	char *msgid = xstrdup(r->msgid);
	int64_t time_ms = r->time_ms;

	popup_close(m);
	if (at.chunk != NULL)
		search_go_to(m, at);
	else
		search_ask_around(m, msgid, time_ms);
	free(msgid);
}

bool
hits_action(struct model *m, enum action a)
{
	struct popup *p = &m->popup;

	switch (a) {
	case ACTION_UP:
	case ACTION_DOWN:
	case ACTION_SCROLL_UP:
	case ACTION_SCROLL_DOWN:
		popup_move_chosen(p, a);
		return true;
	case ACTION_SEND:
		if (p->row_count > 0)
			hits_choose(m, p->chosen);
		return true;
	case ACTION_COMPLETE_NEXT:
		popup_close(m);
		return true;
	case ACTION_ERASE_LEFT:
		return false;	/* the search's */
	default:
		popup_close(m);
		return false;
	}
}
