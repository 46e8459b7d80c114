/* view.c -- model to cells: the parts, and what they share. */
#include "config.h"

#include "tui/view.h"

#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "tui/model_internal.h"
#include "tui/view_internal.h"

#include "base/banned.h"

int
view_put(const struct view *v, int row, int col, int end, const char *s,
    enum look look)
{
	return text_put(v->g, row, col, end, s, strlen(s), v->m->width,
	    theme_style(&v->m->theme, look));
}

int
view_put_cut(const struct view *v, int row, int col, int end, const char *s,
    enum look look)
{
	return text_put_cut(v->g, row, col, end, s, v->signs->more,
	    v->m->width, theme_style(&v->m->theme, look));
}

int
view_cols(const struct view *v, const char *s)
{
	return text_width(s, strlen(s), v->m->width);
}

void
view_border(const struct view *v, int row, int col, const char *sign,
    enum look look)
{
	uint32_t cp[1 + GRID_MARKS] = { 0 };
	struct style style = theme_style(&v->m->theme, look);

	(void)utf8_decode(sign, strlen(sign), &cp[0]);
	if (v->signs->lines_by_terminal)
		style.attrs |= STYLE_LINE;
	grid_put(v->g, row, col, v->g->cols, cp, 1, style);
}

void
view_rule(const struct view *v, int row, int col, int end, const char *words,
    enum look look)
{
	int lead = end - col >= 8 ? 2 : 0;

	while (lead-- > 0)
		view_border(v, row, col++, v->signs->horizontal, look);
	if (words[0] != '\0') {
		col = view_put(v, row, col, end, " ", look);
		col = view_put_cut(v, row, col, end, words, look);
		col = view_put(v, row, col, end, " ", look);
	}
	while (col < end)
		view_border(v, row, col++, v->signs->horizontal, look);
}

/* Secrecy is said quietly, its lack loudly; nothing where nobody listens. */
static int
put_security(const struct view *v, const struct place *p, int col, int end)
{
	int gap = v->l.cols >= LAYOUT_NICK9_COLS ? 3 : 1;

	switch (place_security(p)) {
	case SECURITY_TLS:
		col = view_put(v, 0, col, end, _("TLS"), LOOK_QUIET);
		return col + gap;
	case SECURITY_PLAIN:
		col = view_put(v, 0, col, end, _("PLAIN"), LOOK_PLAIN);
		return col + gap;
	case SECURITY_NONE:
		break;
	}
	return col + gap - 1;
}

static bool
is_wide(const struct view *v)
{
	return v->l.cols >= LAYOUT_NICK9_COLS;
}

static void
view_top(const struct view *v)
{
	const struct place *p = model_place(v->m);
	const struct destination *d = v->m->here;
	char words[MODEL_WORDS];
	int col = 1, end = v->l.cols;

	if (p == NULL)
		return;
	col = view_put(v, 0, col, end, model_place_name(v->m, v->m->here->place),
	    LOOK_QUIET);
	if (is_wide(v) && strcmp(p->host,
	    model_place_name(v->m, v->m->here->place)) != 0) {
		snprintf(words, sizeof words, " %s %s", v->signs->dot,
		    p->host);
		col = view_put(v, 0, col, end, words, LOOK_QUIET);
	}
	col = view_put(v, 0, col, end, " ", LOOK_QUIET);
	col = put_security(v, p, col, end);
	col = view_put(v, 0, col, end, destination_label(v->m, d),
	    LOOK_QUIET);
	if (d->topic[0] != '\0') {
		col = view_put(v, 0, col, end, ": ", LOOK_QUIET);
		view_put_linked(v, 0, col, end, d->topic, LOOK_QUIET);
	}
}

void
view_draw(const struct model *m, struct grid *g)
{
	struct view v = { .m = m, .g = g, .signs = m->theme.signs };

	grid_clear(g);
	model_layout(m, &v.l);
	if (m->here == NULL) {
		view_popup(&v);
		return;
	}
	view_messages(&v);
	view_sidebar(&v);
	if (v.l.has_top)
		view_top(&v);
	g->input_top = v.l.status_row >= 0 ? v.l.status_row : v.l.input_row;
	view_status(&v);
	view_input(&v);
	if (view_has_completion(&v))
		view_completion(&v);
	view_popup(&v);
}
