/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Counts that saturate. A change that finds the count at 0, or leaves it below, is reported and
 * the count put where it stays for ever: the object leaks instead of being used after its end.
 */
#include <cleat/kref.h>


static void saturate(refcount_t *r, const char *what)
{
	atomic_set(&r->refs, REFCOUNT_SATURATED);
	cleat_warn(true, "refcount", 0, what);
}

void refcount_set(refcount_t *r, int n)
{
	atomic_set(&r->refs, n);
}

unsigned int refcount_read(const refcount_t *r)
{
	return (unsigned int)atomic_read(&r->refs);
}

void refcount_add(int n, refcount_t *r)
{
	int old = atomic_fetch_add_relaxed(n, &r->refs);

	if (old == 0)
		saturate(r, "a reference is taken to an object that has none left: use after free");
	else if (old < 0 || old > INT_MAX - n)
		saturate(r, "too many references: the object will leak");
}

void refcount_inc(refcount_t *r)
{
	refcount_add(1, r);
}

bool refcount_add_not_zero(int n, refcount_t *r)
{
	int old = atomic_fetch_add_unless(&r->refs, n, 0);

	if (old < 0 || old > INT_MAX - n)
		saturate(r, "too many references: the object will leak");
	return old != 0;
}

bool refcount_inc_not_zero(refcount_t *r)
{
	return refcount_add_not_zero(1, r);
}

bool refcount_sub_and_test(int n, refcount_t *r)
{
	int old = atomic_fetch_sub(n, &r->refs);

	if (old == n)
		return true;
	if (old < n)
		saturate(r, "more references are dropped than were taken: use after free");
	return false;
}

bool refcount_dec_and_test(refcount_t *r)
{
	return refcount_sub_and_test(1, r);
}

void refcount_dec(refcount_t *r)
{
	if (atomic_fetch_sub_release(1, &r->refs) <= 1)
		saturate(r, "refcount_dec dropped the last reference: the object leaks");
}

bool refcount_dec_if_one(refcount_t *r)
{
	return atomic_cmpxchg(&r->refs, 1, 0) == 1;
}

bool refcount_dec_not_one(refcount_t *r)
{
	int old = atomic_read(&r->refs);

	do {
		if (old == REFCOUNT_SATURATED)
			return true;
		if (old == 1)
			return false;
		if (old <= 0) {
			saturate(r, "more references are dropped than were taken: use after free");
			return true;
		}
	} while (!atomic_try_cmpxchg_release(&r->refs, &old, old - 1));
	return true;
}

bool refcount_dec_and_mutex_lock(refcount_t *r, struct mutex *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	mutex_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	mutex_unlock(lock);
	return false;
}

bool refcount_dec_and_lock(refcount_t *r, spinlock_t *lock)
{
	if (refcount_dec_not_one(r))
		return false;
	spin_lock(lock);
	if (refcount_dec_and_test(r))
		return true;
	spin_unlock(lock);
	return false;
}

void kref_init(struct kref *kref)
{
	refcount_set(&kref->refcount, 1);
}

unsigned int kref_read(const struct kref *kref)
{
	return refcount_read(&kref->refcount);
}

void kref_get(struct kref *kref)
{
	refcount_inc(&kref->refcount);
}

int kref_get_unless_zero(struct kref *kref)
{
	return refcount_inc_not_zero(&kref->refcount);
}

int kref_put(struct kref *kref, void (*release)(struct kref *kref))
{
	if (!refcount_dec_and_test(&kref->refcount))
		return 0;
	release(kref);
	return 1;
}
