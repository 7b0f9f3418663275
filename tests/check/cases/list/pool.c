/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A pool under a spinlock: elements that wait, are cached, move between lists. */
#include <cleat/mutex.h>
#include <cleat/spinlock.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/list.h>
#include <cleat/err.h>
#include <cleat/fs.h>
#include <cleat/kref.h>
#include <cleat/completion.h>
#include <cleat/wait.h>
#include <cleat/atomic.h>
#include <cleat/rcupdate.h>

struct item { struct cleat_list_link link; u32 id; u32 n; char name[8]; };
DEFINE_OWNED_LIST(items, struct item, link, kfree);
struct pool { spinlock_t lock; struct items free __guarded_by(&lock); u32 n __guarded_by(&lock); struct item *__own __opt cache[4] __guarded_by(&lock); struct wait_queue_head wq; bool closed __guarded_by(&lock); };

int hw(u32 v);

/* good: take or make, drop the lock to allocate */
struct item *__own __opt pool_get(struct pool *p)
{
	struct item *it;

	spin_lock(&p->lock);
	it = items_pop(&p->free);
	if (it)
		p->n--;
	spin_unlock(&p->lock);
	if (!it)
		it = kzalloc_obj(*it);
	return it;
}

/* good: give back, free what is too much */
void pool_put(struct pool *p, struct item *__own __opt it)
{
	if (!it)
		return;
	spin_lock(&p->lock);
	if (p->n < 8) {
		items_add(&p->free, it);
		p->n++;
		it = NULL;
	}
	spin_unlock(&p->lock);
	kfree(it);
}

/* bad: freed under both conditions */
void pool_put_bad(struct pool *p, struct item *__own it)
{
	spin_lock(&p->lock);
	if (p->n < 8) {
		items_add(&p->free, it);
		p->n++;
	}
	spin_unlock(&p->lock);
	kfree(it);
}

/* good: drop the lock in a loop, look again */
int pool_drain(struct pool *p)
{
	struct item *it;
	int n = 0;

	spin_lock(&p->lock);
	while ((it = items_pop(&p->free))) {
		p->n--;
		spin_unlock(&p->lock);
		hw(it->id);
		kfree(it);
		n++;
		spin_lock(&p->lock);
	}
	spin_unlock(&p->lock);
	return n;
}

/* bad: continues with the element after the unlock */
int pool_visit(struct pool *p)
{
	spin_lock(&p->lock);
	cleat_list_for_each(items, it, &p->free) {
		spin_unlock(&p->lock);
		hw(it->id);
		spin_lock(&p->lock);
	}
	spin_unlock(&p->lock);
	return 0;
}

/* good: cache by index */
struct item *__own __opt cache_take(struct pool *p, u32 i)
{
	struct item *it = NULL;

	if (i >= ARRAY_SIZE(p->cache))
		return NULL;
	scoped_guard(spinlock, &p->lock)
		swap(it, p->cache[i]);
	return it;
}

/* good: put into the first empty slot or free */
void cache_put(struct pool *p, struct item *__own it)
{
	scoped_guard(spinlock, &p->lock) {
		for (u32 i = 0; i < ARRAY_SIZE(p->cache); i++)
			if (!p->cache[i]) {
				p->cache[i] = it;
				return;
			}
	}
	kfree(it);
}

/* bad: put and freed */
void cache_put_bad(struct pool *p, struct item *__own it)
{
	scoped_guard(spinlock, &p->lock) {
		for (u32 i = 0; i < ARRAY_SIZE(p->cache); i++)
			if (!p->cache[i]) {
				p->cache[i] = it;
				break;
			}
	}
	kfree(it);
}

/* good: waits until something is there */
struct item *__own __errptr pool_wait(struct pool *p)
{
	int err;

	guard(spinlock)(&p->lock);
	err = cleat_wait_event_interruptible(p->wq, &p->lock, p->n || p->closed);
	if (err)
		return ERR_PTR(err);
	if (p->closed)
		return ERR_PTR(-ENODEV);
	p->n--;
	return items_pop(&p->free) ?: ERR_PTR(-EAGAIN);
}

