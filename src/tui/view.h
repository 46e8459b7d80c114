/* view.h -- model to cells. */
#ifndef TUI_VIEW_H
#define TUI_VIEW_H

struct grid;
struct model;

/*
 * Draws all of `m` into `g`, whose size must be that of the last
 * model_resize(). Has no memory: the same model gives the same cells.
 */
void view_draw(const struct model *m, struct grid *g);

#endif
