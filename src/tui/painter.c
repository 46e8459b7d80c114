/* painter.c -- draws when something has changed, paints when it is due. */
#include "config.h"

#include "tui/painter.h"

#include "tui/model.h"
#include "tui/term.h"
#include "tui/view.h"

#include "base/banned.h"

enum { FRAME_MS = 33 };

static void
draw(struct painter *p)
{
	int rows = term_rows(p->term), cols = term_cols(p->term);

	if (p->grid.rows != rows || p->grid.cols != cols) {
		grid_resize(&p->grid, rows, cols);
		model_resize(p->model, rows, cols);
	}
	view_draw(p->model, &p->grid);
}

void
painter_init(struct painter *p, struct term *term, struct model *model,
    int64_t now_ms)
{
	*p = (struct painter){ .term = term, .model = model };
	grid_init(&p->grid);
	model_resize(model, term_rows(term), term_cols(term));
	painter_all_anew(p);
	painter_turn(p, now_ms);
}

void
painter_release(struct painter *p)
{
	grid_release(&p->grid);
}

void
painter_hurry(struct painter *p)
{
	p->is_hurried = true;
}

void
painter_all_anew(struct painter *p)
{
	p->is_dirty = p->is_hurried = true;
}

void
painter_turn(struct painter *p, int64_t now_ms)
{
	bool is_due = now_ms >= p->due_ms;
	bool draws, begins, goes_on;

	p->is_dirty = model_take_dirty(p->model) || p->is_dirty;
	if (term_is_writing(p->term))
		return;		/* a frame is on its way */
	draws = p->is_dirty && (is_due || p->is_hurried);
	if (draws) {
		draw(p);
		p->is_dirty = false;
		p->is_drawn = true;
	}
	p->is_hurried = false;
	begins = p->is_drawn && is_due;
	goes_on = p->is_behind && term_may_paint(p->term, now_ms);
	if (begins) {
		p->is_drawn = false;
		p->due_ms = now_ms + FRAME_MS;
	}
	if (begins || goes_on)
		p->is_behind = !term_paint(p->term, &p->grid, true, now_ms);
	else if (draws)
		(void)term_paint(p->term, &p->grid, false, now_ms);
}

int64_t
painter_due(const struct painter *p)
{
	if ((p->is_dirty || p->is_drawn) && !term_is_writing(p->term))
		return p->due_ms;
	return INT64_MAX;
}
