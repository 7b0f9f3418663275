/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The kernel's own red-black trees. A link that is in no tree is zero: inside a tree that word is
 * never 0, because a node without a parent is the root, which is black (1).
 */
#ifndef CLEAT_KERNEL_RBTREE_H
#define CLEAT_KERNEL_RBTREE_H

#include <linux/rbtree.h>

#define cleat_rb_root rb_root
#define cleat_rb_link rb_node

static __always_inline void cleat_rb_init(struct rb_root *root)
{
	*root = RB_ROOT;
}

static __always_inline bool cleat_rb_linked(const struct rb_node *link)
{
	return READ_ONCE(link->__rb_parent_color) != 0;
}

static __always_inline void cleat_rb_insert(struct rb_root *root, struct rb_node *link,
					    struct rb_node *parent, struct rb_node **slot)
{
	rb_link_node(link, parent, slot);
	rb_insert_color(link, root);
}

static __always_inline void cleat_rb_erase(struct rb_root *root, struct rb_node *link)
{
	rb_erase(link, root);
	WRITE_ONCE(link->__rb_parent_color, 0);
}

static __always_inline struct rb_node *cleat_rb_first(struct rb_root *root)
{
	return rb_first(root);
}

static __always_inline struct rb_node *cleat_rb_last(struct rb_root *root)
{
	return rb_last(root);
}

static __always_inline struct rb_node *cleat_rb_next(struct rb_root *root, struct rb_node *link)
{
	return rb_next(link);
}

static __always_inline struct rb_node *cleat_rb_prev(struct rb_root *root, struct rb_node *link)
{
	return rb_prev(link);
}

#endif
