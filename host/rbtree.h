/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A search tree in a process: height-balanced (AVL). Each link knows the tree it is in, so that an
 * element inserted twice or erased from another tree is reported.
 */
#ifndef CLEAT_HOST_RBTREE_H
#define CLEAT_HOST_RBTREE_H

#include "printk.h"

struct __pinned cleat_rb_link {
	struct cleat_rb_link *rb_left, *rb_right, *parent;
	struct cleat_rb_root *root;
	int height;
};

struct __pinned cleat_rb_root {
	struct cleat_rb_link *rb_node;
};

void cleat_rb_init(struct cleat_rb_root *root);
bool cleat_rb_linked(const struct cleat_rb_link *link);
/* Hang @link into @slot, an empty one of @parent (NULL: the root's). */
void cleat_rb_insert(struct cleat_rb_root *root, struct cleat_rb_link *link,
		     struct cleat_rb_link *parent, struct cleat_rb_link **slot);
void cleat_rb_erase(struct cleat_rb_root *root, struct cleat_rb_link *link);
struct cleat_rb_link *cleat_rb_first(struct cleat_rb_root *root);
struct cleat_rb_link *cleat_rb_last(struct cleat_rb_root *root);
struct cleat_rb_link *cleat_rb_next(struct cleat_rb_root *root, struct cleat_rb_link *link);
struct cleat_rb_link *cleat_rb_prev(struct cleat_rb_root *root, struct cleat_rb_link *link);

#endif
