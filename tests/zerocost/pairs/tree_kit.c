// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/rbtree.h>

#include "tree.h"

struct area {
	u64 at, size;
	struct cleat_rb_link link;
};

DEFINE_RBTREE(area_tree, struct area, link, at);

struct space {
	struct area_tree areas;
};

int space_insert(struct space *s, struct area *a)
{
	return area_tree_insert(&s->areas, a);
}

struct area *space_find(struct space *s, u64 at)
{
	return area_tree_find(&s->areas, at);
}

struct area *space_at_least(struct space *s, u64 at)
{
	return area_tree_lower_bound(&s->areas, at);
}

void space_remove(struct space *s, struct area *a)
{
	area_tree_erase(&s->areas, a);
}

u64 space_total(struct space *s)
{
	u64 total = 0;

	cleat_rbtree_for_each(area_tree, a, &s->areas)
		total += a->size;
	return total;
}
