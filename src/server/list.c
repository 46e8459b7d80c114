/* list.c -- lists that may change while somebody walks them. */
#include "config.h"
#include "server/list.h"

#include "base/banned.h"

void
list_append(struct list *l, struct list_node *node)
{
	struct cursor *c;

	node->next = NULL;
	node->prev = l->last;
	if (l->last != NULL)
		l->last->next = node;
	else
		l->first = node;
	l->last = node;
	l->count++;
	/* A cursor that stands at the end has met all before: go on with this. */
	for (c = l->cursors; c != NULL; c = c->other)
		if (c->at == NULL)
			c->at = node;
}

void
list_remove(struct list *l, struct list_node *node)
{
	struct cursor *c;

	for (c = l->cursors; c != NULL; c = c->other)
		if (c->at == node)
			c->at = node->next;
	if (node->prev != NULL)
		node->prev->next = node->next;
	else
		l->first = node->next;
	if (node->next != NULL)
		node->next->prev = node->prev;
	else
		l->last = node->prev;
	l->count--;
}

void
list_end(struct list *l)
{
	while (l->cursors != NULL)
		cursor_stop(l->cursors);
}

void
cursor_start(struct cursor *c, struct list *l)
{
	c->list = l;
	c->at = l->first;
	c->other = l->cursors;
	l->cursors = c;
}

struct list_node *
cursor_next(struct cursor *c)
{
	struct list_node *node = c->at;

	if (node != NULL)
		c->at = node->next;
	return node;
}

void
cursor_stop(struct cursor *c)
{
	struct cursor **link;

	if (c->list == NULL)
		return;
	for (link = &c->list->cursors; *link != c; link = &(*link)->other)
		;
	*link = c->other;
	c->list = NULL;
	c->at = NULL;
}
