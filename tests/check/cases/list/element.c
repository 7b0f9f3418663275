/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* By one link an element is on one container at a time; on a tree its key stays as it is. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>

struct range {
	u32 place, room;
};
struct item {
	struct cleat_list_link link;
	struct cleat_rb_link node, spot, size;
	u32 key, n;
	struct range range;
};
static bool range_less(const struct range *a, const struct range *b)
{
	return a->room < b->room;
}
DEFINE_LIST(items, struct item, link);
DEFINE_RBTREE(tree, struct item, node, key);
DEFINE_RBTREE(spots, struct item, spot, range.place);
DEFINE_RBTREE_LESS(sizes, struct item, size, range, range_less);

struct hub {
	struct mutex lock;
	struct items a __guarded_by(&lock), b __guarded_by(&lock);
	struct tree tree __guarded_by(&lock);
	struct spots spots __guarded_by(&lock);
	struct sizes sizes __guarded_by(&lock);
};

/* bad: on two lists by one link */
void two(struct hub *h, struct item *it)
{
	guard(mutex)(&h->lock);
	items_add(&h->a, it);
	items_add(&h->b, it);
}

/* bad: twice on one */
void again(struct hub *h, struct item *it)
{
	guard(mutex)(&h->lock);
	items_add(&h->a, it);
	items_add_tail(&h->a, it);
}

/* bad: what is on one already */
void first_again(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = items_first(&h->a);
	if (it)
		items_add(&h->b, it);
}

/* good: it is taken off before */
void first_moved(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = items_first(&h->a);
	if (!it)
		return;
	items_del(&h->a, it);
	items_add(&h->b, it);
}

/* good: in one */
void first_moved_at_once(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = items_first(&h->a);
	if (it)
		items_move(&h->b, &h->a, it);
}

/* good: popped */
void popped(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = items_pop(&h->a);
	if (it)
		items_add(&h->b, it);
}

/* good: it is asked */
void asked(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (it && !items_linked(it))
		items_add(&h->b, it);
}

/* bad: nobody asked */
void unasked(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (it)
		items_add(&h->b, it);
}

/* good: a new one, on both by links of their own */
int made(struct hub *h)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	guard(mutex)(&h->lock);
	items_add(&h->a, it);
	tree_add(&h->tree, it);
	items_del(&h->a, it);
	tree_erase(&h->tree, it);
	kfree(it);
	return 0;
}

/* good: a helper leaves it to its callers */
static void put(struct hub *h, struct item *it) __must_hold(&h->lock)
{
	items_add(&h->a, it);
}

/* good */
void put_popped(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = items_pop(&h->b);
	if (it)
		put(h, it);
}

/* bad: this one is on a list */
void put_first(struct hub *h)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = items_first(&h->b);
	if (it)
		put(h, it);
}

/* bad: its key, in the tree */
void key_change(struct hub *h, u32 key)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (it)
		it->key = key;
}

/* bad: by a counter's step */
void key_step(struct hub *h, u32 from)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_find(&h->tree, from);
	if (it)
		it->key++;
}

/* good: out of it, and in again */
void key_change_well(struct hub *h, u32 key)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (!it)
		return;
	tree_erase(&h->tree, it);
	it->key = key;
	tree_add(&h->tree, it);
}

/* good: that field orders nothing */
void other_field(struct hub *h, u32 n)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (it)
		it->n = n;
}

/* bad: a part of the key */
void room_change(struct hub *h, u32 room)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (it)
		it->range.room = room;
}

/* bad: what the key is a part of */
void range_change(struct hub *h, const struct range *range)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (!it || sizes_linked(it))
		return;
	it->range = *range;
}

/* good: it is on neither of those trees */
void range_change_well(struct hub *h, const struct range *range)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (!it || sizes_linked(it) || spots_linked(it))
		return;
	it->range = *range;
}

/* good: a helper that is given new ones */
static void key_set(struct item *it, u32 key)
{
	it->key = key;
}
int key_set_new(struct hub *h, u32 key)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	key_set(it, key);
	guard(mutex)(&h->lock);
	tree_add(&h->tree, it);
	tree_erase(&h->tree, it);
	kfree(it);
	return 0;
}

/* bad: the same one, for one in the tree */
void key_set_first(struct hub *h, u32 key)
{
	struct item *it;

	guard(mutex)(&h->lock);
	it = tree_first(&h->tree);
	if (it)
		key_set(it, key);
}

/* good: so that none is on a container that it is never taken off */
void all_off(struct hub *h, struct item *it)
{
	guard(mutex)(&h->lock);
	if (spots_linked(it))
		spots_erase(&h->spots, it);
	if (sizes_linked(it))
		sizes_erase(&h->sizes, it);
	spots_add(&h->spots, it);
	sizes_add(&h->sizes, it);
}

/*
 * check:
 *	39: CL119: 'it->link' is linked by 'items_add', and is on a container already
 *	47: CL119: 'it->link' is linked by 'items_add_tail', and is on a container already
 *	58: CL119: 'it->link' is linked by 'items_add', and may be on a container already
 *	115: CL119: 'it->link' is linked by 'items_add', and may be on a container already
 *	159: CL119: 'it->link' is linked by 'put', and may be on a container already
 *	170: CL120: a key is written, and by 'it->node' its element may be on a tree that it orders
 *	181: CL120: a key is written, and by 'it->node' its element may be on a tree that it orders
 *	217: CL120: a key is written, and by 'it->size' its element may be on a tree that it orders
 *	229: CL120: a key is written, and by 'it->spot' its element may be on a tree that it orders
 *	271: CL120: a key is written by 'key_set', and by 'it->node' its element may be on a tree that it orders
 */
