/* view_link.c -- text with the links that are in it. */
#include "config.h"

#include <string.h>

#include "tui/model_internal.h"
#include "tui/url.h"
#include "tui/view_internal.h"

#include "base/banned.h"

void
view_find_links(const struct view *v, const char *text, size_t len,
    size_t from, struct view_links *out)
{
	struct url u = { from, from };

	out->count = 0;
	while (out->count < VIEW_LINKS && url_find(text, len, u.end, &u))
		out->all[out->count++] = (struct view_link){
			u.start, u.end, grid_link(v->g, text + u.start,
			    u.end - u.start),
		};
}

uint32_t
view_link_at(const struct view_links *links, size_t at, size_t *end)
{
	for (size_t i = 0; i < links->count; i++) {
		const struct view_link *l = &links->all[i];

		if (at >= l->end)
			continue;
		if (at < l->start) {
			*end = *end < l->start ? *end : l->start;
			return 0;
		}
		*end = *end < l->end ? *end : l->end;
		return l->id;
	}
	return 0;
}

int
view_put_linked(const struct view *v, int row, int col, int end,
    const char *text, enum look look)
{
	struct style style = theme_style(&v->m->theme, look);
	size_t len = strlen(text), fits, next;
	const char *more = v->signs->more;
	struct view_links links;
	int used;

	view_find_links(v, text, len, 0, &links);
	fits = text_fit(text, len, end - col, v->m->width, &used);
	if (fits < len)
		fits = text_fit(text, len, end - col - view_cols(v, more),
		    v->m->width, &used);
	for (size_t at = 0; at < fits; at = next) {
		next = fits;
		style.link = view_link_at(&links, at, &next);
		col = text_put(v->g, row, col, end, text + at, next - at,
		    v->m->width, style);
	}
	return fits < len ? view_put(v, row, col, end, more, look) : col;
}
