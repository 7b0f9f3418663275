/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What readers follow goes after a grace period, whoever frees it in the end. */
#include <cleat/kref.h>
#include <cleat/rcupdate.h>

struct now { struct kref ref; u32 v; };
struct later { struct rcu_head rcu; struct kref ref; u32 v; };
struct dev {
	struct mutex lock;
	struct now __rcu *__opt now;
	struct later __rcu *__opt later;
};

static void now_end(struct now *__own n)
{
	kfree(n);
}
DEFINE_REFCOUNTED(now, struct now, ref, now_end);

static void later_end(struct later *__own l)
{
	kfree_rcu(l, rcu);
}
DEFINE_REFCOUNTED(later, struct later, ref, later_end);

/* bad: the last reference may be this one */
void drop_now(struct dev *d)
{
	struct now *old;

	scoped_guard(mutex, &d->lock)
		old = rcu_replace_pointer(d->now, NULL, lockdep_is_held(&d->lock));
	if (old)
		now_put(old);
}
/* good */
void drop_now_waited(struct dev *d)
{
	struct now *old;

	scoped_guard(mutex, &d->lock)
		old = rcu_replace_pointer(d->now, NULL, lockdep_is_held(&d->lock));
	synchronize_rcu();
	if (old)
		now_put(old);
}
/* good: its end waits */
void drop_later(struct dev *d)
{
	struct later *old;

	scoped_guard(mutex, &d->lock)
		old = rcu_replace_pointer(d->later, NULL, lockdep_is_held(&d->lock));
	if (old)
		later_put(old);
}

/*
 * check:
 *	34: CL112: 'old' is freed while RCU readers may still be in it
 */
