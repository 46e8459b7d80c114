/* links.c -- the links that are on the screen. */
#include "config.h"

#include "tui/links.h"

#include "base/i18n.h"
#include "base/xalloc.h"
#include "tui/grid.h"
#include "tui/model_internal.h"
#include "tui/url.h"
#include "tui/view.h"

#include "base/banned.h"

/* The screen as it is: its links are what there is to choose from. */
static void
draw(struct model *m, struct grid *g)
{
	if (m->popup.kind != POPUP_NONE)
		popup_close(m);
	grid_init(g);
	grid_resize(g, m->rows, m->cols);
	view_draw(m, g);
}

/* From above to below, each once; the one with that number is chosen, else
 * the last, which is the newest. */
static void
fill(struct model *m, const struct grid *g, uint32_t chosen)
{
	struct popup *p = &m->popup;

	p->rows = xcalloc(g->link_count, sizeof *p->rows);
	for (size_t i = 0; i < g->link_count; i++) {
		p->rows[i] = (struct chooser_row){
			.what = CHOOSER_LINK, .place = m->here->place,
			.name = xstrdup(g->links[i].url),
			.about = xstrdup(""),
		};
		if (g->links[i].id == chosen || chosen == 0)
			p->chosen = i;
	}
	p->row_count = g->link_count;
}

void
links_open(struct model *m)
{
	struct grid g;

	draw(m, &g);
	if (g.link_count > 0) {
		model_drop_notice(m);
		popup_open(m, POPUP_LINKS);
		fill(m, &g, 0);
	} else {
		model_say(m, false, "%s", _("there is no link on the screen"));
	}
	grid_release(&g);
}

bool
links_open_at(struct model *m, int row, int col)
{
	struct grid g;
	uint32_t link = 0;

	draw(m, &g);
	if (row >= 0 && row < g.rows && col >= 0 && col < g.cols)
		link = grid_cell(&g, row, col)->style.link;
	if (link != 0) {
		popup_open(m, POPUP_LINKS);
		fill(m, &g, link);
	}
	grid_release(&g);
	return link != 0;
}

/* A chat is what we are for; anything else is the desktop's. */
static void
open_url(struct model *m, const char *url)
{
	bool is_chat = url_is_chat(url);

	m->wants_place = is_chat;
	model_want(m, is_chat ? REQUEST_CONNECT : REQUEST_OPEN,
	    m->here->place, is_chat ? url : NULL, is_chat ? NULL : url);
}

void
links_choose(struct model *m, size_t row)
{
	open_url(m, m->popup.rows[row].name);
	popup_close(m);
}

static void
copy(struct model *m)
{
	model_want(m, REQUEST_COPY, m->here->place, NULL,
	    m->popup.rows[m->popup.chosen].name);
	popup_close(m);
}

void
links_action(struct model *m, enum action a)
{
	if (a == ACTION_SEND)
		links_choose(m, m->popup.chosen);
	else if (a == ACTION_COPY)
		copy(m);
	else if (a == ACTION_LINKS)
		popup_close(m);
	else
		popup_move_chosen(&m->popup, a);
}

void
links_text(struct model *m, const char *utf8, size_t len)
{
	if (len == 1 && (utf8[0] == 'c' || utf8[0] == 'y'))
		copy(m);
	else if (len == 1 && utf8[0] == 'o')
		links_choose(m, m->popup.chosen);
}
