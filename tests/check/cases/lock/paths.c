// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Locks that lie deeper: in a member, behind a pointer, in another file of the driver. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>

extern spinlock_t binder_lock;
struct area { struct mutex lock; unsigned long start; };
struct alloc { struct area area; u32 free __guarded_by(&area.lock); u32 n[4] __guarded_by(&area.lock); };
struct owner { spinlock_t lock; int v; };
struct item { struct cleat_list_link link; struct owner *owner; int n __guarded_by(&owner->lock); struct cleat_list_link glink; };
DEFINE_LIST(item_list, struct item, link);
struct obj { struct cleat_list_link link; int x __guarded_by(&binder_lock); };
DEFINE_OWNED_LIST(obj_list, struct obj, link, kfree);
struct proc { struct alloc alloc; struct item_list items __guarded_by(&binder_lock); struct obj_list objs __guarded_by(&binder_lock); };

/* good */
static u32 take(struct proc *p, u32 n) __must_hold(&p->alloc.area.lock)
{
	p->alloc.free -= n;
	p->alloc.n[0]++;
	return p->alloc.free;
}

/* good */
u32 good(struct proc *p)
{
	guard(mutex)(&p->alloc.area.lock);
	return take(p, 1);
}

/* good */
u32 good2(struct proc *p)
{
	struct alloc *a = &p->alloc;

	guard(mutex)(&a->area.lock);
	a->free++;
	return take(p, 1);
}

/* good */
static void in_alloc(struct alloc *a) __must_hold(&a->area.lock)
{
	a->free++;
}

/* good */
void good3(struct proc *p)
{
	mutex_lock(&p->alloc.area.lock);
	in_alloc(&p->alloc);
	mutex_unlock(&p->alloc.area.lock);
}

/* bad */
u32 bad(struct proc *p)
{
	return take(p, 1);
}

/* bad */
u32 bad2(struct proc *p)
{
	return p->alloc.free;
}

/* bad */
u32 bad3(struct proc *p, struct proc *q)
{
	guard(mutex)(&q->alloc.area.lock);
	return take(p, 1) + p->alloc.free;
}

/* good */
int good_i(struct item *i)
{
	guard(spinlock)(&i->owner->lock);
	return i->n;
}

/* good */
int good_i2(struct item *i)
{
	struct owner *o = i->owner;

	guard(spinlock)(&o->lock);
	return i->n++;
}

/* bad */
int bad_i(struct item *i)
{
	return i->n;
}

/* bad */
int bad_i2(struct item *i, struct item *k)
{
	guard(spinlock)(&k->owner->lock);
	return i->n;
}

/* good */
static int it(struct item *i) __must_hold(&i->owner->lock)
{
	return i->n;
}

/* good */
int good_i3(struct item *i)
{
	guard(spinlock)(&i->owner->lock);
	return it(i) + i->n;
}

/* good */
int good_l(struct proc *p)
{
	int n = 0;

	guard(spinlock)(&binder_lock);
	cleat_list_for_each(obj_list, o, &p->objs)
		n += o->x;
	return n;
}

/* bad */
int bad_l(struct proc *p)
{
	int n = 0;

	cleat_list_for_each(obj_list, o, &p->objs)
		n += o->x;
	return n;
}

/* good */
int good_l2(struct proc *p)
{
	int n = 0;

	guard(spinlock)(&binder_lock);
	cleat_list_for_each(item_list, i, &p->items) {
		guard(spinlock)(&i->owner->lock);
		n += i->n;
	}
	return n;
}

/* good */
static int sum(struct proc *p) __must_hold(&binder_lock)
{
	int n = 0;

	for (struct obj *o = obj_list_first(&p->objs); o; o = obj_list_next(&p->objs, o))
		n += o->x;
	return n;
}

/* good */
int good_l3(struct proc *p)
{
	int n;

	spin_lock(&binder_lock);
	n = sum(p);
	spin_unlock(&binder_lock);
	return n;
}

/* bad */
int bad_l3(struct proc *p)
{
	return sum(p);
}

/*
 * check:
 *	60: CL406: 'take' must be called with 'p->alloc.area.lock' held
 *	66: CL404: 'p->alloc.free' is read without 'p->alloc.area.lock', which guards it
 *	73: CL406: 'take' must be called with 'p->alloc.area.lock' held
 *	73: CL405: 'p->alloc.free' is guarded by 'p->alloc.area.lock', but the lock that is held is 'q->alloc.area.lock'
 *	95: CL404: 'i->n' is read without 'i->owner->lock', which guards it
 *	102: CL405: 'i->n' is guarded by 'i->owner->lock', but the lock that is held is 'k->owner->lock'
 *	134: CL404: 'p->objs' is read without 'binder_lock', which guards it
 *	135: CL404: 'o->x' is read without 'binder_lock', which guards it
 *	176: CL406: 'sum' must be called with 'binder_lock' held
 */
