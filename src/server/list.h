/*
 * list.h -- lists that may change while somebody walks them over many turns.
 *
 * Things hang in a list in the order of their creation. Who walks it over more
 * than one call holds a cursor, never a pointer of its own: the cursor is
 * registered with the list and names the next node; removing a node moves the
 * cursors that name it on, ending the list ends them. So whoever is there
 * throughout is met exactly once.
 */
#ifndef SERVER_LIST_H
#define SERVER_LIST_H

#include <stddef.h>

struct cursor;

struct list_node {
	struct list_node *next, *prev;
};

struct list {
	struct list_node *first, *last;
	struct cursor *cursors;		/* borrowed: those that walk it now */
	size_t count;
};

struct cursor {
	struct cursor *other;		/* of the same list */
	struct list *list;		/* NULL: ended */
	struct list_node *at;		/* the next one; NULL: at the end */
};

/* The thing that holds `node` as its member `field`. */
#define list_item(node, type, field) \
	((type *)(void *)((char *)(node) - offsetof(type, field)))

void list_append(struct list *l, struct list_node *node);
void list_remove(struct list *l, struct list_node *node);
/* Ends every cursor; the nodes are the caller's. */
void list_end(struct list *l);

void cursor_start(struct cursor *c, struct list *l);
/* The next node, or NULL at the end. */
struct list_node *cursor_next(struct cursor *c);
/* Fine for one that has ended or never started (zeroed). */
void cursor_stop(struct cursor *c);

#endif
