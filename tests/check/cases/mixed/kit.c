/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kit's own containers and files: revocable, bitmaps, trees, arrays of objects, ids, text files. */
#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/list.h>
#include <cleat/rbtree.h>
#include <cleat/xarray.h>
#include <cleat/err.h>
#include <cleat/kref.h>
#include <cleat/idr.h>
#include <cleat/fs.h>
#include <cleat/revocable.h>
#include <cleat/seq_file.h>
#include <cleat/debugfs.h>
#include <cleat/atomic.h>
#include <cleat/bitops.h>
#include <cleat/wait.h>
struct regs {
	u32 ctl, stat;
};
static void regs_end(struct regs *__own r)
{
	kfree(r);
}
DEFINE_REVOCABLE(rregs, struct regs, regs_end);
struct dev {
	struct rregs regs;
	u32 n;
	DECLARE_BITMAP(busy, 64);
	atomic_t users;
	u32 v[64];
};

/* bad: the resource may be gone */
u32 r1(struct dev *d)
{
	CLASS(rregs, a)(&d->regs);
	return a.object->stat;
}

/* good */
u32 r2(struct dev *d)
{
	CLASS(rregs, a)(&d->regs);
	return a.object ? a.object->stat : 0;
}

/* bad: used after the block */
u32 r3(struct dev *d)
{
	struct regs *r = NULL;
	{
		CLASS(rregs, a)(&d->regs);
		r = a.object;
	}
	return r ? r->stat : 0;
}

/* bad: bit found may be the size */
u32 b1(struct dev *d)
{
	unsigned long n = find_first_zero_bit(d->busy, 64);
	return d->v[n];
}

/* good */
u32 b2(struct dev *d)
{
	unsigned long n = find_first_zero_bit(d->busy, 64);
	return n < 64 ? d->v[n] : 0;
}

/* good: each set bit */
u32 b3(struct dev *d)
{
	unsigned long n;
	u32 s = 0;
	for_each_set_bit(n, d->busy, 64) s += d->v[n];
	return s;
}

/* bad: bit beyond the map */
void b4(struct dev *d, u32 n)
{
	set_bit(n, d->busy);
}

/* good */
void b5(struct dev *d, u32 n)
{
	if (n < 64)
		set_bit(n, d->busy);
}

/* good: taken by its bit */
int b6(struct dev *d)
{
	for (u32 i = 0; i < 64; i++)
		if (!test_and_set_bit(i, d->busy))
			return i;
	return -EBUSY;
}
struct it {
	struct cleat_rb_link node;
	u32 k;
	struct cleat_list_link link;
};
DEFINE_OWNED_RBTREE(its, struct it, node, k, kfree);
DEFINE_OWNED_XARRAY(itx, struct it, kfree);
struct box {
	struct mutex m;
	struct its t __guarded_by(&m);
	struct itx x;
	struct ida ids;
};

/* bad: erased one is used after it was freed */
u32 t1(struct box *b, u32 k)
{
	struct it *i;
	guard(mutex)(&b->m);
	i = its_find(&b->t, k);
	if (!i)
		return 0;
	kfree(its_erase(&b->t, i));
	return i->k;
}

/* bad: its key is read from a borrowed one after the erase and free of the same */
u32 t2(struct box *b)
{
	guard(mutex)(&b->m);
	struct it *f = its_first(&b->t), *g = f;
	if (!f)
		return 0;
	f = its_erase(&b->t, f);
	kfree(f);
	return g->k;
}

/* good: walk and erase */
void t3(struct box *b, u32 k)
{
	guard(mutex)(&b->m);
	cleat_rbtree_for_each(its, i, &b->t) if (i->k < k) kfree(its_erase(&b->t, i));
}

/* bad: erased and forgotten */
int t4(struct box *b, u32 k)
{
	struct it *i;
	guard(mutex)(&b->m);
	i = its_find(&b->t, k);
	if (!i)
		return -ENOENT;
	i = its_erase(&b->t, i);
	return 0;
}

/* bad: range search may find none */
u32 t5(struct box *b, u32 k)
{
	guard(mutex)(&b->m);
	return its_lower_bound(&b->t, k)->k;
}

