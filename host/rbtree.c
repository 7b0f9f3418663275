/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Height-balanced trees: at each link the heights of left and right differ by at most one. After a
 * change the way up to the root is walked, heights are corrected and the one or two rotations made
 * that the balance needs.
 */
#include <cleat/rbtree.h>

typedef struct cleat_rb_link link_t;

static void broken(const void *root, const link_t *link, const char *what)
{
	printk(KERN_ERR "tree %p, link %p: %s\n", root, link, what);
	cleat_bug(__FILE__, __LINE__, what);
}

static void check_in(const struct cleat_rb_root *root, const link_t *link)
{
	if (link->root != root)
		broken(root, link,
		       link->root ? "the element is in another tree" : "the element is in no tree");
}

static int height(const link_t *link)
{
	return link ? link->height : 0;
}

static void measure(link_t *link)
{
	link->height = 1 + max(height(link->rb_left), height(link->rb_right));
}

/* The place that points to @link: a side of its parent, or the root. */
static link_t **place_of(struct cleat_rb_root *root, link_t *link)
{
	if (!link->parent)
		return &root->rb_node;
	return link->parent->rb_left == link ? &link->parent->rb_left : &link->parent->rb_right;
}

static void hang(link_t **place, link_t *parent, link_t *link)
{
	*place = link;
	if (link)
		link->parent = parent;
}

/* @link goes down on one side, its child on the other side takes its place. Returns that child. */
static link_t *rotate(struct cleat_rb_root *root, link_t *link, bool right)
{
	link_t *up = right ? link->rb_left : link->rb_right;
	link_t *inner = right ? up->rb_right : up->rb_left;

	hang(place_of(root, link), link->parent, up);
	hang(right ? &link->rb_left : &link->rb_right, link, inner);
	hang(right ? &up->rb_right : &up->rb_left, up, link);
	measure(link);
	measure(up);
	return up;
}

/* Bring @link in balance; what stands in its place then. */
static link_t *balance(struct cleat_rb_root *root, link_t *link)
{
	int lean = height(link->rb_left) - height(link->rb_right);

	measure(link);
	if (lean > 1) {
		if (height(link->rb_left->rb_left) < height(link->rb_left->rb_right))
			rotate(root, link->rb_left, false);
		return rotate(root, link, true);
	}
	if (lean < -1) {
		if (height(link->rb_right->rb_right) < height(link->rb_right->rb_left))
			rotate(root, link->rb_right, true);
		return rotate(root, link, false);
	}
	return link;
}

static void balance_up(struct cleat_rb_root *root, link_t *link)
{
	while (link)
		link = balance(root, link)->parent;
}

void cleat_rb_init(struct cleat_rb_root *root)
{
	root->rb_node = NULL;
}

bool cleat_rb_linked(const link_t *link)
{
	return READ_ONCE(link->root) != NULL;
}

void cleat_rb_insert(struct cleat_rb_root *root, link_t *link, link_t *parent, link_t **slot)
{
	if (link->root)
		broken(root, link, "the element is in a tree already, or its link was not zeroed");
	*link = (link_t){.parent = parent, .height = 1};
	WRITE_ONCE(link->root, root);
	*slot = link;
	balance_up(root, parent);
}

void cleat_rb_erase(struct cleat_rb_root *root, link_t *link)
{
	link_t **place, *from;

	check_in(root, link);
	place = place_of(root, link);
	if (link->rb_left && link->rb_right) {
		link_t *next = cleat_rb_next(root, link);

		/* The next in order has no left child: it leaves its place and takes this one. */
		from = next->parent == link ? next : next->parent;
		hang(place_of(root, next), next->parent, next->rb_right);
		hang(&next->rb_left, next, link->rb_left);
		hang(&next->rb_right, next, link->rb_right);
		hang(place, link->parent, next);
	} else {
		from = link->parent;
		hang(place, link->parent, link->rb_left ? link->rb_left : link->rb_right);
	}
	balance_up(root, from);
	link->rb_left = link->rb_right = link->parent = NULL;
	WRITE_ONCE(link->root, NULL);
}

link_t *cleat_rb_first(struct cleat_rb_root *root)
{
	link_t *link = root->rb_node;

	while (link && link->rb_left)
		link = link->rb_left;
	return link;
}

link_t *cleat_rb_last(struct cleat_rb_root *root)
{
	link_t *link = root->rb_node;

	while (link && link->rb_right)
		link = link->rb_right;
	return link;
}

link_t *cleat_rb_next(struct cleat_rb_root *root, link_t *link)
{
	check_in(root, link);
	if (link->rb_right) {
		for (link = link->rb_right; link->rb_left; link = link->rb_left)
			;
		return link;
	}
	while (link->parent && link->parent->rb_right == link)
		link = link->parent;
	return link->parent;
}

link_t *cleat_rb_prev(struct cleat_rb_root *root, link_t *link)
{
	check_in(root, link);
	if (link->rb_left) {
		for (link = link->rb_left; link->rb_right; link = link->rb_right)
			;
		return link;
	}
	while (link->parent && link->parent->rb_left == link)
		link = link->parent;
	return link->parent;
}
