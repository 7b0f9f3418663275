/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A second pointer to what another place or a container owns: who frees it there does not clear this one. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct item {
	struct cleat_list_link link;
	u32 id;
};

static void item_free(struct item *__own i)
{
	kfree(i);
}
DEFINE_OWNED_LIST(items, struct item, link, item_free);

struct slot { u32 v; };

struct box {
	struct mutex lock;
	struct items all __guarded_by(&lock);
	struct item *cur __guarded_by(&lock) __opt;
	struct item *__own __opt kept __guarded_by(&lock);
	struct slot slots[4] __guarded_by(&lock);
	struct slot *now __guarded_by(&lock) __opt;
	u32 cur_id __guarded_by(&lock);
};

/* bad: an element of the list */
void to_first(struct box *b)
{
	guard(mutex)(&b->lock);
	b->cur = items_first(&b->all);
}

/* bad: by way of a variable */
void to_found(struct box *b, u32 id)
{
	guard(mutex)(&b->lock);
	cleat_list_for_each(items, i, &b->all) {
		if (i->id == id) {
			b->cur = i;
			return;
		}
	}
}

/* good: what finds it again */
void to_found_id(struct box *b, u32 id)
{
	guard(mutex)(&b->lock);
	cleat_list_for_each(items, i, &b->all) {
		if (i->id == id)
			b->cur_id = id;
	}
}

/* bad: what the field beside it owns */
void to_kept(struct box *b)
{
	guard(mutex)(&b->lock);
	b->cur = b->kept;
}

/* good: another object, and the second pointer is cleared */
void renew(struct box *b)
{
	guard(mutex)(&b->lock);
	kfree(b->kept);
	b->kept = kzalloc_obj(*b->kept, GFP_KERNEL);
	b->cur = NULL;
}

/* good: for this call only */
u32 kept_id(struct box *b)
{
	const struct item *i;

	guard(mutex)(&b->lock);
	i = b->kept;
	return i ? i->id : 0;
}

/* good: a part of the same object */
void to_slot(struct box *b, u32 n)
{
	guard(mutex)(&b->lock);
	if (n < ARRAY_SIZE(b->slots))
		b->now = &b->slots[n];
}

/* good: cleared again before it is seen */
u32 visit(struct box *b)
{
	u32 id;

	guard(mutex)(&b->lock);
	b->cur = b->kept;
	id = b->cur ? b->cur->id : 0;
	b->cur = NULL;
	return id;
}

/* good: the caller has the lock, and what it asked for */
void find(struct box *b, u32 id, const struct item *__opt *ret __writes) __must_hold(&b->lock);
void find(struct box *b, u32 id, const struct item *__opt *ret __writes)
{
	*ret = NULL;
	cleat_list_for_each(items, i, &b->all) {
		if (i->id == id)
			*ret = i;
	}
}

/*
 * check:
 *	35: CL210: what 'b->cur' is left with here belongs to another place, and may be gone before
 *	44: CL210: what 'b->cur' is left with here belongs to another place, and may be gone before
 *	64: CL210: what 'b->cur' is left with here belongs to another place, and may be gone before
 */