/* bad: replace's old one leaks */
int x1(struct box *b, u32 k)
{
	struct it *i = kzalloc_obj(*i), *old;
	int err;
	if (!i)
		return -ENOMEM;
	err = itx_replace(&b->x, k, i, GFP_KERNEL, &old);
	if (err) {
		kfree(i);
		return err;
	}
	return 0;
}

/* good */
int x2(struct box *b, u32 k)
{
	struct it *i = kzalloc_obj(*i), *old;
	int err;
	if (!i)
		return -ENOMEM;
	err = itx_replace(&b->x, k, i, GFP_KERNEL, &old);
	if (err) {
		kfree(i);
		return err;
	}
	kfree(old);
	return 0;
}

/* bad: alloc refused, freed twice */
int x3(struct box *b)
{
	u32 id;
	struct it *i __free(kfree) = kzalloc_obj(*i);
	int err;
	if (!i)
		return -ENOMEM;
	err = itx_alloc(&b->x, &id, i, 0, 9, GFP_KERNEL);
	if (err) {
		kfree(i);
		return err;
	}
	retain_and_null_ptr(i);
	return id;
}

/* good */
int x4(struct box *b)
{
	u32 id;
	struct it *i __free(kfree) = kzalloc_obj(*i);
	int err;
	if (!i)
		return -ENOMEM;
	err = itx_alloc(&b->x, &id, i, 0, 9, GFP_KERNEL);
	if (err)
		return err;
	retain_and_null_ptr(i);
	return id;
}

/* bad: id used although it was not given */
int x5(struct box *b, u32 *v __elements(10))
{
	u32 id;
	struct it *i = kzalloc_obj(*i);
	if (!i)
		return -ENOMEM;
	if (itx_alloc(&b->x, &id, i, 0, 9, GFP_KERNEL))
		kfree(i);
	return v[id];
}

/* bad: negative id is an index */
int d1(struct box *b, u32 *v __elements(16))
{
	int id = ida_alloc_max(&b->ids, 15, GFP_KERNEL);
	return v[id];
}

/* bad: sleeping in a seq show under a spinlock is fine; guarded value without the lock is not */
struct shown {
	spinlock_t l;
	u32 n __guarded_by(&l);
};
static int show(struct seq_file *m, struct shown *s)
{
	seq_printf(m, "%u\n", s->n);
	return 0;
}
DEFINE_DEBUGFS_FILE(shown_file, struct shown, .show = show);

/* bad: store's text is parsed, and its error dropped */
static ssize_t store(struct shown *s, const char *text, size_t len)
{
	u32 v;
	kstrtouint(text, 0, &v);
	guard(spinlock)(&s->l);
	s->n = v;
	return len;
}
DEFINE_DEBUGFS_FILE(shown_store, struct shown, .store = store);

/* good */
static ssize_t store2(struct shown *s, const char *text, size_t len)
{
	u32 v;
	int err = kstrtouint(text, 0, &v);
	if (err)
		return err;
	guard(spinlock)(&s->l);
	s->n = v;
	return len;
}
DEFINE_DEBUGFS_FILE(shown_store2, struct shown, .store = store2);

/*
 * check:
 *	41: CL201: 'a.object' may be NULL, and is dereferenced without a test
 *	59: CL211: 'r' points to 'a', whose scope has ended
 *	66: CL601: 'n' indexes 'd->v', which has 64 elements, and is not proven to be below that
 *	88: CL601: 'n / 64' indexes 'd->busy', which has 1 elements, and is not proven to be below that
 *	129: CL103: 'i' is used after the object was freed
 *	141: CL103: 'g' is used after the object was freed
 *	160: CL101: 'i' is owned here, and is not released on this path
 *	167: CL201: 'its_lower_bound(…)' may be NULL, and is dereferenced without a test
 *	182: CL101: 'old' is owned here, and is not released on this path
 *	212: CL102: 'i' is passed to 'kfree', but the object was freed already
 *	242: CL601: 'id' indexes 'v', which has 10 elements, and is not proven to be below that
 *	242: CL501: 'id' is read, but may not have been written
 *	249: CL601: 'id' indexes 'v', which has 16 elements, and is not proven to be below that
 *	259: CL404: 's->n' is read without 's->l', which guards it
 *	268: CL301: the result of 'kstrtouint' is an error that must be looked at, and is ignored
 *	270: CL501: 'v' is read, but may not have been written
 */