/* bad: an element that was looked at before the wait is used after it */
int pool_wait_bad(struct pool *p)
{
	struct item *first;
	int err;

	guard(spinlock)(&p->lock);
	first = items_first(&p->free);
	err = cleat_wait_event_interruptible(p->wq, &p->lock, p->n > 1);
	if (err)
		return err;
	return first ? (int)first->id : 0;
}

/* good: names compared, found, copied */
int pool_name(struct pool *p, const char *name, char *__writes out __sized_by(8))
{
	guard(spinlock)(&p->lock);
	cleat_list_for_each(items, it, &p->free) {
		if (strncmp(it->name, name, sizeof(it->name)) == 0) {
			memcpy(out, it->name, sizeof(it->name));
			return 0;
		}
	}
	return -ENOENT;
}

/* good: all errors of a batch, first one kept */
int batch(const u32 *v __elements(n), u32 n)
{
	int first = 0;

	for (u32 i = 0; i < n; i++) {
		int err = hw(v[i]);
		if (err && !first)
			first = err;
	}
	return first;
}

/* good: move all from one to the other under two locks in order of address */
void move_all(struct pool *a, struct pool *b)
{
	struct items moved;

	items_init(&moved);
	scoped_guard(spinlock, &a->lock) {
		items_splice(&moved, &a->free);
		a->n = 0;
	}
	scoped_guard(spinlock, &b->lock)
		items_splice(&b->free, &moved);
}

/* bad: the local list still has them */
void move_lost(struct pool *a)
{
	struct items moved;

	items_init(&moved);
	guard(spinlock)(&a->lock);
	items_splice(&moved, &a->free);
	a->n = 0;
}

/* good: count with early continue */
u32 count(struct pool *p, u32 min)
{
	u32 n = 0;

	guard(spinlock)(&p->lock);
	cleat_list_for_each(items, it, &p->free) {
		if (it->n < min)
			continue;
		if (it->id == 0)
			break;
		n++;
	}
	return n;
}

/* good: delete matching while walking */
u32 prune(struct pool *p, u32 id)
{
	u32 n = 0;

	guard(spinlock)(&p->lock);
	cleat_list_for_each(items, it, &p->free) {
		if (it->id != id)
			continue;
		kfree(items_del(&p->free, it));
		p->n--;
		n++;
	}
	return n;
}

/* bad: counts the element that it freed */
u32 prune_bad(struct pool *p, u32 id)
{
	u32 n = 0;

	guard(spinlock)(&p->lock);
	cleat_list_for_each(items, it, &p->free) {
		if (it->id != id)
			continue;
		kfree(items_del(&p->free, it));
		n += it->n;
	}
	return n;
}

/* good: hand over hand along a local buffer */
int encode(const struct item *it, u8 *out __sized_by(n), u32 n)
{
	u32 w = 0;

	if (n < 9)
		return -ENOSPC;
	out[w++] = it->id;
	for (u32 i = 0; i < sizeof(it->name) && it->name[i]; i++)
		out[w++] = it->name[i];
	return w;
}

/* bad: one byte short */
int encode_bad(const struct item *it, u8 *out __sized_by(n), u32 n)
{
	u32 w = 0;

	if (n < 8)
		return -ENOSPC;
	out[w++] = it->id;
	for (u32 i = 0; i < sizeof(it->name) && it->name[i]; i++)
		out[w++] = it->name[i];
	return w;
}

/*
 * check:
 *	62: CL102: 'it' is passed to 'kfree', but the object was handed on already
 *	90: CL410: 'it' was read under 'p->lock', which is no longer held
 *	132: CL105: 'it' is passed to 'kfree', which releases it, but it is only borrowed here
 *	161: CL410: 'first' was read under 'p->lock', which was let go in between
 *	213: CL101: 'moved' ends here, and something may still be in it
 *	257: CL103: 'it' is used after the object was freed
 *	284: CL601: 'w' indexes 'out', which has n elements, and is not proven to be below that
 */
