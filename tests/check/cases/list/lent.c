/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Elements that a container lends, or was given: until it lets them go, or its lock is let go. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/rbtree.h>
#include <cleat/slab.h>
#include <cleat/xarray.h>

struct item {
	struct cleat_list_link link;
	struct cleat_rb_link node;
	u32 id;
	int k;
};
DEFINE_OWNED_LIST(items, struct item, link, kfree);
DEFINE_OWNED_RBTREE(item_tree, struct item, node, k, kfree);
DEFINE_OWNED_XARRAY(item_table, struct item, kfree);

struct box {
	struct mutex lock;
	struct items list __guarded_by(&lock);
	struct item_tree tree __guarded_by(&lock);
	struct item_table table __guarded_by(&lock);
	int sum __guarded_by(&lock);
};

/* bad: the last may be the first */
int pop_bad(struct box *b)
{
	guard(mutex)(&b->lock);
	struct item *first = items_first(&b->list);
	struct item *last;

	if (!first)
		return 0;
	last = items_pop_tail(&b->list);
	kfree(last);
	return first->k;
}

/* good */
int pop_good(struct box *b)
{
	guard(mutex)(&b->lock);
	struct item *first = items_first(&b->list);
	int k;

	if (!first)
		return 0;
	k = first->k;
	kfree(items_pop_tail(&b->list));
	return k;
}

/* bad */
int clear_bad(struct box *b)
{
	guard(mutex)(&b->lock);
	struct item *it = item_tree_first(&b->tree);

	if (!it)
		return 0;
	item_tree_clear(&b->tree);
	return it->k;
}

/* good: what was taken out is not in it any more */
int clear_good(struct box *b)
{
	guard(mutex)(&b->lock);
	struct item *it __free(kfree) = items_pop(&b->list);

	items_clear(&b->list);
	return it ? it->k : 0;
}

/* bad */
int erase_bad(struct box *b, u32 id)
{
	guard(mutex)(&b->lock);
	struct item *it = item_table_load(&b->table, id);

	if (!it)
		return -ENOENT;
	kfree(item_table_erase(&b->table, id));
	return it->k;
}

/* good: the next is another one than this */
int next_good(struct box *b)
{
	guard(mutex)(&b->lock);
	struct item *it = items_first(&b->list);
	struct item *next;

	if (!it)
		return 0;
	next = items_next(&b->list, it);
	kfree(items_del(&b->list, it));
	return next ? next->k : 0;
}

/* good: another container's */
int other_good(struct box *b)
{
	guard(mutex)(&b->lock);
	struct item *it = items_first(&b->list);

	item_tree_clear(&b->tree);
	return it ? it->k : 0;
}

/* good: it is the box's now, and nobody takes it out while the lock is held */
int add_good(struct box *b, u32 *id __writes)
{
	struct item *it = kzalloc_obj(*it);
	int err;

	if (!it)
		return -ENOMEM;
	guard(mutex)(&b->lock);
	err = item_table_alloc(&b->table, &it->id, it, 1, 100, GFP_KERNEL);
	if (err) {
		kfree(it);
		return err;
	}
	*id = it->id;
	it->k = 1;
	b->sum += it->k;
	return 0;
}

/* bad: after the unlock it may be gone */
int add_unlocked(struct box *b)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	mutex_lock(&b->lock);
	items_add(&b->list, it);
	mutex_unlock(&b->lock);
	return it->k;
}

/* bad: the lock does not make it the caller's */
struct item *__own __opt __must_check add_returned(struct box *b)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return NULL;
	guard(mutex)(&b->lock);
	items_add(&b->list, it);
	return it;
}

/* bad: twice */
int add_freed(struct box *b)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	guard(mutex)(&b->lock);
	items_add(&b->list, it);
	it->k = 2;
	kfree(it);
	return 0;
}

/* bad: taken out and freed by another name */
int add_popped(struct box *b)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	guard(mutex)(&b->lock);
	items_add(&b->list, it);
	kfree(items_pop(&b->list));
	return it->k;
}

struct bare {
	struct items list;
};

/* bad: in a container without a lock somebody may have taken it */
int add_bare(struct bare *b)
{
	struct item *it = kzalloc_obj(*it);

	if (!it)
		return -ENOMEM;
	items_add(&b->list, it);
	return it->k;
}

/*
 * check:
 *	39: CL103: 'first' is used after the object was freed
 *	65: CL103: 'it' is used after the object was freed
 *	87: CL103: 'it' is used after the object was freed
 *	144: CL104: 'it' is used after 'items_add' took it over
 *	156: CL104: 'it' is used after 'items_add' took it over
 *	156: CL212: a pointer into what 'b->lock' guards is returned past the unlock
 *	169: CL102: 'it' is passed to 'kfree', but the object was handed on already
 *	183: CL103: 'it' is used after the object was freed
 *	198: CL104: 'it' is used after 'items_add' took it over
 */
