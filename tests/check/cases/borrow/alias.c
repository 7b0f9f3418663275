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
	struct item *tab[4] __guarded_by(&lock);
	struct item *__own __opt own[4] __guarded_by(&lock);
};

struct cursor { struct item *__opt at; };

static struct item *last[8];

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

/* bad: in an array of second pointers */
void to_table(struct box *b, u32 i)
{
	guard(mutex)(&b->lock);
	if (i < ARRAY_SIZE(b->tab))
		b->tab[i] = items_first(&b->all);
}

/* bad: from an array of owners */
void to_table_own(struct box *b, u32 i, u32 k)
{
	guard(mutex)(&b->lock);
	if (i < ARRAY_SIZE(b->tab) && k < ARRAY_SIZE(b->own))
		b->tab[i] = b->own[k];
}

/* bad: a parameter, at an index that is not followed */
void to_table_lent(struct box *b, struct item *i, u32 at)
{
	guard(mutex)(&b->lock);
	if (at < ARRAY_SIZE(b->tab))
		b->tab[at] = i;
}

/* bad: nor in a global one */
void to_last(struct item *i, u32 at)
{
	if (at < ARRAY_SIZE(last))
		last[at] = i;
}

/* good: an array of this call */
u32 by_index(struct item *i, u32 at)
{
	struct item *here[4] = {};

	if (at >= ARRAY_SIZE(here))
		return 0;
	here[at] = i;
	return here[at] ? here[at]->id : 0;
}

/* bad: a new object takes it along */
struct cursor *cursor_new(struct box *b) __own __opt;
struct cursor *cursor_new(struct box *b)
{
	struct cursor *c = kzalloc_obj(*c, GFP_KERNEL);

	if (!c)
		return NULL;
	guard(mutex)(&b->lock);
	c->at = items_first(&b->all);
	return c;
}

/* good: for who has the lock */
struct cursor *cursor_new_held(struct box *b) __own __opt __must_hold(&b->lock);
struct cursor *cursor_new_held(struct box *b)
{
	struct cursor *c = kzalloc_obj(*c, GFP_KERNEL);

	if (c)
		c->at = items_first(&b->all);
	return c;
}

/*
 * check:
 *	41: CL210: what 'b->cur' is left with here belongs to another place, and may be gone before
 *	50: CL210: what 'b->cur' is left with here belongs to another place, and may be gone before
 *	70: CL210: what 'b->cur' is left with here belongs to another place, and may be gone before
 *	128: CL210: what 'b->tab[…]' is left with here belongs to another place, and may be gone before
 *	136: CL210: what 'b->tab[…]' is left with here belongs to another place, and may be gone before
 *	144: CL210: 'i' is only borrowed for this call, and is left in 'b->tab[…]', which lives longer
 *	151: CL210: 'i' is only borrowed for this call, and is left in 'last[…]', which lives longer
 *	175: CL212: a pointer into what 'b->lock' guards is returned past the unlock
 */
