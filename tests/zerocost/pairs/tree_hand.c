// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/errno.h>
#include <linux/rbtree.h>

#include "tree.h"

struct area {
	u64 at, size;
	struct rb_node link;
};

struct space {
	struct rb_root areas;
};

int space_insert(struct space *s, struct area *a)
{
	struct rb_node **slot = &s->areas.rb_node, *parent = NULL;

	while (*slot) {
		struct area *other = rb_entry(*slot, struct area, link);

		parent = *slot;
		if (a->at < other->at)
			slot = &parent->rb_left;
		else if (a->at > other->at)
			slot = &parent->rb_right;
		else
			return -EEXIST;
	}
	rb_link_node(&a->link, parent, slot);
	rb_insert_color(&a->link, &s->areas);
	return 0;
}

struct area *space_find(struct space *s, u64 at)
{
	struct rb_node *node = s->areas.rb_node;

	while (node) {
		struct area *a = rb_entry(node, struct area, link);

		if (at < a->at)
			node = node->rb_left;
		else if (at > a->at)
			node = node->rb_right;
		else
			return a;
	}
	return NULL;
}

struct area *space_at_least(struct space *s, u64 at)
{
	struct rb_node *node = s->areas.rb_node;
	struct area *best = NULL;

	while (node) {
		struct area *a = rb_entry(node, struct area, link);

		if (a->at < at) {
			node = node->rb_right;
		} else {
			best = a;
			node = node->rb_left;
		}
	}
	return best;
}

void space_remove(struct space *s, struct area *a)
{
	rb_erase(&a->link, &s->areas);
	RB_CLEAR_NODE(&a->link);
}

u64 space_total(struct space *s)
{
	struct rb_node *node, *next;
	u64 total = 0;

	for (node = rb_first(&s->areas); node; node = next) {
		next = rb_next(node);
		total += rb_entry(node, struct area, link)->size;
	}
	return total;
}
